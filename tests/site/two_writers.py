"""Two people write to one translation at once, each on a connection of their own; says what became of both, as JSON."""

from __future__ import annotations

import json
import os
from threading import Thread
from typing import Any

TITLE, SUMMARY = "新的标题", "同事的简短摘要。"
UPLOADED = "上传的简短摘要。"
NOTICED_SECONDS, PATIENCE_SECONDS = 1.0, 30.0


def main() -> None:
    """An upload confirms one text and keeps another; in between a colleague confirms that other one in the workbench."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    import django

    django.setup()
    from django.db import DatabaseError, connection, transaction
    from wagtail_localize.models import Translation

    from cms.translation.confirm import confirm
    from cms.translation.segments import read_segments
    from cms.translation.working import Conflict, confirm_typed, keep
    from tests.site import editor

    editor.prepare()
    translation = Translation.objects.get(pk=make_translation())
    segments = {segment.path: segment for segment in read_segments(translation)}
    failures: list[str] = []

    def colleague() -> None:
        try:
            summary = segments["summary"]
            confirm_typed(translation, summary, SUMMARY, None, stamp=summary.stamp)
        except (Conflict, DatabaseError) as error:
            failures.append(type(error).__name__)
        finally:
            connection.close()

    other = Thread(target=colleague, daemon=True)
    try:
        with transaction.atomic():
            confirm(translation, segments["title"], TITLE, None)
            other.start()
            other.join(NOTICED_SECONDS)
            keep(translation, segments["summary"], UPLOADED, None)
    except (Conflict, DatabaseError) as error:
        failures.append(type(error).__name__)
    other.join(PATIENCE_SECONDS)
    print(json.dumps({"failures": failures, "waits": other.is_alive(), **describe(translation)}))


def make_translation() -> int:
    """The number of the Chinese translation of the news item; nobody has opened it in the workbench yet."""
    from wagtail.models import Page
    from wagtail_localize.models import Translation

    from tests.factories.base import find_locale, find_section
    from tests.translate import translate

    news = Page.objects.get(slug="first").specific
    for page in (Page.objects.get(slug="it").specific, find_section("news"), news):
        translate(page, find_locale("zh-hans"))
    return int(Translation.objects.get(source__object_id=news.translation_key).pk)


def describe(translation: Any) -> dict[str, Any]:
    """The title that is confirmed, the summary that is at work, and the texts of it that the history knows."""
    from cms.translation.history import read_history
    from cms.translation.segments import read_segments

    segments = {segment.path: segment for segment in read_segments(translation)}
    return {
        "title": segments["title"].confirmed,
        "summary": segments["summary"].working,
        "history": [event.text for event in read_history(translation, "summary")],
    }


if __name__ == "__main__":
    main()
