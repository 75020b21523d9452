"""The tree before its texts: a bare draft of each page and snippet in its languages, to be named."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, Site

from site_content.demo.errors import DemoError
from site_content.demo.items import LOCALES, Item
from site_content.demo.rich_text import make_id
from site_content.demo.values import Library, Values
from site_content.languages import DEFAULT_LOCALE


def find_model(item: Item) -> Any:
    """The model whose `document_type` is the item's. Raises DemoError."""
    for model in apps.get_app_config("site_content").get_models():
        if getattr(model, "document_type", "") == item.type:
            return model
    raise DemoError(f"{item.file}: there is no type {item.type!r}. Move the file to the folder of its type.")


def find_locales() -> dict[str, Locale]:
    """The site's locales by code, made where they are missing."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LOCALES}


def add_bare(item: Item, values: Values, locales: dict[str, Locale]) -> None:
    """Drafts with a name alone, in each of the item's languages; their ids are noted in the library."""
    library = values.library
    instance = find_model(item)(
        locale=locales[item.source],
        translation_key=make_id(item.name),  # part of public addresses: the same in every load
        live=False,
        **required_values(item, values),
    )
    if item.is_page:
        find_parent(item, item.source, library).add_child(instance=instance)
        place = library.pages.setdefault(item.path, {})
    else:
        instance.save()
        place = library.snippets.setdefault((item.type, item.slug), {})
    place[item.source] = instance.pk
    if item.target:
        place[item.target] = copy_bare(instance, locales[item.target]).pk


def copy_bare(instance: Any, locale: Locale) -> Any:
    """Its copy for translation, saved. A page's stands below the translated parent."""
    copy = instance.copy_for_translation(locale)
    if isinstance(copy, Page):
        # The slug that a translation will get: a change later on would make redirects of all pages below.
        copy.slug = find_available_slug(copy.get_parent(), instance.slug, ignore_page_id=copy.pk)
    copy.save()
    return copy


def find_parent(item: Item, locale: str, library: Library) -> Page:
    """The page below which `item` stands in that language; the root for the home page. Raises DemoError."""
    if item.type == "home":
        return Page.get_first_root_node()
    ids = library.pages[item.parent]
    if locale not in ids:
        raise DemoError(
            f"{item.file}: its parent {item.parent!r} is missing in {locale}. Translate that, or move this."
        )
    return Page.objects.get(pk=ids[locale])


def required_values(item: Item, values: Values) -> dict[str, Any]:
    """Values of the fields without which a row cannot be saved."""
    model = find_model(item)
    names = {title_field(model), *(("slug",) if _has_slug(model) else ())}
    names |= {field.name for field in model._meta.fields if _is_required(field) and field.name in item.data}
    data = {**item.data, "slug": item.slug}
    return {name: values.field(model._meta.get_field(name), data.get(name)) for name in names}


def title_field(model: Any) -> str:
    """The name of the field that holds a page's or snippet's name."""
    return str(getattr(model, "title_field", "title"))


def _has_slug(model: Any) -> bool:
    return any(field.name == "slug" for field in model._meta.fields)


def _is_required(field: Any) -> bool:
    return not field.blank and not field.has_default() and not isinstance(field, models.ForeignKey)


def remove_welcome_page() -> None:
    """Takes away the page that Wagtail comes with; the site's root is the tree's until `set_root`."""
    root = Page.get_first_root_node()
    Site.objects.update(root_page=root)
    for page in Page.objects.filter(depth=2).exclude(content_type__app_label="site_content"):
        page.delete()


def set_root(library: Library) -> None:
    """Makes the home page of the first language the root of the one site."""
    home = Page.objects.get(pk=library.pages[""][DEFAULT_LOCALE])
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    site.root_page = home
    site.site_name = home.title[:255]
    site.save()
