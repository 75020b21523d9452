"""A renderer reaches nothing but its input; a plan reads nothing that it did not ask for."""

from __future__ import annotations

import json
import pickle
import random
import subprocess
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from site_content.models import FreePage
from site_content.models.service import ServicePage
from static_build.answers import Answers
from static_build.load import load
from static_build.outputs import Plan
from static_build.render import render
from tests.site import confined, other_edits, page_edits
from tests.site.ground import Edit, Ground, Line, prepare_ground
from tests.site.walk import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ground(
    italian_home: Any,
    chinese_home: Any,
    locales: dict[str, Any],
    data_folder: Path,
    settings: Any,
    now: datetime,
) -> Any:
    with prepare_ground(italian_home, locales, data_folder, settings, now) as ground:
        yield ground


def run_confined(folder: Path, media: str, how: str = "") -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-I", confined.__file__, str(folder / "outputs"), media, how]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=300, env={})


def test_every_output_is_rendered_where_nothing_else_can_be_reached(
    chinese_home: Any, ground: Ground, data_folder: Path, now: datetime, settings: Any
) -> None:
    outputs = list(Plan(load(now), "code").outputs.values())
    (data_folder / "outputs").write_bytes(pickle.dumps(outputs))
    media = str(settings.MEDIA_ROOT)
    answer = run_confined(data_folder, media)
    assert answer.returncode == 0, answer.stderr[-2000:]
    here = {output.path: sha256(render(output)).hexdigest() for output in outputs}
    assert json.loads(answer.stdout) == here
    for how in ("clock", "network", "file", "database", "chance", "writing"):
        refused = run_confined(data_folder, media, how)
        assert "Forbidden" in refused.stderr, how


def move_service(walk: Walk, dice: random.Random) -> None:
    """A service changes its place among free pages, which stay in the order that they had."""
    service = ServicePage.objects.get(slug="advice")
    pages = FreePage.objects.child_of(service.get_parent()).order_by("path")
    is_last = service.path > pages.last().path
    service.move(pages.first() if is_last else pages.last(), pos="left" if is_last else "right")


GUARDS = {
    "card": page_edits.edit_title,
    "frame": other_edits.edit_settings,
    "document": page_edits.edit_section,
    "places": page_edits.create_news,
    "groups": page_edits.create_news,
    "sitemap_part": page_edits.create_news,
    "order": move_service,
}
"""For each of some questions an edit that changes its answer."""


def walk(ground: Ground, edit: Edit) -> None:
    """Some steps from a new start, each compared."""
    line = Line(ground)
    assert line.build("start")
    for number in range(3):
        line.step(edit, random.Random(number))


def unnoted(name: str) -> Any:
    """`Answers.ask` with the guard switched off: who asks this question is not noted."""
    ask = Answers.ask

    def ask_unnoted(self: Answers, question: Any) -> Any:
        if question[0] != name:
            return ask(self, question)
        reading, self._reading = self._reading, None
        try:
            return ask(self, question)
        finally:
            self._reading = reading

    return ask_unnoted


def test_a_question_that_is_not_noted_makes_a_walk_fail(
    chinese_home: Any, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a plan reads without asking is stale after an edit, which the comparison finds."""
    for name, edit in GUARDS.items():
        walk(ground, edit)
        with monkeypatch.context() as patch:
            patch.setattr(Answers, "ask", unnoted(name))
            with pytest.raises((AssertionError, LookupError)):
                walk(ground, edit)
