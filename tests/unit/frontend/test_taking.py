"""What readers take away: dates and addresses as text, and QR codes that lead to the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import segno

from frontend.environment import environment_of
from frontend.feed_addresses import dates_of
from frontend.formats import Formats
from frontend.qr import MASK, QUIET_ZONE, draw_code, qr_path
from frontend.render import render
from frontend.taking import link_mails, mails_in, make_date_teller
from site_content.languages import LANGUAGES
from tests.unit.frontend.bases import NOW
from tests.unit.frontend.dated import call, event
from tests.unit.frontend.samples import page_input

URL = "https://ponte.example/zh-hans/calls/mobility/"
FIRST_PAST = call("it", same=False).card().deadlines[0].at + timedelta(seconds=1)


def read_modules(svg: bytes) -> list[list[int]]:
    """The dark modules of a drawn code, its quiet zone taken off."""
    root = ET.fromstring(svg)
    size = int(root.attrib["width"]) // 4
    modules = [[0] * size for _ in range(size)]
    for part in list(root)[1].attrib["d"].split("M")[1:]:
        place, _, rest = part.partition("h")
        x, y = map(int, place.split())
        for column in range(x, x + int(rest.partition("v")[0])):
            modules[y][column] = 1
    return [row[QUIET_ZONE:-QUIET_ZONE] for row in modules[QUIET_ZONE:-QUIET_ZONE]]


def test_code_is_that_of_the_address_and_has_its_quiet_zone() -> None:
    code = segno.make_qr(URL, error="m", mask=MASK, boost_error=False)
    assert read_modules(draw_code(URL)) == [list(row) for row in code.matrix]
    assert draw_code(URL) == draw_code(URL)
    assert draw_code(URL) != draw_code(URL.replace("zh-hans", "it"))


@pytest.mark.parametrize("locale", ["it", "zh-hans"])
def test_page_shows_the_code_of_its_canonical_address(locale: str) -> None:
    content = render(page_input(call(locale))).decode()
    assert f'src="{qr_path(f"https://ponte.example/{locale}/calls/mobility/")}"' in content
    assert f'<p class="share-address">https://ponte.example/{locale}/calls/mobility/</p>' in content


def test_event_is_told_on_both_clocks() -> None:
    document = event("zh-hans")
    lines = make_date_teller(Formats(LANGUAGES["zh-hans"]))(document, dates_of(document)[0], URL).splitlines()
    assert (lines[0], lines[-1]) == (document.title, URL)
    assert [line[:4] for line in lines[2:-1]] in (["北京时间", "罗马时间"], ["罗马时间", "北京时间"])


def test_deadline_of_one_side_says_whose_it_is() -> None:
    document = call("it", same=False)
    tell = make_date_teller(Formats(LANGUAGES["it"]))
    told = {dated.sides: tell(document, dated, URL) for dated in dates_of(document)}
    assert (
        "Scadenza (Richiedenti italiani): entro le 12:00 di martedì 15 dicembre 2026, ora di Roma"
        in told[("it",)]
    )
    assert "entro le 24:00 di lunedì 30 novembre 2026, ora di Pechino" in told[("cn",)]


@pytest.mark.parametrize(
    ("text", "mails"),
    [
        ("北京办事处：jiaoliu@example.org", ["jiaoliu@example.org"]),
        ("Sede di Bergamo, mobilita@example.org.", ["mobilita@example.org"]),
        ("+39 035 000 0000", []),
        ('<a href="x">@ nowhere', []),
    ],
)
def test_mails_in_a_line_are_linked_and_the_rest_is_escaped(text: str, mails: list[str]) -> None:
    linked = link_mails(text)
    assert mails_in(text) == mails
    assert linked.count("<a ") == len(mails)
    assert linked.unescape().count("<") == 2 * len(mails) + text.count("<")
    assert all(f'<a href="mailto:{mail}">{mail}</a>' in linked for mail in mails)


def test_the_deadline_that_counts_is_the_next_one() -> None:
    card = call("it", same=False).card()
    assert card.due is None
    assert card.at(NOW).due == card.deadlines[0]
    assert card.at(FIRST_PAST).due == card.deadlines[1]
    assert card.at(FIRST_PAST).timeless() == card


def test_a_list_says_the_deadline_that_counts_in_large() -> None:
    card = call("it", same=False).card()
    show: Any = environment_of("it").globals["show_item"]
    for now, large in ((NOW, "30 nov"), (FIRST_PAST, "15 dic")):
        row = show("rows", card.at(now), "open", 3, False, {})
        assert large in row[: row.index("</time>")]


def test_a_side_that_is_over_offers_nothing_though_the_call_is_open() -> None:
    document = call("it", same=False)
    given = page_input(
        document, states={document.key: "open"}, cards={document.key: document.card().at(FIRST_PAST)}
    )
    content = render(given).decode()
    assert 'href="https://apply.example/it"' in content
    assert 'href="https://apply.example/cn"' not in content
    assert 'class="panel-side side-cn is-over"' in content
