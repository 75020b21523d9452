"""Other spellings: what the server knows of the words comes in, a corrected query goes out. Asks nothing itself.

Latin words by distance; Chinese by sound, as people type it: a wrong character is mostly one that is spoken alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from site_content.search.chinese import runs_of, spell
from site_content.search.query import Query
from site_content.search.text import fold, has_han

Clause = dict[str, Any]
_LONG = 8
"""From so many letters on two may be wrong."""
_MOST_SOUNDS = 4
_SHORTEST_CORRECTED = 4
_TIMEOUT = "300ms"


def misspelt(query: Query) -> list[str]:
    """The Latin words of a query which may have a wrong letter."""
    words = [word for concept in query.concepts if not concept.is_quoted for word in concept.text.split()]
    return [
        word
        for word in map(fold, words)
        if len(word) >= _SHORTEST_CORRECTED and word.isalpha() and not has_han(word)
    ]


def question_of_spelling(words: Iterable[str]) -> Clause:
    """Which words of the index are near those of them that it does not know."""
    near = {
        "field": "words",
        "suggest_mode": "missing",
        "min_word_length": _SHORTEST_CORRECTED,
        "prefix_length": 1,
        "max_edits": 2,
        "size": 5,
    }
    return {
        "query": {"match_none": {}},
        "size": 0,
        "suggest": {"text": " ".join(words), "words": {"term": near}},
        "timeout": _TIMEOUT,
    }


def correct(query: Query, answer: Any) -> str:
    """The query with its misspelt words in the nearest spelling that the index knows; empty where there is none.

    `answer`: to `question_of_spelling`.
    """
    better = {
        each["text"]: _nearest(each["text"], each["options"])
        for each in answer.get("suggest", {}).get("words", [])
    }
    words = query.text.split()
    corrected = [better.get(fold(word)) or word for word in words]
    return " ".join(corrected) if corrected != words else ""


def _nearest(word: str, options: Iterable[Any]) -> str:
    allowed = 1 if len(word) < _LONG else 2
    known = [(distance(word, each["text"]), -each["freq"], each["text"]) for each in options]
    near = [each for each in known if each[0] <= allowed]
    return min(near)[2] if near else ""


def distance(one: str, other: str) -> int:
    """How many letters are put in, left out, changed or swapped with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def misheard(query: Query) -> list[str]:
    """The Chinese pieces of a query which may have a wrong character."""
    pieces = [each.text for each in query.concepts if has_han(each.text) and len(each.text) > 1]
    return list(dict.fromkeys(pieces))[:_MOST_SOUNDS]


def question_of_sound(piece: str) -> Clause:
    """Which titles, names and topics have something that sounds alike."""
    syllables = " ".join(spell(piece))
    return {
        "query": {
            "multi_match": {"query": syllables, "type": "phrase", "fields": ["title_pinyin^2", "name_pinyin"]}
        },
        "size": 3,
        "_source": ["title", "names", "topic_names"],
        "timeout": _TIMEOUT,
    }


def correct_sounds(phrase: str, answers: dict[str, Any]) -> str:
    """The phrase with each piece as a title or a name writes it; empty where nothing is to be changed."""
    corrected = phrase
    for piece, answer in answers.items():
        known = list(_alike(piece, answer))
        if known and piece not in known:
            corrected = corrected.replace(piece, known[0])
    return corrected if corrected != phrase else ""


def _alike(piece: str, answer: Any) -> Iterator[str]:
    syllables, length = spell(piece), len(piece)
    for hit in answer["hits"]["hits"]:
        source = hit["_source"]
        for text in (source["title"], *source.get("names", ()), *source.get("topic_names", ())):
            for run in runs_of(text):
                spelt = spell(run)
                for start in range(len(spelt) - length + 1):
                    if spelt[start : start + length] == syllables:
                        yield run[start : start + length]
