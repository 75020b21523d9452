"""The memory's screens: who may do what, what is found, an import from the file to its undoing, a job begun from memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.translation.memory.matching import find_matches
from cms.translation.memory.models import Batch, Unit
from cms.translation.memory.units import place, remember
from tests.unit.cms.test_memory_tmx import TRADOS

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
Browse = Callable[[str], Any]
ZH_TRANSLATORS = "Translators (Chinese)"


def keep(source: str, target: str, path: str = "") -> Unit:
    remember(source, target, "it", "zh-hans", path=path, origin="confirmed", user=None, when=WHEN)
    return Unit.objects.get(source=source, path=path)


def found(browser: Any, **asked: str) -> list[str]:
    response = browser.get(reverse("ponte_memory"), asked)
    assert response.status_code == 200
    return [line.unit.source for line in response.context["lines"]]


def send(browser: Any, content: bytes) -> Any:
    upload = SimpleUploadedFile("agenzia.tmx", content)
    return browser.post(reverse("ponte_memory_imports"), {"file": upload}, follow=True)


@pytest.fixture
def unit(chinese_home: Any) -> Unit:
    return keep("Il trasferimento tecnologico è qui", "技术转移在此")


@pytest.mark.parametrize("role", [ZH_TRANSLATORS, "Editors", "Reviewers", "Administrators"])
def test_whoever_translates_or_edits_searches(role: str, unit: Unit, log_in: Browse) -> None:
    browser = log_in(role)
    assert unit.source in found(browser, q="tecnologico")
    assert browser.get(reverse("ponte_memory_unit", args=[unit.pk])).status_code == 200
    assert b"".join(browser.get(reverse("ponte_memory_export")).streaming_content).count(b"<tu ") >= 1


def test_a_translator_changes_and_imports_nothing(unit: Unit, log_in: Browse) -> None:
    browser = log_in(ZH_TRANSLATORS)
    for action in ("correct", "delete", "restore"):
        browser.post(reverse("ponte_memory_unit", args=[unit.pk]), {"action": action, "target": "x"})
    send(browser, TRADOS.encode())
    browser.get(reverse("ponte_memory_imports"))
    unit.refresh_from_db()
    assert (unit.target, unit.deleted_at, Batch.objects.count()) == ("技术转移在此", None, 0)


def test_strangers_see_nothing(unit: Unit, client: Any) -> None:
    for name in ("ponte_memory", "ponte_memory_export", "ponte_memory_imports"):
        assert client.get(reverse(name)).status_code == 302


def test_typed_words_are_found_in_both_languages_without_accents_or_case(unit: Unit, log_in: Browse) -> None:
    browser = log_in("Reviewers")
    for query in ("TECNOLOGICO È", "tecnologico e qui", "技术转移", "  trasferimento "):
        assert found(browser, q=query) == [unit.source], query
    assert found(browser, q="trasferimenti") == []


def test_other_forms_and_slips_are_found_when_asked_for(unit: Unit, log_in: Browse) -> None:
    browser = log_in("Reviewers")
    keep("Una cosa diversa", "另一件事")
    for query in (
        "trasferimenti tecnologici",
        "tecnologico trasferimenti",
        "trasferimneto tecnologico",
        "技术的转移",
    ):
        assert found(browser, q=query, how="similar") == [unit.source], query
    assert found(browser, q="bicicletta", how="similar") == []


def test_what_is_typed_is_shown_as_text(unit: Unit, log_in: Browse) -> None:
    keep("Una &lt;script&gt;alert(1)&lt;/script&gt; prova", "甲")
    html = log_in("Reviewers").get(reverse("ponte_memory"), {"q": "<script>alert(1)"}).content.decode()
    assert "<script>alert(1)" not in html
    assert "<mark>&lt;script&gt;alert(1)</mark>" in html


@pytest.mark.parametrize(
    "asked", [{"q": "\0"}, {"p": "x"}, {"p": "-1"}, {"origin": "x"}, {"q": "%" * 300}, {"how": "x"}]
)
def test_odd_questions_are_answered(asked: dict[str, str], unit: Unit, log_in: Browse) -> None:
    found(log_in("Reviewers"), **asked)


def test_a_private_pages_text_is_shown_to_nobody_else(translation: Any, news: Any, log_in: Browse) -> None:
    browser = log_in(ZH_TRANSLATORS)
    assert found(browser, q="laboratorio") != []
    unit = Unit.objects.get(path=place(news.translation_key, "title"))
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert found(browser, q="laboratorio") == found(browser, q="laboratorio", how="similar") == []
    assert browser.get(reverse("ponte_memory_unit", args=[unit.pk])).status_code == 404
    assert b"laboratorio" not in b"".join(browser.get(reverse("ponte_memory_export")).streaming_content)


def test_a_reviewer_corrects_with_the_codes_of_the_source(chinese_home: Any, log_in: Browse) -> None:
    browser, unit = log_in("Reviewers"), keep('Vedi <a id="a1">qui</a>', '见<a id="a1">此</a>')
    address = reverse("ponte_memory_unit", args=[unit.pk])
    browser.post(address, {"action": "correct", "target": "请见⟦1⟧此处⟦/1⟧"})
    unit.refresh_from_db()
    assert unit.target == '请见<a id="a1">此处</a>'
    for wrong in ("请见", "⟦1⟧x", "⟦2⟧x⟦/2⟧", ""):
        refused = browser.post(address, {"action": "correct", "target": wrong})
        assert refused.status_code == 200
        assert refused.context["typed"] == wrong
    unit.refresh_from_db()
    assert unit.target == '请见<a id="a1">此处</a>'


def test_a_reviewer_deletes_and_restores(unit: Unit, log_in: Browse) -> None:
    browser, address = log_in("Reviewers"), reverse("ponte_memory_unit", args=[unit.pk])
    browser.post(address, {"action": "delete"})
    assert found(browser, q="tecnologico") == []
    assert found(browser, q="tecnologico", deleted="on") == [unit.source]
    browser.post(address, {"action": "restore"})
    assert found(browser, q="tecnologico") == [unit.source]


def test_an_import_is_looked_at_done_and_undone(chinese_home: Any, log_in: Browse) -> None:
    browser, before = log_in("Reviewers"), Unit.objects.count()
    proposal = send(browser, TRADOS.encode())
    assert proposal.context["counts"]["new"] == 2
    assert Unit.objects.count() == before
    address = reverse("ponte_memory_import", args=[proposal.context["row"].pk])
    for action, count in (
        ("import", 2),
        ("import", 2),
        ("undo", 0),
        ("undo", 0),
        ("import", 0),
        ("forget", 0),
    ):
        assert browser.post(address, {"action": action}, follow=True).status_code == 200
        assert Unit.objects.count() == before + count, action
    assert browser.get(reverse("ponte_memory_imports")).content.count(b"agenzia.tmx") == 1


def test_a_proposal_can_be_forgotten(chinese_home: Any, log_in: Browse) -> None:
    browser = log_in("Reviewers")
    batch = send(browser, TRADOS.encode()).context["row"]
    browser.post(reverse("ponte_memory_import", args=[batch.pk]), {"action": "forget"})
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"ciao", b"<tmx/>", TRADOS.encode()[:300], TRADOS.encode("utf-16")[:-1]]
)
def test_a_bad_file_is_refused_with_a_reason(content: bytes, chinese_home: Any, log_in: Browse) -> None:
    answer = send(log_in("Reviewers"), content)
    assert answer.status_code == 200
    assert Unit.objects.filter(batch__isnull=False).count() == 0
    assert list(answer.context["messages"]) or answer.context["counts"]["new"] == 0


# A job begun from memory


@pytest.fixture
def untranslated(section: Any, locales: dict[str, Any]) -> Any:
    """The Chinese translation of a page of which nothing is translated."""
    from wagtail_localize.models import StringTranslation, Translation

    from tests.factories.news import NewsPageFactory
    from tests.translate import translate

    page = NewsPageFactory(parent=section, title="Il bando è aperto a tutti oggi", slug="open-call")
    translate(page, locales["zh-hans"])
    StringTranslation.objects.filter(context__object_id=page.translation_key).delete()
    Unit.objects.all().delete()
    return Translation.objects.get(source__object_id=page.translation_key)


def test_a_job_is_begun_from_memory_and_nothing_is_confirmed(untranslated: Any, log_in: Browse) -> None:
    from wagtail_localize.models import StringTranslation

    from cms.translation.segments import read_segments

    keep("Il bando è aperto a tutti domani", "征集面向所有人")
    browser, address = log_in(ZH_TRANSLATORS), reverse("ponte_memory_begin", args=[untranslated.pk])
    assert browser.get(address).status_code == 405
    assert browser.post(address).status_code == 302
    title = next(one for one in read_segments(untranslated) if one.path == "title")
    assert (title.state, title.working, title.origin) == ("working", "征集面向所有人", "memory")
    assert not StringTranslation.objects.filter(context__object_id=untranslated.source.object_id).exists()
    again = next(one for one in read_segments(untranslated) if one.path == "title")
    browser.post(address)
    assert again == title


def test_what_somebody_has_begun_stays(untranslated: Any, log_in: Browse, person: Browse) -> None:
    from cms.translation.segments import read_segments
    from cms.translation.working import keep as write

    keep("Il bando è aperto a tutti oggi", "征集面向所有人")
    title = next(one for one in read_segments(untranslated) if one.path == "title")
    write(untranslated, title, "我的译文", person(ZH_TRANSLATORS))
    log_in(ZH_TRANSLATORS).post(reverse("ponte_memory_begin", args=[untranslated.pk]))
    title = next(one for one in read_segments(untranslated) if one.path == "title")
    assert title.working == "我的译文"


def test_only_its_translators_begin_it(untranslated: Any, log_in: Browse) -> None:
    keep("Il bando è aperto a tutti oggi", "征集面向所有人")
    answer = log_in("Translators (Italian)").post(reverse("ponte_memory_begin", args=[untranslated.pk]))
    assert answer.status_code in (302, 403)
    from cms.translation.workbench.models import WorkingText

    assert not WorkingText.objects.filter(text="征集面向所有人").exists()
    assert find_matches("Il bando è aperto a tutti oggi", "it", "zh-hans")
