"""What the factories of all page types share: a place in the tree and a slug of its own."""

from __future__ import annotations

from typing import Any

import factory
from wagtail.models import Locale, Page
from wagtail_factories.factories import MP_NodeFactory

from site_content.models.home import HomePage
from site_content.models.section import SectionPage


def find_locale(code: str = "it") -> Locale:
    """The locale of that code, made where there is none."""
    locale, _made = Locale.objects.get_or_create(language_code=code)
    return locale


def find_home(code: str = "it") -> HomePage:
    """The home page of that language, made where there is none."""
    home = HomePage.objects.filter(locale__language_code=code).first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = root.add_child(
            instance=HomePage(title=f"Home {code}", slug=f"home-{code}", locale=find_locale(code))
        )
    return home


def find_section(lists: str, code: str = "it") -> SectionPage:
    """The section that lists that type, made where there is none."""
    section = SectionPage.objects.filter(lists=lists, locale__language_code=code).first()
    if section is None:
        section = find_home(code).add_child(
            instance=SectionPage(title=f"Section {lists}", slug=f"section-{lists}", lists=lists)
        )
    return section


class ContentPageFactory(MP_NodeFactory):
    """A live page; `parent` is the section of its type in Italian unless told."""

    title = factory.Sequence(lambda number: f"Pagina {number}")
    slug = factory.Sequence(lambda number: f"page-{number}")
    summary = "Un sommario breve."

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: Any, parent: Any, kwargs: dict[str, Any]) -> Any:
        # A page takes the language of the place where it is put.
        return super()._create_instance(model_class, parent, {"locale": parent.locale, **kwargs})
