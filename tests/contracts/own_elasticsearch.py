"""An Elasticsearch of a test's own, which it may stop, kill and start again; what it was told is kept from start to start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.contracts.servers import free_port

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "elasticsearch_server.py"


class OwnElasticsearch:
    """Run as `scripts/elasticsearch` runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._container = f"ponte-elasticsearch-{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        self._run("start", check=True)

    def stop(self) -> None:
        """Returns when it is gone."""
        self._run("stop", check=False)

    def _run(self, action: str, *, check: bool) -> None:
        command = [sys.executable, str(SCRIPT), action, "--port", str(self.port)]
        environment = {name: value for name, value in os.environ.items() if name != "ELASTICSEARCH_URL"}
        subprocess.run([*command, "--folder", str(self.folder)], check=check, env=environment)

    def freeze(self) -> None:
        """It takes connections and answers none."""
        self._signal(signal.SIGSTOP, "pause")

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT, "unpause")

    def kill(self) -> None:
        """As the machine would."""
        self._signal(signal.SIGKILL, "kill")

    def _signal(self, sign: signal.Signals, word: str) -> None:
        process = self.folder / "pid"
        if process.exists():
            os.killpg(int(process.read_text()), sign)
        else:
            subprocess.run(["docker", word, self._container], check=True)


@contextmanager
def own_elasticsearch() -> Iterator[OwnElasticsearch]:
    """Started; gone at the end of the block. Not below pytest's folder: the user that it runs as may not look into that."""
    folder = Path(tempfile.mkdtemp(prefix="ponte-elasticsearch-"))
    server = OwnElasticsearch(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
