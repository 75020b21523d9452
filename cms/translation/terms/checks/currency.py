"""Which money a number is of, from the words and signs around it, in both languages."""

from __future__ import annotations

import re

_SIGNS = (
    ("EUR", r"€|\beuro\b|\bEUR\b|欧元|欧(?![洲盟元])"),
    ("USD", r"\$|\bdollari\b|\bUSD\b|美元"),
    ("HKD", r"\bHKD\b|港元|港币"),
    ("JPY", r"\byen\b|\bJPY\b|日元"),
    ("GBP", r"£|\bsterline\b|\bGBP\b|英镑"),
    ("CHF", r"\bCHF\b|\bfranchi\b|瑞士法郎"),
    ("CNY", r"¥|￥|\byuan\b|\brenminbi\b|\bCNY\b|\bRMB\b|人民币|元"),
)
_ANY = "|".join(f"(?P<{code}>{pattern})" for code, pattern in _SIGNS)
_AFTER = re.compile(rf"[ \u00a0\u202f]?(?:(?:di|in)[ \u00a0\u202f])?(?:多|余)?(?:{_ANY})", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_ANY})[ \u00a0\u202f]?$", re.IGNORECASE)
_BARE_YEN = re.compile("[¥￥]")


def find_currency(text: str, start: int, end: int) -> str:
    """The ISO code of the money that the number from `start` to `end` is of, or an empty string."""
    found = _AFTER.match(text, end)
    if found is None:
        found = _BEFORE.search(text[max(0, start - 10) : start])
    return next((code for code, value in found.groupdict().items() if value), "") if found else ""


def find_bare_yen(text: str) -> list[tuple[int, int]]:
    """Where a ¥ stands, which is the yuan's sign and the yen's."""
    return [each.span() for each in _BARE_YEN.finditer(text)]


def names_currency(text: str, code: str) -> bool:
    """Whether the text names that money anywhere."""
    return re.search(dict(_SIGNS)[code], text, re.IGNORECASE) is not None
