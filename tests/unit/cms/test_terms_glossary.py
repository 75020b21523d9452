"""The glossary finds terms in any inflection, the longest first, and every process sees what another has changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from cms.translation.terms.glossary import find_terms, load_glossary
from site_content.models.glossary import GlossaryTerm

pytestmark = pytest.mark.django_db
IT, ZH = "it", "zh-hans"


@pytest.fixture(autouse=True)
def terms() -> None:
    for italian, chinese in (
        ("Trasferimento tecnologico", "技术转移"),
        ("Centro di Trasferimento Tecnologico Cina-Italia", "中意技术转移中心"),
        ("Scadenza", "截止时间"),
        ("In scadenza", "即将截止"),
        ("Livello di maturità tecnologica (TRL)", "技术成熟度（TRL）"),
    ):
        GlossaryTerm.objects.create(italian=italian, chinese=chinese)


def found(text: str, source: str, target: str) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.target) for each in find_terms(text, source, target)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I trasferimenti tecnologici.", [("trasferimenti tecnologici", "技术转移")]),
        ("Le scadenze sono due.", [("scadenze", "截止时间")]),
        ("Sono in scadenza.", [("in scadenza", "即将截止")]),
        (
            "Trasferimento, tecnologico no; trasferimento. Tecnologico.",
            [("Trasferimento, tecnologico", "技术转移")],
        ),
        (
            "Il Centro di trasferimento tecnologico Cina-Italia.",
            [("Centro di trasferimento tecnologico Cina-Italia", "中意技术转移中心")],
        ),
        ("Il livello di maturità tecnologica.", [("livello di maturità tecnologica", "技术成熟度（TRL）")]),
        ("Scrivete a scadenza@example.org o {scadenza}.", []),
        ("", []),
    ],
)
def test_italian_terms(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, IT, ZH) == expected


def test_chinese_terms() -> None:
    text = "中意技术转移中心的技术转移，技术成熟度。"
    assert found(text, ZH, IT) == [
        ("中意技术转移中心", "Centro di Trasferimento Tecnologico Cina-Italia"),
        ("技术转移", "Trasferimento tecnologico"),
        ("技术成熟度", "Livello di maturità tecnologica (TRL)"),
    ]


def test_a_second_row_and_the_notes_wordings_are_accepted() -> None:
    GlossaryTerm.objects.create(
        italian="Avviso", chinese="通知", note="Nei titoli: 申报指南.", forbidden_zh=["公告"]
    )
    GlossaryTerm.objects.create(italian="Avviso", chinese="征集通知")
    (term,) = find_terms("Un avviso.", IT, ZH)
    assert (term.target, term.others, term.forbidden) == ("通知", ("征集通知", "申报指南"), ("公告",))


@pytest.mark.parametrize("change", ["save", "delete", "bulk"])
def test_a_change_is_seen_at_once(change: str) -> None:
    assert found("La scadenza.", IT, ZH) == [("scadenza", "截止时间")]
    row = GlossaryTerm.objects.get(italian="Scadenza")
    if change == "save":
        row.chinese = "截止日期"
        row.save()
        assert found("La scadenza.", IT, ZH) == [("scadenza", "截止日期")]
    elif change == "delete":
        row.delete()
        assert found("La scadenza.", IT, ZH) == []
    else:
        GlossaryTerm.objects.bulk_create([GlossaryTerm(italian="Borsa", chinese="奖学金")])
        assert found("Una borsa.", IT, ZH) == [("borsa", "奖学金")]


def test_a_change_that_is_taken_back_leaves_nothing_behind() -> None:
    row = GlossaryTerm.objects.get(italian="Scadenza")
    with transaction.atomic():
        row.chinese = "死线"
        row.save()
        assert found("La scadenza.", IT, ZH) == [("scadenza", "死线")]
        transaction.set_rollback(True)
    # Nothing is asked in between: what is kept is still what was taken back.
    row.chinese = "截止日期"
    row.save()
    assert found("La scadenza.", IT, ZH) == [("scadenza", "截止日期")]


def test_what_has_not_changed_is_not_read_again(django_assert_num_queries: Any) -> None:
    load_glossary(IT, ZH)
    with django_assert_num_queries(2):
        load_glossary(IT, ZH)


def test_queries_do_not_grow_with_the_texts(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        glossary = load_glossary(ZH, IT)
        for _each in range(50):
            assert glossary.find("技术转移")
