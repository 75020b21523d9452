"""A translation service on this machine that answers as DeepL's documentation says; it notes what it was asked."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Translate = Callable[[str], str]
KEY = "secret-key:fx"


class Service:
    """What it answers, and what it was asked. `statuses` are given first, one a request."""

    def __init__(self, translate: Translate) -> None:
        self.translate = translate
        self.statuses: list[int] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.body: bytes | None = None
        self.pause = threading.Event()
        self.url = ""

    @property
    def texts(self) -> list[str]:
        """All texts that it was given."""
        return [text for request in self.asked for text in request["text"]]


def to_chinese(text: str) -> str:
    """Chinese of the text's length, with its elements where they were; no translation, but one that can be told from none."""
    return "".join(
        part if part.startswith("<") else re.sub(r"[^\W\d_]+", "译", part)
        for part in re.split(r"(<[^>]*>)", text)
    )


def _make_handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append(asked | {"path": self.path})
            service.keys.append(self.headers["Authorization"])
            service.pause.wait(5) if service.statuses[:1] == [0] else None
            status = service.statuses.pop(0) if service.statuses else 200
            body = service.body if service.body is not None else self.answer(asked)
            self.send_response(status or 200)
            if status in (301, 302, 307):
                self.send_header("Location", f"{service.url}/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def answer(self, asked: dict[str, Any]) -> bytes:
            texts = [{"text": service.translate(text)} for text in asked["text"]]
            return json.dumps({"translations": texts}).encode()

        def log_message(self, *_args: Any) -> None:
            return

    return Handler


@contextmanager
def serve(translate: Translate = to_chinese) -> Iterator[Service]:
    """The service, until the block ends."""
    service = Service(translate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(service))
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.pause.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
