"""TMX out and in: what goes out comes back, what is not for us changes nothing, an import can be undone."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cms.translation.imports import NotPossible
from cms.translation.memory import importing, review, tmx
from cms.translation.memory.matching import find_matches
from cms.translation.memory.models import Batch, Unit
from cms.translation.memory.tmx import BadFile, Entry, LeftOut, read_tmx, write_tmx
from cms.translation.memory.units import place, remember

WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
IT, ZH = "it", "zh-hans"
TEXTS = (
    ("Il bando è aperto", "征集开放"),
    ('Vedi <a id="a1">il bando</a>, <b>presto</b>', '<b>请尽快</b>查看<a id="a1">征集</a>'),
    ("Prima riga<br/>seconda &lt;b&gt; &amp; terza", "第一行<br/>第二行 &lt;b&gt; &amp; 第三行"),
    ("Un <em>solo</em> <strong>testo</strong> &#x27;", "一个<em>文本</em><strong>段</strong>"),
)
TRADOS = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header creationtool="SDL Language Platform" creationtoolversion="8.0" o-tmf="SDL TM8 Format"
datatype="xml" segtype="sentence" adminlang="it-IT" srclang="it-IT"/><body>
<tu creationdate="20200211T101500Z" creationid="X"><prop type="x-LastUsedBy">X</prop>
<tuv xml:lang="it-IT"><seg>Il Centro apre <bpt i="1" type="12" x="1"/>oggi<ept i="1"/>.</seg></tuv>
<tuv xml:lang="zh-CN"><seg>中心<bpt i="1" type="12" x="1"/>今日<ept i="1"/>启用。</seg></tuv></tu>
<tu><tuv xml:lang="it-IT"><seg>Le sedi sono <hi>due</hi>.</seg></tuv>
<tuv xml:lang="zh-CN"><seg>办事处有两个。</seg></tuv></tu>
<tu><tuv xml:lang="it-IT"><seg>Benvenuti.</seg></tuv><tuv xml:lang="zh-TW"><seg>歡迎。</seg></tuv></tu>
<tu><tuv xml:lang="it-IT"><seg>Benvenuti.</seg></tuv><tuv xml:lang="de-DE"><seg>Willkommen.</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def filled(db: None) -> bytes:
    """A memory of TEXTS, and its export."""
    for number, (source, target) in enumerate(TEXTS):
        path = place("11111111-1111-4111-8111-111111111111", f"body.{number}") if number % 2 else ""
        remember(source, target, IT, ZH, path=path, origin="published", user=None, when=WHEN)
    return b"".join(write_tmx(Unit.objects.order_by("pk"), WHEN))


def bring(content: bytes, name: str = "agenzia.tmx") -> tuple[Batch, importing.Summary]:
    batch = importing.propose(content, name, None)
    return batch, importing.carry_out(batch, None)


def rows() -> list[tuple[Any, ...]]:
    return sorted(Unit.objects.values_list("key", "source", "target", "path", "deleted_at"))


def test_what_goes_out_comes_back_with_its_codes_and_places(filled: bytes) -> None:
    before = rows()
    Unit.objects.all().delete()
    _batch, summary = bring(filled)
    assert (summary.new, summary.left_out) == (len(TEXTS), 0)
    assert rows() == before


def test_what_goes_out_is_well_formed_tmx_with_the_codes_that_tools_know(filled: bytes) -> None:
    root = etree.fromstring(filled, etree.XMLParser(resolve_entities=False, load_dtd=False))
    assert root.getroottree().docinfo.doctype == '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    languages = {tuv.get(tmx.XML_LANG) for tuv in root.iter("tuv")}
    assert languages == {"it", "zh-CN"}
    for unit in root.iter("tu"):
        codes = [
            sorted((code.tag, code.get("i")) for code in tuv.iter("bpt", "ept")) for tuv in unit.iter("tuv")
        ]
        assert codes[0] == codes[1]


def test_it_again_changes_nothing(filled: bytes) -> None:
    before = rows()
    _batch, summary = bring(filled)
    assert (summary.new, summary.known) == (0, len(TEXTS))
    assert rows() == before


@pytest.mark.django_db
def test_an_agencys_sentences_are_found_inside_paragraphs() -> None:
    _batch, summary = bring(TRADOS.encode())
    assert (summary.new, summary.left_out) == (2, 2)
    assert [(reason.line, bool(reason.reason)) for reason in summary.reasons] == [(9, True), (10, True)]
    (match, *_rest) = find_matches("Le sedi sono due. Il Centro apre oggi.", IT, ZH)
    assert (match.kind, match.target, match.origin) == (
        "assembled",
        "办事处有两个。中心今日启用。",
        "agenzia.tmx",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_utf_16_are_read(encoding: str) -> None:
    text = TRADOS.replace('encoding="utf-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    assert importing.propose(text.encode(encoding), "x", None).counts["new"] == 2


@pytest.mark.parametrize("code", ["zh", "zh-CN", "zh_CN", "zh-Hans", "ZH-HANS-CN"])
def test_names_of_simplified_chinese_are_equal(code: str) -> None:
    found = list(read_tmx(TRADOS.replace("zh-CN", code).encode()))
    assert sum(isinstance(one, Entry) for one in found) == 2


@pytest.mark.parametrize("code", ["zh-TW", "zh-Hant", "zh-HK", "", "x"])
def test_other_languages_are_left_out(code: str) -> None:
    found = list(read_tmx(TRADOS.replace("zh-CN", code).encode()))
    assert all(isinstance(one, LeftOut) for one in found)


ENTITIES = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "entities": TRADOS.replace("<tmx", f"{ENTITIES}<tmx").replace("oggi", "&b;").encode(),
    "external entity": TRADOS.replace("<tmx", f"{EXTERNAL}<tmx").replace("oggi", "&a;").encode(),
    "another doctype": TRADOS.replace("<tmx", '<!DOCTYPE tmx SYSTEM "http://example.org/x.dtd"><tmx').encode(),
    "doctype with a subset": TRADOS.replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY a "b">]><tmx').encode(),
    "no tmx": b"<html/>",
    "no xml": b"ciao",
    "nothing": b"",
    "cut off": TRADOS.encode()[:-9],
    "latin-1": TRADOS.replace('"utf-8"', '"iso-8859-1"').encode("latin-1", "replace"),
    "gb18030": TRADOS.replace('"utf-8"', '"gb18030"').encode("gb18030"),
    "broken utf-8": TRADOS.encode().replace("è".encode()[:1], b"\xff").replace("中".encode(), b"\xe4\xb8"),
    "half a utf-16": TRADOS.encode("utf-16")[:-1],
    "a NUL": TRADOS.replace("oggi", "og\0gi").encode(),
    "deep": b"<tmx><body>" + b"<tu>" * 3000 + b"</tu>" * 3000 + b"</body></tmx>",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_and_changes_nothing(name: str, filled: bytes) -> None:
    before = rows()
    with pytest.raises(BadFile) as refused:
        importing.propose(REFUSED[name], "x", None)
    assert str(refused.value)
    assert (rows(), Batch.objects.count()) == (before, 0)


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx, "MAX_BYTES", 2**20)
    with pytest.raises(BadFile, match="1 MB"):
        list(read_tmx(b"x" * (2**20 + 1)))


@pytest.mark.parametrize(
    "segment",
    [
        "<script>alert(1)</script>",
        "<g>x</g>",
        '<bpt i="1" type="bold">&lt;b&gt;</bpt>x',
        "x\u202ey",
        "x\x85y",
        " ",
        "",
        "x" * (tmx.MAX_TEXT + 1),
    ],
)
def test_a_unit_that_cannot_be_used_is_left_out_alone(segment: str) -> None:
    found = list(read_tmx(TRADOS.replace("Le sedi sono <hi>due</hi>.", segment).encode()))
    assert [type(one) for one in found] == [Entry, LeftOut, LeftOut, LeftOut]


def test_markup_in_a_text_stays_text() -> None:
    found = list(read_tmx(TRADOS.replace("<hi>due</hi>", "&lt;script&gt;<![CDATA[<b>]]>").encode()))
    assert isinstance(found[1], Entry)
    assert found[1].source == "Le sedi sono &lt;script&gt;&lt;b&gt;."


def test_what_a_code_holds_is_never_read() -> None:
    evil = '<bpt i="1" type="link">&lt;a href="javascript:1"&gt;</bpt>due<ept i="1">&lt;/a&gt;</ept>'
    found = list(read_tmx(TRADOS.replace("<hi>due</hi>", evil).encode()))
    assert isinstance(found[1], Entry)
    assert found[1].source == 'Le sedi sono <a id="a1">due</a>.'


FOREIGN = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header creationtool="SDL Trados Studio" creationtoolversion="17" o-tmf="SDL TM8 Format" datatype="xml"
segtype="sentence" adminlang="it-IT" srclang="it-IT"><prop type="x-Recognizers">RecognizeAll</prop></header><body>
<tu creationdate="20250211T101500Z" creationid="TM" changedate="20250301T090000Z" lastusagedate="20250301T090000Z">
<prop type="x-LastUsedBy">TM</prop><prop type="x-Context">0, 0</prop><prop type="x-Origin">TM</prop>
<prop type="x-ConfirmationLevel">ApprovedSignOff</prop><prop type="x-OriginalFormat">TradosTranslatorsWorkbench</prop>
<prop type="x-StructureContext:MultipleString">sdl:cell</prop>
<prop type="x-context">PATH</prop><prop type="x-context-seal">SEAL</prop>
<tuv xml:lang="it-IT"><seg>Il Centro <ph x="1" type="0"/>apre oggi.</seg></tuv>
<tuv xml:lang="zh-CN"><seg>中心<ph x="1" type="0"/>今日启用。</seg></tuv></tu></body></tmx>
"""


@pytest.mark.django_db
@pytest.mark.parametrize("seal", ["", "0" * 64])
def test_no_file_of_others_claims_the_same_place(seal: str) -> None:
    path = place("11111111-1111-4111-8111-111111111111", "title")
    bring(FOREIGN.replace("PATH", path).replace("SEAL", seal).encode())
    (match, *_rest) = find_matches("Il Centro apre oggi.", IT, ZH, path=path)
    assert (match.percent, match.target) == (100, "中心今日启用。")


def test_our_own_export_keeps_its_places_unless_somebody_wrote_in_it(filled: bytes) -> None:
    path = Unit.objects.get(source__startswith="Vedi").path
    whole = [one.path for one in read_tmx(filled) if isinstance(one, Entry)]
    changed = filled.replace("请尽快".encode(), "请立即".encode()).replace(b"Vedi", b"Leggi")
    edited = [one.path for one in read_tmx(changed) if isinstance(one, Entry)]
    assert (whole.count(path), edited.count(path)) == (1, 0)
    assert len([one for one in edited if one]) == 1


# Imports


@pytest.mark.django_db
def test_a_proposal_writes_no_unit_and_an_undone_import_leaves_nothing(filled: bytes) -> None:
    before = rows()
    batch = importing.propose(TRADOS.encode(), "x", None)
    assert rows() == before
    importing.carry_out(batch, None)
    assert len(rows()) == len(before) + 2
    assert importing.undo(batch, None) == 2
    assert rows() == before
    assert find_matches("Le sedi sono due.", IT, ZH) == []


@pytest.mark.django_db
def test_nothing_is_done_twice() -> None:
    batch, _summary = bring(TRADOS.encode())
    with pytest.raises(NotPossible):
        importing.carry_out(batch, None)
    importing.undo(batch, None)
    for again in (importing.undo, importing.carry_out):
        with pytest.raises(NotPossible):
            again(batch, None)


@pytest.mark.django_db
def test_an_import_displaces_no_confirmed_translation(filled: bytes) -> None:
    changed = filled.replace("请尽快".encode(), "请立即".encode())
    _batch, summary = bring(changed)
    assert (summary.new, summary.others, summary.known) == (1, 1, len(TEXTS) - 1)
    found = find_matches(TEXTS[1][0], IT, ZH, path=place("11111111-1111-4111-8111-111111111111", "body.1"))
    assert [match.percent for match in found] == [101, 100]
    assert "请尽快" in found[0].target


@pytest.mark.django_db
def test_what_a_reviewer_deleted_or_corrected_does_not_come_back(filled: bytes) -> None:
    first, second = Unit.objects.order_by("pk")[:2]
    review.delete(first, None)
    review.correct(second, second.target.replace("请尽快", "请立即"), None)
    before = rows()
    _batch, summary = bring(filled)
    assert (summary.new, summary.rejected) == (0, 2)
    assert rows() == before


@pytest.mark.django_db
def test_undoing_leaves_what_was_corrected_since() -> None:
    batch, _summary = bring(TRADOS.encode())
    unit = Unit.objects.get(source__contains="sedi")
    review.correct(unit, "共有两个办事处。", None)
    assert importing.undo(batch, None) == 1
    assert [row.target for row in Unit.objects.all()] == ["共有两个办事处。"]


@pytest.mark.django_db
def test_the_same_unit_twice_in_a_file_comes_once() -> None:
    twice = TRADOS.replace("</body>", TRADOS[TRADOS.index("<tu>") : TRADOS.index("</body>")] + "</body>")
    _batch, summary = bring(twice.encode())
    assert (summary.new, summary.known) == (2, 1)


# Commands


def test_the_commands_carry_a_memory_from_one_site_to_another(filled: bytes, tmp_path: Path) -> None:
    file, before = tmp_path / "memory.tmx", rows()
    call_command("export_tmx", output=str(file))
    Unit.objects.all().delete()
    told = io.StringIO()
    call_command("import_tmx", str(file), dry_run=True, as_json=True, stdout=told)
    assert json.loads(told.getvalue())["files"][0]["new"] == len(TEXTS)
    assert rows() == []
    call_command("import_tmx", str(file), stderr=io.StringIO())
    assert rows() == before


@pytest.mark.django_db
def test_of_several_files_one_bad_one_stops_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tmx", tmp_path / "bad.tmx"
    good.write_text(TRADOS, "utf-8")
    bad.write_text("ciao", "utf-8")
    with pytest.raises(CommandError, match=r"bad\.tmx"):
        call_command("import_tmx", str(good), str(bad), stderr=io.StringIO())
    assert rows() == []


# Whatever comes

PIECES = st.sampled_from(
    [
        "<tu>", "</tu>", "<seg>", "</seg>", '<tuv xml:lang="it">', "</tuv>", "&a;", "&#0;", "&#xD800;", "<!DOCTYPE tmx>",
        "]]>",
        "<![CDATA[", "<!--", "<?x?>", '<bpt i="1" type="link">', "<ept/>", '<ph type="lb"/>', "\x00", "\ud7ff", "é", "\u202e",
        '<prop type="x-context">', "9" * 40, "<" * 20, " " * 20,
    ]
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=600, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_files_are_refused_or_read_and_never_fail_otherwise(data: Any, filled: bytes) -> None:
    before = rows()
    content = bytearray(data.draw(st.sampled_from([TRADOS.encode(), filled, TRADOS.encode("utf-16")])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        until = min(len(content), at + data.draw(st.integers(0, 40)))
        bytes_put = st.one_of(
            PIECES.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=4)
        )
        content[at:until] = data.draw(bytes_put)
    try:
        batch = importing.propose(bytes(content), "x", None)
    except BadFile:
        pass
    else:
        importing.carry_out(batch, None)
        importing.undo(batch, None)
    assert rows() == before
