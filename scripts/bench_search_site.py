"""A release of many pages for measuring search: the demonstration's documents, and as many again as are asked for.

Each is one of the demonstration's with a key, a path, a title and a text of its own: some sentences out of the demonstration,
the rest words that are as unevenly common as words are. No page is rendered: search reads the released JSON alone.
"""

from __future__ import annotations

import random
import re
import sys
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec
from bench_build import ROOT

sys.path.insert(0, str(ROOT))
from static_build.manifest import Entry, Making, Manifest
from static_build.release import Store
from static_build.search.released import Released

NAMESPACE = UUID("0d4e4f2c-6c0a-4b1f-9a57-6d0f7b6d2a55")
JSON, HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"
TYPES = {"news": 60, "event": 12, "technology": 12, "call": 8, "programme": 4, "publication": 4}
"""How often each, of a hundred."""
VOCABULARY, REAL, INVENTED = 40_000, 4, 8
"""Words that are invented; sentences of a page that are the demonstration's, and that are not."""
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "zo",
    "bra",
    "cri",
    "dro",
    "fle",
    "gno",
    "pla",
    "sci",
    "stra",
    "tri",
    "ven",
    "mol",
    "tar",
    "con",
    "per",
]
_SENTENCE = re.compile(r"(?<=[.?!。？！])\s*")


class Words:
    """Texts of one language, the same each time."""

    def __init__(self, locale: str, texts: list[str], titles: list[str]) -> None:
        self.chance = random.Random(f"search {locale}")  # noqa: S311 - the same words each time, no secret
        self.sentences = [each for text in texts for each in _SENTENCE.split(text) if 20 < len(each) < 300]
        self.titles = titles
        self._is_chinese = locale.startswith("zh")
        self._characters = sorted({each for text in texts for each in text if "\u4e00" <= each <= "\u9fff"})
        self._words = [self._invent() for _ in range(VOCABULARY)]
        self._weights = list(accumulate(1 / place for place in range(2, VOCABULARY + 2)))

    def _invent(self) -> str:
        if self._is_chinese:
            return "".join(self.chance.choices(self._characters, k=2))
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4)))

    def some(self, count: int) -> str:
        """So many invented words; few of them make up most."""
        total = self._weights[-1]
        words = (self._words[bisect(self._weights, self.chance.random() * total)] for _ in range(count))
        return ("" if self._is_chinese else " ").join(words)

    def title(self) -> str:
        """A title that no other page has."""
        return f"{self.chance.choice(self.titles)}: {self.some(4)}"

    def paragraph(self) -> str:
        """Sentences out of the demonstration among invented ones."""
        real = self.chance.choices(self.sentences, k=REAL)
        stop = "。" if self._is_chinese else ". "
        invented = [f"{self.some(self.chance.randint(8, 20))}{stop}" for _ in range(INVENTED)]
        return "".join(self.chance.sample([*real, *invented], k=REAL + INVENTED))


def make_release(demonstration: Path, home: Path, documents: int) -> Store:
    """A data folder whose release has so many searchable pages in all, half of them in each language."""
    old, store = Store(demonstration), Store(home)
    store.prepare()
    current = old.current() or ""
    manifest, released = old.manifest(current), Released(old, current)
    outputs: dict[str, Entry] = {}
    for path, entry in manifest.outputs.items():
        if not path.startswith(("search/static/", "media/")):
            store.put(old.read(entry.sha256))
            outputs[path] = entry
    missing = max(0, documents - len(released.places()))
    locales = sorted({locale for _, locale in released.places()})
    for locale in locales:
        outputs |= invent(old, store, released, locale, missing // len(locales))
    with store.lock():
        store.release(Manifest(outputs=outputs), Making(now=old.record(current).now))
    return store


def invent(
    old: Store, store: Store, released: Released, locale: str, count: int
) -> Iterator[tuple[str, Entry]]:
    """The JSON of so many pages, and the page of each."""
    places = sorted(place for place in released.places() if place[1] == locale)
    entries = list(released.entries(places))
    words = Words(locale, [each.body for each in entries], [each.title for each in entries])
    bases: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        file = msgspec.json.decode(old.read(released.document_sha256(place)))
        bases.setdefault(file["document"]["type"], []).append(file)
    types = words.chance.choices(list(TYPES), list(TYPES.values()), k=count)
    for number, type in enumerate(types):
        base = words.chance.choice(bases[type])
        document = another(base["document"], words, number)
        digest, size = store.put(msgspec.json.encode({**base, "document": document}))
        key = document["key"]
        yield (
            f"api/documents/v1/{locale}/{type}/{key}.json",
            Entry(sha256=digest, size=size, type=JSON, fingerprint=digest[:40]),
        )
        yield (
            f"{document['path'].strip('/')}/index.html",
            Entry(sha256=digest, size=size, type=HTML, fingerprint=digest[:40], document=f"{key}@{locale}"),
        )


def another(document: dict[str, Any], words: Words, number: int) -> dict[str, Any]:
    """A document like this one about something else."""
    return {
        **document,
        "key": str(uuid5(NAMESPACE, f"{document['type']} {number}")),
        "path": f"{document['path'].rstrip('/')}-{number}/",
        "title": words.title(),
        "summary": words.some(20),
        "alternates": [],
        "body": [{"block": "paragraph", "html": f"<p>{words.paragraph()}</p>", "id": str(UUID(int=number))}],
    }
