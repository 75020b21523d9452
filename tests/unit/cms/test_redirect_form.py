"""What an editor may enter as a redirect, and what the form says of the rest."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect

from static_build.load import load
from tests.conftest import NOW
from tests.factories.page import FreePageFactory

pytestmark = pytest.mark.django_db
ORIGIN = "http://127.0.0.1:8080"


@pytest.fixture
def page(chinese_home: Any, italian_home: Any) -> Any:
    """A public page at /it/contacts/."""
    return FreePageFactory(parent=italian_home, title="Contatti", slug="contacts")


def errors_of(old: str, **values: Any) -> dict[str, list[str]]:
    """What the form says in English, by field; nothing where it saves."""
    form = RedirectForm({"old_path": old, "is_permanent": "on", **values})
    if form.is_valid():
        form.save()
    return {field: [str(each) for each in messages] for field, messages in form.errors.items()}


@pytest.fixture(autouse=True)
def english() -> Any:
    from django.utils.translation import override

    with override("en"):
        yield


def test_a_page_or_an_address_may_be_chosen(page: Any) -> None:
    assert errors_of("/it/contatti/", redirect_page=page.pk) == {}
    assert errors_of("/vecchio/pagina.html", redirect_link=f"{ORIGIN}/it/contacts/#sede") == {}
    assert errors_of("/it/partner", redirect_link="https://elsewhere.example/x") == {}
    assert errors_of("/it/chain", redirect_link=f"{ORIGIN}/it/contatti") == {}
    assert {each.old: each.new for each in load(NOW.replace(year=2027)).content.redirects} == {
        "/it/chain/": "/it/contacts/",
        "/it/contatti/": "/it/contacts/",
        "/it/partner/": "https://elsewhere.example/x",
        "/vecchio/pagina.html/": "/it/contacts/#sede",
    }


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("/it/x?id=1", "what follows a question mark"),
        ("/it/x y", "no spaces"),
        ("/it/feeds/news", "needs this address for itself"),
        ("/", "needs this address for itself"),
        ("/it/contacts", "“Contatti” is at this address now"),
        ("it/contacts/", "“Contatti” is at this address now"),
        ("/it/", "“Centro” is at this address now"),
        ("/it/contacts/index.html", "“Contatti” is at this address now"),
    ],
)
def test_an_old_address_that_cannot_be_one(old: str, words: str, page: Any) -> None:
    found = errors_of(old, redirect_link="https://elsewhere.example/")
    assert found.keys() == {"old_path"}
    assert words in found["old_path"][0]


def test_a_draft_at_the_old_address_is_in_nobodys_way(page: Any) -> None:
    page.unpublish()
    assert errors_of("/it/contacts", redirect_link="https://elsewhere.example/") == {}


def test_something_has_to_be_chosen_and_one_thing_alone(page: Any) -> None:
    assert "Choose a page" in errors_of("/it/x")["redirect_page"][0]
    both = errors_of("/it/x", redirect_page=page.pk, redirect_link="https://elsewhere.example/")
    assert "not both" in both["redirect_link"][0]
    assert errors_of("").keys() == {"old_path"}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("ftp://elsewhere.example/x", "https:// or http://"),
        (f"{ORIGIN}/it/none/", "There is no public page at /it/none/"),
        (f"{ORIGIN}/it/x/", "round in a circle: /it/x/ → /it/x/"),
    ],
)
def test_an_address_to_which_nothing_may_lead(link: str, words: str, page: Any) -> None:
    assert words in errors_of("/it/x", redirect_link=link)["redirect_link"][0]


def test_a_circle_is_refused_and_shown(page: Any) -> None:
    Redirect.objects.create(old_path="/it/b", redirect_link=f"{ORIGIN}/it/c/")
    Redirect.objects.create(old_path="/it/c", redirect_link=f"{ORIGIN}/it/a/")
    found = errors_of("/it/a", redirect_link=f"{ORIGIN}/it/b")["redirect_link"][0]
    assert "/it/a/ → /it/b/ → /it/c/ → /it/a/" in found


def test_a_page_that_would_lead_to_itself_is_refused(page: Any) -> None:
    page.unpublish()
    assert "round in a circle" in errors_of("/it/contacts", redirect_page=page.pk)["redirect_page"][0]


def test_the_same_rules_hold_when_a_redirect_is_edited(page: Any) -> None:
    redirect = Redirect.objects.create(old_path="/it/x", redirect_page=page)
    form = RedirectForm(
        {"old_path": "/it/x", "redirect_link": f"{ORIGIN}/it/x", "redirect_page": ""}, instance=redirect
    )
    assert "round in a circle" in form.errors["redirect_link"][0]


def test_without_the_rules_the_form_takes_anything(page: Any, monkeypatch: Any) -> None:
    from cms.redirect_rules import WAGTAILS_CLEAN

    monkeypatch.setattr(Redirect, "clean", WAGTAILS_CLEAN)
    assert errors_of("/it/contacts", redirect_link=f"{ORIGIN}/it/contacts") == {}
    assert load(NOW.replace(year=2027)).content.redirects == ()
