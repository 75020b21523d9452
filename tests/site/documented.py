"""Configurations of hosts as the documentation prints them, for real servers; only addresses and folders are a test's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.contracts.servers import running
from tests.site import nginx
from tests.site.varnish import find_varnish

DOCS = Path(__file__).parents[2] / "docs"
MODULES = ("/usr/lib/nginx/modules", "/usr/share/nginx/modules")
BROTLI = "ngx_http_brotli_static_module.so"
FRAME = """
{user}
{modules}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
{snippet}
}}
"""


def read_snippet(page: str, beginning: str) -> str:
    """The indented block of a page of the documentation that begins with this line. Raises LookupError without one."""
    lines = (DOCS / page).read_text("utf-8").splitlines()
    start = next((number for number, line in enumerate(lines) if line.strip() == beginning), None)
    if start is None:
        raise LookupError(f"docs/{page} has no line {beginning!r}: the test does not know what to try.")
    block = []
    for line in lines[start:]:
        if line and not line.startswith("    "):
            break
        block.append(line.removeprefix("    "))
    return "\n".join(block).rstrip()


def replaced(text: str, changes: dict[str, str]) -> str:
    """The text with each of these changed. Raises LookupError where one is not in it."""
    for before, after in changes.items():
        if before not in text:
            raise LookupError(f"The snippet has no {before!r}.")
        text = text.replace(before, after)
    return text


def find_brotli() -> str | None:
    """nginx's module for compressed copies: in the folder that PONTE_NGINX_MODULES names, else where Debian keeps modules."""
    folders = (*filter(None, [os.environ.get("PONTE_NGINX_MODULES")]), *MODULES)
    return next((str(path) for each in folders if (path := Path(each) / BROTLI).is_file()), None)


@contextmanager
def documented_nginx(root: Path, folder: Path, *, without: str = "") -> Iterator[str]:
    """Serves `root` as docs/operators.md says, Brotli too where its module is, less lines with `without`. Its origin."""
    folder.mkdir()
    port = nginx.free_port()
    changes = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "root /srv/ponte/var/current;": f"root {root};",
    }
    module = find_brotli()
    if module:
        changes["# brotli_static on;"] = "brotli_static on;"
    snippet = replaced(read_snippet("operators.md", "map $uri $ponte_cache {"), changes)
    configuration = FRAME.format(
        user="user root;" if os.geteuid() == 0 else "",
        modules=f"load_module {module};" if module else "",
        folder=folder,
        snippet="\n".join(line for line in snippet.splitlines() if not without or without not in line),
    )
    with nginx.run(folder, configuration, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def documented_varnish(origin: str, folder: Path, *, prefix: str = "") -> Iterator[str]:
    """A cache before `origin` as docs/publishing.md says, which is a bucket where there is a `prefix`. Its origin."""
    folder.mkdir()
    parts = urlsplit(origin)
    port = nginx.free_port()
    text = replaced(
        read_snippet("publishing.md", "vcl 4.1;"),
        {'.host = "s3.internal"; .port = "9000"': f'.host = "{parts.hostname}"; .port = "{parts.port}"'},
    )
    if prefix:
        text = replaced(text, {"/bucket/prefix": prefix})
    else:
        before, _, after = text.partition("sub vcl_backend_fetch {")
        text = before + after.partition("\n}\n")[2]
    (folder / "site.vcl").write_text(text)
    command = [str(find_varnish()), "-j", "none", "-F", "-n", str(folder / "work"), "-a", f"127.0.0.1:{port}"]
    command += ["-f", str(folder / "site.vcl"), "-s", "malloc,16m"]
    with running(command, port, folder / "varnish.log"):
        yield f"http://127.0.0.1:{port}"
