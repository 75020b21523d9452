"""A live site as readers get it: a path goes in; status, headers, and the digest of the bytes come out. Judges nothing.

http.client is enough: as many connections as threads, kept open from one request to the next, and no body held whole.
"""

from __future__ import annotations

import time
import zlib
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import quote, urlsplit

from msgspec import Struct

ATTEMPTS = 3
TIMEOUT_SECONDS = 30.0
PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0
BUSY = (429, 502, 503, 504)
"""Statuses after which it is worth to ask again."""
CHUNK = 1 << 16
SAFE = "/:@!$&'()*+,;=~-._"


class Answer(Struct, frozen=True):
    """What was served at a path; a status of 0 where nobody answered, and `error` says why."""

    status: int
    headers: dict[str, str] = {}
    """Names in small letters."""
    sha256: str = ""
    size: int = 0
    error: str = ""


class Live:
    """A site by its origin, for as many threads as like to read. To be closed, or used with `with`."""

    def __init__(self, origin: str, *, delay_seconds: float = 0) -> None:
        """`delay_seconds`: each connection waits so long before a request."""
        parts = urlsplit(origin)
        self.origin = origin
        self._delay = delay_seconds
        self._make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host, self._port = parts.hostname or "", parts.port
        self._idle: list[HTTPConnection] = []

    def __enter__(self) -> Live:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections; the next reading opens new ones."""
        while self._idle:
            self._idle.pop().close()

    def read(self, path: str) -> Answer:
        """What is served at a path, which is asked for again where the host is busy or the connection broke."""
        time.sleep(self._delay)
        answer = Answer(0)
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(_pause(answer, attempt))
            answer = self._ask(path)
            if answer.status and answer.status not in BUSY:
                break
        return answer

    def _ask(self, path: str) -> Answer:
        connection = self._take()
        try:
            connection.request(
                "GET", quote(path, safe=SAFE), headers={"User-Agent": "Ponte", "Accept-Encoding": "identity"}
            )
            return _digest(connection.getresponse())
        except (OSError, HTTPException, zlib.error) as error:
            connection.close()
            return Answer(0, error=str(error) or type(error).__name__)
        finally:
            self._idle.append(connection)

    def _take(self) -> HTTPConnection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._make(self._host, self._port, timeout=TIMEOUT_SECONDS)


def _pause(answer: Answer, attempt: int) -> float:
    """Seconds to wait: what the host asks for, else longer each time."""
    asked = answer.headers.get("retry-after", "")
    return min(float(asked), LONGEST_PAUSE_SECONDS) if asked.isdecimal() else PAUSE_SECONDS * attempt


def _digest(response: HTTPResponse) -> Answer:
    """Reads the body to its end, unpacked where a host packs though nobody asked it to."""
    # A name that comes twice is one value with a comma, as RFC 9110 has it.
    headers = {name.lower(): response.getheader(name, "") for name in response.headers}
    packed = headers.get("content-encoding", "").lower() in ("gzip", "deflate")
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if packed else None
    digest, size = sha256(), 0
    while data := response.read(CHUNK):
        data = unpack.decompress(data) if unpack else data
        digest.update(data)
        size += len(data)
    return Answer(response.status, headers, digest.hexdigest(), size)
