"""The book of a target: its state as last read or written, the lists that belong to it, and this publisher's claim.

Two publishers can't both hold the claim where the store honours conditional writes; where it does not, `guard` says so.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from static_build.targets.outcome import Taken, TargetError
from static_build.targets.shelf import Overtaken, Shelf, Version
from static_build.targets.state import FOLDER, INLINE, NAME, Claim, Listing, State, decode_state, encode


class Book:
    """One target's. Kept between deliveries, so that an edit reads nothing from the target."""

    def __init__(self, shelf: Shelf, *, site: str, edition: str, lease: float, timeout: float) -> None:
        self.shelf = shelf
        self.site, self.edition = site, edition
        self.state = State(site=site, edition=edition)
        self.held: dict[str, str] = {}
        """Token by path."""
        self.uncertain: set[str] = set()
        self.uncertain_before: set[str] = set()
        """What was uncertain when the claim was made: there may be something of use."""
        self.is_known = False
        """Whether all this is what the target says."""
        self._lease, self._timeout = lease, timeout
        self._version: Version | None = None
        self._base: dict[str, str] = {}
        self._renewed_at = 0.0

    @property
    def guard(self) -> str:
        """What keeps two publishers apart."""
        return "conditional write" if self.state.conditional else "lock"

    def read(self, *, take_over: bool = False) -> None:
        """Learns what the target holds. Raises TargetError where it is another's, or holds what Ponte did not put there."""
        found = self.shelf.read(NAME)
        self.is_known, self._base = False, {}
        self._version = found[1] if found else None
        state = self._decode(found[0], take_over=take_over) if found else None
        if state is None:
            self.state = State(site=self.site, edition=self.edition)
            self.held, self.uncertain = {}, self._strangers(take_over=take_over)
        else:
            self.state = state
            self._base = self._read_list(state.held.base)
            self.held = _apply(self._base, state.held.since)
            self.uncertain = self._read_list(state.uncertain.base).keys() | state.uncertain.since.keys()
            if take_over:
                self.uncertain = self.uncertain | self.held.keys() | set(self.shelf.strangers())
                self.held = {}
        self.is_known = True

    def _decode(self, data: bytes, *, take_over: bool) -> State | None:
        try:
            return decode_state(data, where=f"{self.shelf.url}/{NAME}", site=self.site, edition=self.edition)
        except TargetError:
            if take_over:
                return None
            raise

    def _strangers(self, *, take_over: bool) -> set[str]:
        found = self.shelf.strangers(None if take_over else 1)
        if found and not take_over:
            raise TargetError(
                f"{self.shelf.url} holds files that Ponte did not put there, for example {found[0]}. Nothing was changed. "
                "Give an empty prefix, or `ponte publish --take-over` to replace all that is there."
            )
        return set(found)

    def _read_list(self, name: str) -> dict[str, str]:
        if not name:
            return {}
        found = self.shelf.read(name)
        try:
            return msgspec.json.decode(found[0] if found else b"", type=dict[str, str])
        except msgspec.MsgspecError as error:
            raise TargetError(
                f"{self.shelf.url}/{name} is missing or corrupt. Nothing was changed there. "
                "`ponte publish --take-over` sends everything anew."
            ) from error

    def ensure_read(self, *, take_over: bool = False) -> None:
        """Reads unless what this process wrote last is known; without conditional writes nothing is known for long."""
        if take_over or not self.is_known or not self.state.conditional:
            self.read(take_over=take_over)

    def refuse_taken(self, by: str, release: str, *, take_over: bool = False) -> None:
        """Raises Taken where another is at work on the target, or a newer release is there already."""
        claim, now = self.state.claim, datetime.now(UTC)
        if claim is not None and claim.by != by and claim.until > now:
            raise Taken(
                f"{self.shelf.url} is being published to from {claim.host}, release {claim.release}. Nothing was sent. "
                f"Try again when it has ended; a claim that is not renewed ends at {claim.until:%H:%M:%S} UTC."
            )
        if self.state.release > release and not take_over:
            raise Taken(
                f"{self.shelf.url} holds the newer release {self.state.release}; {release} was not sent."
            )

    def claim(self, *, by: str, host: str, release: str, touched: Iterable[str]) -> None:
        """Takes the target for this publisher, and writes down what it is going to touch. Raises Taken."""
        if self.state.conditional is None:
            self.state = replace(self.state, conditional=self._try_conditions())
        self.uncertain_before = self.uncertain
        self.uncertain = self.uncertain | set(touched)
        claim = Claim(
            id=secrets.token_hex(8),
            by=by,
            host=host,
            release=release,
            until=datetime.now(UTC) + timedelta(seconds=self._lease),
        )
        started = time.monotonic()
        self._save(
            replace(self.state, claim=claim, uncertain=self._keep_list(dict.fromkeys(self.uncertain, "")))
        )
        if not self.state.conditional:
            self._look_twice(claim)
        self._renewed_at = started
        self.shelf.may_go_on = self._may_go_on

    def _look_twice(self, claim: Claim) -> None:
        found = self.shelf.read(NAME)
        mine = (
            decode_state(found[0], where=self.shelf.url, site=self.site, edition=self.edition)
            if found
            else None
        )
        if mine is None or mine.claim != claim:
            self.is_known = False
            raise Taken(
                f"{self.shelf.url} was taken by another publisher at the same moment. Nothing was sent."
            )

    def _may_go_on(self) -> None:
        """Nothing is begun that could still be under way when the claim has run out."""
        if time.monotonic() > self._renewed_at + self._lease - self._timeout:
            self.is_known = False
            raise Taken(
                f"{self.shelf.url}: the claim ran out, for example because this machine slept. The next run completes it."
            )

    def renew_if_due(self) -> None:
        """To be called now and then during long work. Raises Taken where another has the target now."""
        if self.state.claim is None or time.monotonic() < self._renewed_at + self._lease / 3:
            return
        until = datetime.now(UTC) + timedelta(seconds=self._lease)
        started = time.monotonic()
        self._save(replace(self.state, claim=replace(self.state.claim, until=until)))
        self._renewed_at = started

    def finish(self, release: str, held: dict[str, str], owed: Iterable[str]) -> None:
        """Writes down that the target holds exactly these files, and gives it free."""
        self.held, self.uncertain = held, set()
        listing = self._listing(held)
        done = replace(
            self.state,
            release=release,
            held=listing,
            uncertain=Listing(),
            owed=tuple(sorted(owed)),
            claim=None,
        )
        self._save(done)
        self._end()

    def give_up(self) -> None:
        """Gives the target free after a failure, if it still answers; what was touched stays written down as uncertain."""
        self.shelf.may_go_on = lambda: None
        if self.state.claim is None or not self.is_known:
            return
        try:
            self._save(replace(self.state, claim=None))
        except TargetError:
            self.is_known = False
        self._end()

    def _end(self) -> None:
        self.shelf.may_go_on = lambda: None

    def _listing(self, held: dict[str, str]) -> Listing:
        since = {path: token for path, token in held.items() if self._base.get(path) != token}
        since |= dict.fromkeys(self._base.keys() - held.keys(), "")
        if len(since) <= INLINE:
            return Listing(base=self.state.held.base, since=since)
        kept = self._keep_list(held)
        self._base = dict(held)
        return kept

    def _keep_list(self, tokens: dict[str, str]) -> Listing:
        if len(tokens) <= INLINE:
            return Listing(since=tokens)
        data = encode(tokens)
        name = f"{FOLDER}/lists/{sha256(data).hexdigest()[:32]}.json"
        self.shelf.overwrite(name, data)
        return Listing(base=name)

    def _save(self, state: State) -> None:
        """Writes the state over the one that was read. Raises Taken where it has become another."""
        before = {self.state.held.base, self.state.uncertain.base} - {""}
        data = encode(state)
        try:
            if state.conditional:
                self._version = self.shelf.write_if(NAME, data, self._version)
            else:
                self._version = self.shelf.overwrite(NAME, data)
        except Overtaken as error:
            self.is_known = False
            raise Taken(
                f"{self.shelf.url}: another publisher was faster, and has the target now. Try again when it has ended."
            ) from error
        except BaseException:
            self.is_known = False
            raise
        self.state = state
        self._drop_lists(before - {state.held.base, state.uncertain.base})

    def _drop_lists(self, names: set[str]) -> None:
        for name in names:
            try:
                self.shelf.delete(name)
            except TargetError:  # a list that nothing names does no harm
                continue

    def _try_conditions(self) -> bool:
        """Whether the store refuses what it should refuse: some take a conditional write for any other."""
        if self.shelf.conditional is not None:
            return self.shelf.conditional
        name = f"{FOLDER}/probe-{secrets.token_hex(8)}"
        try:
            version = self.shelf.write_if(name, b"1", None)
            return bool(version) and self._refuses(name, None) and self._refuses(name, _other(version))
        except Overtaken:
            return False
        finally:
            self.shelf.delete(name)

    def _refuses(self, name: str, version: Version | None) -> bool:
        try:
            self.shelf.write_if(name, secrets.token_bytes(8), version)
        except Overtaken:
            return True
        except TargetError:  # a store may also say that it knows no such condition
            return False
        return False


def _other(version: Version) -> Version:
    """A version that an object never had."""
    return {name: "1" if name == "version" else f'"{"0" * 32}"' for name in version}


def _apply(base: dict[str, str], since: dict[str, str]) -> dict[str, str]:
    return {path: token for path, token in (base | since).items() if token}
