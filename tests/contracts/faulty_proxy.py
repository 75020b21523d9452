"""A proxy before a real server that fails on purpose: what fails, and when, is drawn from a seed.

Requests of one schedule are known by a mark in what they ask for; without a schedule everything passes.
"""

from __future__ import annotations

import random
import re
import socket
import socketserver
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

FAULTS = ("refused", "slow", "cut upload", "cut answer", "500", "503", "lost answer")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ANSWERS = {
    "500": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops",
    "503": b"HTTP/1.1 503 Slow Down\r\nRetry-After: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nslow",
}


class Schedule:
    """Which requests fail, and how."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._chance = self._random.choice((0.05, 0.15, 0.3, 0.5, 0.9))
        self._kinds = self._random.choice((FAULTS, *((kind,) for kind in FAULTS)))

    def draw(self) -> str:
        """The fault of the next request; empty for none."""
        return self._random.choice(self._kinds) if self._random.random() < self._chance else ""


class FaultyProxy:
    """Passes requests on to `upstream`, one to a connection, each in a thread of its own."""

    def __init__(self, upstream: str, mark: re.Pattern[bytes], slow_seconds: float) -> None:
        parts = urlsplit(upstream)
        self._upstream = (str(parts.hostname), int(parts.port or 80))
        self._mark, self._slow_seconds = mark, slow_seconds
        self._lock = threading.Lock()
        self.schedules: dict[bytes, Schedule] = {}
        self.drawn: Counter[str] = Counter()
        self._under_way: Counter[bytes] = Counter()
        self.url = ""

    @contextmanager
    def running(self) -> Iterator[FaultyProxy]:
        """Listens for as long as the block lasts."""
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                proxy._handle(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 128

        with Server(("127.0.0.1", 0), Handler) as server:
            self.url = f"http://127.0.0.1:{server.server_address[1]}"
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    def _handle(self, client: socket.socket) -> None:
        client.settimeout(20)
        try:
            request = _read_request(client)
            if request:
                with self._counted(request):
                    self._answer(request, client)
        except OSError:
            _reset(client)

    @contextmanager
    def _counted(self, request: bytes) -> Iterator[None]:
        found = self._mark.search(request)
        mark = found[1] if found else b""
        with self._lock:
            self._under_way[mark] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[mark] -= 1

    def wait_until_quiet(self, mark: bytes) -> None:
        """Returns when no request of that mark is on its way any more: one that was given up may still arrive."""
        deadline = time.monotonic() + 60
        while self._under_way[mark] and time.monotonic() < deadline:
            time.sleep(0.01)

    def _answer(self, request: bytes, client: socket.socket) -> None:
        fault = self._draw(request)
        if fault == "refused":
            _reset(client)
            return
        if fault in _ANSWERS:
            client.sendall(_ANSWERS[fault])
            return
        if fault == "slow":
            time.sleep(self._slow_seconds)
        half = request[: len(request) - (_body_length(request) + 1) // 2]
        answer = self._pass_on(half if fault == "cut upload" else request)
        if fault in ("lost answer", "cut upload"):
            _reset(client)
        else:
            client.sendall(answer[: len(answer) // 2] if fault == "cut answer" else answer)

    def _draw(self, request: bytes) -> str:
        found = self._mark.search(request)
        with self._lock:
            schedule = self.schedules.get(found[1]) if found else None
            fault = schedule.draw() if schedule else ""
            self.drawn[fault] += 1
        return fault

    def _pass_on(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        with socket.create_connection(self._upstream, timeout=20) as server:
            server.sendall(head + b"\r\nConnection: close\r\n\r\n" + body)
            if len(body) < _body_length(request):
                server.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: server.recv(1 << 16), b""))


def _reset(client: socket.socket) -> None:
    """Ends the connection without a word."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _read_request(client: socket.socket) -> bytes:
    """A whole request; empty at the end of the connection."""
    data = b""
    while b"\r\n\r\n" not in data or len(data.partition(b"\r\n\r\n")[2]) < _body_length(data):
        more = client.recv(1 << 16)
        if not more:
            return b""
        data += more
    return data


def _body_length(message: bytes) -> int:
    found = _LENGTH.search(message.partition(b"\r\n\r\n")[0])
    return int(found[1]) if found else 0
