"""Tables: the rows that a load reads, kept by id, read whole or row by row as signals name them. Judges nothing.

Reads the database in a number of queries that does not grow with the site; writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from msgspec import Struct
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from site_content.converters.context import FileRow, PictureRow
from site_content.models.text_digest import TextDigest
from site_content.search.rules import Rules
from site_content.staleness import Published
from site_content.visibility import STEP, PageRow, SnippetRow
from static_build.search.stored_rules import read_stored_rules
from static_build.stored_rows import (
    content_models,
    read_files,
    read_open_collections,
    read_pages,
    read_pictures,
    read_published,
    read_relation,
    read_restricted,
    read_snippets,
    read_sources,
    relation_fields,
    snippet_models,
)

Row = tuple[str, int]
"""A row of the database: the model's label and the primary key."""
Relations = dict[tuple[str, str], dict[int, list[int]]]
"""Related ids by owner's id, in the order in which they were chosen, by (type, field)."""
MANY = 200
"""So many named rows are read no faster than all."""


class Unclear(Exception):
    """What changed cannot be told from the rows that were named: everything has to be read."""


class Touched(Struct, kw_only=True):
    """What a reading of named rows found to be other than before."""

    keys: set[str]
    """Translation keys of pages and snippets that were named, or whose source or digest was."""
    is_shape: bool = False
    """Whether anything changed that visibility or paths hang on."""
    pages: set[int]
    """Ids of pages whose title, address or visibility may have changed."""


class Tables(Struct, kw_only=True):
    """Rows by id, public or not."""

    locales: dict[int, str]
    types: dict[int, str]
    """Document type by content type id."""
    pages: dict[int, PageRow]
    snippets: dict[tuple[str, int], SnippetRow]
    restricted: set[str]
    sources: dict[str, str]
    published: dict[tuple[str, str], Published]
    open_collections: set[int]
    pictures: dict[int, tuple[int, PictureRow]]
    """(collection, picture) by id."""
    files: dict[int, tuple[int, FileRow]]
    relations: Relations
    search_rules: dict[str, Rules]

    def refresh(self, rows: Collection[Row]) -> Touched:
        """Reads these rows again. Raises Unclear where that is not enough."""
        if len(rows) > MANY:
            raise Unclear("so many rows were named")
        touched = Touched(keys=set(), pages=set())
        by_label: dict[str, list[int]] = defaultdict(list)
        for label, pk in rows:
            by_label[label].append(pk)
        for label, ids in sorted(by_label.items()):
            self._refresh(label, ids, touched)
        if len(touched.keys) > MANY:
            raise Unclear("so many pages were named")
        self._refresh_keys(touched)
        return touched

    def _refresh(self, label: str, ids: list[int], touched: Touched) -> None:
        model: Any = apps.get_model(label)
        if issubclass(model, Page):
            self._refresh_pages(ids, touched)
        elif model in snippet_models():
            self._refresh_snippets(model, ids, touched)
        elif label in _READERS:
            _READERS[label](self, ids, touched)
        else:
            raise Unclear(f"{label} was named")
        for field in relation_fields(model):
            chosen = self.relations[model.document_type, field.name]
            for pk in ids:
                chosen.pop(pk, None)
            chosen.update(read_relation(field, ids))

    def _refresh_pages(self, ids: list[int], touched: Touched) -> None:
        found = {row.id: row for row in read_pages(self.locales, self.types, Q(pk__in=ids))}
        above = set()
        for pk in ids:
            before, now = self.pages.get(pk), found.get(pk)
            if (before.path if before else None) != (now.path if now else None):
                # Others may have moved with it: what is below, and siblings that made room.
                above |= {each.path[:-STEP] for each in (before, now) if each}
        if above:
            self.restricted = read_restricted()  # which names paths
            below = Q()
            for path in above:
                below |= Q(path__startswith=path)
            held = [pk for pk, row in self.pages.items() if row.path.startswith(tuple(above))]
            found |= {row.id: row for row in read_pages(self.locales, self.types, below)}
            ids = [*ids, *held, *found]
        for pk in dict.fromkeys(ids):
            self._take_page(pk, found.get(pk), touched, named=pk in ids)

    def _take_page(self, pk: int, now: PageRow | None, touched: Touched, *, named: bool) -> None:
        before = self.pages.get(pk)
        if now == before and not named:
            return
        if now is None:
            self.pages.pop(pk, None)
        else:
            self.pages[pk] = now
        touched.keys |= {each.key for each in (before, now) if each}
        if now != before:
            touched.pages.add(pk)
            touched.is_shape |= _shape(before) != _shape(now)

    def _refresh_snippets(self, model: Any, ids: list[int], touched: Touched) -> None:
        found = {row.id: row for row in read_snippets(model, self.locales, Q(pk__in=ids))}
        for pk in ids:
            place = (model.document_type, pk)
            before, now = self.snippets.get(place), found.get(pk)
            if now is None:
                self.snippets.pop(place, None)
            else:
                self.snippets[place] = now
            touched.keys |= {each.key for each in (before, now) if each}
            touched.is_shape |= before != now

    def _refresh_keys(self, touched: Touched) -> None:
        """Sources and digests of the touched keys; another source is another address."""
        before = {key: self.sources.get(key) for key in touched.keys}
        for key in touched.keys:
            self.sources.pop(key, None)
            for code in self.locales.values():
                self.published.pop((key, code), None)
        self.sources.update(read_sources(self.locales, Q(object_id__in=touched.keys)))
        self.published.update(read_published(Q(key__in=touched.keys)))
        touched.is_shape |= any(self.sources.get(key) != source for key, source in before.items())


def _shape(row: PageRow | None) -> Any:
    """What visibility and paths hang on: everything but the title."""
    return row and (
        row.path, row.locale, row.key, row.type, row.slug, row.live, row.go_live_at, row.expire_at, row.alias_of
    )  # fmt: skip


def _refresh_media(read: Callable[[Q], dict[int, Any]], name: str) -> Callable[..., None]:
    def refresh(tables: Tables, ids: list[int], touched: Touched) -> None:
        rows: dict[int, Any] = getattr(tables, name)
        for pk in ids:
            rows.pop(pk, None)
        rows.update(read(Q(pk__in=ids)))
        touched.is_shape = True

    return refresh


def _refresh_restrictions(tables: Tables, ids: list[int], touched: Touched) -> None:
    tables.restricted = read_restricted()
    touched.is_shape = True


def _refresh_collections(tables: Tables, ids: list[int], touched: Touched) -> None:
    tables.open_collections = read_open_collections()
    touched.is_shape = True


def _refresh_digests(tables: Tables, ids: list[int], touched: Touched) -> None:
    _touch_keys(TextDigest.objects.filter(pk__in=ids).values_list("key", flat=True), ids, touched)


def _refresh_sources(tables: Tables, ids: list[int], touched: Touched) -> None:
    _touch_keys(
        TranslationSource.objects.filter(pk__in=ids).values_list("object_id", flat=True), ids, touched
    )


def _touch_keys(keys: Collection[Any], ids: list[int], touched: Touched) -> None:
    """The keys of rows that are read with their page; whose page a row was that is gone, nobody knows."""
    if len(keys) < len(set(ids)):
        raise Unclear("a row is gone that told which page it belongs to")
    touched.keys |= {str(key) for key in keys}


def _note_shape(tables: Tables, ids: list[int], touched: Touched) -> None:
    """Read anew with each judgement: nothing to do but to judge."""
    touched.is_shape = True


def _refresh_search_rules(tables: Tables, ids: list[int], touched: Touched) -> None:
    tables.search_rules = read_stored_rules()


def read_tables() -> Tables:
    """All rows of the snapshot. Raises BuildError where two sources claim one page."""
    locales = dict(Locale.objects.values_list("pk", "language_code"))
    types = {
        pk: getattr(content_type.model_class(), "document_type", "")
        for pk, content_type in ContentType.objects.in_bulk().items()
    }
    return Tables(
        locales=locales,
        types=types,
        pages={row.id: row for row in read_pages(locales, types, Q())},
        snippets={
            (row.type, row.id): row
            for model in snippet_models()
            for row in read_snippets(model, locales, Q())
        },
        restricted=read_restricted(),
        sources=read_sources(locales, Q()),
        published=read_published(Q()),
        open_collections=read_open_collections(),
        pictures=read_pictures(Q()),
        files=read_files(Q()),
        relations={
            (model.document_type, field.name): read_relation(field, None)
            for model in content_models()
            for field in relation_fields(model)
        },
        search_rules=read_stored_rules(),
    )


_READERS: dict[str, Callable[[Tables, list[int], Touched], None]] = {
    "site_content.picture": _refresh_media(read_pictures, "pictures"),
    "site_content.file": _refresh_media(read_files, "files"),
    "site_content.textdigest": _refresh_digests,
    "site_content.searchsynonym": _refresh_search_rules,
    "site_content.bestanswer": _refresh_search_rules,
    "wagtail_localize.translationsource": _refresh_sources,
    "wagtailcore.collection": _refresh_collections,
    "wagtailcore.collectionviewrestriction": _refresh_collections,
    "wagtailcore.pageviewrestriction": _refresh_restrictions,
    "wagtailredirects.redirect": _note_shape,
}
