"""Hold: the documents of a release that a rollback went back to, from which the site is made until `ponte resume`.

Raises BuildError where the release was tampered with, or keeps no documents. Makes nothing public itself.
"""

from __future__ import annotations

from static_build.editions import Edition
from static_build.manifest import Entry
from static_build.outputs.output import Output, fingerprint
from static_build.release import Store
from static_build.shards import read_shards
from static_build.site import Content
from static_build.withdrawal import withdraw


class Held:
    """One edition's release that is held."""

    def __init__(self, store: Store, release: str) -> None:
        self.release = release
        self.manifest = store.verified_manifest(release)
        self.record = store.record(release)
        self._store = store
        self._base: Content | None = None

    def known(self, output: Output, current: str, code: str) -> Entry | None:
        """What the release had for an output, if it was made from the same; None where it was not.

        `current`: the output's fingerprint with the code of now, which is `code`.
        """
        entry = self.manifest.outputs.get(output.path)
        if entry is None:
            return None
        expected = current if code == self.record.code else fingerprint(output, self.record.code)
        return entry if entry.fingerprint == expected else None

    def content(self, now: Content, edition: Edition) -> Content:
        """Its documents less what `now` does not allow, as the edition shows them."""
        if self._base is None:
            self._base = read_shards(self._store, self.record.documents, like=now)
        return edition.dress(withdraw(self._base, now))
