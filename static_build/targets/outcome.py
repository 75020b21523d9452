"""What became of a release at one target, as `publish --json` prints it, and how its progress is told."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from static_build.errors import BuildError

Report = Callable[[str, str, int, int], None]
"""(target, step, done, all) while something long runs."""


class TargetError(BuildError):
    """The target was not brought to the release; what it held before is still served. The next run completes it."""


class UnknownTarget(BuildError):
    """PONTE_TARGETS names no such target."""


class Taken(TargetError):
    """Another publisher is at work there, or was faster."""


class Outcome(Struct, kw_only=True):
    """One target after a delivery."""

    target: str
    edition: str
    release: str = ""
    state: str = "done"
    """`done`, `failed`, `taken` where another publisher is at work or was faster, `would` for a dry run."""
    uploaded: int = 0
    unchanged: int = 0
    deleted: int = 0
    purged: int = 0
    bytes: int = 0
    """Sent, of files; without what the protocol and the list of what is there need."""
    seconds: float = 0.0
    guard: str = ""
    """What keeps two publishers apart: `conditional write`, or `lock` where the store has none."""
    looked_at: str = ""
    """Where it was looked at in the end: `public` for the site's own address, `store`, or empty."""
    problem: str = ""
    uploads: list[str] = []
    """What a dry run would send, in order."""
    deletions: list[str] = []
