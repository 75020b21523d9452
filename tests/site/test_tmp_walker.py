from __future__ import annotations
import random
import pytest
from tests.site import page_edits, other_edits
from tests.site.ground import prepare_ground, Line, take_waiting
import tests.site.ground as g
pytestmark = pytest.mark.django_db

def test_x(italian_home, chinese_home, locales, data_folder, settings, now, monkeypatch):
    def spy(worker):
        b = take_waiting(worker)
        print("BATCH", b and (b.changed, [c.what for c in b.causes]))
        return b
    monkeypatch.setattr(g, "take_waiting", spy)
    with prepare_ground(italian_home, locales, data_folder, settings, now) as ground:
        line = Line(ground)
        assert line.build("start")
        line.step(page_edits.create_call, random.Random(120))
        line.step(page_edits.delete, random.Random(19832))
