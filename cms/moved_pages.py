"""Pages that move: whatever gives public pages another address leaves a redirect at the old one, in every language.

In: saves with another slug, and moves, each looked at before and after by the rules of the public site. Out: automatic rows
of Wagtail's redirects, in the same transaction; static_build.redirects decides which may leave. Translations move too.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from django.db.models.signals import post_save, pre_save
from wagtail.actions.move_page import MovePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from cms.addresses import find_addresses
from site_content.paths import source_of

CHUNK = 1000
LONGEST = 255
"""What the column of a redirect's old path holds."""
_thread = threading.local()


def install() -> None:
    """Connects to every save and move of a page."""
    pre_save.connect(_note_rename, dispatch_uid="ponte-address-before-save")
    post_save.connect(_leave_redirects, dispatch_uid="ponte-address-after-save")
    pre_page_move.connect(_note_move, dispatch_uid="ponte-address-before-move")
    post_page_move.connect(_move_translations, dispatch_uid="ponte-translations-move")


def _noted() -> dict[int, dict[int, str]]:
    """Public addresses before the change that is under way, by the id of the page that changes."""
    noted: dict[int, dict[int, str]] = _thread.__dict__.setdefault("noted", {})
    return noted


def _note_rename(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
    if not isinstance(instance, Page) or instance.pk is None or raw:
        return
    if update_fields is not None and "slug" not in update_fields:
        return
    slug = Page.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if slug is not None and slug != instance.slug:
        _noted()[instance.pk] = find_addresses(instance).public


def _note_move(instance: Any, url_path_before: str, url_path_after: str, **_: Any) -> None:
    if url_path_before != url_path_after:
        _noted()[instance.pk] = find_addresses(instance).public


def _leave_redirects(sender: Any, instance: Any, **_: Any) -> None:
    """After the save in which a rename or a move ends: the tree stands as it will be committed."""
    before = _noted().pop(instance.pk, None) if isinstance(instance, Page) else None
    if before:
        after = find_addresses(instance).every
        store({path: page for page, path in before.items() if after.get(page) != path})


def store(moved: dict[str, int]) -> None:
    """Keeps a redirect from each path to the page of that id. What an editor made for an old path stays."""
    wanted = {Redirect.normalise_path(path): page for path, page in moved.items()}
    for chunk in _cut({path: page for path, page in wanted.items() if len(path) <= LONGEST}):
        known = list(Redirect.objects.filter(old_path__in=chunk))
        own = [
            each
            for each in known
            if each.automatically_created and each.redirect_page_id != chunk[each.old_path]
        ]
        for each in own:
            each.redirect_page_id = chunk[each.old_path]
        Redirect.objects.bulk_update(own, ["redirect_page"])
        taken = {each.old_path for each in known}
        Redirect.objects.bulk_create(
            Redirect(old_path=path, redirect_page_id=page, automatically_created=True)
            for path, page in chunk.items()
            if path not in taken
        )


def _cut(moved: dict[str, int]) -> Iterator[dict[str, int]]:
    items = sorted(moved.items())
    for start in range(0, len(items), CHUNK):
        yield dict(items[start : start + CHUNK])


def _move_translations(instance: Any, parent_page_before: Any, parent_page_after: Any, **_: Any) -> None:
    """Where a page was written first, its translations and aliases go with it, as far as the new place is translated."""
    if parent_page_before.pk == parent_page_after.pk or source_of(instance).pk != instance.pk:
        return
    for translation in instance.get_translations():
        place = parent_page_after.get_translation_or_none(translation.locale)
        stood_beside = translation.get_parent().translation_key == parent_page_before.translation_key
        if (
            place is not None
            and stood_beside
            and Page._slug_is_available(translation.slug, place, translation)
        ):
            MovePageAction(translation, place, pos="last-child").execute(skip_permission_checks=True)
