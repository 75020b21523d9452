"""A real nginx that serves a folder as docs/operators.md says, with lines of its configuration changed where a test asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from static_build.headers import ASK_AGAIN, FOR_EVER, NEVER, SECURITY

CONFIGURATION = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    types {{
        text/html html; text/css css; text/javascript js; application/json json; application/xml xml;
        text/plain txt; image/avif avif; image/svg+xml svg; text/calendar ics; application/atom+xml atom;
    }}
    map $uri $ponte_cache {{
        ~^/(static|media)/ "{FOR_EVER}";
        ~/404.html$ "{NEVER}";
        default "{ASK_AGAIN}";
    }}
    map $request_uri $ponte_missing {{
        ~^/it/ /it/404.html;
        ~^/zh-hans/ /zh-hans/404.html;
        default /404.html;
    }}
    map $uri $ponte_shared {{ ~^/api/documents/ "*"; default ""; }}
    server {{
        listen 127.0.0.1:{port};
        root {root};
        index index.html;
        charset utf-8;
        charset_types text/css text/javascript application/json application/xml text/plain text/calendar
            application/atom+xml application/feed+json;
        absolute_redirect off;
        location ~ /feeds/.*\\.json$ {{ types {{ application/feed+json json; }} try_files $uri =404; }}
        location / {{ try_files $uri $uri/ =404; }}
        error_page 403 404 =404 $ponte_missing;
        add_header Cache-Control $ponte_cache;
        add_header Access-Control-Allow-Origin $ponte_shared always;
{headers}
        {extra}
    }}
}}
"""


def find_nginx() -> str | None:
    """The program: the one that PONTE_NGINX names, else Debian's."""
    return shutil.which(os.environ.get("PONTE_NGINX") or "nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def nginx(root: Path, folder: Path, *, without: str = "", extra: str = "") -> Iterator[str]:
    """Serves `root` and gives its origin. `without`: lines with this text are left out; `extra`: lines of the server."""
    folder.mkdir()
    port = free_port()
    headers = "\n".join(f'        add_header {name} "{value}" always;' for name, value in SECURITY.items())
    text = CONFIGURATION.format(
        user="user root;" if os.geteuid() == 0 else "",
        folder=folder,
        root=root,
        port=port,
        headers=headers,
        extra=extra,
        FOR_EVER=FOR_EVER,
        NEVER=NEVER,
        ASK_AGAIN=ASK_AGAIN,
    )
    lines = [line for line in text.splitlines() if not without or without not in line]
    with run(folder, "\n".join(lines), port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def run(folder: Path, configuration: str, port: int) -> Iterator[None]:
    """Runs nginx with this configuration for as long as the block lasts."""
    (folder / "nginx.conf").write_text(configuration)
    command = [str(find_nginx()), "-p", str(folder), "-e", str(folder / "error.log"), "-c", "nginx.conf"]
    process = subprocess.Popen([*command, "-g", "daemon off; master_process off;"])
    try:
        _wait(port, folder)
        yield
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int, folder: Path) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    log = folder / "error.log"
    raise RuntimeError(f"nginx did not start: {log.read_text() if log.exists() else 'no log'}")
