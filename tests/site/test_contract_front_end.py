"""Another front end, made from the documents and their description alone, lacks nothing that the pages have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from django.test import Client
from msgspec.structs import replace
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from selectolax.lexbor import LexborHTMLParser, LexborNode

import frontend
from site_content.languages import LANGUAGES
from static_build.build import build
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.site.demo import DemoSite
from tests.site.other_front_end import CLOCKS, FrontEnd, TextPage

OWN_WORDS = frozenset(
    {"kb", "mb", "trl", "openstreetmap", "amap", "atom", "json", "feed", "json feed"}
    | {"年", "月", "日", "日至", "日至年", "至", "月日至", "万", "亿"}
)
"""Units, signs of dates and names of tools: whoever formats a value brings them."""
DERIVED = re.compile(
    r"#|mailto:|tel:|/media/qr/|https://www\.openstreetmap\.org/|https://uri\.amap\.com/"
    r"|/[a-z-]+/feeds/|/[a-z-]+/search/|/.*\.ics$|/.*/\d{4}/\d+/(#.*)?$|/.*--[a-z0-9-]+/(#.*)?$|\?"
)
"""Addresses that follow from others: calendars, QR codes, maps, feeds, archives by year, facets."""
DERIVED_PAGE = re.compile(r"[a-z-]+/(feeds|search)/|.*/\d{4}/\d+/|.*--[a-z0-9-]+/")
NAMES_PERSONS = "results-provisional.pdf"
"""The one kind of file that the pages have and documents must not: others keep copies."""


@pytest.fixture(scope="module")
def public(demo_site: DemoSite) -> Path:
    return (demo_site.home / "current").resolve()


@pytest.fixture(scope="module")
def front_end(public: Path) -> FrontEnd:
    return FrontEnd(reader(public))


@pytest.fixture(scope="module")
def pages(front_end: FrontEnd) -> dict[str, TextPage]:
    return {page.path: page for locale in front_end.locales for page in front_end.pages(locale)}


def reader(public: Path) -> Callable[[str], bytes]:
    def get(path: str) -> bytes:
        file = public / path.lstrip("/")
        if not file.is_file():
            raise LookupError(f"404: {path}")
        return file.read_bytes()

    return get


def html_of(public: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((public / path.strip("/") / "index.html").read_bytes())


def main_of(public: Path, path: str) -> LexborNode:
    main = html_of(public, path).css_first("main")
    assert main is not None
    return main


def squeeze(text: str) -> str:
    """Letters as they are compared: no spaces, no soft hyphens, no difference of case."""
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", text).lower()


@pytest.mark.demonstration
def test_the_description_is_valid_and_every_answer_is_what_it_says(front_end: FrontEnd) -> None:
    description = front_end.description
    OpenAPIV31SpecValidator(description).validate()
    validators: dict[str, OAS31Validator] = {}

    def validate(name: str, value: Any) -> None:
        if name not in validators:
            reference = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
            validators[name] = OAS31Validator(reference)
        validators[name].validate(value)

    counted = 0
    for locale in front_end.locales:
        validate("Site", front_end.sites[locale])
        for answer in front_end.answers(locale):
            validate(f"{answer['document']['type'].capitalize()}Answer", answer)
            counted += 1
        for type in front_end.types:
            index = front_end.read(front_end.sites[locale]["indexes"][type])
            for each in (index, *map(front_end.read, index["years"])):
                validate(f"{type.capitalize()}Index", each)
    assert counted > 250


@pytest.mark.demonstration
def test_a_schema_refuses_what_is_no_document(front_end: FrontEnd) -> None:
    """Else the test before could not fail."""
    schema = {"$ref": "#/components/schemas/CallAnswer", "components": front_end.description["components"]}
    answer = next(each for each in front_end.answers("it") if each["document"]["type"] == "call")
    for name in ("title", "sides", "key"):
        broken = {**answer, "document": {**answer["document"], name: 7}}
        assert not OAS31Validator(schema).is_valid(broken), name
    assert OAS31Validator(schema).is_valid(answer)


@pytest.mark.demonstration
def test_every_path_of_the_description_is_there_and_every_file_is_described(
    front_end: FrontEnd, public: Path
) -> None:
    templates = [
        re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
        for path in front_end.description["paths"]
    ]
    files = [f"/{path.relative_to(public).as_posix()}" for path in (public / "api/documents").rglob("*.json")]
    assert [path for path in files if not any(each.fullmatch(path) for each in templates)] == []
    assert [each.pattern for each in templates if not any(map(each.fullmatch, files))] == []


@pytest.mark.demonstration
def test_it_has_every_page(pages: dict[str, TextPage], public: Path) -> None:
    released = {
        f"{path.parent.relative_to(public).as_posix()}/"
        for path in public.glob("*/**/index.html")
        if path.relative_to(public).parts[0] in LANGUAGES
    }
    missing = {path for path in released if f"/{path}" not in pages and not DERIVED_PAGE.fullmatch(path)}
    assert missing == set()
    assert {path.lstrip("/") for path in pages} <= released
    assert len(pages) > 180


@pytest.mark.demonstration
def test_titles_languages_and_translations_are_those_of_the_pages(
    pages: dict[str, TextPage], front_end: FrontEnd, public: Path
) -> None:
    tags = {site["locale"]: each["tag"] for site in front_end.sites.values() for each in site["languages"]}
    assert set(tags) == set(front_end.locales)
    for path, page in pages.items():
        html = html_of(public, path)
        heading, whole = html.css_first("h1"), html.root
        assert heading is not None
        assert whole is not None
        assert whole.attributes["lang"] == page.lang
        assert squeeze(heading.text()) in squeeze(page.text), path
        others = {
            urlsplit(link.attributes["href"] or "").path for link in html.css("link[rel=alternate][hreflang]")
        }
        assert others == set(page.others.values()), path


@pytest.mark.demonstration
def test_what_a_document_says_stands_on_its_page(pages: dict[str, TextPage], public: Path) -> None:
    lacking = []
    for path, page in pages.items():
        if path.count("/") < 3:
            continue  # a home page has its summary for whoever lists it
        html = html_of(public, path)
        attributes = [each.attributes.get("content") or "" for each in html.css("meta")]
        body = html.body
        assert body is not None
        shown = squeeze(" ".join((html.css("title")[0].text(), body.text(), *attributes)))
        lacking += [(path, each) for each in page.own if is_prose(each) and squeeze(each) not in shown]
    assert lacking == []


def is_prose(passage: str) -> bool:
    """Whether it is more than a code, a number or a slug."""
    return not re.fullmatch(r"[\w.-]+", passage, re.ASCII)


@pytest.mark.demonstration
def test_every_word_of_a_page_is_in_its_document_or_a_word_of_the_interface(
    pages: dict[str, TextPage], public: Path
) -> None:
    interface = interface_words()
    lacking = []
    for path, page in pages.items():
        ours = squeeze(page.text)
        for text in texts_in(main_of(public, path)):
            words = re.sub(r"https?://\S+", " ", text)
            if squeeze(words) not in ours:
                rest = re.split(r"[\W\d_和]+", interface.sub(" ", words.lower()))
                lacking += [(path, word, text) for word in rest if word not in ours and word not in OWN_WORDS]
    assert lacking == []


def texts_in(main: LexborNode) -> Iterator[str]:
    for node in main.traverse(include_text=True):
        text = node.text() if node.tag == "-text" else node.attributes.get("alt") or ""
        if words := " ".join(text.replace("\u00ad", "").split()):
            yield words


def interface_words() -> re.Pattern[str]:
    """Every message of the pages, and what Babel calls countries, languages, months and currencies."""
    found: set[str] = set()
    for language in LANGUAGES.values():
        catalogue = Path(frontend.__file__).parent / "messages" / f"{language.babel}.po"
        with catalogue.open("rb") as file:
            for message in read_po(file):
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                found.update(piece for form in forms for piece in re.split(r"\{\w+\}|<[^>]*>", str(form)))
        found |= names_of(Locale.parse(language.babel))
    words = sorted({" ".join(each.lower().split()) for each in found} - {""}, key=len, reverse=True)
    return re.compile("|".join(map(whole, words)))


def whole(word: str) -> str:
    """The word as an expression that finds it, but not inside a longer one that is written with letters."""
    before = "(?<![a-zà-ÿ])" if re.match(r"[a-zà-ÿ]", word) else ""
    after = "(?![a-zà-ÿ])" if re.search(r"[a-zà-ÿ]$", word) else ""
    return before + re.escape(word) + after


def names_of(locale: Locale) -> set[str]:
    return {
        *locale.territories.values(),
        *locale.languages.values(),
        *locale.currencies.values(),
        *locale.months["format"]["wide"].values(),
        *locale.months["format"]["abbreviated"].values(),
        *locale.days["format"]["wide"].values(),
    }


@pytest.mark.demonstration
def test_every_link_and_picture_of_a_page_is_in_its_document(
    pages: dict[str, TextPage], public: Path
) -> None:
    lacking = []
    for path, page in pages.items():
        known = {*page.links, *page.pictures, *page.others.values(), path}
        for node in main_of(public, path).css("a[href], img[src], source[srcset]"):
            addresses = (each for each in addresses_of(node) if not DERIVED.match(each))
            lacking += [(path, each) for each in addresses if each.partition("#")[0] not in known]
    assert {address for _, address in lacking if NAMES_PERSONS not in address} == set()
    assert lacking, "The demonstration has no results that name persons any more."


def addresses_of(node: LexborNode) -> list[str]:
    sources = (node.attributes.get("srcset") or "").split(",")
    more = [node.attributes.get(name) or "" for name in ("href", "src")]
    return [each for each in (*(source.split(" ")[0] for source in map(str.strip, sources)), *more) if each]


@pytest.mark.demonstration
def test_every_moment_of_a_page_is_in_its_document(pages: dict[str, TextPage], public: Path) -> None:
    lacking, deadlines = [], 0
    for path, page in pages.items():
        days = set(days_of(page))
        for node in main_of(public, path).css("time[datetime]"):
            value = node.attributes["datetime"] or ""
            if "T" in value:
                deadlines += 1
                is_known = datetime.fromisoformat(value) in page.moments
            else:
                is_known = any(day.isoformat().startswith(value) for day in days)
            if not is_known:
                lacking.append((path, value))
    assert lacking == []
    assert deadlines > 100


def days_of(page: TextPage) -> Iterator[date]:
    """Its days, and those of its moments on both clocks; a midnight ends the day before."""
    yield from page.days
    for moment in page.moments:
        for zone in CLOCKS:
            for before in (0, 1):
                yield (moment - timedelta(seconds=before)).astimezone(ZoneInfo(zone)).date()


@pytest.mark.demonstration
def test_what_has_moved_leads_to_pages_that_it_has(front_end: FrontEnd, pages: dict[str, TextPage]) -> None:
    for goal in front_end.redirects.values():
        assert urlsplit(goal).netloc or goal.partition("#")[0] in pages


TOKEN = "t" * 32
ORIGIN = "https://front.example"


@pytest.mark.django_db
def test_a_draft_is_shown_by_it_as_the_page_that_it_becomes(
    italian_home: Any, data_folder: Path, now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From what is released it knows the site; over the drafts' endpoint comes one document more."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, drafts_token=TOKEN, drafts_origin=ORIGIN)
    monkeypatch.setattr("static_build.clock.now", lambda: now)
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    page: Any = NewsPageFactory(parent=section, title="Pubblicata", slug="live", summary="Per tutti.")
    page.title, page.summary = "Ancora in bozza", "Non per tutti."
    page.save_revision()
    build(Store(data_folder), now=now)
    other = FrontEnd(reader(data_folder / "current"))
    address = f"/api/drafts/v1/it/news/{page.translation_key}.json"
    headers = {"Authorization": f"Bearer {TOKEN}", "Origin": ORIGIN}
    answer = Client().get(address, headers=headers)
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert answer["Cache-Control"] == "no-store"
    assert Client().get(address, headers={"Authorization": "Bearer wrong"}).status_code == 401
    shown, public = other.show(answer.json()), other.show(other.answer("news", "it", page.translation_key))
    assert (shown.title, public.title) == ("Ancora in bozza", "Pubblicata")
    assert "Non per tutti." in shown.lines
    assert shown.path == public.path
    schema = {"$ref": "#/components/schemas/NewsAnswer", "components": other.description["components"]}
    OAS31Validator(schema).validate(json.loads(answer.content))
