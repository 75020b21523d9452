"""Who may open, submit and publish what, where Wagtail's or wagtail-localize's own rights are too wide.

Answers only; refusing is up to whoever asks.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import DraftStateMixin, GroupPagePermission, Locale, Page, PageViewRestriction
from wagtail.permissions import page_permission_policy
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation

from cms.roles import ADMINISTRATORS, REVIEWERS, REVIEWERS_OF, TRANSLATORS
from site_content.languages import LANGUAGES

HOME_DEPTH = 2
"""Of a language's home page in the tree; the root is 1."""
NOWHERE = 1_000
"""Deeper than any page."""


def may_edit(user: Any, instance: Any) -> bool:
    """Whether the user may edit its text itself, not only translate it."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    return bool(user.has_perm(get_permission_name("change", type(instance))))


def may_see_all(user: Any) -> bool:
    """Whether the user works on pages themselves, not only on translations of them."""
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))


def may_publish(user: Any, instance: Any) -> bool:
    """Whether the user may put it live: a snippet also with the right to publish all pages of its language."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    if not isinstance(instance, DraftStateMixin):
        return bool(user.has_perm(get_permission_name("change", type(instance))))
    if user.has_perm(get_permission_name("publish", type(instance))):
        return True
    locale = getattr(instance, "locale", None)
    return locale is not None and _publishes_from(user, locale.language_code) <= HOME_DEPTH


def reviewed_languages(user: Any) -> list[str]:
    """The codes of the languages into which the user reviews: where they may publish pages; on the root, all of them."""
    return [code for code in LANGUAGES if may_review(user, code)]


def may_review(user: Any, code: str) -> bool:
    """Whether the user may review translations into that language. For one page or snippet, ask `may_publish`."""
    return bool(_publishes_from(user, code) < NOWHERE)


def is_reviewer(user: Any, code: str) -> bool:
    """Whether the user has the role of a reviewer of that language, or an administrator's; editors publish without."""
    roles = (ADMINISTRATORS, REVIEWERS, REVIEWERS_OF.get(code, REVIEWERS))
    return bool(user.is_superuser or user.groups.filter(name__in=roles).exists())


def seen_languages(user: Any) -> list[str]:
    """Of which the user sees the translations: into which they translate or review."""
    seen = {*languages_of(user), *reviewed_languages(user)}
    return [code for code in LANGUAGES if code in seen]


def worked_languages(user: Any) -> list[str]:
    """Of which the user sees every translation: all for who writes pages, else those that they review."""
    writes = page_permission_policy.user_has_any_permission(user, {"add", "change"})
    return list(LANGUAGES) if writes else reviewed_languages(user)


def _publishes_from(user: Any, code: str) -> int:
    """The least depth at which the user may publish in that language; asked once a user object, as Django does for rights."""
    known: dict[str, int] | None = getattr(user, "_ponte_publishes", None)
    if known is None:
        rights = GroupPagePermission.objects.filter(group__user=user, permission__codename="publish_page")
        places = list(rights.values_list("page__depth", "page__locale__language_code"))
        known = user._ponte_publishes = {
            code: min((depth for depth, own in places if depth == 1 or own == code), default=NOWHERE)
            for code in LANGUAGES
        }
    return 1 if user.is_superuser else known.get(code, NOWHERE)


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
    return locale.language_code in languages_of(user)


def languages_of(user: Any) -> list[str]:
    """The codes of the languages into which the user translates; asked once a user object, as Django does for rights."""
    known: list[str] | None = getattr(user, "_ponte_languages", None)
    if known is None:
        names = set(user.groups.values_list("name", flat=True))
        known = user._ponte_languages = [code for code, name in TRANSLATORS.items() if name in names]
    return list(known)


def translation_of(instance: Any) -> Translation | None:
    """The enabled translation whose target `instance` is."""
    return (
        Translation.objects.select_related("source__specific_content_type", "target_locale")
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
