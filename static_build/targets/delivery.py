"""Delivery: a release to every target of the setting, each in its own time, with a row that people can look at."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from static_build.deliveries import begin_delivery, end_delivery, hold_in_database
from static_build.editions import read_editions
from static_build.errors import BuildError
from static_build.manifest import MAIN
from static_build.release import Store
from static_build.targets.address import Address, parse_target
from static_build.targets.outcome import Outcome, Report, UnknownTarget
from static_build.targets.patience import Patience
from static_build.targets.sending import Sender

logger = logging.getLogger("ponte.publish")
PATIENCE = Patience()
_senders: dict[tuple[object, ...], Sender] = {}
"""Kept for the life of the process: what a target holds need not be asked again."""


def deliver_to_all(
    release: str | None, *, to: str | None, dry_run: bool, take_over: bool, report: Report
) -> list[Outcome]:
    """See `static_build.targets.deliver`."""
    chosen = _chosen(to)
    sites = {
        each.name: each.public_url
        for each in read_editions(settings.ENVIRONMENT.editions, settings.PONTE_PUBLIC_URL)
    }
    work = [
        _prepare(address, release, sites, dry_run=dry_run, take_over=take_over, report=report)
        for address in chosen
    ]
    outcomes: dict[str, Outcome] = {}
    with ExitStack() as locks, ThreadPoolExecutor(max(1, len(work)), thread_name_prefix="target") as threads:
        under_way: dict[Future[Outcome], int | None] = {}
        for address, wanted, send in work:
            if dry_run:
                under_way[threads.submit(send)] = None
            elif locks.enter_context(hold_in_database(address.url)):
                row = begin_delivery(address.name, wanted)
                under_way[threads.submit(send)] = row
            else:
                under_way[threads.submit(_is_taken(address, wanted))] = None
        for future in as_completed(under_way):
            outcome = future.result()
            outcomes[outcome.target] = outcome
            end_delivery(under_way[future], outcome)
    return [outcomes[address.name] for address in chosen]


def _chosen(to: str | None) -> list[Address]:
    names: Sequence[str] = settings.ENVIRONMENT.targets
    if to is not None and to not in names:
        known = ", ".join(names) or "none"
        raise UnknownTarget(f"{to!r} is no target. PONTE_TARGETS names: {known}.")
    if not names:
        raise BuildError("There is no target. Name one in PONTE_TARGETS, for example folder:/srv/www.")
    return [parse_target(name) for name in ([to] if to is not None else names)]


def _prepare(
    address: Address,
    release: str | None,
    sites: dict[str, str],
    *,
    dry_run: bool,
    take_over: bool,
    report: Report,
) -> tuple[Address, str, Callable[[], Outcome]]:
    """The target, the release that it is to have, and what brings it there."""
    if address.edition not in sites:
        raise BuildError(
            f"{address.name}: there is no edition {address.edition!r}. PONTE_EDITIONS names: {', '.join(sites)}."
        )
    store = Store(Path(settings.HOME), address.edition)
    wanted = release if release is not None and address.edition == MAIN else store.current()
    if wanted is None:
        raise BuildError(
            f"There is no release of the edition {address.edition!r} yet. Run `ponte build` first."
        )

    def send() -> Outcome:
        try:
            return _sender(address, sites[address.edition]).send(
                store,
                wanted,
                dry_run=dry_run,
                take_over=take_over,
                progress=lambda step, done, all: report(address.name, step, done, all),
            )
        except Exception as error:
            if not isinstance(error, BuildError):
                logger.exception("Publishing to %s ended with an error of Ponte's own.", address.name)
            return _failed(address, wanted, "failed", str(error) or type(error).__name__)

    return address, wanted, send


def _sender(address: Address, site: str) -> Sender:
    purgers = tuple(each for each in settings.ENVIRONMENT.purgers if each.edition == address.edition)
    key = (address, site, purgers, str(settings.HOME))
    if key not in _senders:
        _senders[key] = Sender(
            address, site=site, home=Path(settings.HOME), purgers=purgers, patience=PATIENCE
        )
    return _senders[key]


def _is_taken(address: Address, release: str) -> Callable[[], Outcome]:
    words = (
        f"{address.url} is being published to by another process with the same database. Nothing was sent. "
        "Try again when it has ended."
    )
    return lambda: _failed(address, release, "taken", words)


def _failed(address: Address, release: str, state: str, problem: str) -> Outcome:
    return Outcome(
        target=address.name, edition=address.edition, release=release, state=state, problem=problem
    )
