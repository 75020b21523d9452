"""A local Elasticsearch for development and tests: start, stop, status; prints its URL. Not for production: no security.

ELASTICSEARCH_URL, if set, is the server. Else one is run by Docker, if a daemon answers, else from `elasticsearch_bundle`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from elasticsearch_bundle import ElasticsearchError, cache_folder, find_program
from elasticsearch_process import SETTINGS, end_group, ended, launch, running

PORT, HEAP = 9200, "512m"
START_SECONDS = 180.0
"""A start takes 8 s; many times that where tests take every core."""
IMAGE = "docker.elastic.co/elasticsearch/elasticsearch:8.19.8"


def say(words: str) -> None:
    print(f"ponte: {words}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    options = read_options(arguments)
    work = {"start": start, "stop": stop, "status": status}[options.action]
    try:
        return work(options)
    except ElasticsearchError as error:
        say(str(error))
        return 1


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "scripts/elasticsearch", description="A local Elasticsearch; prints its URL."
    )
    parser.add_argument("action", choices=("start", "stop", "status"))
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument(
        "--heap", default=HEAP, help="memory of its heap, for example 1g; it takes about 300 MB more"
    )
    parser.add_argument(
        "--folder", type=Path, default=None, help="where its data, log and process id are kept"
    )
    options = parser.parse_args(arguments)
    options.folder = (options.folder or cache_folder() / f"elasticsearch-{options.port}").absolute()
    return options


def start(options: argparse.Namespace) -> int:
    """Prints the URL of a server that answers. Raises ElasticsearchError."""
    given = os.environ.get("ELASTICSEARCH_URL")
    if given:
        if version_at(given) is None:
            raise ElasticsearchError(
                f"{bare(given)}, which ELASTICSEARCH_URL names, does not answer as Elasticsearch."
            )
        print(given)
        return 0
    url = f"http://127.0.0.1:{options.port}"
    if version_at(url) is not None:
        say(f"there is one already on port {options.port}")
    elif is_taken(options.port):
        raise ElasticsearchError(f"Port {options.port} is taken by another program. Choose one: --port N.")
    elif not (has_docker() and start_docker(options, url)):
        start_bundle(options, url)
    print(url)
    return 0


def version_at(url: str) -> str | None:
    """The version of the Elasticsearch that answers there; None where none does."""
    parts = urlsplit(url)
    request = urllib.request.Request(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")  # noqa: S310
    if parts.username:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        request.add_header("Authorization", f"Basic {b64encode(login).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - the operator's own address
            told = json.load(answer)
        return str(told["version"]["number"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def bare(url: str) -> str:
    """The URL without its password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def is_taken(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


def has_docker() -> bool:
    """Whether a daemon answers, not only whether the program is there."""
    if shutil.which("docker") is None:
        return False
    try:
        return subprocess.run(["docker", "version"], capture_output=True, timeout=20).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def container(options: argparse.Namespace) -> str:
    return f"ponte-elasticsearch-{options.port}"


def start_docker(options: argparse.Namespace, url: str) -> bool:
    """Whether Docker runs one now; said where it could not."""
    say(f"starting {IMAGE} …")
    command = ["docker", "run", "--rm", "--detach", "--name", container(options)]
    command += ["--publish", f"127.0.0.1:{options.port}:9200"]
    for setting in (*SETTINGS, f"ES_JAVA_OPTS=-Xms{options.heap} -Xmx{options.heap}"):
        command += ["--env", setting]
    done = subprocess.run([*command, IMAGE], capture_output=True, text=True)
    if done.returncode:
        say(f"Docker could not run it: {done.stderr.strip()[-400:]}")
        return False
    try:
        wait_until_ready(url, lambda: "", "docker logs " + container(options))
    except ElasticsearchError as error:  # as where Docker's ports are another machine's
        say(str(error))
        docker_stops(options)
        return False
    return True


def start_bundle(options: argparse.Namespace, url: str) -> None:
    """Runs one from the bundle. Raises ElasticsearchError."""
    is_here = find_program() == "the bundle that is here"
    say("starting Elasticsearch …" if is_here else "getting Elasticsearch: 912 MB, the first time alone …")
    process = launch(options.folder, options.port, options.heap)
    try:
        wait_until_ready(url, lambda: ended(process, options.folder), str(options.folder / "output"))
    except BaseException:
        end_group(process.pid)
        raise


def wait_until_ready(url: str, ended: Callable[[], str], log: str) -> None:
    """Raises ElasticsearchError when the server ends or does not answer in time."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if version_at(url) is not None:
            return
        if words := ended():
            raise ElasticsearchError(f"Elasticsearch ended at its start. {words}")
        time.sleep(0.2)
    raise ElasticsearchError(
        f"Elasticsearch did not answer at {url} within {START_SECONDS:.0f} s. Look at {log}."
    )


def stop(options: argparse.Namespace) -> int:
    """Ends the one that `start` started on this port. Raises ElasticsearchError where it does not end."""
    if os.environ.get("ELASTICSEARCH_URL"):
        raise ElasticsearchError(
            "ELASTICSEARCH_URL names a server that this script did not start: stop it yourself."
        )
    process = running(options.folder)
    if process is not None:
        end_group(process)
        say("stopped")
    elif shutil.which("docker") and docker_stops(options):
        say("stopped")
    elif version_at(f"http://127.0.0.1:{options.port}") is not None:
        raise ElasticsearchError(f"The server on port {options.port} was not started from {options.folder}.")
    else:
        say("none was running")
    return 0


def docker_stops(options: argparse.Namespace) -> bool:
    command = ["docker", "stop", container(options)]
    return subprocess.run(command, capture_output=True).returncode == 0


def status(options: argparse.Namespace) -> int:
    """Prints the URL of the server that answers; 1 where none does."""
    url = os.environ.get("ELASTICSEARCH_URL") or f"http://127.0.0.1:{options.port}"
    version = version_at(url)
    if version is None:
        say(f"no Elasticsearch answers at {bare(url)}")
        return 1
    print(url)
    say(f"Elasticsearch {version}")
    return 0


@contextmanager
def temporary_elasticsearch() -> Iterator[str]:
    """The URL of a fresh server that is gone at the end of the block. Raises ElasticsearchError."""
    folder = Path(tempfile.mkdtemp(prefix="ponte-elasticsearch-"))
    port = free_port()
    options = argparse.Namespace(port=port, heap=HEAP, folder=folder)
    url = f"http://127.0.0.1:{port}"
    try:
        if not (has_docker() and start_docker(options, url)):
            start_bundle(options, url)
        yield url
    finally:
        process = running(folder)
        if process is not None:
            end_group(process)
        elif shutil.which("docker"):
            docker_stops(options)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
