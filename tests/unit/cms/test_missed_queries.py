"""The report of searches without a result, and the two ways from it to something being found."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cms.missed_queries import disarm
from site_content.models.search import BestAnswer, SearchSynonym
from static_build.models import MissedQuery
from tests.factories.search import BestAnswerFactory, SearchSynonymFactory
from tests.unit.static_build.test_requests import rows_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def misses(db: None) -> None:
    """Three days of queries."""
    for day, locale, query, count in (
        (1, "it", "gare", 2),
        (2, "it", "gare", 3),
        (3, "it", HOSTILE, 1),
        (3, "it", "=cmd()", 1),
        (3, "zh-hans", "文旅", 4),
    ):
        MissedQuery.objects.create(day=date(2026, 11, day), locale=locale, query=query, count=count)


@pytest.fixture
def editor(log_in: Callable[[str], Any]) -> Any:
    return log_in("Editors")


def lines(browser: Any, **asked: str) -> list[tuple[str, str, int]]:
    response = browser.get(reverse("ponte_missed_queries"), asked)
    return [(line["query"], line["language"], line["total"]) for line in response.context["object_list"]]


def test_the_most_asked_come_first(misses: None, editor: Any) -> None:
    assert lines(editor)[:2] == [("gare", "Italiano", 5), ("文旅", "简体中文", 4)]


def test_days_and_language_are_chosen(misses: None, editor: Any) -> None:
    assert lines(editor, locale="zh-hans") == [("文旅", "简体中文", 4)]
    days = {"day_from": "2026-11-02", "day_to": "2026-11-02"}
    assert lines(editor, **days) == [("gare", "Italiano", 3)]
    assert lines(editor, ordering="total")[-1][0] == "gare"


def test_what_strangers_typed_is_shown_as_text(misses: None, editor: Any) -> None:
    html = editor.get(reverse("ponte_missed_queries")).content.decode()
    assert HOSTILE not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_spreadsheet_carries_out_nothing(misses: None, editor: Any) -> None:
    response = editor.get(reverse("ponte_missed_queries"), {"export": "csv", "locale": "it"})
    rows = list(csv.reader(response.getvalue().decode().splitlines()))
    assert rows[0] == ["Query", "Language", "Times", "Last day"]
    assert ["gare", "Italiano", "5", "2026-11-02"] in rows
    assert ["'=cmd()", "Italiano", "1", "2026-11-03"] in rows
    assert [disarm(text) for text in ("+1", "-1", "@x", "a=b")] == ["'+1", "'-1", "'@x", "a=b"]
    with closing(editor.get(reverse("ponte_missed_queries"), {"export": "xlsx"})) as response:
        assert response.status_code == 200


def test_forms_begin_with_the_query(misses: None, editor: Any) -> None:
    (line,) = editor.get(reverse("ponte_missed_queries"), {"locale": "zh-hans"}).context["object_list"]
    synonym, answer = line["remedies"]
    form = editor.get(synonym.url).context["form"]
    assert (form["locale"].value(), form["words"].value()) == ("zh-hans", ["文旅"])
    form = editor.get(answer.url).context["form"]
    assert (form["locale"].value(), form["query"].value()) == ("zh-hans", "文旅")


@pytest.mark.parametrize("asked", ["?language=xx&query=%00", "?query=" + "x" * 500, ""])
def test_a_form_takes_whatever_its_address_says(editor: Any, asked: str) -> None:
    for model in (SearchSynonym, BestAnswer):
        url = reverse(model.snippet_viewset.get_url_name("add"))
        assert editor.get(f"{url}{asked}").status_code == 200


def test_what_has_been_done_stands_beside_it(misses: None, editor: Any, italian_home: Any) -> None:
    row = SearchSynonymFactory(words=["bando", "Gare"])
    answer = BestAnswerFactory(query="GARE", page_id=italian_home.pk)
    SearchSynonymFactory(locale="zh-hans", words=["gare", "公告"])
    response = editor.get(reverse("ponte_missed_queries"))
    done = [each for each in response.context["object_list"][0]["remedies"] if not each.is_new]
    assert [str(each.words) for each in done] == ["bando, Gare", italian_home.title]
    assert [each.url.rstrip("/").rpartition("/")[2] for each in done] == [str(row.pk), str(answer.pk)]


def test_lines_cost_no_queries_of_their_own(
    misses: None, editor: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        MissedQuery.objects.create(day=date(2026, 11, 1), locale="it", query=f"query {number}", count=1)
        SearchSynonymFactory(words=[f"query {number}", f"altro {number}"])
    with django_assert_max_num_queries(30):
        editor.get(reverse("ponte_missed_queries_results"))


@pytest.mark.parametrize("role", ["Reviewers", "Translators (Chinese)"])
def test_it_is_for_those_who_can_do_something(misses: None, log_in: Any, role: str) -> None:
    browser = log_in(role)
    assert browser.get(reverse("ponte_missed_queries")).status_code == 302
    assert reverse("ponte_missed_queries") not in browser.get("/admin/").content.decode()
    for model in (SearchSynonym, BestAnswer):
        assert browser.get(reverse(model.snippet_viewset.get_url_name("add"))).status_code == 302
        assert browser.get(reverse(model.snippet_viewset.get_url_name("list"))).status_code == 302


def test_editors_find_it_in_the_menus(editor: Any) -> None:
    html = editor.get("/admin/").content.decode()
    assert reverse("ponte_missed_queries") in html
    assert reverse(SearchSynonym.snippet_viewset.get_url_name("list")) in html


def test_an_editor_adds_changes_and_deletes(editor: Any, italian_home: Any) -> None:
    """Each of it asks for a build in the same transaction."""
    names = BestAnswer.snippet_viewset.get_url_name
    form = {"locale": "it", "query": "gare", "page": str(italian_home.pk)}
    assert rows_of(lambda: editor.post(reverse(names("add")), form))
    row = BestAnswer.objects.get()
    edit, delete = (reverse(names(name), args=[row.pk]) for name in ("edit", "delete"))
    assert rows_of(lambda: editor.post(edit, {**form, "query": "gara"})) == {
        ("site_content.bestanswer", row.pk)
    }
    assert rows_of(lambda: editor.post(delete)) == {("site_content.bestanswer", row.pk)}
    words = {"locale": "it", "words": "bando\ngara\n\n gare "}
    add = reverse(SearchSynonym.snippet_viewset.get_url_name("add"))
    assert rows_of(lambda: editor.post(add, words))
    assert SearchSynonym.objects.get().words == ["bando", "gara", "gare"]
