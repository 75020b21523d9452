"""The roles of the admin: groups and exactly the rights each one has.

`ensure_roles` may run at any time: after every migration, and when a language gets its home page. What these
groups may do is said here; groups of other names are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    DraftStateMixin,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cms.review import ensure_review_workflows, retire_default_workflow
from site_content.models.glossary import GlossaryTerm
from site_content.models.home import HomePage
from site_content.models.search import BestAnswer, SearchSynonym

ADMINISTRATORS = "Administrators"
EDITORS = "Editors"
REVIEWERS = "Reviewers"
"""The group that reviews in every language."""
REVIEWERS_OF = {"it": "Reviewers (Italian)", "zh-hans": "Reviewers (Chinese)"}
"""The group that reviews and publishes in one language alone, by locale code."""
TRANSLATORS = {"it": "Translators (Italian)", "zh-hans": "Translators (Chinese)"}
"""The group that translates into each language, by locale code."""

EDITING = ("add", "change", "publish", "lock", "unlock")
REVIEWING = ("publish", "lock", "unlock")
WAGTAIL_MODERATORS = "Moderators"


@transaction.atomic
def ensure_roles() -> None:
    """Makes the groups that are missing, gives each its rights and no others, and sets up the review."""
    root, homes = Page.get_first_root_node(), list(HomePage.objects.select_related("locale"))
    _ensure_administrators(root)
    _ensure_editors(homes)
    reviewers = _ensure_group(REVIEWERS, _admin_access() | _glossary("view") | _snippets("publish"))
    _give_pages(reviewers, homes, REVIEWING)
    _give_collections(reviewers, {})
    reviewers_of = {home.locale.language_code: [reviewers] for home in homes} | {
        code: [reviewers] for code in REVIEWERS_OF
    }
    for code, name in REVIEWERS_OF.items():
        reviewers_of[code].append(
            _ensure_reviewers_of(name, [one for one in homes if one.locale.language_code == code])
        )
    for name in TRANSLATORS.values():
        translators = _ensure_group(name, _admin_access() | _glossary("view"))
        _give_pages(translators, [], ())
        _give_collections(translators, {})
    ensure_review_workflows(reviewers_of, homes)
    _retire_moderators()


def _ensure_administrators(root: Page | None) -> None:
    """All that the admin offers; a superuser is for technical work alone."""
    from wagtail.admin import urls  # noqa: F401 - some rights are registered together with the addresses that ask for them

    registered = Permission.objects.none()
    for list_permissions in hooks.get_hooks("register_permissions"):
        registered = registered | list_permissions()
    group = _ensure_group(ADMINISTRATORS, registered)
    _give_pages(group, [root] if root else [], (*EDITING, "bulk_delete"))
    everything = ("add", "change", "delete", "choose")
    _give_collections(group, dict.fromkeys((*_media(), Collection), everything))


def _ensure_editors(homes: list[Any]) -> None:
    """Pages of every language, pictures, files and snippets; neither users nor the system's settings."""
    group = _ensure_group(
        EDITORS,
        _admin_access()
        | _submitting()
        | _snippets("add", "change", "publish")
        | _glossary("add", "change")
        | _redirects()
        | _search_rules(),
    )
    _give_pages(group, homes, EDITING)
    _give_collections(group, dict.fromkeys(_media(), ("add", "change", "choose")))


def _ensure_reviewers_of(name: str, homes: list[Any]) -> Group:
    """Their right to publish a snippet is its language's: see `rights.may_publish`. Rights on a model know no language."""
    group = _ensure_group(name, _admin_access() | _glossary("view"))
    _give_pages(group, homes, REVIEWING)
    _give_collections(group, {})
    return group


def _media() -> tuple[Any, ...]:
    """The models by whose rights Wagtail judges who may do what with pictures and files: its own, not ours."""
    models = (get_image_model(), get_document_model())
    return tuple(policy_registry.get_by_type(model).auth_model for model in models)


def _ensure_group(name: str, permissions: QuerySet[Permission]) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.set(permissions)
    return group


def _admin_access() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")


def _submitting() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )


def _reviewed_snippets() -> list[Any]:
    return [model for model in get_snippet_models() if issubclass(model, DraftStateMixin)]


def _snippets(*actions: str) -> QuerySet[Permission]:
    return _model_permissions(_reviewed_snippets(), actions)


def _redirects() -> QuerySet[Permission]:
    """Old addresses that lead to a page, which who moves pages looks after."""
    return _model_permissions([Redirect], ("add", "change", "delete"))


def _glossary(*actions: str) -> QuerySet[Permission]:
    return _model_permissions([GlossaryTerm], actions)


def _search_rules() -> QuerySet[Permission]:
    """Synonyms and best answers, and with them the report of searches that found nothing."""
    return _model_permissions([SearchSynonym, BestAnswer], ("add", "change", "delete"))


def _model_permissions(models: Iterable[Any], actions: Iterable[str]) -> QuerySet[Permission]:
    wanted = Q(pk__in=[])
    for model in models:
        codenames = [f"{action}_{model._meta.model_name}" for action in actions]
        wanted |= Q(content_type__app_label=model._meta.app_label, codename__in=codenames)
    return Permission.objects.filter(wanted)


def _give_pages(group: Group, pages: list[Any], actions: Iterable[str]) -> None:
    """Those actions on those pages and what is below them, and on no other page."""
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{action}_page" for action in actions]
    ).values_list("pk", flat=True)
    wanted = {(page.pk, permission) for page in pages for permission in permissions}
    known = {(one.page_id, one.permission_id): one for one in GroupPagePermission.objects.filter(group=group)}
    for pair in known.keys() - wanted:
        known[pair].delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in sorted(wanted - known.keys())
    )


def _give_collections(group: Group, actions: dict[Any, tuple[str, ...]]) -> None:
    """Those actions on pictures and files of every collection, and no others."""
    root = Collection.get_first_root_node()
    wanted = {
        (root.pk, permission.pk)
        for model, names in actions.items()
        for permission in _model_permissions([model], names)
    }
    known = {
        (one.collection_id, one.permission_id): one
        for one in GroupCollectionPermission.objects.filter(group=group)
    }
    for pair in known.keys() - wanted:
        known[pair].delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission)
        for collection, permission in sorted(wanted - known.keys())
    )


def _retire_moderators() -> None:
    """Takes Wagtail's own group of moderators away; where it has members, only its rights."""
    retire_default_workflow()
    for group in Group.objects.filter(name=WAGTAIL_MODERATORS):
        if group.user_set.exists():
            group.permissions.clear()
            _give_pages(group, [], ())
            _give_collections(group, {})
        else:
            group.delete()
