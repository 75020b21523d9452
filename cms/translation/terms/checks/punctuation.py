"""Punctuation as each language writes it: brackets and quotes in pairs, full width in Chinese, the sentence's end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.translation.terms.checks.finding import Finding
from cms.translation.terms.checks.links import find_addresses
from cms.translation.terms.checks.pair import Pair
from cms.translation.terms.checks.quantity import blank
from site_content.search.text import HAN

_PAIRS = {
    "(": ")",
    "（": "）",
    "[": "]",
    "【": "】",
    "{": "}",
    "«": "»",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "“": "”",
}
_ENUMERATION = re.compile(rf"(?:^|(?<=[\s;；,，。{HAN}]))[0-9a-zA-Z一二三四五六七八九十]{{1,2}}[)）]")
_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}”’》）])[,;:!?](?!//)|[,;!?](?=[{HAN}“《（])|(?<=[{HAN}”》）])\.(?![\w.])|(?<=[{HAN}])\("
    rf"|\((?=[{HAN}])|(?<=[{HAN}])\)|\)(?=[{HAN}])|(?<=[{HAN}])[\"']|[\"'](?=[{HAN}])"
)
_LOW_DOTS = re.compile(rf"(?<=[{HAN}])\.{{2,}}")
_GUILLEMETS = re.compile("[«»‹›]")
_FULL_WIDTH = re.compile("[，。；：！？（）、《》【】「」０-９Ａ-Ｚａ-ｚ％]")
_STRAIGHT = re.compile("\"|(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ])|(?<!\\w)'(?=\\w)|(?<=\\w)'(?!\\w)")
_SPACES = re.compile("[ \u00a0\u3000]{2,}| (?=[,;:!?)»](?!\\S*[)(]))| \\.(?=\\s|$)")
_HAN_SPACE = re.compile(rf"(?<=[{HAN}，。；：！？、）》”])[ \u00a0\u3000]+(?=[{HAN}（《“])")
_TYPED_SPACE = re.compile(rf"(?<=[{HAN}]) (?=[0-9])|(?<=[0-9]) (?=[{HAN}])")
_DOUBLED = re.compile(r"([，。；：！？、,;])\1+|[。，；、][.,;]|[.,;][。，；、]|(?<!\.)\.\.(?!\.)")
_ENDS = {
    ".": "stop",
    "。": "stop",
    "!": "exclamation",
    "！": "exclamation",
    "?": "question",
    "？": "question",
}
_ENDS |= {"…": "dots", ":": "colon", "：": "colon", ";": "semicolon", "；": "semicolon"}
_CLOSERS = "\"'”’»》）)]】」 \n\u00a0"
_STRONG = ("stop", "question", "exclamation")


def check_brackets(pair: Pair) -> Iterator[Finding]:
    """Brackets and quotation marks that are opened and not closed, or the reverse; `a)` in a list is right."""
    listed = {each.end() - 1 for each in _ENUMERATION.finditer(pair.target)}
    opened: list[tuple[str, int]] = []
    for position, character in enumerate(pair.target):
        if character in _PAIRS:
            opened.append((character, position))
        elif character in _CLOSED and opened and _matches(opened[-1][0], character):
            opened.pop()
        elif character in _CLOSED and position not in listed:
            yield Finding("unbalanced", "warning", position, position + 1, parameters={"written": character})
    for character, position in opened:
        yield Finding("unbalanced", "warning", position, position + 1, parameters={"written": character})


def _matches(opening: str, closing: str) -> bool:
    return _PAIRS[opening] == closing or (opening in "(（" and closing in ")）")


_CLOSED = frozenset(_PAIRS.values())


def check_width(pair: Pair) -> Iterator[Finding]:
    """Half-width punctuation and foreign quotes in Chinese; full-width punctuation and straight quotes in Italian."""
    text = blank(pair.target, [(each.start, each.end) for each in find_addresses(pair.target)])
    patterns = _CHINESE_SIGNS if pair.to_chinese else _ITALIAN_SIGNS
    for code, pattern in patterns:
        for match in pattern.finditer(text):
            yield Finding(code, "warning", *match.span(), parameters={"written": match[0]})


_CHINESE_SIGNS = (
    ("half_width", _HALF_WIDTH),
    ("half_width", _LOW_DOTS),
    ("guillemets", _GUILLEMETS),
    ("typed_space", _TYPED_SPACE),
    ("typed_space", _HAN_SPACE),
)
_ITALIAN_SIGNS = (("full_width", _FULL_WIDTH), ("straight_quote", _STRAIGHT))


def check_spaces(pair: Pair) -> Iterator[Finding]:
    """Spaces that are doubled, at an end, or before a comma; punctuation that stands twice."""
    inner = pair.target.strip()
    for start, end in (
        (0, len(pair.target) - len(pair.target.lstrip())),
        (len(pair.target.rstrip()), len(pair.target)),
    ):
        if inner and start < end:
            yield Finding("spaces", "warning", start, end)
    for match in _SPACES.finditer(inner):
        yield Finding("spaces", "warning", *match.span())
    for match in _DOUBLED.finditer(pair.target):
        yield Finding("doubled_sign", "warning", *match.span(), parameters={"written": match[0]})


def check_end(pair: Pair) -> Iterator[Finding]:
    """The sign that ends the text: of the same kind in both, or none in both."""
    mine, its = _end_of(pair.source), _end_of(pair.target)
    if mine == its:
        return
    end = len(pair.target)
    if mine in _STRONG and its not in _STRONG and its != "dots":
        yield Finding("end_missing", "warning", end, end)
    elif its in _STRONG and mine == "":
        yield Finding("end_added", "warning", end - 1, end)
    elif "question" in (mine, its) and mine and its:
        yield Finding("end_differs", "warning", end - 1, end)
    elif "colon" in (mine, its) and not (mine and its):
        yield Finding("end_differs", "warning", max(0, end - 1), end)


def _end_of(text: str) -> str:
    bare = text.rstrip(_CLOSERS)
    return _ENDS.get(bare[-1:], "")
