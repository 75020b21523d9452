"""The static search index: made after the pages, again only where something differs, and gone with the first word in it."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import msgspec
import pytest

from site_content.documents import TYPES
from site_content.search.entry import SearchEntry
from static_build import completion, static_index, static_records
from static_build.completion import Completed, Wanted, carry, complete
from static_build.errors import BuildError
from static_build.manifest import Entry, Making, Manifest
from static_build.pagefind import BrokenOff, PageRecord, make_index
from static_build.release import Store
from static_build.static_engine import traditional_forms
from static_build.static_index import LARGEST, SMALL, Bundle, plan_bundles
from static_build.static_records import make_bundle, unpack
from static_build.static_words import cut_body, cut_sounds, cut_words
from tests.unit.static_build.small_store import NOW, read, release

STATIC = Wanted(static_index=True)
KEYS = [f"{number:08x}-0000-4000-8000-000000000000" for number in (1, 0x40000000, 0x80000000, 0xC0000000)]


def entry(key: str = KEYS[0], **more: object) -> SearchEntry:
    fields = {"locale": "it", "type": "news", "path": f"/it/news/{key}/", "title": "Titolo", "body": "Corpo"}
    return SearchEntry(key=key, **{**fields, **more})  # type: ignore[arg-type]


def document(key: str, title: str, *, names: tuple[str, ...] = ()) -> bytes:
    """The released JSON of a news item."""
    made = TYPES["news"](
        key=key,
        locale="it",
        source_locale="it",
        path=f"/it/news/{key}/",
        title=title,
        summary=f"Riassunto di {title}",
        date=date(2026, 11, 2),
        refs=names,
    )
    return msgspec.json.encode({"document": made})


@dataclass
class Pages:
    """News by key, released with what the last release lets them keep of its static index."""

    store: Store
    titles: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def release(self) -> Manifest:
        outputs = {}
        with self.store.lock():
            for key, title in self.titles.items():
                for path, data, page in (
                    (f"it/news/{key}/index.html", title.encode(), f"{key}@it"),
                    (
                        f"api/documents/v1/it/news/{key}.json",
                        document(key, title, names=self.names.get(key, ())),
                        "",
                    ),
                ):
                    digest, size = self.store.put(data)
                    outputs[path] = Entry(
                        sha256=digest,
                        size=size,
                        type="",
                        fingerprint=digest,
                        sources=(f"{key}@it",),
                        document=page,
                    )
            current = self.store.current()
            base = self.store.manifest(current) if current else Manifest()
            carried = carry(base, outputs, {f"{key}@it" for key in self.titles})
            self.store.release(Manifest(outputs={**outputs, **carried}), Making(now=NOW))
        return self.store.manifest(self.store.current() or "")

    def static(self) -> dict[str, Entry]:
        return static_index.static_files(self.store.manifest(self.store.current() or ""))


@pytest.fixture
def pages(store: Store) -> Pages:
    titles = ("Robotica", "Brevetti", "Mobilità", "Energia")
    return Pages(store, dict(zip(KEYS, titles, strict=True)))


def completed(store: Store) -> Completed:
    made = complete(store, STATIC)
    assert made is not None
    return made


def readable(store: Store) -> str:
    """Every byte that the public may read, unpacked."""
    files = read(store)
    packed = (".gz", ".pf_fragment", ".pf_index", ".pf_meta", ".pf_facts", ".pagefind")
    return "\n".join(
        (gzip.decompress(data) if path.endswith(packed) else data).decode("utf-8", "replace")
        for path, data in files.items()
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’innovazione dell'Università", ["lω", "innovazionω", "dellω", "universitω"]),
        ("機器人", ["机器", "器人", "人"]),
        ("工业4.0", ["工业", "业", "40ω"]),
        ("５Ｇ, R&S", ["5gω", "rsω"]),
        ("arte", ["artω"]),
        ("— ·", []),
    ],
)
def test_a_text_is_cut_into_its_words(text: str, words: list[str]) -> None:
    assert list(cut_words(text)) == words


def test_words_that_say_nothing_are_found_in_titles_alone() -> None:
    assert list(cut_body("di che cosa si tratta: robot robot robot robot")) == ["trattω"] + ["robotω"] * 3
    assert "chiω" in list(cut_words("Chi siamo"))


def test_chinese_is_found_by_its_sound() -> None:
    assert list(cut_sounds("王若琳")) == ["wangψ", "ruoψ", "linψ", "wangruoψ", "ruolinψ"]
    assert list(cut_sounds("Bergamo")) == []


def test_the_same_entries_give_the_same_bytes_and_another_word_others() -> None:
    entries = [entry(key, title=f"Titolo {place}") for place, key in enumerate(KEYS)]
    assert make_bundle(entries) == make_bundle(list(entries))
    assert make_bundle(entries).keys() != make_bundle([*entries[1:], entry(title="Altro")]).keys()


def test_what_a_hit_shows_is_the_text_and_not_its_words() -> None:
    moment = datetime(2026, 12, 1, 12, tzinfo=UTC)
    made = entry(title="L’arte", body="Un <b> & testo", date=date(2026, 11, 2), ends_at=moment)
    files = make_bundle([made])
    [fragment] = [json.loads(unpack(data)) for path, data in files.items() if path.endswith("fragment")]
    assert fragment == {
        "key": KEYS[0],
        "type": "news",
        "url": f"/it/news/{KEYS[0]}/",
        "title": "L’arte",
        "summary": "",
        "text": "Un <b> & testo",
        "date": "2026-11-02",
        "begins_at": None,
        "ends_at": "2026-12-01T12:00:00Z",
    }


def test_a_fragment_has_another_name_when_what_it_shows_is_another() -> None:
    """Browsers keep it for ever, and the words by which it is found may be the same."""
    one, other = (make_bundle([entry(title=title)]) for title in ("L’arte", "L'arte!"))
    assert [name for name in one if name in other and "fragment/" in name] == []


def test_a_page_without_a_body_is_found_too() -> None:
    """Pagefind leaves out what has no content."""
    files = make_bundle([entry(title="Anna Rossi", body=""), entry(KEYS[1])])
    assert sum(path.endswith(".pf_fragment") for path in files) == 2


def test_a_page_that_pagefind_leaves_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_records, "NOTHING", "")
    with pytest.raises(BuildError, match="kept 1 of 2 pages"):
        make_bundle([entry(title="Anna Rossi", body=""), entry(KEYS[1])])


def test_what_is_broken_off_while_it_is_fed_ends_with_that_alone() -> None:
    """Pagefind is ended with words still on their way to it: closing the pipe must raise nothing of its own."""
    is_fed = threading.Event()

    def records() -> Iterator[PageRecord]:
        for number in range(3):
            yield PageRecord(url=f"/{number}/", content="a", meta={})
        is_fed.set()
        time.sleep(0.5)  # it is ended meanwhile
        yield PageRecord(url="/last/", content="a", meta={})

    with pytest.raises(BrokenOff):
        make_index(records(), lambda: not is_fed.is_set())


def test_pagefind_that_refuses_or_is_broken_off_is_told() -> None:
    def records() -> Iterator[PageRecord]:
        yield PageRecord(url="/", content="a", meta={})
        raise BuildError("the released document is corrupt")

    with pytest.raises(BuildError, match="is corrupt"):
        make_index(records())
    with pytest.raises(BrokenOff):
        make_index([PageRecord(url="/", content="a", meta={})], lambda: False)


def test_a_release_gets_its_index_in_one_that_completes_it(pages: Pages) -> None:
    assert complete(pages.store, STATIC) is None
    pages.release()
    first = pages.store.current()
    made = completed(pages.store)
    assert (made.record.completes, made.record.parent) == (first, first)
    files = {path.removeprefix("search/static/") for path in pages.static()}
    assert {"it.json", "zh-hans.json", "it/others/pagefind-entry.json"} <= files
    told = json.loads(read(pages.store)["search/static/it.json"])
    [bundle] = told["bundles"]
    assert {told["module"], told["machine"]} < files
    assert bundle["meta"]
    assert {bundle["folder"] + bundle[name] for name in ("meta", "facts")} < files
    assert sum(path.endswith(".pf_fragment") for path in files) == len(KEYS)
    assert complete(pages.store, STATIC) is None


def test_an_index_completed_after_edits_is_that_of_a_new_site(pages: Pages, store: Store) -> None:
    pages.release()
    completed(store)
    pages.titles[KEYS[0]] = "Automazione"
    del pages.titles[KEYS[1]]
    pages.release()
    after = completed(store).manifest
    fresh = Pages(Store(store.home / "fresh"), pages.titles)
    fresh.release()
    assert completed(fresh.store).manifest.encode() == after.encode()


def test_only_bundles_with_another_page_are_made_again(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_index, "SMALL", 1)
    monkeypatch.setattr(static_index, "LARGEST", 2)
    pages.release()
    completed(pages.store)
    made: list[int] = []
    real = static_records.make_bundle

    def count(entries: Iterator[SearchEntry], *rest: object) -> Mapping[str, bytes]:
        every = list(entries)
        made.append(len(every))
        return real(every)

    monkeypatch.setattr(static_index, "make_bundle", count)
    before = pages.static()
    pages.titles[KEYS[0]] = "Automazione"
    pages.release()
    assert pages.static() == before, "a page that changed stays in the old bundle until the next is made"
    completed(pages.store)
    assert made == [2]


def test_a_withdrawn_page_is_in_no_byte_of_the_release_that_withdraws_it(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_index, "SMALL", 1)
    monkeypatch.setattr(static_index, "LARGEST", 2)
    pages.release()
    completed(pages.store)
    assert "Robotica" in readable(pages.store)
    del pages.titles[KEYS[0]]
    pages.release()
    assert "obotic" not in readable(pages.store)
    assert any(path.startswith("search/static/it/news-2-of-2/") for path in pages.static())
    assert not any(path.startswith("search/static/it/news-1-of-2/") for path in pages.static())
    completed(pages.store)
    assert "obotic" not in readable(pages.store)
    assert any(path.startswith("search/static/it/news") for path in pages.static())


def test_a_bundle_that_names_what_is_withdrawn_goes_too(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of people and topics are searched with the pages that name them."""
    monkeypatch.setattr(static_index, "SMALL", 1)
    monkeypatch.setattr(static_index, "LARGEST", 2)
    pages.names[KEYS[3]] = (KEYS[0],)
    pages.release()
    completed(pages.store)
    del pages.titles[KEYS[0]]
    pages.release()
    assert not any(path.startswith("search/static/it/news") for path in pages.static())


def test_without_the_guard_the_words_of_a_withdrawn_page_stay(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.release()
    completed(pages.store)
    monkeypatch.setattr(completion, "carry_static", lambda base, allowed: static_index.static_files(base))
    del pages.titles[KEYS[0]]
    pages.release()
    assert "obotic" in readable(pages.store)


def test_what_is_withdrawn_while_the_index_is_made_does_not_come_back(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.release()
    real = completion.make_static_index
    held: list[str] = []

    def make(*given: object) -> dict[str, Entry]:
        made = real(*given)  # type: ignore[arg-type]
        if not held:
            pages.titles.pop(KEYS[0])
            held.append("once")
            pages.release()
        return made

    monkeypatch.setattr(completion, "make_static_index", make)
    made = completed(pages.store)
    assert "obotic" not in readable(pages.store)
    assert any(path.endswith(".pf_fragment") for path in made.manifest.outputs)
    first_after = pages.store.manifest(pages.store.list_releases()[-2])
    assert not any(path.endswith(".pf_fragment") for path in first_after.outputs)


def test_broken_off_it_goes_on_where_it_was(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_index, "SMALL", 1)
    monkeypatch.setattr(static_index, "LARGEST", 2)
    pages.release()
    before, made = pages.store.current(), list[int]()
    real = static_records.make_bundle

    def make(entries: Iterator[SearchEntry], go_on: object) -> Mapping[str, bytes]:
        if len(made) == 1:
            made.append(0)
            raise BrokenOff
        made.append(1)
        return real(entries)

    monkeypatch.setattr(static_index, "make_bundle", make)
    with pytest.raises(BrokenOff):
        complete(pages.store, STATIC)
    assert pages.store.current() == before
    completed(pages.store)
    assert made == [1, 0, 1]


class _Released:
    """As many pages of one type as a test wants."""

    def __init__(self, count: int) -> None:
        self._keys = [
            f"{number * 0x10000 // count:04x}0000-0000-4000-8000-{number:012x}" for number in range(count)
        ]

    def digests(self, locale: str) -> dict[str, str]:
        return dict.fromkeys(self._keys, "0") if locale == "it" else {}

    def paths_for(self, place: tuple[str, str]) -> Iterator[str]:
        yield f"api/documents/v1/it/news/{place[0]}.json"


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (SMALL - 1, ["others"]),
        (SMALL, ["news"]),
        (LARGEST, ["news"]),
        (LARGEST + 1, ["news-1-of-2", "news-2-of-2"]),
        (3 * LARGEST, [f"news-{part}-of-4" for part in (1, 2, 3, 4)]),
    ],
)
def test_no_bundle_is_too_large_and_every_page_is_in_one(count: int, names: list[str]) -> None:
    bundles: list[Bundle] = plan_bundles(_Released(count))  # type: ignore[arg-type]
    assert [each.folder for each in bundles] == [f"search/static/it/{name}/" for name in names]
    assert sum(len(each.places) for each in bundles) == count
    assert len({place for each in bundles for place in each.places}) == count
    assert max(len(each.places) for each in bundles) <= LARGEST


def test_traditional_forms_are_told_of_characters_that_there_are() -> None:
    assert traditional_forms(frozenset("机人")) == "機机"
    assert traditional_forms(frozenset()) == ""


def test_other_files_of_a_release_are_as_they_were(store: Store) -> None:
    release(store, {"index.html": b"uno", "search/static.html": b"due"})
    before = store.manifest(store.current() or "").outputs
    completed(store)
    after = store.manifest(store.current() or "").outputs
    assert {path: after[path] for path in before} == before
