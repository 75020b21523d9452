"""Changes: what a build has to do, found by comparing a plan's fingerprints with those of the release before."""

from __future__ import annotations

from collections.abc import Set

from static_build.hold import Held
from static_build.manifest import Entry, Manifest
from static_build.outputs import Plan
from static_build.outputs.media import PictureInput
from static_build.outputs.output import Output
from static_build.release import Store


class Changes:
    """Which outputs are known, which are to be made, and which are no more."""

    def __init__(
        self,
        plan: Plan,
        parent: Manifest | None,
        store: Store,
        *,
        full: bool,
        is_cold: bool,
        held: Held | None = None,
    ) -> None:
        """`is_cold`: the parent was read from the disk, whose objects are looked for. `held`: see `Line.release`."""
        old = parent.outputs if parent else {}
        self.parent = parent
        self.removed: Set[str] = old.keys() - plan.outputs.keys()
        self.gone: Set[str] = held.manifest.outputs.keys() - plan.outputs.keys() if held else self.removed
        """What was there when the pages that are not rendered now were checked."""
        self.known: dict[str, Entry] = {}
        self.todo: list[Output] = []
        for path, fingerprint in plan.fingerprints.items():
            entry = None if full else old.get(path)
            if entry is not None and entry.fingerprint == fingerprint and (not is_cold or store.has(entry)):
                self.known[path] = entry
            else:
                self._find(plan.outputs[path], fingerprint, store, held)
        self.todo = _by_original(self.todo)

    def _find(self, output: Output, fingerprint: str, store: Store, held: Held | None) -> None:
        """What the held release had is taken as it was, and a rendition that was ever made is not made again."""
        entry = held.known(output) if held is not None else None
        if entry is not None and store.has(entry):
            self.known[output.path] = entry
            return
        made = store.recall(fingerprint) if isinstance(output.input, PictureInput) else None
        if made is None:
            self.todo.append(output)
        else:
            self.known[output.path] = entry_of(output, *made, fingerprint)

    def weight(self) -> int:
        """Work to be done, in pages: a rendition takes as long as a dozen."""
        return sum(12 if isinstance(output.input, PictureInput) else 1 for output in self.todo)


def entry_of(output: Output, sha256: str, size: int, fingerprint: str) -> Entry:
    """What a manifest says of an output."""
    return Entry(
        sha256=sha256,
        size=size,
        type=output.type,
        fingerprint=fingerprint,
        sources=output.sources,
        changes_at=output.changes_at,
        document=output.document,
        redirect=output.redirect,
    )


def _by_original(todo: list[Output]) -> list[Output]:
    """Pages first, then renditions one original after the other, so that each is decoded once."""
    pictures = [output for output in todo if isinstance(output.input, PictureInput)]
    pages = [output for output in todo if not isinstance(output.input, PictureInput)]
    pictures.sort(key=lambda output: (output.input.original, output.input.spec.width, output.path))
    return pages + pictures
