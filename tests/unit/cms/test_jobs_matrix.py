"""The matrix: each status, filters, tables, what may be submitted from it, its queries; and the report of parity."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.translation.jobs.counting import progress_of, read_progress
from cms.translation.jobs.matrix import read_matrix
from cms.translation.jobs.models import Cause, Job, State
from cms.translation.jobs.parity_report import measure_days
from static_build import clock
from tests.factories.news import NewsPageFactory
from tests.factories.partner import PartnerFactory
from tests.translate import translate
from tests.unit.cms.job_people import OTHER, TRANSLATOR, change, confirm_all, hand_in, publish, submit
from tests.unit.cms.people import target_of

pytestmark = pytest.mark.django_db


def status_of(user: Any, page: Any, locale: str = "zh-hans") -> tuple[str, str | None]:
    lines = {line.key: line for line in read_matrix(user, ["it", "zh-hans"])}
    cell = lines[page.translation_key.hex].cells[locale]
    return cell.status, cell.also


def test_each_status_in_turn(news: Any, locales: Any, person: Any) -> None:
    editor, translator = person("Editors"), person(TRANSLATOR)
    assert status_of(editor, news) == ("missing", None)
    job = submit(news, locales["zh-hans"])
    assert status_of(editor, news) == ("in_progress", None)
    confirm_all(job.translation, translator)
    review = hand_in(job.translation, translator)
    assert status_of(editor, news) == ("in_review", None)
    review.current_task_state.approve(user=person("Reviewers"))
    assert status_of(editor, news) == ("live", None)
    change(news, summary="Un altro sommario.")
    assert status_of(editor, news) == ("stale", None)
    confirm_all(job.translation, translator)
    job.translation.save_target(user=translator, publish=False)
    assert status_of(editor, news) == ("stale", "in_progress")
    publish(job.translation)
    news.refresh_from_db()
    news.unpublish()
    assert status_of(editor, news) == ("ahead", None)


def test_a_page_that_is_chinese_first(section: Any, locales: Any, person: Any) -> None:
    chinese = translate(section, locales["zh-hans"])
    first = NewsPageFactory(parent=chinese, title="新闻一则", slug="zh-first", locale=locales["zh-hans"])
    assert status_of(person("Editors"), first, "it") == ("missing", None)
    publish(submit(first, locales["it"]).translation)
    assert status_of(person("Editors"), first, "it")[0] == "live"


def test_an_alias_is_no_translation(news: Any, locales: Any, section: Any, person: Any) -> None:
    parent = section.get_translation(locales["zh-hans"])
    news.create_alias(parent=parent, update_locale=locales["zh-hans"], reset_translation_key=False)
    assert status_of(person("Editors"), news) == ("missing", None)


def test_snippets_are_in_it(chinese_home: Any, locales: Any, log_in: Any) -> None:
    partner: Any = PartnerFactory(name="Ateneo")  # type: ignore[no-untyped-call]
    client = log_in("Editors")
    rows = find(client, q="ateneo")
    assert [(row.line.title, row.cells[1].cell.status) for row in rows] == [("Ateneo", "missing")]
    translate(partner, locales["zh-hans"], {"Ateneo": "大学"})
    assert find(client, q="ateneo")[0].cells[1].cell.status == "live"


def find(client: Any, **asked: str) -> list[Any]:
    response = client.get(reverse("ponte_matrix"), asked)
    assert response.status_code == 200
    rows: list[Any] = response.context["rows"]
    return rows


def test_filters(news: Any, translation: Any, section: Any, log_in: Any) -> None:
    NewsPageFactory(parent=section, title="Senza traduzione", slug="senza")
    client = log_in("Editors")
    assert [row.line.title for row in find(client, status="missing", language="zh-hans")] == [
        "Senza traduzione"
    ]
    assert {row.line.title for row in find(client, type="site_content.NewsPage")} == {
        "Senza traduzione",
        news.title,
    }
    assert find(client, language="it") == []
    assert len(find(client, status="x", type="x", language="x")) == 4
    table = client.get(reverse("ponte_matrix") + "?export=csv&q=senza").content.decode("utf-8-sig")
    assert [row["简体中文"] for row in csv.DictReader(io.StringIO(table))] == ["missing"]


def test_a_translator_sees_the_own_language_alone(translation: Any, log_in: Any) -> None:
    response = log_in(TRANSLATOR).get(reverse("ponte_matrix"))
    assert [language.code for language in response.context["columns"]] == ["zh-hans"]
    assert 'name="line"' not in response.content.decode()
    assert [one.code for one in log_in(OTHER).get(reverse("ponte_matrix")).context["columns"]] == ["it"]


def test_what_is_missing_is_submitted_from_it(news: Any, log_in: Any) -> None:
    values = {"line": [news.translation_key.hex], "language": "zh-hans"}
    for role in (TRANSLATOR, "Reviewers"):
        log_in(role).post(reverse("ponte_matrix"), values)
        assert not Translation.objects.filter(source__object_id=news.translation_key).exists()
    log_in("Editors").post(reverse("ponte_matrix"), values)
    translation = Translation.objects.get(source__object_id=news.translation_key)
    assert not target_of(translation).live


def test_a_text_that_several_pages_share_counts_for_each_alone(section: Any, locales: Any) -> None:
    pages = [NewsPageFactory(parent=section, title="Uguale", slug=f"u{number}") for number in (1, 2, 3)]
    sources = [TranslationSource.update_or_create_from_instance(page)[0] for page in pages]
    first, second, third = (StringSegment.objects.get(source=one, string__data="Uguale") for one in sources)
    for segment, text, has_error in ((first, "一样", False), (second, "", False), (third, "错", True)):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locales["zh-hans"],
            data=text,
            has_error=has_error,
            translation_type="manual",
        )
    progress = read_progress([source.pk for source in sources])
    chinese = locales["zh-hans"].pk
    assert [progress_of(progress, source.pk, chinese).done for source in sources] == [1, 0, 0]
    assert len({progress_of(progress, source.pk, chinese).total for source in sources}) == 1


@pytest.mark.parametrize("address", ["ponte_matrix", "ponte_parity"])
def test_it_costs_the_same_number_of_queries_at_any_size(
    address: str, section: Any, locales: Any, log_in: Any
) -> None:
    client, counts = log_in("Editors"), []
    for number in (2, 10):
        for each in range(number):
            page = NewsPageFactory(parent=section, title=f"P {number} {each}", slug=f"p{number}-{each}")
            PartnerFactory(name=f"Partner {number} {each}")  # type: ignore[no-untyped-call]
            if each % 2:
                translate(page, locales["zh-hans"])
        client.get(reverse(address))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(address)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 60, counts


# The report of parity.


def finished(days: float, type: str = "site_content.NewsPage", **more: Any) -> Job:
    now = clock.now()
    values = {"key": "0" * 32, "source_locale": "it", "target_locale": "zh-hans", "units": 10} | more
    return Job.objects.create(
        type=type,
        title="x",
        cause=Cause.SUBMITTED,
        state=State.DONE,
        created_at=now - timedelta(days=days),
        done_at=now,
        **values,
    )


def test_days_to_translate(db: None) -> None:
    jobs = [finished(days) for days in range(1, 11)]
    days = measure_days(jobs)["site_content.NewsPage", "zh-hans"]
    assert (days.median, days.ninety_percent, days.jobs) == (5.5, 9.0, 10)
    one = measure_days(jobs[:1])["site_content.NewsPage", "zh-hans"]
    assert (one.median, one.ninety_percent) == (1.0, 1.0)


def test_the_report_counts_what_is_there(news: Any, translation: Any, section: Any, log_in: Any) -> None:
    NewsPageFactory(parent=section, title="Senza traduzione", slug="senza")
    finished(4)
    response = log_in("Editors").get(reverse("ponte_parity"))
    line = next(one for one, _name in response.context["types"] if one.type == "site_content.NewsPage")
    assert (line.locale, line.total, line.exists, line.live, line.missing) == ("zh-hans", 2, 1, 1, 1)
    assert line.days.median == 4.0
    month = response.context["months"][0][0]
    assert (month.source_units, month.jobs) == (10, 1)
    for name, heading in (("types", "Missing"), ("months", "Month")):
        table = log_in("Editors").get(reverse("ponte_parity"), {"export": name}).content.decode("utf-8-sig")
        assert heading in next(csv.reader(io.StringIO(table)))


def test_it_agrees_with_the_pages(translation: Any, section: Any, person: Any) -> None:
    lines = read_matrix(person("Editors"), ["zh-hans"])
    live = Page.objects.filter(locale__language_code="zh-hans", live=True, alias_of=None, depth__gte=2)
    counted = [line for line in lines if line.cells.get("zh-hans") and line.cells["zh-hans"].status == "live"]
    assert len(counted) == live.count()
