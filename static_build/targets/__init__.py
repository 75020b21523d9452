"""Targets: a release goes to wherever the public reads it, by its differences, so that it can't be half done for long.

`deliver` is what commands and the worker call; address.py says what can be a target.
"""

from __future__ import annotations

from static_build.targets.outcome import Outcome, Report


def deliver(
    release: str | None = None,
    *,
    to: str | None = None,
    dry_run: bool = False,
    take_over: bool = False,
    report: Report = lambda target, step, done, all: None,
) -> list[Outcome]:
    """Sends a release of the main edition (without one the current) to every target, other editions' current one to theirs.

    One outcome for each target, in the order of PONTE_TARGETS; a target that fails holds up no other. `to` names one target,
    `dry_run` changes nothing, `take_over` takes a target that holds what another wrote. Raises BuildError where there is no
    release, or no target of that name.
    """
    from static_build.targets.delivery import deliver_to_all

    return deliver_to_all(release, to=to, dry_run=dry_run, take_over=take_over, report=report)


__all__ = ["Outcome", "Report", "deliver"]
