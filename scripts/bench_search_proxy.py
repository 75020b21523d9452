"""A proxy before a search server that can be slow or refuse everything: as much of HTTP as our client speaks."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

KEPT = ("content-type", "x-elastic-product", "content-encoding")
"""Headers of an answer that are passed on."""


class Proxy:
    """Passes requests on, after a while or not at all."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream).netloc
        self.slow_seconds = 0.0
        self.is_refusing = False

    @contextmanager
    def running(self) -> Iterator[str]:
        """Its address."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                proxy.answer(self)

            def do_POST(self) -> None:
                proxy.answer(self)

            def log_message(self, format: str, *arguments: Any) -> None:
                """Tells nobody."""

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 128

        with Server(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """Passes one request on."""
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        time.sleep(self.slow_seconds)
        try:
            status, headers, data = self._ask(asked, body)
        except OSError:
            status, headers, data = 502, {}, b"{}"
        with suppress(OSError):  # who asked may have given up
            self._send(asked, status, headers, data)

    def _send(self, asked: BaseHTTPRequestHandler, status: int, headers: dict[str, str], data: bytes) -> None:
        asked.send_response(status)
        for name, value in headers.items():
            asked.send_header(name, value)
        asked.send_header("Content-Length", str(len(data)))
        asked.end_headers()
        asked.wfile.write(data)

    def _ask(self, asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if self.is_refusing:
            return 503, {"Content-Type": "application/json"}, b"{}"
        connection = HTTPConnection(self.upstream, timeout=30)
        headers = {name: value for name, value in asked.headers.items() if name.lower() != "host"}
        connection.request(asked.command, asked.path, body, headers)
        answer = connection.getresponse()
        told = {name: value for name, value in answer.getheaders() if name.lower() in KEPT}
        return answer.status, told, answer.read()
