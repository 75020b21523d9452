"""Sending: one release to one target, from the claim to the look at what is served; what one run leaves, the next ends."""

from __future__ import annotations

import fcntl
import platform
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from static_build.disk import telling
from static_build.errors import BuildError
from static_build.purge import Purger
from static_build.release import Store
from static_build.targets.address import FOLDER, Address
from static_build.targets.book import Book
from static_build.targets.bucket import Bucket
from static_build.targets.cache import Cache
from static_build.targets.files import Difference, addresses, compare
from static_build.targets.folder import FolderTarget
from static_build.targets.object_store import ObjectStoreTarget
from static_build.targets.outcome import Outcome, Taken, TargetError
from static_build.targets.parcel import Parcel, pack
from static_build.targets.patience import Patience

Progress = Callable[[str, int, int], None]
"""(step, done, all)"""
SHOWN = 5
USUAL = Patience()


class Sender:
    """One target of one data folder. Kept between deliveries, it knows what the target holds without asking."""

    def __init__(
        self,
        address: Address,
        *,
        site: str,
        home: Path,
        purgers: Sequence[Purger] = (),
        patience: Patience = USUAL,
    ) -> None:
        self.address, self._home = address, home
        self._target = make_target(address, home, patience)
        self._cache = Cache(site, purgers, look_seconds=patience.look)
        self._book = Book(
            self._target.shelf,
            site=site,
            edition=address.edition,
            lease=patience.lease,
            timeout=patience.timeout,
        )

    def send(
        self,
        store: Store,
        release: str,
        *,
        dry_run: bool = False,
        take_over: bool = False,
        progress: Progress = lambda step, done, all: None,
    ) -> Outcome:
        """Brings the target to the release; a failure is told in the outcome."""
        started = time.monotonic()
        outcome = Outcome(target=self.address.name, edition=self.address.edition, release=release)
        try:
            with self._alone():
                parcel = pack(store, release, cdn=bool(self._cache), negotiates=self._target.negotiates)
                self._cache.prepare()
                self._send(parcel, outcome, dry_run=dry_run, take_over=take_over, progress=progress)
        except BuildError as error:
            outcome.state = "taken" if isinstance(error, Taken) else "failed"
            outcome.problem = str(error)
        outcome.seconds = round(time.monotonic() - started, 3)
        return outcome

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No second process of this data folder is at work on the target. Raises Taken."""
        folder = self._home / "targets"
        path = folder / f"{sha256(self.address.url.encode()).hexdigest()[:16]}.lock"
        with telling(self._home, path):
            folder.mkdir(parents=True, exist_ok=True)
            lock = open(path, "w")  # noqa: SIM115 - closed below
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Taken(
                    f"{self.address.url} is being published to by another process here. Try again when it has ended."
                ) from error
            yield

    def _send(
        self, parcel: Parcel, outcome: Outcome, *, dry_run: bool, take_over: bool, progress: Progress
    ) -> None:
        was_known = self._book.is_known
        try:
            self._send_once(parcel, outcome, dry_run=dry_run, take_over=take_over, progress=progress)
        except Taken:
            if not was_known or self._book.is_known:
                raise
            # What this process knew was out of date: another has published since. If it has ended, we go on.
            self._send_once(parcel, outcome, dry_run=dry_run, take_over=take_over, progress=progress)

    def _send_once(
        self, parcel: Parcel, outcome: Outcome, *, dry_run: bool, take_over: bool, progress: Progress
    ) -> None:
        book = self._book
        book.ensure_read(take_over=take_over)
        difference = self._prepare(parcel, outcome, take_over=take_over, dry_run=dry_run)
        if dry_run:
            outcome.state = "would"
            outcome.uploads, outcome.deletions = list(difference.uploaded), list(difference.deleted)
        elif difference.uploaded or difference.deleted or book.state.owed:
            self._carry_out(parcel, difference, outcome, progress)
        elif book.state.release != parcel.release or book.state.claim is not None:
            book.finish(parcel.release, book.held, ())
        outcome.guard = book.guard

    def _prepare(self, parcel: Parcel, outcome: Outcome, *, take_over: bool, dry_run: bool) -> Difference:
        """What is to be done, with the claim on the target if there is anything. Raises Taken."""
        book, by = self._book, instance_of(self._home)
        difference = compare(parcel.entries, parcel.tokens, book.held, book.uncertain)
        outcome.uploaded, outcome.deleted = len(difference.uploaded), len(difference.deleted)
        outcome.unchanged = difference.unchanged
        outcome.bytes = parcel.size_of(difference.uploaded)
        if dry_run:
            return difference
        book.refuse_taken(by, parcel.release, take_over=take_over)
        touched = (*difference.uploaded, *difference.deleted)
        if touched or book.state.owed:
            book.claim(by=by, host=platform.node(), release=parcel.release, touched=touched)
        return difference

    def _carry_out(
        self, parcel: Parcel, difference: Difference, outcome: Outcome, progress: Progress
    ) -> None:
        """Uploads, deletions, purge, look, in this order. Raises BuildError; the next run completes it."""
        book = self._book
        unsure = frozenset(book.uncertain_before)
        try:
            outcome.uploaded, outcome.bytes = self._target.carry_out(
                parcel, difference, unsure, renew=book.renew_if_due, progress=progress
            )
            outcome.unchanged = len(parcel.tokens) - outcome.uploaded
            owed, problem = self._tell_cache(parcel, difference, outcome, progress)
            book.finish(parcel.release, parcel.tokens, owed)
        except BaseException:
            book.give_up()
            raise
        if problem:
            raise TargetError(problem)

    def _tell_cache(
        self, parcel: Parcel, difference: Difference, outcome: Outcome, progress: Progress
    ) -> tuple[set[str], str]:
        """Purges what changed and looks at what is served. Returns the paths that are still owed to the cache, and why."""
        if not self._cache:
            self._look_at_target(parcel, difference, outcome)
            return set(), ""
        paths = sorted({*addresses((*difference.uploaded, *difference.deleted)), *self._book.state.owed})
        progress("purge", 0, len(paths))
        missed = self._cache.purge(paths)
        outcome.purged = len(paths) - len(missed.urls)
        progress("purge", outcome.purged, len(paths))
        self._book.renew_if_due()
        if missed.urls:
            return set(missed.urls), f"{missed.reason}. The next run tells it again."
        seen = self._cache.look(parcel.entries, difference)
        if not seen.reached:
            self._look_at_target(parcel, difference, outcome)
            return set(), ""
        outcome.looked_at = "public"
        return set(seen.wrong), _still_wrong(self._book.site, seen.wrong)

    def _look_at_target(self, parcel: Parcel, difference: Difference, outcome: Outcome) -> None:
        self._target.look(parcel, difference)
        outcome.looked_at = "store"


def _still_wrong(site: str, paths: Sequence[str]) -> str:
    if not paths:
        return ""
    shown = ", ".join(paths[:SHOWN]) + (" …" if len(paths) > SHOWN else "")
    return (
        f"{site} still serves something else than was released at {len(paths)} addresses ({shown}), though its cache was "
        "told. The next run tells it again; does the address lead to this target?"
    )


def make_target(address: Address, home: Path, patience: Patience) -> ObjectStoreTarget | FolderTarget:
    """The target at an address. Raises TargetError where its client can't be set up."""
    if address.is_folder:
        root = Path(address.url.removeprefix(FOLDER)).expanduser()
        return FolderTarget(root, Store(home, address.edition))
    return ObjectStoreTarget(Bucket(address, patience), patience)


def instance_of(home: Path) -> str:
    """The name of a data folder, by which a claim is known to be its own; made on first use."""
    path = home / "targets" / "instance"
    with telling(home, path):
        try:
            return path.read_text()
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{platform.node()} {secrets.token_hex(8)}")
            return path.read_text()
