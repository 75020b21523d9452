"""What must not leave is in no byte of a release; and for each guard a test that it leaves once the guard is off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from site_content import visibility
from site_content.converters import richtext
from site_content.converters.context import Context
from static_build import load, pictures, stored
from static_build.build import build
from static_build.errors import CheckFailed
from static_build.outputs import media
from static_build.outputs.output import Output
from static_build.release import Store
from tests.conftest import NOW
from tests.site.canaries import compress, make_pdf, read_release, readable_forms
from tests.site.planting import Planting, change, clear

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def planted(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Planting, Path]]:
    """The planted site and the folder of its pictures and files, made once for all tests here and then rolled back."""
    folder = tmp_path_factory.mktemp("planted")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=str(folder / "media")),
        transaction.atomic(),
    ):
        clear()
        planting = Planting()
        planting.plant_all()
        yield planting, folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def media_folder(planted: tuple[Planting, Path], data_folder: Path, settings: Any) -> None:
    """The pictures and files that were planted, instead of this test's own empty folder."""
    settings.MEDIA_ROOT = str(planted[1] / "media")


@pytest.fixture(scope="module")
def store(planted: tuple[Planting, Path]) -> Store:
    """One data folder for all builds here: each renders only what its guard changes."""
    return Store(planted[1])


def leave(store: Store, planting: Planting) -> dict[str, list[str]]:
    """What leaves and in which files, in a build of what is there now."""
    build(store, now=NOW, workers=1)
    return planting.canaries.found_in(read_release(store))


def test_no_canary_leaves(planted: tuple[Planting, Path], store: Store) -> None:
    assert leave(store, planted[0]) == {}


def test_what_is_public_is_found(planted: tuple[Planting, Path], store: Store) -> None:
    build(store, now=NOW, workers=1)
    public = planted[0].public
    assert public.found_in(read_release(store)).keys() == public.marked.keys()


def test_the_scan_sees_through_compression() -> None:
    word = "xqz999q"
    assert any(word in form for form in readable_forms(compress(word.encode()), Path("x.html.gz")))
    assert any(word in form for form in readable_forms(make_pdf(word), Path("x.pdf")))


def test_what_is_withdrawn_goes_from_every_file(planted: tuple[Planting, Path], store: Store) -> None:
    planting = planted[0]
    build(store, now=NOW, workers=1)
    with transaction.atomic():
        from site_content.models import NewsPage

        for page in NewsPage.objects.filter(title__contains=planting.public.marked["live with draft, it"]):
            change(page, live=False)
        build(store, now=NOW, workers=1)
        found = planting.public.found_in(read_release(store))
        transaction.set_rollback(True)
    gone = {"live with draft, it", "live with draft, zh-hans from it"}
    assert planting.public.marked.keys() - found.keys() == gone


def _both(*templates: str) -> set[str]:
    pairs = (("it", "zh-hans"), ("zh-hans", "it"))
    return {
        template.format(source=source, target=target) for template in templates for source, target in pairs
    }


def _always(answer: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: answer


def _every_row(model: Any) -> Any:
    return model.objects.all()


def _latest_texts(model: Any, rows: Any, ids: Any = None) -> Iterator[Any]:
    shown = rows.snippet_keys.get(model.document_type, rows.pages)
    for instance in model.objects.filter(live=True).order_by("pk"):
        if instance.pk in shown:
            yield instance.get_latest_revision_as_object() if instance.latest_revision_id else instance


def _cms_address(context: Context, page_id: int | None) -> str:
    from wagtail.models import Page

    page = Page.objects.filter(pk=page_id or 0).first()
    return f"/{context.locale}/news/{page.slug}/" if page else ""


_plan_media, _named_media = media.plan, media.subjects


def _every_file(site: Any) -> set[tuple[str, str]]:
    return _named_media(site) | {("every file", "")}


def _plan_every_file(site: Any, kind: str, hash: str) -> Iterator[Any]:
    from site_content.converters.context import file_url

    if kind != "every file":
        yield from _plan_media(site, kind, hash)
        return
    for id, row in site.content.files.items():
        if not site.ask("uses", f"file:{id}"):
            url = file_url(row.hash, row.file.rsplit("/", 1)[-1])
            original = f"{site.content.media_folder}/{row.file}"
            made = media.FileInput(original=original, hash=row.hash, owner=f"document {id}")
            yield Output(path=url.lstrip("/"), type="application/pdf", input=made, sources=(f"file:{id}",))


class _NoCleaner:
    def clean(self, html: str) -> str:
        return html


# The guard; what stands in its place when it is off; what then leaves.
GUARDS: dict[str, tuple[list[tuple[Any, str, Any]], set[str]]] = {
    "live": (
        [(visibility, "is_live", _always(True)), (stored, "candidates", _every_row)],
        _both(
            "draft, {source}",
            "never published source, {source}",
            "draft person, {source}",
            "draft topic, {source}",
        ),
    ),
    "live rows, not drafts": (
        [(load, "_read", _latest_texts)],
        _both("draft on a live page, {source} of {source}", "draft on a live page, {target} of {source}"),
    ),
    "view restriction": (
        [(visibility, "is_restricted", _always(False))],
        _both("restricted, {source}", "restricted translation, {target} from {source}"),
    ),
    "source of a translation": (
        [(visibility, "origin_is_open", _always(True))],
        _both(
            "restricted, {target} from {source}",
            "never published source, {target} from {source}",
            "expired, {target} from {source}",
            "scheduled, {target} from {source}",
        ),
    ),
    "pages above": (
        [
            (visibility, "stands_open", _always(True)),
            (visibility, "keep_whole_chains", lambda rows: set(rows.values())),
        ],
        _both("below unpublished, {source}"),
    ),
    "whole chain": (
        [(visibility, "keep_whole_chains", lambda rows: set(rows.values()))],
        _both("{target} original below the translation of a private page"),
    ),
    "expiry": ([(visibility, "has_expired", _always(False))], _both("expired, {source}")),
    "go-live moment": ([(visibility, "has_begun", _always(True))], _both("scheduled, {source}")),
    "alias that repeats another language": (
        [(visibility, "repeats_other_language", _always(False))],
        _both("alias in {target}"),
    ),
    "alias of what became private": (
        [(visibility, "original_is_open", _always(True))],
        _both("repeated and then private, {source}"),
    ),
    "source of a snippet": (
        [(visibility, "origin_is_published", _always(True))],
        _both("translation of a draft topic, {target}"),
    ),
    "collections": (
        [(visibility, "open_collections", lambda paths, restricted: set(paths))],
        {
            f"{kind} in a collection {name}: {place}"
            for name in ("private", "inside a private one")
            for kind, place in (
                ("picture", "alt it"),
                ("picture", "alt zh-hans"),
                ("file", "text"),
                ("file", "title"),
                ("file", "file name"),
            )
        },
    ),
    "days of results": (
        [(visibility, "results_are_out", _always(True))],
        {"results of the past: text", "results of the future: text"},
    ),
    "only files that are named": (
        [(media, "plan", _plan_every_file), (media, "subjects", _every_file)],
        {"file that nobody names: text"},
    ),
}


def _switch_off(name: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    patches, expected = GUARDS[name]
    for owner, attribute, instead in patches:
        monkeypatch.setattr(owner, attribute, instead)
    return expected


@pytest.mark.parametrize("name", GUARDS)
def test_without_its_guard_it_leaves(
    name: str, planted: tuple[Planting, Path], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _switch_off(name, monkeypatch)
    assert expected <= set(planted[0].canaries.marked)
    assert expected - leave(store, planted[0]).keys() == set()


def test_without_its_guard_metadata_leaves(
    planted: tuple[Planting, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_plain", lambda picture: picture)
    pictures.forget()
    found = leave(Store(tmp_path), planted[0])
    pictures.forget()
    assert {"public picture: comment", "public picture: icc"} <= found.keys()


def test_without_its_guard_a_link_to_a_private_page_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Context, "path", _cms_address)
    with pytest.raises(
        CheckFailed, match=r"/it/news/item-\d+-.*“Titolo .*”.*: the link /it/news/.* leads nowhere"
    ):
        build(store, now=NOW, workers=1)


def test_without_the_sanitiser_active_markup_leaves_or_is_refused(
    planted: tuple[Planting, Path], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(richtext, "_CLEANER", _NoCleaner())
    with pytest.raises(CheckFailed, match=r"loads https://example.org/xqz\d+q.png from another host"):
        build(store, now=NOW, workers=1)
    monkeypatch.setattr("static_build.check._foreign_loads", _always(()))
    monkeypatch.setattr("static_build.check._inline_code", _always(()))
    words = {
        f"active markup {place}, {code}"
        for place in ("script", "event", "image")
        for code in ("it", "zh-hans")
    }
    assert words <= leave(store, planted[0]).keys()


def test_without_visibility_in_the_plan_the_check_refuses(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = load.load(NOW).content
    key = next(key for key, document in content.documents.items() if document.path == "/it/news/")
    content.allowed -= {f"{key[0]}@{key[1]}"}
    monkeypatch.setattr(load.Loader, "load", _always(content))
    with pytest.raises(
        CheckFailed, match=r"/it/news/index.html \(“Notizie”\): shows .*, which may not be public"
    ):
        build(store, now=NOW, workers=1)


@pytest.mark.parametrize(("locale", "other"), [("it", "zh-hans"), ("zh-hans", "it")])
def test_each_language_has_its_own_address_and_the_sitemap_names_both(
    locale: str, other: str, store: Store
) -> None:
    build(store, now=NOW, workers=1)
    sitemap = (store.home / "current/sitemaps/section-1.xml").read_text()
    assert f"<loc>http://127.0.0.1:8080/{locale}/news/</loc>" in sitemap
    assert f"/{other}/news/" in sitemap
