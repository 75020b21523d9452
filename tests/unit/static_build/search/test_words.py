"""What goes to the server to be found by its words alone: each once, without Chinese, none lost."""

from __future__ import annotations

from typing import Any

import pytest

from site_content.search.entry import SearchEntry
from static_build.search.mapping import fields_of, mappings_of


def words_of(**more: Any) -> list[str]:
    given = {"key": "one", "locale": "it", "type": "page", "path": "/it/one/", "title": ""}
    return str(fields_of(SearchEntry(**{**given, **more}), "").get("words", "")).split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Il centro, il Centro; «il centro»…", ["il", "centro"]),
        ("L’innovazione e l'innovazione", ["l’innovazione", "e", "l'innovazione"]),
        ("面向工业4.0的5G技术（IoT）", ["4.0", "5g", "iot"]),
        ("R&D a 3,5 euro/mese.", ["r_d", "a", "3,5", "euro/mese"]),
        ("技术转移", []),
    ],
)
def test_each_word_once(text: str, words: list[str]) -> None:
    assert words_of(body=text) == words


def test_words_of_every_field() -> None:
    found = words_of(
        title="Uno",
        summary="due",
        headings="tre",
        body="uno quattro",
        names=("Cinque",),
        topics=("six",),
        topic_names=("Sei",),
        identifiers=("PONTE-7",),
    )
    assert found == ["uno", "due", "tre", "quattro", "cinque", "sei", "ponte-7"]


def test_they_are_not_kept_twice() -> None:
    assert mappings_of("it")["_source"] == {"excludes": ["words"]}
