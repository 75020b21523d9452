"""What stops a build: one sentence with what, where and what to do."""

from __future__ import annotations


class BuildError(Exception):
    """The work failed; the site that was live stays live."""


class CheckFailed(BuildError):
    """The outputs are not fit for the public; `problems` holds a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        shown = problems[:20]
        more = f"\n… and {len(problems) - len(shown)} more" if len(problems) > len(shown) else ""
        super().__init__(f"{len(problems)} problems, nothing was released:\n" + "\n".join(shown) + more)


class Busy(BuildError):
    """Another build holds the lock."""
