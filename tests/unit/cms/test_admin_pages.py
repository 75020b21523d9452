"""The admin's own pages: none asks another host for anything; uploads are for those who are logged in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from wagtail.users.models import UserProfile

from tests.factories.picture import PictureFactory
from tests.unit.cms.people import editor_url, target_of

pytestmark = pytest.mark.django_db
LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "srcset", "video": "src"}
CSS_URL = re.compile(r"url\(\s*['\"]?((?:https?:)?//[^'\")]+)")
IMPORT = re.compile(r"""(?:fetch|import)\(\s*['"]((?:https?:)?//[^'"]+)""")


def foreign_urls(html: str) -> set[str]:
    """The addresses on other hosts that a browser would load for this page by itself."""
    tree = LexborHTMLParser(html)
    asked = {
        node.attributes.get(attribute) or "" for tag, attribute in LOADED.items() for node in tree.css(tag)
    }
    asked |= set(CSS_URL.findall(html)) | set(IMPORT.findall(html))
    own = {"", "testserver", "localhost", "127.0.0.1"}
    return {url for url in asked if not url.startswith("data:") and (urlsplit(url).hostname or "") not in own}


def admin_pages(news: Any, translation: Any) -> dict[str, str]:
    """The address of each page of the admin that is opened, by name."""
    names = {
        "dashboard": "wagtailadmin_home",
        "explorer": "wagtailadmin_explore_root",
        "pictures": "wagtailimages:index",
        "new picture": "wagtailimages:add",
        "files": "wagtaildocs:index",
        "snippets": "wagtailsnippets:index",
        "partners": "wagtailsnippets_site_content_partner:list",
        "new partner": "wagtailsnippets_site_content_partner:add",
        "users": "wagtailusers_users:index",
        "new user": "wagtailusers_users:add",
        "account": "wagtailadmin_account",
        "translations": "ponte_matrix",
        "workflows": "wagtailadmin_workflows:index",
        "site history": "wagtailadmin_reports:site_history",
        "languages": "wagtaillocales:index",
        "login": "wagtailadmin_login",
    }
    edit = {
        name: reverse("wagtailadmin_pages:edit", args=[one.pk])
        for name, one in {"editor": news, "translated page": target_of(translation)}.items()
    }
    own = {"explorer of a section": reverse("wagtailadmin_explore", args=[news.get_parent().pk])}
    translating = {"translation": editor_url(translation)}
    return {name: reverse(view) for name, view in names.items()} | edit | own | translating


def test_no_admin_page_asks_another_host(news: Any, translation: Any, log_in: Any) -> None:
    client, found = log_in("superuser"), {}
    for name, url in admin_pages(news, translation).items():
        response = client.get(url, follow=True)
        assert response.status_code == 200, name
        found[name] = foreign_urls(response.content.decode())
    assert {name: urls for name, urls in found.items() if urls} == {}


def test_the_look_for_foreign_hosts_finds_them() -> None:
    html = '<script src="//a.example/x.js"></script><style>a{background:url(https://b.example/y)}</style>'
    assert foreign_urls(html) == {"//a.example/x.js", "https://b.example/y"}


def test_the_policy_lets_nothing_else_load(log_in: Any) -> None:
    policy = log_in("superuser").get(reverse("wagtailadmin_home"))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_the_dashboard_leads_to_both_public_sites(log_in: Any) -> None:
    html = log_in("Editors").get(reverse("wagtailadmin_home")).content.decode()
    for code in ("it", "zh-hans"):
        assert f"{settings.PONTE_PUBLIC_URL.rstrip('/')}/{code}/" in html


def test_the_admin_bears_the_name_of_the_product() -> None:
    html = Client().get(reverse("wagtailadmin_login")).content.decode()
    assert "Ponte" in html
    assert "Sign in to Wagtail" not in html


@pytest.mark.parametrize("role", ["Editors", "Reviewers", "Translators (Chinese)", "Administrators"])
def test_each_role_has_a_dashboard_and_a_list_of_translations(
    role: str, translation: Any, log_in: Any
) -> None:
    client = log_in(role)
    for view in ("wagtailadmin_home", "ponte_matrix"):
        assert client.get(reverse(view)).status_code == 200


def test_the_report_that_knows_no_rights_leads_to_the_matrix(translation: Any, log_in: Any) -> None:
    other = reverse("wagtail_localize:translations_report")
    client = log_in("Editors")
    assert client.get(other).headers["Location"] == reverse("ponte_matrix")
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert other not in html
    assert reverse("ponte_matrix") in html


def test_uploads_are_for_those_who_are_logged_in(log_in: Any) -> None:
    picture = PictureFactory()
    url = f"{settings.MEDIA_URL}{picture.file.name}"
    picture.file.close()
    assert Client().get(url).status_code == 302
    response = log_in("Editors").get(url)
    assert response.status_code == 200
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


def test_files_are_not_served_around_their_own_view(log_in: Any, settings: Any) -> None:
    folder = Path(settings.MEDIA_ROOT) / "documents"
    folder.mkdir(parents=True)
    (folder / "private.pdf").write_bytes(b"%PDF")
    assert log_in("Editors").get("/cms-media/documents/private.pdf").status_code == 404
    assert log_in("Editors").get("/cms-media/images/../documents/private.pdf").status_code == 404


@pytest.mark.parametrize("language", ["it", "zh-hans"])
def test_the_admin_speaks_both_languages(language: str, translation: Any, log_in: Any) -> None:
    client = log_in("Editors")
    UserProfile.objects.update(preferred_language=language)
    html = client.get(editor_url(translation)).content.decode()
    assert "Save draft" not in html
    assert {"it": "Salva la bozza", "zh-hans": "保存草稿"}[language] in html
