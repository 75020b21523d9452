"""The glossary as CSV and TBX: what goes out comes back, what is not for us changes nothing, an import can be undone."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import pre_save
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from cms.translation.imports import NotPossible
from cms.translation.terms import importing, spreadsheet, tbx
from cms.translation.terms.glossary import find_terms
from cms.translation.terms.models import TermBatch
from cms.translation.terms.row import FIELDS, Row
from cms.translation.terms.spreadsheet import read_csv, write_csv
from cms.translation.terms.tbx import read_tbx, write_tbx
from cms.translation.xml_reading import BadFile, LeftOut
from site_content.models.glossary import GlossaryTerm

OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
DEMONSTRATION = Path("site_content/demo/content/glossary/terms.yaml")
HEADING = "italian,chinese,forbidden_zh\n"
TRADOS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="it"><martifHeader><fileDesc><sourceDesc><p/></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="c1"><descripGrp><descrip type="subjectField">x</descrip></descripGrp><note>Una nota</note>
<langSet xml:lang="it-IT"><descripGrp><descrip type="definition">Che cos’è</descrip></descripGrp>
<ntig><termGrp><term>trasferimento tecnologico</term></termGrp></ntig>
<ntig><termGrp><term>passaggio di tecnologia</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote>
</termGrp></ntig></langSet>
<langSet xml:lang="zh-CN"><tig><term>技术转让</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
<tig><term>技术转移</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
<langSet xml:lang="de"><tig><term>Technologietransfer</term></tig></langSet></termEntry>
<termEntry id="c2"><langSet xml:lang="it"><tig><term>borsa</term></tig></langSet>
<langSet xml:lang="zh-TW"><tig><term>獎學金</term></tig></langSet></termEntry>
</body></text></martif>
"""
OF_2019 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="it" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1"><langSec xml:lang="it"><termSec><term>borsa</term></termSec></langSec>
<langSec xml:lang="zh-Hans"><termSec><term>奖学金</term></termSec></langSec></conceptEntry></body></text></tbx>
"""


def terms(*pairs: tuple[str, str], **more: Any) -> list[dict[str, Any]]:
    empty: dict[str, Any] = {field: [] if field.startswith("forbidden") else "" for field in FIELDS}
    return [empty | {"italian": italian, "chinese": chinese} | more for italian, chinese in pairs]


def rows(found: Iterable[Row | LeftOut]) -> list[dict[str, Any]]:
    kept = list(found)
    assert all(isinstance(one, Row) for one in kept), kept
    return [one.values for one in kept if isinstance(one, Row)]


def kinds(found: Iterable[Row | LeftOut]) -> list[type]:
    return [type(one) for one in found]


def demonstration() -> list[dict[str, Any]]:
    found = yaml.safe_load(DEMONSTRATION.read_text())
    return [{field: row.get(field, "") for field in FIELDS} for row in found]


FIXED = {
    "Bandi": "项目征集", "Avviso": "通知", "Aperto": "开放申请", "Di prossima apertura": "即将开放",
    "In scadenza": "即将截止",
    "Chiuso": "已截止", "In valutazione": "评审中", "Graduatoria provvisoria": "结果公示", "Esiti": "结果已公布",
    "Scadenza": "截止时间", "Proroga": "延期", "Rinviato": "延期举办", "Rettifica": "更正", "Chiarimento": "答疑",
    "Riapertura": "重新开放", "Revocato": "已终止", "Annullato": "已取消", "Requisiti di ammissibilità": "申请条件",
    "Richiedenti italiani": "意方申请人", "Richiedenti cinesi": "中方申请人", "Dotazione": "资助总额",
    "Contributo massimo": "资助额度", "Durata": "资助期限", "Cofinanziamento": "配套经费",
    "Come presentare domanda": "申请方式",
    "Mobilità": "人员交流", "Trasferimento tecnologico": "技术转移", "Valorizzazione della ricerca": "科研成果转化",
    "Offerta di tecnologia": "技术供给", "Richiesta di tecnologia": "技术需求", "Manifestazione d’interesse": "合作意向",
    "Livello di maturità tecnologica (TRL)": "技术成熟度（TRL）", "Chi siamo": "中心概况",
    "Settimana Cina-Italia della Scienza, Tecnologia e Innovazione": "中意创新合作周",
}  # fmt: skip
"""The interface's own words, which the demonstration's glossary must have."""
FORMULAS = [
    "=1+1",
    "@SUM(A1)",
    "+39 035",
    "-1",
    "'=x",
    "''@y",
    "＝1",
    "'ciao",
    "\u2212x",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize(("write", "read"), [(write_csv, read_csv), (write_tbx, read_tbx)])
def test_the_demonstrations_glossary_goes_out_and_comes_back(
    write: Callable[..., Any], read: Callable[..., Any]
) -> None:
    content = b"".join(write(demonstration()))
    back = [
        {field: [] if field.startswith("forbidden") else "" for field in FIELDS} | row
        for row in rows(read(content))
    ]
    assert back == demonstration()


def test_the_demonstrations_glossary_has_the_interfaces_words() -> None:
    rows_of = {row["italian"]: row for row in demonstration()}
    assert {italian: row["chinese"] for italian, row in rows_of.items() if italian in FIXED} == FIXED
    assert "技术转让" in rows_of["Trasferimento tecnologico"]["forbidden_zh"]
    assert "流动" in rows_of["Mobilità"]["forbidden_zh"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula_and_its_text_comes_back(formula: str) -> None:
    content = b"".join(write_csv(terms(("Termine", "词"), note=formula, forbidden_it=[formula, "due"])))
    for cell in list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1]:
        assert not cell.startswith(("=", "+", "-", "@", "＝", "\t"))
    (row,) = rows(read_csv(content))
    assert (row["note"], row["forbidden_it"]) == (formula, [formula, "due"])


def test_tbx_is_valid_by_the_schema_that_omegat_reads_it_with() -> None:
    if not OMEGAT.exists():
        pytest.skip("OmegaT is not here: see scripts/README.md")
    with zipfile.ZipFile(OMEGAT) as jar:
        schemas = {name: jar.read(f"schemas/{name}") for name in ("tbx.xsd", "xml.xsd")}

    class Ours(etree.Resolver):
        def resolve(self, url: str, _id: str, context: Any) -> Any:
            return self.resolve_string(schemas["xml.xsd"], context) if url.endswith("xml.xsd") else None

    parser = etree.XMLParser()
    parser.resolvers.add(Ours())
    schema = etree.XMLSchema(etree.fromstring(schemas["tbx.xsd"], parser))
    schema.assertValid(etree.fromstring(b"".join(write_tbx(demonstration()))))


def test_a_tools_file_brings_terms_synonyms_and_forbidden_variants() -> None:
    first, second, left_out = read_tbx(TRADOS.encode())
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.values == {
        "italian": "trasferimento tecnologico",
        "chinese": "技术转移",
        "definition_it": "Che cos’è",
        "forbidden_zh": ["技术转让"],
        "note": "Una nota",
    }
    assert second.values == {"italian": "passaggio di tecnologia", "chinese": "技术转移"}
    assert isinstance(left_out, LeftOut)
    assert left_out.line == 14


def test_the_form_of_2019_is_read_too() -> None:
    assert rows(read_tbx(OF_2019.encode())) == [{"italian": "borsa", "chinese": "奖学金"}]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_write_is_read(sign: str, encoding: str) -> None:
    text = f"Italiano{sign}中文{sign}altro\r\nBorsa{sign}奖学金{sign}x\r\n{sign}{sign}\r\n"
    assert rows(read_csv(text.encode(encoding))) == [{"italian": "Borsa", "chinese": "奖学金"}]


@pytest.mark.parametrize(
    "line",
    [
        "Borsa,",
        ",奖学金",
        "奖学金,Borsa",
        "Borsa",
        "Bor\u202esa,奖学金",
        f"{'x' * 256},奖学金",
        "Borsa,奖学金,奖学金",
        f'Borsa,奖学金,"{chr(10).join(map(str, range(60)))}"',
    ],
)
def test_a_line_that_is_no_term_is_left_out_alone(line: str) -> None:
    assert kinds(read_csv(f"{HEADING}{line}\nBando,征集,x\n".encode())) == [LeftOut, Row]


ENTITIES = '<!DOCTYPE martif [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
NO_DOCTYPE = TRADOS.replace('<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n', "")
REFUSED = {
    "no heading": b"Borsa,\xe5\xa5\x96",
    "no Chinese column": b"italian,english\nx,y\n",
    "a column twice": b"italian,chinese,Italiano\n",
    "nothing": b"",
    "latin-1": f"{HEADING}Qualità,x\n".encode("latin-1"),
    "gb18030": f"{HEADING}Borsa,奖学金\n".encode("gb18030"),
    "half a utf-16": f"{HEADING}Borsa,奖学金".encode("utf-16")[:-1],
    "a NUL": f"{HEADING}Bor\0sa,奖学金\n".encode(),
    "an open quotation": f'{HEADING}"Borsa,奖学金\n'.encode(),
    "a huge cell": f"{HEADING}{'x' * 200_000},奖学金\n".encode(),
    "entities": NO_DOCTYPE.replace("<martif", f"{ENTITIES}<martif").replace("Una nota", "&b;").encode(),
    "external entity": NO_DOCTYPE.replace(
        "<martif", '<!DOCTYPE martif [<!ENTITY a SYSTEM "file:///etc/passwd">]><martif'
    ).replace("Una nota", "&a;").encode(),
    "another doctype": NO_DOCTYPE.replace(
        "<martif", '<!DOCTYPE martif SYSTEM "http://example.org/x.dtd"><martif'
    ).encode(),
    "no tbx": b"<html/>",
    "cut off": TRADOS.encode()[:-9],
    "deep": b"<martif><text><body>" + b"<termEntry>" * 3000,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_and_changes_nothing(name: str) -> None:
    with pytest.raises(BadFile) as refused:
        importing.propose(REFUSED[name], "x", None)
    assert str(refused.value)
    assert (GlossaryTerm.objects.count(), TermBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize(("read", "module"), [(read_csv, spreadsheet), (read_tbx, tbx)])
def test_too_large_a_file_is_refused_unread(
    read: Callable[..., Any], module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 2**20)
    with pytest.raises(BadFile, match="1 MB"):
        list(read(b"x" * (2**20 + 1)))


def test_too_many_terms_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 2)
    with pytest.raises(BadFile, match="2"):
        list(read_csv((HEADING + "Borsa,奖学金,x\n" * 3).encode()))


PIECES = st.sampled_from(
    [
        '"', ",", ";", "\n", "\r", "\t", "=1+1", "<", ">", "</term>", "<term>", "<tig>", "<langSet xml:lang='zh'>", "&x;",
        "&#0;", "<!DOCTYPE martif>", "]]>", "<![CDATA[", "<?x?>", "\x00", "\ud7ff", "\u202e", "italian", "9" * 40, "词",
    ]
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=300, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_files_are_refused_or_read_and_never_fail_otherwise(data: Any) -> None:
    whole = [b"".join(write_csv(demonstration()[:3])), TRADOS.encode(), OF_2019.encode("utf-16")]
    content = bytearray(data.draw(st.sampled_from(whole)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        until = min(len(content), at + data.draw(st.integers(0, 40)))
        put = st.one_of(PIECES.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=4))
        content[at:until] = data.draw(put)
    try:
        batch = importing.propose(bytes(content), "x", None)
    except BadFile:
        return
    importing.carry_out(batch, None)
    importing.undo(batch, None)
    assert GlossaryTerm.objects.count() == 0


# Imports


def bring(text: str) -> tuple[TermBatch, importing.Summary]:
    batch = importing.propose(text.encode(), "termini.csv", None)
    return batch, importing.carry_out(batch, None)


@pytest.fixture
def term(db: None) -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        italian="Mobilità", chinese="人员交流", english="Mobility", forbidden_zh=["流动"], note="Una nota"
    )


def test_a_proposal_writes_nothing_and_says_what_it_would_do(term: GlossaryTerm) -> None:
    text = f"{HEADING}Mobilità,人员交流,流动性\nMobilità,交流,\nBorsa,奖学金,\nBorsa,奖学金,\n"
    batch = importing.propose(text.encode(), "x", None)
    counts = {name: batch.counts[name] for name in ("new", "others", "changed", "same", "left_out")}
    assert counts == {"new": 2, "others": 1, "changed": 1, "same": 0, "left_out": 1}
    assert batch.counts["lines"][0]["changes"] == [["forbidden_zh", "流动", "流动性"]]
    assert batch.counts["reasons"][0]["line"] == 5
    assert [one.forbidden_zh for one in GlossaryTerm.objects.all()] == [["流动"]]


def test_an_import_changes_what_the_file_speaks_of_and_is_heard_of_at_once(term: GlossaryTerm) -> None:
    assert [one.forbidden for one in find_terms("La mobilità.", "it", "zh-hans")] == [("流动",)]
    bring(f"{HEADING}Mobilità,人员交流,流动性\n")
    term.refresh_from_db()
    assert (term.english, term.note, term.forbidden_zh) == ("Mobility", "Una nota", ["流动性"])
    assert [one.forbidden for one in find_terms("La mobilità.", "it", "zh-hans")] == [("流动性",)]


def test_undoing_brings_everything_back(term: GlossaryTerm) -> None:
    before = list(importing.list_terms())
    batch, _summary = bring(f"{HEADING}Mobilità,人员交流,流动性\nBorsa,奖学金,\n")
    assert importing.undo(batch, None) == (2, 0)
    assert list(importing.list_terms()) == before


def test_undoing_leaves_what_was_changed_since(term: GlossaryTerm) -> None:
    batch, _summary = bring(f"{HEADING}Mobilità,人员交流,流动性\nBorsa,奖学金,\n")
    GlossaryTerm.objects.filter(italian="Borsa").update(note="mia")
    assert importing.undo(batch, None) == (1, 1)
    assert GlossaryTerm.objects.get(italian="Borsa").note == "mia"
    assert GlossaryTerm.objects.get(italian="Mobilità").forbidden_zh == ["流动"]


def test_nothing_is_done_twice_nor_otherwise_than_was_shown(term: GlossaryTerm) -> None:
    batch = importing.propose(f"{HEADING}Mobilità,人员交流,流动性\n".encode(), "x", None)
    GlossaryTerm.objects.filter(pk=term.pk).update(forbidden_zh=["别的"])
    with pytest.raises(importing.Outdated):
        importing.carry_out(batch, None)
    assert GlossaryTerm.objects.get().forbidden_zh == ["别的"]
    importing.carry_out(batch, None)
    with pytest.raises(NotPossible):
        importing.carry_out(batch, None)
    importing.undo(batch, None)
    assert GlossaryTerm.objects.get().forbidden_zh == ["别的"]
    with pytest.raises(NotPossible):
        importing.undo(batch, None)


def test_an_import_that_fails_writes_nothing(term: GlossaryTerm) -> None:
    def refuse(instance: GlossaryTerm, **_more: Any) -> None:
        if instance.italian == "Borsa":
            raise ValueError(instance.italian)

    batch = importing.propose(f"{HEADING}Mobilità,人员交流,流动性\nBorsa,奖学金,\n".encode(), "x", None)
    pre_save.connect(refuse, sender=GlossaryTerm)
    try:
        with pytest.raises(ValueError, match="Borsa"):
            importing.carry_out(batch, None)
    finally:
        pre_save.disconnect(refuse, sender=GlossaryTerm)
    assert [one.forbidden_zh for one in GlossaryTerm.objects.all()] == [["流动"]]
    assert TermBatch.objects.get().imported_at is None


def test_editors_import_and_undo_on_the_screens(term: GlossaryTerm, log_in: Callable[[str], Any]) -> None:
    browser = log_in("Editors")
    upload = SimpleUploadedFile("termini.csv", f"{HEADING}Mobilità,人员交流,流动性\nBorsa,奖学金,\n".encode())
    shown = browser.post(reverse("ponte_terms_files"), {"file": upload}, follow=True)
    assert "流动性" in shown.text
    address = shown.redirect_chain[-1][0]
    assert GlossaryTerm.objects.count() == 1
    browser.post(address, {"action": "import"})
    assert GlossaryTerm.objects.count() == 2
    browser.post(address, {"action": "undo"})
    assert [(one.italian, one.forbidden_zh) for one in GlossaryTerm.objects.all()] == [("Mobilità", ["流动"])]
    again = browser.post(address, {"action": "undo"}, follow=True)
    assert "done already" in again.text


def test_translators_take_out_and_bring_nothing_in(
    term: GlossaryTerm, log_in: Callable[[str], Any], client: Any
) -> None:
    browser = log_in("Translators (Chinese)")
    for kind in ("csv", "tbx"):
        answer = browser.get(reverse("ponte_terms_export", args=[kind]))
        assert "人员交流" in b"".join(answer.streaming_content).decode()
        assert client.get(reverse("ponte_terms_export", args=[kind])).status_code == 302
    upload = SimpleUploadedFile("termini.csv", f"{HEADING}Borsa,奖学金,\n".encode())
    browser.post(reverse("ponte_terms_files"), {"file": upload})
    assert TermBatch.objects.count() == 0
    assert 'type="file"' not in browser.get(reverse("ponte_terms_files")).text
    batch = importing.propose(f"{HEADING}Borsa,奖学金,\n".encode(), "x", None)
    browser.post(reverse("ponte_terms_import", args=[batch.pk]), {"action": "import"})
    assert GlossaryTerm.objects.count() == 1


@pytest.mark.parametrize("content", [b"ciao", b"<html/>", b"\xff\xfe\x00"])
def test_a_bad_file_is_an_answer_and_no_error(
    content: bytes, chinese_home: Any, log_in: Callable[[str], Any]
) -> None:
    browser = log_in("Editors")
    upload = SimpleUploadedFile("x.csv", content)
    answer = browser.post(reverse("ponte_terms_files"), {"file": upload}, follow=True)
    assert answer.status_code == 200
    assert "messages" in answer.text
    assert TermBatch.objects.count() == 0
