"""The public addresses of a page, its translations and all that is below them, as the database has them now.

Reads only the rows that those hang on: pages above, originals, and what an alias repeats. The rules are visibility.py's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db.models import Q
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import TranslationSource

from site_content import visibility
from site_content.paths import join_path
from site_content.visibility import HOME_DEPTH, STEP, PageRow

CHUNK = 2000
COLUMNS = (
    "pk",
    "path",
    "locale_id",
    "translation_key",
    "slug",
    "title",
    "live",
    "go_live_at",
    "expire_at",
    "alias_of_id",
    "first_published_at",
)


class Addresses(msgspec.Struct):
    """Public paths by page id."""

    every: dict[int, str]
    """Of all that were read, public or not."""
    public: dict[int, str]
    """Of those that a reader could have opened."""


def find_addresses(page: Any) -> Addresses:
    """The addresses that a new name or place of this page can change.

    Once published, the page itself counts as public: it may be offline only until its new address is published.
    """
    rows = _Rows(changing=page.pk)
    rows.add_below(Page.objects.filter(translation_key=page.translation_key).values_list("path", flat=True))
    return _judge(rows)


def find_public_page(path: str) -> Any:
    """The page that readers find at a public path now, for example `/it/news/x/`; None where there is none."""
    locale, *slugs = path.strip("/").split("/")
    candidates = Page.objects.filter(locale__language_code=locale)
    if slugs:
        # The name in the address is the original's, whatever the translation's own is.
        named = Page.objects.filter(slug=slugs[-1]).values_list("translation_key", flat=True)
        candidates = candidates.filter(translation_key__in=list(named))
    else:
        candidates = candidates.filter(depth=HOME_DEPTH)
    rows = _Rows()
    rows.add(list(candidates.values_list("pk", flat=True)))
    found = [pk for pk, each in _judge(rows).public.items() if each == path]
    return Page.objects.get(pk=found[0]) if found else None


def _judge(rows: _Rows) -> Addresses:
    rows.complete()
    every = list(rows.by_id.values())
    restricted = set(PageViewRestriction.objects.values_list("page__path", flat=True))
    visible = visibility.visible_pages(
        every, sources=rows.sources, restricted=restricted, now=datetime.now(UTC)
    )
    paths = _join_paths(every, rows.sources)
    return Addresses(paths, {pk: path for pk, path in paths.items() if pk in visible})


class _Rows:
    """Rows of pages by id, and those still to be read."""

    def __init__(self, changing: int | None = None) -> None:
        self.changing = changing
        self.locales = dict(Locale.objects.values_list("pk", "language_code"))
        self.by_id: dict[int, PageRow] = {}
        self.sources: dict[str, str] = {}
        """Locale of the translation source by translation key."""
        self._keys: set[str] = set()
        self._asked: dict[str, set[Any]] = {"translation_key": set(), "pk": set(), "path": set()}

    def add(self, ids: list[int]) -> None:
        """Reads these pages alone."""
        self._read(Q(pk__in=ids))

    def add_below(self, paths: Iterable[str]) -> None:
        """Reads these pages and all below them."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(path__startswith=path)
        self._read(wanted)

    def complete(self) -> None:
        """Reads what the rules ask about the pages read so far: originals, what aliases repeat, all above."""
        while self._read_what_is_missing():
            pass

    def _read_what_is_missing(self) -> bool:
        self._read_sources()
        found = False
        for column, values in self._missing().items():
            wanted = values - self._asked[column]
            self._asked[column] |= wanted
            for chunk in _cut(wanted):
                found = True
                self._read(Q(**{f"{column}__in": chunk}))
        return found

    def _read_sources(self) -> None:
        keys = {row.key for row in self.by_id.values()} - self._keys
        self._keys |= keys
        stored = TranslationSource.objects.order_by("pk").values_list("object_id", "locale_id")
        for chunk in _cut(keys):
            for key, locale_id in stored.filter(object_id__in=chunk):
                self.sources[str(key)] = self.locales[locale_id]

    def _missing(self) -> dict[str, set[Any]]:
        rows = self.by_id.values()
        places = {(row.key, row.locale) for row in rows}
        known = {row.path for row in rows}
        # Pages side by side have the same pages above.
        above = {row.path[:-STEP] for row in rows}
        return {
            "translation_key": {key for key in self._keys if (key, self.sources.get(key)) not in places}
            & self.sources.keys(),
            "pk": {row.alias_of for row in rows if row.alias_of is not None} - self.by_id.keys(),
            "path": {path[:end] for path in above for end in range(STEP, len(path) + 1, STEP)} - known,
        }

    def _read(self, wanted: Q) -> None:
        for values in Page.objects.filter(wanted).values_list(*COLUMNS):
            row = self._make(*values)
            self.by_id[row.id] = row

    def _make(
        self,
        pk: int,
        path: str,
        locale_id: int,
        key: Any,
        slug: str,
        title: str,
        live: bool,
        go_live_at: datetime | None,
        expire_at: datetime | None,
        alias_of: int | None,
        first_published_at: datetime | None,
    ) -> PageRow:
        row = PageRow(
            id=pk,
            path=path,
            locale=self.locales[locale_id],
            key=str(key),
            type="",
            slug=slug,
            title=title,
            live=live,
            go_live_at=go_live_at,
            expire_at=expire_at,
            alias_of=alias_of,
        )
        if pk == self.changing and first_published_at is not None:
            return msgspec.structs.replace(row, live=True, go_live_at=None, expire_at=None)
        return row


def _cut(values: set[Any]) -> Iterator[list[Any]]:
    every = list(values)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]


def _join_paths(rows: list[PageRow], sources: dict[str, str]) -> dict[int, str]:
    """The slugs of the originals, from the home page down."""
    origins = visibility.source_rows(rows, sources)
    slugs: dict[str, tuple[str, ...]] = {}
    paths = {}
    for row in sorted(rows, key=lambda row: row.path):
        below_home = len(row.path) > HOME_DEPTH * STEP
        above = slugs.get(row.path[:-STEP], ())
        slugs[row.path] = (*above, origins[row.id].slug) if below_home else ()
        if len(row.path) >= HOME_DEPTH * STEP:
            paths[row.id] = join_path(row.locale, slugs[row.path])
    return paths
