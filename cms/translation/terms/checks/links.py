"""Web addresses and mail addresses that stand in a text: the translation has the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cms.translation.terms.checks.finding import Finding
from cms.translation.terms.checks.pair import Pair
from cms.translation.terms.checks.quantity import blank

_LETTERS = r"A-Za-z0-9"
_MAIL = re.compile(
    rf"(?<![{_LETTERS}._%+-])[{_LETTERS}._%+-]{{1,64}}@[{_LETTERS}-]{{1,63}}(?:\.[{_LETTERS}-]{{1,63}}){{1,6}}"
)
_URL = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_DOMAIN = re.compile(
    rf"(?<![{_LETTERS}.@/-])(?:[a-z0-9-]{{1,63}}\.){{1,6}}"
    rf"(?:it|cn|com|org|eu|net|example|int|edu|gov)(?:/[!-~]*)?(?![{_LETTERS}])"
)
_LANGUAGE = re.compile(r"/(?:it|zh-hans|zh-cn|zh|cn|en)(?=/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A web or mail address; `key` is what must be the same in both languages."""

    start: int
    end: int
    written: str

    @property
    def key(self) -> str:
        """Without what may rightly differ: case, scheme, the language in the path, a last slash."""
        bare = re.sub(r"^https?://", "", self.written.lower())
        return _LANGUAGE.sub("/~", bare).rstrip("/")


def find_addresses(text: str) -> list[Address]:
    """Every address of the text, in order, without the punctuation after it."""
    found: list[Address] = []
    for pattern in (_URL, _MAIL, _DOMAIN):
        matches = [(match.start(), match[0].rstrip(".,;:!?)\"'>]}")) for match in pattern.finditer(text)]
        found += [Address(start, start + len(written), written) for start, written in matches]
        text = blank(text, [(each.start, each.end) for each in found])
    return sorted(found, key=lambda each: each.start)


def check_links(pair: Pair) -> Iterator[Finding]:
    """Addresses that are missing or changed, and new ones."""
    source, target = find_addresses(pair.source), find_addresses(pair.target)
    mine, its = Counter(each.key for each in source), Counter(each.key for each in target)
    for each in source:
        if its[each.key] < mine[each.key]:
            yield Finding("address_missing", "warning", each.start, each.end, True, {"written": each.written})
    for each in target:
        if each.key not in mine:
            yield Finding(
                "address_added", "warning", each.start, each.end, parameters={"written": each.written}
            )
