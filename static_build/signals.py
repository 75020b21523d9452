"""What editors do becomes build requests that name the rows concerned and who did what, in the same transaction.

In: Wagtail's and Django's signals, and the log where Wagtail has no signal. Also remembers with which text a page or
snippet was published, for staleness.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from wagtail import signals
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageLogEntry,
    PageViewRestriction,
)

from site_content.staleness import note_publication
from static_build.manifest import Cause
from static_build.requests import MANY, request_build

if TYPE_CHECKING:
    from static_build.engine import Row

LOGGED = {
    "wagtail.create_alias": "published",
    "wagtail.convert_alias": "saved",
    "wagtail_localize.convert_to_alias": "saved",
}
"""Actions that change what is public and that only the log tells, with what they are called as a cause."""

_beside: ContextVar[list[Row] | None] = ContextVar("rows that belong to the request being made", default=None)
_codes: dict[int, str] = {}


def row_of(instance: Any) -> Row:
    """The row of an instance; of a page, in whatever class it was read, that of its own type."""
    model = (instance.specific_class or type(instance)) if isinstance(instance, Page) else type(instance)
    return model._meta.label_lower, instance.pk


def cause_of(what: str, instance: Any, *, user: Any = None) -> Cause:
    """Who did what to which page or row; `user` where the request at hand knows none."""
    who = get_active_log_context().user or user
    return Cause(
        what=what,
        title=_title_of(instance)[:255],
        key=_key_of(instance),
        locale=_code_of(instance),
        user=who.get_username() if who else "",
    )


def _title_of(instance: Any) -> str:
    if isinstance(instance, Page):
        return str(instance.title)
    return str(getattr(instance, "object_repr", None) or instance)


def _key_of(instance: Any) -> str:
    """The translation key of a page, a snippet, or what tells about one."""
    names = ("translation_key", "object_id", "key")
    return str(next((key for key in (getattr(instance, name, None) for name in names) if key), ""))


def _code_of(instance: Any) -> str:
    pk = getattr(instance, "locale_id", None)
    if pk is None:
        return str(getattr(instance, "locale", None) or getattr(instance, "language_code", ""))
    if pk not in _codes:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes.get(pk, "")


def _ask(what: str, instance: Any, *, user: Any = None, beside: tuple[Row, ...] = ()) -> None:
    request_build([row_of(instance), *beside], cause_of(what, instance, user=user))


@contextmanager
def _gathering() -> Iterator[list[Row]]:
    """Rows that are written inside belong to the request that follows and make none of their own."""
    rows: list[Row] = []
    token = _beside.set(rows)
    try:
        yield rows
    finally:
        _beside.reset(token)


def _published(instance: Any, revision: Any = None, **_: Any) -> None:
    with _gathering() as rows:
        if instance.live:  # else it only goes live later, and this comes again
            note_publication(instance)
    what = "published" if instance.live else "scheduled"
    _ask(what, instance, user=getattr(revision, "user", None), beside=tuple(rows))


def _unpublished(instance: Any, **_: Any) -> None:
    _ask("unpublished", instance)


def _moved(instance: Any, parent_page_before: Any, parent_page_after: Any, **_: Any) -> None:
    """Names the siblings too where the page stays among them: they may have made room although its own place is the same."""
    beside: list[Row] = []
    if parent_page_before.pk == parent_page_after.pk:
        beside = [row_of(page) for page in instance.get_siblings(inclusive=False)[: MANY + 1]]
    if len(beside) > MANY:
        request_build(None, cause_of("moved", instance))
    else:
        _ask("moved", instance, beside=tuple(beside))


def _renamed(instance: Any, **_: Any) -> None:
    _ask("renamed", instance)


def _saved(instance: Any, **_: Any) -> None:
    _row_changed("saved", instance)


def _deleted(instance: Any, **_: Any) -> None:
    _row_changed("deleted", instance)


def _row_changed(what: str, instance: Any) -> None:
    rows = _beside.get()
    if rows is not None:
        rows.append(row_of(instance))
    else:
        _ask(what, instance)


def _restricted(instance: Any, **_: Any) -> None:
    _restriction_changed("restricted", instance)


def _opened(instance: Any, **_: Any) -> None:
    _restriction_changed("opened", instance)


def _restriction_changed(what: str, restriction: Any) -> None:
    """Names the page or collection on which it stands; one that is being deleted with it is named by its own signal."""
    field = "page" if isinstance(restriction, PageViewRestriction) else "collection"
    model: Any = Page if field == "page" else Collection
    place = model.objects.filter(pk=getattr(restriction, f"{field}_id")).first()
    if place is not None:
        _ask(what, place, beside=(row_of(restriction),))


def _logged(instance: Any, created: bool = False, **_: Any) -> None:
    what = LOGGED.get(instance.action)
    if what and created and instance.page is not None:
        _ask(what, instance.page, user=instance.user)


def _locale_changed(instance: Any, **_: Any) -> None:
    """No row tells what a language's code means for all that is written in it."""
    _codes.clear()
    request_build(None, cause_of("saved", instance))


def connect() -> None:
    """Connects every signal that can change what is public; to do so again changes nothing."""
    _make_whole()
    _listen(signals.page_published, _published)
    _listen(signals.page_unpublished, _unpublished)
    _listen(signals.post_page_move, _moved)
    _listen(signals.page_slug_changed, _renamed)
    _listen(post_delete, _deleted, Page)
    _listen(post_save, _logged, PageLogEntry)
    for model in _snippets():
        _listen(signals.published, _published, model)
        _listen(signals.unpublished, _unpublished, model)
        _listen(post_delete, _deleted, model)
    for model in (PageViewRestriction, CollectionViewRestriction):
        _listen(post_save, _restricted, model)
        _listen(post_delete, _opened, model)
    for model in _others():
        _listen(post_save, _saved, model)
        _listen(post_delete, _deleted, model)
    _listen(post_save, _locale_changed, Locale)
    _listen(post_delete, _locale_changed, Locale)


def _listen(signal: Signal, receiver: Any, sender: Any = None) -> None:
    name = sender.__name__ if sender else "any"
    signal.connect(receiver, sender=sender, dispatch_uid=f"ponte{receiver.__name__}-{name}")


def _snippets() -> list[type[models.Model]]:
    from static_build.stored_rows import content_models

    return [model for model in content_models() if not issubclass(model, Page)]


def _others() -> list[type[models.Model]]:
    """Rows without drafts that a load reads. wagtail-localize's Translation is none: only what it publishes is public."""
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail_localize.models import TranslationSource

    from site_content.models.search import BestAnswer, SearchSynonym
    from site_content.models.text_digest import TextDigest

    return [
        get_image_model(), get_document_model(), Collection, Redirect, TranslationSource, TextDigest,
        SearchSynonym, BestAnswer,
    ]  # fmt: skip


def _make_whole() -> None:
    """Lets Wagtail's actions commit with the requests and aliases and redirects that they cause, or not at all."""
    from wagtail.actions.create_alias import CreatePageAliasAction
    from wagtail.actions.move_page import MovePageAction
    from wagtail.actions.publish_revision import PublishRevisionAction
    from wagtail.actions.unpublish import UnpublishAction
    from wagtail.actions.unpublish_page import UnpublishPageAction

    for action in (
        PublishRevisionAction,
        UnpublishAction,
        UnpublishPageAction,
        MovePageAction,
        CreatePageAliasAction,
    ):
        if not getattr(action.execute, "is_whole", False):
            action.execute = transaction.atomic(action.execute)
            action.execute.is_whole = True
