"""Texts that break layouts, in Italian and in Chinese: too long, without spaces, of another script, outside the BMP."""

from __future__ import annotations

_SENTENCE_IT = "Bando per la cooperazione scientifica e tecnologica tra università e imprese dei due Paesi "
_SENTENCE_ZH = "关于支持中意两国高校与企业开展联合研究和技术转移的项目征集通知"

TITLE_IT = (_SENTENCE_IT * 4)[:299].rstrip().ljust(299, "o") + "."
TITLE_ZH = (_SENTENCE_ZH * 10)[:300]
WORD = ("precipitevolissimevolmente" * 4)[:80]
"""One word of 80 letters."""
ADDRESS_LONG = "https://example.org/" + "percorso-lunghissimo-senza-spazi/" * 5
EMOJI = "Notte della ricerca 🧑🏽‍🔬👩‍👩‍👧‍👦🇮🇹🇨🇳🎉"
EMOJI_ZH = "科研之夜 🧑🏽‍🔬👩‍👩‍👧‍👦🇮🇹🇨🇳🎉"
NAME_RTL = "دكتورة ليلى عبد الرحمن الأنصاري (ليلى)"
NAME_RARE = "𠮷田𣘺𪚥"
"""Three Chinese characters outside the BMP."""
ADDRESS_HAN = "北京市海淀区中关村东路1号院清华科技园科技大厦A座1205室"
ADDRESS_LATIN = "Via Vittorio Veneto 183, interno 12, 00187 Roma RM"

CHINESE = {
    TITLE_IT: TITLE_ZH,
    EMOJI: EMOJI_ZH,
    WORD: WORD,
    NAME_RTL: NAME_RTL,
    NAME_RARE: NAME_RARE,
    ADDRESS_HAN: ADDRESS_HAN,
    ADDRESS_LATIN: ADDRESS_LATIN,
}
"""What a translator made of them. What is not here gets 译 before it."""
