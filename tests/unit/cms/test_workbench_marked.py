"""The marked form there and back, as wagtail-localize spells it; tokens of the text area; differences in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue

from cms.translation.differences import compare_words, likeness
from cms.translation.marked import Code, NotMarked, Text, fit, from_plain, links, parse, plain, write
from cms.translation.tokens import from_tokens, to_tokens

LINKED = 'Vedi <a id="a1">il <b>bando</b></a> e <a id="a2">la guida</a>.<br/>R&amp;S'


def test_pieces_of_a_text() -> None:
    assert parse('A &lt; <a id="a1">b</a><br/>') == (
        Text("A < "),
        Code("open", "a", "a1"),
        Text("b"),
        Code("close", "a", "a1"),
        Code("single", "br", "br1"),
    )
    assert plain(LINKED) == "Vedi il bando e la guida.\nR&S"
    assert links(LINKED) == ("a1", "a2")


@pytest.mark.parametrize(
    ("data", "reason", "position"),
    [
        ("a<b>c", "unclosed", 1),
        ("a</b>", "unopened", 1),
        ("<b><i>x</b></i>", "unopened", 7),
        ("x<!-- y -->", "comment", 1),
        ("<script>x</script>", "markup", 0),
        ('<a href="https://x.example">x</a>', "markup", 0),
        ('<b id="b1">x</b>', "markup", 0),
        ("<b/>", "markup", 0),
        ("1 < 2", "markup", 2),
        ("<B>x</B>", "markup", 0),
    ],
)
def test_what_is_not_the_marked_form(data: str, reason: str, position: int) -> None:
    with pytest.raises(NotMarked) as refused:
        parse(data)
    assert (refused.value.reason, refused.value.position) == (reason, position)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["b", "i", "em", "strong", "code"])
    return st.lists(
        st.one_of(WORDS.map(from_plain), st.tuples(tags, inner).map(lambda of: f"<{of[0]}>{of[1]}</{of[0]}>"))
    ).map("".join)


MARKED = st.recursive(WORDS.map(from_plain), nested, max_leaves=6)
LINKS = st.lists(MARKED, max_size=4).map(
    lambda parts: "".join(f'<a id="a{number}">{part}</a>, ' for number, part in enumerate(parts, 1))
)


@given(st.one_of(MARKED, LINKS))
def test_there_and_back(data: str) -> None:
    assert write(parse(data)) == data


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_it_is_spelt_as_wagtail_localize_spells_it(text: str) -> None:
    assert from_plain(text) == StringValue.from_plaintext(text).data
    assert plain(from_plain(text)) == StringValue.from_plaintext(text).render_text()


@given(st.one_of(MARKED, LINKS), st.one_of(MARKED, LINKS))
def test_tokens_lose_nothing(data: str, source: str) -> None:
    target = fit(data, source)
    assert from_tokens(to_tokens(target, source), source) == target


@given(st.one_of(MARKED, LINKS), LINKS)
def test_what_is_fitted_has_no_link_of_another(data: str, source: str) -> None:
    assert set(links(fit(data, source))) <= set(links(source))
    assert plain(fit(data, source)) == plain(data)


def test_tokens_keep_the_numbers_of_the_source() -> None:
    assert to_tokens(LINKED, LINKED) == "Vedi ⟦1⟧il ⟦2⟧bando⟦/2⟧⟦/1⟧ e ⟦3⟧la guida⟦/3⟧.\nR&S"
    assert from_tokens("⟦3⟧指南⟦/3⟧ ⟦i⟧x⟦/i⟧ ⟦⟦1⟧", LINKED) == '<a id="a2">指南</a> <i>x</i> ⟦1⟧'


@pytest.mark.parametrize("token", ["⟦9⟧", "⟦0⟧", "⟦a⟧", "⟦script⟧"])
def test_a_token_that_nobody_gave_is_refused(token: str) -> None:
    with pytest.raises(NotMarked):
        from_tokens(f"x{token}", LINKED)


def test_a_text_for_another_source_loses_links_not_words() -> None:
    assert fit(LINKED, '<a id="a1">x</a>') == 'Vedi <a id="a1">il <b>bando</b></a> e la guida.<br/>R&amp;S'
    assert fit('<a id="a1">x<a id="a2">y</a></a>', LINKED) == '<a id="a1">xy</a>'
    assert fit('<a href="x">y</a>', LINKED) == "y"


def test_differences_are_in_words() -> None:
    assert compare_words("entro il 30 novembre", "entro il 15 novembre") == (
        ("same", "entro il "),
        ("gone", "30"),
        ("new", "15"),
        ("same", " novembre"),
    )
    assert compare_words("新实验室", "新的实验室") == (("same", "新"), ("new", "的"), ("same", "实验室"))


@given(st.text(), st.text())
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    runs = compare_words(old, new)
    assert "".join(text for change, text in runs if change != "new") == old
    assert "".join(text for change, text in runs if change != "gone") == new
    assert 0 <= likeness(old, new) <= 1
