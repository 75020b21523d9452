"""The admin's forms open for every type, and bad uploads get a sentence."""

from __future__ import annotations

import gc
import io
import warnings
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, Page

from site_content.models.picture import MAX_PIXELS, Picture
from site_content.viewsets import DirectoryGroup
from tests.factories.base import find_home, find_section
from tests.factories.discovery import find_factories
from tests.factories.picture import PictureFactory
from tests.factories.streams import fill_text

# Wagtail leaves the temporary file of a rendition to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file <:ResourceWarning"),
]

SECTION_CHILDREN = ["news", "event", "call", "programme", "technology", "service", "publication"]


@pytest.fixture
def editor(admin_client: Any) -> Any:
    """A superuser's browser; what its requests leave open is collected where the warning is ignored."""
    yield admin_client
    gc.collect()


@pytest.mark.parametrize("kind", [f"{stem}page" for stem in SECTION_CHILDREN])
def test_the_form_of_a_new_page_opens(editor: Any, kind: str) -> None:
    parent = find_section(kind.removesuffix("page"))
    assert (
        editor.get(reverse("wagtailadmin_pages:add", args=["site_content", kind, parent.pk])).status_code
        == 200
    )


def test_a_new_news_item_is_of_today(editor: Any) -> None:
    parent = find_section("news")
    form = editor.get(
        reverse("wagtailadmin_pages:add", args=["site_content", "newspage", parent.pk])
    ).context["form"]
    assert form["date"].value() == localdate()


@pytest.mark.parametrize("kind", ["freepage", "sectionpage"])
def test_the_form_of_a_page_below_home_opens(editor: Any, kind: str) -> None:
    home = find_home()
    assert (
        editor.get(reverse("wagtailadmin_pages:add", args=["site_content", kind, home.pk])).status_code == 200
    )
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).status_code == 200


@pytest.mark.parametrize("viewset", DirectoryGroup.items)
def test_the_list_and_the_form_of_a_snippet_open(editor: Any, viewset: Any) -> None:
    find_home()
    prefix = f"wagtailsnippets_site_content_{viewset.model._meta.model_name}"
    for view in ("list", "add"):
        assert editor.get(reverse(f"{prefix}:{view}")).status_code == 200


@pytest.mark.parametrize("factory", find_factories())
def test_the_form_of_something_filled_opens(editor: Any, factory: Any) -> None:
    find_home()
    instance = factory()
    fill_text(instance)
    url = AdminURLFinder().get_edit_url(instance)
    assert editor.get(url).status_code == 200


def test_a_new_page_with_a_reserved_address_is_refused_in_the_form(editor: Any) -> None:
    home = find_home()
    url = reverse("wagtailadmin_pages:add", args=["site_content", "sectionpage", home.pk])
    form_class = editor.get(url).context["form"].__class__
    page = form_class._meta.model(locale=home.locale)
    form = form_class(
        {"title": "x", "slug": "api", "lists": "news", "body-count": "0"}, instance=page, parent_page=home
    )
    assert "slug" in form.errors


@pytest.mark.parametrize(
    ("title", "carried", "slug"),
    [("La qualità", "la-qualità", "la-qualita"), ("中意实验室", "中意实验室", "zhong-yi-shi-yan-shi")],
)
def test_a_title_carried_into_the_address_can_be_published(
    editor: Any, title: str, carried: str, slug: str
) -> None:
    parent = find_section("news")
    empty = {
        "body-count": "0",
        "related_pages": [],
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    sent = {"title": title, "slug": carried, "date": "2026-11-20", "kind": "news", **empty}
    answer = editor.post(
        reverse("wagtailadmin_pages:add", args=["site_content", "newspage", parent.pk]),
        {**sent, "action-publish": "action-publish"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    page = Page.objects.get(slug=slug)
    assert (page.title, page.live) == (title, True)


def test_alt_texts_are_edited_in_each_language() -> None:
    picture = PictureFactory()
    form_class = get_image_form(Picture)
    opened = form_class(instance=picture)
    assert opened["alt_it"].initial == "Un campione verde acqua"
    data = {"title": "x", "alt_it": " Un ponte ", "alt_zh_hans": "", "collection": picture.collection_id}
    form = form_class(data, instance=picture)
    assert form.is_valid(), form.errors
    assert form.save().alt_texts == {"it": "Un ponte"}
    assert picture.alt("it") == "Un ponte"
    assert picture.alt("zh-hans") == ""


def draw(pillow_format: str, size: tuple[int, int] = (4, 4)) -> bytes:
    """The bytes of a real picture."""
    stream = io.BytesIO()
    Image.new("1" if pillow_format == "PNG" else "RGB", size).save(stream, pillow_format)
    return stream.getvalue()


UPLOADS = {
    "junk behind a GIF's first bytes": ("a.gif", b"GIF89a" + b"\0" * 40),
    "junk behind a PNG's first bytes": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    "junk behind a JPEG's first bytes": ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40),
    "a WebP header alone": ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
    "an AVIF header alone": ("a.avif", b"\0\0\0\x20ftypavif" + b"\0" * 40),
    "a GIF": ("a.gif", draw("GIF")),
    "a PNG that calls itself JPEG": ("a.jpg", draw("PNG")),
    "a drawing with scripts": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "nothing": ("a.png", b""),
    "a truncated JPEG": ("a.jpg", draw("JPEG", (64, 64))[:200]),
}


@pytest.mark.parametrize("what", UPLOADS)
def test_a_file_that_is_no_picture_is_refused_with_a_sentence(what: str) -> None:
    name, content = UPLOADS[what]
    form = make_upload(name, content)
    assert "file" in form.errors


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        content = draw("PNG", (10_001, MAX_PIXELS // 10_000))
    assert "file" in make_upload("a.png", content).errors


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.avif", "AVIF")]
)
def test_a_picture_is_taken(name: str, kind: str) -> None:
    form = make_upload(name, draw(kind, (32, 32)))
    assert form.is_valid(), form.errors
    assert form.save().width == 32


def make_upload(name: str, content: bytes) -> Any:
    """The form of a new picture with that file."""
    data = {"title": "x", "collection": Collection.get_first_root_node().pk}
    return get_image_form(Picture)(data, {"file": SimpleUploadedFile(name, content)})
