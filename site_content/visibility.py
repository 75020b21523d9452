"""The one place that decides what may leave the building. Rows in, sets of ids out; no query, no clock.

A page may leave if, for itself, for the page it was translated from and for the page it is an alias of: it is live, so is
every ancestor, no view restriction stands on it or above it, its go-live moment is past and its expiry is not. An alias in
another language only repeats the source language and never leaves. Snippets, pictures and files have simpler rules below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from msgspec import Struct

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
    lost = {row.id for row in orphaned(rows, sources)}
    by_id = {row.id: row for row in rows}
    open_paths = _open_paths(rows, restricted=restricted, now=now)

    def may_leave(row: PageRow) -> bool:
        return row.path in open_paths and origins[row.id].path in open_paths and row.id not in lost

    def alias_may_leave(row: PageRow) -> bool:
        seen = {row.id}
        while row.alias_of is not None:
            original = by_id.get(row.alias_of)
            if original is None or original.id in seen or original.locale != row.locale:
                return False
            if not may_leave(original):
                return False
            seen.add(original.id)
            row = original
        return True

    leaving = {row.path: row.id for row in rows if may_leave(row) and alias_may_leave(row)}
    return _below_visible(leaving)


def _below_visible(leaving: Mapping[str, int]) -> set[int]:
    """Of the pages that may leave, those whose every ancestor below the root leaves too: a path needs its whole chain."""
    kept: dict[str, int] = {}
    for path in sorted(leaving):
        above = path[:-STEP]
        if len(above) <= STEP or above in kept:
            kept[path] = leaving[path]
    return set(kept.values())


def _open_paths(rows: Iterable[PageRow], *, restricted: Collection[str], now: datetime) -> set[str]:
    """Paths that are public by themselves and below public ancestors alone. The root counts as open."""
    open_paths: set[str] = set()
    for row in sorted(rows, key=lambda row: row.path):
        above = row.path[:-STEP]
        is_root = not above
        if row.path in restricted or (above and above not in open_paths):
            continue
        if is_root or is_published(row, now=now):
            open_paths.add(row.path)
    return open_paths


def is_published(row: PageRow | SnippetRow, *, now: datetime) -> bool:
    """Live, past its go-live moment and not past its expiry."""
    if not row.live:
        return False
    if row.go_live_at is not None and row.go_live_at > now:
        return False
    return row.expire_at is None or row.expire_at > now


def visible_snippets(
    rows: Iterable[SnippetRow], *, sources: Mapping[str, str], now: datetime
) -> set[tuple[str, int]]:
    """(type, id) of the snippets that may leave: published, and so is the one each was translated from."""
    rows = list(rows)
    by_place = {(row.key, row.locale): row for row in rows}

    def origin_published(row: SnippetRow) -> bool:
        source = sources.get(row.key, row.locale)
        origin = by_place.get((row.key, source))
        return origin is not None and is_published(origin, now=now)

    return {(row.type, row.id) for row in rows if is_published(row, now=now) and origin_published(row)}


def open_collections(paths: Mapping[int, str], *, restricted: Collection[str]) -> set[int]:
    """Ids of the collections whose pictures and files may leave: no restriction on them or above them."""
    return {
        pk
        for pk, path in paths.items()
        if not any(path[:end] in restricted for end in range(STEP, len(path) + 1, STEP))
    }


def moments_ahead(rows: Iterable[PageRow | SnippetRow], *, now: datetime) -> list[datetime]:
    """When a page or snippet goes live or expires, after `now`."""
    moments = [moment for row in rows for moment in (row.go_live_at, row.expire_at)]
    return [moment for moment in moments if moment is not None and moment > now]
