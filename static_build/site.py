"""What one load found: every public document, and what outputs need beside them. Plain values, no Django."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from site_content.converters.context import FileRow, PictureRow
from site_content.documents import Card, Document


class Site(Struct, kw_only=True):
    """The public content at `now`."""

    now: datetime
    documents: dict[tuple[str, str], Document]
    """By (key, locale), pages in tree order, then snippets."""
    allowed: frozenset[str]
    """Tokens of all that visibility lets out: `<key>@<locale>`, `picture:<id>`, `file:<id>`."""
    pictures: dict[str, PictureRow]
    files: dict[str, FileRow]
    media_folder: str
    public_url: str
    moments: tuple[datetime, ...] = ()
    """Moments ahead at which a page or snippet goes live or expires."""
    _cards: dict[tuple[str, str], Card] = {}
    _locales: dict[str, list[str]] = {}
    _types: dict[tuple[str, str], list[Any]] = {}

    def card(self, key: str, locale: str) -> Card | None:
        """The card of `key` in `locale`, else in another language it has; None where it is not public."""
        found = self._find(key, locale)
        if found is None:
            return None
        place = (key, found)
        if place not in self._cards:
            self._cards[place] = self.documents[place].card()
        return self._cards[place]

    def document(self, key: str, locale: str) -> Document | None:
        """The document of `key` in `locale`, else in another language it has."""
        found = self._find(key, locale)
        return None if found is None else self.documents[key, found]

    def of_type(self, type: str, locale: str) -> list[Any]:
        """All documents of a type in a language, in tree order."""
        if not self._types:
            for document in self.documents.values():
                self._types.setdefault((tag(document), document.locale), []).append(document)
        return self._types.get((type, locale), [])

    def _find(self, key: str, locale: str) -> str | None:
        if (key, locale) in self.documents:
            return locale
        if not self._locales:
            for each, code in self.documents:
                self._locales.setdefault(each, []).append(code)
        return self._locales.get(key, [None])[0]

    def next_change_at(self) -> datetime | None:
        """The first moment after `now` at which what is public changes; None where there is none."""
        ahead = [moment for moment in self.moments if moment > self.now]
        for document in self.documents.values():
            ahead += [moment for moment in document.changes() if moment > self.now]
        return min(ahead, default=None)


def tag(document: Document | Card) -> str:
    """The name of a document's or card's type."""
    return str(type(document).__struct_config__.tag)


def token(document: Document | Card) -> str:
    """What stands for a document among an output's sources."""
    return f"{document.key}@{document.locale}"
