"""XLIFF 1.2 out: one translation's texts as a file that CAT tools read, valid by the strict schema.

Comes in: what stands where, as plain values. Goes out: bytes. Asks no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from lxml import etree  # type: ignore[import-untyped]
from msgspec import Struct

from cms.translation.files.inline import IMPOSSIBLE, NAMESPACE, add_text, number_codes
from cms.translation.marked import Piece

Profile = Literal["standard", "omegat"]
XML = "http://www.w3.org/XML/1998/namespace"
CODES = {"it": "it", "zh-hans": "zh-CN"}
"""Our languages as CAT tools name them."""
ORIGINAL = "ponte:"
"""Before the translation's UUID, in the file's `original`."""
TOOL = "ponte"


class Offer(Struct, frozen=True):
    """A translation from the memory."""

    source: Sequence[Piece]
    target: Sequence[Piece]
    percent: int
    origin: str


class Unit(Struct, frozen=True, kw_only=True):
    """One text. `target` is None where there is none yet; `limit` counts characters."""

    id: str
    path: str
    source: Sequence[Piece]
    target: Sequence[Piece] | None
    state: str
    is_approved: bool
    limit: int | None
    notes: Sequence[tuple[str, str]]
    """Who says it, or which field it is of, and what."""
    offers: Sequence[Offer]


class File(Struct, frozen=True, kw_only=True):
    """One translation."""

    uuid: str
    source_locale: str
    target_locale: str
    made_at: datetime
    notes: Sequence[str]
    units: Sequence[Unit]


def write(file: File, profile: Profile) -> bytes:
    """The file in UTF-8. In OmegaT's profile each target is its source: else that program shows nothing, or spoils it."""
    root = etree.Element("xliff", {"version": "1.2"}, nsmap={None: NAMESPACE})
    element = etree.SubElement(
        root,
        "file",
        {
            "original": f"{ORIGINAL}{file.uuid}",
            "source-language": CODES.get(file.source_locale, file.source_locale),
            "target-language": CODES.get(file.target_locale, file.target_locale),
            "datatype": "html",
            "tool-id": TOOL,
            "date": file.made_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        },
    )
    header = etree.SubElement(element, "header")
    etree.SubElement(header, "tool", {"tool-id": TOOL, "tool-name": "Ponte"})
    for note in file.notes:
        etree.SubElement(header, "note").text = clean(note)
    body = etree.SubElement(element, "body")
    for unit in file.units:
        _write_unit(body, unit, file, profile)
    _break_lines(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _break_lines(element: Any) -> None:
    """A line for each element that is no text: so that a fault is found by its line."""
    if etree.QName(element).localname in ("source", "target", "note"):
        return
    element.text = "\n" if len(element) else None
    for child in element:
        child.tail = "\n"
        _break_lines(child)


def _write_unit(body: Any, unit: Unit, file: File, profile: Profile) -> None:
    is_omegat = profile == "omegat"
    element = etree.SubElement(body, "trans-unit", {"id": unit.id, "resname": clean(unit.path)})
    element.set(f"{{{XML}}}space", "preserve")
    if unit.limit:
        element.set("size-unit", "char")
        element.set("maxwidth", str(unit.limit))
    if unit.is_approved and not is_omegat:
        element.set("approved", "yes")
    known = number_codes(unit.source)
    add_text(_side(element, "source", file.source_locale), unit.source, known)
    target = unit.source if is_omegat else unit.target
    if target is not None:
        side = _side(element, "target", file.target_locale)
        side.set("state", "needs-translation" if is_omegat else unit.state)
        add_text(side, target, known)
    for offer in () if is_omegat else unit.offers:
        _write_offer(element, offer, file)
    _write_notes(element, unit.notes)


def _write_offer(parent: Any, offer: Offer, file: File) -> None:
    element = etree.SubElement(
        parent, "alt-trans", {"match-quality": f"{offer.percent}%", "origin": clean(offer.origin)}
    )
    known = number_codes(offer.source)
    add_text(_side(element, "source", file.source_locale), offer.source, known)
    add_text(_side(element, "target", file.target_locale), offer.target, known)


def _write_notes(parent: Any, notes: Iterable[tuple[str, str]]) -> None:
    for who, said in notes:
        note = etree.SubElement(parent, "note")
        if who:
            note.set("from", clean(who))
        note.text = clean(said)


def _side(parent: Any, name: str, locale: str) -> Any:
    side = etree.SubElement(parent, name)
    side.set(f"{{{XML}}}lang", CODES.get(locale, locale))
    return side


def clean(text: str) -> str:
    """Without the characters that no XML file can hold."""
    return IMPOSSIBLE.sub("", text)
