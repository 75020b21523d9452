"""Tables: the rows that a load reads, kept by id, read whole or row by row as signals name them. Judges nothing.

Reads the database in a number of queries that does not grow with the site; writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from msgspec import Struct
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection as MediaCollection
from wagtail.models import CollectionViewRestriction, DraftStateMixin, Locale, Page, PageViewRestriction
from wagtail_localize.models import TranslationSource

from site_content import visibility
from site_content.converters.context import FileRow, PictureRow
from site_content.documents import TYPES
from site_content.models.text_digest import TextDigest
from site_content.paths import TwoSources
from site_content.staleness import Published
from site_content.visibility import STEP, PageRow, SnippetRow
from static_build.errors import BuildError

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
            chosen.update(_read_relation(field, ids))

    def _refresh_pages(self, ids: list[int], touched: Touched) -> None:
        found = {row.id: row for row in _read_pages(self.locales, self.types, Q(pk__in=ids))}
        above = set()
        for pk in ids:
            before, now = self.pages.get(pk), found.get(pk)
            if (before.path if before else None) != (now.path if now else None):
                # Others may have moved with it: what is below, and siblings that made room.
                above |= {each.path[:-STEP] for each in (before, now) if each}
        if above:
            self.restricted = _read_restricted()  # which names paths
            below = Q()
            for path in above:
                below |= Q(path__startswith=path)
            held = [pk for pk, row in self.pages.items() if row.path.startswith(tuple(above))]
            found |= {row.id: row for row in _read_pages(self.locales, self.types, below)}
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
        found = {row.id: row for row in _read_snippets(model, self.locales, Q(pk__in=ids))}
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
        self.sources.update(_read_sources(self.locales, Q(object_id__in=touched.keys)))
        self.published.update(_read_published(Q(key__in=touched.keys)))
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
    tables.restricted = _read_restricted()
    touched.is_shape = True


def _refresh_collections(tables: Tables, ids: list[int], touched: Touched) -> None:
    tables.open_collections = _read_open_collections()
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
        pages={row.id: row for row in _read_pages(locales, types, Q())},
        snippets={
            (row.type, row.id): row
            for model in snippet_models()
            for row in _read_snippets(model, locales, Q())
        },
        restricted=_read_restricted(),
        sources=_read_sources(locales, Q()),
        published=_read_published(Q()),
        open_collections=_read_open_collections(),
        pictures=_read_pictures(Q()),
        files=_read_files(Q()),
        relations={
            (model.document_type, field.name): _read_relation(field, None)
            for model in content_models()
            for field in relation_fields(model)
        },
    )


@cache
def content_models() -> list[Any]:
    """Every model that becomes documents: those with a `document_type`, in the order of their type's name."""
    found = [model for model in apps.get_models() if getattr(model, "document_type", "") in TYPES]
    return sorted(found, key=lambda model: model.document_type)


@cache
def snippet_models() -> list[Any]:
    """Those of them that are no pages."""
    return [model for model in content_models() if not issubclass(model, Page)]


def _read_sources(locales: dict[int, str], where: Q) -> dict[str, str]:
    sources: dict[str, str] = {}
    rows = TranslationSource.objects.filter(where).order_by("pk").values_list("object_id", "locale_id")
    for key, locale_id in rows:
        if str(key) in sources:
            raise TwoSources(
                f"The content with translation key {key} has two translation sources: delete one."
            )
        sources[str(key)] = locales[locale_id]
    return sources


PAGE_ROW_COLUMNS = (
    "pk",
    "path",
    "locale_id",
    "translation_key",
    "content_type_id",
    "slug",
    "title",
    "live",
    "go_live_at",
    "expire_at",
    "alias_of_id",
)


def _read_pages(locales: dict[int, str], types: dict[int, str], where: Q) -> list[PageRow]:
    return [
        PageRow(
            id=pk,
            path=path,
            locale=locales[locale_id],
            key=str(key),
            type=types.get(type_id, ""),
            slug=slug,
            title=title,
            live=live,
            go_live_at=go_live_at,
            expire_at=expire_at,
            alias_of=alias_of,
        )
        for pk, path, locale_id, key, type_id, slug, title, live, go_live_at, expire_at, alias_of in (
            Page.objects.filter(where).order_by("path").values_list(*PAGE_ROW_COLUMNS)
        )
    ]


def _read_snippets(model: Any, locales: dict[int, str], where: Q) -> list[SnippetRow]:
    dates = ("go_live_at", "expire_at") if issubclass(model, DraftStateMixin) else ()
    columns = ("pk", "locale_id", "translation_key", "live", *dates)
    rows = []
    for pk, locale_id, key, live, *moments in (
        model.objects.filter(where).order_by("pk").values_list(*columns)
    ):
        go_live_at, expire_at = moments or (None, None)
        rows.append(
            SnippetRow(
                type=model.document_type,
                id=pk,
                locale=locales[locale_id],
                key=str(key),
                live=live,
                go_live_at=go_live_at,
                expire_at=expire_at,
            )
        )
    return rows


def _read_restricted() -> set[str]:
    return set(PageViewRestriction.objects.values_list("page__path", flat=True))


def _read_published(where: Q) -> dict[tuple[str, str], Published]:
    columns = ("key", "locale", "digest", "changed_at", "published_at")
    return {
        (str(key), locale): Published(digest, changed_at, published_at)
        for key, locale, digest, changed_at, published_at in (
            TextDigest.objects.filter(where).values_list(*columns)
        )
    }


def _read_open_collections() -> set[int]:
    restricted = set(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    return visibility.open_collections(
        dict(MediaCollection.objects.values_list("pk", "path")), restricted=restricted
    )


def _read_pictures(where: Q) -> dict[int, tuple[int, PictureRow]]:
    columns = ("pk", "file", "file_hash", "width", "height", "alt_texts", "collection_id")
    return {
        pk: (
            collection,
            PictureRow(pk, file, file_hash or _hash(file, f"picture {pk}"), width, height, alt_texts or {}),
        )
        for pk, file, file_hash, width, height, alt_texts, collection in (
            get_image_model().objects.filter(where).order_by("pk").values_list(*columns)
        )
    }


def _read_files(where: Q) -> dict[int, tuple[int, FileRow]]:
    columns = ("pk", "file", "file_hash", "file_size", "title", "language", "collection_id")
    return {
        pk: (
            collection,
            FileRow(
                pk,
                file,
                file_hash or _hash(file, f"document {pk}"),
                size if size is not None else len(_bytes(file, f"document {pk}")),
                title,
                language,
            ),
        )
        for pk, file, file_hash, size, title, language, collection in (
            get_document_model().objects.filter(where).order_by("pk").values_list(*columns)
        )
    }


def _bytes(file: str, owner: str) -> bytes:
    try:
        return (Path(settings.MEDIA_ROOT) / file).read_bytes()
    except OSError as error:
        raise BuildError(
            f"The file of {owner} cannot be read ({error.strerror}: {file}). Upload it again in the CMS."
        ) from error


def _hash(file: str, owner: str) -> str:
    from hashlib import sha1

    return sha1(_bytes(file, owner), usedforsecurity=False).hexdigest()


def relation_fields(model: Any) -> list[Any]:
    """The many-to-many fields of a content model that have a plain table of their own."""
    if getattr(model, "document_type", "") not in TYPES:
        return []
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def _read_relation(field: Any, owners: Iterable[int] | None) -> dict[int, list[int]]:
    """Related ids by owner's id, in the order in which they were chosen; of all owners, or of these."""
    owner, related = field.m2m_column_name(), field.m2m_reverse_name()
    found: dict[int, list[int]] = {}
    through: Any = field.remote_field.through
    rows = through._default_manager.order_by("pk")
    if owners is not None:
        rows = rows.filter(**{f"{owner}__in": list(owners)})
    for owner_id, related_id in rows.values_list(owner, related):
        found.setdefault(owner_id, []).append(related_id)
    return found


_READERS: dict[str, Callable[[Tables, list[int], Touched], None]] = {
    "site_content.picture": _refresh_media(_read_pictures, "pictures"),
    "site_content.file": _refresh_media(_read_files, "files"),
    "site_content.textdigest": _refresh_digests,
    "wagtail_localize.translationsource": _refresh_sources,
    "wagtailcore.collection": _refresh_collections,
    "wagtailcore.collectionviewrestriction": _refresh_collections,
    "wagtailcore.pageviewrestriction": _refresh_restrictions,
    "wagtailredirects.redirect": _note_shape,
}
