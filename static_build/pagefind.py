"""Pagefind, spoken to directly: records go into its process, the files of one index come out as bytes.

Its own Python client waits a tenth of a second for each record. Writes nothing to the disk.
"""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.metadata import version
from typing import IO, Any, cast

from msgspec import Struct

from static_build.errors import BuildError

LANGUAGE = "xx"
"""None that Pagefind knows: it then splits at spaces alone and stems nothing, for words come cut and stemmed."""
VERSION = version("pagefind")
LOOK_SECONDS = 0.05
"""How often it is asked whether to go on."""
_READ_BYTES = 1 << 20


GoOn = Callable[[], bool]


def always() -> bool:
    """To go on, whatever happens."""
    return True


class BrokenOff(Exception):
    """Something more urgent came; nothing is wrong."""


class PageRecord(Struct, frozen=True, kw_only=True):
    """A page as Pagefind takes it. `content` and `meta` are searched, `url` is not."""

    url: str
    content: str
    meta: dict[str, str]


def make_index(records: Iterable[PageRecord], go_on: GoOn = always) -> dict[str, bytes]:
    """The files of an index by their path. The same records in the same order give the same bytes.

    Raises BuildError where Pagefind is missing, refuses a record or dies, what `records` raises, and BrokenOff.
    """
    command = [str(_program()), "--service"]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise BuildError(f"Pagefind cannot be started ({error.strerror}): {command[0]}.") from error
    with process:
        # Its answers have to be read while it is fed: both pipes are small.
        feeder = _Feeder(cast(IO[bytes], process.stdin), records)
        answers = _answers(cast(IO[bytes], process.stdout), lambda: feeder.error is None and go_on())
        try:
            return _converse(feeder, answers)
        except BrokenOff:
            if feeder.error is not None:
                raise feeder.error from None
            raise
        finally:
            process.kill()
            feeder.stop()
            feeder.close()


def _converse(feeder: _Feeder, answers: Iterator[dict[str, Any]]) -> dict[str, bytes]:
    """It gives what it has when it is asked: so the files are asked for once every page has been answered."""
    feeder.send({"type": "NewIndex", "config": {}})
    next(answers)
    indexed = 0
    if feeder.has_any:
        feeder.start()
    while feeder.has_any and (not feeder.is_done or indexed < feeder.sent):
        if next(answers)["type"] == "IndexedFile":
            indexed += 1
    feeder.send({"type": "GetFiles", "index_id": 0})
    files = next(answers)["files"]
    return {file["path"]: base64.b64decode(file["content"]) for file in files}


def _program() -> Any:
    from pagefind.service import get_executable

    found = get_executable()
    if found is None:
        raise BuildError(
            "Pagefind is not installed. Install what requirements.lock names: `pagefind[extended]`."
        )
    return found


class _Feeder(threading.Thread):
    """Writes all records. Leaves the pipe open: Pagefind ends with it, finished or not."""

    def __init__(self, pipe: IO[bytes], records: Iterable[PageRecord]) -> None:
        super().__init__(daemon=True)
        self._pipe, self._records = pipe, iter(records)
        self._next = next(self._records, None)
        self.has_any = self._next is not None
        self.sent = 0
        self.is_done = False
        """Set before the last is written: whoever has its answer knows that it was the last."""
        self.error: Exception | None = None
        """What broke the records off."""

    def run(self) -> None:
        try:
            while (record := self._next) is not None:
                self._next = next(self._records, None)
                self.sent += 1
                self.is_done = self._next is None
                self._write(record)
            self._pipe.flush()
        except BrokenPipeError:
            return  # it died, or was stopped: whoever reads tells
        except Exception as error:  # noqa: BLE001 - whoever reads raises it
            self.error = error

    def send(self, payload: dict[str, Any]) -> None:
        """Sends one message at once, if there is still somebody who takes it: whoever reads tells."""
        with suppress(BrokenPipeError):
            self._pipe.write(_message(payload))
            self._pipe.flush()

    def close(self) -> None:
        """Closes the pipe, with what of it nobody has taken."""
        with suppress(BrokenPipeError):
            self._pipe.close()

    def stop(self) -> None:
        """Waits until nothing is written any more."""
        if self.ident is not None:
            self.join()

    def _write(self, record: PageRecord) -> None:
        shown = {"url": record.url, "content": record.content, "meta": record.meta}
        told = {"type": "AddRecord", "index_id": 0, "language": LANGUAGE, "filters": {}, "sort": {}, **shown}
        self._pipe.write(_message(told))


def _message(payload: dict[str, Any]) -> bytes:
    return base64.b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b","


def _answers(pipe: IO[bytes], go_on: GoOn) -> Iterator[dict[str, Any]]:
    """What it answers. Raises BuildError for a refusal and where it ends, and BrokenOff."""
    waiting = bytearray()
    while chunk := _read(pipe, go_on):
        waiting += chunk
        if b"," not in chunk:
            continue
        *messages, rest = bytes(waiting).split(b",")
        waiting = bytearray(rest)
        for message in messages:
            answer = json.loads(base64.b64decode(message))["payload"]
            if answer["type"] == "Error":
                raise BuildError(f"Pagefind refused a page: {answer.get('message')}.")
            yield answer
    raise BuildError(
        "Pagefind ended before it had made the index. Is there enough memory? It is tried again."
    )


def _read(pipe: IO[bytes], go_on: GoOn) -> bytes:
    """What there is to be read; nothing at its end. Raises BrokenOff."""
    while go_on():
        if select.select([pipe], [], [], LOOK_SECONDS)[0]:
            return os.read(pipe.fileno(), _READ_BYTES)
    raise BrokenOff
