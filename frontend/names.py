"""A person's name in both scripts, each form with its language. A card in, forms out.

Chinese names keep their order in both scripts: family name first, in characters and in pinyin. An Italian name written in
characters has a point between its parts, by which it is told from a Chinese one.
"""

from __future__ import annotations

import re

from msgspec import Struct

from site_content.documents.person import PersonCard

HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
PINYIN, CHINESE, ITALIAN = "zh-Latn-pinyin", "zh-Hans", "it"


class NameForm(Struct, frozen=True):
    """A name as one script writes it."""

    text: str
    lang: str
    """BCP 47 tag: pinyin is Chinese in Latin letters."""


def name_forms(card: PersonCard) -> tuple[NameForm, ...]:
    """The name as the card's language writes it, then in the other script where that is known."""
    is_chinese = bool(HAN_NAME.fullmatch(card.name_han))
    texts = dict.fromkeys(filter(None, (card.title, card.name_latin, card.name_han)))
    own_script = bool(HAN.search(card.title))
    others = [text for text in texts if text != card.title and bool(HAN.search(text)) != own_script]
    return tuple(NameForm(text, _language_of(text, is_chinese)) for text in (card.title, *others[:1]))


def _language_of(text: str, is_chinese: bool) -> str:
    if HAN.search(text):
        return CHINESE
    return PINYIN if is_chinese else ITALIAN
