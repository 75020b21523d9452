"""A bundle of the static index: entries come in, its files go out: words for Pagefind, what a hit shows, facts to rank by.

Pagefind's own fragments hold the words that it was given; in their place stand the texts that readers see.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from typing import Any

import msgspec

from site_content.search.entry import SearchEntry
from site_content.search.text import has_han
from static_build.errors import BuildError
from static_build.pagefind import GoOn, PageRecord, always, make_index
from static_build.static_words import cut_body, cut_sounds, join_words

FACTS = ".pf_facts"
"""Ends the name of the file with what the script ranks, filters and counts by; it is named by its content."""
ENTRY = "pagefind-entry.json"
NOTHING = "ψ"
"""The body of a page that has none, which Pagefind would leave out. Nobody asks for it."""
TEXT_LENGTH = 6000
"""Characters of a page's text from which an excerpt is taken."""
_SIGNATURE = b"pagefind_dcd"
_MARK = re.compile(rb'"url":"[^"?]*\?([0-9a-f]+)"')
_encoder = msgspec.json.Encoder(order="sorted")


def make_bundle(entries: Iterable[SearchEntry], go_on: GoOn = always) -> dict[str, bytes]:
    """The files of a bundle by their path in it. The same entries in the same order give the same bytes.

    Raises BuildError where Pagefind fails, and BrokenOff as soon as `go_on` says no.
    """
    shown: dict[str, tuple[bytes, list[Any]]] = {}
    characters: set[str] = set()

    def records() -> Iterator[PageRecord]:
        for entry in entries:
            fragment, facts = _encoder.encode(_shown(entry)), _facts(entry)
            mark = blake2b(fragment, digest_size=8).hexdigest()
            shown[mark] = fragment, facts
            record = _record(entry, mark)
            characters.update(filter(has_han, chain(record.content, *record.meta.values())))
            yield record

    made = make_index(records(), go_on)
    rows: list[list[Any]] = []
    files: dict[str, bytes] = {}
    for path, data in made.items():
        if path.endswith(".pf_fragment"):
            fragment, facts = shown[_MARK.findall(gzip.decompress(data))[0].decode()]
            files[path] = pack(fragment)
            rows.append([path.partition("_")[2].partition(".")[0], *facts])
        elif path.endswith((".pf_index", ".pf_meta")):
            files[path] = data
        elif path == ENTRY:
            told = {"characters": "".join(sorted(characters))}
            files[path] = _encoder.encode(msgspec.json.decode(data) | told)
    if len(rows) != len(shown):
        raise BuildError(
            f"Pagefind kept {len(rows)} of {len(shown)} pages. The release goes without this bundle."
        )
    facts_file = pack(_encoder.encode(sorted(rows)))
    files[f"facts.{blake2b(facts_file, digest_size=5).hexdigest()}{FACTS}"] = facts_file
    return files


def pack(data: bytes) -> bytes:
    """Compressed, and signed as Pagefind signs its files. The same data gives the same bytes."""
    return gzip.compress(_SIGNATURE + data, 9, mtime=0)


def unpack(data: bytes) -> bytes:
    """What was packed."""
    return gzip.decompress(data).removeprefix(_SIGNATURE)


def _record(entry: SearchEntry, mark: str) -> PageRecord:
    """`mark`: digest of what is shown of it. The address, which nobody searches, carries it into the fragment's name."""
    spelt = dict.fromkeys(sound for text in (entry.title, *entry.names) for sound in cut_sounds(text))
    meta = {
        "title": join_words([entry.title]),
        "summary": join_words([entry.summary, entry.headings]),
        "names": join_words([*entry.names, *entry.topic_names, *entry.identifiers]),
        "sounds": " ".join(spelt),
    }
    return PageRecord(
        url=f"/{entry.key}?{mark}",
        content=" ".join(cut_body(entry.body)) or NOTHING,
        meta={name: words for name, words in meta.items() if words},
    )


def _shown(entry: SearchEntry) -> dict[str, Any]:
    """What a hit is made of."""
    return {
        "key": entry.key,
        "type": entry.type,
        "url": entry.path,
        "title": entry.title,
        "summary": entry.summary,
        "text": entry.body[:TEXT_LENGTH],
        "date": entry.date,
        "begins_at": entry.begins_at,
        "ends_at": entry.ends_at,
    }


def _facts(entry: SearchEntry) -> list[Any]:
    """Type, state, day, topics, codes, and what the state will be: seconds since 1970 and the state, for each change."""
    return [
        entry.type,
        entry.state,
        entry.date.isoformat() if entry.date else "",
        list(entry.topics),
        list(entry.codes),
        [[_seconds(each.at), each.state] for each in entry.states],
    ]


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
