"""Stored rows: what a load reads of each table, whole or in part; judged by nobody yet. One query each; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection as MediaCollection
from wagtail.models import CollectionViewRestriction, DraftStateMixin, Page, PageViewRestriction
from wagtail_localize.models import TranslationSource

from site_content import visibility
from site_content.converters.context import FileRow, PictureRow
from site_content.documents import TYPES
from site_content.models.text_digest import TextDigest
from site_content.paths import TwoSources
from site_content.staleness import Published
from site_content.visibility import PageRow, SnippetRow
from static_build.errors import BuildError


@cache
def content_models() -> list[Any]:
    """Every model that becomes documents: those with a `document_type`, in the order of their type's name."""
    found = [model for model in apps.get_models() if getattr(model, "document_type", "") in TYPES]
    return sorted(found, key=lambda model: model.document_type)


@cache
def snippet_models() -> list[Any]:
    """Those of them that are no pages."""
    return [model for model in content_models() if not issubclass(model, Page)]


def read_sources(locales: dict[int, str], where: Q) -> dict[str, str]:
    """Locale code of the original by translation key. Raises TwoSources."""
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


def read_pages(locales: dict[int, str], types: dict[int, str], where: Q) -> list[PageRow]:
    """Rows of pages, in tree order."""
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


def read_snippets(model: Any, locales: dict[int, str], where: Q) -> list[SnippetRow]:
    """Rows of one model of snippets."""
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


def read_restricted() -> set[str]:
    """Tree paths on which a view restriction stands."""
    return set(PageViewRestriction.objects.values_list("page__path", flat=True))


def read_published(where: Q) -> dict[tuple[str, str], Published]:
    """What is remembered of the last publication, by translation key and locale code."""
    columns = ("key", "locale", "digest", "changed_at", "published_at")
    return {
        (str(key), locale): Published(digest, changed_at, published_at)
        for key, locale, digest, changed_at, published_at in (
            TextDigest.objects.filter(where).values_list(*columns)
        )
    }


def read_open_collections() -> set[int]:
    """Ids of the collections whose pictures and files may leave."""
    restricted = set(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    return visibility.open_collections(
        dict(MediaCollection.objects.values_list("pk", "path")), restricted=restricted
    )


def read_pictures(where: Q) -> dict[int, tuple[int, PictureRow]]:
    """(collection, picture) by id. Raises BuildError where a file without a hash is missing."""
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


def read_files(where: Q) -> dict[int, tuple[int, FileRow]]:
    """(collection, file) by id. Raises BuildError where a file without a hash is missing."""
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


def read_relation(field: Any, owners: Iterable[int] | None) -> dict[int, list[int]]:
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
