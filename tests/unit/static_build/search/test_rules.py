"""Editors' rules on their way: at once to the server, with the next release to the static index, and only what is public."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError
from msgspec.structs import replace

from site_content.search.rules import Pin, Rules
from static_build.load import Loader, load
from static_build.release import Store
from static_build.search import rules_from_db
from static_build.search.rules_from_db import FRESH_SECONDS, FreshRules, read_rules
from static_build.shards import Shards, read_shards
from static_build.withdrawal import withdraw
from tests.factories.glossary import GlossaryTermFactory
from tests.factories.news import NewsPageFactory
from tests.factories.search import BestAnswerFactory, SearchSynonymFactory
from tests.site.walk import publish
from tests.unit.static_build.test_requests import rows_of

pytestmark = pytest.mark.django_db


class Time:
    """A clock that stands."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def news(italian_home: Any) -> Any:
    return NewsPageFactory(slug="one")


def test_the_server_gets_rows_and_pairs_of_the_glossary(news: Any) -> None:
    SearchSynonymFactory(words=["bando", "gara"])
    BestAnswerFactory(query="gare", page_id=news.pk)
    GlossaryTermFactory(
        italian="trasferimento tecnologico",
        chinese="技术转移",
        english="technology transfer",
        definition_it="SEGRETO",
        note="SEGRETO",
        forbidden_zh=["SEGRETO"],
    )
    rules = read_rules("it")
    assert rules.synonyms == (("bando", "gara"),)
    assert rules.across == (("trasferimento tecnologico", "技术转移"),)
    assert rules.pins == (Pin("gare", str(news.translation_key)),)
    assert read_rules("zh-hans") == Rules(across=(("技术转移", "trasferimento tecnologico"),))
    assert "SEGRETO" not in repr(rules)


def test_a_change_holds_within_five_seconds(db: None) -> None:
    time = Time()
    rules = FreshRules(time)
    assert rules("it") == Rules()
    SearchSynonymFactory(words=["bando", "gara"])
    assert rules("it") == Rules()
    time.now = FRESH_SECONDS
    assert FRESH_SECONDS < 5
    assert rules("it").synonyms == (("bando", "gara"),)


def test_rules_that_did_not_change_are_the_same_object(db: None) -> None:
    SearchSynonymFactory()
    time = Time()
    rules = FreshRules(time)
    first = rules("it")
    time.now += FRESH_SECONDS
    SearchSynonymFactory(locale="zh-hans", words=["一", "二"])
    assert rules("zh-hans").synonyms
    assert rules("it") is first
    assert rules("en") == Rules()


def test_a_database_that_is_gone_takes_no_rules_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    SearchSynonymFactory(words=["bando", "gara"])
    time = Time()
    rules = FreshRules(time)
    known = rules("it")
    asked = []

    def fail() -> None:
        asked.append(time.now)
        raise OperationalError("gone")

    monkeypatch.setattr(rules_from_db, "read_all_rules", fail)
    for time.now in (FRESH_SECONDS, FRESH_SECONDS + 1):
        assert rules("it") is known
    assert asked == [FRESH_SECONDS], "it was asked again before its time"


def test_queries_do_not_grow_with_the_rules(news: Any, django_assert_num_queries: Any) -> None:
    for _ in range(7):
        SearchSynonymFactory()
        BestAnswerFactory(page_id=news.pk)
        GlossaryTermFactory()
    with django_assert_num_queries(3):
        rules_from_db.read_all_rules()


def test_a_release_gets_synonyms_and_answers_that_are_public(news: Any, now: datetime) -> None:
    hidden = NewsPageFactory(slug="two", live=False)
    SearchSynonymFactory(words=["bando", "gara"])
    for page in (news, hidden):
        BestAnswerFactory(query=f"query {page.slug}", page_id=page.pk)
    BestAnswerFactory(locale="zh-hans", query="新闻", page_id=news.pk)
    GlossaryTermFactory()
    site = load(now)
    wanted = Rules(synonyms=(("bando", "gara"),), pins=(Pin("query one", str(news.translation_key)),))
    assert site.ask("search_rules", "it") == wanted
    assert site.ask("search_rules", "zh-hans") == Rules()


def test_every_change_names_its_row(news: Any, now: datetime) -> None:
    loader = Loader()
    loader.load(now)

    def follow(change: Any) -> Rules:
        named = rows_of(change)
        assert named & {("site_content.searchsynonym", made[0].pk), ("site_content.bestanswer", made[1].pk)}
        content, _ = loader.update(now, named)
        assert content.search_rules == load(now).content.search_rules
        return content.search_rules["it"]

    made: list[Any] = [SearchSynonymFactory(), BestAnswerFactory(query="a", page_id=news.pk)]
    follow(made[0].save)
    made[0].words = ["uno", "due"]
    assert follow(made[0].save).synonyms == (("uno", "due"),)
    made[1].query = "b"
    assert follow(made[1].save).pins[0].query == "b"
    pks = [row.pk for row in made]
    made[0].pk, made[1].pk = pks
    named = rows_of(made[0].delete) | rows_of(made[1].delete)
    assert named == {("site_content.searchsynonym", pks[0]), ("site_content.bestanswer", pks[1])}
    content, _ = loader.update(now, named)
    assert content.search_rules["it"] == Rules()


def test_an_answer_leaves_and_comes_with_its_page(news: Any, now: datetime) -> None:
    BestAnswerFactory(query="a", page_id=news.pk)
    loader = Loader()
    assert loader.load(now).search_rules["it"].pins
    content, _ = loader.update(now, rows_of(news.unpublish))
    assert content.search_rules["it"].pins == ()
    content, _ = loader.update(now, rows_of(lambda: publish(news)))
    assert content.search_rules["it"].pins


def test_a_page_that_goes_takes_its_answers_along(news: Any, now: datetime) -> None:
    BestAnswerFactory(query="a", page_id=news.pk)
    loader = Loader()
    loader.load(now)
    content, _ = loader.update(now, rows_of(news.delete))
    assert content.search_rules == load(now).content.search_rules == {"it": Rules(), "zh-hans": Rules()}


def test_a_held_release_keeps_its_rules_less_what_is_withdrawn(
    news: Any, now: datetime, data_folder: Any
) -> None:
    SearchSynonymFactory(words=["bando", "gara"])
    BestAnswerFactory(query="a", page_id=news.pk)
    store = Store(data_folder)
    store.prepare()
    old = load(now).content
    shards = Shards(store).keep(old, None)
    SearchSynonymFactory(words=["uno", "due"])
    kept = read_shards(store, shards, like=load(now).content)
    assert withdraw(kept, load(now).content).search_rules == old.search_rules
    news.unpublish()
    left = withdraw(kept, load(now).content).search_rules["it"]
    assert left == replace(old.search_rules["it"], pins=())
