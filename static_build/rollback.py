"""Rollback: back to an earlier release, less what has been withdrawn since; the site is held there until it is resumed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from static_build import clock
from static_build.editions import read_editions
from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.manifest import Cause
from static_build.release import Store
from static_build.result import Result


def rollback(release: str | None = None, *, user: str = "", now: datetime | None = None) -> Result:
    """Goes back to a release, by default to the one before, in every edition, and holds there. Raises BuildError.

    Then worker and clock only take out what is withdrawn, until `resume`.
    """
    main = open_store()
    target = release or previous(main)
    main.verified_manifest(target)
    stores = _stores(main)
    before = [(store, store.hold()) for store in stores]
    try:
        for store in stores:
            name = target if store is main else _at(store, target)
            if name is not None:
                store.set_hold(name)
        causes = (Cause(what="rollback", title=target, user=user),)
        return Engine(main).build(now=now or clock.now(), causes=causes)
    except BaseException:
        for store, name in before:
            store.set_hold(name) if name else store.clear_hold()
        raise


def resume(*, user: str = "", now: datetime | None = None) -> Result:
    """Ends the hold and builds what is public now. Raises BuildError; then the hold is over and the site as it was."""
    main = open_store()
    for store in _stores(main):
        store.clear_hold()
    return Engine(main).build(now=now or clock.now(), causes=(Cause(what="resume", user=user),))


def open_store() -> Store:
    """The main edition's store, as the settings say."""
    return Store(settings.HOME, signing_key=settings.ENVIRONMENT.signing_key)


def previous(store: Store) -> str:
    """The release before the one that is shown; one and those that complete it count as one. Raises BuildError."""
    shown = store.hold() or store.current()
    if shown is None:
        raise BuildError("There is no release to go back from. Run `ponte build` first.")
    names = store.list_releases()
    first = shown
    while first in names and (completed := store.record(first).completes):
        first = completed  # what completes may be completed in turn
    older = [name for name in names if name < first]
    older = [name for name in older if store.record(name).rolled_back_to is None]
    if not older:
        raise BuildError(f"There is no release before {first}; `ponte releases` lists them.")
    return older[-1]


def _stores(main: Store) -> list[Store]:
    editions = read_editions(settings.ENVIRONMENT.editions, settings.PONTE_PUBLIC_URL)
    return [main.of(edition.name) for edition in editions]


def _at(store: Store, target: str) -> str | None:
    """What a store's edition showed when `target` was made; None where it had nothing yet."""
    return max((name for name in store.list_releases() if name <= target), default=None)
