"""Compressed copies: right for the text beside them or not there, made once, and sent to who asks for them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any

import brotli
import pytest

from static_build import completion, compressed
from static_build.codings import CODINGS, choose_coding
from static_build.completion import Completed, Wanted, carry
from static_build.manifest import Entry, Making, Manifest
from static_build.release import Store
from tests.unit.static_build.small_store import NOW, read

TEXT = b"<p>innovazione aperta</p>" * 100
OTHER = b"<p>un altro testo</p>" * 100
HTML = "text/html; charset=utf-8"


@dataclass
class Files:
    """Texts by path, released with what the copies of the release before can still be used for."""

    store: Store

    def release(self, files: dict[str, bytes], **more: Any) -> Manifest:
        outputs = {}
        with self.store.lock():
            for path, data in files.items():
                sha256, size = self.store.put(data)
                type = "image/avif" if path.endswith("avif") else HTML
                outputs[path] = Entry(
                    sha256=sha256, size=size, type=type, fingerprint="", sources=(f"page:{path}",), **more
                )
            current = self.store.current()
            carried = carry(self.store.manifest(current), outputs, frozenset()) if current else {}
            manifest = Manifest(outputs={**outputs, **carried})
            self.store.release(manifest, Making(now=NOW))
        return manifest


@pytest.fixture
def files(store: Store) -> Files:
    return Files(store)


def completed(store: Store) -> Completed:
    made = complete(store)
    assert made is not None
    return made


def complete(store: Store) -> Completed | None:
    return completion.complete(store, Wanted(copies=True, static_index=False))


def test_each_text_gets_its_copies_in_a_release_that_completes_the_first(files: Files) -> None:
    files.release({"index.html": TEXT, "small.html": b"<p>", "x.avif": TEXT, "_headers": TEXT})
    first = files.store.current()
    made = completed(files.store)
    found = read(files.store)
    assert found.keys() - {"index.html", "small.html", "x.avif", "_headers"} == {
        "index.html.br",
        "index.html.gz",
    }
    assert brotli.decompress(found["index.html.br"]) == gzip.decompress(found["index.html.gz"]) == TEXT
    assert (made.record.completes, made.record.parent) == (first, first)
    assert made.manifest == files.store.manifest(files.store.current() or "")
    assert made.manifest.outputs["index.html.br"].sources == ("page:index.html",)
    assert complete(files.store) is None


def test_without_a_release_there_is_nothing_to_complete(store: Store) -> None:
    store.prepare()
    assert complete(store) is None


def test_a_page_that_changes_loses_its_copies_at_once_and_the_others_are_not_made_again(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.release({"a/index.html": TEXT, "b/index.html": TEXT + TEXT})
    completed(files.store)
    files.release({"a/index.html": OTHER, "b/index.html": TEXT + TEXT})
    assert read(files.store).keys() == {
        "a/index.html",
        "b/index.html",
        "b/index.html.br",
        "b/index.html.gz",
    }
    compressed_again: list[str] = []
    real = compressed._make_copies_of

    def make_copies_of(store: Store, path: str, *rest: Any) -> dict[str, Entry]:
        compressed_again.append(path)
        return real(store, path, *rest)

    monkeypatch.setattr(compressed, "_make_copies_of", make_copies_of)
    completed(files.store)
    assert compressed_again == ["a/index.html"]
    assert brotli.decompress(read(files.store)["a/index.html.br"]) == OTHER
    files.release({"b/index.html": TEXT + TEXT})
    assert read(files.store).keys() == {"b/index.html", "b/index.html.br", "b/index.html.gz"}


def test_the_same_text_gives_the_same_bytes() -> None:
    for coding in CODINGS:
        assert coding.compress(TEXT) == coding.compress(TEXT)
    assert CODINGS[1].compress(TEXT)[4:8] == bytes(4)  # no time in gzip's header


def test_what_does_not_get_smaller_has_no_copy(files: Files) -> None:
    import random

    files.release({"index.html": random.Random(1).randbytes(5000)})
    assert complete(files.store) is None


def test_a_release_made_meanwhile_gets_only_what_is_right_for_it_and_then_what_it_lacks(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.release({"a/index.html": TEXT, "b/index.html": OTHER})
    real, given = completion.make_copies, list[str]()

    def make_copies(store: Store, manifest: Manifest) -> dict[str, Entry]:
        made = real(store, manifest)
        if not given:
            files.release({"a/index.html": OTHER, "b/index.html": OTHER})
        given.append(store.current() or "")
        return made

    monkeypatch.setattr(completion, "make_copies", make_copies)
    made = completed(files.store)
    first, second = (files.store.manifest(each) for each in files.store.list_releases()[-2:])
    assert {path for path in first.outputs if path.endswith(".br")} == {"b/index.html.br"}
    assert second == made.manifest
    assert brotli.decompress(read(files.store)["a/index.html.br"]) == OTHER
    assert made.record.completes == made.record.parent
    assert len(given) == 2


def test_copies_keep_what_the_release_had(files: Files) -> None:
    files.release({"index.html": TEXT}, changes_at=NOW)
    with files.store.lock():
        current = files.store.current() or ""
        manifest = files.store.manifest(current)
        files.store.release(manifest, Making(now=NOW, documents={"news": "0" * 64}))
    made = completed(files.store)
    assert made.record.documents == {"news": "0" * 64}
    assert made.manifest.outputs["index.html.gz"].changes_at == NOW


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("identity, br;q=0.5", None),
        ("identity;q=0.5, br;q=0.5", "br"),
        ("", None),
        ("br;q=0, gzip;q=0", None),
        ("deflate", None),
        ("br;q=x", None),
        ("br;level=3", "br"),
    ],
)
def test_what_a_browser_asks_for_is_sent(accepted: str, chosen: str | None) -> None:
    coding = choose_coding(accepted, CODINGS)
    assert (coding.name if coding else None) == chosen


def test_what_every_page_waits_for_is_as_small_as_can_be(files: Files) -> None:
    text = b"".join(b".a%d{color:#%06x}" % (number, number * 7919) for number in range(400))
    files.release({"static/site.css": text, "it/index.html": text})
    copies = completed(files.store).manifest.outputs
    assert copies["static/site.css.br"].size < copies["it/index.html.br"].size
    assert copies["static/site.css.gz"].size == copies["it/index.html.gz"].size
    files.release({"static/site.css": text, "it/index.html": text})
    assert complete(files.store) is None, "the copies are still right"
