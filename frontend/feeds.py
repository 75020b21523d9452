"""Atom (RFC 4287) and JSON Feed 1.1: the input of a feed becomes its bytes, with every entry's full content. No clock.

An entry's id is made from its translation key and language: it stays when the page moves, and on every edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from frontend.environment import environment_of
from frontend.feed_addresses import MEDIA_TYPES
from frontend.feed_content import KEPT, digests_of, render_content
from frontend.feed_inputs import FeedInput, FeedItem
from frontend.identifiers import identify, identify_address
from frontend.items import pick_cards
from frontend.kept import Kept
from frontend.pictures import find_sources
from frontend.plain_text import drop_controls
from site_content.documents.values import File
from site_content.languages import LANGUAGES

VERSION = "https://jsonfeed.org/version/1.1"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Of what was never published, which only a test sees."""
_FILE_TYPES = {
    "PDF": "application/pdf",
    "ODT": "application/vnd.oasis.opendocument.text",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "CSV": "text/csv",
    "TXT": "text/plain",
    "ZIP": "application/zip",
    "MP4": "video/mp4",
}
ANY_TYPE = "application/octet-stream"
_ENTRIES: Kept[str] = Kept(2 * KEPT)


class Attachment(Struct, frozen=True):
    """A file of an entry."""

    url: str
    mime_type: str
    title: str
    size_in_bytes: int


class Entry(Struct, frozen=True, kw_only=True):
    """An entry as both formats tell it."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    image: str
    published_at: datetime
    updated_at: datetime
    topics: tuple[tuple[str, str], ...]
    """Term and name of each."""
    files: tuple[Attachment, ...]
    others: tuple[tuple[str, str], ...]
    """Language tag and address of the same page in each other language."""


def make_feed(given: FeedInput) -> bytes:
    """The whole file, UTF-8."""
    entries = [_encode_entry(item, given) for item in given.items]
    return _make_atom(given, entries) if given.format == "atom" else _make_json(given, entries)


def _encode_entry(item: FeedItem, given: FeedInput) -> str:
    """An entry in the feed's format; kept, since it stands in the feeds of its language, its type and its topics."""
    environment = environment_of(given.locale)
    key = (given.format, given.public_url, item.changed_at, *digests_of(item.document, given.cards))
    encode = _encode_atom if given.format == "atom" else _encode_json
    return _ENTRIES.find(environment, key, lambda: encode(_make_entry(item, given), given))


def _make_atom(given: FeedInput, entries: list[str]) -> bytes:
    template = environment_of(given.locale).get_template("feeds/atom.xml")
    text = template.render(
        feed=given,
        title=_title_of(given),
        id=f"urn:uuid:{identify_address(given.path)}",
        updated=_stamp(_updated_at(given)),
        others=[(LANGUAGES[code].tag, given.public_url + path) for code, path in given.others.items()],
        type=MEDIA_TYPES["atom"],
    )
    return "\n".join((drop_controls(text).strip(), *entries, "</feed>\n")).encode()


def _encode_atom(entry: Entry, given: FeedInput) -> str:
    template = environment_of(given.locale).get_template("feeds/atom_entry.xml")
    return drop_controls(template.render(entry=entry, stamp=_stamp)).strip()


def _make_json(given: FeedInput, entries: list[str]) -> bytes:
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": _title_of(given),
        "home_page_url": given.public_url + given.page,
        "feed_url": given.public_url + given.path,
        "description": given.summary,
        "language": LANGUAGES[given.locale].tag,
        "authors": [_author(given)],
        "items": [msgspec.Raw(entry.encode()) for entry in entries],
    }
    return msgspec.json.encode({name: value for name, value in feed.items() if value or name == "items"})


def _encode_json(entry: Entry, given: FeedInput) -> str:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "image": entry.image,
        "date_published": _stamp(entry.published_at),
        "date_modified": _stamp(entry.updated_at),
        "language": LANGUAGES[given.locale].tag,
        "tags": [name for _, name in entry.topics],
        "attachments": entry.files,
        "_translations": dict(entry.others),
    }
    kept = {name: value for name, value in item.items() if value or name == "content_html"}
    return msgspec.json.encode(kept).decode()


def _author(given: FeedInput) -> dict[str, str]:
    return {"name": given.site_name, "url": f"{given.public_url}/{given.locale}/"}


def _make_entry(item: FeedItem, given: FeedInput) -> Entry:
    document, origin = item.document, given.public_url
    published = document.published_at or NEVER
    picture = find_sources(document.picture) if document.picture else None
    return Entry(
        id=f"urn:uuid:{identify(document.key, document.locale, 'page')}",
        url=origin + document.path,
        title=document.title,
        summary=document.summary,
        content=render_content(document, given.cards, origin),
        image=origin + picture.fallback.url if picture else "",
        published_at=published,
        updated_at=_changed_at(item),
        topics=tuple(
            (getattr(card, "slug", "") or card.key, card.title)
            for card in pick_cards(document.topics, given.cards)
        ),
        files=tuple(_attach(file, origin) for file in _files_of(document)),
        others=tuple(
            (LANGUAGES[other.locale].tag, origin + other.path)
            for other in document.alternates
            if other.locale != document.locale
        ),
    )


def _files_of(document: Any) -> Iterator[File]:
    yield from (file for file in getattr(document, "files", ()) if not file.superseded)


def _attach(file: File, origin: str) -> Attachment:
    return Attachment(origin + file.url, _FILE_TYPES.get(file.format, ANY_TYPE), file.title, file.size_bytes)


def _title_of(given: FeedInput) -> str:
    return f"{given.name} · {given.site_name}" if given.name else given.site_name


def _updated_at(given: FeedInput) -> datetime:
    """The newest change of any entry; of a feed without entries, that of what it is about."""
    return max(map(_changed_at, given.items), default=given.changed_at or NEVER)


def _changed_at(item: FeedItem) -> datetime:
    return item.changed_at or item.document.published_at or NEVER


def _stamp(at: datetime) -> str:
    """RFC 3339, to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
