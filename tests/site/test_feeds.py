"""Every feed, calendar and description of the demonstration, read as their readers read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from extruct.jsonld import JsonLdExtractor
from icalendar import Calendar

from site_content.languages import LANGUAGES
from tests.site.demo import NOW, DemoSite

pytestmark = pytest.mark.demonstration
LONGEST = 50
TYPES = ("news", "events", "calls", "training", "technology", "publications")
THINGS = {
    "news": {"NewsArticle"},
    "events": {"Event", "EventSeries"},
    "calls": {"Grant", "MonetaryGrant"},
    "training": {"EducationalOccupationalProgram"},
    "technology": {"Offer", "Demand"},
    "services": {"Service"},
    "publications": {"Report"},
}
UNDESCRIBED = ('name="robots" content="noindex"', 'http-equiv="refresh"')
"""What marks a page that is about nothing: search, errors, old addresses."""
LISTS_OF_ADDRESSES = {("feeds",)}
ADDRESS = re.compile(r'(?:href|src)="([^"]*)"')


@pytest.fixture(scope="module")
def root(demo_site: DemoSite) -> Path:
    return (demo_site.home / "current").resolve()


@pytest.fixture(scope="module")
def origin(root: Path) -> str:
    parts = urlsplit(json.loads((root / "it/feeds/all.json").read_bytes())["feed_url"])
    return f"{parts.scheme}://{parts.netloc}"


def leads_somewhere(root: Path, origin: str, address: str) -> bool:
    """Whether an address is another host's, or a file of the release."""
    if not address.startswith(origin):
        return address.startswith(("http", "mailto:", "tel:"))
    path = urlsplit(address).path
    return (
        root / f"{path}index.html".lstrip("/") if path.endswith("/") else root / path.lstrip("/")
    ).is_file()


def atoms(root: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(root.glob("*/feeds/**/*.atom")):
        yield path.relative_to(root).as_posix(), feedparser.parse(path.read_bytes())


def calendars(root: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(root.rglob("*.ics")):
        yield path.relative_to(root).as_posix(), Calendar.from_ical(path.read_bytes())


def test_there_is_a_feed_of_each_language_type_and_topic(root: Path) -> None:
    topics = {path.name for path in (root / "it/feeds/topics").iterdir()}
    assert len(topics) >= 12
    for locale in LANGUAGES:
        assert {path.name for path in (root / locale / "feeds/topics").iterdir()} == topics
        for name in ("all", *TYPES, *(f"topics/{topic}/all" for topic in topics)):
            assert (root / locale / f"feeds/{name}.atom").is_file(), name
            assert (root / locale / f"feeds/{name}.json").is_file(), name


def test_every_atom_feed_parses_and_leads_to_pages(root: Path, origin: str) -> None:
    found = dict(atoms(root))
    assert len(found) >= 2 * (1 + len(TYPES) + 12)
    for path, feed in found.items():
        assert not feed.bozo, (path, feed.bozo_exception)
        assert datetime.fromisoformat(feed.feed.updated) <= datetime.fromisoformat(NOW)
        assert len(feed.entries) <= LONGEST
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for address in (feed.feed.link, *(entry.link for entry in feed.entries)):
            assert leads_somewhere(root, origin, address), (path, address)


def test_content_is_full_whole_and_inactive(root: Path, origin: str) -> None:
    for locale in LANGUAGES:
        feed = feedparser.parse((root / locale / "feeds/all.atom").read_bytes())
        for entry in feed.entries:
            html = entry.content[0].value
            assert len(html) > 250, entry.link
            assert not re.search(r"<script|<style|\son\w+=|\sclass=|\sstyle=", html)
            for address in ADDRESS.findall(html):
                assert leads_somewhere(root, origin, address), (entry.link, address)


def test_json_feeds_tell_what_atom_tells(root: Path) -> None:
    for path, feed in atoms(root):
        told = json.loads((root / path.replace(".atom", ".json")).read_bytes())
        assert told["version"].endswith("/1.1")
        assert [item["id"] for item in told["items"]] == [entry.id for entry in feed.entries]
        assert [item["date_modified"] for item in told["items"]] == [entry.updated for entry in feed.entries]


def test_every_calendar_parses_with_what_clients_need(root: Path, origin: str) -> None:
    found = dict(calendars(root))
    assert len(found) >= 2 * (2 + 12 * 2) + 20
    now = datetime.fromisoformat(NOW).astimezone(UTC)
    for path, calendar in found.items():
        entries = calendar.walk("VEVENT")
        assert len(entries) <= LONGEST
        zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
        assert {"Europe/Rome", "Asia/Shanghai"} <= zones
        for entry in entries:
            assert not entry.errors
            assert entry["DTSTART"].params["TZID"] in zones
            assert entry["DTSTAMP"].dt <= now
            assert leads_somewhere(root, origin, str(entry["URL"])), path


def test_lines_of_calendars_are_short_and_whole(root: Path) -> None:
    for path in root.rglob("*.ics"):
        for line in path.read_bytes().split(b"\r\n"):
            assert len(line) <= 75
            line.decode()


def test_an_entry_is_one_thing_in_all_files_of_a_language(root: Path) -> None:
    for locale in LANGUAGES:
        entries: dict[str, set[bytes]] = {}
        pages: dict[str, set[str]] = {}
        for path in (root / locale).rglob("*.ics"):
            for entry in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
                entries.setdefault(str(entry["UID"]), set()).add(entry.to_ical())
                pages.setdefault(str(entry["UID"]), set()).add(str(entry["URL"]))
        assert all(len(forms) == 1 for forms in entries.values())
        assert all(len(addresses) == 1 for addresses in pages.values())


def test_no_identifier_is_that_of_another_language(root: Path) -> None:
    uids = [
        {str(entry["UID"]) for path in (root / locale).rglob("*.ics") for entry in _entries(path)}
        for locale in LANGUAGES
    ]
    assert all(uids)
    assert set.intersection(*uids) == set()


def _entries(path: Path) -> list[Any]:
    return list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_the_demonstration_has_a_cancelled_a_postponed_and_a_midnight_entry(root: Path) -> None:
    events = _entries(root / "it/feeds/events.ics")
    deadlines = _entries(root / "it/feeds/deadlines.ics")
    assert any(str(entry["SUMMARY"]).startswith("Rinviato: ") for entry in events)
    assert any(entry["STATUS"] == "CANCELLED" for entry in (*events, *deadlines))
    assert any("ore 24:00" in entry["SUMMARY"] for entry in deadlines)


def test_each_page_names_feeds_that_are_there(root: Path) -> None:
    for path in root.glob("*/**/index.html"):
        html = path.read_text("utf-8")
        for tag in re.findall(r"<link rel=\"alternate\" type=[^>]*>", html):
            (address,) = ADDRESS.findall(tag)
            assert (root / address.lstrip("/")).is_file(), (path, tag)
        if 'property="og:type" content="article"' in html:
            assert 'type="application/atom+xml"' in html, path


def test_each_page_that_is_indexed_describes_itself(root: Path, origin: str) -> None:
    extractor, seen = JsonLdExtractor(), set()
    for path in sorted(root.glob("*/**/index.html")):
        html = path.read_text("utf-8")
        place = path.relative_to(root).parts[1:-1]
        if any(mark in html for mark in UNDESCRIBED) or place in LISTS_OF_ADDRESSES:
            continue
        (data,) = extractor.extract(html)
        kinds = {kind for node in data["@graph"] for kind in _types(node)}
        seen |= kinds
        canonical = re.search(r'<link rel="canonical" href="([^"]+)"', html)
        assert canonical
        assert data["@graph"][0]["url"] == canonical[1]
        if (
            len(place) == 2
            and place[0] in THINGS
            and not place[1].isdigit()
            and "--" not in place[1]  # the page of a facet's value, a list
            and "/offer-or-request" not in str(path)
        ):
            assert kinds & THINGS[place[0]], path
    expected = {kind for kinds in THINGS.values() for kind in kinds} | {
        "WebSite",
        "Organization",
        "BreadcrumbList",
    }
    assert expected | {"CollectionPage", "AboutPage", "WebPage"} <= seen


def _types(node: Any) -> set[str]:
    return {node["@type"]} if isinstance(node["@type"], str) else set(node["@type"])


def test_security_txt_holds_half_a_year_from_the_build(root: Path) -> None:
    lines = (root / ".well-known/security.txt").read_text("utf-8").splitlines()
    fields = [tuple(line.split(": ", 1)) for line in lines]
    assert any(name == "Contact" and value.startswith("mailto:") for name, value in fields)
    (expires,) = (value for name, value in fields if name == "Expires")
    ahead = datetime.fromisoformat(expires) - datetime.fromisoformat(NOW)
    assert 180 < ahead.days < 366
