"""Bad input ends in one sentence with what, where and what to do; the live site stays, and no half release is left."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from cms.environment import read
from site_content.models import HomePage, NewsPage
from static_build.build import build
from static_build.release import Store
from tests.conftest import NOW
from tests.factories.event import EventPageFactory
from tests.factories.file import FileFactory
from tests.factories.news import NewsPageFactory
from tests.factories.picture import PictureFactory
from tests.factories.section import SectionPageFactory
from tests.site.planting import Planting, change, clear, make_body, make_figure, make_items
from tests.site.test_line import read_tree
from tests.translate import translate

CLONE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Any], Path]]:
    """A live site of one translated news item, made once for all tests here and then rolled back."""
    home = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(home / "media")), transaction.atomic():
        clear()
        planting = Planting()
        page = NewsPageFactory(parent=planting.sections["it"], title="Un robot", slug="robot")
        pages = {
            "home": planting.homes["it"],
            "section": planting.sections["it"],
            "page": page,
            "translated": translate(page, planting.locales["zh-hans"]),
        }
        build(Store(home), now=NOW)
        yield pages, home
        transaction.set_rollback(True)


@pytest.fixture
def site(made: tuple[dict[str, Any], Path], db: None, data_folder: Path) -> dict[str, Any]:
    """That site's pages as they stand in the database, and its files in this test's own folder."""
    pages, home = made
    shutil.copytree(home, data_folder, symlinks=True, copy_function=os.link, dirs_exist_ok=True)
    return {name: type(page).objects.get(pk=page.pk) for name, page in pages.items()}


@pytest.fixture
def refused(site: Any, data_folder: Path) -> Callable[[], str]:
    """Runs a build that must fail; the site and the releases must be as they were. Returns what it says."""

    def run() -> str:
        store = Store(data_folder)
        before = read_tree(data_folder), store.current(), store.list_releases()
        with pytest.raises(CommandError) as caught:
            call_command("build", "--quiet", "--now", "2026-11-22T10:00:00+01:00")
        assert (read_tree(data_folder), store.current(), store.list_releases()) == before
        assert not [path for path in data_folder.rglob(".*") if path.name != ".lock"]
        assert caught.value.returncode == 1
        return str(caught.value)

    return run


def test_a_missing_original_of_a_picture(site: Any, refused: Any, data_folder: Path) -> None:
    picture = PictureFactory()
    picture.get_file_hash()
    change(site["page"], picture=picture)
    os.unlink(data_folder / "media" / picture.file.name)
    assert refused().startswith(f"The original of picture {picture.pk} is missing: ")


def test_a_missing_file(site: Any, refused: Any, data_folder: Path) -> None:
    file = FileFactory()
    file.get_file_hash()
    file.get_file_size()
    change(site["page"], body=make_body(("documents", {"title": "", "files": make_items(file.pk)})))
    os.unlink(data_folder / "media" / file.file.name)
    said = refused()
    assert said.startswith(f"The file of document {file.pk} cannot be read (No such file or directory)")
    assert said.endswith("Upload it again in the CMS.")


def test_a_file_that_was_never_measured_and_is_missing(site: Any, refused: Any, data_folder: Path) -> None:
    picture = PictureFactory()
    change(picture, file_hash="")
    os.unlink(data_folder / "media" / picture.file.name)
    assert f"picture {picture.pk} cannot be read" in refused()


@pytest.mark.parametrize("data", [b"", b"GIF89a\0\0", b"\xff\xd8\xff\xe0\0\x10JFIF\0 cut short"])
def test_a_corrupt_picture(data: bytes, site: Any, refused: Any, data_folder: Path) -> None:
    picture = PictureFactory()
    change(site["page"], body=make_body(make_figure(picture)))
    (data_folder / "media" / picture.file.name).write_bytes(data)
    said = refused()
    assert said.startswith(f"The original of picture {picture.pk} ")
    assert said.endswith("Upload it again in the CMS.")


@pytest.mark.parametrize(
    "block",
    [
        ("old_gallery", {}),
        ("heading", {"level": "2"}),
        ("heading", "testo"),
        ("questions", {"items": [{"question": "x"}]}),
        ("timeline", {"entries": make_items({"title": "x", "date": "ieri"})}),
        ("table", {"header": ["a"], "rows": []}),
    ],
)
def test_a_body_of_an_older_shape(block: Any, site: Any, refused: Any) -> None:
    change(site["page"], body=make_body(block))
    said = refused()
    assert said.startswith(f"news {site['page'].pk} (it), field body: ")
    assert said.endswith("Open it in the CMS and save it again, or correct the stored value.")


@pytest.mark.parametrize(
    "value", ['{"a": 1}', '"testo"', "[1]", '[{"type": "action", "value": {"label": "x"}}]']
)
def test_another_streamfield_of_an_older_shape(value: str, site: Any, refused: Any) -> None:
    HomePage.objects.filter(pk=site["home"].pk).update(actions=json.loads(value))
    said = refused()
    assert said.startswith(f"home {site['home'].pk} (it), field actions: ")


def test_a_moment_that_is_none(site: Any, refused: Any) -> None:
    section = SectionPageFactory(parent=site["home"], title="Eventi", slug="events", lists="event")
    page = EventPageFactory(parent=section)
    change(page, starts="domani")
    said = refused()
    assert f"event {page.pk} (it)" in said
    assert "'domani'" in said


def test_a_page_outside_its_languages_home(site: Any, refused: Any) -> None:
    page = NewsPageFactory(parent=site["section"], title="Straniera", slug="stray")
    change(page, locale=site["translated"].locale)
    assert refused() == (
        f"Page {page.pk} ('Straniera') is in zh-hans but not below that language's home page: move it there in the CMS."
    )


def test_a_translation_whose_source_is_gone(site: Any, refused: Any, settings: Any) -> None:
    settings.WAGTAILLOCALIZE_DISABLE_ON_DELETE = True  # else what it was translated from is forgotten
    NewsPage.objects.get(pk=site["page"].pk).delete()
    change(site["translated"], live=True)  # an editor put it online again
    title = site["translated"].title
    assert refused() == (
        f"Page {site['translated'].pk} ({title!r}, zh-hans) is a translation, but the it page that it was translated "
        "from is gone: unpublish or delete it in the CMS."
    )


def test_deleting_an_original_takes_its_translation_offline(site: Any, data_folder: Path, now: Any) -> None:
    NewsPage.objects.get(pk=site["page"].pk).delete()
    build(Store(data_folder), now=now)
    files = read_tree(data_folder)
    assert "zh-hans/news/robot/index.html" not in files
    assert "it/news/robot/index.html" not in files
    kept = NewsPage.objects.get(pk=site["translated"].pk)
    assert (kept.live, kept.title) == (False, site["translated"].title)


def test_deleting_a_translation_leaves_its_original_online(site: Any, data_folder: Path, now: Any) -> None:
    NewsPage.objects.get(pk=site["translated"].pk).delete()
    build(Store(data_folder), now=now)
    assert "it/news/robot/index.html" in read_tree(data_folder)


def test_no_public_home_page(site: Any, refused: Any) -> None:
    HomePage.objects.update(live=False)
    assert refused().startswith("No home page is public in any language. Publish one in the CMS")


def test_two_pages_at_one_address(site: Any, refused: Any) -> None:
    page = NewsPageFactory(parent=site["section"], title="Doppione", slug="other")
    change(page, slug="robot")
    said = refused()
    assert "/it/news/robot/index.html: “" in said
    assert any(
        f"“{one}” and “{other}” have the same address. Change the slug of one." in said
        for one, other in (("Doppione", "Un robot"), ("Un robot", "Doppione"))
    ), said


def test_a_link_that_leads_nowhere(site: Any, refused: Any) -> None:
    change(site["page"], body=make_body(("paragraph", '<p><a href="/it/none/">qui</a></p>')))
    assert "(“Un robot”): the link /it/none/ leads nowhere. Correct or remove it in the text." in refused()


def test_a_full_disk(site: Any, refused: Any, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site["page"].title = "Un titolo nuovo"
    site["page"].save_revision().publish()
    room = iter([True] * 3)
    real = os.write

    def write(file: int, data: Any) -> int:
        """On a disk that is full after three more writes."""
        if not next(room, False):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data)

    monkeypatch.setattr(os, "write", write)
    said = refused()
    assert said == f"The disk of {data_folder} is full. Free some space; the site that was live stays live."


def test_a_folder_without_rights(
    site: Any, refused: Any, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert refused() == (
        f"The data folder {data_folder} cannot be written (Permission denied). Give the user that runs Ponte write access, "
        "or set PONTE_HOME to another folder."
    )


def test_a_data_folder_below_a_file(site: Any, settings: Any, data_folder: Path) -> None:
    (data_folder / "file").write_text("")
    settings.HOME = data_folder / "file/var"
    with pytest.raises(CommandError, match=r"The data folder .* cannot be written \(Not a directory\)"):
        call_command("build", "--quiet")


def test_another_build_is_running(site: Any, refused: Any, data_folder: Path) -> None:
    with Store(data_folder).lock():
        assert (
            refused()
            == "Another build is running on this data folder. Wait until it has ended, then try again."
        )


def test_the_release_before_is_corrupt(site: Any, refused: Any, data_folder: Path) -> None:
    store = Store(data_folder)
    name = store.current() or ""
    (store.releases / name / "manifest.json").unlink()
    (store.releases / name / "manifest.json").write_text("{")
    said = refused()
    assert str(store.releases / name / "manifest.json") in said
    assert "build with --full" in said
    call_command("build", "--quiet", "--full", "--now", "2026-11-22T10:00:00+01:00")
    assert "it/news/robot/index.html" in read_tree(data_folder)


def ponte(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as a user does, on an empty data folder with SQLite."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PONTE_")}
    return subprocess.run(
        [sys.executable, "-m", "cms", *arguments],
        cwd=CLONE,
        env={**clean, "PONTE_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("build",), 1, "The database cannot be read: no such table"),
        (("nonesuch",), 2, "There is no command 'nonesuch'. `ponte help` lists them all."),
        (("build", "--nonesuch"), 2, "unrecognized arguments: --nonesuch"),
        (("build", "--now", "yesterday"), 2, "'yesterday' is no ISO 8601 moment"),
        (
            ("build", "--now", "2026-11-22T10:00"),
            2,
            "has no offset from UTC; write for example 2026-11-22T10:00+01:00",
        ),
        (("serve",), 1, "There is no release in"),
        (("serve", "--port", "x"), 2, "invalid int value: 'x'"),
        (("releases", "--nonesuch"), 2, "unrecognized arguments: --nonesuch"),
    ],
)
def test_a_command_that_cannot_do_its_work(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    done = ponte(tmp_path, *arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "current").exists()


def test_a_malformed_setting_stops_a_build_with_its_id_and_hint(tmp_path: Path) -> None:
    done = ponte(tmp_path, "build", PONTE_NOW="yesterday")
    assert done.returncode == 1
    assert "(ponte.E007) PONTE_NOW is 'yesterday'" in done.stderr
    assert "HINT: Write an ISO 8601 moment with its offset" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "id"),
    [
        ("PONTE_ENV", "staging", "ponte.E001"),
        ("PONTE_DATABASE_URL", "mysql://x", "ponte.E003"),
        ("PONTE_PUBLIC_URL", "www.example.org", "ponte.E004"),
        ("PONTE_PUBLIC_URL", "https://example.org/sub/", "ponte.E004"),
        ("PONTE_PUBLIC_URL", "https://[", "ponte.E004"),
        ("PONTE_ADMIN_URL", "ftp://example.org", "ponte.E005"),
        ("PONTE_TARGETS", "folder:/srv/www, rsync://x", "ponte.E006"),
        ("PONTE_NOW", "2026-11-22T09:00", "ponte.E007"),
    ],
)
def test_each_malformed_setting_is_a_check_with_id_and_hint(
    name: str, value: str, id: str, tmp_path: Path
) -> None:
    problems = read({name: value, "PONTE_HOME": str(tmp_path)}).problems
    assert [problem.id for problem in problems] == [id]
    assert problems[0].message.startswith(f"{name} is {value!r}")
    assert problems[0].hint.endswith((".", ")"))


def test_a_missing_key_is_a_check_in_production(tmp_path: Path, settings: Any) -> None:
    environment = read({"PONTE_ENV": "production", "PONTE_HOME": str(tmp_path)})
    settings.ENVIRONMENT = environment
    found = {check.id: check for check in run_checks(tags=["ponte"])}
    assert "PONTE_SECRET_KEY is missing" in found["ponte.E002"].msg
    assert found["ponte.E002"].hint
    assert read({"PONTE_HOME": str(tmp_path)}).problems == ()
