"""How text is read for search: out of markup, without what cannot be typed, in Italian, Chinese and pinyin."""

from __future__ import annotations

import re

import pytest

from site_content.search.chinese import SYLLABLES, simplify, simplify_words, spell, split_pinyin
from site_content.search.italian import stem
from site_content.search.text import clean, compact, fold, has_han, normalise, plain_of


def test_markup_leaves_its_text_and_parts_blocks() -> None:
    assert plain_of("<p>Un&amp;o</p><p><b>du</b>e&nbsp;tre</p><ul><li>x</li></ul>") == "Un&o due tre x"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  l\u2019innovazione\t ", "l'innovazione"),
        ("\uff30\uff2f\uff2e\uff34\uff25\uff0d\uff11", "PONTE-1"),
        ("a\x00b\x1bc", "a b c"),
        ("a\ud800b", "ab"),
        ("a\u202eb\u200b\ufeff", "ab"),
        ("\ue000mark\ue001", "mark"),
        ("\x00\x01", ""),
    ],
)
def test_a_query_is_normalised(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_marks_of_the_highlighter_cannot_come_from_a_text() -> None:
    assert clean("a\ue000b\ue001c") == "abc"


@pytest.mark.parametrize(
    ("text", "folded"), [("Città", "citta"), ("ÜBER", "uber"), ("中国ABC", "中国abc"), ("ß", "ss")]
)
def test_folding_takes_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_an_identifier_is_the_same_however_it_is_written() -> None:
    assert {
        compact(each) for each in ("PONTE-MOB-11", "ponte mob 11", "Ponte/Mob.11", "ＰＯＮＴＥＭＯＢ１１")
    } == {"PONTEMOB11"}


@pytest.mark.parametrize(
    "forms",
    [
        ("bando", "bandi"),
        ("borsa", "borse"),
        ("studio", "studi"),
        ("premio", "premi"),
        ("museo", "musei"),
        ("tecnologico", "tecnologica", "tecnologici", "tecnologiche"),
        ("ricercatore", "ricercatori"),
        ("energia", "energie"),
        ("città", "citta"),
    ],
)
def test_inflections_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(fold(form)) for form in forms}) == 1


def test_other_words_have_another_stem() -> None:
    assert stem("comuni") != stem("comunita")
    assert stem("ricerca") != stem("ricercatore")


def test_traditional_characters_are_simplified_and_taiwan_words_known() -> None:
    assert simplify("機器人") == "机器人"
    assert simplify_words("軟體") == "软件"
    assert simplify("abc") == "abc"
    assert has_han("a機")
    assert not has_han("àb")


@pytest.mark.parametrize(
    ("typed", "cut"),
    [
        ("jiqiren", ("ji", "qi", "ren")),
        ("jiqir", ("ji", "qi", "r")),
        ("ji4qi4ren2", ("ji", "qi", "ren")),
        ("lǐ", ("li",)),
        ("lǜ", ("lv",)),
        ("nü", ("nv",)),
        ("xian", ("xian",)),
        ("xi'an", ("xi", "an")),
        ("robotica", ()),
        ("5G", ()),
        ("", ()),
    ],
)
def test_pinyin_is_cut_into_the_fewest_syllables(typed: str, cut: tuple[str, ...]) -> None:
    assert split_pinyin(typed) == cut


def test_characters_are_spelt_as_syllables_are_known() -> None:
    assert spell("机器人AI绿") == ["ji", "qi", "ren", "lv"]
    assert set(spell("赵奕成女旅略")) <= SYLLABLES


def test_every_syllable_of_the_dictionary_is_known() -> None:
    from pypinyin.constants import PINYIN_DICT

    written = {each for readings in PINYIN_DICT.values() for each in readings.split(",")}
    plain = {fold(re.sub("[üǖǘǚǜ]", "v", each)) for each in written}
    assert {each for each in plain if re.fullmatch("[a-z]*[aeiouv][a-z]*", each)} == SYLLABLES
