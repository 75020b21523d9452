"""One Elasticsearch as a process, from the program of `elasticsearch_bundle`: starts it in a folder, finds it again, ends it.

The process holds a lock on a file of its folder for as long as it lives; an old process id says nothing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from elasticsearch_bundle import ElasticsearchError, find_java, get_program
from temporary_postgresql import run_as

STOP_SECONDS = 20.0
SETTINGS = (
    "discovery.type=single-node",
    "xpack.security.enabled=false",
    # Else a laptop whose disk is nine tenths full gets a red index.
    "cluster.routing.allocation.disk.threshold_enabled=false",
    # Of a small heap the usual hundredth would hold what 150 questions found.
    "indices.requests.cache.size=5%",
)


def launch(folder: Path, port: int, heap: str) -> subprocess.Popen[bytes]:
    """The process of a server that begins to start. Raises ElasticsearchError."""
    java = find_java()
    if java is None:
        raise ElasticsearchError(
            "There is no Java 17 or newer here (Debian: apt install default-jre-headless)."
        )
    program, owner = get_program(), choose_owner()
    make_folders(folder, program, owner)
    with (folder / "lock").open("a+") as lock, (folder / "output").open("wb") as output:
        if not try_lock(lock.fileno()):
            raise ElasticsearchError(
                f"Another Elasticsearch uses {folder}. Stop it, or choose one: --folder FOLDER."
            )
        process = subprocess.Popen(
            command_line(program, java, folder, port),
            cwd=program,
            env=environment(program, java, folder, heap),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(lock.fileno(),),
            start_new_session=True,
            **run_as(owner),
        )
    (folder / "pid").write_text(str(process.pid))
    return process


def choose_owner() -> str | None:
    """Elasticsearch refuses to run as root: whom to run it as, or None for who we are."""
    return "nobody" if os.geteuid() == 0 else None


def make_folders(folder: Path, program: Path, owner: str | None) -> None:
    """Configuration, data, log and temporary files. Raises ElasticsearchError."""
    try:
        for name in ("conf", "data", "logs", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        shutil.copytree(program / "config", folder / "conf", dirs_exist_ok=True)
        if owner:
            for each in (folder, *folder.rglob("*")):
                shutil.chown(each, owner)
    except OSError as error:
        raise ElasticsearchError(
            f"{folder} cannot be written: {error.strerror}. Choose one: --folder FOLDER."
        ) from error


def environment(program: Path, java: Path, folder: Path, heap: str) -> dict[str, str]:
    return {
        **os.environ,
        "ES_HOME": str(program),
        "ES_PATH_CONF": str(folder / "conf"),
        "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_HOME": str(java),
        "ES_DISTRIBUTION_TYPE": "tar",
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
    }


def command_line(program: Path, java: Path, folder: Path, port: int) -> list[str]:
    """What `bin/elasticsearch` runs; the bundle has none."""
    own = (
        "http.host=127.0.0.1",
        "transport.host=127.0.0.1",
        f"http.port={port}",
        f"path.data={folder / 'data'}",
        f"path.logs={folder / 'logs'}",
    )
    return [
        str(java / "bin" / "java"),
        *("-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-Dcli.name=server"),
        f"-Dcli.script={program / 'bin' / 'elasticsearch'}",
        "-Dcli.libs=lib/tools/server-cli",
        f"-Des.path.home={program}",
        f"-Des.path.conf={folder / 'conf'}",
        "-Des.distribution.type=tar",
        "-cp",
        f"{program}/lib/*:{program}/lib/cli-launcher/*",
        "org.elasticsearch.launcher.CliToolLauncher",
        *(f"-E{setting}" for setting in (*SETTINGS, *own)),
    ]


def try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def ended(process: subprocess.Popen[bytes], folder: Path) -> str:
    """What it printed last, if it has ended; empty while it runs."""
    if process.poll() is None:
        return ""
    return f"It printed: {(folder / 'output').read_text('utf-8', 'replace').strip()[-1200:]}"


def running(folder: Path) -> int | None:
    """The process that holds the folder's lock; None where none does: an old process id says nothing."""
    try:
        with (folder / "lock").open("a+") as lock:
            return None if try_lock(lock.fileno()) else int((folder / "pid").read_text())
    except (OSError, ValueError):
        return None


def end_group(process: int) -> None:
    """Ends a server and its child. Raises ElasticsearchError where they stay."""
    for sign, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        try:
            os.killpg(process, sign)
            while time.monotonic() < deadline:
                reap(process)
                os.killpg(process, 0)
                time.sleep(0.05)
        except ProcessLookupError:
            return
    raise ElasticsearchError(f"The process {process} does not end.")


def reap(process: int) -> None:
    """Takes notice of a child's end, so that its group is gone."""
    with suppress(ChildProcessError):
        os.waitpid(process, os.WNOHANG)
