"""Each state is a word and a shape; what closes carries the moment at which the browser may say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontend.render import render
from site_content.documents.base import Document
from tests.unit.frontend.dated import call, event, programme
from tests.unit.frontend.markup import Page
from tests.unit.frontend.samples import page_input, technology

CALL = (
    "forthcoming",
    "open",
    "closing_soon",
    "closed",
    "evaluation",
    "provisional_results",
    "results",
    "revoked",
)
EVENT = ("upcoming", "under_way", "past", "postponed", "cancelled")
PROGRAMME = ("forthcoming", "open", "closing_soon", "closed")
ALL: list[tuple[Callable[[str], Document], str]] = [(call, state) for state in CALL]
ALL += [(event, state) for state in EVENT]
ALL += [(programme, state) for state in PROGRAMME]
ALL += [(technology, state) for state in ("open", "closed")]


def page_of(document: Document, state: str) -> tuple[str, Page]:
    content = render(page_input(document, states={document.key: state}, related=()))
    return content.decode(), Page(content)


@pytest.mark.parametrize("locale", ["it", "zh-hans"])
@pytest.mark.parametrize(("make", "state"), ALL)
def test_state_has_a_shape_and_a_word(make: Callable[[str], Document], state: str, locale: str) -> None:
    content, page = page_of(make(locale), state)
    assert page.problems == []
    assert f'data-state="{state}"' in content
    part = content[content.index(f'data-state="{state}"') :][:700]
    assert '<svg class="shape"' in part
    assert 'class="state-word">' in part


@pytest.mark.parametrize("state", CALL)
def test_call_offers_application_only_while_it_is_open(state: str) -> None:
    content, page = page_of(call("it"), state)
    applies = "https://apply.example/it" in page.links
    assert applies == (state in ("open", "closing_soon"))
    closes = state in ("forthcoming", "open", "closing_soon")
    assert ('data-until="2026-11-30T16:00:00Z" data-after="Termine scaduto"' in content) == closes


def test_two_deadlines_are_each_said_and_the_last_one_closes() -> None:
    content, page = page_of(call("it", same=False), "open")
    text = page.text()
    assert "15 dicembre 2026 Roma martedì 15 dicembre, 12:00" in text
    assert "30 novembre 2026 Roma lunedì 30 novembre, 17:00 Pechino lunedì 30 novembre, 24:00" in text
    state = content[content.index('data-state="open"') :][:120]
    assert 'data-until="2026-12-15T11:00:00Z"' in state


def test_call_without_deadline_says_so() -> None:
    _, page = page_of(call("it", sides=()), "open")
    assert "Senza scadenza" in page.text()


def test_postponed_event_strikes_its_old_dates() -> None:
    content, _ = page_of(event("zh-hans"), "postponed")
    assert '<s><time datetime="2026-10-20">2026年10月20日至21日</time></s>' in content


def test_technology_readiness_is_nine_steps_with_words() -> None:
    content, page = page_of(technology("it"), "open")
    assert content.count('class="trl-number"') == 9
    assert content.count('aria-current="step"') == 1
    assert "Tecnologia convalidata in ambiente pertinente" in page.text()


@pytest.mark.parametrize("state", EVENT)
def test_an_event_says_when_it_begins_and_ends_while_that_is_ahead(state: str) -> None:
    content, _ = page_of(event("it"), state)
    mark = content[content.index('class="state" data-state=') :].split(">")[0]
    assert ('data-begun="under_way"' in mark) == (state in ("upcoming", "postponed"))
    assert ('data-then="past"' in mark) == (state in ("upcoming", "postponed", "under_way"))
    assert ('data-after="Concluso"' in mark) == ("data-until=" in mark)


@pytest.mark.parametrize("make", [call, programme])
def test_what_opens_later_says_when(make: Callable[..., Document]) -> None:
    document = make("it")
    mark = page_of(document, "forthcoming")[0].split('data-state="forthcoming"')[1].split(">")[0]
    assert ("data-since=" in mark) == (getattr(document, "opens", None) is not None)
    mark = page_of(document, "open")[0].split('data-state="open"')[1].split(">")[0]
    assert "data-since=" not in mark
