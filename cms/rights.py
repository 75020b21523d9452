"""Who may open, submit and publish what, where Wagtail's or wagtail-localize's own rights are too wide.

Answers only; refusing is up to whoever asks.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import DraftStateMixin, Locale, Page, PageViewRestriction
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation

from cms.roles import TRANSLATORS


def may_edit(user: Any, instance: Any) -> bool:
    """Whether the user may edit its text itself, not only translate it."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    return bool(user.has_perm(get_permission_name("change", type(instance))))


def may_publish(user: Any, instance: Any) -> bool:
    """Whether the user may put it live."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    action = "publish" if isinstance(instance, DraftStateMixin) else "change"
    return bool(user.has_perm(get_permission_name(action, type(instance))))


def may_open(user: Any, instance: Any) -> bool:
    """Whether the user may work on it as a translation: who may edit it, its translators, its reviewers.

    Nobody is shown what a view restriction, on the source or on the translation, keeps from them.
    """
    if may_edit(user, instance):
        return True
    translation = translation_of(instance)
    if translation is None or not (translates_into(user, instance.locale) or may_publish(user, instance)):
        return False
    return not (is_hidden_from(user, instance) or is_hidden_from(user, _source_instance(translation)))


def may_submit(user: Any, instance: Any, locales: QuerySet[Locale]) -> bool:
    """Whether the user may send it for translation into those languages: all of them are theirs to edit."""
    if not user.has_perm("wagtail_localize.submit_translation") or not may_edit(user, instance):
        return False
    if not isinstance(instance, Page):
        return True
    home = Page.objects.get(path=instance.path[: instance.steplen * 2])
    targets = (home.get_translation_or_none(locale) or home.get_parent() for locale in locales)
    return all(target.permissions_for_user(user).can_add_subpage() for target in targets)


def translates_into(user: Any, locale: Locale) -> bool:
    """Whether the user is one of the translators into that language."""
    name = TRANSLATORS.get(locale.language_code)
    return bool(name and user.groups.filter(name=name).exists())


def languages_of(user: Any) -> list[str]:
    """The codes of the languages into which the user translates."""
    names = set(user.groups.values_list("name", flat=True))
    return [code for code, name in TRANSLATORS.items() if name in names]


def translation_of(instance: Any) -> Translation | None:
    """The enabled translation whose target `instance` is."""
    return (
        Translation.objects.select_related("source", "target_locale")
        .filter(source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True)
        .first()
    )


def is_hidden_from(user: Any, instance: Any) -> bool:
    """Whether a view restriction on the page, or on one above it, keeps it from the user."""
    if not isinstance(instance, Page) or user.is_superuser:
        return False
    above = instance.get_ancestors(inclusive=True)
    restrictions = PageViewRestriction.objects.filter(page__in=above).prefetch_related("groups")
    return not all(_admits(restriction, user) for restriction in restrictions)


def hidden_keys(user: Any) -> set[Any]:
    """The translation keys of all pages that are kept from the user in one language or another."""
    keys: set[Any] = set()
    if user.is_superuser:
        return keys
    for restriction in PageViewRestriction.objects.select_related("page").prefetch_related("groups"):
        if not _admits(restriction, user):
            below = Page.objects.descendant_of(restriction.page, inclusive=True)
            keys.update(below.values_list("translation_key", flat=True))
    return keys


def _admits(restriction: PageViewRestriction, user: Any) -> bool:
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        mine = set(user.groups.values_list("pk", flat=True))
        return bool(mine.intersection(group.pk for group in restriction.groups.all()))
    # Whoever works here is logged in; a password is known only to those whom it was told.
    return bool(restriction.restriction_type == PageViewRestriction.LOGIN)


def _source_instance(translation: Translation) -> Any:
    return translation.source.get_source_instance()
