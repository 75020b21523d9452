"""Lines for the invoice: frozen at the assignment, added to by a change, counted on delivery; tables without formulas."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from cms.translation.confirm import confirm
from cms.translation.jobs.cells import harmless, write_table
from cms.translation.jobs.giving import Orders, give
from cms.translation.jobs.models import Job, JobLine
from cms.translation.memory.units import remember
from tests.factories.news import NewsPageFactory
from tests.unit.cms.job_people import TRANSLATOR, change, commit, confirm_all, publish, submit
from tests.unit.cms.workbench_desk import paragraphs, segment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(section: Any) -> Any:
    """A page with a text that stands there twice."""
    body = paragraphs("primo testo da tradurre", "secondo testo da tradurre", "primo testo da tradurre")
    body[2]["id"] = "terzo"
    return NewsPageFactory(parent=section, title="Un bando nuovo", slug="bando", summary="", body=body)


@pytest.fixture
def job(page: Any, locales: Any) -> Job:
    """Its job, given to nobody."""
    return submit(page, locales["zh-hans"])


def give_to(job: Job, somebody: Any, by: Any) -> None:
    with commit():
        assert give([job], Orders(assignee=somebody), by).done == 1


def lines(job: Job) -> list[tuple[str, int, int]]:
    return list(JobLine.objects.filter(job=job).values_list("kind", "segments", "units"))


def read(response: Any) -> list[dict[str, str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_count_is_frozen_at_the_assignment(job: Job, person: Any) -> None:
    remember("secondo testo da tradurre", "第二", "it", "zh-hans", path="x/y", origin="confirmed", user=None)
    give_to(job, person(TRANSLATOR), person("Editors"))
    line = JobLine.objects.get()
    assert (line.segments, line.units) == (4, 15)
    assert line.bands["repetitions"] == [1, 4]
    assert line.bands["100"] == [1, 4]
    # Fuzzy or new: what is left.
    assert sum(units for band, (_n, units) in line.bands.items() if band not in ("repetitions", "100")) == 7
    remember("primo testo da tradurre", "第一", "it", "zh-hans", path="x/z", origin="confirmed", user=None)
    assert JobLine.objects.get().bands == line.bands


def test_a_change_adds_a_line_and_rewrites_none(job: Job, page: Any, person: Any) -> None:
    give_to(job, person(TRANSLATOR), person("Editors"))
    before = JobLine.objects.values().get()
    change(page, title="Un bando tutto nuovo davvero")
    assert lines(job) == [("assigned", 4, 15), ("changed", 1, 5)]
    assert JobLine.objects.values().first() == before
    change(page)
    assert len(lines(job)) == 2


def test_without_a_translator_a_change_adds_nothing(job: Job, page: Any) -> None:
    change(page, title="Un bando tutto nuovo davvero")
    assert lines(job) == []


def test_another_translator_gets_a_line_of_the_own(job: Job, person: Any) -> None:
    editor, one, two = person("Editors"), person(TRANSLATOR), person(TRANSLATOR)
    for somebody in (one, two, one):
        give_to(job, somebody, editor)
    names = list(JobLine.objects.values_list("person", flat=True))
    assert names == [one.get_username(), two.get_username()]


def test_on_delivery_the_characters_are_counted(job: Job, person: Any) -> None:
    user = person(TRANSLATOR)
    give_to(job, user, person("Editors"))
    with commit():
        confirm(job.translation, segment_at(job.translation, "title"), "新通知，第一", user)
    confirm_all(job.translation, user)
    publish(job.translation)
    line = JobLine.objects.get(kind="delivered")
    assert (line.locale, line.bands) == ("zh-hans", {})
    assert (line.segments, line.units) == (4, 6 + 3 * len("译文1"))


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "delete", "delete all"])
def test_a_line_is_not_written_again(way: str, job: Job, person: Any) -> None:
    give_to(job, person(TRANSLATOR), person("Editors"))
    line, before = JobLine.objects.get(), JobLine.objects.values().get()
    line.units = 1
    ways: dict[str, Any] = {
        "save": line.save,
        "update": lambda: JobLine.objects.filter(pk=line.pk).update(units=1),
        "bulk_update": lambda: JobLine.objects.bulk_update([line], ["units"]),
        "delete": line.delete,
        "delete all": lambda: JobLine.objects.all().delete(),
    }
    with pytest.raises(TypeError):
        ways[way]()
    assert JobLine.objects.values().get() == before


def test_the_lines_as_a_table(job: Job, log_in: Any, person: Any) -> None:
    give_to(job, person(TRANSLATOR), person("Editors"))
    for address in (
        reverse("ponte_jobs") + "?export=csv",
        reverse("ponte_job_lines", args=[job.pk]),
    ):
        rows = read(log_in("Editors").get(address))
        assert [(row["Title"], row["Volume"], row["Unit"]) for row in rows] == [
            ("Un bando nuovo", "15", "words")
        ]
        assert rows[0]["Repetitions"] == "4"


def test_what_others_are_paid_for_is_not_shown(job: Job, log_in: Any, person: Any) -> None:
    give_to(job, person(TRANSLATOR), person("Editors"))
    client = log_in(TRANSLATOR)
    assert read(client.get(reverse("ponte_job_lines", args=[job.pk]))) == []
    assert client.get(reverse("ponte_job", args=[job.pk])).context["lines"] == []


@pytest.mark.parametrize("text", ["=1+1", "+39", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert str(harmless(text)).startswith("'")
    cell = next(iter(csv.reader(io.StringIO(write_table([[text]]).removeprefix("\ufeff"), newline=""))))[0]
    assert cell == f"'{text}"


def test_numbers_and_words_stay(job: Job) -> None:
    assert [harmless(one) for one in (-3, 2.5, None, "a=b", "10-12", "")] == [-3, 2.5, "", "a=b", "10-12", ""]


@pytest.mark.parametrize("address", ["ponte_matrix", "ponte_jobs"])
def test_a_title_that_looks_like_a_formula(
    address: str, section: Any, locales: Any, log_in: Any, person: Any
) -> None:
    page = NewsPageFactory(parent=section, title='=HYPERLINK("http://x")', slug="f")
    give_to(submit(page, locales["zh-hans"]), person(TRANSLATOR), person("Editors"))
    rows = read(log_in("Editors").get(reverse(address) + "?export=csv"))
    titles = [row["Title"] for row in rows]
    assert '\'=HYPERLINK("http://x")' in titles
    assert not [title for title in titles if title.startswith("=")]
