"""What became of search: counts by language, comparisons, and the error that names what was not taken. Plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from static_build.errors import BuildError

Digests = Mapping[str, str]
"""By id."""


class LanguageBrought(Struct, kw_only=True):
    """What was done for one language."""

    documents: int = 0
    """Searchable ones of the release."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    failed: int = 0


class Brought(Struct, kw_only=True):
    """What was done, as `--json` prints it."""

    release: str
    filled: bool = False
    """Whether new indices were filled; else the difference was applied."""
    needs_fill: bool = False
    """Whether a language has no index, or one of another mapping: then withdrawals alone reached it."""
    languages: dict[str, LanguageBrought]
    seconds: float = 0.0


class Compared(Struct, kw_only=True, frozen=True):
    """How one language's index differs from the release, by id."""

    documents: int
    """Searchable ones of the release."""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether it holds what the release says."""
        return not (self.missing or self.extra or self.differing)


class Failure(Struct, frozen=True):
    """A document that the server did not take."""

    index: str
    key: str
    reason: str


class IndexFailed(BuildError):
    """Documents that the server did not take; the others are there."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = list(failures)
        shown = "; ".join(f"{each.key} in {each.index}: {each.reason}" for each in self.failures[:5])
        more = f"; and {len(self.failures) - 5} more" if len(self.failures) > 5 else ""
        super().__init__(
            f"{len(self.failures)} documents could not be indexed: {shown}{more}. The others were. Look at these pages "
            "and at the mapping, then run `ponte index` again."
        )


def compare(held: Digests, wanted: Digests) -> Compared:
    """How what an index holds differs from what it should."""
    return Compared(
        documents=len(wanted),
        missing=tuple(sorted(wanted.keys() - held.keys())),
        extra=tuple(sorted(held.keys() - wanted.keys())),
        differing=tuple(sorted(key for key, digest in wanted.items() if held.get(key, digest) != digest)),
    )
