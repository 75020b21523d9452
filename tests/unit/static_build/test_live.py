"""Reading a live site: again where the host is busy or breaks off, unpacked where it packs, never for ever."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from static_build.live import Live

HTML = "text/html; charset=utf-8"


class Moody(BaseHTTPRequestHandler):
    """A host that is busy, then breaks off, then answers."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        turn = len(self.asked)
        if turn == 1:
            self._send(503, b"later", {"Retry-After": "0"})
        elif turn == 2:
            self.close_connection = True
        elif self.path == "/packed":
            self._send(200, gzip.compress(b"casa"), {"Content-Encoding": "gzip"})
        else:
            self._send(200, b"casa", {"Content-Type": HTML})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def moody() -> Iterator[str]:
    Moody.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Moody) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_busy_host_and_a_broken_connection_are_asked_again(moody: str) -> None:
    with Live(moody) as live:
        answer = live.read("/it/città/")
    assert (answer.status, answer.size, answer.headers["content-type"]) == (200, 4, HTML)
    assert Moody.asked == ["/it/citt%C3%A0/"] * 3


def test_what_a_host_packs_unasked_is_unpacked(moody: str) -> None:
    with Live(moody) as live:
        assert live.read("/packed").sha256 == sha256(b"casa").hexdigest()


def test_where_nobody_is_the_answer_says_why() -> None:
    with Live("http://127.0.0.1:9") as live:
        answer = live.read("/")
    assert answer.status == 0
    assert "refused" in answer.error
