"""On the real line, from a person's button to the released bytes: no release has one language alone without a reason."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from cms.publication import together
from cms.publication.parity import ALONE, find_parity
from cms.publication.together import ParityRefused, find_open_entries
from cms.translation.following import follow_source
from site_content.models.call import CallPage
from tests.unit.cms.parity_calls import (
    confirm_all,
    draft,
    entries,
    give_reason,
    make_call,
    send,
    translation_of,
)
from tests.unit.cms.publishing import build_what_waits

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STEPS = 14


@pytest.fixture
def call(italian_home: Any, chinese_home: Any, locales: Any) -> Any:
    page = make_call(italian_home, locales["zh-hans"], title="Bando 0")
    assert build_what_waits()
    return page


def number_in(home: Path, locale: str) -> str:
    """Which version of the call the released page shows."""
    title = (home / f"current/{locale}/calls/call/index.html").read_text().partition("<h1")[2]
    return title.partition("Bando ")[2].partition("<")[0].strip()


def shows_notice(home: Path, locale: str) -> bool:
    return 'class="notice stale"' in (home / f"current/{locale}/calls/call/index.html").read_text()


def act(page: Any, dice: random.Random, user: Any, step: int) -> str:
    """What somebody does next; what was done."""
    translation = translation_of(page)
    what = dice.choice(["draft", "draft", "send", "confirm", "publish", "publish", "alone", "follow"])
    if what == "draft":
        draft(page, title=f"Bando {step}")
    elif what == "send":
        send(page)
    elif what == "confirm":
        confirm_all(page)
    elif what == "follow":
        translation.save_target(user=user, publish=True)
    else:
        if what == "alone":
            give_reason(page, user, "Il partner pubblica domani")
        CallPage.objects.get(pk=page.pk).latest_revision.publish(user=user)
        follow_source(translation.source_id)
    return what


def walk(page: Any, home: Path, user: Any, seed: int) -> list[str]:
    """Acts at random and builds after each; what led to a release with one language alone and no reason."""
    dice = random.Random(seed)
    done = []
    for step in range(1, STEPS + 1):
        try:
            done.append(act(page, dice, user, step))
        except ParityRefused:
            done.append("refused")
        build_what_waits()
        target = CallPage.objects.get(translation_key=page.translation_key, locale__language_code="zh-hans")
        is_apart = number_in(home, "it") != number_in(home, "zh-hans")
        if is_apart and not find_open_entries(target):
            return done
        if is_apart:
            assert shows_notice(home, "zh-hans")
    return []


@pytest.mark.parametrize("seed", [1, 2])
def test_no_release_has_one_language_alone_without_a_reason(
    call: Any, data_folder: Path, person: Any, seed: int
) -> None:
    assert walk(call, data_folder, person("Reviewers"), seed) == []


def test_without_the_rule_one_would(
    call: Any, data_folder: Path, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "find_parity", lambda version: None)
    assert walk(call, data_folder, person("Reviewers"), 1)


def test_both_languages_are_in_one_release(call: Any, data_folder: Path, person: Any) -> None:
    revision = draft(call, title="Bando 1")
    send(call)
    confirm_all(call)
    assert build_what_waits() is not None
    assert (number_in(data_folder, "it"), number_in(data_folder, "zh-hans")) == ("0", "0")
    revision.publish(user=person("Reviewers"))
    assert build_what_waits()
    assert (number_in(data_folder, "it"), number_in(data_folder, "zh-hans")) == ("1", "1")
    assert not shows_notice(data_folder, "zh-hans")


def test_what_went_alone_has_a_notice_until_it_is_revised(call: Any, data_folder: Path, person: Any) -> None:
    reviewer = person("Reviewers")
    revision = draft(call, title="Bando 1")
    give_reason(call, reviewer, "Il partner pubblica domani")
    revision.publish(user=reviewer)
    build_what_waits()
    assert (number_in(data_folder, "it"), number_in(data_folder, "zh-hans")) == ("1", "0")
    assert shows_notice(data_folder, "zh-hans")
    assert not shows_notice(data_folder, "it")
    assert len(entries(call, ALONE)) == 1
    follow_source(translation_of(call).source_id)
    translation_of(call).save_target(user=reviewer, publish=True)  # nothing is revised yet
    build_what_waits()
    assert shows_notice(data_folder, "zh-hans")
    confirm_all(call)
    translation_of(call).save_target(user=reviewer, publish=True)
    build_what_waits()
    assert number_in(data_folder, "zh-hans") == "1"
    assert not shows_notice(data_folder, "zh-hans")
    assert find_parity(CallPage.objects.get(pk=call.pk)) is None
