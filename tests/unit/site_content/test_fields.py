"""Fields for facts: what an editor types in, what is stored, and which sentence answers a mistake."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from site_content.documents.values import Moment
from site_content.fields import (
    ChecklistJSONField,
    CountryField,
    HttpURLField,
    LinesJSONField,
    MomentField,
    ZoneField,
    from_moment,
    to_moment,
)
from site_content.form_fields import MomentFormField
from site_content.moments import MomentError, from_wall, to_wall

DEADLINE = "2026-11-30T16:00:00Z[Asia/Shanghai]"


def test_a_stored_moment_is_read_and_written_back() -> None:
    moment = to_moment(DEADLINE)
    assert moment == Moment(at=datetime(2026, 11, 30, 16, tzinfo=UTC), zone="Asia/Shanghai")
    assert from_moment(moment) == DEADLINE
    assert to_moment("") is None
    assert from_moment(None) == ""


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "2026-11-30T16:00:00Z", "2026-13-30T16:00:00Z[UTC]", "2026-11-30T16:00:00Z[Asia/Atlantis]"],
)
def test_a_text_that_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(MomentError):
        to_moment(text)
    with pytest.raises(ValidationError):
        MomentField().clean(text, None)


def test_the_end_of_a_day_is_typed_and_shown_as_24_00() -> None:
    moment = from_wall(date(2026, 11, 30), "24:00", "Asia/Shanghai")
    assert from_moment(moment) == DEADLINE
    assert to_wall(moment, end=True) == (date(2026, 11, 30), "24:00", "Asia/Shanghai")
    assert to_wall(moment) == (date(2026, 12, 1), "00:00", "Asia/Shanghai")


def test_daylight_saving_is_the_zones_own() -> None:
    winter = from_wall(date(2026, 1, 15), "12:00", "Europe/Rome")
    summer = from_wall(date(2026, 7, 15), "12:00", "Europe/Rome")
    assert (winter.at.hour, summer.at.hour) == (11, 10)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "code"),
    [
        (date(2026, 3, 29), "02:30", "Europe/Rome", "skipped_time"),
        (date(2026, 10, 25), "02:30", "Europe/Rome", "doubled_time"),
        (date(2026, 10, 25), "25:00", "Europe/Rome", "bad_time"),
        (date(2026, 10, 25), "noon", "Europe/Rome", "bad_time"),
        (date(2026, 10, 25), "12:00", "Europe/Atlantis", "unknown_zone"),
    ],
)
def test_a_time_that_no_clock_shows_once_is_refused(day: date, clock: str, zone: str, code: str) -> None:
    with pytest.raises(MomentError) as caught:
        from_wall(day, clock, zone)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (["2026-11-30", "24:00", "Asia/Shanghai"], DEADLINE),
        (["2026-11-30", "9:05", "UTC"], "2026-11-30T09:05:00Z[UTC]"),
        (["", "", "Europe/Rome"], ""),
        (DEADLINE, DEADLINE),
    ],
)
def test_a_form_gives_the_stored_form(typed: list[str] | str, stored: str) -> None:
    assert MomentFormField(required=False, end=True).clean(typed) == stored


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["2026-11-30", "", "Europe/Rome"], "both the day and the time"),
        (["", "12:00", "Europe/Rome"], "both the day and the time"),
        (["2026-11-30", "12:00", "Europe/Atlantis"], "no time zone"),
        (["2026-03-29", "02:30", "Europe/Rome"], "never show 02:30"),
        (["", "", "Europe/Rome"], "required"),
    ],
)
def test_a_form_says_what_is_wrong_with_a_moment(typed: list[str], words: str) -> None:
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            MomentFormField().clean(typed)
        assert words in str(caught.value)


def test_the_widget_shows_what_is_stored_and_keeps_what_it_cannot_read() -> None:
    widget = MomentField(end=True).formfield().widget
    assert widget.format_value(DEADLINE) == ["2026-11-30", "24:00", "Asia/Shanghai"]
    assert widget.format_value("") == ["", "", "Europe/Rome"]
    assert widget.format_value("soon")[0] == "soon"
    assert 'name="x_zone"' in widget.render("x", DEADLINE)


@pytest.mark.parametrize("url", ["ftp://example.org/", "javascript:alert(1)", "example"])
def test_a_link_is_http(url: str) -> None:
    with pytest.raises(ValidationError):
        HttpURLField().clean(url, None)


def test_a_country_and_a_zone_are_known() -> None:
    assert CountryField().clean("CN", None) == "CN"
    assert ZoneField().clean("Asia/Shanghai", None) == "Asia/Shanghai"
    for field, value in ((CountryField(), "XX"), (ZoneField(), "Mars/Olympus")):
        with pytest.raises(ValidationError):
            field.clean(value, None)


def test_a_checklist_takes_its_own_options_alone() -> None:
    field = ChecklistJSONField(options=[("it", "Italian")])
    assert field.clean(["it"], None) == ["it"]
    with pytest.raises(ValidationError):
        field.clean(["fr"], None)
    assert field.formfield().clean(["it"]) == ["it"]


def test_lines_are_a_list_of_texts() -> None:
    field = LinesJSONField().formfield()
    assert field.clean("+39 035 000000\n\n +39 081 000000 ") == ["+39 035 000000", "+39 081 000000"]
    assert field.clean("") == []
    assert field.widget.format_value(["a", "b"]) == "a\nb"
