"""How a language is laid out in Elasticsearch: analyzers, fields, and the fields of an entry. Asks no server.

Both languages' indices have the same fields, so that one question can go to both; only the analyzers differ.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from site_content import search as search_rules
from site_content.documents import CARDS
from site_content.search.chinese import runs_of, simplify, spell
from site_content.search.entry import SearchEntry
from site_content.search.italian import ELIDED
from site_content.search.lexicon import pin_key
from site_content.search.text import HAN, compact, fold, has_han, mend_signs

STATES = tuple(dict.fromkeys(state for card in CARDS.values() for state in card.STATES))
"""Every state that a page can be in."""
_SPOKEN = ("chinese.py", "entries.py", "entry.py", "italian.py", "lexicon.py", "text.py")
_ACRONYM = re.compile(r"(?<!\w)[A-Z][A-Z0-9]{1,9}(?!\w)")
_MOST_ACRONYMS = 64
_HAN = re.compile(f"[{HAN}]+")
_AROUND_WORDS = '.,;:!?…()[]«»“”"（），。、；：！？《》'


def settings_of(locale: str) -> dict[str, Any]:
    """The settings of a language's index: one shard, no copy, analyzers."""
    endings = ["light_italian", "asciifolding", "short_endings"] if locale == "it" else ["asciifolding"]
    return {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "max_result_window": 10_000,
        "similarity": {"default": {"type": "BM25", "k1": 1.0, "b": 0.6}},
        "analysis": {
            "char_filter": {"capitals_joined": _CAPITALS_JOINED},
            "filter": _FILTERS,
            "analyzer": {
                "stems": _analyzer("bigrams_kept", *endings),
                "stems_asked": {
                    **_analyzer("bigrams_asked", *endings),
                    "char_filter": ["capitals_joined"],
                },
                "roots": _analyzer("no_han", "root_italian", "asciifolding"),
                "exact": _analyzer("no_han", "asciifolding"),
                "pinyin": {"type": "whitespace"},
            },
        },
    }


_CAPITALS_JOINED = {"type": "pattern_replace", "pattern": "(?<=[A-Z])&(?=[A-Z])", "replacement": "_"}
"""Of what is asked, as `mend_signs` does of what is indexed: R&D is one word."""
_FILTERS = {
    "elided": {"type": "elision", "articles": sorted(ELIDED), "articles_case": True},
    "no_apostrophe": {"type": "pattern_replace", "pattern": "['’]", "replacement": ""},
    "no_han": {"type": "keep_types", "types": ["<IDEOGRAPHIC>"], "mode": "exclude"},
    "bigrams_asked": {"type": "cjk_bigram"},
    "bigrams_kept": {"type": "cjk_bigram", "output_unigrams": True},
    "light_italian": {"type": "stemmer", "language": "light_italian"},
    "root_italian": {"type": "stemmer", "language": "italian"},
    "short_endings": {
        "type": "pattern_replace",
        "pattern": "^([a-z]{2,4}?)(?:[ih][ei]|i[ao]|[aeio])$(?<=^.{4,5})",
        "replacement": "$1",
    },
}


def _analyzer(*last: str) -> dict[str, Any]:
    """No character filter reads what is indexed: they took a third of a fill. `mend_signs` does what is left to do."""
    return {
        "type": "custom",
        "tokenizer": "standard",
        "filter": ["cjk_width", "elided", "lowercase", "no_apostrophe", *last],
    }


def _text(*, exact: bool = False, copied: tuple[str, ...] = ("front",), **more: Any) -> dict[str, Any]:
    """A text field; `exact`: with its Latin words as they are too, and their beginnings."""
    fields = {"exact": {"type": "text", "analyzer": "exact", "index_prefixes": _BEGINNINGS}} if exact else {}
    stems = {"type": "text", "analyzer": "stems", "search_analyzer": "stems_asked"}
    return {**stems, "fields": fields, "copy_to": list(copied), **more}


_BEGINNINGS = {"min_chars": 1, "max_chars": 12}


def mappings_of(locale: str) -> dict[str, Any]:
    """The strict mapping of a language's index; the same for all."""
    keyword, moment, kept = {"type": "keyword"}, {"type": "date"}, {"type": "object", "enabled": False}
    shown: dict[str, Any] = {"type": "keyword", "index": False, "doc_values": False}
    offsets: dict[str, Any] = {"index_options": "offsets"}
    bare = {"index_options": "docs", "norms": False}
    return {
        "dynamic": "strict",
        "_source": {"excludes": ["words"]},
        "properties": {
            "title": _text(exact=True, **offsets),
            "title_key": {"type": "keyword", "ignore_above": 500, "doc_values": False},
            "summary": _text(**offsets),
            "headings": _text(norms=False),
            "body": _text(copied=(), **offsets),
            "names": _text(exact=True, norms=False),
            "topic_names": _text(exact=True),
            "references": _text(),
            "front": _text(copied=(), norms=False),
            "words": {"type": "text", "analyzer": "exact", "copy_to": ["roots"], **bare},
            "roots": {"type": "text", "analyzer": "roots", **bare},
            "title_pinyin": {"type": "text", "analyzer": "pinyin"},
            "name_pinyin": {"type": "text", "analyzer": "pinyin"},
            "handles": keyword,
            "identifiers": keyword,
            "acronyms": keyword,
            "codes": keyword,
            "type": keyword,
            "topics": keyword,
            "topic_labels": keyword,
            "year": {"type": "short"},
            "date": moment,
            "dated": moment,
            "begins_at": moment,
            "ends_at": moment,
            "settled": keyword,
            "timeline": keyword,
            "during": {"properties": {state: {"type": "date_range"} for state in STATES}},
            "state": shown,
            "states": kept,
            "path": shown,
            "people": kept,
            "organisations": kept,
            "written": kept,
            "digest": {"type": "keyword", "index": False},
            "document_sha256": shown,
        },
    }


def fields_of(entry: SearchEntry, digest: str, *, document_sha256: str = "") -> dict[str, Any]:
    """The document that stands for an entry; its id is the entry's key.

    `digest`: of all that it was made from. `document_sha256`: of the released JSON document itself, by which the endpoint
    tells whether what is public now is what was indexed.
    """
    own = {"title": entry.title, "summary": entry.summary, "headings": entry.headings, "body": entry.body}
    simple = {name: simplify(mend_signs(text)) for name, text in own.items()}
    names, topics = ([simplify(each) for each in some] for some in (entry.names, entry.topic_names))
    fields: dict[str, Any] = {
        **simple,
        "words": _words_in((*simple.values(), *names, *topics, *entry.identifiers)),
        "title_key": pin_key(entry.title),
        "names": names,
        "topic_names": topics,
        "references": list(entry.identifiers),
        "title_pinyin": _spelt(entry.title) if entry.locale != "it" else [],
        "name_pinyin": [each for name in (*entry.names, *entry.topic_names) for each in _spelt(name)],
        "handles": list(dict.fromkeys(_handles_of(entry))),
        "identifiers": list(
            dict.fromkeys(each for known in entry.identifiers for each in _ways_to_write(known))
        ),
        "acronyms": _acronyms_in(entry),
        "codes": list(entry.codes),
        "type": entry.type,
        "topics": list(entry.topics),
        "topic_labels": [f"{key} {name}" for key, name in zip(entry.topics, entry.topic_names, strict=True)],
        "year": entry.date.year if entry.date else None,
        "date": _written(entry.date),
        "dated": _written(entry.date) if entry.ends_at is None else None,
        "begins_at": _written(entry.begins_at),
        "ends_at": _written(entry.ends_at),
        "state": entry.state,
        "states": [{"at": _written(each.at), "state": each.state} for each in entry.states],
        "path": entry.path,
        "people": [list(forms) for forms in entry.people],
        "organisations": [list(forms) for forms in entry.organisations],
        "written": {name: text for name, text in own.items() if text != simple[name]},
        "digest": digest,
        "document_sha256": document_sha256,
        **_spans_of(entry),
    }
    # Texts are there although empty: where few pages lack one, the lengths of all are kept in a slower form.
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}) or name in own}


def _words_in(texts: Iterable[str]) -> str:
    """Each word in Latin letters once, in no order that matters: the server then reads a third of what a page says twice."""
    parted = dict.fromkeys(_HAN.sub(" ", " ".join(texts)).lower().split())
    return " ".join(dict.fromkeys(each.strip(_AROUND_WORDS) for each in parted))


def _written(moment: date | datetime | None) -> str | None:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat() if moment else None


def _spans_of(entry: SearchEntry) -> dict[str, Any]:
    """When it is in which state: `settled` where it stays in its state, which is most pages, else a span for each."""
    if not entry.states:
        return {"settled": entry.state} if entry.state else {}
    spans: dict[str, list[dict[str, str]]] = {}
    changes = [(None, entry.state), *((_written(each.at), each.state) for each in entry.states), (None, "")]
    for (begin, state), (end, _) in pairwise(changes):
        span = {name: moment for name, moment in (("gte", begin), ("lt", end)) if moment}
        if state in STATES:
            spans.setdefault(state, []).append(span)
    return {"timeline": _timeline(entry), "during": spans}


def _timeline(entry: SearchEntry) -> str:
    """Its states as one value, to be counted at any moment: `open|2026-12-01T00:00:00Z closed`."""
    return "|".join((entry.state, *(f"{_written(each.at)} {each.state}" for each in entry.states)))


def state_in(timeline: str, moment: str) -> str:
    """The state that a timeline has at a moment, both as the index writes them."""
    state, *later = timeline.split("|")
    passed = [each.partition(" ") for each in later]
    return next((after for at, _, after in reversed(passed) if at <= moment), state)


def _spelt(text: str) -> list[str]:
    return [" ".join(spell(run)) for run in runs_of(text)]


def _handles_of(entry: SearchEntry) -> Iterator[str]:
    """Names as one word: joined, joined the other way round, and by the initials of Chinese ones."""
    for name in (*entry.names, *entry.topic_names):
        if has_han(name):
            syllables = spell(name)
            if 1 < len(syllables) <= 8:
                yield "".join(each[0] for each in syllables)
    for forms in entry.people:
        for name in forms:
            words = fold(name).split()
            if len(words) > 1 and not has_han(name):
                yield "".join(words)
                yield "".join(words[::-1])


def _ways_to_write(identifier: str) -> Iterator[str]:
    """Whole, and without its first parts as long as letters and digits are left: `PONTE-MOB-11` is also `MOB11`."""
    parts = [part for part in re.split(r"[\s\-/_.]+", identifier) if part]
    for start in range(len(parts)):
        rest = compact("".join(parts[start:]))
        if start == 0 or (len(rest) >= 4 and not rest.isdigit() and any(each.isdigit() for each in rest)):
            yield rest


def _acronyms_in(entry: SearchEntry) -> list[str]:
    texts: Iterable[str] = (
        entry.title,
        entry.summary,
        entry.headings,
        *entry.names,
        *entry.topic_names,
        entry.body,
    )
    found = dict.fromkeys(each for text in texts for each in _ACRONYM.findall(text))
    return list(found)[:_MOST_ACRONYMS]


@cache
def _digest() -> str:
    """Digest of the layout and of the code that fills it."""
    layout = {locale: (settings_of(locale), mappings_of(locale)) for locale in ("it", "zh-hans")}
    digest = hashlib.blake2b(msgspec.json.encode(layout, order="sorted"), digest_size=10)
    folder = Path(search_rules.__file__).parent
    for file in (Path(__file__), *(folder / name for name in _SPOKEN)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


VERSION = _digest()
"""Another one: what is in the index was made in another way, and must be made again."""
