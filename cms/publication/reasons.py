"""Why a page is not public, in an editor's words. visibility.py alone decides; here its own pieces are asked one by one.

In: pages. Out: whether each may leave, and if not why. Reads only the pages that the answer hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from msgspec import Struct
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail_localize.models import TranslationSource

from cms.publication.dates import say_date
from site_content import visibility
from site_content.languages import LANGUAGES
from site_content.visibility import HOME_DEPTH, STEP, PageRow

COLUMNS = (
    "path",
    "locale__language_code",
    "translation_key",
    "content_type_id",
    "slug",
    "title",
    "live",
    "go_live_at",
    "expire_at",
    "alias_of_id",
)


class Surroundings(Struct, kw_only=True):
    """Pages, and every page that their visibility hangs on: those above, originals, and what an alias repeats."""

    now: datetime
    rows: dict[int, PageRow]
    sources: dict[str, str]
    """Language of the original by translation key."""
    restricted: set[str]
    """Paths on which a view restriction stands."""
    visible: set[int]
    scheduled: dict[int, datetime]
    """When an approved draft goes live, by page id."""

    def versions(self, key: str) -> list[PageRow]:
        """The page in every language."""
        return [row for row in self.rows.values() if row.key == key]


def read_surroundings(keys: Iterable[str], now: datetime) -> Surroundings:
    """What decides on the pages of those translation keys; as many queries for one as for fifty."""
    rows = _close({str(key) for key in keys})
    sources = {
        str(key): code
        for key, code in TranslationSource.objects.filter(
            object_id__in={row.key for row in rows.values()}
        ).values_list("object_id", "locale__language_code")
    }
    paths = {row.path for row in rows.values()}
    restricted = set(
        PageViewRestriction.objects.filter(page__path__in=paths).values_list("page__path", flat=True)
    )
    visible = visibility.visible_pages(rows.values(), sources=sources, restricted=restricted, now=now)
    return Surroundings(
        now=now,
        rows=rows,
        sources=sources,
        restricted=restricted,
        visible={pk for pk in visible if rows[pk].type},
        scheduled=_scheduled(pk for pk in rows if pk not in visible),
    )


def _close(keys: set[str]) -> dict[int, PageRow]:
    """Rows of those keys, then of what they hang on, until nothing is missing: two or three rounds on any tree."""
    rows: dict[int, PageRow] = {}
    asked: set[str] = set()
    while missing := keys - asked:
        asked |= missing
        rows |= _read(Q(translation_key__in=missing))
        known = {row.path for row in rows.values()}
        above = {row.path[:end] for row in rows.values() for end in range(STEP, len(row.path), STEP)} - known
        originals = {row.alias_of for row in rows.values() if row.alias_of} - rows.keys()
        if above or originals:
            rows |= _read(Q(path__in=above) | Q(pk__in=originals))
        keys = {row.key for row in rows.values() if len(row.path) > STEP}
    return rows


def _read(wanted: Q) -> dict[int, PageRow]:
    types: dict[int, str] = {}
    found = {}
    for pk, path, locale, key, type_id, *rest in Page.objects.filter(wanted).values_list("pk", *COLUMNS):
        if type_id not in types:
            model = ContentType.objects.get_for_id(type_id).model_class()
            types[type_id] = getattr(model, "document_type", "")
        slug, title, live, go_live_at, expire_at, alias_of = rest
        found[pk] = PageRow(
            id=pk,
            path=path,
            locale=locale,
            key=str(key),
            type=types[type_id],
            slug=slug,
            title=title,
            live=live,
            go_live_at=go_live_at,
            expire_at=expire_at,
            alias_of=alias_of,
        )
    return found


def _scheduled(pages: Iterable[int]) -> dict[int, datetime]:
    revisions = Revision.page_revisions.filter(
        object_id__in=[str(pk) for pk in pages], approved_go_live_at__isnull=False
    )
    moments: Any = revisions.values_list("object_id", "approved_go_live_at")
    return {int(pk): at for pk, at in moments}


def explain(row: PageRow, around: Surroundings) -> tuple[str, ...]:
    """Why the page may not leave, in sentences; none where it may."""
    if row.id in around.visible:
        return ()
    found = [*_own(row, around), *_above(row, around), *_original(row, around), *_alias(row, around)]
    return tuple(found) or (_("It may not be public now."),)


def _own(row: PageRow, around: Surroundings) -> Iterable[str]:
    if not row.type:
        yield _("Pages of this type are not part of the public site.")
    if not visibility.is_live(row):
        yield _not_live(row, around)
    elif not visibility.has_begun(row, now=around.now):
        yield _("It goes live on %(date)s.") % {"date": _date(row.go_live_at)}
    elif visibility.has_expired(row, now=around.now):
        yield _("It expired on %(date)s.") % {"date": _date(row.expire_at)}
    if visibility.is_restricted(row.path, around.restricted):
        yield _("It is private.")


def _not_live(row: PageRow, around: Surroundings) -> str:
    if row.id in around.scheduled:
        return _("It goes live on %(date)s.") % {"date": _date(around.scheduled[row.id])}
    if visibility.has_expired(row, now=around.now):
        return _("It expired on %(date)s.") % {"date": _date(row.expire_at)}
    return _("It is a draft.")


def _above(row: PageRow, around: Surroundings) -> Iterable[str]:
    """The topmost page above that keeps it back: what stands below follows."""
    by_path = {each.path: each for each in around.rows.values()}
    for end in range(HOME_DEPTH * STEP, len(row.path), STEP):
        above = by_path.get(row.path[:end])
        if above is None or above.id in around.visible:
            continue
        if visibility.is_restricted(above.path, around.restricted):
            yield _("The page above it, “%(title)s”, is private.") % {"title": above.title}
        else:
            yield _("The page above it, “%(title)s”, is not public.") % {"title": above.title}
        return


def _original(row: PageRow, around: Surroundings) -> Iterable[str]:
    if row in visibility.orphaned(around.rows.values(), around.sources):
        yield _("The page that it was translated from is gone.")
        return
    origin = visibility.source_rows(around.rows.values(), around.sources)[row.id]
    open_paths = visibility.find_open_paths(
        around.rows.values(), restricted=around.restricted, now=around.now
    )
    if origin.id != row.id and not visibility.origin_is_open(origin, open_paths):
        words = {"title": origin.title, "language": LANGUAGES[origin.locale].name}
        yield _("Its original, “%(title)s” (%(language)s), is not public.") % words


def _alias(row: PageRow, around: Surroundings) -> Iterable[str]:
    original = around.rows.get(row.alias_of or 0)
    if original is None:
        return
    if visibility.repeats_other_language(row, original):
        yield _("It only repeats the text of another language: translate it first.")
    elif original.id not in around.visible:
        yield _("The page that it repeats, “%(title)s”, is not public.") % {"title": original.title}


def _date(at: datetime | None) -> str:
    return say_date(at) if at else ""
