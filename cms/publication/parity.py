"""What keeps a call from going live in every language at once: the texts of a version that have no confirmed translation.

In: a version of a page that is about to be published. Out: each other language, whether it is ready, and the reason that was
given for going without it. Answers only; `together.py` acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import SourceDeletedError, StringTranslation, Translation, TranslationSource

REASON, SENT = "ponte.parity.reason", "ponte.parity.sent"
ALONE, TOGETHER = "ponte.parity.alone", "ponte.parity.together"
"""Actions in the page's history: why one language goes alone; that a draft went to the translators; that one language
went alone; that the other has followed."""
READY, WAITING, OPEN, MISSING, BEHIND = "ready", "waiting", "open", "missing", "behind"
"""Open has comments that nobody has settled. Behind is the original itself: it is not public with the text that its
translation is made from."""

Words = frozenset[tuple[str, str]]
"""A version's texts: path and marked form."""


class Other(Struct, frozen=True, kw_only=True):
    """One other language of a version that is to go live."""

    locale: str
    state: str
    translation: int | None = None
    texts: int = 0
    unconfirmed: int = 0


class Parity(Struct, frozen=True, kw_only=True):
    """How a version stands in the other languages. Its text differs from what is public, else there is none."""

    page: int
    digest: str
    """Of the version's texts and of the languages that it would go without: a reason holds for these alone."""
    others: tuple[Other, ...]
    reason: str = ""
    given_by: str = ""
    entry: int | None = None
    """The reason's row in the page's history."""

    @property
    def lacking(self) -> tuple[Other, ...]:
        """The languages that keep it from going live."""
        return tuple(other for other in self.others if other.state != READY)

    @property
    def ready(self) -> tuple[Other, ...]:
        """The languages that go live with it."""
        return tuple(other for other in self.others if other.state == READY)

    @property
    def is_held(self) -> bool:
        """Whether it may not go live: a language is not ready, and nobody has said why to go without it."""
        return bool(self.lacking) and not self.reason


def is_guarded(model: Any) -> bool:
    """Whether pages of that type go live in every language at once: those that have facts of law."""
    return hasattr(model, "legal_facts")


def may_go_alone(user: Any, page: Page) -> bool:
    """Whether the user may publish the page without its other languages: its language's reviewers, with a reason."""
    from cms.rights import is_reviewer

    return is_reviewer(user, page.locale.language_code)


def find_parity(version: Page) -> Parity | None:
    """How the version stands; None where it changes no text of a guarded page that is public."""
    if not is_guarded(type(version)) or version.alias_of_id:
        return None
    source = find_source(version)
    if source is not None and source.locale_id != version.locale_id:
        others = _original_of(source, version)
        words = read_words(version)
    else:
        words = read_words(version)
        live = type(version).objects.filter(pk=version.pk, live=True).first()
        if live is not None and read_words(live) == words:
            return None
        others = tuple(_other(source, locale, words) for locale in _other_locales(version))
    return _with_reason(version, words, others) if others else None


def find_source(version: Page) -> TranslationSource | None:
    """The one source of the page's translations, in whatever language it is."""
    found: TranslationSource | None = TranslationSource.objects.filter(
        object_id=version.translation_key
    ).first()
    return found


def read_words(version: Any) -> Words:
    """The texts of a version that are translated."""
    from wagtail_localize.segments.extract import extract_segments
    from wagtail_localize.segments.types import StringSegmentValue

    return frozenset(
        (segment.path, segment.string.data)
        for segment in extract_segments(version)
        if isinstance(segment, StringSegmentValue)
    )


def _other_locales(version: Page) -> list[Locale]:
    return list(Locale.objects.exclude(pk=version.locale_id).order_by("pk"))


def _other(source: TranslationSource | None, locale: Locale, words: Words) -> Other:
    translation = (
        Translation.objects.filter(source=source, target_locale=locale, enabled=True).first()
        if source is not None
        else None
    )
    if translation is None:
        return Other(locale=locale.language_code, state=MISSING, texts=len(words), unconfirmed=len(words))
    unconfirmed = len(words - confirmed_words(translation))
    return Other(
        locale=locale.language_code,
        state=WAITING if unconfirmed else OPEN if _has_open_comments(translation) else READY,
        translation=translation.pk,
        texts=len(words),
        unconfirmed=unconfirmed,
    )


def _has_open_comments(translation: Translation) -> bool:
    from cms.translation.comments.gate import find_problem
    from cms.translation_drafts import find_target

    target = find_target(translation)
    return target is not None and bool(find_problem(target))


def confirmed_words(translation: Translation) -> Words:
    """The texts that have a translation which a person confirmed: no machine's, none with an error."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale_id=translation.target_locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        has_error=False,
    ).exclude(data="")
    return frozenset(rows.values_list("context__path", "translation_of__data"))


def _original_of(source: TranslationSource, version: Page) -> tuple[Other, ...]:
    """The original, where it is public with another text than the one that the translation is made from."""
    if not source.translations.filter(target_locale_id=version.locale_id, enabled=True).exists():
        return ()
    original = _live_original(source)
    try:
        words = read_words(source.as_instance())
    except SourceDeletedError:
        return ()
    if original is None or not was_sent(original, words):
        return ()  # nothing of it is public before its original, or it is behind: to publish it makes nothing worse
    ahead = len(words ^ read_words(original))
    return (Other(locale=original.locale.language_code, state=BEHIND, unconfirmed=ahead),) if ahead else ()


def _live_original(source: TranslationSource) -> Any:
    model = source.specific_content_type.model_class()
    place = {"translation_key": source.object_id, "locale_id": source.locale_id}
    return model.objects.filter(**place, live=True).first()


def was_sent(original: Any, words: Words) -> bool:
    """Whether the text was sent to the translators before it was public, and is not public yet."""
    if not isinstance(original, Page):
        return False
    sent = PageLogEntry.objects.filter(page_id=original.pk, action=SENT, data__words=digest_words(words))
    return bool(sent.filter(revision_id__gt=original.live_revision_id or 0).exists())


def digest_words(words: Words) -> str:
    """One short text for a version's texts."""
    return blake2b(repr(sorted(words)).encode(), digest_size=20).hexdigest()


def _with_reason(version: Page, words: Words, others: Iterable[Other]) -> Parity:
    others = tuple(others)
    lacking = sorted(other.locale for other in others if other.state != READY)
    digest = f"{digest_words(words)} {' '.join(lacking)}"
    given = PageLogEntry.objects.filter(page_id=version.pk, action=REASON, data__digest=digest).first()
    return Parity(
        page=version.pk,
        digest=digest,
        others=others,
        reason=given.data["reason"] if given else "",
        given_by=str(given.user) if given and given.user else "",
        entry=given.pk if given else None,
    )
