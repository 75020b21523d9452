"""What a query is understood to ask: its concepts, what else would do for each, and what kind of page is meant."""

from __future__ import annotations

import pytest

from site_content.search.lexicon import Lexicon, pin_key
from site_content.search.query import Query, understand
from site_content.search.rules import Pin, Rules

ITALIAN = Lexicon(Rules(), "it")
CHINESE = Lexicon(Rules(), "zh-hans")


def texts(query: Query) -> list[str]:
    return [concept.text for concept in query.concepts]


@pytest.mark.parametrize(
    ("typed", "concepts"),
    [
        ("l’innovazione", ["innovazione"]),
        ("QUELL'INNOVAZIONE", ["INNOVAZIONE"]),
        ("dell’energia di un quartiere", ["energia", "quartiere"]),
        ("chi siamo", ["chi siamo"]),
        ("come si fa", ["come", "si", "fa"]),
        ("trasferimento tecnologico a Napoli", ["trasferimento tecnologico", "Napoli"]),
        ("Xi’an", ["Xian"]),
        ('"uno a uno" Cina', ["uno a uno", "Cina"]),
        ("PONTE-MOB-11 ricercatori", ["PONTE-MOB-11", "ricercatori"]),
        ("?!", []),
        ("", []),
    ],
)
def test_italian_is_cut_into_concepts(typed: str, concepts: list[str]) -> None:
    assert texts(understand(typed, ITALIAN)) == concepts


@pytest.mark.parametrize(
    ("typed", "concepts"),
    [
        ("正在开放的项目", ["开放", "项目"]),
        ("貝爾加莫大學", ["贝尔加莫大学"]),
        ("工业4.0", ["工业", "4.0"]),
        ("协作机器人开放日", ["协作机器人开放日"]),
        ("科研人员短期交流", ["科研人员", "短期", "交流"]),
        ("ＡＩ", ["AI"]),
        ("桥", ["桥"]),
    ],
)
def test_chinese_is_cut_where_words_are_known(typed: str, concepts: list[str]) -> None:
    assert texts(understand(typed, CHINESE)) == concepts


def test_inflections_find_the_same_synonyms() -> None:
    one, other = (understand(typed, ITALIAN).concepts[0] for typed in ("bandi", "bando"))
    assert one.synonyms == other.synonyms == ("avviso", "call")


def test_an_acronym_has_its_name_and_its_name_the_acronym() -> None:
    assert "Ministero Università Ricerca" in understand("MIUR", ITALIAN).concepts[0].synonyms
    assert "MIUR" in understand("ministero dell'università e della ricerca", ITALIAN).concepts[0].synonyms


def test_words_that_say_nothing_are_left_out_of_synonyms() -> None:
    synonyms = [each for concept in understand("TRL", ITALIAN).concepts for each in concept.synonyms]
    assert "livello maturità tecnologica" in synonyms


def test_intents_lift_and_are_not_required_beside_other_words() -> None:
    query = understand("bandi aperti sulla robotica", ITALIAN)
    assert [concept.text for concept in query.required()] == ["robotica"]
    assert query.asks(lambda intent: "call" in intent.types)
    assert query.asks(lambda intent: "closing_soon" in intent.states)


def test_intents_alone_are_required() -> None:
    assert len(understand("bandi aperti per studenti", ITALIAN).required()) == 3


def test_a_year_is_an_intent_and_a_number_is_not() -> None:
    assert understand("eventi 2026", ITALIAN).concepts[1].intent.year == 2026  # type: ignore[union-attr]
    assert understand("eventi 2999", ITALIAN).concepts[1].intent is None


def test_the_last_word_may_be_half_a_word_until_a_space_ends_it() -> None:
    assert understand("trasferi", ITALIAN).concepts[-1].is_last
    assert not understand("trasferi ", ITALIAN).concepts[-1].is_last


@pytest.mark.parametrize("typed", ["PONTE-MOB-11", "ponte mob 11", "Ponte/Mob/11", "ponte  mob-11"])
def test_identifiers_are_read_however_they_are_written(typed: str) -> None:
    assert "PONTEMOB11" in understand(typed, ITALIAN).identifiers


def test_a_name_typed_as_one_word_is_read_in_both_orders() -> None:
    assert {"zhao yicheng", "cheng zhaoyi"} <= set(understand("zhaoyicheng", CHINESE).concepts[0].synonyms)


def test_editors_rules_are_added_and_their_pins_compared_without_case_and_accents() -> None:
    rules = Rules(
        synonyms=(("cappuccio", "cappello"),),
        across=(("ponte", "桥"),),
        pins=(Pin(query="Visti  e Soggiorno", key="k"),),
    )
    lexicon = Lexicon(rules, "it")
    assert understand("cappucci", lexicon).concepts[0].synonyms == ("cappello",)
    assert understand("ponti", lexicon).concepts[0].across == ("桥",)
    assert lexicon.pinned("visti e SOGGIÒRNO") == ("k",)
    assert lexicon.pinned("visti") == ()


def test_pins_are_compared_in_simplified_characters() -> None:
    assert pin_key("機器人！") == pin_key("机器人")


def test_a_long_query_is_bounded() -> None:
    assert len(understand("parola " * 500, ITALIAN).concepts) <= 12
