"""The adapter for a service, against a real server: codes come back as they went, and what goes wrong is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.environment import read
from cms.translation.machine import deepl
from cms.translation.machine.deepl import DeepL, make_translator
from cms.translation.machine.translator import TranslationFailed, find_translator
from cms.translation.machine.wrapping import CodesLost, unwrap, wrap
from tests.unit.cms.machine_service import KEY, Service, serve

IT, ZH = "it", "zh-hans"
RICH = 'Vedi <a id="a1">il <b>bando</b></a> entro {deadline},<br/>R&amp;S &lt;3'


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests look for words: whether catalogues are compiled here must not matter."""
    with translation.override("en"):
        yield


@pytest.fixture
def service() -> Iterator[Service]:
    with serve() as running:
        yield running


def account(service: Service, timeout_seconds: float = 5.0) -> DeepL:
    return DeepL(key=KEY, url=service.url, timeout_seconds=timeout_seconds, pause_seconds=0.0)


def test_what_goes_out_has_numbers_for_codes_and_nothing_of_their_kind() -> None:
    assert (
        wrap(RICH) == 'Vedi <g id="1">il <g id="2">bando</g></g> entro <x id="3"/>,<x id="4"/>R&amp;S &lt;3'
    )
    assert unwrap(wrap(RICH), RICH) == RICH


def test_codes_may_change_places() -> None:
    answer = '截止<x id="3"/>前<x id="4"/>研发&lt;3，见<g id="1"><g id="2">征集</g></g>'
    assert unwrap(answer, RICH) == '截止{deadline}前<br/>研发&lt;3，见<a id="a1"><b>征集</b></a>'


@pytest.mark.parametrize(
    "answer",
    [
        "无代码",
        '<g id="1">一</g>',
        '<g id="1"><g id="2">二</g></g><x id="3"/><x id="3"/><x id="4"/>',
        '<g id="1"><g id="2">二</g></g><x id="3"/><x id="9"/>',
        '<g id="1"><g id="2">二</g></g><x id="3">词</x><x id="4"/>',
        '<x id="1"/><g id="2">二</g><x id="3"/><x id="4"/>',
        '<g id="1"><g id="2">二</g></g><x id="3"/><script id="4"/>',
        '<g id="1"><g id="2">二</g></g><x id="3"/><x id="4"/>&x;',
        '<g id="1"><g id="2">二</g></g><x id="3"/><x id="4">',
        '</t><g id="1"/>',
    ],
)
def test_an_answer_that_lost_a_code_is_refused(answer: str) -> None:
    with pytest.raises(CodesLost):
        unwrap(answer, RICH)


def test_markup_in_an_answer_is_text() -> None:
    assert unwrap("&lt;script&gt;词", "Testo") == "&lt;script&gt;词"


@given(st.text(alphabet="ab<>&{}deadline%\x00\ud800\u202e 词\n", max_size=30))
def test_every_text_goes_out_as_xml_and_comes_back(text: str) -> None:
    from cms.translation.machine.wrapping import UNSENT
    from cms.translation.marked import from_plain

    data = from_plain(text)
    assert unwrap(wrap(data), data) == UNSENT.sub("", data)


def test_texts_are_translated_in_their_order_in_requests_of_fifty(service: Service) -> None:
    texts = [f"Testo {number}" for number in range(120)]
    assert account(service).translate(texts, IT, ZH) == [f"译 {number}" for number in range(120)]
    assert [len(request["text"]) for request in service.asked] == [50, 50, 20]
    first = service.asked[0]
    assert (first["path"], first["source_lang"], first["target_lang"]) == ("/v2/translate", "IT", "ZH-HANS")
    assert first["tag_handling"] == "xml"
    assert set(service.keys) == {f"DeepL-Auth-Key {KEY}"}


def test_no_request_is_too_large(service: Service) -> None:
    texts = ["词" * 9_000 + str(number) for number in range(5)]
    assert account(service).translate(texts, ZH, IT) == [f"译{number}" for number in range(5)]
    assert len(service.asked) == 5


def test_a_text_that_lost_its_codes_is_none_and_the_others_are_there(service: Service) -> None:
    service.translate = lambda text: text.replace('<x id="1"/>', "")
    found = account(service).translate(["Entro {deadline}", "Un testo"], IT, ZH)
    assert found == [None, "Un testo"]


@pytest.mark.parametrize(("status", "said"), [(403, "PONTE_DEEPL_KEY"), (456, "used up"), (418, "418")])
def test_errors_are_said_without_the_key(service: Service, status: int, said: str) -> None:
    service.statuses = [status]
    with pytest.raises(TranslationFailed, match=said) as failed:
        account(service).translate(["Testo"], IT, ZH)
    assert KEY not in str(failed.value) + repr(account(service))
    assert len(service.asked) == 1


def test_a_busy_service_is_asked_again(service: Service) -> None:
    service.statuses = [429, 503]
    assert account(service).translate(["Testo"], IT, ZH) == ["译"]
    service.statuses = [429] * deepl.TRIES
    with pytest.raises(TranslationFailed, match="too often"):
        account(service).translate(["Testo"], IT, ZH)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"x", b'{"translations":[]}', b'{"translations":[{"text":1}]}', b"[" * 9_000]
)
def test_what_cannot_be_read_is_said(service: Service, body: bytes) -> None:
    service.body = body
    with pytest.raises(TranslationFailed, match="cannot be read"):
        account(service).translate(["Testo"], IT, ZH)


def test_an_endless_answer_is_not_read_to_its_end(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deepl, "MAX_ANSWER_BYTES", 1000)
    service.body = b" " * 10_000
    with pytest.raises(TranslationFailed, match="cannot be read"):
        account(service).translate(["Testo"], IT, ZH)


def test_the_key_follows_no_redirect(service: Service) -> None:
    service.statuses = [302]
    with pytest.raises(TranslationFailed):
        account(service).translate(["Testo"], IT, ZH)
    assert [request["path"] for request in service.asked] == ["/v2/translate"]


def test_a_service_that_says_nothing_is_not_waited_for(service: Service) -> None:
    service.statuses = [0]
    with pytest.raises(TranslationFailed, match="reached"):
        account(service, timeout_seconds=0.3).translate(["Testo"], IT, ZH)


def test_a_service_that_is_not_there_is_said() -> None:
    with serve() as gone:
        pass
    with pytest.raises(TranslationFailed, match="reached"):
        account(gone).translate(["Testo"], IT, ZH)


def test_it_is_off_without_a_key(settings: Any) -> None:
    assert find_translator() is None
    settings.ENVIRONMENT = msgspec.structs.replace(django_settings.ENVIRONMENT, machine_key=KEY)
    found = find_translator()
    assert isinstance(found, DeepL)
    assert found.url == deepl.FREE


def test_the_settings_choose_the_account() -> None:
    paid = make_translator(read({"PONTE_HOME": "/tmp", "PONTE_SECRET_KEY": "x", "PONTE_DEEPL_KEY": "k"}))
    assert isinstance(paid, DeepL)
    assert paid.url == deepl.PAID
    values = {"PONTE_HOME": "/tmp", "PONTE_SECRET_KEY": "x", "PONTE_DEEPL_URL": "ftp://x"}
    assert [problem.id for problem in read(values).problems] == ["ponte.E035"]
