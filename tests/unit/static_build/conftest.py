"""Fixtures of the tests of what leaves the house."""

from __future__ import annotations

from pathlib import Path

import pytest

from static_build.release import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path)
