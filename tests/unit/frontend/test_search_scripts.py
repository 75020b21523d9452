"""Modules of the search alone in Chromium: dates as templates write them, addresses that may be anything, markup as text."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from frontend.assets import FRONTEND
from frontend.formats import Formats
from frontend.search_words import encode_page_words
from frontend.times import Times
from site_content.documents.values import Moment
from site_content.languages import LANGUAGES, ZONES

pytestmark = pytest.mark.browser

LOCALES = tuple(LANGUAGES)
FIRST = datetime(2026, 3, 27, 22, 59, tzinfo=UTC)
"""Before the clocks of one of the two sides change."""
MOMENTS = [
    FIRST + timedelta(hours=hours, minutes=minutes)
    for hours, minutes in product(range(0, 9000, 131), (1, 31))
]
MOMENTS += [datetime(2026, 11, 30, 23, 0, tzinfo=UTC), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)]
DAYS = [date(2026, 1, 1) + timedelta(days=each) for each in range(0, 800, 13)]

MODULES = {f"/{path.name}": path for path in (FRONTEND / "search").glob("*.js")}

Run = Callable[[str, str, Any], Any]


class _Files(BaseHTTPRequestHandler):
    """The modules as they are written, and an empty page."""

    def do_GET(self) -> None:
        is_module = self.path in MODULES
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if is_module else "text/html")
        self.end_headers()
        self.wfile.write(MODULES[self.path].read_bytes() if is_module else b"<!doctype html><title>x</title>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs `(module, given) => ...` with a module of the search; returns what comes out."""
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["PONTE_CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")

        def run_one(name: str, script: str, given: Any = None) -> Any:
            return page.evaluate(
                f"async ([path, given]) => ({script})(await import(path), given)", [f"/{name}", given]
            )

        yield run_one
        browser.close()
    server.shutdown()
    server.server_close()


def words_of(locale: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(encode_page_words(locale, {}))
    return words


@pytest.mark.parametrize("locale", LOCALES)
def test_days_are_written_as_templates_write_them(locale: str, run: Run) -> None:
    script = """(module, [words, lang, days]) => {
      const dates = module.makeDates(words, lang);
      return days.map((day) => { const time = dates.day(day); return [time.dateTime, time.textContent]; });
    }"""
    given = [words_of(locale), LANGUAGES[locale].tag, [day.isoformat() for day in DAYS]]
    formats = Formats(LANGUAGES[locale])
    assert run("dates.js", script, given) == [
        [day.isoformat(), formats.format_day(day, "day")] for day in DAYS
    ]


HOURS = [((9, 0), (18, 0)), ((9, 0), (19, 30)), ((14, 0), (0, 0)), ((10, 0), (12, 0))]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("locale", LOCALES)
def test_days_of_events_are_those_of_their_own_zone_for_all_readers(locale: str, zone: str, run: Run) -> None:
    events = [
        (
            Moment(local(first, start, zone), zone),
            Moment(local(first + timedelta(days=days), end, zone), zone),
        )
        for first, days, (start, end) in product(DAYS[::6], (1, 20, 45, 400), HOURS)
    ]
    script = """(module, [words, lang, events]) => {
      const dates = module.makeDates(words, lang);
      return events.map(([first, begins, ends]) => dates.range(first, begins, ends).textContent);
    }"""
    told = [
        (begins.local().date().isoformat(), begins.at.isoformat(), ends.at.isoformat())
        for begins, ends in events
    ]
    times = Times(Formats(LANGUAGES[locale]))
    written = run("dates.js", script, [words_of(locale), LANGUAGES[locale].tag, told])
    assert written == [times.event_days(begins, ends).striptags() for begins, ends in events]


def local(day: date, hour: tuple[int, int], zone: str) -> datetime:
    """A time of day in a zone, in UTC."""
    return datetime.combine(day, time(*hour), ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("locale", LOCALES)
def test_limits_are_written_as_templates_write_them_and_midnight_is_the_day_before(
    locale: str, run: Run
) -> None:
    script = """(module, [words, lang, moments]) => {
      const dates = module.makeDates(words, lang);
      return moments.map((moment) => dates.limit(moment).textContent);
    }"""
    language = LANGUAGES[locale]
    formats = Formats(language)
    written = run("dates.js", script, [words_of(locale), language.tag, [at.isoformat() for at in MOMENTS]])
    wanted = [formats.brief_moment(Moment(at, language.zone), language.zone, until=True) for at in MOMENTS]
    assert written == wanted
    assert sum("24:00" in words for words in written) >= 1


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("a <mark>b</mark> c", [["#text", "a "], ["MARK", "b"], ["#text", " c"]]),
        ("<mark>b</mark>", [["#text", ""], ["MARK", "b"], ["#text", ""]]),
        (
            "&lt;b&gt; &amp;amp; &#39;&#x27;&quot;&nosuch; &#0; &#x110000;",
            [["#text", "<b> &amp; ''\"&nosuch; &#0; &#x110000;"]],
        ),
        ("<img src=x onerror=alert(1)>", [["#text", "<img src=x onerror=alert(1)>"]]),
        ("<mark><script>x</script></mark>", [["#text", ""], ["MARK", "<script>x</script>"], ["#text", ""]]),
        ("<mark>open", [["#text", "<mark>open"]]),
        ("机器<mark>人</mark>\n&#128512;", [["#text", "机器"], ["MARK", "人"], ["#text", "\n😀"]]),
    ],
)
def test_markup_is_text_but_for_marks(html: str, wanted: list[list[str]], run: Run) -> None:
    script = "(module, html) => module.parseMarked(html).map((node) => [node.nodeName, node.textContent])"
    assert run("hits.js", script, html) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("/it/news/x/", True),
        ("/", True),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("it/news/", False),
        ("", False),
        (None, False),
        (["/it/"], False),
    ],
)
def test_scripts_follow_paths_of_the_site_alone(url: object, wanted: bool, run: Run) -> None:
    assert run("paths.js", "(module, url) => module.isPath(url)", url) is wanted


TOPIC = "e663bf7c-51bf-5e0f-acd0-45f4db0386da"
EMPTY: dict[str, Any] = {
    "q": "",
    "page": 1,
    "across": False,
    "type": [],
    "status": [],
    "topic": [],
    "year": [],
}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {}),
        ("?q=l%27innovazione&page=3&across=true", {"q": "l'innovazione", "page": 3, "across": True}),
        ("?type=call&type=event&type=call&type=evil&type=constructor", {"type": ["call", "event"]}),
        (
            f"?topic={TOPIC}&topic=x&status=open&status=__proto__x&year=2026&year=26",
            {"topic": [TOPIC], "status": ["open"], "year": ["2026"]},
        ),
        ("?q=%00%01a%0Ab%7F&page=-4", {"q": "a b"}),
        ("?page=1e9&q=%FF%FE", {"q": "\ufffd\ufffd"}),
        ("?page=99999", {"page": 10}),
        ("?unknown=1&__proto__=2&constructor=3", {}),
        ("?q=" + "a" * 500, {"q": "a" * 128}),
        ("?q=" + "😀" * 200, {"q": "😀" * 128}),
    ],
)
def test_an_address_may_be_anything(query: str, wanted: dict[str, Any], run: Run) -> None:
    script = "(module, [query, words]) => module.readAddress(query, words)"
    assert run("address.js", script, [query, words_of("it")]) == EMPTY | wanted


def test_an_address_is_read_as_it_was_written(run: Run) -> None:
    state = EMPTY | {
        "q": "工业4.0 & co?",
        "type": ["call", "news"],
        "topic": [TOPIC],
        "year": ["2026"],
        "page": 2,
        "across": True,
    }
    script = """(module, [state, words]) => {
      const address = module.writeAddress(state);
      const again = module.readAddress(address.slice(address.indexOf("?")), words);
      return [address, again, module.writeAddress(module.readAddress("", words))];
    }"""
    address, again, plain = run("address.js", script, [state, words_of("it")])
    assert again == state
    assert "type=call&type=news" in address
    assert plain == "/"
