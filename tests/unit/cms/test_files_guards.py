"""What hostile files found: time by the square of a length, others' texts told, a proposal forgotten that was carried out."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from lxml import etree
from wagtail_localize.models import String

from cms.po_upload import BadPoFile, read_po
from cms.translation.files.importing import carry_out, propose
from cms.translation.files.inline import BROKEN_LINE
from cms.translation.files.snapshots import undo
from cms.translation.imports import NotPossible
from cms.translation.memory.tmx import Entry, read_tmx
from cms.translation.terms.row import Unusable, make_row
from cms.translation.xml_reading import BadFile, is_unfit, read_elements
from tests.unit.cms.file_desk import fill, side, take_out, units_of
from tests.unit.cms.test_memory_tmx import TRADOS

SECONDS = 5.0
"""Of the processor; by the square each of these took minutes."""
PILE = "a" + "\u0316\u0301" * 100_000
SECRET = "Un testo che non è pubblico {x}"


def measure(work: Any) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def test_a_long_run_of_blanks_is_looked_at_once() -> None:
    assert measure(lambda: BROKEN_LINE.sub(" ", " " * 1_000_000 + "x")) < SECONDS
    assert BROKEN_LINE.sub(" ", "a \t\r\n b  c\n") == "a b  c "


def test_heaps_of_accents_are_no_text() -> None:
    assert is_unfit("a" + "\u0301" * 31)
    assert not is_unfit("a" + "\u0301" * 30)

    def read() -> None:
        with pytest.raises(Unusable):
            make_row(1, {"italian": "x", "chinese": "中", "note": PILE})

    assert measure(read) < SECONDS


def test_a_po_file_of_comments_or_of_one_long_text_is_read_quickly() -> None:
    head = 'msgid ""\nmsgstr ""\n"X: y\\n"\n'

    def read() -> None:
        assert not len(read_po(ContentFile((head + "# 1\n" * 300_000).encode(), "x.po")))
        for line in ('"1"\n', '"1"\n\n', '"1"\r'):
            with pytest.raises(BadPoFile):
                read_po(ContentFile((head + line * 300_000).encode(), "x.po"))

    assert measure(read) < SECONDS


def test_a_po_files_lines_and_marks_stay() -> None:
    text = 'msgid ""\nmsgstr ""\n\n# uno\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "c"\n#~ msgstr "d"\n'
    first, second = read_po(ContentFile(text.encode(), "x.po"))
    assert (first.linenum, first.fuzzy, bool(second.obsolete)) == (5, True, True)


@pytest.mark.parametrize("body", [b"<x/>" * 1_000_001, b"<note " + b"a='' " * 400_000 + b"/>"])
def test_heaps_of_parts_are_refused_before_they_are_read(body: bytes) -> None:
    content = b"<tmx><body>" + body + b"<tu></tu></body></tmx>"
    with override("en"), pytest.raises(BadFile, match="divide"):
        list(read_elements(content, 0, ("tu",), ("tmx",), "%(tag)s"))


@pytest.mark.parametrize("stamp", ["00010101T000000Z", "99991231T235959Z"])
def test_a_year_that_no_zone_can_show_is_no_date(stamp: str) -> None:
    found = list(read_tmx(TRADOS.replace("20200211T101500Z", stamp).encode()))
    assert [one.when for one in found if isinstance(one, Entry)] == [None, None]


@pytest.fixture
def strange(translation: Any) -> Any:
    """A text of another page."""
    return String.from_value(translation.source.locale, _string_value(SECRET))


def _string_value(text: str) -> Any:
    from wagtail_localize.strings import StringValue

    return StringValue.from_plaintext(text)


def under(root: Any, strange: Any, source: str, target: str) -> bytes:
    """The file whose first unit says that it is of that text."""
    unit = units_of(root)[0]
    context = unit.get("id").partition("-")[0]
    unit.set("id", f"{context}-{strange.pk}")
    for name, text in (("source", source), ("target", target)):
        old = side(unit, name)
        new = etree.fromstring(f'<{name} xmlns="{old.nsmap[None]}">{text}</{name}>')
        unit.replace(old, new)
    return etree.tostring(root)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "target"),
    [("x", "一"), ("x", "<b>一</b>"), ('<ph id="1"/>', '一<ph id="1"/>'), ("x", "很" * 2_001)],
)
def test_no_file_asks_what_another_pages_text_is(
    source: str, target: str, translation: Any, strange: Any
) -> None:
    row = propose(under(take_out(translation), strange, source, target), "x.xlf", None)
    assert row.counts["refuse"] == 1
    assert row.lines[0]["source"] == ""
    told = str([{**line, "after": ""} for line in row.lines])
    assert "pubblico" not in told
    assert "{x}" not in told


@pytest.mark.django_db
def test_a_text_that_was_on_the_page_and_never_translated_is_offered(translation: Any, strange: Any) -> None:
    source = 'Un testo che non è pubblico <ph id="1">{x}</ph>'
    row = propose(under(take_out(translation), strange, source, '一<ph id="1"/>'), "x.xlf", None)
    assert row.counts["offer"] == 1


@pytest.mark.django_db
def test_what_was_carried_out_meanwhile_is_not_forgotten(translation: Any) -> None:
    row = propose(fill(take_out(translation), {"title": "改名的实验室"}), "x.xlf", None)
    carry_out(row, None)
    with pytest.raises(NotPossible):
        row.forget()
    assert undo(row, None).restored == 1
