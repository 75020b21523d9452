"""Serve: the current release as a CDN would serve it: index files, headers, 404 in the right language. Needs no database."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterable
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any

from site_content.languages import LANGUAGES
from static_build.headers import headers_of, missing_headers

Start = Callable[..., Any]

TYPES = {".html": "text/html", ".json": "application/json", ".xml": "application/xml", ".avif": "image/avif"}
TEXT = {"text/html", "text/css", "text/javascript", "text/plain", "application/json", "application/xml"}
CHUNK = 1 << 16


class PublicSite:
    """A WSGI application over the folder `current`; each request sees one whole release."""

    def __init__(self, home: Path) -> None:
        self.current = home / "current"

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return []
        path = environ.get("PATH_INFO", "/").encode("latin-1", "replace").decode("utf-8", "replace")
        root = Path(os.path.realpath(self.current))
        file = self._find(root, path)
        if file is None and not path.endswith("/") and self._find(root, f"{path}/") is not None:
            start("301 Moved Permanently", [("Location", f"{path}/"), ("Content-Length", "0")])
            return []
        if file is None:
            return self._send(environ, start, root / self._missing(root, path), root, "404 Not Found")
        return self._send(environ, start, file, root, "200 OK")

    def _find(self, root: Path, path: str) -> Path | None:
        parts = [part for part in path.split("/") if part]
        if any(part.startswith(".") or "\0" in part for part in parts):
            return None
        file = root.joinpath(*parts)
        if path.endswith("/"):
            file = file / "index.html"
        return file if file.is_file() else None

    def _missing(self, root: Path, path: str) -> str:
        locale = path.strip("/").split("/")[0]
        name = f"{locale}/404.html"
        return name if locale in LANGUAGES and (root / name).is_file() else "404.html"

    def _send(
        self, environ: dict[str, Any], start: Start, file: Path, root: Path, status: str
    ) -> Iterable[bytes]:
        try:
            stat = file.stat()
        except OSError:
            start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "10")])
            return [b"Not found\n"]
        headers = self._headers(file, file.relative_to(root).as_posix(), status)
        headers.append(("Last-Modified", formatdate(stat.st_mtime, usegmt=True)))
        if status.startswith("200") and _not_modified(environ, stat.st_mtime):
            start("304 Not Modified", headers)
            return []
        start(status, [*headers, ("Content-Length", str(stat.st_size))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else _chunks(file)

    def _headers(self, file: Path, name: str, status: str) -> list[tuple[str, str]]:
        type = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if type in TEXT:
            type += "; charset=utf-8"
        headers = headers_of(name, type) if status.startswith("200") else missing_headers(type)
        return list(headers.items())


def _not_modified(environ: dict[str, Any], changed_at: float) -> bool:
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    try:
        return bool(since) and parsedate_to_datetime(str(since)).timestamp() >= int(changed_at)
    except (TypeError, ValueError):
        return False


def _chunks(file: Path) -> Iterable[bytes]:
    with file.open("rb") as opened:
        while data := opened.read(CHUNK):
            yield data


def serve(home: Path, port: int) -> None:
    """Serves the current release on 127.0.0.1 until it is stopped. Raises OSError where the port is taken."""
    import waitress

    waitress.serve(PublicSite(home), host="127.0.0.1", port=port, threads=4, ident="ponte", _quiet=True)
