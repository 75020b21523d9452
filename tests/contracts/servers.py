"""Real servers that tests of targets drive: S3 by moto and by rclone. Each is a process of its own on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

START_SECONDS = 30.0
BIN = Path(sys.executable).parent


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, log: Path) -> Iterator[None]:
    """Runs a server for as long as the block lasts; fails with its log where it does not start to listen."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(
        f"{process.args} does not listen on {port}: {log.read_text('utf-8', 'replace')[-2000:]}"
    )


@contextmanager
def moto_server(folder: Path) -> Iterator[str]:
    """S3 as moto speaks it: honours conditional writes. Its URL."""
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "from moto.server import main; main()",
        "-H",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    with running(command, port, folder / "moto.log"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def rclone_server(folder: Path) -> Iterator[str]:
    """S3 as rclone speaks it: takes any conditional write for a plain one. Its URL; buckets are folders of `folder`/s3."""
    port = free_port()
    (folder / "s3").mkdir(exist_ok=True)
    command = [str(BIN / "rclone"), "serve", "s3", "--addr", f"127.0.0.1:{port}", str(folder / "s3")]
    with running(command, port, folder / "rclone.log"):
        yield f"http://127.0.0.1:{port}"


def make_bucket(url: str, name: str) -> None:
    """Makes a bucket in either."""
    request = Request(f"{url}/{name}", method="PUT", data=b"")
    with urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def s3_environment(url: str) -> dict[str, str]:
    """What an operator sets for a store at this URL."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }


def use(environment: dict[str, str]) -> None:
    """Sets these for this process: the client reads them by itself."""
    os.environ.update(environment)
