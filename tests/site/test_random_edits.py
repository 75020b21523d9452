"""A walk of random edits: after each, what the incremental build left is what a build from nothing makes, byte for byte."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from site_content.models import NewsPage, Topic
from static_build.build import build
from static_build.release import Store
from tests.factories.call import CallPageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.factories.topic import TopicFactory
from tests.site.test_line import read_tree
from tests.translate import translate

pytestmark = pytest.mark.django_db

STEPS = 300 if os.environ.get("PONTE_LONG") == "1" else 24


class Walk:
    """The site that is edited, the clock that goes on, and the edits."""

    def __init__(self, section: Any, calls: Any, chinese: Any, now: datetime, seed: int) -> None:
        self.section, self.calls, self.chinese, self.now = section, calls, chinese, now
        self.chance = random.Random(seed)
        self.count = 0

    def step(self) -> str:
        """Does one edit and says which."""
        edit: Callable[[], None] = self.chance.choice(
            [
                self.create,
                self.create_call,
                self.edit_title,
                self.edit_summary,
                self.rename,
                self.unpublish,
                self.republish,
                self.translate_one,
                self.restrict,
                self.lift,
                self.delete,
                self.edit_topic,
                self.let_time_pass,
            ]
        )
        self.count += 1
        edit()
        return edit.__name__

    def pick(self, **conditions: Any) -> Any:
        """Some news item, or None where there is none."""
        found = list(NewsPage.objects.filter(**conditions).order_by("pk"))
        return self.chance.choice(found) if found else None

    def create(self) -> None:
        page = NewsPageFactory(parent=self.section, title=f"Notizia {self.count}", slug=f"news-{self.count}")
        page.topics.set(list(Topic.objects.filter(locale=page.locale)[: self.chance.randrange(3)]))
        page.save()

    def create_call(self) -> None:
        CallPageFactory(parent=self.calls, title=f"Bando {self.count}", slug=f"call-{self.count}")

    def _change(self, **values: Any) -> None:
        page = self.pick(live=True)
        if page is not None:
            for name, value in values.items():
                setattr(page, name, value)
            page.save_revision().publish()

    def edit_title(self) -> None:
        self._change(title=f"Titolo {self.count}")

    def edit_summary(self) -> None:
        self._change(summary=f"Sommario {self.count}.")

    def rename(self) -> None:
        self._change(slug=f"renamed-{self.count}")

    def unpublish(self) -> None:
        page = self.pick(live=True)
        if page is not None:
            page.unpublish()

    def republish(self) -> None:
        page = self.pick(live=False)
        if page is not None:
            page.save_revision().publish()

    def translate_one(self) -> None:
        page = self.pick(live=True, locale=self.section.locale)
        if page is not None and not page.has_translation(self.chinese):
            translate(page, self.chinese)

    def restrict(self) -> None:
        page = self.pick(live=True)
        if page is not None:
            PageViewRestriction.objects.get_or_create(page=page, defaults={"restriction_type": "login"})

    def lift(self) -> None:
        PageViewRestriction.objects.all().delete()

    def delete(self) -> None:
        page = self.pick()
        if page is not None:
            page.delete()

    def edit_topic(self) -> None:
        topic = self.chance.choice(list(Topic.objects.order_by("pk")))
        topic.name = f"Tema {self.count}"
        topic.save_revision().publish()

    def let_time_pass(self) -> None:
        self.now += timedelta(days=self.chance.randrange(1, 20))


@pytest.mark.parametrize("seed", [1, 2])
def test_incremental_equals_full_after_each_edit(
    seed: int, italian_home: Any, chinese_home: Any, locales: dict[str, Any], tmp_path: Path, now: datetime
) -> None:
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    calls = SectionPageFactory(parent=italian_home, title="Bandi", slug="calls", lists="call")
    for each in (section, calls):
        translate(each, locales["zh-hans"])
    TopicFactory.create_batch(3)
    walk = Walk(section, calls, locales["zh-hans"], now, seed)
    walk.create()
    kept = Store(tmp_path / "kept")
    for number in range(STEPS // 2):
        edits = [walk.step() for _ in range(walk.chance.randrange(1, 3))]
        build(kept, now=walk.now, workers=1)
        fresh = Store(tmp_path / f"fresh-{number}")
        build(fresh, now=walk.now, workers=1)
        assert read_tree(kept.home) == read_tree(fresh.home), f"seed {seed}, after {edits}"
        manifests = [store.manifest(store.current() or "") for store in (kept, fresh)]
        assert manifests[0] == manifests[1], f"seed {seed}, after {edits}"
