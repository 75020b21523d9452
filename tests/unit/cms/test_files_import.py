"""XLIFF and PO back: a plan first, then one transaction, then undone; what does not fit is kept, or refused."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from lxml import etree
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation

from cms.translation.files.archive import read_documents
from cms.translation.files.export import write_xliff, write_zip
from cms.translation.files.importing import Changed, carry_out, propose
from cms.translation.files.models import FileImport
from cms.translation.files.po import write_po
from cms.translation.files.snapshots import undo
from cms.translation.imports import NotPossible
from cms.translation.memory.importing import undo as undo_memory
from cms.translation.memory.matching import find_matches
from cms.translation.memory.models import Batch, Unit
from cms.translation.memory.review import correct
from cms.translation.memory.units import place, remember
from cms.translation.workbench.models import SegmentEvent
from cms.translation.working import confirm_typed, keep
from tests.unit.cms.file_desk import fill, rows, take_out, units_of, upload
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import change_source, paragraphs, segment_at

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 10, 1, 9, tzinfo=UTC)
TRANSLATOR = "Translators (Chinese)"
LINKED = 'uno <a href="https://example.org/x">due</a> <b>tre</b>'


def bring(content: bytes, user: Any, name: str = "x.xlf") -> FileImport:
    """Proposes a file and carries it out."""
    return carry_out(propose(content, name, user), user)


def lines_of(row: FileImport) -> list[tuple[str, str]]:
    return [(line["outcome"], line["after"]) for line in row.lines]


# From the file to the page.


def test_a_translator_looks_imports_and_undoes(translation: Any, log_in: Any) -> None:
    client, before = log_in(TRANSLATOR), rows()
    html = upload(client, fill(take_out(translation), {"title": "改名的实验室"})).content.decode()
    assert "改名的实验室" in html
    assert rows() == before
    row = FileImport.objects.get()
    url = reverse("ponte_files_import", args=[row.pk])
    client.post(url, {"action": "import"})
    assert segment_at(translation, "title").confirmed == "改名的实验室"
    assert target_of(translation).title == "新实验室"
    assert "改名的实验室" in SegmentEvent.objects.filter(kind="confirmed").values_list("text", flat=True)
    client.post(url, {"action": "undo"})
    segment = segment_at(translation, "title")
    assert (segment.confirmed, segment.state) == ("新实验室", "confirmed")
    assert not Unit.objects.filter(target="改名的实验室").exists()
    assert Page.objects.get(pk=target_of(translation).pk).draft_title == "新实验室"


def test_a_forgotten_proposal_leaves_nothing(translation: Any, log_in: Any) -> None:
    client, before = log_in(TRANSLATOR), rows()
    upload(client, fill(take_out(translation), {"title": "改名的实验室"}))
    client.post(reverse("ponte_files_import", args=[FileImport.objects.get().pk]), {"action": "forget"})
    assert not FileImport.objects.exists()
    assert rows() == before


def test_codes_come_back_as_the_sources(news: Any, translation: Any, person: Any) -> None:
    change_source(news, translation, body=paragraphs(LINKED))
    path = segment_at(translation, "body").path
    content = fill(take_out(translation), {path: '<g id="2">三</g>，一<g id="1">二</g> &lt;i&gt; &amp;amp;'})
    bring(content, person("superuser"))
    confirmed = segment_at(translation, "body").confirmed
    assert confirmed == '<b>三</b>，一<a id="a1">二</a> &lt;i&gt; &amp;amp;'


def test_attributes_marks_and_segmentation_of_tools_are_not_read(
    news: Any, translation: Any, person: Any
) -> None:
    change_source(news, translation, body=paragraphs(LINKED))
    path = segment_at(translation, "body").path
    text = (
        '一<mrk mtype="seg" mid="1"><g id="1" ctype="x-script" equiv-text="&lt;script&gt;">二</g></mrk>\n  '
        '<g id="2" ctype="bold">三</g>'
    )
    bring(fill(take_out(translation), {path: text}), person("superuser"))
    assert segment_at(translation, "body").confirmed == '一<a id="a1">二</a> <b>三</b>'


@pytest.mark.parametrize("code", ["zh-Hans", "zh-CN", "zh-Hans-CN", "zh", "ZH_cn"])
def test_every_name_of_simplified_chinese_is_taken(code: str, translation: Any) -> None:
    root = take_out(translation)
    root[0].set("target-language", code)
    assert propose(etree.tostring(root), "x", None).counts["same"]


def test_part_of_a_file_is_enough(translation: Any) -> None:
    root = take_out(translation)
    for unit in units_of(root)[1:]:
        unit.getparent().remove(unit)
    row = bring(fill(root, {"title": "改名的实验室"}), None)
    assert row.counts == {"refuse": 0, "offer": 0, "keep": 0, "confirm": 1, "untranslated": 0, "same": 0}


def test_a_copy_of_the_source_empties_nothing(translation: Any) -> None:
    before = rows()
    row = bring(write_xliff(translation, "omegat"), None)
    assert row.counts["untranslated"] == len(units_of(take_out(translation)))
    assert rows() == before


def test_an_unfinished_text_is_confirmed_only_when_the_file_says_so(translation: Any) -> None:
    keep(translation, segment_at(translation, "title"), "写好的实验室", None)
    root = take_out(translation)
    assert propose(etree.tostring(root), "x", None).counts["confirm"] == 0
    next(root.iter("{*}target")).set("state", "final")
    bring(etree.tostring(root), None)
    assert segment_at(translation, "title").confirmed == "写好的实验室"


def test_a_zip_of_an_omegat_project_gives_its_translated_files(translation: Any) -> None:
    packed = BytesIO(write_zip([translation], "omegat"))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("target/a.xlf", fill(take_out(translation, "omegat"), {"title": "改名的实验室"}))
    bring(packed.getvalue(), None, "p.zip")
    assert segment_at(translation, "title").confirmed == "改名的实验室"


def test_po_goes_out_and_comes_back(news: Any, translation: Any) -> None:
    change_source(news, translation, body=paragraphs(LINKED))
    content = write_po(translation).decode().replace('msgstr "新实验室"', 'msgstr "改名的实验室"')
    row = bring(content.encode(), None, "x.po")
    assert row.counts["confirm"] == 1
    assert segment_at(translation, "title").confirmed == "改名的实验室"
    undo(row, None)
    assert segment_at(translation, "title").confirmed == "新实验室"


# What does not fit is kept.


def test_lost_codes_make_a_text_to_be_confirmed(news: Any, translation: Any, person: Any) -> None:
    change_source(news, translation, body=paragraphs(LINKED))
    path = segment_at(translation, "body").path
    for text in (
        "一二三",
        '<g id="1"><g id="2">一二三</g></g>',
        '<g id="1">一</g><g id="9">二</g><g id="2">三</g>',
    ):
        row = bring(fill(take_out(translation), {path: text}), person("superuser"))
        assert row.counts["keep"] == 1
        assert segment_at(translation, "body").confirmed == ""
    assert "一" in (segment_at(translation, "body").working or "")


def test_what_cannot_be_confirmed_is_kept(translation: Any) -> None:
    row = bring(fill(take_out(translation), {"title": "长" * 300}), None)
    assert row.counts["keep"] == 1
    assert "255" in row.lines[0]["reasons"][0]
    segment = segment_at(translation, "title")
    assert (segment.confirmed, segment.working) == ("新实验室", "长" * 300)


def test_a_text_that_is_no_longer_there_is_offered(news: Any, translation: Any) -> None:
    content = fill(take_out(translation), {"title": "改名的实验室"})
    change_source(news, translation, title="Nuovo laboratorio aperto")
    row = bring(content, None)
    assert lines_of(row) == [("offer", "改名的实验室")]
    matches = find_matches("Nuovo laboratorio aperto", "it", "zh-hans")
    assert "改名的实验室" in [match.target for match in matches]
    assert SegmentEvent.objects.filter(text="改名的实验室", path="title").exists()
    undo(row, None)
    assert not Unit.objects.filter(target="改名的实验室").exists()


def test_another_source_in_the_file_is_offered(translation: Any) -> None:
    content = fill(take_out(translation), {"title": "旧实验室"}).replace(
        b">Nuovo laboratorio<", b">Vecchio laboratorio<"
    )
    row = bring(content, None)
    assert lines_of(row) == [("offer", "旧实验室")]
    assert segment_at(translation, "title").confirmed == "新实验室"


def test_a_later_text_of_ours_stands(translation: Any, person: Any) -> None:
    content = fill(take_out(translation), {"title": "文件里的实验室"})
    confirm_typed(translation, segment_at(translation, "title"), "后来的实验室", person("superuser"))
    row = bring(content, None)
    assert row.counts["keep"] == 1
    segment = segment_at(translation, "title")
    assert (segment.confirmed, segment.working) == ("后来的实验室", "文件里的实验室")


def test_a_text_at_work_stays_in_the_history(translation: Any, person: Any) -> None:
    keep(translation, segment_at(translation, "title"), "写到一半", person("superuser"))
    bring(fill(take_out(translation), {"title": "文件里的实验室"}), None)
    assert SegmentEvent.objects.filter(text="写到一半", kind="saved").exists()


# Undone, and done as it was shown.


def test_undo_leaves_what_was_changed_since(translation: Any, person: Any) -> None:
    row = bring(fill(take_out(translation), {"title": "改名的实验室", "summary": "另一个摘要。"}), None)
    confirm_typed(translation, segment_at(translation, "title"), "后来的实验室", person("superuser"))
    done = undo(row, None)
    assert (done.restored, done.stayed) == (1, 1)
    assert segment_at(translation, "title").confirmed == "后来的实验室"
    assert segment_at(translation, "summary").confirmed == "简短摘要。"
    with pytest.raises(NotPossible):
        undo(row, None)


def test_undo_brings_back_what_was_being_written(translation: Any, person: Any) -> None:
    keep(translation, segment_at(translation, "title"), "写到一半", person("superuser"))
    row = bring(fill(take_out(translation), {"title": "文件里的实验室"}), None)
    undo(row, None)
    assert segment_at(translation, "title").working == "写到一半"


@pytest.mark.parametrize("then", ["nothing", "corrected", "user gone", "batch undone"])
def test_undo_brings_back_what_the_memory_knew(
    then: str, news: Any, translation: Any, person: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """A unit that an earlier TMX brought to this very place is there again, with its origin and its date."""
    change_source(news, translation, body=paragraphs("Una frase che nessuno ha tradotto."))
    segment = segment_at(translation, "body")
    colleague = person("Translators (Chinese)")
    batch = Batch.objects.create(name="old.tmx", imported_at=WHEN)
    remember(
        segment.source,
        "没有人翻译过的句子。",
        "it",
        "zh-hans",
        path=place(translation.source.object_id, segment.path),
        origin="import",
        user=colleague,
        when=WHEN,
    )
    Unit.objects.update(batch=batch)
    before = Unit.objects.values("target", "folded", "origin", "batch", "user", "when").get(
        target="没有人翻译过的句子。"
    )
    with django_capture_on_commit_callbacks(execute=True):
        row = bring(fill(take_out(translation), {segment.path: "文件里的句子。"}), None)
    unit = Unit.objects.get(target="文件里的句子。")
    if then == "corrected":
        correct(unit, "更好的句子。", None)
    elif then == "user gone":
        colleague.delete()
        before["user"] = None
    elif then == "batch undone":
        undo_memory(batch, None)
    with django_capture_on_commit_callbacks(execute=True):
        assert undo(row, None).restored == 1
    known = Unit.objects.filter(pk=unit.pk).values(*before).first()
    if then == "corrected":
        assert known["target"] == "更好的句子。"
    elif then == "batch undone":
        assert known is None
    else:
        assert known == before


def test_nothing_is_done_that_was_not_shown(translation: Any, person: Any) -> None:
    row = propose(fill(take_out(translation), {"title": "文件里的实验室"}), "x.xlf", None)
    confirm_typed(translation, segment_at(translation, "title"), "后来的实验室", person("superuser"))
    with pytest.raises(Changed):
        carry_out(row, None)
    row.refresh_from_db()
    assert row.counts["keep"] == 1
    assert segment_at(translation, "title").confirmed == "后来的实验室"
    carry_out(row, None)
    with pytest.raises(NotPossible):
        carry_out(row, None)


def test_a_fault_within_leaves_nothing(translation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from cms.translation.files import importing

    row = propose(fill(take_out(translation), {"title": "一号实验室", "summary": "二号摘要。"}), "x", None)
    before, write = rows(), importing.confirm

    def fail_at_second(translation: Any, segment: Any, *rest: Any, **more: Any) -> None:
        if segment.path == "summary":
            raise RuntimeError
        write(translation, segment, *rest, **more)

    monkeypatch.setattr(importing, "confirm", fail_at_second)
    with pytest.raises(RuntimeError):
        carry_out(row, None)
    assert rows() == before


# What is not for us.


def edited(root: Any, change: Any) -> bytes:
    change(root)
    return etree.tostring(root)


def bad_files(translation: Any) -> dict[str, tuple[bytes, str]]:
    """What may be wrong, the file, and a word of what is said about it."""
    root = take_out(translation)
    text = etree.tostring(root, encoding="unicode")
    unit = units_of(root)[0].get("id")
    good = text.encode()
    declared = '<?xml version="1.0" encoding="{}"?>'
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    return {
        "empty": (b"  \n", "empty"),
        "no xml": (b"%PDF-1.7", "Line 1"),
        "cut off": (good[:-30], "Line"),
        "no xliff": (b"<html/>", "XLIFF"),
        "xliff 2": (good.replace(b"document:1.2", b"document:2.0"), "XLIFF 1.2"),
        "version": (good.replace(b'version="1.2"', b'version="1.1"'), "XLIFF 1.2"),
        "another": (good.replace(str(translation.uuid).encode(), b"8" * 8), "no translation"),
        "no original": (good.replace(b"ponte:", b"C:"), "original"),
        "traditional": (good.replace(b"zh-CN", b"zh-TW"), "zh-TW"),
        "hant": (good.replace(b"zh-CN", b"zh-Hant"), "zh-Hant"),
        "other way round": (good.replace(b'source-language="it"', b'source-language="zh"'), "zh-hans"),
        "unknown id": (good.replace(f'id="{unit}"'.encode(), b'id="1-999999"'), "1-999999"),
        "no id": (good.replace(f'id="{unit}"'.encode(), b'id="x"'), "Line"),
        "huge id": (good.replace(f'id="{unit}"'.encode(), b'id="' + b"9" * 40 + b'-1"'), "Line"),
        "doubled id": (good.replace(b"<body>", b"<body>" + etree.tostring(units_of(root)[0])), "twice"),
        "doctype": (b"<!DOCTYPE xliff>" + good, "document type"),
        "entities": (bomb.encode() + good.replace(b"Nuovo", b"&b;", 1), "document type"),
        "external": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + good, "document type"),
        "undefined entity": (good.replace(b"Nuovo", b"&nbsp;", 1), "Line"),
        "latin": (declared.format("iso-8859-1").encode() + good, "iso-8859-1"),
        "gb18030": (declared.format("gb18030").encode() + text.encode("gb18030"), "gb18030"),
        "no utf-8": (text.encode("gb18030"), "Line"),
        "half utf-16": (b"\xff\xfe" + text.encode("utf-16-le") + b"x", "UTF-16"),
        "too large": (good + b" " * (5 * 1024 * 1024), "5 MB"),
        "too many parts": (good.replace(b"<body>", b"<body>" + b"<x/>" * 200_001), "parts"),
        "deep": (good.replace(b"<body>", b"<group>" * 400), "Line"),
        "no zip": (b"PK\x03\x04 nothing", "zip"),
        "zip without": (zipped({"a.txt": b"x"}), "no XLIFF"),
        "zip with a bad one": (zipped({"a.xlf": good, "b.xlf": b"<html/>"}), "b.xlf"),
        "zip of doubles": (zipped({"a.xlf": good, "b.xlf": good}), "twice"),
        "zip bomb": (zipped({"a.xlf": b"\0" * (6 * 1024 * 1024)}), "too large"),
    }


def zipped(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_what_is_not_for_us_is_refused_with_line_and_reason(translation: Any, log_in: Any) -> None:
    client, before = log_in(TRANSLATOR), rows()
    for fault, (content, word) in bad_files(translation).items():
        response = upload(client, content)
        assert response.status_code == 200, fault
        said = " ".join(str(message) for message in response.context["messages"])
        assert word in said, (fault, said)
        assert not FileImport.objects.exists(), fault
    assert rows() == before


def test_utf_16_is_read(translation: Any) -> None:
    text = etree.tostring(take_out(translation), encoding="unicode")
    assert len(list(read_documents(text.encode("utf-16"), "x.xlf"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script xmlns="http://www.w3.org/1999/xhtml">x</script>',
        "<foreign>x</foreign>",
        "a\u202eb",
        "a\u0085b",
        "很" * 2001,
    ],
)
def test_a_hostile_text_is_refused_and_the_rest_is_taken(text: str, translation: Any) -> None:
    row = bring(fill(take_out(translation), {"title": text, "summary": "另一个摘要。"}), None)
    assert (row.counts["refuse"], row.counts["confirm"]) == (1, 1)
    assert row.lines[0]["reasons"]
    assert row.lines[0]["line"] > 1
    assert segment_at(translation, "title").confirmed == "新实验室"


def test_markup_as_text_stays_text(translation: Any) -> None:
    bring(fill(take_out(translation), {"summary": "<![CDATA[<script>坏</script>]]>。"}), None)
    assert "<script" not in StringTranslation.objects.filter(data__contains="坏").get().data


# Whose it is.


def test_who_may_not_translate_brings_and_takes_nothing(translation: Any, log_in: Any) -> None:
    client, content, before = log_in("Translators (Italian)"), write_xliff(translation), rows()
    assert "no translation of this site" in upload(client, content).content.decode()
    url = reverse("ponte_files_export_one", args=[translation.pk, "standard"])
    assert client.get(url).status_code in (302, 403)
    assert rows() == before


def test_what_is_private_is_neither_taken_nor_brought(translation: Any, news: Any, log_in: Any) -> None:
    client, content = log_in(TRANSLATOR), write_xliff(translation)
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    assert "no translation of this site" in upload(client, content).content.decode()
    url = reverse("ponte_files_export_one", args=[translation.pk, "standard"])
    assert client.get(url).status_code in (302, 403)
    many = client.get(reverse("ponte_files_export"), {"to": "zh-hans", "profile": "standard", "what": "all"})
    if many.status_code == 200:
        names = zipfile.ZipFile(BytesIO(many.content)).namelist()
        assert not [name for name in names if name.startswith("nuovo-laboratorio")]


def test_another_translators_import_is_not_shown(translation: Any, log_in: Any) -> None:
    upload(log_in(TRANSLATOR), write_xliff(translation))
    url = reverse("ponte_files_import", args=[FileImport.objects.get().pk])
    assert log_in(TRANSLATOR).get(url).status_code in (302, 403)
    assert log_in("Reviewers").get(url).status_code == 200


def test_what_somebody_holds_is_not_written(translation: Any, log_in: Any, person: Any) -> None:
    page = target_of(translation)
    page.locked, page.locked_by = True, person("superuser")
    page.save()
    assert "Line" in upload(log_in(TRANSLATOR), write_xliff(translation)).content.decode()
    assert not FileImport.objects.exists()


@pytest.mark.parametrize("profile", ["standard", "omegat", "po", "klingon"])
def test_one_is_taken_out(profile: str, translation: Any, log_in: Any) -> None:
    answer = log_in(TRANSLATOR).get(reverse("ponte_files_export_one", args=[translation.pk, profile]))
    assert answer.status_code == (404 if profile == "klingon" else 200)


def test_what_is_open_is_taken_out_together(translation: Any, news: Any, log_in: Any) -> None:
    client, url = log_in(TRANSLATOR), reverse("ponte_files_export")
    chosen = {"to": "zh-hans", "profile": "standard", "what": "open"}
    assert client.get(url, chosen).status_code == 302
    change_source(news, translation, title="Un altro")
    names = zipfile.ZipFile(BytesIO(client.get(url, chosen).content)).namelist()
    assert len(names) == 1
    assert client.get(url, {**chosen, "to": "it"}).status_code == 404
