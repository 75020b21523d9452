"""Hostile XLIFF, PO, zip, TMX, CSV, TBX: a sentence or a plan, never an error; a plan writes nothing, an import no markup.

300 files each time, 10,000 with --long; `scripts/bench files` says what became of each kind.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cms.translation.files import importing as files
from cms.translation.files.export import write_xliff, write_zip
from cms.translation.files.inline import NAMESPACE
from cms.translation.files.po import write_po
from cms.translation.memory import importing as memory
from cms.translation.memory.models import Unit
from cms.translation.memory.tmx import write_tmx
from cms.translation.terms import importing as terms
from cms.translation.terms.spreadsheet import write_csv
from cms.translation.terms.tbx import write_tbx
from tests.factories.glossary import GlossaryTermFactory
from tests.unit.cms.file_desk import units_of, upload
from tests.unit.cms.hostile_files import spoil
from tests.unit.cms.hostile_run import (
    Way,
    bring,
    everything,
    proposal_tables,
    run,
    taken_back,
    written_tables,
)
from tests.unit.cms.workbench_desk import change_source, paragraphs

pytestmark = [pytest.mark.django_db, pytest.mark.once]
COUNT = 10_000 if os.environ.get("PONTE_LONG") == "1" else 300
SECONDS, BYTES = 6.0, 200 * 2**20
"""Of the processor, three times what one file may cost: on a machine that does other work its seconds are longer."""


@pytest.fixture
def ways(news: Any, translation: Any) -> list[Way]:
    """Right files of each kind, with codes in them."""
    change_source(
        news, translation, body=paragraphs('uno <a href="https://example.org/x">due</a> <b>tre</b> {x}')
    )
    translation.source.refresh_from_db()
    GlossaryTermFactory()
    when = datetime(2026, 11, 22, tzinfo=UTC)
    units = [
        Unit(source="uno <b>due</b>", target="一<b>二</b>", when=when, origin="confirmed"),
        Unit(source="tre", target="三", when=when, origin="confirmed"),
    ]
    for unit in units:
        unit.source_locale, unit.target_locale = "it", "zh-hans"
    return [
        ("x.xlf", write_xliff(translation), files),
        ("x.xlf", write_xliff(translation, "omegat"), files),
        ("x.zip", write_zip([translation]), files),
        ("x.po", write_po(translation), files),
        ("x.tmx", b"".join(write_tmx(units, when)), memory),
        ("x.csv", b"".join(write_csv(terms.list_terms())), terms),
        ("x.tbx", b"".join(write_tbx(terms.list_terms())), terms),
    ]


def measure(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def test_hostile_files_do_no_harm(ways: list[Way]) -> None:
    *_earlier, report = run(ways, range(COUNT))
    assert not report.faults
    assert report.slowest.amount < SECONDS, report.slowest
    assert report.largest.amount < BYTES, report.largest
    assert {"refused", "imported", "undone"} <= {outcome for _kind, outcome in report.outcomes}


def test_right_files_are_taken(ways: list[Way]) -> None:
    for name, content, module in ways:
        assert bring(content, name, module, everything()) == "undone", name


def test_what_an_import_must_not_write_is_seen(ways: list[Way]) -> None:
    """The guard of the test above: a proposal that writes elsewhere is a fault."""
    with taken_back(), written_tables() as tables:
        ways[0][2].propose(ways[0][1], "x.xlf", None)
        assert tables <= proposal_tables()
        GlossaryTermFactory()
        assert not tables <= proposal_tables()


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["一", "", " "]
)
CODES = st.tuples(
    st.sampled_from(["g", "x", "ph", "mrk", "bpt", "it", "b1", "{urn:x}g"]),
    st.sampled_from(["1", "2", "3", "b1", "br1", "a1", "link-a1", "x", ""]),
)
TREES = st.recursive(
    st.lists(WORDS, max_size=2),
    lambda inner: st.lists(WORDS | st.tuples(CODES, inner), max_size=4),
    max_leaves=8,
)


def add(parent: Any, tree: list[Any]) -> None:
    """Builds what was drawn into an element."""
    for item in tree:
        if isinstance(item, str):
            words = "".join(one for one in item if one >= " " and one not in "\ufffe\uffff")
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + words
            else:
                parent.text = (parent.text or "") + words
        else:
            (name, id), inner = item
            tag = name if name.startswith("{") else f"{{{NAMESPACE}}}{name}"
            add(etree.SubElement(parent, tag, id=id), inner)


@settings(
    max_examples=COUNT // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(trees=st.lists(TREES, min_size=1, max_size=4))
def test_whatever_stands_in_the_texts_does_no_harm(trees: list[Any], ways: list[Way]) -> None:
    root = etree.fromstring(ways[0][1])
    for unit, tree in zip(units_of(root), trees, strict=False):
        target = unit.find(f"{{{NAMESPACE}}}target")
        if target is None:
            source = unit.find(f"{{{NAMESPACE}}}source")
            target = etree.Element(f"{{{NAMESPACE}}}target")
            source.addnext(target)
        for child in list(target):
            target.remove(child)
        target.text = None
        add(target, tree)
    assert measure(lambda: bring(etree.tostring(root), "x.xlf", files, None)) < SECONDS


def test_spoilt_uploads_are_answered(ways: list[Way], log_in: Any) -> None:
    """Some of them by the forms themselves."""
    client, before = log_in("superuser"), everything()
    for seed in range(40):
        name, content, module = ways[seed % len(ways)]
        address = {files: "ponte_files", memory: "ponte_memory_imports"}.get(module)
        if address == "ponte_files":
            assert upload(client, spoil(content, seed), name).status_code == 200
        elif address:
            answer = client.post(reverse(address), {"file": named(spoil(content, seed), name)}, follow=True)
            assert answer.status_code == 200
    assert everything() == before


def named(content: bytes, name: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)
