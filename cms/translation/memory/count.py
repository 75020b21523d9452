"""How much there is to translate, and how much of it the memory has: counts, and an analysis by bands.

Italian is counted in words: runs without blanks that have a letter or a digit. Chinese in characters that are no blanks and
no invisible signs, punctuation included, as agencies and OmegaT count them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from cms.translation.marked import NotMarked, Piece, parse
from cms.translation.marked import read_words as read_any
from cms.translation.memory import words
from cms.translation.memory.index import open_index
from cms.translation.memory.matching import EXACT, IN_PLACE, find_whole

INVISIBLE = {"Cc", "Cf", "Mn", "Me"}
Band = Literal["repetitions", "101", "100", "95-99", "85-94", "75-84", "60-74", "new"]
BANDS: tuple[Band, ...] = ("repetitions", "101", "100", "95-99", "85-94", "75-84", "60-74", "new")
FUZZY: tuple[tuple[int, Band], ...] = ((95, "95-99"), (85, "85-94"), (75, "75-84"), (60, "60-74"))
"""The least percentage of each band, the highest first."""


class Volume(Struct, frozen=True):
    """What is in one band: `units` are words of Italian, characters of Chinese."""

    segments: int = 0
    units: int = 0


class Analysis(Struct, frozen=True, kw_only=True):
    """One job against the memory as it was at that moment."""

    source_locale: str
    target_locale: str
    made_at: datetime
    bands: dict[Band, Volume]

    @property
    def total(self) -> Volume:
        """All bands together."""
        volumes = self.bands.values()
        return Volume(sum(each.segments for each in volumes), sum(each.units for each in volumes))


def count(data: str, locale: str) -> int:
    """The volume of a marked text in its language: words, or characters of Chinese."""
    text = read_any(data)
    return count_characters(text) if locale.startswith("zh") else count_words(text)


def count_words(text: str) -> int:
    """Runs without blanks in which there is a letter or a digit."""
    return sum(1 for run in text.split() if any(character.isalnum() for character in run))


def count_characters(text: str) -> int:
    """All but blanks and what is not seen by itself."""
    return sum(
        1
        for character in text
        if not character.isspace() and unicodedata.category(character) not in INVISIBLE
    )


def analyse(
    texts: Iterable[tuple[str, str]],
    source_locale: str,
    target_locale: str,
    *,
    hidden: Collection[UUID] = (),
    now: datetime | None = None,
) -> Analysis:
    """The texts of a job, each with its place as `units.place` writes it, by what the memory has of them.

    A text that stands in the job before is a repetition, unless the memory has it whole.
    """
    bands = dict.fromkeys(BANDS, Volume())
    seen: set[str] = set()
    for source, path in texts:
        band = _find_band(source, source_locale, target_locale, path, hidden, seen)
        had, size = bands[band], count(source, source_locale)
        bands[band] = Volume(had.segments + 1, had.units + size)
    return Analysis(
        source_locale=source_locale,
        target_locale=target_locale,
        made_at=now or datetime.now(UTC),
        bands=bands,
    )


def _find_band(
    source: str,
    source_locale: str,
    target_locale: str,
    path: str,
    hidden: Collection[UUID],
    seen: set[str],
) -> Band:
    try:
        pieces = parse(source)
    except NotMarked:
        return "new"
    spelt = words.canonical(pieces, words.by_order(pieces))
    is_known = spelt in seen
    seen.add(spelt)
    percent = find_percent(pieces, source_locale, target_locale, path=path, hidden=hidden)
    if percent == IN_PLACE:
        return "101"
    if percent == EXACT:
        return "100"
    if is_known:
        return "repetitions"
    return next((band for least, band in FUZZY if percent >= least), "new")


def find_percent(
    pieces: Sequence[Piece],
    source_locale: str,
    target_locale: str,
    *,
    path: str = "",
    hidden: Collection[UUID] = (),
) -> int:
    """The percentage of the best match of the text as a whole; 0 where there is none from 60."""
    if not words.read_words(pieces).strip():
        return 0
    index = open_index(source_locale, target_locale)
    best = find_whole(index, pieces, path=path, limit=1, hidden=hidden)
    return best[0].percent if best else 0
