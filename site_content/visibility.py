"""The one place that decides what may leave the building. Rows in, sets of ids out; no query, no clock.

A page may leave if, for itself, for the page it was translated from and for the page it is an alias of: it is live, so is
every ancestor, no view restriction stands on it or above it, its go-live moment is past and its expiry is not. An alias in
another language only repeats the source language and never leaves. Snippets, pictures and files have simpler rules below.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from site_content.documents.values import start_of

STEP = 4
"""Length of a step of a materialised path (django-treebeard's default)."""
HOME_DEPTH = 2


class PageRow(Struct, frozen=True, kw_only=True):
    """What visibility and paths need to know of one page."""

    id: int
    path: str
    """Materialised path in the tree."""
    locale: str
    key: str
    """Translation key."""
    type: str
    """Stem of its document type; empty for a page that is none of ours."""
    slug: str
    title: str
    live: bool
    go_live_at: datetime | None = None
    expire_at: datetime | None = None
    alias_of: int | None = None


class SnippetRow(Struct, frozen=True, kw_only=True):
    """What visibility needs to know of one snippet."""

    type: str
    id: int
    locale: str
    key: str
    live: bool
    go_live_at: datetime | None = None
    expire_at: datetime | None = None


def source_rows(rows: Iterable[PageRow], sources: Mapping[str, str]) -> dict[int, PageRow]:
    """For each page id the row it was translated from; itself where it was not. `sources`: locale by translation key."""
    by_place = {(row.key, row.locale): row for row in rows}
    return {
        row.id: by_place.get((row.key, sources[row.key]), row) if row.key in sources else row
        for row in by_place.values()
    }


def orphaned(rows: Iterable[PageRow], sources: Mapping[str, str]) -> list[PageRow]:
    """Pages whose translation source names a language in which the page no longer exists."""
    rows = list(rows)
    places = {(row.key, row.locale) for row in rows}
    return [row for row in rows if row.key in sources and (row.key, sources[row.key]) not in places]


def visible_pages(
    rows: Iterable[PageRow], *, sources: Mapping[str, str], restricted: Collection[str], now: datetime
) -> set[int]:
    """Ids of the pages that may leave. `restricted`: materialised paths on which a view restriction stands."""
    rows = list(rows)
    origins = source_rows(rows, sources)
    by_id = {row.id: row for row in rows}
    lost = {row.id for row in orphaned(rows, sources)}
    open_paths = find_open_paths(rows, restricted=restricted, now=now)

    def may_leave(row: PageRow) -> bool:
        return row.path in open_paths and origin_is_open(origins[row.id], open_paths) and row.id not in lost

    def alias_may_leave(row: PageRow) -> bool:
        seen = {row.id}
        while row.alias_of is not None:
            original = by_id.get(row.alias_of)
            if original is None or original.id in seen or repeats_other_language(row, original):
                return False
            if not original_is_open(original, may_leave):
                return False
            seen.add(original.id)
            row = original
        return True

    leaving = {row.path: row.id for row in rows if may_leave(row) and alias_may_leave(row)}
    return keep_whole_chains(leaving)


def origin_is_open(origin: PageRow, open_paths: Collection[str]) -> bool:
    """Whether the page that another was translated from is public itself; a page that was not is its own origin."""
    return origin.path in open_paths


def repeats_other_language(alias: PageRow, original: PageRow) -> bool:
    """Whether an alias only repeats the text of another language, in the place of a translation."""
    return alias.locale != original.locale


def original_is_open(original: PageRow, may_leave: Callable[[PageRow], bool]) -> bool:
    """Whether the page that an alias repeats may leave: it may have become private after the alias was made."""
    return may_leave(original)


def keep_whole_chains(leaving: Mapping[str, int]) -> set[int]:
    """Of the pages that may leave, those whose every ancestor below the root leaves too: a path needs its whole chain."""
    kept: dict[str, int] = {}
    for path in sorted(leaving):
        above = path[:-STEP]
        if len(above) <= STEP or above in kept:
            kept[path] = leaving[path]
    return set(kept.values())


def find_open_paths(rows: Iterable[PageRow], *, restricted: Collection[str], now: datetime) -> set[str]:
    """Paths that are public by themselves and below public ancestors alone. The root counts as open."""
    open_paths: set[str] = set()
    for row in sorted(rows, key=lambda row: row.path):
        above = row.path[:-STEP]
        if is_restricted(row.path, restricted) or not stands_open(above, open_paths):
            continue
        if not above or is_published(row, now=now):
            open_paths.add(row.path)
    return open_paths


def is_restricted(path: str, restricted: Collection[str]) -> bool:
    """Whether a view restriction stands on this very path."""
    return path in restricted


def stands_open(above: str, open_paths: Collection[str]) -> bool:
    """Whether the page above is public; the root stands below nothing."""
    return not above or above in open_paths


def is_published(row: PageRow | SnippetRow, *, now: datetime) -> bool:
    """Live, past its go-live moment and not past its expiry."""
    return is_live(row) and has_begun(row, now=now) and not has_expired(row, now=now)


def is_live(row: PageRow | SnippetRow) -> bool:
    """Published by somebody and not withdrawn since."""
    return row.live


def has_begun(row: PageRow | SnippetRow, *, now: datetime) -> bool:
    """Its go-live moment, if it has one, has come."""
    return row.go_live_at is None or row.go_live_at <= now


def has_expired(row: PageRow | SnippetRow, *, now: datetime) -> bool:
    """Its expiry has come: it may stay live until somebody takes it off."""
    return row.expire_at is not None and row.expire_at <= now


def visible_snippets(
    rows: Iterable[SnippetRow], *, sources: Mapping[str, str], now: datetime
) -> set[tuple[str, int]]:
    """(type, id) of the snippets that may leave: published, and so is the one each was translated from."""
    rows = list(rows)
    by_place = {(row.key, row.locale): row for row in rows}
    return {
        (row.type, row.id)
        for row in rows
        if is_published(row, now=now)
        and origin_is_published(by_place.get((row.key, sources.get(row.key, row.locale))), now=now)
    }


def origin_is_published(origin: SnippetRow | None, *, now: datetime) -> bool:
    """Whether the snippet that another was translated from is still there and public itself."""
    return origin is not None and is_published(origin, now=now)


def open_collections(paths: Mapping[int, str], *, restricted: Collection[str]) -> set[int]:
    """Ids of the collections whose pictures and files may leave: no restriction on them or above them."""
    return {
        pk
        for pk, path in paths.items()
        if not any(path[:end] in restricted for end in range(STEP, len(path) + 1, STEP))
    }


def results_are_out(published_on: date, remove_on: date | None, *, now: datetime) -> bool:
    """Whether a list of results may be read now: its day has come, and not yet the one on which it leaves."""
    return start_of(published_on) <= now and (remove_on is None or now < start_of(remove_on))


def moments_ahead(rows: Iterable[PageRow | SnippetRow], *, now: datetime) -> list[datetime]:
    """When a page or snippet goes live or expires, after `now`."""
    moments = [moment for row in rows for moment in (row.go_live_at, row.expire_at)]
    return [moment for moment in moments if moment is not None and moment > now]
