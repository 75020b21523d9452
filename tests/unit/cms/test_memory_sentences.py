"""Where paragraphs are cut into sentences, in both languages, and where not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.translation.marked import parse, write
from cms.translation.memory.sentences import join_sentences, split_sentences


def sentences(data: str, locale: str) -> list[str]:
    return [write(part) for part in split_sentences(parse(data), locale)]


ITALIAN = {
    "Il Centro apre. Le sedi sono due.": 2,
    "Aperto? Sì! Venite.": 3,
    "Il prof. Rossi e la dott.ssa Bianchi parlano.": 1,
    "Si veda l’art. 3 del bando, n. 12.": 1,
    "Vale 1.800.000 yuan. Poi basta.": 2,
    "Con G. Verdi e M. Rossi. Fine.": 2,
    "«Prima i problemi.» Con questa frase si è aperta la giornata.": 2,
    "Bergamo, Milano ecc. sono sedi.": 1,
    "1. Compilare il modulo": 1,
    "Nel 2025. Dopo, altro.": 2,
    "Scrivete a info@example.org. Risponde il Centro.": 2,
    "Aperto… forse no": 1,
    "Una riga sola senza punto": 1,
    "Che cos’è Ponte? “È un sito.” Ecco.": 3,
}
CHINESE = {
    "中心成立。办事处有两个。": 2,
    "“先别讲产品，先听听我们为什么睡不好觉。”主持人说。": 2,
    "开放了吗？是的！请来。": 3,
    "金额为3.5万元，占12.5%。": 1,
    "一；二；三": 1,
    "使用 Ponte! 很好": 2,
    "详见 www.example.org。谢谢": 2,
}


@pytest.mark.parametrize(("data", "count"), ITALIAN.items())
def test_italian(data: str, count: int) -> None:
    assert len(sentences(data, "it")) == count, sentences(data, "it")


@pytest.mark.parametrize(("data", "count"), CHINESE.items())
def test_chinese(data: str, count: int) -> None:
    assert len(sentences(data, "zh-hans")) == count, sentences(data, "zh-hans")


def test_codes_stay_with_their_sentence() -> None:
    data = 'Uno è <a id="a1">qui.</a> <b>Due</b> è là. Tre.'
    assert sentences(data, "it") == ['Uno è <a id="a1">qui.</a>', "<b>Due</b> è là.", "Tre."]


def test_a_pair_over_a_break_keeps_the_paragraph_whole() -> None:
    assert len(sentences("<b>Uno. Due</b> tre.", "it")) == 1


def test_breaks_of_lines_end_no_text() -> None:
    assert sentences("Uno.<br/> Due.", "it") == ["Uno.", "Due."]


@given(st.text(alphabet="aB. 。？!”«»1中文\n<", max_size=40), st.sampled_from(("it", "zh-hans")))
def test_nothing_but_blanks_is_lost(text: str, locale: str) -> None:
    from cms.translation.marked import from_plain, read_words

    pieces = parse(from_plain(text))
    joined = write(join_sentences(split_sentences(pieces, locale), locale))
    assert "".join(read_words(joined).split()) == "".join(text.split())
