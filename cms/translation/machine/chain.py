"""What a translation is begun with where the memory has nothing: the glossary for a text that is a term, then the machine.

Every such text is a working text, marked as the machine's until a person confirms it. Of what the public cannot read nothing
is sent, unless a setting says so.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from msgspec import Struct
from wagtail.models import DraftStateMixin, Page, PageViewRestriction
from wagtail_localize.models import Translation

from cms.publication.parity import Words, read_words
from cms.translation.confirm import MACHINE
from cms.translation.faults import find_faults
from cms.translation.machine.translator import TranslationFailed, Translator, find_translator
from cms.translation.marked import NotMarked, from_plain, plain
from cms.translation.memory.pretranslate import Beginning, begin_texts
from cms.translation.segments import Segment, read_segments
from cms.translation.terms.glossary import load_glossary
from site_content.search.text import fold

TERM = "glossary"
"""The origin of a text that the glossary has."""


class Begun(Struct, frozen=True, kw_only=True):
    """How many texts the glossary and the machine have begun; how many were not sent, and why the machine failed."""

    by_glossary: int = 0
    by_machine: int = 0
    kept_back: int = 0
    """Texts that the public cannot read."""
    unusable: int = 0
    """Translations that lost a link, or broke a rule of their field."""
    failure: str = ""


def begin_by_machine(translation: Translation, user: Any, translator: Translator | None = None) -> Begun:
    """Begins every text that is neither confirmed nor begun. Asks no right and no lock: whoever calls has.

    The service is asked outside of any transaction; what somebody begins meanwhile stays theirs.
    """
    translator = translator or find_translator()
    empty = [one for one in read_segments(translation) if one.state == "untranslated" and _has_words(one)]
    by_term = list(_find_terms(empty, translation))
    begin_texts(translation, by_term, user, TERM)
    begun = Begun(by_glossary=len(by_term))
    if translator is None:
        return begun
    known = {one.segment.key for one in by_term}
    rest = [segment for segment in empty if segment.key not in known]
    sent = rest if settings.ENVIRONMENT.machine_private else _choose_public(translation, rest)
    try:
        found = _ask(translator, sent)
    except TranslationFailed as failed:
        return Begun(by_glossary=len(by_term), kept_back=len(rest) - len(sent), failure=str(failed))
    begin_texts(translation, found, user, MACHINE)
    return Begun(
        by_glossary=len(by_term),
        by_machine=len(found),
        kept_back=len(rest) - len(sent),
        unusable=len(sent) - len(found),
    )


def _has_words(segment: Segment) -> bool:
    try:
        return any(character.isalpha() for character in plain(segment.source))
    except NotMarked:
        return False


def _find_terms(empty: list[Segment], translation: Translation) -> Any:
    """The texts that are a term and nothing else."""
    locales = translation.source.locale.language_code, translation.target_locale.language_code
    glossary = load_glossary(*locales)
    for segment in empty:
        words = plain(segment.source)
        for term in glossary.find(words):
            text = from_plain(term.target)
            if fold(term.source) == fold(words) and not find_faults(segment, text):
                yield Beginning(segment, text)


def _ask(translator: Translator, segments: list[Segment]) -> list[Beginning]:
    if not segments:
        return []
    texts = list(dict.fromkeys(segment.source for segment in segments))
    locales = segments[0].source_locale, segments[0].target_locale
    answers = dict(zip(texts, translator.translate(texts, *locales), strict=True))
    found = ((segment, answers[segment.source]) for segment in segments)
    return [Beginning(segment, text) for segment, text in found if text and not find_faults(segment, text)]


def _choose_public(translation: Translation, segments: list[Segment]) -> list[Segment]:
    """The texts that anybody can read on the public source as it is now."""
    words = find_public_words(translation)
    return [segment for segment in segments if (segment.path, segment.source) in words]


def find_public_words(translation: Translation) -> Words:
    """The texts of the source as far as it is public: none of a draft, a restricted page, one that is not out yet."""
    source = translation.source
    model = source.specific_content_type.model_class()
    place = {"translation_key": source.object_id, "locale_id": source.locale_id}
    live = model._default_manager.filter(**place).first()
    return read_words(live) if live is not None and is_public(live) else frozenset()


def is_public(instance: Any) -> bool:
    """Whether it is live, and a page neither restricted nor below what is not public."""
    if isinstance(instance, DraftStateMixin) and not (instance.live and not _is_out_of_time(instance)):
        return False
    if not isinstance(instance, Page):
        return True
    above = instance.get_ancestors(inclusive=True).exclude(depth=1)
    is_restricted = PageViewRestriction.objects.filter(page__in=above).exists()
    return not is_restricted and all(page.live and not _is_out_of_time(page) for page in above)


def _is_out_of_time(instance: Any) -> bool:
    now = timezone.now()
    return bool(
        (instance.go_live_at and instance.go_live_at > now)
        or (instance.expire_at and instance.expire_at <= now)
    )
