"""Blocks refuse mistakes at the field where they were made, and facts stay out of translation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from wagtail import blocks
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

from site_content.blocks.body import BodyBlock, ButtonBlock, PlaceBlock, TableBlock
from site_content.blocks.call import ResultsBlock, SideBlock
from site_content.blocks.event import AgendaItemBlock, DatesBlock
from site_content.blocks.facts import FactURL, MomentBlock
from tests.factories.streams import fill_stream

pytestmark = pytest.mark.django_db

EARLY, LATE = "2026-10-01T10:00:00Z[Europe/Rome]", "2026-11-30T16:00:00Z[Asia/Shanghai]"
TABLE = {"caption": "x", "header": ["a", "b"]}

MISTAKES: list[tuple[type[blocks.StructBlock], dict[str, Any], str]] = [
    (SideBlock, {"side": "it", "funder": "x", "amount": 5}, "currency"),
    (SideBlock, {"side": "it", "funder": "x", "currency": "EUR"}, "amount"),
    (SideBlock, {"side": "xx", "funder": "x"}, "side"),
    (SideBlock, {"side": "it", "funder": "x", "apply_url": "ftp://example.org/"}, "apply_url"),
    (
        SideBlock,
        {"side": "it", "funder": "x", "deadline": "2026-10-01T10:00:00Z[Europe/Atlantis]"},
        "deadline",
    ),
    (ResultsBlock, {"date": date(2026, 5, 1), "names_persons": True}, "remove_on"),
    (ResultsBlock, {"date": date(2026, 5, 2), "remove_on": date(2026, 5, 1)}, "remove_on"),
    (DatesBlock, {"starts": LATE, "ends": EARLY}, "ends"),
    (AgendaItemBlock, {"starts": LATE, "ends": EARLY, "title": "x"}, "ends"),
    (TableBlock, {**TABLE, "rows": [["1"]]}, "rows"),
    (ButtonBlock, {"label": "x"}, "page"),
    (PlaceBlock, {"address": "x"}, "name"),
    (PlaceBlock, {"name": "x", "latitude": 100.0}, "latitude"),
]


@pytest.mark.parametrize(("kind", "value", "field"), MISTAKES)
def test_a_mistake_is_named_at_its_field(kind: type[Any], value: dict[str, Any], field: str) -> None:
    block = kind()
    with pytest.raises(blocks.StructBlockValidationError) as caught:
        block.clean(block.normalize({**block.get_default(), **value}))
    assert list(caught.value.block_errors) == [field]


def test_a_right_value_passes() -> None:
    block = SideBlock()
    value = {"side": "it", "funder": "x", "deadline": LATE, "amount": 5, "currency": "EUR"}
    assert block.clean(block.normalize({**block.get_default(), **value}))["deadline"] == LATE


def test_a_moment_comes_from_its_three_inputs() -> None:
    block = MomentBlock(end=True)
    block.set_name("deadline")
    data = {"x_date": "2026-11-30", "x_time": "24:00", "x_zone": "Asia/Shanghai"}
    assert block.clean(block.value_from_datadict(data, {}, "x")) == LATE
    assert block.get_form_state(LATE) == ["2026-11-30", "24:00", "Asia/Shanghai"]


def test_facts_are_not_sent_for_translation() -> None:
    assert FactURL().get_translatable_segments("https://example.org/") == []
    body = BodyBlock()
    value = body.to_python(fill_stream(body))
    segments = StreamFieldSegmentExtractor(None, include_overridables=True).handle_stream_block(value)
    kinds = {type(segment).__name__ for segment in segments}
    assert "RelatedObjectSegmentValue" not in kinds
    links = [segment.data for segment in segments if type(segment).__name__ == "OverridableSegmentValue"]
    assert set(links) == {"https://example.org/"}, "only links inside rich text can be replaced"
    texts = {segment.render_text() for segment in segments if hasattr(segment, "render_text")}
    assert "Same everywhere" not in texts
