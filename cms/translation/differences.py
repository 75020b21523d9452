"""How two texts differ, in words: what went, what came. A Han character is a word of its own. Knows no Django."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz.distance import Indel

WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|\w+|\s+|[^\w\s]")

Change = Literal["same", "gone", "new"]


def split_words(text: str) -> list[str]:
    """Words, blanks and signs; joined they are the text again."""
    return WORD.findall(text)


def compare_words(old: str, new: str) -> tuple[tuple[Change, str], ...]:
    """Runs of text with what became of them, in reading order."""
    before, after = split_words(old), split_words(new)
    runs: list[tuple[Change, str]] = []
    for _what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if before[a:b] == after[c:d]:
            runs.append(("same", "".join(before[a:b])))
            continue
        runs += [("gone", "".join(before[a:b]))] if b > a else []
        runs += [("new", "".join(after[c:d]))] if d > c else []
    return tuple(runs)


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same words in the same order; blanks do not count."""
    a, b = ([word for word in split_words(text) if not word.isspace()] for text in (one, other))
    return Indel.normalized_similarity(a, b)
