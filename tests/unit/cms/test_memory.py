"""The memory: what comes in, what is found again, in which order, with which codes, in every process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import TestCase

from cms.translation.marked import parse
from cms.translation.memory import index as indexes
from cms.translation.memory import review
from cms.translation.memory.capture import fill
from cms.translation.memory.index import Index
from cms.translation.memory.matching import Match, find_matches
from cms.translation.memory.models import Event, Unit
from cms.translation.memory.units import Pair, place, remember, remember_all
from cms.translation.memory.words import tokens

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
KEY = uuid4()
IT, ZH = "it", "zh-hans"


def keep(
    source: str, target: str, path: str = "", *, origin: str = "confirmed", when: datetime = WHEN
) -> None:
    remember(source, target, IT, ZH, path=path, origin=origin, user=None, when=when)


def find(source: str, **more: Any) -> list[Match]:
    return find_matches(source, IT, ZH, **more)


def summary(matches: list[Match]) -> list[tuple[int, str]]:
    return [(match.percent, match.target) for match in matches]


def test_the_same_text_in_its_place_comes_first() -> None:
    keep("Il bando è aperto", "征集开放", place(KEY, "title"))
    keep("Il bando è aperto", "开放申请", place(uuid4(), "title"), when=WHEN + timedelta(days=1))
    found = find("Il bando è aperto", path=place(KEY, "title"))
    assert summary(found) == [(101, "征集开放"), (100, "开放申请")]
    assert summary(find("Il bando è aperto"))[0] == (100, "开放申请")


def test_a_similar_text_has_its_percentage_and_its_difference() -> None:
    keep("Il bando è aperto a tutti i ricercatori italiani", "征集面向全体意大利研究人员开放")
    (match,) = find("Il bando è aperto a tutti i ricercatori cinesi")
    assert match.percent == 88
    assert ("gone", "italiani") in match.diff
    assert ("new", "cinesi") in match.diff


def test_below_sixty_nothing_is_offered() -> None:
    keep("uno due tre quattro cinque", "一二三四五")
    assert summary(find("uno due tre sei sette")) == [(60, "一二三四五")]
    assert find("uno due otto sei sette") == []


def test_only_case_or_an_apostrophe_differs() -> None:
    keep("L’impresa è aperta", "企业开放")
    assert summary(find("L'Impresa è aperta")) == [(99, "企业开放")]


def test_a_unit_serves_both_directions() -> None:
    keep("Sede di Pechino", "北京办事处")
    (match,) = find_matches("北京办事处", ZH, IT)
    assert (match.percent, match.source, match.target) == (100, "北京办事处", "Sede di Pechino")


def test_each_han_character_counts() -> None:
    keep("x", "一二三四五六七八九十")
    (match,) = find_matches("一二三四五六七八九百", ZH, IT)
    assert match.percent == 90


def test_codes_are_renamed_by_their_order() -> None:
    keep('Vedi <a id="a7">il bando</a> e <a id="a3">le date</a>', '<a id="a3">日期</a>与<a id="a7">征集</a>')
    (match,) = find('Vedi <a id="a1">il bando</a> e <a id="a2">le date</a>')
    assert match.percent == 100
    assert match.target == '<a id="a2">日期</a>与<a id="a1">征集</a>'


def test_codes_that_do_not_fit_are_left_out() -> None:
    keep('Vedi <a id="a1">il bando</a> del Centro oggi', '<a id="a1">征集</a>')
    (match,) = find("Vedi il bando del Centro oggi")
    assert match.target == "征集"
    assert match.percent < 100


def test_the_better_and_then_the_newer_comes_first_and_none_twice() -> None:
    for number, target in enumerate(("甲", "乙", "甲")):
        keep("Una prova", target, place(uuid4(), "title"), when=WHEN + timedelta(days=number))
    assert summary(find("Una prova")) == [(100, "甲"), (100, "乙")]


def test_sentences_of_other_paragraphs_are_offered_and_put_together() -> None:
    keep("Il Centro apre oggi. Le sedi sono due.", "中心今日启用。办事处有两个。")
    keep("Tutti possono partecipare.", "人人均可参加。")
    found = find("Tutti possono partecipare. Il Centro apre oggi. Questa è nuova.")
    together = found[0]
    assert together.kind == "assembled"
    assert together.target == "人人均可参加。中心今日启用。Questa è nuova."
    assert 60 <= together.percent < 99
    assert {match.target for match in found if match.kind == "sentence"} == {
        "人人均可参加。",
        "中心今日启用。",
    }


def test_one_sentence_of_many_is_offered_alone() -> None:
    keep("Tutti possono partecipare.", "人人均可参加。")
    (match,) = find(
        "Tutti possono partecipare. Questa frase molto lunga invece non la conosce proprio nessuno."
    )
    assert (match.kind, match.percent, match.target) == ("sentence", 100, "人人均可参加。")


def test_paragraphs_with_other_counts_give_no_sentences() -> None:
    keep("Il Centro apre oggi. Le sedi sono due.", "中心今日启用，办事处有两个。")
    assert find("Il Centro apre oggi.") == []


def test_nothing_comes_from_a_hidden_page() -> None:
    keep("Testo riservato", "保密", place(KEY, "title"))
    assert summary(find("Testo riservato")) == [(100, "保密")]
    assert find("Testo riservato", hidden={KEY}) == []


def test_another_translation_in_the_same_place_takes_the_first_ones_place() -> None:
    keep("Una prova", "甲", place(KEY, "title"))
    keep("Una prova", "乙", place(KEY, "title"))
    assert summary(find("Una prova")) == [(100, "乙")]


def test_to_remember_again_changes_nothing(django_assert_num_queries: Any) -> None:
    keep("Una prova", "甲", place(KEY, "title"))
    before = Unit.objects.get()
    keep("Una prova", "甲", place(KEY, "title"), when=WHEN + timedelta(days=9))
    assert Unit.objects.get().when == before.when
    keep("Una prova", "甲", place(KEY, "title"), origin="published")
    assert Unit.objects.get().origin == "published"
    with django_assert_num_queries(3):  # the savepoint, its end, and one that looks
        keep("Una prova", "甲", place(KEY, "title"))


@pytest.mark.parametrize("broken", ["<p>x</p>", "", "  ", "<b>x", "<!-- x -->"])
def test_what_is_no_text_is_left_out(broken: str) -> None:
    keep(broken, "甲")
    keep("Una prova", broken)
    assert not Unit.objects.exists()


def test_a_reader_reads_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(IT, ZH)
    keep("Una prova", "甲")
    index.refresh()
    read: list[int] = []
    monkeypatch.setattr(index, "_add", lambda entries: read.append(len(list(entries))))
    keep("Un’altra prova", "乙")
    index.refresh()
    index.refresh()
    assert read == [1]


def test_a_change_that_was_rolled_back_is_forgotten_even_when_its_number_comes_again() -> None:
    keep("Prima", "甲")
    index = Index(IT, ZH)
    try:
        with transaction.atomic():
            keep("Mai stata", "乙")
            index.refresh()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    keep("Seconda", "丙")
    index.refresh()
    assert len(index) == 2
    assert index.encode(parse("Seconda")) in index.places
    assert index.encode(parse("Mai stata")) not in index.places


def test_processes_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of two indexes sees what came in after both had read."""
    keep("Una prova", "甲")
    one, other = ({}, {})
    for each in (one, other):
        monkeypatch.setattr(indexes, "_indexes", each)
        assert summary(find("Una prova")) == [(100, "甲")]
    review.correct(Unit.objects.get(), "乙", None)
    keep("Un’altra", "丙")
    for each in (one, other):
        monkeypatch.setattr(indexes, "_indexes", each)
        assert summary(find("Una prova")) == [(100, "乙")]
        assert summary(find("Un’altra")) == [(100, "丙")]


def test_as_many_as_are_there_are_found_where_others_have_changed() -> None:
    for number in range(40):
        keep(f"Una prova del {number}", f"甲{number}", place(KEY, str(number)))
    find("Una prova del 1")
    for unit in Unit.objects.exclude(path__endswith="/39").order_by("pk"):
        review.delete(unit, None)
    assert summary(find("Una prova del 1")) == [(75, "甲39")]


def test_the_index_finds_what_comparing_with_everything_finds() -> None:
    """The fast first step loses nothing that the definition of likeness asks for."""
    import random

    from rapidfuzz.distance import Levenshtein

    chance = random.Random(7)
    vocabulary = [f"parola{number}" for number in range(600)]
    texts = [" ".join(chance.choices(vocabulary, k=chance.randint(3, 14))) for _ in range(400)]
    remember_all(
        Pair(source=text, target=f"甲{number}", source_locale=IT, target_locale=ZH, when=WHEN)
        for number, text in enumerate(texts)
    )
    for text in chance.sample(texts, 40):
        said = text.split(" ")
        said[chance.randrange(len(said))] = chance.choice(vocabulary)
        asked = " ".join(said)
        likeness = (
            Levenshtein.normalized_similarity(tokens(parse(asked)), tokens(parse(each))) for each in texts
        )
        expected = sorted((int(100 * one + 1e-9) for one in likeness if one >= 0.6), reverse=True)
        assert [min(match.percent, 99) for match in find(asked)] == [min(one, 99) for one in expected[:5]]


# Reviewers


def test_a_correction_is_found_and_does_not_go_when_the_page_is_published_again() -> None:
    keep("Una prova", "甲", place(KEY, "title"))
    keep("Una prova", "甲", place(uuid4(), "title"))
    assert review.correct(Unit.objects.first(), "乙", None) == 2  # type: ignore[arg-type]
    keep("Una prova", "甲", place(KEY, "title"), origin="published")
    assert summary(find("Una prova")) == [(100, "乙")]
    keep("Una prova", "丙", place(KEY, "title"))
    assert {target for _percent, target in summary(find("Una prova"))} == {"乙", "丙"}


def test_what_is_deleted_stays_deleted_and_can_be_restored() -> None:
    keep("Una prova", "甲", place(KEY, "title"))
    unit = Unit.objects.get()
    review.delete(unit, None)
    keep("Una prova", "甲", place(KEY, "title"), origin="published")
    assert find("Una prova") == []
    unit.refresh_from_db()
    review.restore(unit, None)
    assert summary(find("Una prova")) == [(100, "甲")]
    assert list(Event.objects.values_list("what", flat=True)) == ["restored", "deleted"]


@pytest.mark.parametrize("wrong", ["", "甲", '<a id="a2">甲</a>', '<a id="a1">甲', "<p>甲</p>"])
def test_a_correction_with_other_codes_is_refused(wrong: str) -> None:
    keep('<a id="a1">Qui</a>', '<a id="a1">这里</a>')
    with pytest.raises(review.Refused):
        review.correct(Unit.objects.get(), wrong, None)
    assert Unit.objects.get().target == '<a id="a1">这里</a>'


# What comes in by itself


def test_publication_fills_the_memory(translation: Any) -> None:
    """`translate` has published the news in Chinese."""
    titles = find("Nuovo laboratorio", path=place(translation.source.object_id, "title"))
    assert summary(titles)[0] == (101, "新实验室")
    assert titles[0].origin == "published"


def test_filling_is_repeatable_and_finds_what_came_past_the_signals(translation: Any) -> None:
    before = Unit.objects.count()
    assert fill().made == 0
    Unit.objects.all().delete()
    assert fill().made == before
    assert fill().same == before
    assert Unit.objects.count() == before


def test_a_confirmation_comes_in_with_its_commit(
    translation: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from wagtail_localize.models import StringTranslation

    row = StringTranslation.objects.get(
        context__object_id=translation.source.object_id, context__path="title", locale__language_code=ZH
    )
    with django_capture_on_commit_callbacks(execute=True):
        row.data = "全新实验室"
        row.save()
        assert summary(find("Nuovo laboratorio"))[0] == (100, "新实验室")
    assert summary(find("Nuovo laboratorio"))[0] == (100, "全新实验室")


def test_units_outlive_their_page(translation: Any, news: Any) -> None:
    before = Unit.objects.count()
    with TestCase.captureOnCommitCallbacks(execute=True):
        target = news.get_translations().get()
        target.delete()
        news.delete()
    assert Unit.objects.count() == before
    assert summary(find("Nuovo laboratorio"))[0] == (100, "新实验室")


def test_a_page_whose_memory_fails_is_published_all_the_same(
    news: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, locales: dict[str, Any]
) -> None:
    from tests.translate import translate

    def fail(pairs: Any) -> None:
        raise RuntimeError("full disk")

    monkeypatch.setattr("cms.translation.memory.capture.remember_all", fail)
    target = translate(news, locales[ZH])
    target.refresh_from_db()
    assert target.live
    assert "full disk" in caplog.text
