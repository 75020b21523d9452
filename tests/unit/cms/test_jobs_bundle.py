"""The bundle for an agency: its files, the source page that opens without a login, and who may pack it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.translation.jobs.models import Job
from cms.translation.jobs.source_page import make_single_file, make_source_page
from tests.factories.news import NewsPageFactory
from tests.factories.partner import PartnerFactory
from tests.unit.cms.job_people import OTHER, TRANSLATOR, submit
from tests.unit.cms.workbench_desk import paragraphs

pytestmark = pytest.mark.django_db
ASKS = re.compile(r"""(?:src|srcset|href|data|action|poster)\s*=\s*["']?(?!data:|#)[^"'> ]""")


@pytest.fixture
def job(section: Any, locales: Any) -> Job:
    """A page's job with a link in its text."""
    body = paragraphs('uno <a href="https://a.example/x">guida</a>')
    page = NewsPageFactory(parent=section, title="Una guida", slug="guida", body=body)
    return submit(page, locales["zh-hans"])


def pack(client: Any, *jobs: Job, **values: str) -> zipfile.ZipFile:
    numbers = [str(job.pk) for job in jobs]
    response = client.post(reverse("ponte_jobs_act"), {"action": "bundle", "job": numbers, **values})
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(response.content))


def test_a_bundle_has_all_that_an_agency_needs(job: Job, log_in: Any) -> None:
    Job.objects.update(note="Tono formale.", deadline="2026-12-24")
    bundle = pack(log_in("Editors"), job)
    names = bundle.namelist()
    assert sum(name.endswith(".xlf") for name in names) == 1
    read_me = bundle.read("README.txt").decode()
    assert all(words in read_me for words in ("Una guida", "2026-12-24", "Tono formale.", "简体中文"))
    html = bundle.read(next(name for name in names if name.endswith(".html"))).decode()
    assert "Una guida" in html
    assert "analysis.csv" in names


def test_the_source_page_asks_nothing_of_any_host(job: Job) -> None:
    html = make_source_page(job.translation).decode()
    assert "<style>" in html
    assert "<script" not in html
    assert "url(" not in html.replace("url(#", "").replace("url(data:", "").replace('url("data:', "")
    asked = [found for found in ASKS.finditer(html) if not found[0].startswith("href")]
    assert asked == []
    assert not re.search(r"<link\b", html)
    assert 'href="https://a.example/x"' in html
    assert re.search(r'href="http[^"]+/it/', html)


def test_pictures_are_in_it(settings: Any, chinese_home: Any) -> None:
    from frontend.assets import assets

    mark = assets()["mark.svg"].path
    page = (
        f'<html><head></head><body><img src="{mark}" srcset="/x 2x"><img src="/media/none.jpg"></body></html>'
    )
    html = make_single_file(page.encode()).decode()
    assert html.count("<img") == 1
    assert 'src="data:image/svg+xml;base64,' in html
    assert "srcset" not in html


def test_a_snippet_is_its_texts(chinese_home: Any, locales: Any) -> None:
    partner: Any = PartnerFactory(name="Ateneo <b>")  # type: ignore[no-untyped-call]
    html = make_source_page(submit(partner, locales["zh-hans"]).translation).decode()
    assert "Ateneo &lt;b&gt;" in html
    assert "<b>" not in html


def test_who_may_not_gets_nothing(job: Job, log_in: Any) -> None:
    page = job.translation.source.get_source_instance()
    assert pack(log_in(TRANSLATOR), job).namelist()
    values = {"action": "bundle", "job": [str(job.pk)]}
    assert log_in(OTHER).post(reverse("ponte_jobs_act"), values).status_code == 302
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert log_in(TRANSLATOR).post(reverse("ponte_jobs_act"), values).status_code == 302


def test_an_omegat_project(job: Job, log_in: Any) -> None:
    names = pack(log_in(TRANSLATOR), job, profile="omegat").namelist()
    assert "omegat.project" in names
