"""A list of results that names persons stands on its call's page and nowhere else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from site_content.documents.call import CallCard, CallDocument
from site_content.models.file import File
from static_build.build import build
from static_build.release import Store
from tests.factories.call import CallPageFactory
from tests.factories.file import FileFactory
from tests.factories.section import SectionPageFactory
from tests.site.test_clock import set_stream
from tests.site.test_line import read_tree

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def call(italian_home: Any) -> Any:
    section = SectionPageFactory(parent=italian_home, title="Bandi", slug="calls", lists="call")
    page = CallPageFactory(parent=section, title="Un bando", slug="uno")
    results = {"kind": "final", "date": "2026-11-02", "names_persons": True}
    set_stream(page, "results", results | {"file": FileFactory(title="Graduatoria con i nomi").pk})
    page.save()
    return page


def pages_that_name_it(home: Path, now: datetime) -> set[str]:
    build(Store(home), now=now, workers=1)
    return {path for path, data in read_tree(home).items() if b"Graduatoria con i nomi" in data}


def test_no_json_names_it(call: Any, data_folder: Path, now: datetime) -> None:
    assert pages_that_name_it(data_folder, now) == {"it/calls/uno/index.html"}


def test_the_guard_is_what_keeps_it_out(
    call: Any, data_folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (CallCard, CallDocument):
        monkeypatch.setattr(kind, "without_persons", lambda self: self)
    found = pages_that_name_it(data_folder, now)
    assert f"api/documents/v1/it/call/{call.translation_key}.json" in found
    assert "api/documents/v1/it/call/index.json" in found


def test_the_file_goes_with_its_day(call: Any, data_folder: Path, now: datetime) -> None:
    """Not even kept for pages that are still open: whoever has the address must get nothing."""
    build(Store(data_folder), now=now, workers=1)
    assert any(path.startswith("media/files/") for path in read_tree(data_folder))
    results = {"kind": "final", "date": "2026-11-02", "names_persons": True, "remove_on": "2026-11-03"}
    set_stream(call, "results", results | {"file": File.objects.get().pk})
    call.save()
    build(Store(data_folder), now=now, workers=1)
    assert not any(path.startswith("media/files/") for path in read_tree(data_folder))
