"""Names in both scripts: Chinese order in both, pinyin as Chinese, an Italian name in characters as Chinese text."""

from __future__ import annotations

import pytest

from frontend.names import NameForm, name_forms
from site_content.documents.person import PersonCard


def card(title: str, latin: str, han: str) -> PersonCard:
    return PersonCard(key="p", locale="it", path="", title=title, name_latin=latin, name_han=han)


@pytest.mark.parametrize(
    ("title", "latin", "han", "forms"),
    [
        ("Li Minghao", "Li Minghao", "李明浩", [("Li Minghao", "zh-Latn-pinyin"), ("李明浩", "zh-Hans")]),
        ("李明浩", "Li Minghao", "李明浩", [("李明浩", "zh-Hans"), ("Li Minghao", "zh-Latn-pinyin")]),
        (
            "欧阳文静",
            "Ouyang Wenjing",
            "欧阳文静",
            [("欧阳文静", "zh-Hans"), ("Ouyang Wenjing", "zh-Latn-pinyin")],
        ),
        ("𠮷田", "Jitian", "𠮷田", [("𠮷田", "zh-Hans"), ("Jitian", "zh-Latn-pinyin")]),
        ("Elena Bassi", "Elena Bassi", "埃莱娜·巴锡", [("Elena Bassi", "it"), ("埃莱娜·巴锡", "zh-Hans")]),
        ("埃莱娜·巴锡", "Elena Bassi", "埃莱娜·巴锡", [("埃莱娜·巴锡", "zh-Hans"), ("Elena Bassi", "it")]),
        ("Elena Bassi", "Elena Bassi", "", [("Elena Bassi", "it")]),
        ("Dott.ssa Elena Bassi", "Elena Bassi", "", [("Dott.ssa Elena Bassi", "it")]),
        ("李明浩", "", "", [("李明浩", "zh-Hans")]),
    ],
)
def test_a_name_is_told_in_both_scripts(
    title: str, latin: str, han: str, forms: list[tuple[str, str]]
) -> None:
    assert name_forms(card(title, latin, han)) == tuple(NameForm(*each) for each in forms)
