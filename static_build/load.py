"""Load: one snapshot of the database becomes the public documents, in a number of queries that does not grow with the site.

Reads rows, asks visibility.py what may leave, converts that and nothing else. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from frontend.formats import Formats
from site_content.converters import converter
from site_content.converters.base import Place
from site_content.converters.context import Context, Library, OldShape
from site_content.documents import TYPES, Document
from site_content.documents.values import Alternate, Crumb, Moment, Money
from site_content.languages import LANGUAGES
from site_content.staleness import staleness
from site_content.visibility import PageRow
from static_build.errors import BuildError
from static_build.rows import Rows, read_rows
from static_build.site import Site
from static_build.stored import read_draft, read_live

Draft = tuple[PageRow, Any]
"""A page as it stands in memory, and the row it would have if it were live."""


def load(now: datetime) -> Site:
    """Everything public at `now`. Raises BuildError where the stored content cannot be converted."""
    return make_site(now, draft=None)


def make_site(now: datetime, *, draft: Draft | None) -> Site:
    """Everything public at `now`, as if `draft` were live. Raises BuildError."""
    with _snapshot():
        rows = read_rows(now, draft=draft[0] if draft else None)
        try:
            documents = {(each.key, each.locale): each for each in _convert_all(rows, draft, now)}
        except OldShape as error:
            raise BuildError(str(error)) from error
    return Site(
        now=now,
        documents=documents,
        allowed=rows.allowed,
        pictures={str(row.id): row for row in rows.pictures.values()},
        files={str(row.id): row for row in rows.files.values()},
        media_folder=str(settings.MEDIA_ROOT),
        public_url=settings.PONTE_PUBLIC_URL,
        moments=tuple(sorted(rows.moments)),
    )


@contextmanager
def _snapshot() -> Iterator[None]:
    """A read transaction that sees one state of the database, whatever editors write meanwhile."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        sqlite: Any = connection
        mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = mode
        return
    with transaction.atomic():
        if len(connection.atomic_blocks) == 1:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


class _ProseWriter:
    """Facts inside prose as the public site writes them."""

    def __init__(self, locale: str) -> None:
        self.formats = Formats(LANGUAGES[locale])

    def deadline(self, moment: Moment) -> str:
        return self.formats.moment(moment, moment.zone, until=True)

    def money(self, money: Money) -> str:
        return self.formats.money(money)


def _convert_all(rows: Rows, draft: Draft | None, now: datetime) -> Iterator[Document]:
    library = make_library(rows, now)
    for model in content_models():
        instances = {(str(each.translation_key), rows.locale(each)): each for each in _live(model, rows)}
        if draft and draft[0].type == model.document_type:
            instances[draft[0].key, draft[0].locale] = read_draft(draft[1])
            _use_relations(library, *draft)
        for (key, locale), instance in instances.items():
            source_locale = rows.sources.get(key, locale)
            source = instances.get((key, source_locale), instance)
            yield _convert(rows, library, model.document_type, instance, source, key, locale)


def _convert(
    rows: Rows, library: Library, stem: str, instance: Any, source: Any, key: str, locale: str
) -> Document:
    context = Context(
        library,
        type=stem,
        page_id=instance.pk or 0,
        locale=locale,
        source_locale=rows.sources.get(key, locale),
        source_id=source.pk or 0,
    )
    try:
        return converter(stem)(instance, source, context, place_of(rows, stem, key, locale))
    except (KeyError, TypeError, ValueError) as error:
        raise context.fail(context.reading, f"a value has an older shape ({error!r})") from error


def _use_relations(library: Library, row: PageRow, page: Any) -> None:
    """A draft's relations are those in memory, not those in the database."""
    for field in page._meta.many_to_many:
        chosen = library.relations.get((row.type, field.name))
        if chosen is not None:
            is_set = page.pk is not None or field.name in (
                getattr(page, "_cluster_related_objects", None) or ()
            )
            chosen[page.pk or 0] = [each.pk for each in getattr(page, field.name).all()] if is_set else []


def content_models() -> list[Any]:
    """Every model that becomes documents: those with a `document_type`, in the order of their type's name."""
    found = [model for model in apps.get_models() if getattr(model, "document_type", "") in TYPES]
    return sorted(found, key=lambda model: model.document_type)


def _live(model: Any, rows: Rows) -> Iterator[Any]:
    """The stored values of what may leave, in tree order for pages."""
    return (row for row in read_live(model) if rows.may_leave(model.document_type, row.pk))


def make_library(rows: Rows, now: datetime) -> Library:
    """What the converters may ask for: of pages, snippets, pictures and files only those that may leave."""
    paths_by_key: dict[str, dict[str, str]] = {}
    for row in rows.pages.values():
        paths_by_key.setdefault(row.key, {})[row.locale] = rows.paths[row.id]
    return Library(
        now=now,
        page_paths={pk: rows.paths[pk] for pk in rows.pages},
        page_keys={pk: row.key for pk, row in rows.pages.items()},
        paths_by_key=paths_by_key,
        snippet_keys=rows.snippet_keys,
        pictures=rows.pictures,
        files=rows.files,
        relations={
            (model.document_type, field.name): _relation(field)
            for model in content_models()
            for field in model._meta.many_to_many
            if field.remote_field.through._meta.auto_created
        },
        writers={code: _ProseWriter(code) for code in LANGUAGES},
    )


def _relation(field: models.ManyToManyField) -> dict[int, list[int]]:  # type: ignore[type-arg]
    """Related ids by owner's id, in the order in which they were chosen."""
    owner, related = field.m2m_column_name(), field.m2m_reverse_name()
    found: dict[int, list[int]] = {}
    through: Any = field.remote_field.through
    pairs = through._default_manager.order_by("pk").values_list(owner, related)
    for owner_id, related_id in pairs:
        found.setdefault(owner_id, []).append(related_id)
    return found


def place_of(rows: Rows, stem: str, key: str, locale: str) -> Place:
    """Where the document stands: path, other languages, ancestors, staleness."""
    stale = staleness(key, locale, rows.sources.get(key, locale), rows.published)
    row = next((each for each in rows.by_key.get(key, ()) if each.locale == locale), None)
    if row is None:
        locales = rows.snippet_locales.get((stem, key), ())
        return Place(key=key, path="", stale=stale, alternates=tuple(Alternate(each, "") for each in locales))
    ancestors = rows.ancestors(row)
    return Place(
        key=key,
        path=rows.paths[row.id],
        alternates=tuple(Alternate(each, path) for each, path in rows.alternates(row)),
        crumbs=tuple(Crumb(each.title, rows.paths[each.id], each.locale) for each in ancestors),
        parent=ancestors[-1].key if ancestors else "",
        stale=stale,
    )
