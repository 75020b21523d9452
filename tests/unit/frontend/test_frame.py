"""What surrounds a page: record lines of the mainland, crumbs, contents, the two shores, 404 pages, and the chooser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from frontend.inputs import ListInput, MissingInput, PageInput
from frontend.outline import FEWEST, list_contents
from frontend.registries import security_record_url
from frontend.render import render
from site_content.documents.blocks import Heading
from tests.unit.frontend.bases import staleness
from tests.unit.frontend.lists import common_inputs, home, localised_inputs
from tests.unit.frontend.markup import Page
from tests.unit.frontend.pieces import LOCALES, frame
from tests.unit.frontend.samples import free_page, news, page_input

BADGE = re.compile(r'<img src="(/static/public-security-[0-9a-f]+\.svg)" alt=""')


@pytest.mark.parametrize("locale", LOCALES)
def test_record_lines_stand_on_a_mainland_edition_alone(locale: str) -> None:
    document = news(locale)
    plain = render(page_input(document)).decode()
    for words in ("ICP", "公网安备", "beian", "public-security", "主办单位", "Promosso da"):
        assert words not in plain, words
    given = page_input(document, frame=frame(locale, mainland=True))
    page = Page(render(given))
    assert page.links.count("https://beian.miit.gov.cn/") == 1
    assert page.links.count("https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000") == 1
    assert ("京ICP备00000000号", "zh-Hans") in page.words
    assert ("京公网安备00000000000000号", "zh-Hans") in page.words
    badge = BADGE.search(render(given).decode())
    assert badge is not None
    assert badge[1] == given.frame.assets["public-security.svg"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_without_a_document_bears_the_record_lines_too(locale: str) -> None:
    mainland = frame(locale, mainland=True)
    for given in (MissingInput(frames=(mainland,)), msgspec.structs.replace(home(locale), frame=mainland)):
        assert "京ICP备00000000号" in render(given).decode()


def test_a_record_number_without_digits_leads_to_the_registry() -> None:
    assert security_record_url("京公网安备 110105-02030143号").endswith("?code=11010502030143")
    assert security_record_url("待批") == "https://beian.mps.gov.cn/"


def every_stale_page() -> Iterator[tuple[str, str, object]]:
    """Each Chinese sample that has a document, told to be behind its Italian source."""
    for name, given in localised_inputs("zh-hans").items():
        if name != "archive" and hasattr(given, "document"):
            yield name, given.document.path, given


@pytest.mark.parametrize(
    "given", [pytest.param(given, id=name) for name, _, given in every_stale_page() if "facet" not in name]
)
def test_a_page_behind_its_source_says_so_with_both_dates(given: PageInput | ListInput) -> None:
    stale = msgspec.structs.replace(given.document, stale=staleness())
    text = Page(render(msgspec.structs.replace(given, document=stale))).text().replace(" ", "")
    fresh = msgspec.structs.replace(given.document, stale=None)
    assert "2026年11月20日修改" in text
    assert "本译文发布于2026年11月2日" in text
    assert "修改。" not in Page(render(msgspec.structs.replace(given, document=fresh))).text()


def test_crumbs_begin_with_the_home_page_by_a_short_name() -> None:
    content = render(page_input(news("it"))).decode()
    crumbs = content[content.index('class="crumbs"') :]
    assert crumbs.index(">Pagina iniziale</a>") < crumbs.index(">Notizie</a>")


def test_a_long_page_lists_its_parts_and_a_short_one_does_not() -> None:
    headings = tuple(Heading(id=str(n), text=f"Parte {n}", anchor=f"parte-{n}") for n in range(FEWEST))
    assert list_contents(headings) == headings
    assert list_contents(headings[1:]) == ()
    assert list_contents((*headings[1:], msgspec.structs.replace(headings[0], level=3))) == ()
    page = Page(render(page_input(free_page("it", body=headings))))
    assert [link for link in page.links if link.startswith("#parte")] == [
        f"#{one.anchor}" for one in headings
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_office_and_partner_stands_on_its_side(locale: str) -> None:
    content = render(home(locale)).decode()
    italian, chinese = content.rindex("shore-it"), content.rindex("shore-cn")
    for office in frame(locale).offices:
        place = content.rindex(office.title)
        assert (place > chinese) if office.country == "CN" else (italian < place < chinese), office.title


def test_what_is_in_neither_country_is_not_lost() -> None:
    offices = tuple(msgspec.structs.replace(each, country="BE") for each in frame("it").offices)
    content = render(page_input(news("it"), frame=msgspec.structs.replace(frame("it"), offices=offices)))
    assert all(each.title in content.decode() for each in offices)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_404_page_of_a_language_searches_in_it_and_leads_to_the_other(locale: str) -> None:
    page = Page(render(MissingInput(frames=(frame(locale),))))
    content = render(MissingInput(frames=(frame(locale),))).decode()
    assert content.count(f'action="/{locale}/search/"') == 2
    assert {f"/{each}/" for each in LOCALES} <= set(page.links)
    assert f"/{locale}/calls/" in page.links


def test_the_404_page_at_the_root_speaks_both_languages() -> None:
    content = render(common_inputs()["missing"]).decode()
    assert 'id="missing-search-it"' in content
    assert 'id="missing-search-zh-hans"' in content
    assert '<section class="missing" lang="zh-Hans">' in content
