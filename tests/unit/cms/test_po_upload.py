"""A PO file that is none, or not this translation's, gets a sentence; nothing of it is imported."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.unit.cms.people import target_of

pytestmark = pytest.mark.django_db
HEADER = '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset={charset}\\n"\n'
ID = '"X-WagtailLocalize-TranslationID: {uuid}\\n"\n'
ENTRY = 'msgctxt "title"\nmsgid "Nuovo laboratorio"\nmsgstr "{text}"\n'


def make_po(uuid: Any, text: str = "导入标题", charset: str = "utf-8") -> str:
    head = HEADER.format(charset=charset) + (ID.format(uuid=uuid) if uuid else "")
    return f'msgid ""\nmsgstr ""\n{head}\n{ENTRY.format(text=text)}'


def upload(client: Any, translation: Any, data: bytes | None) -> str:
    """The messages that the translator reads after the upload."""
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    form = {} if data is None else {"file": SimpleUploadedFile("x.po", data)}
    response = client.post(url, form, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


@pytest.fixture
def translator(log_in: Any) -> Any:
    return log_in("Translators (Chinese)")


def test_a_po_file_is_imported(translation: Any, translator: Any) -> None:
    upload(translator, translation, make_po(translation.uuid).encode())
    assert StringTranslation.objects.filter(data="导入标题").exists()


def test_an_import_leaves_the_live_page(translation: Any, translator: Any) -> None:
    upload(translator, translation, make_po(translation.uuid).encode())
    assert target_of(translation).title == "新实验室"


def bad_files(uuid: Any) -> dict[str, tuple[bytes | None, str]]:
    """What may be wrong, the file, and a word of what is said about it."""
    utf16 = make_po(uuid, charset="utf-16").encode("utf-16")
    return {
        "no file": (None, "PO"),
        "empty": (b"", ""),
        "blank": (b" \n\n", ""),
        "no id": (make_po("").encode(), "X-WagtailLocalize-TranslationID"),
        "another id": (make_po("8f0b9d0e-0000-0000-0000-000000000000").encode(), ""),
        "charset undefined": (make_po(uuid, charset="undefined").encode(), "UTF-8"),
        "charset utf-16": (make_po(uuid, charset="utf-16").encode(), "UTF-8"),
        "in utf-16": (utf16, "UTF-8"),
        "charset punycode": (make_po(uuid, charset="punycode").encode(), "UTF-8"),
        "charset unheard of": (make_po(uuid, charset="klingon").encode(), "UTF-8"),
        "not utf-8": (make_po(uuid).encode("gb18030"), "UTF-8"),
        "no po": (b"%PDF-1.7\n%\xc4\xe5", "UTF-8"),
        "a path": (b"/etc/passwd", "PO"),
        "half a line": (b'msgid "x\nmsgstr ', "PO"),
        "nul": (make_po(uuid, text="a\0b").encode(), "PO"),
        "too long a title": (make_po(uuid, text="长" * 256).encode(), "255"),
    }


@pytest.mark.parametrize("fault", sorted(bad_files("")))
def test_a_bad_po_file_gets_a_sentence(fault: str, translation: Any, translator: Any) -> None:
    before = set(StringTranslation.objects.values_list("data", flat=True))
    data, word = bad_files(translation.uuid)[fault]
    said = upload(translator, translation, data)
    assert said
    assert word in said
    assert set(StringTranslation.objects.values_list("data", flat=True)) == before


def test_texts_of_elsewhere_are_left_out_and_counted(translation: Any, translator: Any) -> None:
    po = make_po(translation.uuid) + '\nmsgctxt "title"\nmsgid "Mai visto"\nmsgstr "从未"\n'
    assert "1" in upload(translator, translation, po.encode())
    assert not StringTranslation.objects.filter(data="从未").exists()


def test_who_may_not_translate_uploads_nothing(translation: Any, log_in: Any) -> None:
    upload(log_in("Translators (Italian)"), translation, make_po(translation.uuid).encode())
    assert not StringTranslation.objects.filter(data="导入标题").exists()
