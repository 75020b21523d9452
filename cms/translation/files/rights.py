"""Who may take translations out as files, bring them back, and undo that. Answers only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.rights import hidden_keys, languages_of, may_open, reviewed_languages, worked_languages
from cms.translation.files.models import FileImport
from cms.translation.memory.rights import may_search
from cms.translation_drafts import find_target

may_use = may_search
"""Translators, and whoever works on pages."""


def find_imports(user: Any) -> QuerySet[FileImport]:
    """A person's own imports; for reviewers everybody's into their languages."""
    done = FileImport.objects.exclude(imported_at=None).defer("content", "lines").select_related("user")
    return done.filter(Q(user=user) | Q(pk__in=_reviewed(user)))


def _reviewed(user: Any) -> QuerySet[FileImport]:
    """Imports that wrote into no language but those that the user reviews."""
    languages = reviewed_languages(user)
    if not languages:
        return FileImport.objects.none()
    others = Locale.objects.exclude(language_code__in=languages).values("pk")
    return FileImport.objects.exclude(translations__target_locale__in=others)


def may_see(user: Any, row: FileImport) -> bool:
    """Whether all that it wrote to is open to the user, and it is theirs or they review."""
    if row.user_id != user.pk and not _reviewed(user).filter(pk=row.pk).exists():
        return False
    targets = [find_target(translation) for translation in row.translations.select_related("source")]
    return all(target is not None and may_open(user, target) for target in targets)


def find_translations(user: Any, locale: str, *, is_open: bool) -> QuerySet[Translation]:
    """Translations into a language that the user may be concerned with; `is_open`, with a text that is not confirmed."""
    found: QuerySet[Translation] = Translation.objects.filter(
        enabled=True, target_locale__language_code=locale
    )
    if locale not in {*worked_languages(user), *languages_of(user)}:
        return found.none()
    if is_open:
        found = found.filter(Exists(_unconfirmed()))
    found = found.exclude(source__object_id__in=hidden_keys(user)).order_by("pk")
    return found.select_related("source__locale", "source__specific_content_type", "target_locale")


def _unconfirmed() -> QuerySet[StringSegment]:
    confirmed = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef(OuterRef("target_locale_id")),
        has_error=False,
    )
    rows: QuerySet[StringSegment] = StringSegment.objects.filter(source_id=OuterRef("source_id")).exclude(
        Exists(confirmed)
    )
    return rows


def choose_open(user: Any, translations: Iterable[Translation]) -> list[Translation]:
    """Those with a page or snippet of their own that the user may work on."""
    chosen = []
    for translation in translations:
        target = find_target(translation)
        if target is not None and not getattr(target, "alias_of_id", None) and may_open(user, target):
            chosen.append(translation)
    return chosen
