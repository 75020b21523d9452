"""Rows: what visibility.py lets out of the tables, and all that the load looks up about it. No query but for redirects."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from site_content import visibility
from site_content.converters.context import FileRow, PictureRow
from site_content.paths import join_path
from site_content.visibility import HOME_DEPTH, STEP, PageRow, SnippetRow
from static_build.errors import BuildError
from static_build.redirects import read_redirects
from static_build.site import Place, Redirect
from static_build.stored_rows import snippet_models
from static_build.tables import Tables, read_tables


class Rows(Struct, kw_only=True):
    """Rows that may leave."""

    tables: Tables
    pages: dict[int, PageRow]
    """In tree order."""
    snippets: dict[tuple[str, int], SnippetRow]
    snippet_keys: dict[str, dict[int, str]]
    snippet_locales: dict[tuple[str, str], tuple[str, ...]]
    pictures: dict[int, PictureRow]
    files: dict[int, FileRow]
    paths: dict[int, str]
    paths_by_key: dict[str, dict[str, str]]
    page_keys: dict[int, str]
    moments: tuple[datetime, ...]
    allowed: frozenset[str]
    by_tree_path: dict[str, int]
    places: dict[Place, tuple[str, int]]
    """Type and id of every page and snippet by translation key and locale code."""
    redirects: tuple[Redirect, ...]

    def ancestors(self, row: PageRow) -> list[PageRow]:
        """Pages above, from the home page down."""
        ends = range(HOME_DEPTH * STEP, len(row.path), STEP)
        ids = (self.by_tree_path.get(row.path[:end]) for end in ends)
        return [self.pages[pk] for pk in ids if pk is not None]

    def alternates(self, key: str) -> list[tuple[str, str]]:
        """(locale, path) of the page in every language in which it is public."""
        return sorted(self.paths_by_key[key].items())


def read_rows(now: datetime, *, draft: PageRow | None = None) -> Rows:
    """All rows that may leave at `now`, with `draft` in the place of its page as if it were live.

    Raises BuildError where two sources claim one page or a page has no home page.
    """
    return judge(read_tables(), now, draft=draft)


def judge(tables: Tables, now: datetime, *, draft: PageRow | None = None) -> Rows:
    """What of the tables may leave at `now`. Raises BuildError where a live translation has lost its original."""
    all_pages = sorted(_with_draft(tables.pages, draft), key=lambda row: row.path)
    visible = visibility.visible_pages(
        all_pages, sources=tables.sources, restricted=tables.restricted, now=now
    )
    _refuse_orphans(all_pages, tables.sources)
    visible |= {draft.id} if draft else set()
    pages = {row.id: row for row in all_pages if row.id in visible and row.type}
    visible_snippets = visibility.visible_snippets(tables.snippets.values(), sources=tables.sources, now=now)
    snippets = {place: row for place, row in tables.snippets.items() if place in visible_snippets}
    shown = tables.open_collections
    pictures = {pk: row for pk, (collection, row) in tables.pictures.items() if collection in shown}
    files = {pk: row for pk, (collection, row) in tables.files.items() if collection in shown}
    paths = _public_paths(all_pages, tables.sources, pages)
    moments = visibility.moments_ahead([*all_pages, *tables.snippets.values()], now=now)
    return Rows(
        tables=tables,
        pages=pages,
        snippets=snippets,
        snippet_keys=_keys_by_type(snippets),
        snippet_locales=_locales_by_key(snippets),
        pictures=pictures,
        files=files,
        paths=paths,
        paths_by_key=_paths_by_key(pages, paths),
        page_keys={pk: row.key for pk, row in pages.items()},
        moments=tuple(sorted(moments)),
        allowed=_tokens(pages, snippets, pictures, files),
        by_tree_path={row.path: pk for pk, row in pages.items()},
        places=_places(pages, snippets),
        redirects=read_redirects(paths, set(paths.values())),
    )


def _with_draft(pages: dict[int, PageRow], draft: PageRow | None) -> list[PageRow]:
    if draft is None:
        return list(pages.values())
    return [*(row for row in pages.values() if row.id != draft.id), draft]


def _refuse_orphans(rows: list[PageRow], sources: dict[str, str]) -> None:
    """A live translation of a page that is gone has nobody to take its facts from, nor its address."""
    for row in visibility.orphaned(rows, sources):
        if row.live and row.alias_of is None:
            raise BuildError(
                f"Page {row.id} ({row.title!r}, {row.locale}) is a translation, but the {sources[row.key]} page that it "
                "was translated from is gone: unpublish or delete it in the CMS."
            )


def _public_paths(rows: list[PageRow], sources: dict[str, str], pages: dict[int, PageRow]) -> dict[int, str]:
    """Public path by id of each public page: the slugs of the source pages down from the home page."""
    origins = visibility.source_rows(rows, sources)
    slugs: dict[str, tuple[str, ...]] = {}
    found: dict[int, str] = {}
    homes: dict[str, PageRow] = {}
    for row in rows:
        depth = len(row.path) // STEP
        if depth == HOME_DEPTH:
            homes[row.path] = row
        slugs[row.path] = (
            (*slugs.get(row.path[:-STEP], ()), origins[row.id].slug) if depth > HOME_DEPTH else ()
        )
        if row.id in pages:
            home = homes.get(row.path[: HOME_DEPTH * STEP])
            if home is None or home.locale != row.locale:
                raise BuildError(
                    f"Page {row.id} ({row.title!r}) is in {row.locale} but not below that language's home page: "
                    "move it there in the CMS."
                )
            found[row.id] = join_path(row.locale, slugs[row.path])
    return found


def _paths_by_key(pages: dict[int, PageRow], paths: dict[int, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for pk, row in pages.items():
        found.setdefault(row.key, {})[row.locale] = paths[pk]
    return found


def _keys_by_type(rows: dict[tuple[str, int], SnippetRow]) -> dict[str, dict[int, str]]:
    keys: dict[str, dict[int, str]] = {model.document_type: {} for model in snippet_models()}
    for (type, pk), row in rows.items():
        keys[type][pk] = row.key
    return keys


def _locales_by_key(rows: dict[tuple[str, int], SnippetRow]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows.values():
        found.setdefault((row.type, row.key), []).append(row.locale)
    return {place: tuple(sorted(locales)) for place, locales in found.items()}


def _places(
    pages: dict[int, PageRow], snippets: dict[tuple[str, int], SnippetRow]
) -> dict[Place, tuple[str, int]]:
    found = {(row.key, row.locale): (row.type, pk) for pk, row in pages.items()}
    found.update({(row.key, row.locale): place for place, row in snippets.items()})
    return found


def _tokens(
    pages: dict[int, PageRow],
    snippets: dict[tuple[str, int], SnippetRow],
    pictures: dict[int, PictureRow],
    files: dict[int, FileRow],
) -> frozenset[str]:
    """What the check compares every output's sources with: made from rows and visibility alone."""
    return frozenset(
        [f"{row.key}@{row.locale}" for row in pages.values()]
        + [f"{row.key}@{row.locale}" for row in snippets.values()]
        + [f"picture:{pk}" for pk in pictures]
        + [f"file:{pk}" for pk in files]
    )
