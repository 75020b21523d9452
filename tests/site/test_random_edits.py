"""A walk of random edits: after each, what was built on top is what a build from nothing makes, byte for byte."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.site.ground import prepare_ground
from tests.site.machine import walk_at_random

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STEPS = 5000 if os.environ.get("PONTE_LONG") == "1" else 260


def test_incremental_equals_full_after_each_edit(
    italian_home: Any,
    chinese_home: Any,
    locales: dict[str, Any],
    data_folder: Path,
    settings: Any,
    now: datetime,
) -> None:
    with prepare_ground(italian_home, locales, data_folder, settings, now) as ground:
        walk_at_random(ground, number=1, steps=STEPS)
