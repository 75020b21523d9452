"""A walk of what happens to translations: after each step every text that was ever confirmed is somewhere to be found.

It stands in its place, or is offered as a match, or is in the history of its segment.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from django.test import TestCase

from cms.translation import confirm as confirmation
from cms.translation import history, working
from cms.translation.memory.matching import find_matches
from cms.translation.tokens import to_tokens
from tests.factories.section import SectionPageFactory
from tests.site.translation_edits import EDITS, REFUSALS
from tests.site.translation_life import Life, make_life
from tests.translate import translate

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STEPS = 2500 if os.environ.get("PONTE_LONG") == "1" else 500
LIVES = 3
SHOWN = 15


@pytest.fixture
def section(italian_home: Any, chinese_home: Any, locales: dict[str, Any]) -> Any:
    """The section of news, live in both languages."""
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    translate(section, locales["zh-hans"])
    return section


def walk(section: Any, locale: Any, seed: int, steps: int) -> int:
    """Takes so many steps; how many texts were confirmed. Fails with the steps that led to a loss."""
    dice = random.Random(seed)
    lives = [make_life(section, locale, number) for number in range(LIVES)]
    done: list[str] = []
    while len(done) < steps:
        life, edit = dice.choice(lives), dice.choice(EDITS)
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                edit(life, dice)
        except REFUSALS:
            continue
        done.append(f"{lives.index(life)}: {edit.__name__}")
        life.note()
        lost = find_lost(life)
        assert not lost, f"seed {seed}, after {done[-SHOWN:]}: {lost}"
    assert not [text for life in lives for text in find_lost(life)]
    return sum(len(life.ledger) for life in lives)


def find_lost(life: Life) -> list[tuple[str, str, str]]:
    """The confirmed texts that are nowhere to be found."""
    here = {(each.path, each.source, each.confirmed) for each in life.segments()}
    gone = life.ledger - here
    known = _in_history(life, {path for path, _source, _text in gone})
    return [
        one
        for one in sorted(gone)
        if (one[0], one[1], to_tokens(one[2], one[1])) not in known and not is_offered(*one)
    ]


def _in_history(life: Life, paths: set[str]) -> set[tuple[str, str, str]]:
    from cms.translation.workbench.models import SegmentEvent

    translation = life.translation
    events = SegmentEvent.objects.filter(
        key=translation.source.object_id, locale=translation.target_locale.language_code, path__in=paths
    )
    return set(events.values_list("path", "source", "text"))


def is_offered(path: str, source: str, text: str) -> bool:
    """Whether the memory offers the text for its source."""
    return any(match.target == text for match in find_matches(source, "it", "zh-hans"))


@pytest.mark.parametrize("seed", range(4))
def test_no_confirmed_text_is_ever_lost(section: Any, locales: Any, seed: int) -> None:
    if os.environ.get("CI", "").lower() not in ("1", "true"):
        seed = random.randrange(10**6)
    assert walk(section, locales["zh-hans"], seed, STEPS) > STEPS // 10


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """No memory, so that the history alone keeps what is displaced."""
    monkeypatch.setattr(confirmation, "_remember", lambda *_all: None)
    monkeypatch.setattr("cms.translation.memory.capture._keep", lambda: None)


def test_the_history_alone_loses_nothing(forgetful: None, section: Any, locales: Any) -> None:
    walk(section, locales["zh-hans"], 7, 120)


def test_without_history_and_memory_it_would_be_lost(
    forgetful: None, section: Any, locales: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (confirmation, history, working):
        monkeypatch.setattr(module, "note", lambda *_all, **_more: None)
    with pytest.raises(AssertionError, match="seed 7, after"):
        walk(section, locales["zh-hans"], 7, 120)
