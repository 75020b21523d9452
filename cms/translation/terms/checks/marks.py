"""Tags and placeholders: what a machine reads must be in the translation as it is in the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cms.translation.marked import Code
from cms.translation.terms.checks.finding import Finding
from cms.translation.terms.checks.links import find_addresses
from cms.translation.terms.checks.pair import Pair

MASK = "\ufffc"
PLACEHOLDER = re.compile(r"\{\{.{0,80}?\}\}|\{[A-Za-z_][\w.]*\}|%\(\w+\)[sd]|%[sd]\b")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]"
)


def check_tags(pair: Pair) -> Iterator[Finding]:
    """Links lost, doubled or nested stop the hand-in; bold and the like may be added, moved or left out with a reason."""
    source, target = _nesting(pair.source_codes), _nesting(pair.target_codes)
    kept = _links(source) & _links(target)
    for code, some in (("tag_missing", source - target), ("tag_added", target - source)):
        for (tag, name, above), count in sorted(some.items()):
            is_wrong = tag == "a" and (name, "a" in above) not in kept
            parameters = {"tag": name or tag, "count": str(count)}
            yield Finding(code, "error" if is_wrong else "warning", parameters=parameters)


def _links(nesting: Counter[tuple[str, str, tuple[str, ...]]]) -> set[tuple[str, bool]]:
    """The links that stand there once, and whether within another one, whatever emphasis is around them."""
    found: Counter[tuple[str, bool]] = Counter()
    for (tag, name, above), count in nesting.items():
        if tag == "a":
            found[name, "a" in above] += count
    return {link for link, count in found.items() if count == 1}


def _nesting(codes: Sequence[Code]) -> Counter[tuple[str, str, tuple[str, ...]]]:
    """Each tag with the link's id and the tags around it; the order of others may change with the language's."""
    found: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    opened: list[str] = []
    for code in codes:
        if code.kind == "close":
            opened.pop()
            continue
        found[(code.tag, code.id if code.tag == "a" else "", tuple(sorted(opened)))] += 1
        if code.kind == "open":
            opened.append(code.tag)
    return found


def check_placeholders(pair: Pair) -> Iterator[Finding]:
    """Placeholders as in the source, each as often."""
    source = Counter(PLACEHOLDER.findall(pair.source))
    target = Counter(PLACEHOLDER.findall(pair.target))
    for written in source - target:
        yield Finding("placeholder_missing", "error", parameters={"written": written})
    for written in target - source:
        start = pair.target.index(written)
        yield Finding(
            "placeholder_added", "error", start, start + len(written), parameters={"written": written}
        )


def mask(text: str) -> str:
    """The text with placeholders and addresses as signs that are no words; all positions stay."""
    characters = list(mask_placeholders(text))
    for each in find_addresses("".join(characters)):
        characters[each.start : each.end] = MASK * (each.end - each.start)
    return "".join(characters)


def mask_placeholders(text: str) -> str:
    """The text with each placeholder as signs that no other check looks at; all positions stay."""
    return PLACEHOLDER.sub(lambda found: MASK * len(found[0]), text) if "{" in text or "%" in text else text


def check_unseen(pair: Pair) -> Iterator[Finding]:
    """Control characters and those that turn the direction of writing."""
    for match in _UNSEEN.finditer(pair.target):
        yield Finding("unseen", "error", *match.span(), parameters={"written": f"U+{ord(match[0]):04X}"})
