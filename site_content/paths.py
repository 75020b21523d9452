"""The public path of a page: the slug chain of its source page, below the language, the same in every language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured


class TwoSources(ImproperlyConfigured):
    """A translation key with two translation sources: nobody could say which text is the original."""


def join_path(locale: str, slugs: Iterable[str]) -> str:
    """`/it/news/x/` from a locale code and the slugs below the home page."""
    return "/" + "".join(f"{part}/" for part in (locale, *slugs))


def source_of(page: Any) -> Any:
    """The page that `page` was translated from, itself where it was not. Raises TwoSources."""
    from wagtail_localize.models import TranslationSource

    sources = list(
        TranslationSource.objects.filter(object_id=page.translation_key).values_list("locale_id", flat=True)[
            :2
        ]
    )
    if len(sources) > 1:
        raise TwoSources(
            f"Page {page.pk} ({page.title!r}) has two translation sources: delete the one that is wrong."
        )
    if not sources or sources[0] == page.locale_id:
        return page
    return page.get_translation_or_none(_locale(sources[0])) or page


def _locale(pk: int) -> Any:
    from wagtail.models import Locale

    return Locale.objects.get(pk=pk)


def public_path(page: Any) -> str:
    """The path of one page, by a few queries; the load does the same for all pages from what it has read."""
    chain = [*page.get_ancestors(inclusive=True).filter(depth__gte=3)]
    slugs = [source_of(ancestor).slug for ancestor in chain]
    return join_path(page.locale.language_code, slugs)
