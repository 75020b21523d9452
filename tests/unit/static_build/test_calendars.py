"""Calendars: every entry at its moment, found again by its identifier, in files that any client reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from frontend.calendar_zones import make_zone
from site_content.documents.call import Amendment
from site_content.documents.event import EventDates, Venue
from site_content.languages import ZONES
from tests.unit.static_build.dated import BEIJING, ROME, call, event, moment
from tests.unit.static_build.plain_site import ORIGIN, PUBLISHED, files_of, outputs_of, translated

EVENT, FEED = "it/events/forum/event.ics", "it/feeds/events.ics"
DEADLINE, DEADLINES = "it/calls/mobility/deadline.ics", "it/feeds/deadlines.ics"
LATER = PUBLISHED + timedelta(days=3)


def entries(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def entry(data: bytes) -> Any:
    (found,) = entries(data)
    return found


def only(document: Any, path: str = EVENT) -> Any:
    return entry(files_of(document)[path])


def test_an_event_stands_at_its_moment_on_its_own_clock() -> None:
    found = only(event(starts=moment("2026-12-01T09:30", BEIJING), ends=moment("2026-12-01T17:00", BEIJING)))
    assert found["DTSTART"].params["TZID"] == BEIJING
    assert found["DTSTART"].dt == datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
    assert found["DTEND"].dt == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert "Pechino: 09:30–17:00" in found["DESCRIPTION"]
    assert "Roma: 02:30–10:00" in found["DESCRIPTION"]


def test_every_file_brings_both_zones() -> None:
    for data in files_of(event(), call("mobility", moment("2027-01-10T12:00"))).values():
        if data.startswith(b"BEGIN:VCALENDAR"):
            assert [str(zone["TZID"]) for zone in Calendar.from_ical(data).walk("VTIMEZONE")] == list(ZONES)


@pytest.mark.parametrize("zone", ZONES)
def test_our_rules_of_a_zone_are_those_of_its_database(zone: str) -> None:
    made = Timezone.from_ical(make_zone(zone, ()).to_ical()).to_tz()
    at = datetime(1997, 1, 1, tzinfo=UTC)
    while at.year < 2037:
        assert at.astimezone(made).utcoffset() == at.astimezone(ZoneInfo(zone)).utcoffset(), at
        at += timedelta(hours=11)


def test_an_event_elsewhere_brings_its_zone_too() -> None:
    starts, ends = moment("2026-06-01T09:00", "Asia/Tokyo"), moment("2026-06-01T10:00", "Asia/Tokyo")
    calendar = Calendar.from_ical(files_of(event(starts=starts, ends=ends))[EVENT])
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == [*ZONES, "Asia/Tokyo"]
    assert entry(calendar.to_ical())["DTSTART"].dt == starts.at


def test_an_event_across_the_change_of_the_clock_lasts_as_long_as_it_lasts() -> None:
    found = only(event(starts=moment("2027-03-27T20:00"), ends=moment("2027-03-28T10:00")))
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(hours=14)  # on the wall
    assert found["DTEND"].dt.astimezone(UTC) - found["DTSTART"].dt.astimezone(UTC) == timedelta(hours=13)


def test_an_event_of_three_years_is_one_entry() -> None:
    found = only(event(starts=moment("2026-01-10T09:00"), ends=moment("2029-01-10T18:00")))
    assert (found["DTSTART"].dt.year, found["DTEND"].dt.year) == (2026, 2029)
    assert "10 gennaio 2026" in found["DESCRIPTION"]
    assert "10 gennaio 2029" in found["DESCRIPTION"]


def test_an_entry_is_the_same_in_its_file_and_in_every_feed() -> None:
    files = files_of(event())
    paths = (EVENT, FEED, "it/feeds/topics/robotics/events.ics", "it/feeds/topics/science/events.ics")
    assert len({entry(files[path]).to_ical() for path in paths}) == 1
    assert entries(files[DEADLINES]) == []


def test_languages_do_not_clash_and_each_keeps_its_identifier() -> None:
    files = files_of(event(), translated(event()))
    italian, chinese = entry(files[EVENT]), entry(files["zh-hans/events/forum/event.ics"])
    assert italian["UID"] != chinese["UID"]
    moved = event(path="/it/events/another-address/", title="Altro titolo")
    assert entry(files_of(moved)["it/events/another-address/event.ics"])["UID"] == italian["UID"]


def test_stamps_are_the_stored_publication_and_the_sequence_grows_with_it() -> None:
    first, later = only(event()), only(event(updated_at=LATER))
    assert first["DTSTAMP"].dt == first["LAST-MODIFIED"].dt == PUBLISHED
    assert later["DTSTAMP"].dt == later["LAST-MODIFIED"].dt == LATER
    assert (first["SEQUENCE"], later["SEQUENCE"]) == (0, 3 * 86400)
    assert later["CREATED"].dt == PUBLISHED


def test_a_translation_changes_when_the_facts_of_its_source_do() -> None:
    source = event(updated_at=LATER)
    found = entry(files_of(source, translated(event()))["zh-hans/events/forum/event.ics"])
    assert found["LAST-MODIFIED"].dt == LATER


def test_nothing_in_a_file_comes_from_the_moment_of_the_build() -> None:
    one = files_of(event(), now=datetime(2026, 11, 22, tzinfo=UTC))
    other = files_of(event(), now=datetime(2027, 11, 22, tzinfo=UTC))
    assert {path: one[path] for path in (EVENT, FEED)} == {path: other[path] for path in (EVENT, FEED)}


def test_a_cancelled_event_says_so_to_clients_and_to_people() -> None:
    found = only(event(status="cancelled"))
    assert found["STATUS"] == "CANCELLED"
    assert found["SUMMARY"] == "Annullato: forum"


def test_a_postponed_event_has_its_new_date_and_tells_the_old_one() -> None:
    was = EventDates(moment("2026-10-01T09:30"), moment("2026-10-01T17:00"))
    found = only(event(status="postponed", previous=(was,)))
    assert found["STATUS"] == "CONFIRMED"
    assert found["SUMMARY"] == "Rinviato: forum"
    assert "1 ottobre 2026" in found["DESCRIPTION"]
    assert only(event(status="postponed"))["STATUS"] == "TENTATIVE"


def test_an_entry_says_where_who_and_of_what() -> None:
    venue = Venue(
        id="v", name="Città della Scienza", city="Napoli", country="IT", address="Via X, 5", lang="it"
    )
    found = only(event(venues=(venue,), mode="mixed"))
    assert found["LOCATION"] == "Città della Scienza, Via X, 5, Napoli, Italia; Online"
    assert found["ORGANIZER"] == "mailto:napoli@ponte.example"
    assert found["CONTACT"] == "Sede di Napoli, napoli@ponte.example, +39 081 0"
    assert found["CATEGORIES"].to_ical() == b"Robotica"
    assert found["URL"] == f"{ORIGIN}/it/events/forum/"


def test_a_midnight_deadline_is_the_next_days_first_moment_and_its_title_says_which_evening() -> None:
    found = only(call("mobility", moment("2026-12-01T00:00")), DEADLINE)
    assert found["DTSTART"].dt == datetime(2026, 12, 1, tzinfo=ZoneInfo(ROME))
    assert found["SUMMARY"] == "Scadenza, 30 novembre 2026, ore 24:00 (Roma): mobility"
    assert "entro le 07:00 di martedì 1 dicembre 2026, ora di Pechino" in found["DESCRIPTION"]
    assert "DTEND" not in found
    assert found["TRANSP"] == "TRANSPARENT"


def test_deadlines_that_differ_are_two_entries_in_two_files() -> None:
    files = files_of(call("mobility", moment("2026-12-01T18:00"), moment("2026-12-09T12:00", BEIJING)))
    assert DEADLINE not in files
    italian, chinese = (entry(files[f"it/calls/mobility/deadline-{side}.ics"]) for side in ("it", "cn"))
    assert italian["SUMMARY"] == "Scadenza (Richiedenti italiani): mobility"
    assert chinese["SUMMARY"] == "Scadenza (Richiedenti cinesi): mobility"
    assert [each["UID"] for each in entries(files[DEADLINES])] == [italian["UID"], chinese["UID"]]


def test_a_deadline_that_one_side_puts_off_stays_the_same_entry_for_the_other() -> None:
    common = only(call("mobility", moment("2026-12-01T18:00"), moment("2026-12-01T18:00")), DEADLINE)
    apart = files_of(call("mobility", moment("2026-12-01T18:00"), moment("2026-12-20T18:00")))
    assert entry(apart["it/calls/mobility/deadline-it.ics"])["UID"] == common["UID"]
    assert entry(apart["it/calls/mobility/deadline-cn.ics"])["UID"] != common["UID"]


def test_a_call_without_deadline_has_no_file_and_the_feed_without_entries_is_a_calendar() -> None:
    files = files_of(call("mobility", None))
    assert DEADLINE not in files
    calendar = Calendar.from_ical(files[DEADLINES])
    assert entries(files[DEADLINES]) == []
    assert calendar["NAME"] == "Scadenze · Centro"


def test_a_revoked_calls_deadline_is_cancelled() -> None:
    revoked = Amendment(id="a", kind="revocation", date=PUBLISHED.date(), lang="it")
    found = only(call("mobility", moment("2026-12-01T18:00"), amendments=(revoked,)), DEADLINE)
    assert (found["STATUS"], found["SUMMARY"]) == ("CANCELLED", "Revocato: Scadenza: mobility")


def test_a_feed_tells_clients_its_name_its_address_and_when_to_come_back() -> None:
    calendar = Calendar.from_ical(files_of(event())[FEED])
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Eventi · Centro"
    assert calendar["SOURCE"] == f"{ORIGIN}/{FEED}"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert "METHOD" not in calendar


TITLES = (
    "🎉" * 80,
    "𠮷野家" * 60,
    "a" * 300,
    "Virgole, punti e virgola; barre \\ e «virgolette» " * 6,
    "👩‍🔬 sola",
)


@pytest.mark.parametrize("title", TITLES)
def test_lines_are_folded_by_octets_and_never_inside_a_character(title: str) -> None:
    data = files_of(event(title=title))[EVENT]
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]  # each line by itself is UTF-8
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert entry(data)["SUMMARY"] == title


def test_control_characters_leave_and_line_ends_stay() -> None:
    found = only(event(title="a\x00b\x1bc", summary="uno\r\ndue\u2028"))
    assert found["SUMMARY"] == "abc"
    assert found["DESCRIPTION"].startswith("uno\ndue\n")


def test_a_feed_holds_fifty_what_is_ahead_first_and_nearest() -> None:
    def on(day: int) -> Any:
        starts = moment("2026-11-01T10:00").at + timedelta(days=day)
        return event(
            f"e{day:03}",
            starts=moment(starts.strftime("%Y-%m-%dT10:00")),
            ends=moment(starts.strftime("%Y-%m-%dT12:00")),
        )

    days = range(120)  # the 22nd of November is day 21
    files = files_of(*map(on, days))
    assert [str(each["SUMMARY"]) for each in entries(files[FEED])] == [f"e{day:03}" for day in range(21, 71)]
    late = files_of(*map(on, days), now=datetime(2027, 2, 1, tzinfo=UTC))
    assert [str(each["SUMMARY"]) for each in entries(late[FEED])] == [f"e{day:03}" for day in range(70, 120)]
    assert outputs_of(*map(on, days))[FEED].changes_at == moment("2026-11-22T12:00").at


def test_an_output_names_all_that_it_shows() -> None:
    outputs = outputs_of(event())
    assert set(outputs[EVENT].sources) == {"events-forum@it", "office@it", "topic@it"}
    assert set(outputs["it/feeds/topics/science/events.ics"].sources) == {
        *outputs[EVENT].sources,
        "sector@it",
    }
