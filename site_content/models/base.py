"""What every page type has: summary, body, picture, topics, review date, owner, address and preview."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from site_content.blocks.body import BodyBlock
from site_content.models.translated import Translated
from site_content.page_form import ContentPageForm
from site_content.panels import group, many
from site_content.paths import public_path
from site_content.slugs import SLUG

RESERVED_SLUGS = frozenset({"404", "api", "feeds", "media", "search", "static"})
"""First-level slugs that the site needs for itself."""


def relation(model: str, label: Any, **options: Any) -> models.ForeignKey[Any, Any]:
    """A relation to a snippet, a picture or a page: kept when what it points to goes, and never required."""
    return models.ForeignKey(
        model,
        verbose_name=label,
        **{"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+", **options},
    )


class ContentPage(Translated, Page):
    """Every page type: text in its own language, facts and relations from the page it was translated from."""

    document_type: ClassVar[str] = ""
    TEXT: ClassVar[tuple[str, ...]] = ("title", "summary", "body", "seo_title", "search_description")
    FACTS: ClassVar[tuple[str, ...]] = ("slug", "reviewed_on")

    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences: in lists, search results and shared links."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    picture = relation("site_content.Picture", _("picture"))
    topics = ParentalManyToManyField(
        "site_content.Topic", blank=True, related_name="+", verbose_name=_("topics")
    )
    reviewed_on = models.DateField(
        _("reviewed on"),
        null=True,
        blank=True,
        help_text=_("When somebody last made sure that all of it holds."),
    )
    office = relation("site_content.Office", _("owner office"))

    base_form_class = ContentPageForm
    intro_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("picture")]
    text_panels: ClassVar[list[Any]] = [FieldPanel("body"), many("topics")]
    content_panels = [*intro_panels, *text_panels]
    promote_panels = [
        group(_("Address and search engines"), "slug", "seo_title", "search_description"),
        group(_("Care"), "reviewed_on", "office"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """A section takes pages of the one type that it lists, and free pages."""
        lists = getattr(parent.specific, "lists", "")
        fits = not lists or cls.document_type in (lists, "page")
        return bool(super().can_create_at(parent)) and fits

    def clean(self) -> None:
        super().clean()
        parent = self.get_parent() if self.path else None
        message = explain_slug(self.slug, parent) if self.slug and not self.alias_of_id else None
        if message:
            raise ValidationError({"slug": message})

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Where the public site shows it: the CMS itself serves no public page."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        return parts[0], settings.PONTE_PUBLIC_URL.rstrip("/"), public_path(self)

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        """The whole address, never only its path: the public site is another host than the CMS that shows the link."""
        url: str | None = self.get_full_url(request)
        return url

    url = property(get_url)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404("The public site shows this page; the CMS serves none.")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        response: HttpResponse = import_string(settings.PONTE_PREVIEW)(self, request, mode_name)
        return response


def explain_slug(slug: str, parent: Page | None) -> Any:
    """Why `slug` cannot stand below `parent`, in an editor's words; None where it can. The root takes any."""
    if not SLUG.match(slug):
        return _("Only small letters without accents, digits and hyphens: both languages share this address.")
    if parent is None or parent.depth < 2:
        return None
    if parent.depth == 2 and slug in RESERVED_SLUGS:
        return _("The site needs this address for itself: choose another one.")
    if parent.depth > 2 and slug.isdigit():
        return _("An address of digits alone belongs to the archives by year: add a word.")
    return None
