"""`publish`: to a real object store (`rclone serve s3`), from nothing and after an edit; a withdrawal behind a real Varnish.

Requests are those that the store has logged. Needs rclone, which the development environment has; without Varnish its lines
are left out.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from bench_build import ROOT, environment_of, say
from bench_edit import EDITS_A_RUN, Editor, View, with_p95, worker

sys.path.insert(0, str(ROOT))
from tests.contracts.servers import BIN, free_port, make_bucket, running, s3_environment
from tests.site.varnish import find_varnish, varnish

BUCKET = "site"
_REQUEST = re.compile(rb"serve s3: [A-Z]+ (OBJECT|BUCKET)|serve s3: [A-Z ]+:")


def measure(*, pages: int, runs: int) -> Iterator[tuple[str, float]]:
    """(measure, value): the first publication, then each edit, then withdrawals as a reader behind Varnish sees them."""
    with tempfile.TemporaryDirectory(
        prefix="ponte-bench-", dir=os.environ.get("PONTE_BENCH_FOLDER") or None
    ) as name:
        folder = Path(name)
        with ExitStack() as servers:
            store = Store(folder, servers)
            environment = environment_of(folder / "home") | s3_environment(store.url)
            environment["PONTE_TARGETS"] = f"s3://{BUCKET}"
            say(f"making a site of {pages} news in each language, and its first release …")
            script = str(ROOT / "scripts" / "bench_site.py")
            subprocess.run([sys.executable, script, str(pages)], cwd=ROOT, env=environment, check=True)
            _ponte(environment, "build")
            yield from _publish("first_publish", store, environment)
            os.environ.update(environment)
            editor = Editor({})
            for run in range(runs):
                say(f"edit {run + 1} of {runs}")
                editor.retitle()
                _ponte(environment, "build")
                yield from _publish("edit_publish", store, environment)
            if find_varnish() is None:
                say("Varnish is not installed: withdrawals behind it are not measured.")
                return
            cache = servers.enter_context(varnish(store.url, folder / "varnish", prefix=f"/{BUCKET}"))
            environment["PONTE_PURGE"] = f"varnish:{cache}"
            editor.views = {"s3_behind_varnish": _through(cache)}
            with worker(environment):
                editor.warm_up()
                yield from with_p95(runs * EDITS_A_RUN, editor.withdraw)


class Store:
    """rclone serving a bucket, and the count of requests in its log."""

    def __init__(self, folder: Path, servers: ExitStack) -> None:
        port = free_port()
        (folder / "s3").mkdir()
        self.log = folder / "rclone.log"
        command = [
            str(BIN / "rclone"),
            "serve",
            "s3",
            "-vv",
            "--addr",
            f"127.0.0.1:{port}",
            str(folder / "s3"),
        ]
        servers.enter_context(running(command, port, self.log))
        self.url = f"http://127.0.0.1:{port}"
        make_bucket(self.url, BUCKET)

    def count_requests(self) -> int:
        """Requests that it has answered so far."""
        return len(_REQUEST.findall(self.log.read_bytes()))


def _publish(name: str, store: Store, environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    before, start = store.count_requests(), time.perf_counter()
    result = _ponte(environment, "publish")["targets"][environment["PONTE_TARGETS"]]
    yield f"{name}_whole_seconds", time.perf_counter() - start
    yield f"{name}_seconds", result["seconds"]
    yield f"{name}_objects", result["uploaded"]
    yield f"{name}_bytes", result["bytes"]
    yield f"{name}_requests", store.count_requests() - before


def _ponte(environment: dict[str, str], command: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "cms", command, "--json"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return json.loads(done.stdout)


def _through(origin: str) -> View:
    """What a reader gets from the cache."""

    def read(path: str) -> bytes | None:
        try:
            address = f"{origin}/{path.removesuffix('index.html')}"
            with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own cache on loopback
                return bytes(answer.read())
        except HTTPError:
            return None

    return read
