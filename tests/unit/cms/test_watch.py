"""The watch over the worker: words for every screen after a minute, one mail after five, one when it is back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cms.watch import describe_absence, watch_once
from static_build.beat import write_beat
from static_build.models import Beat


@pytest.fixture(autouse=True)
def somebody(settings: Any) -> None:
    settings.ADMINS = [("", "web@example.org")]


def last_beat(ago: timedelta) -> None:
    write_beat("building")
    Beat.objects.update(beat_at=timezone.now() - ago)


@pytest.mark.django_db
def test_a_worker_that_is_there_is_not_mentioned() -> None:
    last_beat(timedelta(seconds=50))
    assert describe_absence() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["it", "zh-hans", "en"])
def test_words_after_a_minute(language: str) -> None:
    with translation.override(language):
        never = describe_absence()
        last_beat(timedelta(seconds=61))
        gone = describe_absence()
    assert never
    assert gone
    assert never != gone


@pytest.mark.django_db
def test_every_screen_asks_and_only_who_is_logged_in_is_told(log_in: Callable[[str], Client]) -> None:
    address = reverse("ponte_worker_line")
    assert Client().get(address).status_code == 302
    client = log_in("superuser")
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(address).json()["words"]
    write_beat("")
    answer = client.get(address)
    assert answer.json() == {"words": ""}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_one_mail_when_it_is_gone_and_one_when_it_is_back() -> None:
    last_beat(timedelta(minutes=4))
    watch_once()
    assert not mail.outbox
    last_beat(timedelta(minutes=6))
    for _ in range(3):
        watch_once()
    assert [message.to for message in mail.outbox] == [["web@example.org"]]
    assert "ponte worker" in mail.outbox[0].body
    write_beat("")
    for _ in range(3):
        watch_once()
    assert len(mail.outbox) == 2
    last_beat(timedelta(minutes=6))
    watch_once()
    assert len(mail.outbox) == 3


@pytest.mark.django_db
def test_a_mail_that_did_not_go_out_is_sent_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> int:
        raise ConnectionRefusedError("no mail server")

    last_beat(timedelta(minutes=6))
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        watch_once()
    assert not mail.outbox
    watch_once()
    assert len(mail.outbox) == 1
