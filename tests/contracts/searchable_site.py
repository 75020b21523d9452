"""A small site of documents in releases, as search reads it: pages with their JSON, people, topics. And its index."""

from __future__ import annotations

import html
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from elasticsearch import Elasticsearch

from site_content.documents import Document
from site_content.documents.news import NewsDocument
from site_content.documents.person import PersonDocument
from site_content.documents.topic import TopicDocument
from static_build.index import Index
from static_build.manifest import Entry, Making, Manifest
from static_build.release import Store
from static_build.search.client import SearchUnavailable, connect

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ROOT = "api/documents/v1"
PATIENCE_SECONDS = 60.0
ATTEMPTS, PAUSE_SECONDS = 20, 0.5
T = TypeVar("T")


def key_of(name: str) -> str:
    """A key for a name, always the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def news(name: str, title: str, *, locale: str = "it", **fields: Any) -> NewsDocument:
    """A news item; `name` is its slug and makes its key."""
    fields = {"summary": f"{title}, in breve.", "date": date(2026, 11, 2), "source_locale": "it"} | fields
    path = f"/{locale}/news/{name}/"
    return NewsDocument(key=key_of(name), locale=locale, path=path, title=title, **fields)


def person(name: str, title: str, *, locale: str = "it") -> PersonDocument:
    """A person, who has no page."""
    return PersonDocument(key=key_of(name), locale=locale, title=title, source_locale="it")


def topic(name: str, title: str, *, locale: str = "it") -> TopicDocument:
    """A topic, which has no page."""
    return TopicDocument(key=key_of(name), locale=locale, title=title, source_locale="it")


class SearchableSite:
    """Documents by key and language, turned into releases."""

    def __init__(self, home: Path) -> None:
        self.store = Store(home)
        self.documents: dict[tuple[str, str], Document] = {}
        self.next_change_at: datetime | None = None
        self.now = NOW

    def put(self, *documents: Document) -> None:
        """Puts documents, in the place of those with their keys."""
        for document in documents:
            self.documents[document.key, document.locale] = document

    def withdraw(self, name: str, locale: str = "it") -> None:
        """Takes away the document of a name."""
        del self.documents[key_of(name), locale]

    def release(self) -> str:
        """Makes a release of the documents as they are; its id."""
        outputs: dict[str, Entry] = {}
        with self.store.lock():
            for document in self.documents.values():
                self._add(outputs, document)
            manifest = Manifest(outputs=dict(sorted(outputs.items())), next_change_at=self.next_change_at)
            return self.store.release(manifest, Making(now=self.now)).release

    def _add(self, outputs: dict[str, Entry], document: Document) -> None:
        type = str(document.__struct_config__.tag)
        data = msgspec.json.encode({"document": document, "state": document.state(NOW)}, order="sorted")
        path = f"{ROOT}/{document.locale}/{type}/{document.key}.json"
        outputs[path] = self._entry(data, "application/json; charset=utf-8")
        if document.path:
            page = f"<!doctype html><title>{document.title}</title><h1>{html.escape(document.title)}</h1>".encode()
            token = f"{document.key}@{document.locale}"
            name = f"{document.path.strip('/')}/index.html"
            outputs[name] = self._entry(page, "text/html; charset=utf-8", document=token)

    def _entry(self, data: bytes, type: str, document: str = "") -> Entry:
        digest = sha256(data).hexdigest()
        self.store.put(data)
        return Entry(sha256=digest, size=len(data), type=type, fingerprint=digest[:40], document=document)


def patiently(ask: Callable[[], T]) -> T:
    """What is answered; asked for again where a busy machine took longer than readers would wait."""
    for _ in range(ATTEMPTS - 1):
        try:
            return ask()
        except SearchUnavailable:
            time.sleep(PAUSE_SECONDS)
    return ask()


class Indexed:
    """The index of a data folder on a real server, under a prefix of its own."""

    def __init__(self, home: Path, url: str) -> None:
        self.prefix = f"endpoint-{secrets.token_hex(4)}"
        self.client: Elasticsearch = connect(url, timeout_seconds=PATIENCE_SECONDS)
        self._index = Index(Store(home), self.client, prefix=self.prefix)

    def bring(self) -> None:
        """Brings it to the release that is live."""
        self._index.bring()

    def names(self) -> list[str]:
        """Names of its indices."""
        return list(self.client.indices.get(index=f"{self.prefix}-*", expand_wildcards="all"))

    def remove(self) -> None:
        """Deletes it."""
        for name in self.names():
            self.client.indices.delete(index=name)

    def state(self) -> dict[str, Any]:
        """What hostile queries must not change: mappings with what they say of themselves, settings, numbers of documents."""
        self.client.indices.refresh(index=f"{self.prefix}-*")
        told = self.client.indices.get(index=f"{self.prefix}-*").body
        counts = {name: self.client.count(index=name)["count"] for name in told}
        return {"indices": told, "counts": counts}


@contextmanager
def indexed(home: Path, url: str) -> Iterator[Indexed]:
    """The current release in an index, which is gone when the block ends."""
    index = Indexed(home, url)
    try:
        index.bring()
        yield index
    finally:
        index.remove()
