"""The workbench's part of `memory`: opening a page of 200 texts and saving one of them, through the CMS's own address.

Comes in: a database with all tables, of which this fills its own page; goes out: measures with the values of their runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

TEXTS = 200
OPENINGS, SAVES = 15, 40


def measure_workbench() -> Iterator[tuple[str, list[float]]]:
    """Milliseconds and queries of one opening, of one saved and of one confirmed text."""
    from django.test import Client

    translation = make_page()
    client = Client(HTTP_HOST="localhost")
    client.force_login(_make_person())
    address = f"/admin/translate/{translation.pk}/"
    for _warming in range(2):
        _open(client, address)
    opened = [measure(lambda: _open(client, address)) for _ in range(OPENINGS)]
    yield from _name("workbench_open", opened)
    for what in ("save", "confirm"):
        sent = [measure(_sending(client, translation, address, what, number)) for number in range(SAVES)]
        yield from _name(f"workbench_{what}", sent)


def _name(name: str, runs: list[tuple[float, float, int]]) -> Iterator[tuple[str, list[float]]]:
    clock, worked, queries = zip(*runs, strict=True)
    yield f"{name}_ms", list(clock)
    yield f"{name}_processor_ms", list(worked)
    yield f"{name}_queries", [float(count) for count in queries]


def measure(work: Callable[[], None]) -> tuple[float, float, int]:
    """Milliseconds of the clock and of the processor, then the queries of another time: counting them takes time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start, used = time.perf_counter(), time.process_time()
    work()
    clock, worked = time.perf_counter() - start, time.process_time() - used
    with CaptureQueriesContext(connection) as queries:
        work()
    return clock * 1000, worked * 1000, len(queries)


def _open(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200 or answer.content.count(b"data-wb-segment ") < TEXTS:
        raise RuntimeError(f"{address} answered {answer.status_code}, or lacks texts.")


def _sending(client: Any, translation: Any, address: str, what: str, number: int) -> Callable[[], None]:
    """What the browser posts for one text, with another text each time."""
    from cms.translation.segments import read_segments

    segment = next(one for one in read_segments(translation) if one.path == f"body.p{number}")
    dates, stamps = iter(range(10, 20)), [segment.stamp]

    def send() -> None:
        values = {"context": segment.context_id, "string": segment.string_id, "stamp": stamps[-1]}
        text = f"第{number}组的申请须在11月{next(dates)}日前提交。"
        answer = client.post(f"{address}{what}/", {**values, "text": text, "origin": "manual"})
        if answer.status_code != 200:
            raise RuntimeError(f"{what} answered {answer.status_code}: {answer.content[:200]!r}")
        stamps.append(answer.json()["stamp"])

    return send


def make_page() -> Any:
    """A live news item of so many paragraphs, sent for translation; the translation."""
    from wagtail.models import Locale, Page, Site
    from wagtail_localize.models import Translation
    from wagtail_localize.operations import TranslationCreator

    from site_content.models.home import HomePage
    from site_content.models.news import NewsPage
    from site_content.models.section import SectionPage

    italian, chinese = (Locale.objects.get_or_create(language_code=code)[0] for code in ("it", "zh-hans"))
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Centro", slug="it", locale=italian, hero_title="Ponte"))
    home.save_revision().publish()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    section = home.add_child(instance=SectionPage(title="Notizie", slug="news", lists="news", locale=italian))
    body = [
        {
            "type": "paragraph",
            "value": f"<p>Le domande del gruppo {number} si presentano entro il {number % 20 + 10} novembre.</p>",
            "id": f"p{number}",
        }
        for number in range(TEXTS)
    ]
    page = section.add_child(
        instance=NewsPage(
            date=datetime(2026, 11, 1, tzinfo=UTC).date(),
            title="Laboratorio",
            slug="laboratory",
            locale=italian,
            summary="Sommario.",
            body=body,
        )
    )
    page.save_revision().publish()
    TranslationCreator(user=None, target_locales=[chinese]).create_translations(page)
    return Translation.objects.get(source__object_id=page.translation_key)


def _make_person() -> Any:
    from django.contrib.auth import get_user_model

    user, _made = get_user_model().objects.get_or_create(username="bench", defaults={"is_superuser": True})
    return user
