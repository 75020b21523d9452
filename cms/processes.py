"""Several commands as processes of one: started together, watched, and stopped together."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from types import TracebackType

LOCALHOST = "127.0.0.1"
STOP_SECONDS = 8
WATCH_SECONDS = 0.3


class Stopped(Exception):
    """A process ended by itself; says which and with what code."""


def is_free(port: int) -> bool:
    """Whether a server can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        with socket.create_connection((LOCALHOST, port), timeout=1):
            return True
    except OSError:
        return False


class Processes:
    """Ponte's own commands, side by side. Leaving the block stops all that are still running."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = dict(environ)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, *command: str) -> None:
        """Starts `ponte COMMAND` in a session of its own: Ctrl-C reaches this process, which stops it."""
        arguments = [sys.executable, "-m", "cms", *command]
        self.running[command[0]] = subprocess.Popen(arguments, env=self.environ, start_new_session=True)

    def wait_for(self, *ports: int, seconds: float) -> None:
        """Returns when every port answers. Raises Stopped, and TimeoutError."""
        end = time.monotonic() + seconds
        while not all(answers(port) for port in ports):
            self.require_running()
            if time.monotonic() > end:
                raise TimeoutError(
                    f"after {seconds:.0f} s nothing answers on ports {', '.join(map(str, ports))}"
                )
            time.sleep(WATCH_SECONDS)

    def watch(self) -> None:
        """Never returns: raises Stopped when one of them has ended."""
        while True:
            self.require_running()
            time.sleep(WATCH_SECONDS)

    def require_running(self) -> None:
        """Raises Stopped where one of them has ended."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Stopped(f"`ponte {name}` has ended with code {process.returncode}")

    def stop(self) -> None:
        """Asks all to end, and ends those that do not."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()
