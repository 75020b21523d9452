"""The indices on the server, one a language: what is live, what they hold, documents sent and taken, the switch of aliases.

Knows no release and no document: names, ids, digests and bytes. Raises SearchUnavailable where the server is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from typing import Any, cast

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk
from msgspec import Struct

from static_build.errors import BuildError
from static_build.search.brought import Failure
from static_build.search.client import (
    BULK_SECONDS,
    PREFIX,
    WORK_SECONDS,
    SearchUnavailable,
    address_of,
    alias_of,
    asking,
    reason_of,
)

CHUNK, PAGE = 250, 5000
THREADS, AHEAD = 2, 4
"""Requests under way at once while much is sent, and how many wait beside them."""
PRIMARY_SECONDS = "5s"
"""So long the server may wait for an index that is red."""
Action = tuple[dict[str, Any], bytes | None]
_STAMP = r"\d{8}t\d{12}"


class Live(Struct, frozen=True, kw_only=True):
    """The index to which a language's alias leads, and what it says of itself."""

    index: str
    version: str = ""
    release: str = ""
    filled_at: str = ""


class Sent(Struct, kw_only=True):
    """What became of documents that were sent."""

    done: int = 0
    failures: list[Failure] = []


class Indices:
    """All that Ponte has on one server under one prefix."""

    def __init__(self, client: Elasticsearch, locales: Sequence[str], *, prefix: str = PREFIX) -> None:
        self.prefix, self.locales = prefix, tuple(locales)
        self._client = client.options(request_timeout=WORK_SECONDS)
        self._bulk = client.options(request_timeout=BULK_SECONDS)

    def live(self) -> dict[str, Live]:
        """By language, the index that is searched; a language that has none is not in it. Raises BuildError."""
        aliases = {alias_of(locale, self.prefix): locale for locale in self.locales}
        with asking(self._client):
            found = self._client.indices.get(
                index=list(aliases),
                ignore_unavailable=True,
                features=["aliases", "mappings"],
                filter_path=["*.aliases", "*.mappings._meta", "error"],
            ).body
        live: dict[str, Live] = {}
        for index, told in found.items():
            if index in aliases:
                raise BuildError(
                    f"{index} is an index on {address_of(self._client)}, and has to be an alias. Nobody but Ponte may "
                    "write there: delete that index, then run `ponte index`."
                )
            for alias in told.get("aliases", {}).keys() & aliases.keys():
                meta = told.get("mappings", {}).get("_meta", {})
                known = {name: str(meta.get(name, "")) for name in ("version", "release", "filled_at")}
                # Two behind one alias are nobody's doing of ours: one without a version is filled anew.
                one = Live(index=index, **known) if aliases[alias] not in live else Live(index=index)
                live[aliases[alias]] = one
        return live

    def refuse_red(self, live: Iterable[Live]) -> None:
        """Raises SearchUnavailable where the server has lost an index or not found it again yet: it would let us wait."""
        names = [each.index for each in live]
        if not names:
            return
        with asking(self._client):
            status = self._client.cluster.health(index=names)["status"]
        if status == "red":
            raise SearchUnavailable(
                f"Elasticsearch at {address_of(self._client)} is not well: {' or '.join(names)} is red, so not all of it is "
                "there. Look at /_cluster/allocation/explain; if it is lost, run `ponte index --full`."
            )

    def create(self, locale: str, *, settings: dict[str, Any], mappings: dict[str, Any]) -> str:
        """A new index that no alias leads to, in its fastest shape for being filled; its name."""
        name = f"{alias_of(locale, self.prefix)}-{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
        plain = settings.get("index", settings)
        with asking(self._client):
            self._client.indices.create(
                index=name,
                settings={**plain, "refresh_interval": "-1", "number_of_replicas": 0},
                mappings=mappings,
                wait_for_active_shards=1,
            )
        return name

    def finish(self, index: str) -> None:
        """After it was filled: a copy on a second node, where there is one, and searchable now."""
        with asking(self._client):
            self._client.indices.put_settings(
                index=index, settings={"refresh_interval": None, "auto_expand_replicas": "0-1"}
            )
        self.refresh([index])

    def describe(self, index: str, live: Live) -> None:
        """Writes down what it holds."""
        meta = {"version": live.version, "release": live.release, "filled_at": live.filled_at}
        with asking(self._client):
            self._client.indices.put_mapping(index=index, meta=meta)

    def refresh(self, indices: Iterable[str]) -> None:
        """What was sent is found from now on, what was taken is not: the server may have very much to write for it."""
        with asking(self._bulk):
            self._bulk.indices.refresh(index=list(indices))

    def switch(self, new: dict[str, str]) -> None:
        """Leads every language's alias to its new index, all in one step; whatever it led to before is left."""
        actions: list[dict[str, Any]] = []
        old = self._aliased()
        for locale, index in new.items():
            alias = alias_of(locale, self.prefix)
            actions += [
                {"remove": {"index": each, "alias": alias, "must_exist": True}} for each in old.get(alias, ())
            ]
            actions.append({"add": {"index": index, "alias": alias}})
        with asking(self._client):
            self._client.indices.update_aliases(actions=actions)

    def strays(self) -> list[str]:
        """Indices of ours to which no alias leads: left by a fill that was broken off, or replaced."""
        names = "|".join(re.escape(alias_of(locale, self.prefix)) for locale in self.locales)
        pattern = re.compile(f"(?:{names})-{_STAMP}")
        with asking(self._client):
            found = self._client.indices.get_alias(
                index=[f"{alias_of(locale, self.prefix)}-*" for locale in self.locales],
                expand_wildcards=["open", "closed"],
            ).body
        return [name for name, told in found.items() if pattern.fullmatch(name) and not told["aliases"]]

    def delete(self, indices: Sequence[str]) -> None:
        """Removes them; one that is gone already is no fault."""
        if indices:
            with asking(self._client):
                self._client.indices.delete(index=list(indices), ignore_unavailable=True)

    def digests(self, index: str) -> dict[str, str]:
        """What it holds now: id and digest of every document."""
        held: dict[str, str] = {}
        with asking(self._client):
            self._client.indices.refresh(index=index)
            pit = self._client.open_point_in_time(index=index, keep_alive="1m")["id"]
            try:
                after: list[Any] | None = None
                while hits := self._page(pit, after):
                    held.update((hit["_id"], hit.get("fields", {}).get("digest", [""])[0]) for hit in hits)
                    after = hits[-1]["sort"]
            finally:
                self._client.close_point_in_time(id=pit)
        return held

    def _page(self, pit: str, after: list[Any] | None) -> list[dict[str, Any]]:
        answer = self._client.search(
            pit={"id": pit, "keep_alive": "1m"},
            size=PAGE,
            sort=[{"_shard_doc": "asc"}],
            search_after=after,
            source=False,
            docvalue_fields=[{"field": "digest"}],
            track_total_hits=False,
            allow_partial_search_results=False,
        )
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        return hits

    def count(self, index: str) -> int:
        """How many documents are found in it."""
        with asking(self._client):
            return int(self._client.count(index=index)["count"])

    def finds(self, index: str, key: str, words: str) -> bool:
        """Whether a search for the words of a document's title finds it."""
        query = {"bool": {"filter": {"ids": {"values": [key]}}, "must": {"match": {"title": words}}}}
        with asking(self._client):
            return bool(self._client.search(index=index, query=query, source=False)["hits"]["hits"])

    def send(self, actions: Iterable[Action], progress: Callable[[int], None] = lambda done: None) -> Sent:
        """Sends documents, and takes others away, several requests at once; every failure is in the answer.

        A server that takes none (read-only, red, gone) is SearchUnavailable.
        """
        sent, rest = Sent(), iter(actions)
        waiting: list[Future[Sent]] = []
        with ThreadPoolExecutor(THREADS, thread_name_prefix="index") as threads:
            try:
                while chunk := list(islice(rest, CHUNK)):
                    waiting.append(threads.submit(self._send_chunk, chunk))
                    if len(waiting) > AHEAD:
                        _add(sent, waiting.pop(0).result(), progress)
                for each in waiting:
                    _add(sent, each.result(), progress)
            finally:
                threads.shutdown(wait=True, cancel_futures=True)
        return sent

    def _send_chunk(self, chunk: list[Action]) -> Sent:
        sent, plain = Sent(), cast(list[Any], chunk)
        with asking(self._client):
            for is_good, told in streaming_bulk(
                self._bulk,
                plain,
                expand_action_callback=_as_it_is,
                chunk_size=CHUNK,
                max_retries=3,
                initial_backoff=0.5,
                raise_on_error=False,
                timeout=PRIMARY_SECONDS,
            ):
                ((work, item),) = told.items()
                if is_good or (work == "delete" and item["status"] == 404):
                    sent.done += 1
                else:
                    sent.failures.append(self._failure(item))
        return sent

    def _failure(self, item: dict[str, Any]) -> Failure:
        """Why a document was not taken. Raises SearchUnavailable where no document would have been."""
        reason = reason_of(item) or f"status {item.get('status')}"
        if "cluster_block" in reason:
            raise SearchUnavailable(
                f"Elasticsearch at {address_of(self._client)} takes nothing for {item['_index']}: {reason}. Free disk "
                "space, or take the block from the index."
            )
        if item["status"] in (429, 503):
            raise SearchUnavailable(
                f"Elasticsearch at {address_of(self._client)} is not well ({item['status']}: {reason}). Look at its log "
                "and at /_cluster/health."
            )
        return Failure(item["_index"], item["_id"], reason)

    def _aliased(self) -> dict[str, list[str]]:
        """The indices behind each alias of ours; none behind one that there is not."""
        names = [alias_of(locale, self.prefix) for locale in self.locales]
        found: dict[str, list[str]] = {name: [] for name in names}
        with asking(self._client):
            told = self._client.indices.get(
                index=names, ignore_unavailable=True, features=["aliases"], filter_path=["*.aliases", "error"]
            ).body
        for index, each in told.items():
            for alias in each.get("aliases", {}).keys() & found.keys():
                found[alias].append(index)
        return found


def _as_it_is(action: Any) -> tuple[dict[str, Any], Any]:
    """Actions are made whole before, and encoded faster than the client would."""
    work, data = action
    return work, data


def _add(sent: Sent, more: Sent, progress: Callable[[int], None]) -> None:
    sent.done += more.done
    sent.failures += more.failures
    progress(sent.done + len(sent.failures))
