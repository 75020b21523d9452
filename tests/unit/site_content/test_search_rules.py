"""What editors may tell the search, and what is refused with which words."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, ReferenceIndex

from site_content.models.search import MOST_WORDS, BestAnswer, SearchSynonym
from tests.factories.news import NewsPageFactory
from tests.factories.search import BestAnswerFactory, SearchSynonymFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db


def refusal(row: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as raised:
        row.full_clean()
    return raised.value.message_dict


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "at least two"),
        (["bando"], "at least two"),
        (["bando", "Bando"], "twice"),
        (["città", "citta"], "twice"),
        (["機器人", "机器人"], "twice"),
        (["bando", "?!"], "letter or a digit"),
        (["bando", "x" * 101], "100 characters"),
        ([f"parola{number}" for number in range(MOST_WORDS + 1)], f"At most {MOST_WORDS}"),
    ],
)
def test_words_that_are_refused(words: list[str], part: str, settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
    assert part in refusal(SearchSynonym(locale="it", words=words))["words"][0]


def test_words_that_are_taken() -> None:
    SearchSynonym(locale="it", words=["bando", "avviso pubblico", "call"]).full_clean()
    SearchSynonym(locale="zh-hans", words=["5G", "第五代移动通信"]).full_clean()
    SearchSynonym(locale="it", words=[f"parola{number}" for number in range(MOST_WORDS)]).full_clean()


def test_a_word_has_one_group_a_language() -> None:
    row = SearchSynonymFactory(words=["bando", "avviso"])
    row.full_clean()
    assert "avviso" in refusal(SearchSynonym(locale="it", words=["gara", "Bando"]))["words"][0]
    SearchSynonym(locale="zh-hans", words=["征集", "bando"]).full_clean()


def test_a_language_that_the_site_has_not_is_refused() -> None:
    assert "locale" in refusal(SearchSynonym(locale="en", words=["call", "tender"]))


@pytest.mark.parametrize("query", ["", "   ", "…", "x" * 129])
def test_queries_that_are_refused(italian_home: Any, query: str) -> None:
    assert "query" in refusal(BestAnswer(locale="it", query=query, page_id=italian_home.pk))


def test_a_page_that_readers_can_come_to(italian_home: Any, chinese_home: Any, locales: Any) -> None:
    news = NewsPageFactory(live=False)
    BestAnswer(locale="it", query="laboratorio", page_id=news.pk).full_clean()
    wrong = BestAnswer(locale="zh-hans", query="实验室", page_id=news.pk)
    assert "page" in refusal(wrong)
    translate(news, locales["zh-hans"], publish=False)
    wrong.full_clean()
    root = Page.get_first_root_node()
    assert "page" in refusal(BestAnswer(locale="it", query="tutto", page_id=root.pk))


def test_a_page_answers_a_query_once(italian_home: Any) -> None:
    first = BestAnswerFactory(query="Bandi aperti", page_id=italian_home.pk)
    first.full_clean()
    assert "page" in refusal(BestAnswer(locale="it", query=" bandi  APERTI ", page_id=italian_home.pk))
    other = NewsPageFactory()
    BestAnswer(locale="it", query="bandi aperti", page_id=other.pk).full_clean()


def test_blanks_of_a_query_are_single(italian_home: Any) -> None:
    row = BestAnswer(locale="it", query="  bandi   aperti ", page_id=italian_home.pk)
    row.full_clean()
    assert row.query == "bandi aperti"


def test_who_deletes_a_page_sees_that_it_is_an_answer(italian_home: Any) -> None:
    answer = BestAnswerFactory(page_id=italian_home.pk)
    ReferenceIndex.create_or_update_for_object(answer)
    usage = ReferenceIndex.get_references_to(Page.objects.get(pk=italian_home.pk))
    assert str(answer.pk) in set(usage.values_list("object_id", flat=True))
