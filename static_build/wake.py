"""Wakes the worker at once when a task has been committed: PostgreSQL's LISTEN and NOTIFY, or a local socket.

Only a sign: what there is to do stands in the database, where the worker looks every few seconds anyway.
"""

from __future__ import annotations

import logging
import os
import selectors
import socket
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

CHANNEL = "ponte"
LOCALHOST = "127.0.0.1"
logger = logging.getLogger("ponte.wake")


def connect() -> None:
    """Wakes the worker after each task that is written to the database, builds and Wagtail's own."""
    from django_tasks_db.compat import task_enqueued

    task_enqueued.connect(wake_after_commit, dispatch_uid="ponte-wake")


def wake_after_commit(**_: Any) -> None:
    """Wakes the worker once the transaction that is open has been committed; at once where none is."""
    if not any(entry[1] is wake for entry in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Wakes every worker that listens. Never raises: the worker would look by itself a little later."""
    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"NOTIFY {CHANNEL}")
        else:
            knock(Path(settings.HOME))
    except (DatabaseError, OSError) as error:
        logger.warning("The worker was not woken: %s", error)


def knock(home: Path) -> None:
    """Sends an empty datagram to each socket that a worker has opened below the data folder."""
    for place in _sockets(home).glob("*.sock"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            try:
                sender.sendto(b"!", str(place))
            except BlockingIOError:
                pass  # it has not yet read that it was woken before
            except OSError:
                place.unlink(missing_ok=True)  # nobody holds it any more
    for place in _sockets(home).glob("*.port"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"!", (LOCALHOST, int(place.read_text() or 0)))


def _sockets(home: Path) -> Path:
    return home / "wake"


class Ear:
    """A worker's end: waits until it is woken, told to stop, or the time is up."""

    def __init__(self, home: Path, *, unix: bool = hasattr(socket, "AF_UNIX")) -> None:
        self.home, self.unix = home, unix
        self._own, self._other = socket.socketpair()
        self._own.setblocking(False)
        self._other.setblocking(False)
        self._line: _Socket | _Listening | None = None

    def __enter__(self) -> Ear:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        self._own.close()
        self._other.close()

    def interrupt(self) -> None:
        """Ends the wait; may be called by another thread, or when a signal arrives."""
        try:
            self._other.send(b"!")
        except OSError:
            pass  # full: the wait ends anyway; or closed: nobody waits

    def wait(self, seconds: float) -> bool:
        """Whether something woke it before the time was up."""
        ready = self._listen(seconds)
        if self._own in ready:
            self._own.recv(4096)
        if self._line is not None and self._line in ready:
            self._clear(self._line)
        return bool(ready)

    def is_called(self) -> bool:
        """Whether the next wait would end at once."""
        return bool(self._listen(0))

    def _listen(self, seconds: float) -> list[Any]:
        line = self._line or self._open()
        with selectors.DefaultSelector() as selector:
            selector.register(self._own, selectors.EVENT_READ)
            if line is not None:
                selector.register(line, selectors.EVENT_READ)
            return [key.fileobj for key, _ in selector.select(max(0.0, seconds))]

    def _open(self) -> _Socket | _Listening | None:
        try:
            self._line = (
                _Listening() if connection.vendor == "postgresql" else _Socket(self.home, unix=self.unix)
            )
        except (DatabaseError, OSError) as error:
            logger.warning("Nobody can wake the worker, it looks by itself: %s", error)
        return self._line

    def _clear(self, line: _Socket | _Listening) -> None:
        """Takes all that has arrived; a line that is dead is closed, and opened again by the next wait."""
        try:
            line.clear()
        except (DatabaseError, OSError) as error:
            logger.warning("The line that wakes the worker broke: %s", error)
            self._close()

    def _close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


class _Socket:
    """A datagram socket below the data folder; where Unix sockets are missing or the path is too long, one on loopback."""

    def __init__(self, home: Path, *, unix: bool) -> None:
        folder = _sockets(home)
        folder.mkdir(parents=True, exist_ok=True)
        self.place = folder / f"{os.getpid()}.sock"
        self._socket = self._bind_unix() if unix else None
        if self._socket is None:
            self.place = self.place.with_suffix(".port")
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self._socket.bind((LOCALHOST, 0))
            self.place.write_text(str(self._socket.getsockname()[1]))
        self._socket.setblocking(False)

    def _bind_unix(self) -> socket.socket | None:
        self.place.unlink(missing_ok=True)
        found = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            found.bind(str(self.place))
        except OSError:
            found.close()
            return None
        self.place.chmod(0o660)
        return found

    def fileno(self) -> int:
        """For a selector."""
        assert self._socket is not None  # noqa: S101
        return self._socket.fileno()

    def clear(self) -> None:
        """Reads all that has arrived."""
        assert self._socket is not None  # noqa: S101
        try:
            while self._socket.recv(16):
                pass
        except BlockingIOError:
            pass

    def close(self) -> None:
        """Closes it and removes its name."""
        assert self._socket is not None  # noqa: S101
        self._socket.close()
        self.place.unlink(missing_ok=True)


class _Listening:
    """A connection of its own that listens."""

    def __init__(self) -> None:
        self._wrapper: Any = connection.copy()
        self._wrapper.ensure_connection()
        with self._wrapper.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")

    def fileno(self) -> int:
        """For a selector."""
        return int(self._wrapper.connection.fileno())

    def clear(self) -> None:
        """Takes the notifications that have arrived. Raises DatabaseError where the connection is gone."""
        with self._wrapper.wrap_database_errors:
            for _ in self._wrapper.connection.notifies(timeout=0):
                pass

    def close(self) -> None:
        """Ends the connection."""
        self._wrapper.close()
