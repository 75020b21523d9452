"""Where words stand in the memory: as they are typed, or in other forms and with a slip of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from rapidfuzz import fuzz, process

from cms.translation.marked import Text
from cms.translation.memory import words
from cms.translation.memory.index import SENTENCES, Index, open_index
from site_content.search.italian import stem

ITALIAN, CHINESE = "it", "zh-hans"
HAN = re.compile(f"[{words.HAN}]")
SHORTEST = 4
"""Letters of a word for which a similar one is looked for."""
SIMILAR = 80.0
WORDS = 12
"""Of a query; more are left out."""
MOST = 0.7
"""The share of a query's words that a text must have."""
LEAST = 60.0
FOUND = 200


def find_similar(query: str) -> list[int]:
    """The numbers of the units that have most of the words in some form, the likest first; of no more than FOUND texts."""
    is_chinese = bool(HAN.search(query))
    index = open_index(*((CHINESE, ITALIAN) if is_chinese else (ITALIAN, CHINESE)))
    asked = [token for token in words.split(query) if token.isalnum()][:WORDS]
    patterns = [_pattern(index, token) for token in dict.fromkeys(asked)]
    if not patterns:
        return []
    needed = ceil(MOST * len(patterns))
    found = []
    for code in index.texts():
        count = sum(1 for pattern in patterns if pattern and pattern.search(code))
        if count >= needed:
            found.append((count, code))
    whole = index.encode([Text(query)])
    ranked = sorted(found, key=lambda one: (-one[0], -fuzz.partial_ratio(whole, one[1]), len(one[1])))
    if is_chinese:
        # Characters are in every text somewhere: only together they are words.
        ranked = [one for one in ranked if fuzz.partial_ratio(whole, one[1]) >= LEAST]
    return _units(index, [code for _count, code in ranked[:FOUND]])


def _pattern(index: Index, token: str) -> re.Pattern[str] | None:
    """What finds the token and those like it in encoded texts; None where no text has one."""
    known = index.vocabulary.characters
    alike = {token} & known.keys()
    if len(token) >= SHORTEST:
        root = stem(words.fold(token))
        alike |= {word for word in known if word[:2] == token[:2] and stem(words.fold(word)) == root}
        near = process.extract(token, list(known), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=20)
        alike |= {word for word, _score, _place in near}
    return re.compile("[" + "".join(re.escape(known[word]) for word in alike) + "]") if alike else None


def _units(index: Index, codes: Iterable[str]) -> list[int]:
    numbers = (place // SENTENCES for code in codes for place in index.places.get(code, ()))
    return list(dict.fromkeys(numbers))
