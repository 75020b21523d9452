"""What a target says of itself: whose it is, which release it holds, file by file, and who is at work there. Plain values."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from static_build.targets.outcome import TargetError

FORMAT = 1
FOLDER = ".ponte"
NAME = f"{FOLDER}/manifest.json"
INLINE = 1000
"""So many paths may stand in the state itself; longer lists are files of their own beside it."""


class Claim(Struct, frozen=True, kw_only=True):
    """Who is at work on a target, and until when it is left alone if nothing more is heard."""

    id: str
    by: str
    """Of which data folder: one that comes again has died before, since a lock in the folder holds off a second."""
    host: str
    release: str
    until: datetime


class Listing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tokens by path: those of a file of its own, less and plus what has changed since."""

    base: str = ""
    """Name of that file; empty for none."""
    since: dict[str, str] = {}
    """Token by path; an empty one says that the file is gone."""


class State(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The manifest object of a target: small, written twice in a delivery, and each time the whole truth."""

    format: int = FORMAT
    site: str
    """The public address of the edition. Another's target is refused by it."""
    edition: str
    release: str = ""
    """The one that is there, if nothing is uncertain; else the last that was whole."""
    held: Listing = Listing()
    uncertain: Listing = Listing()
    """Paths at which a delivery that has not ended may have put or removed a file."""
    owed: tuple[str, ...] = ()
    """Public addresses that a cache was to forget and did not."""
    conditional: bool | None = None
    """Whether the store honours conditional writes; None where that was not tried."""
    claim: Claim | None = None


def decode_state(data: bytes, *, where: str, site: str, edition: str) -> State:
    """Raises TargetError, naming `where`, for what is not the state of this edition of this site."""
    try:
        state = msgspec.json.decode(data, type=State)
    except msgspec.MsgspecError as error:
        raise TargetError(
            f"{where} is corrupt ({error}). Nothing was changed there. Look at what the target holds; "
            "`ponte publish --take-over` writes it anew."
        ) from error
    if state.format != FORMAT:
        raise TargetError(
            f"{where} has format {state.format}; this version of Ponte writes {FORMAT}. Nothing was changed there."
        )
    if (state.site, state.edition) != (site, edition):
        raise TargetError(
            f"{where} says that the target belongs to {state.site} (edition {state.edition}), not to {site} (edition "
            f"{edition}). Nothing was changed there. Give another target, or `ponte publish --take-over` to replace it."
        )
    return state


def encode(value: Struct | dict[str, str]) -> bytes:
    """Canonical JSON. A list of a hundred thousand paths is sorted here: see `Manifest.encode`."""
    if isinstance(value, dict):
        return msgspec.json.encode(dict(sorted(value.items())))
    return msgspec.json.encode(value, order="deterministic")
