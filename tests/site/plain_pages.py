"""A site of plain documents as files, served as they are: no database, no clock but the browser's."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from static_build.outputs.output import Output
from static_build.render import render

WRITTEN = (".html", ".json", ".css", ".js", ".svg", ".png")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


def write_site(folder: Path, outputs: Mapping[str, Output]) -> None:
    """Writes the pages, what filters read, and the site's own files."""
    for path, output in outputs.items():
        is_page = path.endswith(WRITTEN) and not path.startswith("api/")
        if is_page:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(render(output))


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """The address of a folder for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
