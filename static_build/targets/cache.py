"""What stands between a target and its readers: the public address, and the cache before it, told and then looked at."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from msgspec import Struct

from static_build.headers import is_error_page
from static_build.manifest import Entry
from static_build.purge import WAITS_SECONDS, NotPurged, Purger, make_backend, purge
from static_build.targets.files import HOSTS_OWN, Difference, addresses, is_copy, public_path

LOOKS = 30
"""So many changed pages are looked at."""
LOOKS_GONE = 200
"""So many withdrawn ones."""
SLOW = 6
"""A cache that is slow to forget has so many times as long."""
AT_ONCE = 8
TIMEOUT_SECONDS = 10.0
PAUSE_SECONDS = 0.25
WAITS = WAITS_SECONDS


class Seen(Struct, frozen=True):
    """What a look at the public address found."""

    reached: bool
    wrong: tuple[str, ...] = ()
    """Public addresses at which something else is served than was released."""


class Cache:
    """The caches of one edition before one public address; none where PONTE_PURGE names none."""

    def __init__(self, site: str, purgers: Sequence[Purger], *, look_seconds: float) -> None:
        self._site = site
        self._purgers = purgers
        self._backends: dict[str, Any] = {}
        self._seconds = look_seconds * (SLOW if any(each.slow for each in purgers) else 1)

    def __bool__(self) -> bool:
        return bool(self._purgers)

    def prepare(self) -> None:
        """Makes the backends. Raises BuildError where a package or a credential is missing: before anything is sent."""
        for purger in self._purgers:
            if purger.name not in self._backends:
                self._backends[purger.name] = make_backend(purger)

    def purge(self, paths: Sequence[str]) -> NotPurged:
        """Has every cache forget these public paths. What is left comes back as paths."""
        urls = [self._url(path) for path in paths]
        left: set[str] = set()
        reasons = []
        for name, backend in self._backends.items():
            missed = purge(backend, urls, waits_seconds=WAITS)
            left.update(missed.urls)
            if missed.urls:
                reasons.append(
                    f"{name} did not forget {len(missed.urls)} of {len(urls)} addresses: {missed.reason}"
                )
        return NotPurged(tuple(path for path in paths if self._url(path) in left), "; ".join(reasons))

    def _url(self, path: str) -> str:
        return self._site + quote(path, safe="/:@!$&'()*+,;=~-._%")

    def look(self, entries: Mapping[str, Entry], difference: Difference) -> Seen:
        """Looks at what readers are given until it is right, or the cache has had its time."""
        wanted = _to_look_at(entries, difference)
        deadline = time.monotonic() + self._seconds
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="look") as threads:
            while wanted:
                found = dict(zip(wanted, threads.map(self._fetch, wanted), strict=True))
                if all(digest is None for digest in found.values()):
                    return Seen(reached=False)
                wanted = {path: digest for path, digest in wanted.items() if found[path] != digest}
                if time.monotonic() >= deadline:
                    break
                if wanted:
                    time.sleep(PAUSE_SECONDS)
        return Seen(reached=True, wrong=tuple(wanted))

    def _fetch(self, path: str) -> str | None:
        """SHA-256 of what is served at a public path; empty where there is nothing, None where nobody answers."""
        request = Request(self._url(path), headers={"User-Agent": "Ponte", "Accept-Encoding": "identity"})  # noqa: S310
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - the operator's own address
                return sha256(answer.read()).hexdigest()
        except HTTPError as error:
            error.close()
            return "" if error.code in (404, 410) else str(error.code)
        except (URLError, OSError, HTTPException):
            return None


def _to_look_at(entries: Mapping[str, Entry], difference: Difference) -> dict[str, str]:
    """SHA-256 by public path of some of what went up, and an empty text for what was withdrawn."""
    sent = [path for path in difference.uploaded if _is_for_readers(path) and not entries[path].redirect]
    wanted = dict.fromkeys(addresses(difference.deleted)[:LOOKS_GONE], "")
    return wanted | {
        public_path(path): entries[path].sha256 for path in sent[:: max(1, -(-len(sent) // LOOKS))]
    }


def _is_for_readers(path: str) -> bool:
    return not is_copy(path) and not is_error_page(path) and path not in HOSTS_OWN
