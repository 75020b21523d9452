"""Doubt: whether the database is still what was read, told by digests of its raw rows, whatever signals say.

Bulk SQL, another process and a signal that nobody heard leave no trace but the rows themselves. Writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from static_build.stored import PAGE_COLUMNS
from static_build.stored_rows import PAGE_ROW_COLUMNS, content_models, relation_fields
from static_build.tables import Row, Touched

CHUNK = 1000
Digests = dict[Any, int]
"""Digest of all rows of an owner: the page or snippet that is read again when it is named."""


class Source:
    """One table that a load reads: which columns, and whose each row is; a small table without owner is read as one."""

    def __init__(
        self, label: str, model: Any, *, owner: str = "", columns: Collection[str] = (), live: str = ""
    ) -> None:
        """`live`: the condition under which a row counts; drafts are not read."""
        self.label = label
        self.table = model._meta.db_table
        self.owner = owner
        self.columns = list(columns) or [field.column for field in model._meta.concrete_fields]
        self._live = live

    def digests(self, owners: Collection[Any] | None = None) -> Iterator[Digests]:
        """Digests of all owners' rows, or of these; a part at a time, so that the reader can break off."""
        quote = connection.ops.quote_name
        names = ", ".join(quote(name) for name in (self.owner or self.columns[0], *self.columns))
        conditions = [self._live] if self._live else []
        if owners is not None:
            conditions.append(f"{quote(self.owner)} IN ({', '.join(['%s'] * len(owners))})")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        with connection.chunked_cursor() as cursor:
            query = f"SELECT {names} FROM {quote(self.table)}{where}"  # noqa: S608 - names of our own models
            cursor.execute(query, list(owners) if owners is not None else None)
            while rows := cursor.fetchmany(CHUNK):
                found: Digests = defaultdict(int)
                for owner, *row in rows:
                    # A sum: the order in which a database gives its rows says nothing.
                    found[owner if self.owner else ""] += hash(tuple(map(str, row)))
                yield found


def sources() -> Iterator[Source]:
    """Every table that a load reads."""
    quote = connection.ops.quote_name
    pages = f"(SELECT {quote('id')} FROM {quote(Page._meta.db_table)} WHERE {quote('live')})"  # noqa: S608
    names = ("id", *PAGE_ROW_COLUMNS[1:], *PAGE_COLUMNS)
    columns = {Page._meta.get_field(name).column for name in names}
    yield Source("wagtailcore.page", Page, owner="id", columns=sorted(columns), live=quote("live"))
    for model in content_models():
        label, key = model._meta.label_lower, model._meta.pk.column
        is_page = issubclass(model, Page)
        live = f"{quote(key)} IN {pages}" if is_page else quote("live")
        own = [field.column for field in model._meta.local_concrete_fields]
        yield Source(label, model, owner=key, columns=own, live=live)
        for field in relation_fields(model):
            owner = field.m2m_column_name()
            live = f"{quote(owner)} IN {pages}" if is_page else ""
            yield Source(
                label,
                field.remote_field.through,
                owner=owner,
                columns=[field.m2m_reverse_name()],
                live=live,
            )
    for media in (get_image_model(), get_document_model()):
        yield Source(media._meta.label_lower, media, owner="id")
    yield Source("keys", apps.get_model("site_content.TextDigest"), owner="key")
    translated = apps.get_model("wagtail_localize.TranslationSource")
    yield Source("keys", translated, owner="object_id", columns=["locale_id"])
    for label in (
        "wagtailcore.pageviewrestriction",
        "wagtailcore.collection",
        "wagtailcore.collectionviewrestriction",
        "wagtailcore.locale",
        "wagtailredirects.redirect",
        "site_content.searchsynonym",
        "site_content.bestanswer",
    ):
        yield Source(label, apps.get_model(label))


class Watch:
    """The digests of all that a load reads, as they were when it was read."""

    def __init__(self) -> None:
        self._read: dict[str, Digests] = {}

    def read_all(self) -> None:
        """Takes every row as it is now for read."""
        self._read = {}
        for source in sources():
            _add(self._read.setdefault(source.table, {}), source.digests())

    def read_again(self, touched: Touched, changed: Collection[Row]) -> None:
        """Takes for read what a loader read again: the rows that were named, pages that moved with them, and their keys."""
        if not self._read:
            return
        named: dict[str, set[Any]] = defaultdict(set)
        pages = set(touched.pages)
        for label, pk in changed:
            named[label].add(pk)
            pages |= {pk} if issubclass(apps.get_model(label), Page) else set()
        for source in sources():
            known = self._read.setdefault(source.table, {})
            owners = _owners(source, named, pages, touched)
            if owners is None:
                known.clear()
            else:
                for owner in owners:
                    known.pop(owner, None)
            if owners is None or owners:
                _add(known, source.digests(owners))

    def is_as_read(self, go_on: Callable[[], bool]) -> bool:
        """Whether every row still is as it was read. Breaks off with True when `go_on` says no."""
        for source in sources() if self._read else ():
            found: Digests = {}
            for part in source.digests():
                if not go_on():
                    return True
                _add(found, [part])
            if found != self._read.get(source.table, {}):
                return False
        return True


def _owners(
    source: Source, named: dict[str, set[Any]], pages: set[int], touched: Touched
) -> Collection[Any] | None:
    """Whose rows of a table have been read again; None where it was read as one."""
    if source.label == "keys":
        return [_as_stored(key) for key in touched.keys]
    if source.label == "wagtailredirects.redirect" and touched.is_shape:
        return None  # a judgement reads them all, also those that Wagtail made in bulk
    if not source.owner:
        return None if source.label in named else ()
    if source.label == "wagtailcore.page":
        return pages
    model: Any = apps.get_model(source.label)
    if issubclass(model, Page) and source.table == model._meta.db_table:
        return pages
    return named.get(source.label, ())


def _as_stored(key: str) -> Any:
    """A key as the database gives it in a raw row."""
    return UUID(key) if connection.features.has_native_uuid_field else key.replace("-", "")


def _add(known: Digests, parts: Any) -> None:
    for part in parts:
        for owner, digest in part.items():
            known[owner] = known.get(owner, 0) + digest
