"""Where a wording stands in a text: Italian in any number and gender, Chinese by its characters. Asks no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from site_content.search.italian import ELIDED, stem
from site_content.search.text import fold, listed

_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_WORD = re.compile(r"[^\W_]+")
_LINKS = frozenset(ELIDED) | frozenset(
    listed(
        """
    a ad al alla alle allo agli ai da dal dalla dalle dallo dagli dai di del della delle dello degli dei e ed il in nel nella
    nelle nello negli nei la le lo gli i per su sul sulla sulle sui tra fra un una uno con
        """
    )
)
"""Articles and prepositions, which change with number, gender and sentence."""
_BREAK = re.compile(r"[.;:!?()«»“”\n]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an Italian text, by its stem; a link is an article or a preposition."""

    stem: str
    start: int
    end: int
    is_link: bool


@lru_cache(maxsize=4096)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of an Italian text, in order."""
    folded = ((fold(each[0]), each.span()) for each in _WORD.finditer(text))
    return tuple(Word(stem(word), *span, word in _LINKS) for word, span in folded)


def strip_brackets(wording: str) -> str:
    """A wording less what stands in brackets: `Livello di maturità tecnologica (TRL)`."""
    return _BRACKETS.sub("", wording).strip() or wording


@lru_cache(maxsize=4096)
def key_of(wording: str) -> tuple[str, ...]:
    """The stems by which an Italian wording is found: links only at its beginning, `in scadenza` is not `scadenza`."""
    words = read_words(strip_brackets(wording))
    return tuple(word.stem for number, word in enumerate(words) if not number or not word.is_link)


def find_wording(text: str, wording: str, *, is_chinese: bool) -> list[tuple[int, int]]:
    """Every place of the wording in the text."""
    if is_chinese:
        bare = strip_brackets(wording)
        return [each.span() for each in re.finditer(re.escape(bare), text)] if bare else []
    words, key = read_words(text), key_of(wording)
    ends = ((words[at].start, end_of(text, words, at, key)) for at in range(len(words)))
    return [(start, words[end].end) for start, end in ends if end is not None]


def end_of(text: str, words: tuple[Word, ...], at: int, key: tuple[str, ...]) -> int | None:
    """The number of the last word of the key that begins with word `at`; None where it does not stand there."""
    if not key or words[at].stem != key[0]:
        return None
    last = at
    for wanted in key[1:]:
        after = last + 1
        while after < len(words) and words[after].is_link:
            after += 1
        if after == len(words) or words[after].stem != wanted:
            return None
        last = after
    return None if _BREAK.search(text, words[at].end, words[last].start) else last


def short_form(wording: str) -> str:
    """What stands in a wording's brackets, which says it as well: TRL. Empty where there are none."""
    found = _BRACKETS.search(wording)
    return found[0].strip(" ()（）") if found else ""


def find_variant(
    text: str, variant: str, wishes: Iterable[str], *, is_chinese: bool
) -> list[tuple[int, int]]:
    """Every place of a forbidden variant that is no part of a wished wording."""
    right = [span for wish in wishes for span in find_wording(text, wish, is_chinese=is_chinese)]
    found = find_wording(text, variant, is_chinese=is_chinese)
    return [(a, b) for a, b in found if not any(start <= a and b <= end for start, end in right)]
