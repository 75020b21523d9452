"""Edits in a process of its own: reads commands as JSON, a line each, and answers each with a line."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any


def main() -> None:
    """Answers until nobody asks any more."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    import django

    django.setup()
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[command](*arguments), default=str), flush=True)


def prepare() -> None:
    """Two home pages, a section, a news item, all live."""
    from wagtail.models import Page, Site

    from site_content.models import HomePage
    from tests.factories.base import find_locale
    from tests.factories.news import NewsPageFactory
    from tests.factories.section import SectionPageFactory

    root = Page.get_first_root_node()
    Site.objects.all().delete()
    for child in root.get_children():
        child.delete()
    home = Page.objects.get(pk=root.pk).add_child(
        instance=HomePage(title="Centro", slug="it", locale=find_locale("it"), hero_title="Ponte")
    )
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    section = SectionPageFactory(parent=home, title="Notizie", slug="news", lists="news")
    NewsPageFactory(parent=section, title="Prima", slug="first")


def publish(title: str) -> float:
    """Publishes the news item under that title; when it was committed."""
    page = _news()
    page.title = title
    page.save_revision().publish()
    return time.time()


def publish_later(title: str, seconds: str) -> None:
    """Approves it for so many seconds from now."""
    page = _news()
    page.title, page.go_live_at = title, datetime.now(UTC) + timedelta(seconds=float(seconds))
    page.save_revision().publish()


def unpublish() -> None:
    _news().unpublish()


def change_quietly(title: str) -> None:
    """By bulk SQL, which no signal tells."""
    from site_content.models import NewsPage

    NewsPage.objects.filter(slug="first").update(title=title)


def add_many(count: str) -> None:
    """So many more news items, for a build that takes a while."""
    from tests.factories.base import find_section
    from tests.factories.news import NewsPageFactory

    for number in range(int(count)):
        NewsPageFactory(parent=find_section("news"), title=f"Altra {number}", slug=f"more-{number}")


def requests() -> list[Any]:
    """Every build request, oldest first: state, started at, worker."""
    from django_tasks_db.models import DBTaskResult

    from static_build.requests import QUEUE

    rows = DBTaskResult.objects.filter(queue_name=QUEUE).order_by("enqueued_at")
    return [
        [row.status, row.started_at.timestamp() if row.started_at else None, row.worker_ids] for row in rows
    ]


def pulse() -> list[Any]:
    """Process and work of the worker, by its last beat."""
    from static_build.beat import read_pulse

    found = read_pulse()
    return [found.process, found.doing] if found else []


def search_state() -> list[str]:
    """How search stands, by the newest row, and why; nothing where there is none."""
    from static_build.deliveries import SEARCH, newest_of

    found = newest_of(SEARCH)
    return [found.state, found.problem] if found else ["", ""]


def connections() -> int:
    """How many other connections this PostgreSQL database has."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def cut() -> int:
    """Ends every other connection to this PostgreSQL database; how many."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def lose_worker() -> None:
    """As if the worker had given no sign for six minutes, and nobody had been told."""
    from django.utils import timezone

    from static_build.beat import write_beat
    from static_build.models import Beat

    write_beat("")
    Beat.objects.update(beat_at=timezone.now() - timedelta(minutes=6), mailed_at=None)


def look() -> int:
    """Looks at the worker as the CMS does; how many mails that sent."""
    from cms.watch import watch_once

    return _count_mails(watch_once)


def keep_looking() -> int:
    """The same by the CMS's own thread, until a mail has gone out."""
    from django.core import mail

    from cms.watch import Watch

    def keep() -> None:
        watch = Watch(look_seconds=0.05)
        watch.start()
        end = time.monotonic() + 20
        while not mail.outbox and time.monotonic() < end:
            time.sleep(0.05)
        watch.stop()

    return _count_mails(keep)


def _count_mails(act: Callable[[], None]) -> int:
    from django.conf import settings
    from django.core import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ADMINS = [("", "web@example.org")]
    mail.outbox = []
    act()
    return len(mail.outbox)


def _news() -> Any:
    from site_content.models import NewsPage

    return NewsPage.objects.get(slug="first")


COMMANDS = {
    each.__name__: each
    for each in (
        prepare,
        publish,
        publish_later,
        unpublish,
        change_quietly,
        add_many,
        requests,
        pulse,
        search_state,
        connections,
        cut,
        lose_worker,
        look,
        keep_looking,
    )
}

if __name__ == "__main__":
    main()
