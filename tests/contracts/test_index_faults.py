"""The index when things go wrong, against a real server: killed half way, documents refused, read-only, no Elasticsearch."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from static_build.index import Index
from static_build.search import mapping
from static_build.search.brought import IndexFailed
from static_build.search.client import SearchUnavailable, connect
from static_build.search.holding import Note
from tests.contracts.searchable import SearchableSite, Server, key_of, news_site, server_at

pytestmark = pytest.mark.once


@pytest.fixture
def server(elasticsearch_url: str) -> Iterator[Server]:
    with server_at(elasticsearch_url) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path) -> SearchableSite:
    site = news_site(tmp_path / "home")
    site.release()
    return site


def kill_half_way(server: Server, site: SearchableSite, work: str) -> None:
    """A process that begins this work is killed after the first documents were sent."""
    command = [sys.executable, "-m", "tests.contracts.index_driver", str(site.store.home)]
    with subprocess.Popen(
        [*command, server.url, server.prefix, work], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        process.kill()
    assert told.startswith("index"), "it sent nothing"


def test_a_fill_that_is_killed_changes_nothing_and_is_cleaned_up(
    server: Server, site: SearchableSite
) -> None:
    server.index(site).bring()
    before = server.all()
    kill_half_way(server, site, "fill")
    assert len(server.all()) == 4
    assert server.holds(site)
    site.drop("n1")
    site.release()
    server.index(site).bring()
    assert server.all() == before
    assert server.holds(site)


def test_a_first_fill_that_is_killed_is_made_again(server: Server, site: SearchableSite) -> None:
    kill_half_way(server, site, "fill")
    assert server.index(site).bring().filled
    assert len(server.all()) == 2
    assert server.holds(site)


@pytest.mark.parametrize("notes", [True, False], ids=["as it is", "without the note"])
def test_a_difference_that_is_killed_half_way_leaves_nothing_behind(
    server: Server, site: SearchableSite, notes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had sent, and is withdrawn before anybody goes on, is in no manifest that a later difference compares."""
    warm = server.index(site)
    warm.bring()
    before = dict(site.documents)
    site.put("secret", "Notizia ritirata subito")
    site.release()
    kill_half_way(server, site, "apply")
    site.documents = before
    site.release()
    if not notes:
        monkeypatch.setattr(
            Note, "__init__", lambda self, file: vars(self).update(_file=file, is_left_open=False)
        )
    warm.bring()
    server.client.indices.refresh(index=f"{server.prefix}-it")
    assert (key_of("secret") not in server.held()) == notes


def refuse_summaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """New indices take no summary but an empty one, which is false to them."""
    real = mapping.mappings_of

    def lacking(locale: str) -> dict[str, Any]:
        found = real(locale)
        return {**found, "properties": {**found["properties"], "summary": {"type": "boolean"}}}

    monkeypatch.setattr(mapping, "mappings_of", lacking)


def test_every_document_that_is_refused_is_counted_and_named(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SearchableSite(tmp_path / "home")
    for number in range(300):  # more than one request
        site.put(f"n{number}", f"Notizia {number}")
    site.release()
    refuse_summaries(monkeypatch)
    index = server.index(site)
    index.bring()
    was_at = server.release()
    for number in range(280):
        site.put(f"n{number}", f"Notizia {number}", "Un sommario" if number % 4 == 0 else "", locale="it")
        if number % 4:
            site.put(f"n{number}", f"Cambiata {number}")
    site.release()
    with pytest.raises(IndexFailed) as caught:
        index.bring()
    assert {each.key for each in caught.value.failures} == {key_of(f"n{n}") for n in range(0, 280, 4)}
    assert "70 documents could not be indexed" in str(caught.value)
    assert "summary" in caught.value.failures[0].reason
    titles = server.held().values()
    assert sum(title.startswith("Cambiata") for title in titles) == 210, "the others were taken"
    assert server.release() == was_at, "it does not say that it holds what it does not"
    for number in range(0, 280, 4):
        site.put(f"n{number}", f"Corretta {number}")
    release = site.release()
    assert index.bring().languages["it"].changed == 70, "the next one goes on where this one ended"
    assert server.release() == release


def test_a_fill_of_which_documents_are_refused_is_not_searched(
    server: Server, site: SearchableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.index(site).bring()
    before = server.all()
    refuse_summaries(monkeypatch)
    with pytest.raises(IndexFailed, match="40 documents could not be indexed"):
        server.index(site).fill()
    assert server.all() == before
    assert server.holds(site)


@pytest.mark.parametrize("block", ["index.blocks.write", "index.blocks.read_only_allow_delete"])
def test_a_read_only_index_is_told_and_caught_up_with(
    server: Server, site: SearchableSite, block: str
) -> None:
    index, alias = server.index(site), f"{server.prefix}-it"
    index.bring()
    server.client.indices.put_settings(index=alias, settings={block: True})
    site.drop("n1")
    site.put("n2", "Cambiata")
    site.release()
    with pytest.raises(SearchUnavailable, match=r"takes nothing for .*Free disk space, or take the block"):
        index.bring()
    server.client.indices.put_settings(index=alias, settings={block: None})
    index.bring()
    assert server.holds(site)


def test_a_closed_index_is_told(server: Server, site: SearchableSite) -> None:
    index = server.index(site)
    index.bring()
    server.client.indices.close(index=f"{server.prefix}-it")
    site.put("n2", "Cambiata")
    site.release()
    with pytest.raises(SearchUnavailable, match="closed"):
        index.bring()
    assert index.bring(full=True).filled
    assert server.holds(site)


def test_a_red_index_is_told(server: Server, site: SearchableSite) -> None:
    """Its only shard is sent to a node that there is not."""
    index = server.index(site)
    index.bring()
    (live,) = server.behind()
    server.client.indices.delete(index=live)
    server.client.indices.create(
        index=live,
        settings={**mapping.settings_of("it"), "index.routing.allocation.require._name": "nobody"},
        mappings={**mapping.mappings_of("it"), "_meta": {"version": mapping.VERSION, "release": "x"}},
        aliases={f"{server.prefix}-it": {}},
        wait_for_active_shards=0,
    )
    with pytest.raises(SearchUnavailable, match="is red"):
        server.index(site).bring()
    assert server.index(site).bring(full=True).filled
    assert server.holds(site)
    assert len(server.all()) == 2


def test_an_index_in_the_place_of_an_alias_is_told(server: Server, site: SearchableSite) -> None:
    server.client.indices.create(index=f"{server.prefix}-it")
    with pytest.raises(Exception, match=r"is an index on .* and has to be an alias"):
        server.index(site).bring()


@contextmanager
def answering(status: int, body: bytes, *, is_elasticsearch: bool = True) -> Iterator[str]:
    """A server that always answers this; its URL, with a login in it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            if is_elasticsearch:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json" if body.startswith(b"{") else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://ponte:s3cret%2F@127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


ERROR = b'{"error":{"type":"security_exception","reason":"action [x] is unauthorized"},"status":0}'


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, ERROR, "refuses the login"),
        (
            403,
            ERROR,
            "does not allow it (security_exception: action [x] is unauthorized). Give the login the rights",
        ),
        (429, ERROR, "has too much to do"),
        (503, ERROR, "is not well (503"),
        (502, b"<html>Bad gateway", "answers 502, and not as Elasticsearch does"),
        (200, b"{}", "is no Elasticsearch"),
    ],
)
def test_what_a_server_answers_is_told_in_words(
    site: SearchableSite, status: int, body: bytes, words: str
) -> None:
    with (
        answering(status, body, is_elasticsearch=body == ERROR) as url,
        pytest.raises(SearchUnavailable) as caught,
    ):
        Index(site.store, connect(url)).bring()
    assert words in str(caught.value)
    assert "s3cret" not in str(caught.value), "no password is told"


def test_a_server_that_is_not_there_is_told(site: SearchableSite) -> None:
    with pytest.raises(SearchUnavailable, match=r"at http://127\.0\.0\.1:9 cannot be reached"):
        Index(site.store, connect("http://ponte:s3cret@127.0.0.1:9")).bring()
