"""The demonstration as it was released: everything that it promises to show is there, and nothing that it must hide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from site_content.languages import LANGUAGES
from tests.site.canaries import readable_forms
from tests.site.demo import DemoSite

pytestmark = pytest.mark.demonstration

# At least so many public items of each type, in one language or the other; those that are hidden come on top.
AT_LEAST = {
    "news": 22,
    "event": 12,
    "call": 12,
    "programme": 6,
    "technology": 11,
    "publication": 3,
    "service": 5,
    "person": 8,
    "partner": 7,
    "office": 3,
    "topic": 12,
}
CALL_STATES = {
    "forthcoming",
    "open",
    "closing_soon",
    "closed",
    "evaluation",
    "provisional_results",
    "results",
    "revoked",
}
# Words that stand only in the items that are a draft, private, expired or scheduled.
HIDDEN = ("nebbiolanterna", "雾灯鲸", "tamburoselva", "林鼓鹤", "Ombrello di quarzo", "石英雨伞")


@pytest.fixture(scope="module")
def documents(demo_site: DemoSite) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """What the JSON API holds, by type and locale."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    root = demo_site.home / "current" / "api" / "documents" / "v1"
    for path in root.glob("*/*/*-*-*-*-*.json"):
        locale, type = path.parts[-3:-1]
        found.setdefault(type, {}).setdefault(locale, []).append(json.loads(path.read_bytes()))
    return found


def keys(entries: list[dict[str, Any]]) -> set[str]:
    return {entry["document"]["key"] for entry in entries}


@pytest.mark.parametrize("type", AT_LEAST)
def test_there_is_enough_of_each_type(documents: Any, type: str) -> None:
    assert len(set().union(*(keys(entries) for entries in documents[type].values()))) >= AT_LEAST[type]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_call_is_in_every_state(documents: Any, locale: str) -> None:
    assert {entry.get("state") for entry in documents["call"][locale]} == CALL_STATES


def test_some_items_stand_in_one_language_alone(documents: Any) -> None:
    pages = [type for type in documents if "it" in documents[type] and "zh-hans" in documents[type]]
    italian = set().union(*(keys(documents[type]["it"]) for type in pages))
    chinese = set().union(*(keys(documents[type]["zh-hans"]) for type in pages))
    assert len(italian - chinese) >= 4
    assert len(chinese - italian) >= 2


def test_six_items_were_first_written_in_chinese(documents: Any) -> None:
    translated = [entry["document"] for type in documents.values() for entry in type.get("it", [])]
    assert sum(document["source_locale"] == "zh-hans" for document in translated) >= 6


def test_two_translations_say_that_they_are_behind(documents: Any, demo_site: DemoSite) -> None:
    every = [
        entry["document"] for type in documents.values() for entries in type.values() for entry in entries
    ]
    stale = [document for document in every if document.get("stale")]
    assert len(stale) == 2
    for document in stale:
        html = (demo_site.home / "current" / document["path"].strip("/") / "index.html").read_text()
        assert "正文译文待更新" in html


def test_nothing_hidden_is_in_any_byte(demo_site: DemoSite) -> None:
    root = Path(demo_site.home / "current").resolve()
    for path in root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            forms = [form.encode() for form in readable_forms(data, path)] + [data]
            assert not [word for word in HIDDEN if any(word.encode() in form for form in forms)], path
