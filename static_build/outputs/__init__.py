"""Outputs: each module here plans one family of files, subject by subject. A plan has them all; no two may claim one path.

A new family is a new module with `subjects(site)` and `plan(site, *subject)`; it is found by its place. What `plan` asks of
the site is noted, so that a subject is planned again only when an answer that it was given has changed.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Set
from typing import Any

from static_build.answers import Question
from static_build.errors import BuildError, CheckFailed, Problem
from static_build.outputs.output import Output, fingerprint
from static_build.site import Site, answers

FAMILIES = {
    module.name: importlib.import_module(f"{__name__}.{module.name}")
    for module in pkgutil.iter_modules(__path__)
    if module.name != "output"
}


@answers("outputs")
def _outputs(site: Site, family: str, *subject: Any) -> tuple[Output, ...]:
    return tuple(FAMILIES[family].plan(site, *subject))


def page_of(site: Site, key: str, locale: str) -> Output | None:
    """The page of one document, without a plan of all the others; None where it has none."""
    outputs = site.ask("outputs", "pages", key, locale)
    return outputs[0] if outputs else None


class Plan:
    """Every output of a site by path, with its fingerprint; brought up to date by what has changed."""

    def __init__(self, site: Site, code: str) -> None:
        """Plans everything. Raises CheckFailed where two outputs claim one path, BuildError where there is no home page."""
        self.site, self.code = site, code
        self.outputs: dict[str, Output] = {}
        self.fingerprints: dict[str, str] = {}
        self._subjects: dict[str, set[Any]] = {}
        self._made: dict[Question, tuple[Output, ...]] = {}
        self._claims: dict[str, dict[Question, Output]] = {}
        self.update(set())

    def update(self, doubtful: Collection[Question]) -> set[str]:
        """Plans again what these questions may have changed; returns the paths that changed, came or went.

        Raises like the first plan; then what it has is of no use any more.
        """
        if not self.site.ask("homes"):
            raise BuildError(
                "No home page is public in any language. Publish one in the CMS, or run `ponte demo`."
            )
        gone, added = self._compare_subjects()
        again = {question for question in doubtful if question in self._made} - gone
        made = {question: self.site.ask(*question) for question in again | added}
        made = {
            question: outputs for question, outputs in made.items() if outputs is not self._made.get(question)
        }
        touched: set[str] = set()
        for question in (*gone, *made):
            touched |= self._withdraw(question)
        for question in gone:
            self.site.forget(question)
        for question, outputs in made.items():
            self._made[question] = outputs
            for output in outputs:
                self._claim(question, output)
                touched.add(output.path)
        self._settle(touched)
        return touched

    def _compare_subjects(self) -> tuple[set[Question], set[Question]]:
        """Questions of the subjects that went and of those that came."""
        gone: set[Question] = set()
        added: set[Question] = set()
        for family, module in FAMILIES.items():
            found = module.subjects(self.site)
            subjects = found if isinstance(found, Set) else set(found)
            known = self._subjects.setdefault(family, set())
            went, came = known.difference(subjects), subjects - known
            known.difference_update(went)
            known.update(came)
            gone |= {("outputs", family, *subject) for subject in went}
            added |= {("outputs", family, *subject) for subject in came}
        return gone, added

    def _withdraw(self, question: Question) -> set[str]:
        """Takes back the outputs of one subject; returns their paths."""
        before = self._made.pop(question, ())
        for output in before:
            claims = self._claims.get(output.path)
            if claims is not None:
                claims.pop(question, None)
            else:
                del self.outputs[output.path]
        return {output.path for output in before}

    def _claim(self, question: Question, output: Output) -> None:
        claims = self._claims.get(output.path)
        if claims is None and output.path not in self.outputs:
            self.outputs[output.path] = output
            return
        if claims is None:
            other = self.outputs[output.path]
            owner = next(each for each, made in self._made.items() if any(one is other for one in made))
            claims = self._claims[output.path] = {owner: other}
        claims[question] = output

    def _settle(self, touched: set[str]) -> None:
        """Decides contested paths and brings fingerprints up to date. Raises CheckFailed where a path has two outputs."""
        contested = []
        for path, claims in list(self._claims.items()):
            self.outputs.pop(path, None)
            if len(claims) > 1:
                contested.append(path)
                continue
            del self._claims[path]
            for output in claims.values():
                self.outputs[path] = output
        for path in touched:
            if path in self.outputs:
                self.fingerprints[path] = fingerprint(self.outputs[path], self.code)
            else:
                self.fingerprints.pop(path, None)
        if contested:
            raise CheckFailed([_name_conflict(path, *self._first_claims(path)) for path in sorted(contested)])

    def _first_claims(self, path: str) -> list[Output]:
        """Two of those that claim a path, the same two each time."""
        return [output for _, output in sorted(self._claims[path].items(), key=_by_question)][:2]


def _by_question(claim: tuple[Question, Output]) -> str:
    return str(claim[0])


def _name_conflict(path: str, one: Output, other: Output) -> Problem:
    words = f"/{path}: {_names(one)} and {_names(other)} have the same address. Change the slug of one."
    document = getattr(one.input, "document", None)
    return Problem(words, f"/{path}", getattr(document, "key", ""), getattr(document, "locale", ""))


def _names(output: Output) -> str:
    document = getattr(output.input, "document", None)
    return f"“{document.title}”" if document is not None else type(output.input).__name__
