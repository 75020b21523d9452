"""A query understood: words come in, concepts go out, each in all the forms that may stand for it. Knows no server.

What readers write is never run: it is cut into words, and each is looked for as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from site_content.search.chinese import RUN, STOP_PHRASES, simplify, simplify_words, split_pinyin
from site_content.search.intents import Intent
from site_content.search.italian import STOP_WORDS, stem
from site_content.search.lexicon import Lexicon, Meaning, read_words
from site_content.search.text import compact, fold, has_han, normalise

_QUOTED = re.compile(
    r'["“«《]([^"“”«»《》]{2,})["”»》]|(?<![\w-])((?=[\w/-]*\d)[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)+)(?![\w-])'
)
"""What stands in quotation marks, and what is joined by hyphens and has a digit: identifiers."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_CONCEPTS = 12
_NO_INTENT = Intent()
_STOPS = re.compile("|".join(sorted(STOP_PHRASES, key=len, reverse=True)))


class Concept(Struct, frozen=True, kw_only=True):
    """A word or phrase of the query and what else would do for it."""

    text: str
    """As it is looked for: simplified, elisions parted."""
    synonyms: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    intent: Intent | None = None
    acronym: str = ""
    """In capitals, where it was written so."""
    pinyin: tuple[str, ...] = ()
    """Its syllables, where it can be read as pinyin."""
    is_last: bool = False
    """May be half a word yet."""
    is_quoted: bool = False
    is_weak: bool = False
    """Lifts where it is found, and is not asked for."""


class Query(Struct, frozen=True, kw_only=True):
    """What was asked."""

    text: str
    """Normalised, as answers repeat it."""
    phrase: str
    """The whole of it as one phrase."""
    concepts: tuple[Concept, ...]
    identifiers: tuple[str, ...] = ()
    """What in it may be an identifier, compact."""

    def run(self) -> str:
        """The whole of it where it is one run of Chinese characters, of four at least; else empty."""
        return self.phrase if len(self.phrase) > 3 and RUN.fullmatch(self.phrase) else ""

    def asks(self, what: Callable[[Intent], bool]) -> bool:
        """Whether any word of it means this."""
        return any(each.intent is not None and what(each.intent) for each in self.concepts)

    def required(self, *, relaxed: bool = False) -> tuple[Concept, ...]:
        """The concepts that a page must have most of: what is no intent; where there is nothing else or `relaxed`, all."""
        firm = tuple(each for each in self.concepts if not each.is_weak) or self.concepts
        return (() if relaxed else tuple(each for each in firm if not each.intent)) or firm


def understand(text: str, lexicon: Lexicon) -> Query:
    """The query in `text`. No concepts where there is no word in it."""
    normal = normalise(text)
    written = simplify(normal)
    is_ended = text.endswith((" ", "\u3000"))
    concepts = tuple(_concepts_in(written, lexicon))[:_MOST_CONCEPTS]
    if concepts and not is_ended and not concepts[-1].is_quoted:
        concepts = (*concepts[:-1], _as_last(concepts[-1]))
    return Query(
        text=normal,
        phrase=" ".join(read_words(written)),
        concepts=concepts,
        identifiers=tuple(_identifiers_in(normal)),
    )


def _as_last(concept: Concept) -> Concept:
    return replace(concept, is_last=True)


def _concepts_in(written: str, lexicon: Lexicon) -> Iterator[Concept]:
    end = 0
    for quoted in _QUOTED.finditer(written):
        yield from _read(written[end : quoted.start()], lexicon)
        yield Concept(text=(quoted[1] or quoted[2]).strip(), is_quoted=True)
        end = quoted.end()
    yield from _read(written[end:], lexicon)


def _read(written: str, lexicon: Lexicon) -> Iterator[Concept]:
    words = read_words(written)
    shouts = written.isupper()
    firm = [word for word in words if not _says_nothing(word, lexicon, shouts=shouts)] or words
    position = 0
    while position < len(firm):
        if has_han(firm[position]):
            yield from _cut_run(firm[position], lexicon)
            position += 1
            continue
        length, meaning = _longest_phrase(firm, position, lexicon)
        yield _concept(" ".join(firm[position : position + length]), meaning, lexicon)
        position += length


def _says_nothing(word: str, lexicon: Lexicon, *, shouts: bool) -> bool:
    """`shouts`: the whole query is in capitals, so that capitals tell no acronym; then only one that is known counts."""
    if fold(word) not in STOP_WORDS:
        return False
    is_acronym = (
        len(word) > 1 and word.isupper() and (not shouts or lexicon.look_up((stem(fold(word)),)) is not None)
    )
    return not is_acronym


def _longest_phrase(words: list[str], start: int, lexicon: Lexicon) -> tuple[int, Meaning | None]:
    ahead = words[start : start + lexicon.longest]
    stems = [word if has_han(word) else stem(fold(word)) for word in ahead]
    for length in range(len(stems), 0, -1):
        meaning = lexicon.look_up(tuple(stems[:length]))
        if meaning:
            return length, meaning
    return 1, None


def _concept(text: str, meaning: Meaning | None, lexicon: Lexicon) -> Concept:
    known = meaning or Meaning()
    year = int(text) if _YEAR.fullmatch(text) else 0
    is_acronym = text.isupper() and text.isalnum() and not has_han(text) and 1 < len(text) <= 8
    pinyin = () if is_acronym or " " in text else split_pinyin(text)
    names = tuple(_names_spelt(pinyin)) if not known.synonyms and lexicon.locale != "it" else ()
    return Concept(
        text=text,
        synonyms=(*known.synonyms, *names),
        across=known.across,
        intent=Intent(year=year) if year else known.intent,
        acronym=text if is_acronym else "",
        pinyin=pinyin,
        is_weak=known.intent is not None and known.intent.says_only_when(),
    )


def _names_spelt(pinyin: tuple[str, ...]) -> Iterator[str]:
    """A Chinese name typed as one word, as it is written in Latin letters, in both orders: `zhaoyicheng` is Zhao Yicheng."""
    if 2 <= len(pinyin) <= 3:
        yield f"{pinyin[0]} {''.join(pinyin[1:])}"
        yield f"{pinyin[-1]} {''.join(pinyin[:-1])}"


def _cut_run(run: str, lexicon: Lexicon) -> Iterator[Concept]:
    """The concepts in a run of Chinese characters: known words, and what stands between them."""
    pieces = [piece for part in _without_stops(run) for piece in _cut(part, lexicon)]
    for piece in pieces:
        meaning = lexicon.han.get(piece) or Meaning()
        other = simplify_words(piece)
        yield Concept(
            text=piece,
            synonyms=(*meaning.synonyms, *((other,) if other != piece else ())),
            across=meaning.across,
            intent=meaning.intent,
            is_weak=(len(piece) == 1 and len(pieces) > 1) or (meaning.intent or _NO_INTENT).says_only_when(),
        )


def _without_stops(run: str) -> list[str]:
    return [part for part in _STOPS.split(run) if part] or [run]


def _cut(run: str, lexicon: Lexicon) -> list[str]:
    """The cheapest way to cut a run.

    A known word costs 1, a stretch that is not known 2 and 0.8 for each character, a character alone 3 more.
    """
    costs: list[tuple[float, int, bool]] = [(0.0, 0, True)]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(end):
            length = end - start
            if length <= lexicon.longest_han and run[start:end] in lexicon.han:
                ways.append((costs[start][0] + 1, start, True))
            if costs[start][2]:
                ways.append(
                    (
                        costs[start][0] + 2 + 0.8 * length + (3 if length == 1 and len(run) > 1 else 0),
                        start,
                        False,
                    )
                )
        costs.append(min(ways))
    pieces: list[str] = []
    end = len(run)
    while end:
        start = costs[end][1]
        pieces.append(run[start:end])
        end = start
    return pieces[::-1]


def _identifiers_in(text: str) -> Iterable[str]:
    """Up to six neighbouring pieces read as one identifier: it has a digit, and letters or five digits."""
    parts = [part for part in re.split(r"[\s\-/_.·‐-―]+", text) if part and not RUN.search(part)][:12]
    found: dict[str, None] = {}
    for start in range(len(parts)):
        for end in range(start + 1, min(start + 7, len(parts) + 1)):
            candidate = compact("".join(parts[start:end]))
            has_digit = any(each.isdigit() for each in candidate)
            if has_digit and 4 <= len(candidate) <= 32 and (not candidate.isdigit() or len(candidate) >= 5):
                found[candidate] = None
    return found
