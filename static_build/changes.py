"""Changes: what a build has to do, found by comparing a plan's fingerprints with those of the release before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from static_build.completion import made_later
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
        touched: Collection[str] | None,
        full: bool,
        held: Held | None = None,
    ) -> None:
        """`touched`: paths whose output may be another than in the parent; None where all are to be compared, and their
        objects looked for. `held`: see `Line.release`.
        """
        old = parent.outputs if parent else {}
        self.parent = parent
        self.todo: list[Output] = []
        if touched is None or held is not None:
            self.removed = planned(old) - plan.outputs.keys()
            self.known: dict[str, Entry] = {}
            paths: Collection[str] = plan.fingerprints
        else:
            self.removed = {path for path in touched if path in old and path not in plan.outputs}
            self.known = dict(old)
            paths = [path for path in touched if path in plan.outputs]
            for path in (*self.removed, *paths, *made_later(old)):
                self.known.pop(path, None)
        # What was there when the pages that are not rendered now were checked.
        self.gone = planned(held.manifest.outputs) - plan.outputs.keys() if held else self.removed
        for path in paths:
            fingerprint = plan.fingerprints[path]
            # The held release comes first: what is live may have been made by the code that was fled from.
            kept = held.known(plan.outputs[path], fingerprint, plan.code) if held is not None else None
            entry = kept or (None if full else old.get(path))
            is_known = entry is not None and (kept is not None or entry.fingerprint == fingerprint)
            if (
                entry is not None
                and is_known
                and ((touched is not None and kept is None) or store.has(entry))
            ):
                self.known[path] = entry
            else:
                self._recall(plan.outputs[path], fingerprint, store)
        self.todo = _by_original(self.todo)

    def _recall(self, output: Output, fingerprint: str, store: Store) -> None:
        """A rendition that was ever made, in whatever release, is not made again."""
        made = store.recall(fingerprint) if isinstance(output.input, PictureInput) else None
        if made is None:
            self.todo.append(output)
        else:
            self.known[output.path] = entry_of(output, *made, fingerprint)

    def weight(self) -> int:
        """Work to be done, in pages: a rendition takes as long as a dozen."""
        return sum(12 if isinstance(output.input, PictureInput) else 1 for output in self.todo)


def planned(outputs: Mapping[str, Entry]) -> set[str]:
    """The paths of all that a plan has made."""
    return outputs.keys() - made_later(outputs)


def entry_of(output: Output, sha256: str, size: int, fingerprint: str, share: str = "") -> Entry:
    """What a manifest says of an output. `share`: the digest of the share picture that its bytes name."""
    return Entry(
        sha256=sha256,
        size=size,
        type=output.type,
        fingerprint=fingerprint,
        sources=output.sources,
        changes_at=output.changes_at,
        document=output.document,
        redirect=output.redirect,
        share=share,
    )


def _by_original(todo: list[Output]) -> list[Output]:
    """Pages first, then renditions one original after the other, so that each is decoded once."""
    pictures = [output for output in todo if isinstance(output.input, PictureInput)]
    pages = [output for output in todo if not isinstance(output.input, PictureInput)]
    pictures.sort(key=lambda output: (output.input.original, output.input.spec.width, output.path))
    return pages + pictures
