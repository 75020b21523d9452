"""The facts of a page that people act on: deadlines, money, who may apply, dates. What a draft changes of them.

In: stored values, of a live row and of a revision. Out: each change, old and new, as both languages and zones have it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from html import unescape
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from msgspec import Struct

from frontend.formats import Formats
from site_content.documents.values import Moment, Money
from site_content.languages import LANGUAGES, ZONES
from site_content.moments import MomentError, to_moment

Stored = Mapping[str, Any]
"""Values by field as a revision keeps them."""
NOTHING = "—"


class Fact(Struct, frozen=True, kw_only=True):
    """One fact of one version of a page."""

    key: str
    label: str
    value: Any
    """Moment, Money, date, number, bool, text, or None for none."""
    choices: Mapping[str, Any] = {}
    """Words for the value where it is one of a vocabulary, or a list of such."""
    until: bool = False
    """Whether a moment is an end: midnight is then 24:00 of the day before."""
    is_guarded: bool = False
    """Whether to change it on a live page needs a reason: deadline, money, eligibility."""
    is_text: bool = False
    """Whether it is written in the page's own language alone."""


class Shown(Struct, frozen=True):
    """A change as one language has it."""

    language: str
    tag: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class FactChange(Struct, frozen=True, kw_only=True):
    """A fact that a draft changes."""

    label: str
    is_guarded: bool
    is_text: bool
    shown: tuple[Shown, ...]


class Field(Struct, frozen=True, kw_only=True):
    """Where a fact stands: its name, its kind, and its block's where it stands in a stream."""

    name: str
    read: Callable[[Stored], Any]
    until: bool = False
    is_guarded: bool = False
    is_text: bool = False


def _moment(name: str) -> Callable[[Stored], Any]:
    def read(stored: Stored) -> Any:
        try:
            return to_moment(stored.get(name) or "")
        except MomentError:
            return stored.get(name)

    return read


def _money(amount: str, currency: str) -> Callable[[Stored], Any]:
    def read(stored: Stored) -> Any:
        if stored.get(amount) in (None, ""):
            return None
        return Money(Decimal(str(stored[amount])).normalize(), str(stored.get(currency) or ""))

    return read


def _day(name: str) -> Callable[[Stored], Any]:
    return lambda stored: date.fromisoformat(str(stored[name])) if stored.get(name) else None


def _plain(name: str) -> Callable[[Stored], Any]:
    def read(stored: Stored) -> Any:
        value = stored.get(name)
        return None if value in ("", []) else value

    return read


def _html(name: str) -> Callable[[Stored], Any]:
    """Rich text without the keys that the editor gives its paragraphs."""
    return lambda stored: re.sub(r' data-block-key="[^"]*"', "", stored.get(name) or "") or None


FIELDS: dict[str, tuple[Field, ...]] = {
    "call": (
        Field(name="opens", read=_moment("opens")),
        Field(name="questions_until", read=_moment("questions_until"), until=True),
        Field(name="audience", read=_plain("audience"), is_guarded=True),
        Field(name="both_apply", read=_plain("both_apply"), is_guarded=True),
        Field(name="partners_min", read=_plain("partners_min"), is_guarded=True),
        Field(name="partners_max", read=_plain("partners_max"), is_guarded=True),
    ),
    "programme": (
        Field(name="opens", read=_moment("opens")),
        Field(name="deadline", read=_moment("deadline"), until=True),
        Field(name="starts", read=_day("starts")),
        Field(name="ends", read=_day("ends")),
        Field(name="fee_amount", read=_money("fee_amount", "fee_currency")),
        Field(name="places", read=_plain("places")),
        Field(name="prerequisites", read=_html("prerequisites"), is_text=True),
        Field(name="grants", read=_html("grants"), is_text=True),
    ),
    "event": (
        Field(name="starts", read=_moment("starts")),
        Field(name="ends", read=_moment("ends"), until=True),
        Field(name="status", read=_plain("status")),
        Field(name="mode", read=_plain("mode")),
        Field(name="capacity", read=_plain("capacity")),
        Field(name="price_amount", read=_money("price_amount", "price_currency")),
    ),
}
"""Facts of the page itself, by type."""
BLOCKS: dict[str, dict[str, tuple[Field, ...]]] = {
    "call": {
        "sides": (
            Field(name="side", read=_plain("side"), is_guarded=True),
            Field(name="deadline", read=_moment("deadline"), until=True, is_guarded=True),
            Field(name="amount", read=_money("amount", "currency"), is_guarded=True),
            Field(name="amount_per", read=_plain("amount_per"), is_guarded=True),
            Field(name="places", read=_plain("places"), is_guarded=True),
            Field(name="eligibility", read=_html("eligibility"), is_guarded=True, is_text=True),
        )
    },
    "event": {"registration_deadlines": (Field(name="at", read=_moment("at"), until=True),)},
}
"""Facts of the blocks of a stream, by type and stream."""


def read_facts(model: Any, stored: Stored) -> dict[str, Fact]:
    """Every fact by its key, of values as a revision keeps them; none for a type that has none."""
    stem = model.document_type
    facts = [_fact_of_page(model, field, stored) for field in FIELDS.get(stem, ())]
    for stream, fields in BLOCKS.get(stem, {}).items():
        facts += _facts_of_stream(model, stream, fields, stored)
    return {fact.key: fact for fact in facts}


def _fact_of_page(model: Any, field: Field, stored: Stored) -> Fact:
    known = model._meta.get_field(field.name)
    choices = known.flatchoices or getattr(known, "options", None) or ()
    return _fact(field, field.name, str(known.verbose_name).capitalize(), dict(choices), stored)


def _facts_of_stream(model: Any, stream: str, fields: tuple[Field, ...], stored: Stored) -> Iterator[Fact]:
    known = model._meta.get_field(stream)
    for block in _decode(stored.get(stream)):
        kind = known.stream_block.child_blocks.get(block.get("type"))
        values = block.get("value") or {}
        for field in fields if kind is not None else ():
            child = kind.child_blocks[field.name]
            label = f"{child.label} ({_name_of(kind, values)})"
            choices = dict(getattr(child.field, "choices", ()))
            yield _fact(field, f"{stream}.{block.get('id')}.{field.name}", label, choices, values)


def _name_of(kind: Any, values: Stored) -> str:
    """What tells one block of a stream from another: the side, or its label."""
    if "side" in kind.child_blocks:
        names = dict(kind.child_blocks["side"].field.choices)
        return str(names.get(values.get("side"), NOTHING))
    return str(values.get("label") or kind.label)


def _decode(blocks: Any) -> list[dict[str, Any]]:
    return json.loads(blocks or "[]") if isinstance(blocks, str) else list(blocks or ())


def _fact(field: Field, key: str, label: str, choices: Mapping[str, Any], stored: Stored) -> Fact:
    return Fact(
        key=key,
        label=label,
        value=field.read(stored),
        choices=choices,
        until=field.until,
        is_guarded=field.is_guarded,
        is_text=field.is_text,
    )


def compare_facts(model: Any, old: Stored, new: Stored, locale: str) -> tuple[FactChange, ...]:
    """What changed from `old` to `new`, values of a page in `locale`; the guarded ones first."""
    before, after = read_facts(model, old), read_facts(model, new)
    changes = [
        _change(before.get(key), after.get(key), locale)
        for key in dict.fromkeys([*before, *after])
        if _value(before.get(key)) != _value(after.get(key))
    ]
    return tuple(sorted(changes, key=lambda change: not change.is_guarded))


def digest_guarded(model: Any, stored: Stored) -> str:
    """A digest of the guarded facts alone: the same for two versions that differ in nothing that needs a reason."""
    facts = read_facts(model, stored)
    guarded = sorted((key, repr(fact.value)) for key, fact in facts.items() if fact.is_guarded)
    return blake2b(repr(guarded).encode(), digest_size=16).hexdigest()


def _value(fact: Fact | None) -> Any:
    return None if fact is None else fact.value


def _change(old: Fact | None, new: Fact | None, locale: str) -> FactChange:
    known = new or old
    assert known is not None  # noqa: S101 - one of two that differ is there
    languages = [locale] if known.is_text else [locale, *(code for code in LANGUAGES if code != locale)]
    return FactChange(
        label=known.label,
        is_guarded=known.is_guarded,
        is_text=known.is_text,
        shown=tuple(
            Shown(LANGUAGES[code].name, LANGUAGES[code].tag, show(old, code), show(new, code))
            for code in languages
        ),
    )


def show(fact: Fact | None, code: str) -> tuple[str, ...]:
    """The value as the public site has it in that language; a moment in every zone, a line for each."""
    if fact is None or fact.value is None:
        return (NOTHING,)
    formats, value = _formats(code), fact.value
    if isinstance(value, Moment):
        zones = dict.fromkeys((LANGUAGES[code].zone, *ZONES, value.zone))
        return tuple(formats.moment(value, zone, until=fact.until) for zone in zones)
    if isinstance(value, Money):
        return (formats.money(value),)
    if isinstance(value, date):
        return (formats.format_day(value, "day"),)
    with translation.override(code):
        return (_words(fact, formats),)


def _words(fact: Fact, formats: Formats) -> str:
    value = fact.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return formats.listed(str(fact.choices.get(each, each)) for each in value)
    if isinstance(value, int):
        return str(formats.number(value))
    if fact.is_text:
        return unescape(re.sub(r"<[^>]+>", " ", str(value))).strip()
    return str(fact.choices.get(value, value))


@cache
def _formats(code: str) -> Formats:
    return Formats(LANGUAGES[code])
