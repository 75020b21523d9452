"""The sitemaps of the demonstration: every page to be found is in them once, with its languages and when it last changed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from site_content.languages import LANGUAGES
from tests.site.demo import NOW, DemoSite

pytestmark = pytest.mark.demonstration
SITEMAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
Entry = tuple[datetime | None, dict[str, str]]
LINK = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
A_LIST_S_OWN = re.compile(r"/[a-z-]+/feeds/|/.*/\d{4}/\d+/|/.*--[a-z0-9-]+/.+")
"""Pages to which a list leads and no sitemap: years, further pages of a value, the page of feeds."""
OF_A_VALUE = re.compile(r".*--[a-z0-9-]+/")
"""Lists of one value: nothing tells when they last changed."""


@pytest.fixture(scope="module")
def public(demo_site: DemoSite) -> Path:
    return (demo_site.home / "current").resolve()


@pytest.fixture(scope="module")
def entries(public: Path) -> dict[str, Entry]:
    """By address, when it changed and where its languages are."""
    found: dict[str, Entry] = {}
    for each in ET.parse(public / "sitemap.xml").iter(f"{SITEMAP}loc"):
        for url in ET.parse(public / urlsplit(each.text or "").path.lstrip("/")).iter(f"{SITEMAP}url"):
            address, changed = url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")
            assert address
            assert address not in found, f"{address} stands in the sitemaps twice."
            links = {link.attrib["hreflang"]: link.attrib["href"] for link in url.iter(f"{XHTML}link")}
            found[address] = (datetime.fromisoformat(changed) if changed else None, links)
    return found


def page_of(public: Path, address: str) -> str:
    return (public / urlsplit(address).path.strip("/") / "index.html").read_text("utf-8")


def test_every_page_that_may_be_found_is_there_and_no_other(public: Path, entries: dict[str, Entry]) -> None:
    indexed = set()
    for path in public.glob("*/**/index.html"):
        html = path.read_text("utf-8")
        place = f"/{path.parent.relative_to(public).as_posix()}/"
        is_hidden = 'content="noindex"' in html or 'http-equiv="refresh"' in html
        if not is_hidden and not A_LIST_S_OWN.fullmatch(place):
            indexed.add(place)
    assert {urlsplit(address).path for address in entries} == indexed
    assert len(indexed) > 180
    for address in entries:
        assert f'<link rel="canonical" href="{address}">' in page_of(public, address)


def test_languages_are_those_of_the_page_and_name_each_other(public: Path, entries: dict[str, Entry]) -> None:
    tags = {language.tag for language in LANGUAGES.values()}
    both = 0
    for address, (_, links) in entries.items():
        told = dict(LINK.findall(page_of(public, address)))
        if OF_A_VALUE.fullmatch(address):
            # Pages also name the list of a language that has nothing in it yet.
            told = {tag: url for tag, url in told.items() if tag in links} | {"x-default": links["x-default"]}
        assert links == told
        assert address in links.values()
        for tag, other in links.items():
            assert tag in tags | {"x-default"}
            assert entries[other][1] == links
        assert links["x-default"] in {links.get("it"), links.get("zh-Hans")}
        both += len(links) == 3
    assert both > 150


def test_the_time_of_a_change_is_true(public: Path, entries: dict[str, Entry]) -> None:
    """That of its own publication, or of its source's facts; of a list, or of what is new in it."""
    now, counted = datetime.fromisoformat(NOW), 0
    answers = [json.loads(path.read_bytes()) for path in public.glob("api/documents/v1/*/*/*-*-*-*-*.json")]
    documents = {
        answer["document"]["path"]: answer["document"] for answer in answers if answer["document"].get("path")
    }
    published: dict[str, set[datetime]] = {}
    for document in documents.values():
        for name in ("published_at", "updated_at"):
            if name in document:
                stamp = datetime.fromisoformat(document[name]).replace(microsecond=0).astimezone(UTC)
                published.setdefault(document["key"], set()).add(stamp)
    dated = {
        address: changed for address, (changed, _) in entries.items() if not OF_A_VALUE.fullmatch(address)
    }
    assert len(dated) < len(entries)
    for address, changed in dated.items():
        document = documents[urlsplit(address).path]
        assert changed is not None
        assert changed <= now
        if document["type"] not in ("home", "section"):
            counted += 1
            assert changed.replace(microsecond=0) in published[document["key"]], address
    assert counted > 150
    assert len(set(dated.values())) > 50


def test_an_index_is_as_new_as_the_newest_in_its_parts(public: Path) -> None:
    for part in ET.parse(public / "sitemap.xml").iter(f"{SITEMAP}sitemap"):
        file = public / urlsplit(part.findtext(f"{SITEMAP}loc") or "").path.lstrip("/")
        inside = [each.text or "" for each in ET.parse(file).iter(f"{SITEMAP}lastmod")]
        newest = max(inside, key=datetime.fromisoformat, default=None)
        assert part.findtext(f"{SITEMAP}lastmod") == newest


def test_robots_are_let_in_and_led_to_the_sitemap(public: Path) -> None:
    lines = (public / "robots.txt").read_text("utf-8").splitlines()
    assert lines[:2] == ["User-agent: *", "Allow: /"]
    (sitemap,) = (line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: "))
    assert (public / urlsplit(sitemap).path.lstrip("/")).is_file()
    assert not any(line.startswith("Disallow") for line in lines)
