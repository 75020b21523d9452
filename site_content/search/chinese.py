"""How Chinese is read: traditional as simplified characters, syllables of pinyin, words that say nothing in a query."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from site_content.search.text import HAN, fold, has_han, listed

RUN = re.compile(f"[{HAN}]+")
STOP_PHRASES = listed(
    """
    有哪些 有什么 是什么 是谁 什么是 怎么样 怎么 怎样 如何 哪些 哪里 哪个 什么 多少 为什么 可以 能否 能不能 是否 想要 我想
    我要 请问 关于 以及 或者 还是 目前 现在 正在 相关的 相关 有关
    一下 参加 我们 你们 的 了 吗 呢
    """
)
"""Left out of a query which has other words."""
_LONGEST_SYLLABLE = 6
_TONES = "\u0304\u0301\u030c\u0300"
_U_WITH_DOTS = re.compile(f"[uU][{_TONES}]?\u0308[{_TONES}]?")


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def simplify(text: str) -> str:
    """The text in simplified characters."""
    return _converter("t2s").convert(text) if has_han(text) else text


def simplify_words(text: str) -> str:
    """In simplified characters and in the words of the mainland: 軟體 is 软件."""
    return _converter("tw2sp").convert(text) if has_han(text) else text


def spell(text: str) -> list[str]:
    """The syllables of the Chinese characters of a text, without tones; all else is left out."""
    return [syllable for run in RUN.findall(text) for syllable in _spell_run(run)]


@lru_cache(maxsize=1 << 14)
def _spell_run(run: str) -> tuple[str, ...]:
    """Kept, for the same names stand on many pages."""
    return tuple(each.replace("ü", "v").lower() for each in lazy_pinyin(run, style=Style.NORMAL))


def runs_of(text: str) -> list[str]:
    """The stretches of Chinese characters in a text."""
    return RUN.findall(text)


@cache
def syllables() -> frozenset[str]:
    """Every syllable of Mandarin, without tones; ü is written v."""
    written = {_write_u(each) for readings in PINYIN_DICT.values() for each in readings.split(",")}
    return frozenset(each for each in map(_plain_syllable, written) if each)


def _write_u(spelt: str) -> str:
    """With v for ü, as keyboards have it, whatever its tone."""
    return _U_WITH_DOTS.sub("v", unicodedata.normalize("NFD", spelt))


def _plain_syllable(written: str) -> str:
    syllable = fold(written)
    return syllable if syllable.isascii() and syllable.isalpha() and re.search("[aeiouv]", syllable) else ""


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(each[:length] for each in syllables() for length in range(1, len(each) + 1))


@lru_cache(4096)
def split_pinyin(word: str) -> tuple[str, ...]:
    """A word cut into the fewest syllables; the last may be the beginning of one. Empty where it cannot be cut.

    `jiqiren`, `jiqir`, `ji4qi4ren2`, `xi'an` and `Lǐ` can, `robotica` cannot.
    """
    parts = [part for part in fold(_write_u(word)).split("'") if part]
    cut = [_cut(re.sub(r"(?<=[a-z])[1-5](?![0-9])", "", part), is_last=part is parts[-1]) for part in parts]
    return tuple(syllable for part in cut for syllable in part) if cut and all(cut) else ()


def _cut(letters: str, *, is_last: bool) -> tuple[str, ...]:
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 40):
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before, piece = best[start], letters[start:end]
            is_begun = is_last and end == len(letters) and start > 0 and piece in _beginnings()
            if before is None or not (piece in syllables() or is_begun):
                continue
            kept = best[end]
            if kept is None or len(before) + 1 < len(kept):
                best[end] = (*before, piece)
    return best[-1] or ()
