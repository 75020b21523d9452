"""A site that can be searched, in releases written through the store alone: news in two languages that name topics."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import msgspec
from elasticsearch import Elasticsearch

from site_content.documents import TYPES, Document
from static_build.index import Index
from static_build.manifest import Entry, Making, Manifest
from static_build.release import Store
from static_build.search.client import connect

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LOCALES = ("it", "zh-hans")
JSON = "application/json; charset=utf-8"
_encoder = msgspec.json.Encoder(order="sorted")


def key_of(name: str) -> str:
    """The translation key of what tests call by a name."""
    return str(uuid5(NAMESPACE_URL, name))


class SearchableSite:
    """Documents by name and language, turned into releases as the engine turns them."""

    def __init__(self, home: Path) -> None:
        self.store = Store(home)
        self.documents: dict[tuple[str, str], Document] = {}

    def put(
        self, name: str, title: str, summary: str = "", *, locale: str = "it", topics: tuple[str, ...] = ()
    ) -> None:
        """Puts a news item, in the place of what has its name."""
        self._put("news", name, locale, title, summary, path=f"/{locale}/news/{name}/", topics=topics)

    def put_topic(self, name: str, title: str, *, locale: str = "it") -> None:
        """Puts a topic: it has no page, but pages name it."""
        self._put("topic", name, locale, title, "", path="", topics=())

    def _put(
        self,
        type: str,
        name: str,
        locale: str,
        title: str,
        summary: str,
        *,
        path: str,
        topics: tuple[str, ...],
    ) -> None:
        keys = tuple(map(key_of, topics))
        fields = {"date": date(2026, 11, 20)} if type == "news" else {}
        self.documents[name, locale] = TYPES[type](
            key=key_of(name),
            locale=locale,
            source_locale="it",
            path=path,
            title=title,
            summary=summary,
            topics=keys,
            refs=keys,
            **fields,
        )

    def drop(self, name: str, locale: str = "it") -> None:
        """Takes a document out."""
        del self.documents[name, locale]

    def release(self) -> str:
        """Makes a release of the documents as they are; its id."""
        entries: dict[str, Entry] = {}
        with self.store.lock():
            for document in self.documents.values():
                type = str(type_of(document))
                path = f"api/documents/v1/{document.locale}/{type}/{document.key}.json"
                entries[path] = self._keep(_encoder.encode({"document": document, "state": ""}), "")
                if document.path:
                    token = f"{document.key}@{document.locale}"
                    page = f"<!doctype html><title>{document.title}</title>".encode()
                    entries[f"{document.path.strip('/')}/index.html"] = self._keep(page, token)
            manifest = Manifest(outputs=dict(sorted(entries.items())))
            return self.store.release(manifest, Making(now=NOW)).release

    def _keep(self, data: bytes, token: str) -> Entry:
        sha256, size = self.store.put(data)
        return Entry(sha256=sha256, size=size, type=JSON, fingerprint=sha256[:40], document=token)


def type_of(document: Document) -> object:
    """The name of a document's type."""
    return document.__struct_config__.tag


def news_site(home: Path, items: int = 20) -> SearchableSite:
    """So many news items in each language, one topic for half of them; not yet released."""
    site = SearchableSite(home)
    site.put_topic("robotics", "Robotica")
    for number in range(items):
        topics = ("robotics",) if number % 2 else ()
        site.put(f"n{number}", f"Notizia numero {number}", "Il laboratorio apre", topics=topics)
        site.put(f"n{number}", f"第{number}条新闻", "实验室开放", locale="zh-hans")
    return site


class Server:
    """What tests see of the server, under a prefix of their own."""

    def __init__(self, url: str) -> None:
        self.url, self.prefix = url, f"test-{secrets.token_hex(5)}"
        self.client: Elasticsearch = connect(url, timeout_seconds=20)

    def index(self, site: SearchableSite) -> Index:
        """One that remembers nothing, as a new process's."""
        return Index(site.store, connect(self.url), prefix=self.prefix)

    def held(self, locale: str = "it") -> dict[str, str]:
        """Titles by id of what is found now, without a refresh."""
        answer = self.client.search(index=f"{self.prefix}-{locale}", size=1000, query={"match_all": {}})
        return {hit["_id"]: hit["_source"]["title"] for hit in answer["hits"]["hits"]}

    def behind(self, locale: str = "it") -> list[str]:
        """The indices behind a language's alias."""
        return sorted(self.client.indices.get_alias(name=f"{self.prefix}-{locale}").body)

    def all(self) -> list[str]:
        """Every index under the prefix."""
        return sorted(self.client.indices.get(index=f"{self.prefix}-*", expand_wildcards="all").body)

    def release(self, locale: str = "it") -> str:
        """What the index says that it holds."""
        ((_, told),) = self.client.indices.get_mapping(index=f"{self.prefix}-{locale}").body.items()
        return str(told["mappings"]["_meta"]["release"])

    def holds(self, site: SearchableSite) -> bool:
        """Whether it holds the site's pages, and nothing else."""
        return all(
            self.held(locale)
            == {
                each.key: each.title
                for each in site.documents.values()
                if each.path and each.locale == locale
            }
            for locale in LOCALES
        )


@contextmanager
def server_at(url: str) -> Iterator[Server]:
    """A prefix of its own on a server; what stands under it is removed at the end."""
    server = Server(url)
    try:
        yield server
    finally:
        for index in server.all():
            server.client.indices.delete(index=index)
