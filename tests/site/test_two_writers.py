"""Two people who write to one translation wait for each other in one order: neither is turned away, and no text is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.two_writers import SUMMARY, TITLE, UPLOADED
from tests.site.workers import Installation, new_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Installation]:
    """A small site in a database of its own."""
    home: Path = tmp_path_factory.mktemp("writers")
    with django_db_blocker.unblock(), new_database(home) as url:
        yield Installation(home, url)


def test_an_upload_and_the_workbench_do_not_stop_each_other(installation: Installation) -> None:
    program = [sys.executable, "-m", "tests.site.two_writers"]
    done = subprocess.run(program, env=installation.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["failures"], found["waits"]) == (["Conflict"], False), "the colleague learns of the upload"
    assert (found["title"], found["summary"]) == (TITLE, UPLOADED)
    assert SUMMARY in found["history"]
