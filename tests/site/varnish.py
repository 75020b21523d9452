"""A real Varnish that keeps whatever it gets for an hour, missing pages too: only a purge makes it ask again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.contracts.servers import free_port, running

VCL = """
vcl 4.1;
backend default {{ .host = "{host}"; .port = "{port}"; }}
acl publishers {{ "127.0.0.1"; }}
sub vcl_recv {{
    set req.http.Host = "site";
    if (req.method == "PURGE") {{
        if (client.ip !~ publishers) {{ return (synth(405)); }}
        return (purge);
    }}
    return (hash);
}}
sub vcl_backend_fetch {{
    set bereq.http.Host = "{host}:{port}";
    {rewrite}
}}
sub vcl_backend_response {{
    set beresp.ttl = 1h;
    return (deliver);
}}
"""
BUCKET = """
    set bereq.url = "{prefix}" + bereq.url;
    if (bereq.url ~ "/$") {{ set bereq.url = bereq.url + "index.html"; }}
"""


def find_varnish() -> str | None:
    """The program: the one that PONTE_VARNISH names, else Debian's."""
    return shutil.which(os.environ.get("PONTE_VARNISH") or "varnishd", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def varnish(origin: str, folder: Path, *, prefix: str = "") -> Iterator[str]:
    """A cache before `origin`; its URL. `prefix`: of a bucket, which knows nothing of index files."""
    parts = urlsplit(origin)
    folder.mkdir()
    rewrite = BUCKET.format(prefix=prefix) if prefix else ""
    (folder / "site.vcl").write_text(VCL.format(host=parts.hostname, port=parts.port, rewrite=rewrite))
    port = free_port()
    command = [str(find_varnish()), "-j", "none", "-F", "-n", str(folder / "work"), "-a", f"127.0.0.1:{port}"]
    command += ["-f", str(folder / "site.vcl"), "-s", "malloc,16m"]
    with running(command, port, folder / "varnish.log"):
        yield f"http://127.0.0.1:{port}"
