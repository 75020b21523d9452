"""The rows of a load: read in a constant number of queries, judged by visibility.py, looked up by id and key."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from msgspec import Struct
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
)
from wagtail_localize.models import TranslationSource

from site_content import visibility
from site_content.converters.context import FileRow, PictureRow
from site_content.models.text_digest import TextDigest
from site_content.paths import TwoSources, join_path
from site_content.staleness import Published
from site_content.visibility import HOME_DEPTH, STEP, PageRow, SnippetRow
from static_build.errors import BuildError


class Rows(Struct, kw_only=True):
    """Rows that may leave, with all that the load looks up about them."""

    pages: dict[int, PageRow]
    snippets: set[tuple[str, int]]
    snippet_keys: dict[str, dict[int, str]]
    snippet_locales: dict[tuple[str, str], tuple[str, ...]]
    pictures: dict[int, PictureRow]
    files: dict[int, FileRow]
    sources: dict[str, str]
    published: dict[tuple[str, str], Published]
    locales: dict[int, str]
    paths: dict[int, str]
    moments: list[datetime]
    allowed: frozenset[str]
    by_tree_path: dict[str, PageRow]
    by_key: dict[str, list[PageRow]]

    def may_leave(self, stem: str, pk: int) -> bool:
        """Whether the page or snippet is among those that visibility lets out."""
        return pk in self.snippet_keys[stem] if stem in self.snippet_keys else pk in self.pages

    def locale(self, instance: Any) -> str:
        """The locale code of an instance."""
        return self.locales[instance.locale_id]

    def ancestors(self, row: PageRow) -> list[PageRow]:
        """Pages above, from the home page down."""
        ends = range(HOME_DEPTH * STEP, len(row.path), STEP)
        return [self.by_tree_path[row.path[:end]] for end in ends if row.path[:end] in self.by_tree_path]

    def alternates(self, row: PageRow) -> list[tuple[str, str]]:
        """(locale, path) of the page in every language in which it is public."""
        return sorted((each.locale, self.paths[each.id]) for each in self.by_key[row.key])


def read_rows(now: datetime, *, draft: PageRow | None = None) -> Rows:
    """All rows of the snapshot, with `draft` in the place of its page as if it were live.

    Raises BuildError where two sources claim one page or a page has no home page.
    """
    locales = dict(Locale.objects.values_list("pk", "language_code"))
    sources = _read_sources(locales)
    all_pages = _with_draft(_read_pages(locales), draft)
    restricted = set(PageViewRestriction.objects.values_list("page__path", flat=True))
    visible = visibility.visible_pages(all_pages, sources=sources, restricted=restricted, now=now)
    _refuse_orphans(all_pages, sources)
    visible |= {draft.id} if draft else set()
    pages = {row.id: row for row in all_pages if row.id in visible and row.type}
    snippets = _read_snippets(locales)
    visible_snippets = visibility.visible_snippets(snippets, sources=sources, now=now)
    shown_collections = _open_collections()
    pictures, files = _read_pictures(shown_collections), _read_files(shown_collections)
    shown = [row for row in snippets if (row.type, row.id) in visible_snippets]
    return Rows(
        pages=pages,
        snippets=visible_snippets,
        snippet_keys=_keys_by_type(shown),
        snippet_locales=_locales_by_key(shown),
        pictures=pictures,
        files=files,
        sources=sources,
        published=_read_published(),
        locales=locales,
        paths=_public_paths(all_pages, sources, visible),
        moments=visibility.moments_ahead([*all_pages, *snippets], now=now),
        allowed=_tokens(pages, shown, pictures, files),
        by_tree_path={row.path: row for row in pages.values()},
        by_key=_by_key(pages),
    )


def _with_draft(rows: list[PageRow], draft: PageRow | None) -> list[PageRow]:
    if draft is None:
        return rows
    return sorted([*(row for row in rows if row.id != draft.id), draft], key=lambda row: row.path)


def _read_sources(locales: dict[int, str]) -> dict[str, str]:
    sources: dict[str, str] = {}
    for key, locale_id in TranslationSource.objects.order_by("pk").values_list("object_id", "locale_id"):
        if str(key) in sources:
            raise TwoSources(
                f"The content with translation key {key} has two translation sources: delete one."
            )
        sources[str(key)] = locales[locale_id]
    return sources


def _read_pages(locales: dict[int, str]) -> list[PageRow]:
    types = {
        pk: getattr(content_type.model_class(), "document_type", "")
        for pk, content_type in ContentType.objects.in_bulk().items()
    }
    columns = (
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
            Page.objects.order_by("path").values_list(*columns)
        )
    ]


def _refuse_orphans(rows: list[PageRow], sources: dict[str, str]) -> None:
    """A live translation of a page that is gone has nobody to take its facts from, nor its address."""
    for row in visibility.orphaned(rows, sources):
        if row.live and row.alias_of is None:
            raise BuildError(
                f"Page {row.id} ({row.title!r}, {row.locale}) is a translation, but the {sources[row.key]} page that it "
                "was translated from is gone: unpublish or delete it in the CMS."
            )


def _public_paths(rows: list[PageRow], sources: dict[str, str], visible: set[int]) -> dict[int, str]:
    """Public path by page id: the slugs of the source pages down from the home page."""
    origins = visibility.source_rows(rows, sources)
    by_tree_path = {row.path: row for row in rows}
    slugs: dict[str, tuple[str, ...]] = {}
    paths: dict[int, str] = {}
    for row in rows:
        depth = len(row.path) // STEP
        above = slugs.get(row.path[:-STEP], ())
        slugs[row.path] = (*above, origins[row.id].slug) if depth > HOME_DEPTH else ()
        if row.id in visible and row.type:
            home = by_tree_path.get(row.path[: HOME_DEPTH * STEP])
            if home is None or home.locale != row.locale:
                raise BuildError(
                    f"Page {row.id} ({row.title!r}) is in {row.locale} but not below that language's home page: "
                    "move it there in the CMS."
                )
            paths[row.id] = join_path(row.locale, slugs[row.path])
    return paths


def snippet_models() -> list[Any]:
    """Models of snippets that become documents."""
    from static_build.load import content_models

    return [model for model in content_models() if not issubclass(model, Page)]


def _read_snippets(locales: dict[int, str]) -> list[SnippetRow]:
    rows = []
    for model in snippet_models():
        dates = ("go_live_at", "expire_at") if issubclass(model, DraftStateMixin) else ()
        columns = ("pk", "locale_id", "translation_key", "live", *dates)
        for pk, locale_id, key, live, *moments in model.objects.order_by("pk").values_list(*columns):
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


def _read_published() -> dict[tuple[str, str], Published]:
    columns = ("key", "locale", "digest", "changed_at", "published_at")
    return {
        (str(key), locale): Published(digest, changed_at, published_at)
        for key, locale, digest, changed_at, published_at in TextDigest.objects.values_list(*columns)
    }


def _open_collections() -> set[int]:
    restricted = set(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    return visibility.open_collections(
        dict(Collection.objects.values_list("pk", "path")), restricted=restricted
    )


def _read_pictures(shown: set[int]) -> dict[int, PictureRow]:
    columns = ("pk", "file", "file_hash", "width", "height", "alt_texts", "collection_id")
    return {
        pk: PictureRow(pk, file, file_hash or _hash(file, f"picture {pk}"), width, height, alt_texts or {})
        for pk, file, file_hash, width, height, alt_texts, collection in (
            get_image_model().objects.order_by("pk").values_list(*columns)
        )
        if collection in shown
    }


def _read_files(shown: set[int]) -> dict[int, FileRow]:
    columns = ("pk", "file", "file_hash", "file_size", "title", "language", "collection_id")
    return {
        pk: FileRow(
            pk,
            file,
            file_hash or _hash(file, f"document {pk}"),
            size if size is not None else _size(file, f"document {pk}"),
            title,
            language,
        )
        for pk, file, file_hash, size, title, language, collection in (
            get_document_model().objects.order_by("pk").values_list(*columns)
        )
        if collection in shown
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


def _size(file: str, owner: str) -> int:
    return len(_bytes(file, owner))


def _keys_by_type(rows: list[SnippetRow]) -> dict[str, dict[int, str]]:
    keys: dict[str, dict[int, str]] = {model.document_type: {} for model in snippet_models()}
    for row in rows:
        keys[row.type][row.id] = row.key
    return keys


def _locales_by_key(rows: list[SnippetRow]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row.type, row.key), []).append(row.locale)
    return {place: tuple(sorted(locales)) for place, locales in found.items()}


def _by_key(pages: dict[int, PageRow]) -> dict[str, list[PageRow]]:
    found: dict[str, list[PageRow]] = {}
    for row in pages.values():
        found.setdefault(row.key, []).append(row)
    return found


def _tokens(
    pages: dict[int, PageRow],
    snippets: list[SnippetRow],
    pictures: dict[int, PictureRow],
    files: dict[int, FileRow],
) -> frozenset[str]:
    """What the check compares every output's sources with: made from rows and visibility alone."""
    return frozenset(
        [f"{row.key}@{row.locale}" for row in pages.values()]
        + [f"{row.key}@{row.locale}" for row in snippets]
        + [f"picture:{pk}" for pk in pictures]
        + [f"file:{pk}" for pk in files]
    )
