"""Search in the CMS: drafts and translations are found in both languages, and nobody finds what is kept from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from modelsearch.models import IndexEntry
from wagtail.models import PageViewRestriction
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Phrase, PlainText

from cms import admin_search
from cms.admin_search import cut, cut_query, cut_to_index
from site_content.models import Topic
from site_content.models.picture import Picture
from tests.factories.call import CallPageFactory
from tests.factories.file import FileFactory
from tests.factories.news import NewsPageFactory
from tests.factories.picture import PictureFactory
from tests.factories.topic import TopicFactory
from tests.translate import translate
from tests.unit.cms.people import target_of

pytestmark = pytest.mark.django_db
PAGES = "/admin/pages/search/"
PAGE_CHOOSER = "/admin/choose-page/search/"


@pytest.fixture(autouse=True)
def empty_index(db: None) -> None:
    """Nothing of what other tests left."""
    IndexEntry.objects.all().delete()


def index_what_waits() -> None:
    """What the worker does with the tasks that saving asked for."""
    for row in DBTaskResult.objects.ready().filter(task_path__endswith="insert_or_update_object_task"):
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()


def found(browser: Any, address: str, query: str) -> set[int]:
    """Ids of the rows that a list shows."""
    return ids(browser.get(address, {"q": query}))


def ids(response: Any) -> set[int]:
    context = response.context
    names = ("results", "pages", "images", "documents", "object_list")
    return {row.pk for row in next(context[name] for name in names if name in context)}


@pytest.fixture
def editor(log_in: Callable[[str], Any]) -> Any:
    return log_in("Editors")


def test_words_are_cut_the_same_way_on_both_sides() -> None:
    assert cut("L’Università di 機器人 4.0") == ["l", "universita", "di", "机器", "器人", "4", "0"]
    assert cut_to_index("新机器") == "新机 机器 新 机 器"
    assert [cut_query("机"), cut_query("?!")] == ["机", ""]
    assert cut_query("工业4.0") == "工业 4 0"


def test_queries_of_every_kind_are_cut() -> None:
    query = PlainText("機器人", operator="or") & ~Phrase("新机器")
    cut_one = cut_query(query)
    assert cut_one.subqueries[0].query_string == "机器 器人"
    assert cut_one.subqueries[0].operator == "or"
    assert cut_one.subqueries[1].subquery.query_string == "新机 机器"


@pytest.fixture
def robots(section: Any, locales: dict[str, Any]) -> dict[str, Any]:
    """An Italian page with a newer draft, and its Chinese translation, which is a draft."""
    page = NewsPageFactory(parent=section, title="Robotica per le università", slug="robotics")
    page.summary = "L’innovazione in fabbrica."
    page.body = [("paragraph", "<p>Un braccio meccanico</p>")]
    page.save_revision().publish()
    words = {"Robotica per le università": "智能机器人实验室", "L’innovazione in fabbrica.": "工业4.0的创新"}
    chinese = translate(page, locales["zh-hans"], words, publish=False)
    page.title = "Automi e laboratori"
    page.body = [("paragraph", "<p>Una pinza pneumatica</p>")]
    page.save_revision()
    index_what_waits()
    return {"it": page.pk, "zh": chinese.pk}


FOUND = {
    "zh": ["机器人", "機器人", "机", "器人实验", "工业4.0", "智能机器人实验室", '"器人实验" 智能'],
    "it": ["robotica", "universita", "innovazione", "automi", "pinza pneum", "braccio", "l’innovazione"],
}
NOT_FOUND = ["人机", "器机", "机器猫", "100%", "pinza teleferica", '"人实 智能"']


@pytest.mark.parametrize("address", [PAGES, PAGE_CHOOSER])
def test_drafts_and_translations_are_found(robots: dict[str, Any], editor: Any, address: str) -> None:
    shown = {(query, code): found(editor, address, query) for code in FOUND for query in FOUND[code]}
    chooser_takes_phrases = address == PAGES
    missing = [
        query
        for (query, code), pages in shown.items()
        if robots[code] not in pages and (chooser_takes_phrases or '"' not in query)
    ]
    assert missing == []


def test_other_words_find_neither(robots: dict[str, Any], editor: Any) -> None:
    wrong = [query for query in NOT_FOUND if found(editor, PAGES, query) & set(robots.values())]
    assert wrong == []


def test_wagtails_own_backend_would_find_none_of_it(
    robots: dict[str, Any], editor: Any, settings: Any
) -> None:
    """What the backend is there for: without it neither Han inside a title nor a draft is found."""
    settings.MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    call_command("rebuild_modelsearch_index", verbosity=0)
    assert (
        not found(editor, PAGES, "机器人") | found(editor, PAGES, "pinza") | found(editor, PAGES, "braccio")
    )


def test_a_title_comes_before_a_text(section: Any, editor: Any) -> None:
    in_text = [
        NewsPageFactory(parent=section, slug=f"text-{number}", summary="Bando per tesi") for number in "ab"
    ]
    in_title = NewsPageFactory(parent=section, slug="title", title="Bando per studenti")
    index_what_waits()
    rows = list(editor.get(PAGES, {"q": "bando"}).context["object_list"])
    assert (rows[0].pk, len(rows)) == (in_title.pk, 1 + len(in_text))


def test_texts_of_every_field_are_found(section: Any, italian_home: Any, editor: Any) -> None:
    page = CallPageFactory(identifier="PONTE-MOB-2026")
    index_what_waits()
    assert page.pk in found(editor, PAGES, "ponte-mob")


def test_an_index_that_was_there_before_is_made_anew_by_a_command(
    robots: dict[str, Any], editor: Any
) -> None:
    IndexEntry.objects.all().delete()
    assert not found(editor, PAGES, "机器人")
    call_command("rebuild_modelsearch_index", verbosity=0)
    assert robots["zh"] in found(editor, PAGES, "機器人")
    assert robots["it"] in found(editor, PAGES, "automi")


def test_snippets_are_found_in_both_languages(locales: dict[str, Any], editor: Any) -> None:
    topic = TopicFactory(name="Robotica", summary="Bracci e pinze")
    topic.save_revision().publish()
    chinese = translate(topic, locales["zh-hans"], {"Robotica": "智能机器人"})
    topic.name = "Automi"
    topic.save_revision()
    index_what_waits()
    names = (Topic.snippet_viewset.get_url_name("list"), Topic.snippet_viewset.chooser_viewset)
    view = reverse(names[0])
    assert ids(editor.get(view, {"q": "機器人", "locale": "zh-hans"})) == {chinese.pk}
    assert ids(editor.get(view, {"q": "automi", "locale": "it"})) == {topic.pk}
    chooser = reverse(names[1].get_url_name("choose_results"))
    assert ids(editor.get(chooser, {"q": "机器人", "locale": "zh-hans"})) == {chinese.pk}
    assert ids(editor.get(chooser, {"q": "pinze", "locale": "it"})) == {topic.pk}


def test_pictures_are_found() -> None:
    """Asked as the list and the chooser ask; they themselves would draw small copies."""
    picture = PictureFactory(title="双臂机器人", alt_texts={"it": "Un braccio", "zh-hans": "机械手"})
    picture.file.close()
    index_what_waits()
    backend = get_search_backend()
    for query in ("机器人", "機械手", "braccio", "臂"):
        assert [row.pk for row in backend.autocomplete(query, Picture.objects.all())] == [picture.pk], query
        assert [row.pk for row in backend.search(query, Picture.objects.all())] == [picture.pk], query
    assert not list(backend.autocomplete("机械人", Picture.objects.all()))


def test_files_are_found_by_those_who_may_choose_them(editor: Any, log_in: Any) -> None:
    file = FileFactory(title="机器人申报指南")
    file.file.close()
    index_what_waits()
    chooser = reverse("wagtaildocs_chooser:choose_results")
    assert ids(editor.get(reverse("wagtaildocs:index_results"), {"q": "申報指南"})) == {file.pk}
    assert ids(editor.get(chooser, {"q": "指南"})) == {file.pk}
    translator = log_in("Translators (Chinese)")
    assert "机器人申报" not in translator.get(chooser, {"q": "指南"}).content.decode()
    assert translator.get(reverse("wagtaildocs:index_results"), {"q": "指南"}).status_code == 302


@pytest.mark.parametrize("query", ["实验室", "機", "pinza"])
def test_a_translator_finds_nothing_private(news: Any, translation: Any, log_in: Any, query: str) -> None:
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    news.title = "Una pinza segreta"
    news.save_revision()
    secret = {news.pk, target_of(translation).pk}
    index_what_waits()
    translator, editor = log_in("Translators (Chinese)"), log_in("Editors")
    for address in (PAGES, PAGE_CHOOSER):
        html = translator.get(address, {"q": query}).content.decode()
        assert not any(title in html for title in ("segreta", "新实验室"))
    if query != "機":
        assert found(editor, PAGE_CHOOSER, query) & secret


def test_nothing_that_is_asked_breaks_the_search(robots: dict[str, Any], editor: Any) -> None:
    hostile = [
        '"',
        "'",
        "* OR *",
        "a AND (b",
        "NEAR(",
        "{}",
        "\\",
        "%s %d",
        "机%",
        "x" * 3000,
        "\ud800",
        "(((",
        "-",
    ]
    for query in hostile:
        assert editor.get(PAGES, {"q": query.encode("utf-8", "replace").decode()}).status_code == 200, query


def test_a_backend_of_each_database_is_known() -> None:
    assert set(admin_search._KINDS) == {"sqlite", "postgresql"}
