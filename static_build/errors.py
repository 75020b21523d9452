"""What stops a build: one sentence with what, where and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Problem(Struct, frozen=True):
    """A fault of one output, in words; `key` and `locale` name the page at fault where there is one."""

    words: str
    path: str = ""
    key: str = ""
    locale: str = ""


class BuildError(Exception):
    """The work failed; the site that was live stays live."""


class CheckFailed(BuildError):
    """The outputs are not fit for the public; `problems` holds a sentence for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        shown = [problem.words for problem in problems[:20]]
        more = f"\n… and {len(problems) - len(shown)} more" if len(problems) > len(shown) else ""
        super().__init__(f"{len(problems)} problems, nothing was released:\n" + "\n".join(shown) + more)


class Busy(BuildError):
    """Another build holds the lock."""
