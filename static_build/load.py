"""Load: one snapshot of the database becomes the public documents, in a number of queries that does not grow with the site.

Reads rows, asks visibility.py what may leave, converts that and nothing else. Writes nothing. A loader that is kept reads
again only the rows that it is told of, and converts only what hangs on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from msgspec.structs import replace

from frontend.assets import assets
from frontend.formats import Formats
from site_content.converters import converter
from site_content.converters.base import Place as Where
from site_content.converters.context import Context, Library, OldShape
from site_content.documents import Document
from site_content.documents.values import Alternate, Crumb, Moment, Money
from site_content.languages import LANGUAGES
from site_content.staleness import Published, published_digest, staleness
from site_content.visibility import PageRow
from static_build.errors import BuildError
from static_build.rows import Rows, judge
from static_build.search.public_rules import keep_public
from static_build.site import TIMED, Content, Place, Site, tag
from static_build.snapshot import snapshot
from static_build.stored import read_draft, read_live
from static_build.stored_rows import content_models
from static_build.tables import Row, Tables, Touched, Unclear, read_tables

Draft = tuple[PageRow, Any]
"""A page as it stands in memory, and the row it would have if it were live."""
Token = tuple[str, int]
"""Type and id of what a converter may look up; `page` for a page of any type."""


def load(now: datetime) -> Site:
    """Everything public at `now`. Raises BuildError where the stored content cannot be converted."""
    return Site(Loader().load(now))


def make_site(now: datetime, *, draft: Draft | None) -> Site:
    """Everything public at `now`, as if `draft` were live. Raises BuildError."""
    return Site(Loader().load(now, draft=draft))


class Loader:
    """What was loaded last, and enough of the rows behind it to load what changed."""

    def __init__(self) -> None:
        self.content: Content | None = None
        self._rows: Rows | None = None
        self._looked: dict[Place, tuple[Token, ...]] = {}
        self._timed: set[Place] = set()
        self._tokens: dict[Token, Token] = {}

    def load(
        self,
        now: datetime,
        *,
        draft: Draft | None = None,
        types: Collection[str] | None = None,
        also: Callable[[], None] = lambda: None,
    ) -> Content:
        """Reads everything; `also` reads something more in the same snapshot. Raises BuildError.

        `types`: documents of these types alone, for who asks rather what is allowed; an update can't go on from that.
        """
        self.content = None
        self._looked = {}
        with snapshot():
            also()
            tables = read_tables()
            if draft:
                _note_publication(tables, *draft, now)
            rows = self._rows = judge(tables, now, draft=draft[0] if draft else None)
            library = make_library(rows, now)
            documents: dict[Place, Document] = {}
            for model in content_models():
                if types is not None and model.document_type not in types:
                    continue
                instances = {self._place(rows, model, each): each for each in _read(model, rows)}
                if draft and draft[0].type == model.document_type:
                    instances[draft[0].key, draft[0].locale] = read_draft(draft[1])
                    _use_relations(library, *draft)
                for place, instance in instances.items():
                    documents[place] = self._convert(
                        rows, library, model.document_type, place, instance, instances
                    )
        self._timed = set()
        self._note_timed(documents, documents.keys())
        content = _make_content(rows, now, documents, None)
        self.content = content if types is None else None
        return content

    def update(
        self,
        now: datetime,
        changed: Collection[Row],
        *,
        also: Callable[[Touched], None] = lambda touched: None,
    ) -> tuple[Content, set[Place]]:
        """Reads these rows again and converts what hangs on them; returns all, and the places that may differ.

        `also` reads something more in the same snapshot.

        Raises Unclear where everything has to be read, BuildError where what is stored cannot be converted.
        """
        before, old = self.content, self._rows
        if before is None or old is None or now < before.now:
            raise Unclear("there is nothing to go on from")
        self.content = None  # until this has succeeded
        with snapshot():
            touched = old.tables.refresh(changed)
            also(touched)
            is_due = any(moment <= now for moment in before.moments)
            rows = judge(old.tables, now) if touched.is_shape or is_due else _retitle(old, touched)
            places = self._affected(old, rows, touched) | self._due(before, now)
            documents = dict(before.documents)
            documents.update(self._convert_again(rows, now, places))
        for place in places - rows.places.keys():
            documents.pop(place, None)
            self._looked.pop(place, None)
        self._rows = rows
        self._note_timed(documents, places)
        self.content = _make_content(rows, now, documents, before if rows is old else None)
        return self.content, places

    def _note_timed(self, documents: dict[Place, Document], places: Collection[Place]) -> None:
        """Remembers which of these places hold something that changes by itself."""
        self._timed.difference_update(places)
        self._timed.update(place for place in places if place in documents and tag(documents[place]) in TIMED)

    def _due(self, content: Content, now: datetime) -> set[Place]:
        """Places of documents in which something changes by itself since the content was made."""
        return {
            place
            for place in self._timed
            if any(content.now < moment <= now for moment in content.documents[place].changes())
        }

    def _affected(self, old: Rows, new: Rows, touched: Touched) -> set[Place]:
        """Places whose document hangs on what was touched."""
        moved = {pk for pk, _ in old.paths.items() ^ new.paths.items()}
        moved_keys = {rows.page_keys[pk] for rows in (old, new) for pk in moved if pk in rows.page_keys}
        changed: set[Token] = set(old.snippets.keys() ^ new.snippets.keys())
        keys = touched.keys | moved_keys
        keys |= {rows.snippets[each].key for rows in (old, new) for each in changed if each in rows.snippets}
        changed |= {("page", pk) for pk in moved}
        if moved_keys:
            changed |= {("page", pk) for pk, key in new.page_keys.items() if key in moved_keys}
        changed |= {("picture", pk) for pk in _differing(old.pictures, new.pictures)}
        changed |= {("file", pk) for pk in _differing(old.files, new.files)}
        places = {(key, code) for key in keys for code in LANGUAGES} | _below(old, new, moved | touched.pages)
        if changed:
            places |= {place for place, looked in self._looked.items() if not changed.isdisjoint(looked)}
        return places

    def _convert_again(
        self, rows: Rows, now: datetime, places: Collection[Place]
    ) -> Iterator[tuple[Place, Document]]:
        library = make_library(rows, now)
        wanted: dict[str, set[int]] = defaultdict(set)
        for key, locale in places:
            for place in ((key, locale), (key, rows.tables.sources.get(key, locale))):
                if place in rows.places and (key, locale) in rows.places:
                    type, pk = rows.places[place]
                    wanted[type].add(pk)
        for model in content_models():
            stem = model.document_type
            if stem in wanted:
                instances = {
                    self._place(rows, model, each): each for each in _read(model, rows, wanted[stem])
                }
                for place in instances.keys() & places:
                    yield place, self._convert(rows, library, stem, place, instances[place], instances)

    def _place(self, rows: Rows, model: Any, instance: Any) -> Place:
        return str(instance.translation_key), rows.tables.locales[instance.locale_id]

    def _convert(
        self,
        rows: Rows,
        library: Library,
        stem: str,
        place: Place,
        instance: Any,
        instances: dict[Place, Any],
    ) -> Document:
        key, locale = place
        source_locale = rows.tables.sources.get(key, locale)
        source = instances.get((key, source_locale), instance)
        context = Context(
            library,
            type=stem,
            page_id=instance.pk or 0,
            locale=locale,
            source_locale=source_locale,
            source_id=source.pk or 0,
        )
        try:
            document = converter(stem)(instance, source, context, _where(rows, stem, key, locale))
        except OldShape as error:
            raise BuildError(str(error)) from error
        except (KeyError, TypeError, ValueError) as error:
            fault = context.fail(context.reading, f"a value has an older shape ({error!r})")
            raise BuildError(str(fault)) from error
        kept = self._tokens.setdefault
        self._looked[place] = tuple(kept(token, token) for token in context.lookups)
        return replace(document, linked=context.linked) if context.linked else document


def _below(old: Rows, new: Rows, pages: set[int]) -> set[Place]:
    """Places of all pages below these, whose crumbs name them."""
    above = tuple(rows.pages[pk].path for rows in (old, new) for pk in pages if pk in rows.pages)
    return (
        {(row.key, row.locale) for row in new.pages.values() if row.path.startswith(above)}
        if above
        else set()
    )


def _retitle(rows: Rows, touched: Touched) -> Rows:
    """The same rows where nothing but titles changed."""
    for pk in touched.pages & rows.pages.keys():
        rows.pages[pk] = rows.tables.pages[pk]
    return rows


def _differing(old: dict[int, Any], new: dict[int, Any]) -> Iterable[int]:
    return [pk for pk in old.keys() | new.keys() if old.get(pk) is not new.get(pk)]


def _make_content(
    rows: Rows, now: datetime, documents: dict[Place, Document], before: Content | None
) -> Content:
    """All that a site is made from; what hangs on rows alone is taken from `before` where they are the same."""
    if before is not None:
        order, pictures, files = before.order, before.pictures, before.files
    else:
        order = {(row.key, row.locale): row.path for row in rows.pages.values()}
        order |= {(row.key, row.locale): f"{pk:012}" for (_, pk), row in rows.snippets.items()}
        pictures = {str(row.id): row for row in rows.pictures.values()}
        files = {str(row.id): row for row in rows.files.values()}
    return Content(
        now=now,
        documents=documents,
        order=order,
        allowed=rows.allowed,
        pictures=pictures,
        files=files,
        media_folder=str(settings.MEDIA_ROOT),
        public_url=settings.PONTE_PUBLIC_URL,
        redirects=rows.redirects,
        assets={name: asset.path for name, asset in sorted(assets().items())},
        search_url=_search_url(),
        security_contacts=settings.ENVIRONMENT.security_contacts,
        moments=rows.moments,
        search_rules=keep_public(rows.tables.search_rules, documents),
    )


def _search_url() -> str:
    """The endpoint that the settings name, else that of the CMS host where there is a search server."""
    environment = settings.ENVIRONMENT
    default = f"{environment.admin_url}/api/search/v1" if environment.elasticsearch_url else ""
    return str(environment.search_url or default)


class _ProseWriter:
    """Facts inside prose as the public site writes them."""

    def __init__(self, locale: str) -> None:
        self.formats = Formats(LANGUAGES[locale])

    def deadline(self, moment: Moment) -> str:
        return self.formats.moment(moment, moment.zone, until=True)

    def money(self, money: Money) -> str:
        return self.formats.money(money)


def _note_publication(tables: Tables, row: PageRow, page: Any, now: datetime) -> None:
    """What would be remembered of a draft's text: an original that changes leaves its translations behind."""
    if page.pk is None:
        return  # nobody has translated it yet
    digest, known = published_digest(page), tables.published.get((row.key, row.locale))
    if digest is not None:
        changed_at = known.changed_at if known and known.digest == digest else now
        tables.published[row.key, row.locale] = Published(digest, changed_at, now)


def _use_relations(library: Library, row: PageRow, page: Any) -> None:
    """A draft's relations are those in memory, not those in the database."""
    for field in page._meta.many_to_many:
        chosen = library.relations.get((row.type, field.name))
        if chosen is not None:
            is_set = page.pk is not None or field.name in (
                getattr(page, "_cluster_related_objects", None) or ()
            )
            wanted = [each.pk for each in getattr(page, field.name).all()] if is_set else []
            # As its publication would leave them: those that stay keep their order, new ones follow.
            kept = [pk for pk in chosen.get(page.pk or 0, []) if pk in wanted]
            chosen[page.pk or 0] = [*kept, *(pk for pk in wanted if pk not in kept)]


def _read(model: Any, rows: Rows, ids: Collection[int] | None = None) -> Iterator[Any]:
    """The stored values of what may leave."""
    shown: Any = rows.snippet_keys.get(model.document_type, rows.pages)
    return (row for row in read_live(model, ids) if row.pk in shown)


def make_library(rows: Rows, now: datetime) -> Library:
    """What the converters may ask for: of pages, snippets, pictures and files only those that may leave."""
    return Library(
        now=now,
        page_paths=rows.paths,
        page_keys=rows.page_keys,
        paths_by_key=rows.paths_by_key,
        snippet_keys=rows.snippet_keys,
        pictures=rows.pictures,
        files=rows.files,
        relations=rows.tables.relations,
        writers={code: _ProseWriter(code) for code in LANGUAGES},
    )


def _where(rows: Rows, stem: str, key: str, locale: str) -> Where:
    """Where the document stands: path, other languages, ancestors, staleness."""
    tables: Tables = rows.tables
    stale = staleness(key, locale, tables.sources.get(key, locale), tables.published)
    place = rows.places.get((key, locale))
    if place is None or place[1] not in rows.pages or rows.pages[place[1]].key != key:
        locales = rows.snippet_locales.get((stem, key), ())
        return Where(key=key, path="", stale=stale, alternates=tuple(Alternate(each, "") for each in locales))
    row = rows.pages[place[1]]
    ancestors = rows.ancestors(row)
    return Where(
        key=key,
        path=rows.paths[row.id],
        alternates=tuple(Alternate(each, path) for each, path in rows.alternates(key)),
        crumbs=tuple(Crumb(each.title, rows.paths[each.id], each.locale) for each in ancestors),
        parent=ancestors[-1].key if ancestors else "",
        stale=stale,
    )
