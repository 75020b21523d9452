"""Machine translation behind memory and glossary: marked, confirmed by a person alone, and nothing private leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.confirm import MACHINE, Refused, confirm
from cms.translation.files.export import write_xliff
from cms.translation.files.importing import carry_out, propose
from cms.translation.files.po import write_po
from cms.translation.machine.chain import begin_by_machine, find_public_words
from cms.translation.machine.guard import NotReviewed
from cms.translation.memory.units import remember
from cms.translation.segments import read_segments
from cms.translation.tokens import to_tokens
from cms.translation.workbench.models import WorkingText
from site_content.models.glossary import GlossaryTerm
from tests.factories.news import NewsPageFactory
from tests.translate import translate
from tests.unit.cms.machine_service import KEY, Service, serve
from tests.unit.cms.workbench_desk import desk_url, paragraphs, segment_at, send

ZH_TRANSLATORS = "Translators (Chinese)"
RICH = 'Il bando <a href="https://example.org/x">scade</a> {deadline}'


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    """A service that the settings name."""
    with serve() as running:
        settings.ENVIRONMENT = msgspec.structs.replace(
            django_settings.ENVIRONMENT, machine_key=KEY, machine_url=running.url
        )
        yield running


@pytest.fixture
def untranslated(section: Any, locales: dict[str, Any]) -> Any:
    """A live Italian page with a paragraph, sent for translation and not begun; its Chinese page is a draft."""
    page = NewsPageFactory(
        parent=section, title="Nuovo laboratorio", slug="lab", summary="Scadenza", body=paragraphs(RICH)
    )
    translate(page, locales["zh-hans"], publish=False)
    StringTranslation.objects.filter(context__object_id=page.translation_key).delete()
    return Translation.objects.get(source__object_id=page.translation_key)


def source_page(translation: Translation) -> Any:
    return translation.source.get_source_instance()


def origins(translation: Translation) -> dict[str, str]:
    rows = WorkingText.objects.filter(translation=translation, is_open=True)
    return {row.string.data: row.origin for row in rows.select_related("string")}


def test_memory_comes_first_then_the_glossary_then_the_machine(
    untranslated: Any, service: Service, log_in: Callable[[str], Any]
) -> None:
    when = datetime(2026, 11, 1, tzinfo=UTC)
    remember(
        "Nuovo laboratorio", "新实验室", "it", "zh-hans", path="", origin="confirmed", user=None, when=when
    )
    GlossaryTerm.objects.create(italian="Scadenza", chinese="截止时间")
    browser = log_in(ZH_TRANSLATORS)
    answer = browser.post(reverse("ponte_memory_begin", args=[untranslated.pk]), follow=True)
    found = origins(untranslated)
    assert found["Nuovo laboratorio"] == "memory"
    assert found["Scadenza"] == "glossary"
    assert {text: origin for text, origin in found.items() if origin == MACHINE}.keys() == {
        'Il bando <a id="a1">scade</a> {deadline}'
    }
    assert service.texts == ['Il bando <g id="1">scade</g> <x id="2"/>']
    assert "by machine" in answer.text
    assert not StringTranslation.objects.filter(context__object_id=untranslated.source.object_id).exists()


def test_without_a_key_nothing_is_asked(untranslated: Any) -> None:
    begun = begin_by_machine(untranslated, None)
    assert (begun.by_machine, begun.kept_back, begun.failure, origins(untranslated)) == (0, 0, "", {})


def test_what_the_machine_wrote_is_no_translation_until_a_person_confirms_it(
    untranslated: Any, service: Service, log_in: Callable[[str], Any]
) -> None:
    begin_by_machine(untranslated, None)
    segment = segment_at(untranslated, "title")
    assert (segment.state, segment.origin, segment.confirmed) == ("working", MACHINE, "")
    with pytest.raises(Refused, match="person"):
        confirm(untranslated, segment, "译 译", None, origin=MACHINE)
    browser = log_in(ZH_TRANSLATORS)
    assert send(browser, untranslated, "confirm", segment, segment.working or "").status_code == 200
    row = StringTranslation.objects.get(translation_of_id=segment.string_id)
    assert (row.data, row.translation_type, row.tool_name) == ("译 译", "manual", MACHINE)
    assert row.last_translated_by is not None


def test_no_other_way_makes_a_machines_text_a_translation(untranslated: Any) -> None:
    segment = segment_at(untranslated, "title")
    with pytest.raises(NotReviewed):
        StringTranslation.objects.create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=untranslated.target_locale,
            data="机器",
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            tool_name="x",
        )


def test_a_translation_that_is_there_does_not_become_a_machines(translation: Any) -> None:
    row = StringTranslation.objects.filter(context__object_id=translation.source.object_id).latest("pk")
    row.data, row.translation_type = "机器", StringTranslation.TRANSLATION_TYPE_MACHINE
    with pytest.raises(NotReviewed):
        row.save()
    row.refresh_from_db()
    assert row.data != "机器"


def test_wagtail_localizes_own_machine_writes_nothing(
    untranslated: Any, log_in: Callable[[str], Any], settings: Any
) -> None:
    """Its button, where somebody sets it up: it would make translations that nobody has read."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    url = reverse("wagtail_localize:machine_translate", args=[untranslated.pk])
    answer = log_in(ZH_TRANSLATORS).post(url, follow=True)
    assert answer.status_code == 200
    assert "confirmed by a person" in answer.text
    assert not StringTranslation.objects.filter(context__object_id=untranslated.source.object_id).exists()


@pytest.mark.parametrize("profile", ["standard", "omegat", "po"])
def test_a_machines_text_that_goes_out_and_comes_back_is_not_confirmed_by_that(
    profile: Any, untranslated: Any, service: Service
) -> None:
    begin_by_machine(untranslated, None)
    content = write_po(untranslated) if profile == "po" else write_xliff(untranslated, profile)
    carry_out(propose(content, f"file.{'po' if profile == 'po' else 'xlf'}", None), None)
    assert not StringTranslation.objects.filter(context__object_id=untranslated.source.object_id).exists()
    assert set(origins(untranslated).values()) == {MACHINE}


def test_a_publication_has_none_of_the_machines_words(untranslated: Any, service: Service) -> None:
    begin_by_machine(untranslated, None)
    assert origins(untranslated)
    untranslated.save_target(publish=True)
    target = source_page(untranslated).get_translation(untranslated.target_locale)
    assert target.live
    assert "译" not in target.title + str(target.body) + target.summary


@pytest.mark.parametrize("kind", ["restricted", "above restricted", "draft", "not yet", "expired"])
def test_texts_that_the_public_cannot_read_are_not_sent(
    kind: str, untranslated: Any, service: Service, section: Any, settings: Any
) -> None:
    page = source_page(untranslated)
    if "restricted" in kind:
        closed = section if kind.startswith("above") else page
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    kinds: dict[str, dict[str, Any]] = {
        "draft": {"live": False},
        "not yet": {"go_live_at": timezone.now() + timedelta(days=1)},
        "expired": {"expire_at": timezone.now() - timedelta(days=1)},
    }
    type(page).objects.filter(pk=page.pk).update(**kinds.get(kind, {"live": True}))
    begun = begin_by_machine(untranslated, None)
    assert (service.asked, begun.by_machine) == ([], 0)
    assert begun.kept_back >= 3
    settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, machine_private=True)
    assert begin_by_machine(untranslated, None).by_machine == begun.kept_back


def test_of_a_changed_source_only_what_is_public_is_sent(untranslated: Any, service: Service) -> None:
    page = source_page(untranslated)
    type(page).objects.filter(pk=page.pk).update(summary="Un altro sommario, già in pubblico")
    assert "Scadenza" not in {text for _path, text in find_public_words(untranslated)}
    begun = begin_by_machine(untranslated, None)
    assert begun.kept_back == 1
    assert "Scadenza" not in service.texts


def test_what_somebody_began_meanwhile_stays(untranslated: Any, service: Service, person: Any) -> None:
    segment = segment_at(untranslated, "title")

    def begin_and_translate(text: str) -> str:
        return text

    row = WorkingText.objects.create(
        translation=untranslated,
        context_id=segment.context_id,
        string_id=segment.string_id,
        text="mio",
        is_open=True,
        at=timezone.now(),
    )
    service.translate = begin_and_translate
    begin_by_machine(untranslated, None)
    row.refresh_from_db()
    assert (row.text, row.origin) == ("mio", "manual")


def test_a_translation_that_lost_a_link_is_not_taken(untranslated: Any, service: Service) -> None:
    service.translate = lambda text: "没有链接" if "<g" in text else "译"
    begun = begin_by_machine(untranslated, None)
    assert begun.unusable == 1
    assert "没有链接" not in {one.working for one in read_segments(untranslated)}


def test_a_failure_is_told_and_nothing_is_begun(
    untranslated: Any, service: Service, log_in: Callable[[str], Any]
) -> None:
    service.statuses = [456]
    browser = log_in(ZH_TRANSLATORS)
    answer = browser.post(reverse("ponte_memory_begin", args=[untranslated.pk]), follow=True)
    assert answer.status_code == 200
    assert "used up" in answer.text
    assert MACHINE not in origins(untranslated).values()


def test_the_workbench_marks_what_the_machine_wrote(
    untranslated: Any, service: Service, log_in: Callable[[str], Any]
) -> None:
    begin_by_machine(untranslated, None)
    browser = log_in(ZH_TRANSLATORS)
    assert browser.get(desk_url(untranslated)).text.count(">by machine<") == len(service.texts)
    segment = segment_at(untranslated, "body")
    assert segment.working == to_tokens('译 译 <a id="a1">译</a> {deadline}', segment.source)
