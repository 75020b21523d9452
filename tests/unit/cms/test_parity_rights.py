"""Every screen for translators, whoever made it: by language pair, and nothing of what is private to others.

The screens are found in the admin's addresses, so that one that is new is asked too.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import PageViewRestriction

from cms.translation.jobs.making import ensure_job
from cms.translation.jobs.models import Job
from tests.unit.cms.people import target_of

pytestmark = pytest.mark.django_db
OWN = ("ponte_", "wagtail_localize:edit_", "wagtail_localize:download", "wagtail_localize:preview")
CHINESE, ITALIAN = "Translators (Chinese)", "Translators (Italian)"
SECRET = "Nuovo laboratorio"
FILLED = {"translation_id", "job_id", "profile", "page_id"}


def names_below(patterns: Any, prefix: str = "") -> set[tuple[str, frozenset[str]]]:
    """Each name of an address with the names of its arguments."""
    found = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            space = f"{prefix}{one.namespace}:" if one.namespace else prefix
            found |= names_below(one.url_patterns, space)
        elif isinstance(one, URLPattern) and one.name:
            found.add((f"{prefix}{one.name}", frozenset(one.pattern.converters)))
    return found


def screens(translation: Any, job: Job) -> list[str]:
    """The address of every screen about this translation, and of every list."""
    values = {
        "translation_id": translation.pk,
        "job_id": job.pk,
        "profile": "standard",
        "page_id": target_of(translation).pk,
    }
    urls = []
    for name, arguments in sorted(names_below(get_resolver().url_patterns), key=str):
        if name.startswith(OWN) and arguments <= FILLED:
            try:
                urls.append(reverse(name, kwargs={key: values[key] for key in arguments}))
            except NoReverseMatch:
                continue
    return urls


@pytest.fixture
def job(translation: Any, news: Any) -> Job:
    """The job of the page's translation, of which one text waits."""
    from cms.translation.following import follow_source

    news.summary = "Un altro sommario del nuovo laboratorio."
    news.save_revision().publish()
    follow_source(translation.source_id)
    made = ensure_job(translation)
    assert made is not None
    return made


def shown(client: Any, urls: list[str]) -> list[str]:
    """The screens that tell the page's title."""
    found = []
    for url in urls:
        answer = client.get(url, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if SECRET in body.decode("utf-8", "replace"):
            found.append(url)
    return found


def test_the_sweep_finds_the_screens(translation: Any, job: Job, log_in: Any) -> None:
    seen = shown(log_in(CHINESE), screens(translation, job))
    assert {
        reverse("ponte_workbench", args=[translation.pk]),
        reverse("ponte_job", args=[job.pk]),
        reverse("ponte_jobs"),
    } <= set(seen)


def test_a_translator_of_the_other_language_opens_none_of_it(translation: Any, job: Job, log_in: Any) -> None:
    """Lists of what is public, as the memory of both directions, are for all translators."""
    about_it = [url for url in screens(translation, job) if any(sign.isdigit() for sign in url)]
    assert reverse("ponte_workbench", args=[translation.pk]) in about_it
    assert shown(log_in(ITALIAN), about_it) == []


def test_a_translator_sees_nothing_of_what_is_private(
    translation: Any, job: Job, news: Any, log_in: Any
) -> None:
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    assert shown(log_in(CHINESE), screens(translation, job)) == []


def test_a_translator_changes_neither_source_nor_what_is_live(
    translation: Any, job: Job, news: Any, log_in: Any
) -> None:
    """Whatever is posted to whichever screen, with every button that publishes."""
    before = news.title, target_of(translation).title, news.latest_revision_id
    client = log_in(CHINESE)
    for url in screens(translation, job):
        for action in ("publish", "submit", "alone", "send"):
            client.post(url, {"action": action, action: "1", "title": "Altro", "reason": "x"})
    news.refresh_from_db()
    assert (news.title, target_of(translation).title, news.latest_revision_id) == before
