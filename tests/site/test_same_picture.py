"""The same bytes uploaded twice: one rendition serves both, and what is private of them neither leaks nor breaks anything."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from site_content.models import NewsPage
from site_content.models.file import File
from site_content.models.picture import Picture
from static_build.engine import Engine
from static_build.manifest import Manifest
from static_build.release import Store
from static_build.requests import answer_taken, take_waiting
from tests.factories.base import find_section
from tests.factories.file import FileFactory
from tests.factories.news import NewsPageFactory
from tests.factories.picture import PictureFactory
from tests.site.walk import items, publish

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Twins:
    """Two news items, each with its own copy of one picture and one file, built by a warm engine."""

    def __init__(self, home: Path, now: datetime) -> None:
        self.store, self.now = Store(home), now
        self.engine = Engine(self.store, workers=1)
        self.pictures, self.files, self.pages = [], [], []
        section = find_section("news")
        publish(section)
        for name in ("una", "due"):
            picture = PictureFactory(title=name, alt_texts={"it": f"alt {name}"})
            file = FileFactory(title=name, file__filename=f"{name}.txt")
            page = NewsPageFactory(parent=section, title=name, slug=name)
            documents = {"title": "Documenti", "files": items(file.pk)}
            publish(page, picture=picture, body=[{"type": "documents", "id": name, "value": documents}])
            self.pictures.append(picture)
            self.files.append(file)
            self.pages.append(page)
        self.build(whole=True)

    def build(self, *, whole: bool = False) -> Manifest:
        batch = take_waiting("twins")
        self.engine.build(now=self.now, changed=None if whole or batch is None else batch.changed)
        answer_taken("twins", None)
        fresh = Store(self.store.home / f"fresh-{len(list(self.store.home.iterdir()))}")
        Engine(fresh, workers=1).build(now=self.now)
        manifest = self.store.manifest(self.store.current() or "")
        assert manifest == fresh.manifest(fresh.current() or "")
        return manifest

    def html(self, slug: str) -> str:
        return (self.store.public / f"it/section-news/{slug}/index.html").read_text("utf-8")


@pytest.fixture
def twins(italian_home: Any, data_folder: Path, now: datetime) -> Twins:
    return Twins(data_folder, now)


def media(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Sources by path of renditions and downloads."""
    return {path: entry.sources for path, entry in manifest.outputs.items() if path.startswith("media/")}


def private() -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Riservata")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def move(media: Any, collection: Collection) -> None:
    media.collection = collection
    media.save()


def test_two_uploads_of_the_same_bytes_share_their_renditions(twins: Twins) -> None:
    assert len({picture.file_hash for picture in twins.pictures}) == 1
    both = tuple(f"picture:{picture.pk}" for picture in twins.pictures)
    found = media(twins.build())
    assert set(found.values()) == {both, tuple(f"file:{file.pk}" for file in twins.files)}
    assert {path.rsplit("/", 1)[-1] for path in found if path.endswith(".txt")} == {"una.txt", "due.txt"}
    assert ["alt una" in twins.html("una"), "alt due" in twins.html("due")] == [True, True]


@pytest.mark.parametrize("which", [0, 1])
def test_one_of_them_in_a_private_collection_is_shown_nowhere(twins: Twins, which: int) -> None:
    collection = private()
    move(twins.pictures[which], collection)
    move(twins.files[which], collection)
    found = media(twins.build())
    rest = 1 - which
    assert set(found.values()) == {(f"picture:{twins.pictures[rest].pk}",), (f"file:{twins.files[rest].pk}",)}
    hidden, shown = ("una", "due") if which == 0 else ("due", "una")
    assert not re.search("/media/(?!share/)", twins.html(hidden))
    assert f"{hidden}.txt" not in "".join(found)
    assert [f"alt {shown}" in twins.html(shown), f"{shown}.txt" in twins.html(shown)] == [True, True]
    assert not list(twins.store.public.rglob(f"{hidden}.txt"))


def test_both_private_nothing_is_left_in_the_public_folder(twins: Twins) -> None:
    collection = private()
    for each in (*twins.pictures, *twins.files):
        move(each, collection)
    assert media(twins.build()) == {}
    assert not list((twins.store.public / "media").rglob("*.*"))


@pytest.mark.parametrize("which", [0, 1])
def test_one_of_them_deleted_the_other_is_shown_as_before(twins: Twins, which: int) -> None:
    before = media(twins.build())
    Path(twins.pictures[which].file.path).unlink()
    Path(twins.files[which].file.path).unlink()
    Picture.objects.get(pk=twins.pictures[which].pk).delete()
    File.objects.get(pk=twins.files[which].pk).delete()
    found = media(twins.build())
    rest = 1 - which
    assert {path for path in found if not path.endswith(".txt")} == {
        path for path in before if not path.endswith(".txt")
    }
    assert set(found.values()) == {(f"picture:{twins.pictures[rest].pk}",), (f"file:{twins.files[rest].pk}",)}
    assert twins.html(("una", "due")[rest]).count("/media/") > 1


def test_one_of_them_replaced_both_have_their_own(twins: Twins) -> None:
    before = media(twins.build())
    other = PictureFactory.build(file__color="navy")
    picture = twins.pictures[0]
    picture.file = ContentFile(other.file.read(), "picture.jpg")
    picture._set_image_file_metadata()
    picture.save()
    found = media(twins.build())
    assert set(before) < set(found)
    assert len([path for path, sources in found.items() if sources == (f"picture:{picture.pk}",)]) == sum(
        sources == (f"picture:{twins.pictures[1].pk}",) for sources in found.values()
    )
    assert NewsPage.objects.count() == 2
