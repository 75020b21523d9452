"""What is behind counts as behind until it is revised; the report shows it with days, and what went live alone with hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.publication import stale_report
from cms.publication.stale_report import find_behind
from cms.translation.confirm import confirm
from cms.translation.following import bring_source, follow_source
from site_content import staleness
from site_content.models.text_digest import TextDigest
from site_content.staleness import note_publication, stale_places
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import segment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(news: Any, translation: Any) -> Any:
    """The translation of a page whose title has changed since, brought to it."""
    note_publication(news)
    news.title = "Nuovissimo laboratorio"
    news.save_revision().publish()
    follow_source(translation.source_id)
    return translation


def place(translation: Any) -> tuple[str, str]:
    return str(translation.source.object_id), "zh-hans"


def test_a_text_that_nobody_revised_stays_behind_when_it_is_published(changed: Any) -> None:
    before = TextDigest.objects.get(key=changed.source.object_id, locale="zh-hans")
    changed.refresh_from_db()
    changed.save_target(user=None, publish=True)
    assert target_of(changed).title == "新实验室"
    assert stale_places() == {place(changed)}
    after = TextDigest.objects.get(key=changed.source.object_id, locale="zh-hans")
    assert after.published_at == before.published_at


def test_a_text_that_was_revised_is_behind_no_more(changed: Any, person: Any) -> None:
    confirm(changed, segment_at(changed, "title"), "最新实验室", person("Translators (Chinese)"))
    changed.save_target(user=None, publish=True)
    assert stale_places() == set()


def test_without_the_rule_it_would_count_as_revised(changed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staleness, "has_unrevised", lambda *_all: False)
    changed.refresh_from_db()
    changed.save_target(user=None, publish=True)
    assert stale_places() == set()


def test_a_live_source_is_brought_to_its_translation_by_a_task(news: Any, translation: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    news.title = "Nuovissimo laboratorio"
    news.save_revision().publish()
    (waiting,) = DBTaskResult.objects.filter(task_path__contains="bring_source")
    assert waiting.args_kwargs["args"] == [translation.source_id]
    bring_source.call(translation.source_id)
    segment = segment_at(translation, "title")
    assert (segment.state, segment.source) == ("to_revise", "Nuovissimo laboratorio")
    assert segment.earlier is not None
    assert segment.earlier.target == "新实验室"


def test_a_draft_is_not_brought(news: Any, translation: Any) -> None:
    news.title = "Nuovissimo laboratorio"
    news.save_revision()
    assert not follow_source(translation.source_id)


# The report.


def test_the_report_tells_days_and_language(
    changed: Any, log_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + timedelta(days=12, hours=1)
    monkeypatch.setattr(stale_report, "now", lambda: later)
    (row,) = find_behind()
    assert (row.title, row.language, row.days) == ("Nuovissimo laboratorio", "简体中文", 12)
    shown = log_in("Editors").get(reverse("ponte_stale")).content.decode()
    assert "Nuovissimo laboratorio" in shown
    assert "<td>12 days</td>" in shown


def test_what_is_not_public_is_not_behind(changed: Any) -> None:
    target_of(changed).unpublish()
    assert find_behind() == []


def test_a_translator_sees_what_is_theirs(changed: Any, news: Any, log_in: Any) -> None:
    url = reverse("ponte_stale")
    chinese = log_in("Translators (Chinese)")
    assert "Nuovissimo" in chinese.get(url).content.decode()
    assert "Nuovissimo" not in log_in("Translators (Italian)").get(url).content.decode()
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    assert "Nuovissimo" not in chinese.get(url).content.decode()
    assert "Nuovissimo" in log_in("Editors").get(url).content.decode()


def test_who_does_not_work_here_sees_nothing(changed: Any, client: Any) -> None:
    assert client.get(reverse("ponte_stale")).status_code == 302


def test_the_report_costs_the_same_for_more(
    changed: Any, section: Any, locales: Any, django_assert_max_num_queries: Any
) -> None:
    from tests.factories.news import NewsPageFactory
    from tests.translate import translate

    for number in range(3):
        page = NewsPageFactory(parent=section, title=f"Altra {number}", slug=f"other-{number}")
        page.save_revision().publish()
        translate(page, locales["zh-hans"])
        page.title = f"Altra {number} ancora"
        page.save_revision().publish()
    with django_assert_max_num_queries(8):
        assert len(find_behind()) == 4
