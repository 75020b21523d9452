"""How long a target is waited for, and what its errors mean: which may pass by themselves, and what to tell people."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from obstore import exceptions

from static_build.targets.outcome import TargetError

T = TypeVar("T")
_STATUS = re.compile(r"status code: (\d{3}) ?([\w -]*)")
_MAY_PASS = {408, 425, 429}
CHECK = "Check that the bucket exists, and that its credentials may read, write, delete and list there."
_FINAL = (
    exceptions.PermissionDeniedError,
    exceptions.UnauthenticatedError,
    exceptions.NotSupportedError,
    exceptions.InvalidPathError,
    exceptions.UnknownConfigurationKeyError,
    exceptions.PreconditionError,
    exceptions.AlreadyExistsError,
    FileNotFoundError,
)


class Patience(Struct, frozen=True, kw_only=True):
    """Times in seconds. A store's Retry-After is not to be had from its client: the waits in all outlast the usual one."""

    attempts: int = 7
    first_wait: float = 0.3
    longest_wait: float = 8.0
    timeout: float = 30.0
    """For one request, from its start to the end of the answer."""
    lease: float = 120.0
    """So long a claim holds when nothing more is heard of the claimant; several times `timeout`."""
    look: float = 10.0
    """So long a cache may take to forget what it was told to forget; a slow one six times as long."""
    at_once: int = 16
    """Requests under way at one target."""

    def wait_after(self, attempt: int) -> float:
        """Twice as long each time, less a part by chance so that sixteen do not come back together."""
        wait: float = min(self.first_wait * 2**attempt, self.longest_wait)
        return wait * random.uniform(0.7, 1.0)  # noqa: S311 - spreads requests, keeps no secret


def repeat(call: Callable[[], T], what: str, patience: Patience, may_go_on: Callable[[], None]) -> T:
    """The call's result, tried again while its error may pass by itself. Raises TargetError, or at once what can't pass.

    `may_go_on` is asked before each attempt; it raises to end the work.
    """
    started = time.monotonic()
    for attempt in range(patience.attempts):
        may_go_on()
        try:
            return call()
        except _FINAL:
            raise
        except (exceptions.BaseError, OSError) as error:
            if is_final(error):
                raise TargetError(f"{what} is refused: {reason(error)}. {CHECK}") from error
            last = error
        if attempt + 1 < patience.attempts:
            time.sleep(patience.wait_after(attempt))
    seconds = time.monotonic() - started
    raise TargetError(
        f"{what} failed: {reason(last)} (tried {patience.attempts} times in {seconds:.0f} s). The next run completes it."
    ) from last


def is_final(error: Exception) -> bool:
    """Whether trying again can't help."""
    found = _STATUS.search(str(error))
    status = int(found[1]) if found else 0
    return 400 <= status < 500 and status not in _MAY_PASS


def reason(error: Exception) -> str:
    """What happened, in words."""
    text = str(error)
    found = _STATUS.search(text)
    if found:
        return f"it answers {found[1]} {found[2].strip()}".strip()
    for sign, words in _SIGNS:
        if sign in text:
            return words
    return text.split("\n", 1)[0][:300]


_SIGNS = (
    ("dns error", "its name is not known"),
    ("ConnectionRefused", "the connection is refused"),
    ("kind: Connect", "it can't be reached"),
    ("kind: Timeout", "it does not answer in time"),
    ("TimedOut", "it does not answer in time"),
    ("kind: Interrupted", "the connection was cut"),
    ("error sending request", "the connection was cut"),
    ("request or response body error", "the connection was cut"),
)
