"""The matrix's part of `memory`: 5,000 pages in two languages, with their segments, through the CMS's own address.

Comes in: a database with the workbench's page in it; goes out: measures with the values of their runs.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench_workbench import measure

PAGES, TEXTS, OPENINGS = 5_000, 4, 15
ADDRESS = "/admin/matrix/"
WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)


def measure_matrix() -> Iterator[tuple[str, list[float]]]:
    """Milliseconds and queries of one opening, without a filter and with one."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    fill_pages(PAGES)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(username="bench"))
    for name, query in (("matrix", ""), ("matrix_stale", "?status=stale&language=zh-hans")):
        runs = [measure(partial(_open, client, query)) for _ in range(OPENINGS + 2)][2:]
        clock, worked, queries = zip(*runs, strict=True)
        yield f"{name}_ms", list(clock)
        yield f"{name}_processor_ms", list(worked)
        yield f"{name}_queries", [float(count) for count in queries]


def _open(client: Any, query: str) -> None:
    answer = client.get(ADDRESS + query)
    if answer.status_code != 200 or answer.content.count(b"<tr>") < 50:
        raise RuntimeError(f"{ADDRESS}{query} answered {answer.status_code}, or lacks lines.")


def fill_pages(count: int) -> None:
    """Pages of which most are translated; one in ten is missing, one in twenty stale."""
    from wagtail.models import Locale, Page

    italian, chinese = (Locale.objects.get(language_code=code) for code in ("it", "zh-hans"))
    section = Page.objects.get(slug="news", locale=italian)
    other = Page.objects.filter(locale=chinese, depth=section.depth).first() or section
    keys = [uuid.UUID(int=number + 1) for number in range(count)]
    _fill_pages(section, italian, keys, 0)
    _fill_pages(other, chinese, keys, 1)
    _fill_translations(italian, chinese, keys)


def _fill_pages(parent: Any, locale: Any, keys: list[uuid.UUID], shift: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from site_content.models.news import NewsPage

    kind = ContentType.objects.get_for_model(NewsPage)
    first = 1_000 + shift * len(keys)
    Page.objects.bulk_create(
        Page(
            title=f"Notizia {number} del laboratorio",
            draft_title=f"Notizia {number} del laboratorio",
            slug=f"n{first + number}",
            path=Page._get_path(parent.path, parent.depth + 1, first + number),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}n{first + number}/",
            locale=locale,
            translation_key=key,
            content_type=kind,
            live=number % 7 > 0,
            has_unpublished_changes=number % 7 == 0,
        )
        for number, key in enumerate(keys)
        if not shift or number % 10
    )


def _fill_translations(italian: Any, chinese: Any, keys: list[uuid.UUID]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page
    from wagtail_localize.models import TranslatableObject, Translation, TranslationSource

    from site_content.models.news import NewsPage
    from site_content.models.text_digest import TextDigest

    base, kind = (ContentType.objects.get_for_model(model) for model in (Page, NewsPage))
    TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=key, content_type=base) for key in keys
    )
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=key,
            specific_content_type=kind,
            locale=italian,
            object_repr="Notizia",
            content_json="{}",
            last_updated_at=WHEN,
        )
        for key in keys
    )
    Translation.objects.bulk_create(Translation(source=one, target_locale=chinese) for one in sources)
    times = {"changed_at": WHEN, "published_at": WHEN}
    TextDigest.objects.bulk_create(
        TextDigest(key=key, locale=code, digest="b" if code == "it" and number % 20 == 1 else "a", **times)
        for number, key in enumerate(keys)
        for code in ("it", "zh-hans")
    )
    _fill_segments(sources, italian, chinese)


def _fill_segments(sources: list[Any], italian: Any, chinese: Any) -> None:
    from wagtail_localize.models import String, StringSegment, StringTranslation, TranslationContext

    strings = String.objects.bulk_create(
        String(locale=italian, data=f"Testo {number}", data_hash=uuid.uuid4()) for number in range(TEXTS)
    )
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(object_id=source.object_id, path=f"p{number}", path_id=uuid.UUID(int=number + 1))
        for source in sources
        for number in range(TEXTS)
    )
    StringSegment.objects.bulk_create(
        StringSegment(
            source=sources[number // TEXTS],
            context=context,
            order=number % TEXTS,
            string=strings[number % TEXTS],
        )
        for number, context in enumerate(contexts)
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=strings[number % TEXTS],
            context=context,
            locale=chinese,
            data="译文",
            translation_type="manual",
        )
        for number, context in enumerate(contexts)
        if number % 3
    )
