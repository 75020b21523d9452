"""Where a term is used: in both languages, the wrong ones first, nothing of what is kept from the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.translation.terms.uses import Use, find_uses
from site_content.models.glossary import GlossaryTerm
from tests.factories.news import NewsPageFactory
from tests.translate import translate

ZH = "zh-hans"
CHINESE = {
    "Il trasferimento tecnologico": "技术转移",
    "Trasferimenti tecnologici a Bergamo": "贝加莫的技术转让",
    "Un altro trasferimento tecnologico": "另一次合作",
    "Una cessione di diritti": "技术转让合同",
    "Notizia senza termini": "无术语的新闻",
}


@pytest.fixture
def term(db: None) -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        italian="Trasferimento tecnologico", chinese="技术转移", forbidden_zh=["技术转让"]
    )


@pytest.fixture
def pages(section: Any, locales: dict[str, Any], term: GlossaryTerm) -> dict[str, Any]:
    """A page for each of the texts, translated; one more that nobody has translated yet."""
    found = {}
    for number, title in enumerate(CHINESE):
        found[title] = NewsPageFactory(parent=section, title=title, slug=f"news-{number}")
        translate(found[title], locales[ZH], CHINESE)
    return found


def states(uses: list[Use]) -> list[tuple[str, str]]:
    return [(use.state, use.source) for use in uses]


def test_every_use_is_found_the_wrong_ones_first(pages: dict[str, Any], term: GlossaryTerm) -> None:
    assert states(find_uses(term)) == [
        ("forbidden", "Trasferimenti tecnologici a Bergamo"),
        ("missing", "Un altro trasferimento tecnologico"),
        ("variant", "Una cessione di diritti"),
        ("used", "Il trasferimento tecnologico"),
    ]


def test_the_places_are_marked_in_both_texts(pages: dict[str, Any], term: GlossaryTerm) -> None:
    (use, *_others) = find_uses(term)
    assert [use.source[slice(*span)] for span in use.source_spans] == ["Trasferimenti tecnologici"]
    assert [use.target[slice(*span)] for span in use.target_spans] == ["技术转让"]


def test_the_right_wording_of_another_term_is_no_variant(pages: dict[str, Any], term: GlossaryTerm) -> None:
    GlossaryTerm.objects.create(italian="Cessione", chinese="技术转让")
    assert "variant" not in {state for state, _source in states(find_uses(term))}


def test_chinese_sources_are_looked_through_too(
    chinese_home: Any, locales: dict[str, Any], term: GlossaryTerm
) -> None:
    from tests.factories.section import SectionPageFactory

    section = SectionPageFactory(
        parent=chinese_home, title="新闻", slug="news", lists="news", locale=locales[ZH]
    )
    translate(section, locales["it"], {"新闻": "Notizie"})
    page = NewsPageFactory(parent=section, title="技术转移活动", slug="chinese", locale=locales[ZH])
    translate(page, locales["it"], {"技术转移活动": "Un evento"})
    assert [(use.state, use.source_locale, use.source) for use in find_uses(term)] == [
        ("missing", ZH, "技术转移活动")
    ]


def test_what_is_kept_from_the_reader_is_not_told(
    pages: dict[str, Any], term: GlossaryTerm, log_in: Callable[[str], Any]
) -> None:
    secret = pages["Trasferimenti tecnologici a Bergamo"]
    browser, address = log_in("Translators (Chinese)"), reverse("ponte_term_uses", args=[term.pk])
    assert "贝加莫的" in browser.get(address).text
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert "贝加莫的" not in browser.get(address).text


def test_queries_do_not_grow_with_the_pages(
    pages: dict[str, Any], term: GlossaryTerm, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        assert len(find_uses(term)) == 4


def test_the_list_is_filtered_and_leads_to_the_workbench(
    pages: dict[str, Any], term: GlossaryTerm, log_in: Callable[[str], Any], client: Any
) -> None:
    browser, address = log_in("Reviewers"), reverse("ponte_term_uses", args=[term.pk])
    shown = browser.get(address, {"state": "missing"})
    assert [line.use.state for line in shown.context["lines"]] == ["missing"]
    (line,) = shown.context["lines"]
    assert line.url in shown.text
    assert browser.get(line.url.partition("#")[0]).status_code == 200
    assert client.get(address).status_code == 302


def test_it_is_offered_where_a_term_is_changed(term: GlossaryTerm, log_in: Callable[[str], Any]) -> None:
    browser, address = log_in("Editors"), reverse("ponte_term_uses", args=[term.pk])
    edit = reverse(GlossaryTerm.snippet_viewset.get_url_name("edit"), args=[term.pk])
    listing = reverse(GlossaryTerm.snippet_viewset.get_url_name("list"))
    assert address in browser.get(edit).text
    assert address in browser.get(listing).text
    values = {"italian": term.italian, "chinese": "技术转化", "forbidden_zh": "技术转让"}
    saved = browser.post(edit, values, follow=True)
    term.refresh_from_db()
    assert term.chinese == "技术转化"
    assert f'href="{address}"' in saved.text
