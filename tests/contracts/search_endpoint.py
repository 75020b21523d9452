"""The endpoint as it runs alone, on a port, over a real index; and servers that are no help."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
import waitress
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from msgspec import Struct

from cms.search import service as services
from cms.search.service import Service

SEARCH = "/api/search/v1"
PROBLEM = "application/problem+json"
ATTEMPTS, PAUSE_SECONDS = 20, 0.5


class Reply(Struct):
    """What came back."""

    status: int
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class Endpoint:
    """A port that answers; `target` may be any bytes that a client could send."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"

    def ask(
        self, target: str | bytes = SEARCH, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Sends a request as it is, without looking at it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        raw = target if isinstance(target, bytes) else target.encode("utf-8")
        try:
            start = time.perf_counter()
            connection.send(_request(method, raw, headers or {}))
            response = connection.response_class(connection.sock, method=method)
            response.begin()
            body = response.read()
        finally:
            connection.close()
        known = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, known, body, time.perf_counter() - start)

    def search(self, **parameters: Any) -> Reply:
        """A search with these parameters."""
        return self.ask(f"{SEARCH}?{urlencode(parameters, doseq=True)}")

    def press(self, target: bytes, headers: Mapping[str, str] | None = None) -> Reply:
        """As `ask`, and again where a busy machine took longer than readers would wait."""
        for _ in range(ATTEMPTS):
            reply = self.ask(target, headers=headers)
            if reply.status != 503:
                break
            time.sleep(PAUSE_SECONDS)
        return reply

    def get(self, query: str, *, headers: Mapping[str, str] | None = None) -> Reply:
        """An answer to a query string; asked for again where a busy machine took longer than readers would wait."""
        return self.press(f"{SEARCH}{query}".encode(), headers)

    def find(self, **parameters: Any) -> Reply:
        """The same for these parameters."""
        return self.get(f"?{urlencode(parameters, doseq=True)}")


def _request(method: str, target: bytes, headers: Mapping[str, str]) -> bytes:
    lines = [
        f"{name}: {value}" for name, value in {"Host": "127.0.0.1", "Connection": "close", **headers}.items()
    ]
    return method.encode() + b" " + target + b" HTTP/1.1\r\n" + "\r\n".join([*lines, "", ""]).encode()


@contextmanager
def running(service: Service) -> Iterator[Endpoint]:
    """The endpoint with the settings with which it runs alone, as long as the block lasts."""
    alone = {"MIDDLEWARE": ["cms.search.passage.Passage"], "ROOT_URLCONF": "cms.search.urls"}
    with override_settings(**alone), pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "service", lambda: service)
        server = waitress.create_server(WSGIHandler(), host="127.0.0.1", port=0, threads=8)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield Endpoint(server.effective_port)
        finally:
            server.task_dispatcher.shutdown()
            with suppress(OSError):  # its sockets are closed already
                server.trigger.pull_trigger(lambda: _close(server))  # in the thread that reads from them
            thread.join(5)


def _close(server: Any) -> None:
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.close()


class _Handler(BaseHTTPRequestHandler):
    """Answers like a server that is unwell; counts what it is asked."""

    status = 503
    wait_seconds = 0.0
    asked = 0
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        kind = type(self)
        kind.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        time.sleep(kind.wait_seconds)
        body = b'{"error":{"type":"cluster_block_exception","reason":"state not recovered"},"status":503}'
        try:
            self.send_response(kind.status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # whoever asked has gone

    do_GET = do_POST  # noqa: N815 - the base class names it

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Unwell:
    """A server that answers 503, after a while."""

    def __init__(self, server: ThreadingHTTPServer, handler: type[_Handler]) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}"
        self._handler = handler

    @property
    def asked(self) -> int:
        return self._handler.asked


@contextmanager
def unwell(*, wait_seconds: float = 0.0) -> Iterator[Unwell]:
    """Such a server, as long as the block lasts."""
    handler = type("Handler", (_Handler,), {"wait_seconds": wait_seconds})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Unwell(server, handler)
    finally:
        server.shutdown()
        server.server_close()
