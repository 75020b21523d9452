"""What a converter may ask for: public pages, snippets, pictures and files by id, already read and already judged.

A converter makes no query. It asks the context, which answers only with what visibility lets out and notes each reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from site_content.documents.values import File, Moment, Money, Picture
from site_content.moments import to_moment
from site_content.renditions import file_url, renditions

from .richtext import clean_html, fill_facts


class OldShape(Exception):
    """A StreamField value that its converter does not know: says where it lies and what to do."""


class PictureRow(Struct, frozen=True):
    """An original picture as read from the database."""

    id: int
    file: str
    """Path below the media folder."""
    hash: str
    width: int
    height: int
    alt_texts: dict[str, str]


class FileRow(Struct, frozen=True):
    """A file as read from the database."""

    id: int
    file: str
    hash: str
    size_bytes: int
    title: str
    language: str


class Writer(Protocol):
    """How one language writes facts inside prose."""

    def deadline(self, moment: Moment) -> str:
        """A deadline with its zone, as a reader understands it."""

    def money(self, money: Money) -> str:
        """An amount with its currency."""


class Library(Struct, kw_only=True):
    """All that the converters of one load share; holds only what may leave."""

    now: datetime
    """The moment of the build."""
    page_paths: dict[int, str]
    """Public path by page id."""
    page_keys: dict[int, str]
    paths_by_key: dict[str, dict[str, str]]
    """Public path by locale, by translation key."""
    snippet_keys: dict[str, dict[int, str]]
    """Translation key by id, by type."""
    pictures: dict[int, PictureRow]
    files: dict[int, FileRow]
    relations: dict[tuple[str, str], dict[int, list[int]]]
    """Related ids by source id, by (type, field)."""
    writers: dict[str, Writer]
    """By locale."""
    _pictures_made: dict[tuple[int, str], Picture] = {}


class Context:
    """One document's view of the library: its languages, its facts, and the references it has made so far."""

    def __init__(
        self, library: Library, *, type: str, page_id: int, locale: str, source_locale: str, source_id: int
    ) -> None:
        self.library = library
        self.type = type
        self.page_id = page_id
        self.locale = locale
        self.source_locale = source_locale
        self.source_id = source_id
        self.facts: dict[str, str] = {}
        self.reading = "unknown"
        """The StreamField that was read last, for errors."""
        self._refs: dict[str, None] = {}
        self._linked: dict[str, File] = {}
        self.lookups: set[tuple[str, int]] = set()
        """(type, id) of every page, snippet, picture and file asked for, found or not; `page` for a page of any type."""

    @property
    def refs(self) -> tuple[str, ...]:
        """Keys named so far, in order."""
        return tuple(self._refs)

    @property
    def linked(self) -> tuple[File, ...]:
        """Files to which rich text has led so far, in order."""
        return tuple(self._linked.values())

    def fail(self, field: str, what: str) -> OldShape:
        """An error that names the page, the field and the remedy."""
        return OldShape(
            f"{self.type} {self.page_id} ({self.locale}), field {field}: {what}. "
            "Open it in the CMS and save it again, or correct the stored value."
        )

    def page(self, page_id: int | None) -> str:
        """Key of a page; empty where there is none or it may not be shown."""
        self.lookups.add(("page", page_id or 0))
        return self._note(self.library.page_keys.get(page_id or 0, ""))

    def path(self, page_id: int | None) -> str:
        """Path of a page in this document's language, else in its own; empty where it may not be shown."""
        self.lookups.add(("page", page_id or 0))
        key = self.library.page_keys.get(page_id or 0, "")
        if not key:
            return ""
        paths = self.library.paths_by_key[key]
        return paths.get(self.locale) or self.library.page_paths[page_id or 0]

    def snippet(self, type: str, snippet_id: int | None) -> str:
        """Key of a snippet; empty where there is none or it may not be shown."""
        self.lookups.add((type, snippet_id or 0))
        return self._note(self.library.snippet_keys[type].get(snippet_id or 0, ""))

    def snippets(self, type: str, ids: Iterable[int | None]) -> tuple[str, ...]:
        """Keys of those snippets that may be shown."""
        return tuple(key for key in (self.snippet(type, each) for each in ids) if key)

    def related(self, field: str) -> list[int]:
        """Ids that the source page's many-to-many field `field` names."""
        return self.library.relations.get((self.type, field), {}).get(self.source_id, [])

    def related_snippets(self, field: str, type: str) -> tuple[str, ...]:
        """Keys that the source page's many-to-many field `field` names."""
        return self.snippets(type, self.related(field))

    def related_pages(self, field: str) -> tuple[str, ...]:
        """Keys of the pages that the source page's many-to-many field `field` names."""
        return tuple(key for key in (self.page(each) for each in self.related(field)) if key)

    def picture(
        self, picture_id: int | None, *, alt: str = "", caption: str = "", credit: str = ""
    ) -> Picture | None:
        """A picture with its renditions, or None where there is none or it may not be shown."""
        self.lookups.add(("picture", picture_id or 0))
        row = self.library.pictures.get(picture_id or 0)
        if row is None:
            return None
        if not (alt or caption or credit):
            return self._plain_picture(row)
        words, lang = (alt, self.locale) if alt else _alt(row, self.locale)
        return _make_picture(row, words, lang, fill_facts(caption, self.facts), credit)

    def _plain_picture(self, row: PictureRow) -> Picture:
        made = self.library._pictures_made
        if (row.id, self.locale) not in made:
            made[row.id, self.locale] = _make_picture(row, *_alt(row, self.locale))
        return made[row.id, self.locale]

    def file(self, file_id: int | None, *, superseded: bool = False) -> File | None:
        """A download, or None where there is none or it may not be shown."""
        self.lookups.add(("file", file_id or 0))
        row = self.library.files.get(file_id or 0)
        if row is None:
            return None
        name = row.file.rsplit("/", 1)[-1]
        return File(
            id=str(row.id),
            title=row.title,
            url=file_url(row.hash, name),
            size_bytes=row.size_bytes,
            format=name.rsplit(".", 1)[-1].upper(),
            language=row.language,
            superseded=superseded,
        )

    def html(self, value: str | None) -> str:
        """Rich text of the database as safe HTML."""
        return clean_html(value, resolve=self._resolve, facts=self.facts) if value else ""

    def text(self, value: str | None) -> str:
        """Plain text with its facts filled in."""
        return fill_facts(value, self.facts) if value else ""

    def moment(self, value: str | None) -> Moment | None:
        """A stored moment; None for the empty one."""
        return to_moment(value) if value else None

    def items(self, field: str, value: Any) -> Iterator[tuple[str, Any]]:
        """(id, value) of each block of a StreamField or ListBlock as stored. Raises OldShape."""
        self.reading = field
        for item in value or ():
            if not isinstance(item, Mapping) or "value" not in item:
                raise self.fail(field, f"a block has no value: {item!r:.60}")
            yield str(item.get("id", "")), item["value"]

    def pairs(self, field: str, own: Any, source: Any) -> Iterator[tuple[str, Any, Any, str]]:
        """(id, source value, own value, language of the own value), paired by block id, in the source's order.

        Facts are read from the source value; an item that is not translated yet lends its source text.
        """
        texts = dict(self.items(field, stored(own)))
        for id, facts in self.items(field, stored(source)):
            lang = self.locale if id in texts else self.source_locale
            yield id, facts, texts.get(id, facts), lang

    def _note(self, key: str) -> str:
        if key:
            self._refs[key] = None
        return key

    def _resolve(self, kind: str, number: int) -> str | None:
        if kind == "page":
            return self.path(number) or None
        file = self.file(number)
        if file is None:
            return None
        self._linked[file.id] = file
        return file.url


def stored(value: Any) -> Any:
    """The stored form of a StreamField's value: a list of plain blocks."""
    return value.raw_data if hasattr(value, "raw_data") else value


def _alt(row: PictureRow, locale: str) -> tuple[str, str]:
    """The alt text and its language: this one's, else any other's."""
    if row.alt_texts.get(locale):
        return row.alt_texts[locale], locale
    others = [(text, code) for code, text in sorted(row.alt_texts.items()) if text]
    return others[0] if others else ("", locale)


def _make_picture(row: PictureRow, alt: str, lang: str, caption: str = "", credit: str = "") -> Picture:
    return Picture(
        id=str(row.id),
        alt=alt,
        lang=lang,
        width=row.width,
        height=row.height,
        renditions=renditions(row.hash, row.width, row.height),
        caption=caption,
        credit=credit,
    )
