"""The glossary's terms: a term of the source asks for its translation, and refuses the variants named as wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cms.translation.terms.checks.finding import Finding
from cms.translation.terms.checks.pair import Pair
from cms.translation.terms.occurrences import find_variant, find_wording, key_of, read_words, short_form
from cms.translation.terms.term import Term
from site_content.search.text import fold

SHORT, SHORT_TEXT = 2, 6
"""Characters of a Chinese term, and of a text which is little else."""


def check_terms(pair: Pair, terms: Sequence[Term]) -> Iterator[Finding]:
    """Forbidden variants stop the hand-in; a wish that is not met is told, once a term."""
    wishes = [wish for term in terms for wish in (term.target, *term.others)]
    for term in {each.source: each for each in reversed(terms)}.values():
        forbidden = list(_find_forbidden(pair, term, wishes))
        yield from forbidden
        if not forbidden and is_asked(pair, term) and not _is_met(pair, term):
            parameters = {"term": pair.source[term.start : term.end], "right": term.target}
            yield Finding("term_missing", "warning", term.start, term.end, True, parameters)


def is_asked(pair: Pair, term: Term) -> bool:
    """Whether the translation is missed: not for a single word in another form, nor for two characters in a sentence.

    `aperto` is the state of a call, `porte aperte` are doors; 通知 is a notice and "to notify".
    """
    written = pair.source[term.start : term.end]
    if pair.from_chinese:
        return len(written) > SHORT or len(pair.source) <= SHORT_TEXT
    return " " in term.source or fold(written) == fold(term.source)


def _find_forbidden(pair: Pair, term: Term, wishes: Sequence[str]) -> Iterator[Finding]:
    for variant in term.forbidden:
        for start, end in find_variant(pair.target, variant, wishes, is_chinese=pair.to_chinese):
            parameters = {"written": pair.target[start:end], "term": term.source, "right": term.target}
            yield Finding("term_forbidden", "error", start, end, parameters=parameters)


def _is_met(pair: Pair, term: Term) -> bool:
    wishes = (term.target, *term.others)
    spelt = [each for wish in wishes for each in (wish, short_form(wish)) if each]
    if any(find_wording(pair.target, each, is_chinese=pair.to_chinese) for each in spelt):
        return True
    if pair.to_chinese:
        return " " not in term.source and any(_has_half(pair.target, wish) for wish in wishes)
    return any(_has_half_of_words(pair.target, wish) for wish in wishes)


def _has_half(text: str, wish: str) -> bool:
    """Whether half of a Chinese wording stands there: one Italian word is not always said in full."""
    size = max(2, (len(wish) + 1) // 2)
    return any(wish[at : at + size] in text for at in range(len(wish) - size + 1))


def _has_half_of_words(text: str, wish: str) -> bool:
    """Whether half of the words of an Italian wording stand there, in whatever order and form."""
    key = key_of(wish)
    known = {word.stem for word in read_words(text)}
    return len(key) > 1 and sum(each in known for each in key) * 2 >= len(key)
