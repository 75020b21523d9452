"""Italian numbers in words: `ventitré`, `centosessantotto`, `duemila` become values. Knows nothing of texts."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from site_content.search.text import fold

_UNITS = (
    *("", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"),
    *(
        "undici",
        "dodici",
        "tredici",
        "quattordici",
        "quindici",
        "sedici",
        "diciassette",
        "diciotto",
        "diciannove",
    ),
)
_TENS = ("", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
_ORDINALS = ("primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo")
_GROUPS = {
    "coppia": 2,
    "decina": 10,
    "dozzina": 12,
    "quindicina": 15,
    "ventina": 20,
    "trentina": 30,
    "centinaio": 100,
}
_SPANS = {"bi": 2, "tri": 3, "quadri": 4, "quinqu": 5}
_IDIOMS = frozenset({100, 1000})
"""Said for "many" as well, so never missed."""


def _below_hundred(value: int) -> str:
    if value < len(_UNITS):
        return _UNITS[value]
    tens, unit = _TENS[value // 10], _UNITS[value % 10]
    return (tens[:-1] if unit[:1] in ("u", "o") else tens) + unit


def _spellings(value: int) -> set[str]:
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return {_below_hundred(rest)}
    head = ("" if hundreds == 1 else _UNITS[hundreds]) + "cento"
    tail = _below_hundred(rest)
    return {head + tail, head[:-1] + tail} if tail[:1] in ("o", "u") else {head + tail}


@cache
def _cardinals() -> dict[str, int]:
    found = {word: value for value in range(1, 1000) for word in _spellings(value)}
    return found | {"un": 1, "una": 1, "mille": 1000, "mila": 1000}


@cache
def _others() -> dict[str, int]:
    """Ordinals, groups and spans of years: read, but never missed."""
    found = {word[:-1] + end: value for value, word in enumerate(_ORDINALS, 1) for end in "oaie"}
    for word, value in _cardinals().items():
        if value > len(_ORDINALS):
            found |= {word[:-1] + "esim" + end: value for end in "oaie"}
    for word, value in _GROUPS.items():
        found |= {word: value, word[:-1] + "e": value}
    for prefix, value in _SPANS.items():
        found |= {
            f"{prefix}{ending}": value for ending in ("ennio", "ennale", "ennali", "mestre", "mestrale")
        }
    return found | {
        "entrambi": 2,
        "entrambe": 2,
        "ambedue": 2,
        "doppio": 2,
        "doppia": 2,
        "triplo": 3,
        "duplice": 2,
    }


def read_cardinal(word: str) -> Decimal | None:
    """The value of a number in one word; None where it is none. `sei` is one, whatever it means there."""
    word = fold(word)
    value = _cardinals().get(word)
    if value is None and "mila" in word:
        head, _, tail = word.partition("mila")
        thousands, rest = _cardinals().get(head), _cardinals().get(tail, 0 if not tail else None)
        value = None if thousands is None or rest is None else thousands * 1000 + rest
    if value is None and word.startswith("mille"):
        rest = _cardinals().get(word[5:])
        value = None if rest is None else 1000 + rest
    return None if value is None else Decimal(value)


def read_other(word: str) -> Decimal | None:
    """The value in an ordinal, a group or a span: `terzo`, `dozzina`, `triennale`."""
    value = _others().get(fold(word))
    return None if value is None else Decimal(value)


def is_idiom(value: Decimal) -> bool:
    """Whether that number in words may only mean many."""
    return value in _IDIOMS
