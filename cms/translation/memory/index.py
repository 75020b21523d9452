"""The memory as it is searched, in each process: every text as a string with one character for each token.

Of one direction: texts of `locale` that have a translation into `other`. Searched in two steps: by characters of one byte,
which several tokens may share, so that too much is found and fast; then by the whole ones. Holds no text, only its tokens and
the numbers of the units that have it; sentences of paragraphs whose translations have as many of them are texts too. What it
says of a unit is checked against the database by whoever shows it: a unit may have changed since.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from math import ceil, floor
from threading import Lock
from typing import Any

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from cms.translation.marked import NotMarked, Piece, parse
from cms.translation.memory import changes, words
from cms.translation.memory.changes import Moment
from cms.translation.memory.models import Unit
from cms.translation.memory.sentences import split_sentences

LEAST = 0.6
"""Below that likeness nothing is offered."""
SLIP = 1e-6
"""Of floating point: two of five is no less than 0.6 away from one."""
SENTENCES = 1000
"""More than a paragraph has: a place is unit × SENTENCES + sentence, which is 0 for the whole."""
FEW = 500
"""So many texts are put in their places one by one; more are sorted together with the others."""
ROUGHLY = 40
"""Texts that the second step looks at, beyond those that are asked for."""
BYTE = 256
NARROW = [chr(number) for number in range(BYTE)]
FIRST_SURROGATE, SURROGATES = 0xD800, 0x800


class Vocabulary:
    """A character for each token; those that were never seen before get the next free one."""

    def __init__(self) -> None:
        self.characters: dict[str, str] = {}

    def encode(self, tokens: Iterable[str]) -> str:
        """The tokens as one string."""
        known = self.characters
        return "".join([known.get(token) or self._add(token) for token in tokens])

    def _add(self, token: str) -> str:
        number = len(self.characters) + 1
        if number >= FIRST_SURROGATE:
            number += SURROGATES
        return self.characters.setdefault(token, chr(number))


class Rows(Struct, frozen=True):
    """The texts by length, each list in the same order. Replaced whole, so that a search sees one state."""

    lengths: list[int] = []
    codes: list[str] = []
    narrow: list[str] = []

    def add(self, codes: list[str]) -> Rows:
        """These and more."""
        rows = Rows(self.lengths.copy(), self.codes.copy(), self.narrow.copy())
        if len(codes) > FEW:
            rows.codes.extend(codes)
            rows.codes.sort(key=len)
            rows.lengths[:] = [len(code) for code in rows.codes]
            rows.narrow[:] = [narrow(code) for code in rows.codes]
            return rows
        for code in codes:
            place = bisect_right(rows.lengths, len(code))
            rows.lengths.insert(place, len(code))
            rows.codes.insert(place, code)
            rows.narrow.insert(place, narrow(code))
        return rows


def narrow(code: str) -> str:
    """The same with characters of one byte, which are compared several times as fast. Never further from another text."""
    return "".join([NARROW[ord(character) % BYTE] for character in code])


class Index:
    """One direction of the memory, kept fresh by `refresh`. Threads may search while one of them refreshes."""

    def __init__(self, locale: str, other: str) -> None:
        self.locale, self.other = locale, other
        self._lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self.moment: Moment | None = None
        self.vocabulary = Vocabulary()
        self.places: dict[str, tuple[int, ...]] = {}
        self._rows = Rows()

    def __len__(self) -> int:
        return len(self.places)

    def refresh(self) -> None:
        """Reads what changed since it last read; everything where it cannot know that."""
        with self._lock:
            now = changes.read_moment()
            if now == self.moment:
                return
            if self.moment is None or now.number < self.moment.number or not changes.happened(self.moment):
                self._clear()
                self._add(self._read(Unit.objects.filter(change__lte=now.number)))
            else:
                news = Unit.objects.filter(change__gt=self.moment.number, change__lte=now.number)
                self._add(self._read(news))
            self.moment = now

    def encode(self, pieces: Iterable[Piece]) -> str:
        """A text as it would stand in the index."""
        with self._lock:
            return self.vocabulary.encode(words.tokens(pieces))

    def texts(self) -> list[str]:
        """All texts, as they are encoded."""
        return self._rows.codes

    def find(self, code: str, limit: int, *, least: float = LEAST) -> list[tuple[str, float]]:
        """The likest texts with their likeness from `least` to 1, best first."""
        if not code:
            return []
        rows = self._rows
        low = bisect_left(rows.lengths, ceil(least * len(code) - SLIP))
        high = bisect_right(rows.lengths, floor(len(code) / least + SLIP))
        roughly = process.extract(
            narrow(code),
            rows.narrow[low:high],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=least - SLIP,
            limit=limit + ROUGHLY,
        )
        found = process.extract(
            code,
            [rows.codes[low + place] for _text, _likeness, place in roughly],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=least - SLIP,
            limit=limit,
        )
        return [(text, likeness) for text, likeness, _place in found]

    def _read(self, units: Any) -> Iterator[tuple[str, int]]:
        encode = self.vocabulary.encode
        both = {self.locale, self.other}
        # Languages are looked at here: asked for them, SQLite goes through all units for the few that are new.
        rows = units.filter(deleted_at=None)
        values = rows.values_list("pk", "source_locale", "target_locale", "source", "target")
        for pk, source_locale, target_locale, source, target in values.iterator(chunk_size=2000):
            if {source_locale, target_locale} != both:
                continue
            ours, theirs = (source, target) if source_locale == self.locale else (target, source)
            try:
                pieces, others = parse(ours), parse(theirs)
            except NotMarked:
                continue
            yield encode(words.tokens(pieces)), pk * SENTENCES
            for number, (sentence, _translation) in enumerate(
                pair_sentences(pieces, self.locale, others, self.other), 1
            ):
                yield encode(words.tokens(sentence)), pk * SENTENCES + number

    def _add(self, entries: Iterable[tuple[str, int]]) -> None:
        fresh: list[str] = []
        for code, place in entries:
            known = self.places.get(code)
            if known is None:
                fresh.append(code)
                self.places[code] = (place,)
            elif place not in known:
                self.places[code] = (*known, place)
        if fresh:
            self._rows = self._rows.add(fresh)


def pair_sentences(
    pieces: tuple[Piece, ...], locale: str, others: tuple[Piece, ...], other: str
) -> list[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """The sentences of a paragraph with those of its translation; none where it is one, or the counts differ."""
    sentences = split_sentences(pieces, locale)
    if len(sentences) == 1 or len(sentences) >= SENTENCES:
        return []
    translations = split_sentences(others, other)
    if len(sentences) != len(translations):
        return []
    return list(zip(sentences, translations, strict=True))


_indexes: dict[tuple[str, str], Index] = {}


def open_index(locale: str, other: str) -> Index:
    """This process's index of a direction, as fresh as the database."""
    index = _indexes.setdefault((locale, other), Index(locale, other))
    index.refresh()
    return index
