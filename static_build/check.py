"""Check: what is about to be released is refused if it has a dead link, two meanings, or anything that may not leave.

Reads facts of pages and the plan; writes nothing. Every problem names the page, and the field where it can. Pages that were
not rendered were checked before: of them only what led to something that is gone now is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from static_build.errors import CheckFailed, Problem
from static_build.facts import Facts
from static_build.manifest import Entry
from static_build.origins import find_origins
from static_build.outputs.output import Output, html_path
from static_build.sharing import expected


class Checked(Struct, frozen=True, kw_only=True, dict=True):
    """What a check looks at."""

    outputs: Mapping[str, Output]
    entries: Mapping[str, Entry]
    facts: Mapping[str, Facts]
    """Of the pages that were rendered, and of all others that may lead to what is gone."""
    leads: Collection[str]
    """Every address to which one of these pages leads."""
    rendered: Collection[str]
    """Paths of the pages that were rendered."""
    touched: Collection[str]
    """Paths whose output may show something else than in the release before."""
    gone: Collection[str] = ()
    """Paths that were there when pages were checked that are not rendered now."""
    looks_at_rest: bool = True
    """Whether links of pages that were not rendered may be dead now."""
    allowed: frozenset[str]
    origin: str
    canonical: str
    """Origin to which alternates lead: the main edition's."""
    files: Mapping[str, bytes] = {}
    """Stylesheets, scripts and drawings that were made now."""

    @cached_property
    def shares(self) -> dict[str, str]:
        """The share pictures that follow the release."""
        return expected(self.entries)

    def problem(self, path: str, words: str) -> Problem:
        """A problem of one page, in words that begin with where it is."""
        output = self.outputs.get(path)
        document = getattr(output.input, "document", None) if output else None
        title = f" (“{document.title}”)" if document is not None else ""
        key, locale = (document.key, document.locale) if document is not None else ("", "")
        return Problem(f"/{path}{title}: {words}", f"/{path}", key, locale)


def check(given: Checked) -> None:
    """Raises CheckFailed with every problem of the release."""
    problems = [*leaks(given), *check_pages(given), *check_files(given)]
    if given.looks_at_rest:
        problems += check_rest(given)
    if problems:
        raise CheckFailed(problems)


def leaks(given: Checked) -> Iterator[Problem]:
    """Outputs that show what visibility.py does not let out."""
    for path in given.touched:
        output = given.outputs[path]
        if not given.allowed.issuperset(output.sources):
            for token in set(output.sources) - given.allowed:
                words = f"shows {token}, which may not be public. Report this: it is a fault of Ponte."
                yield given.problem(output.path, words)


def check_pages(given: Checked) -> Iterator[Problem]:
    """Problems of the rendered pages and of what they lead to."""
    for path in sorted(given.rendered):
        fact = given.facts[path]
        if not fact.title:
            yield given.problem(path, "the page has no title. Give it one in the field Title.")
        if not fact.lang:
            yield given.problem(path, "the page has no lang.")
        yield from _dead_links(given, path, fact)
        yield from _foreign_loads(given, path, fact)
        yield from _lonely_alternates(given, path, fact)
        yield from _inline_code(given, path, fact)
        yield from _lost_share(given, path, fact)


def check_files(given: Checked) -> Iterator[Problem]:
    """Other hosts in stylesheets, scripts and drawings."""
    for path, data in sorted(given.files.items()):
        for found in find_origins(data, given.entries[path].type):
            if not found.address.startswith(f"{given.origin}/"):
                words = (
                    f"line {found.line} names {found.address}, on another host, which the site never asks."
                )
                yield given.problem(path, words)


def check_rest(given: Checked) -> Iterator[Problem]:
    """Links of pages that were not rendered, to what this release no longer has."""
    suspects = _addresses({*given.gone, *given.rendered}, given.origin)
    dead = {
        href
        for href in given.leads
        if (href.partition("#")[0].partition("?")[0] in suspects or "%" in href) and _is_dead(given, href)
    }
    if not dead:
        return
    # Facts outlive their page: of what is no more, nothing is asked.
    rest = given.facts.keys() & given.entries.keys() - set(given.rendered)
    for path in sorted(rest):
        fact = given.facts[path]
        for href in sorted(dead.intersection(fact.links)):
            yield given.problem(path, f"the link {href} leads nowhere. Correct or remove it in the text.")
        for tag, href in fact.alternates:
            if href in dead:
                yield given.problem(
                    path, f"hreflang {tag} leads to {href}, which is not part of the release."
                )


def _addresses(files: Collection[str], origin: str) -> set[str]:
    """Every way of writing, without escapes, the addresses at which these files are."""
    paths = {f"/{file.removesuffix('index.html')}" for file in files} | {f"/{file}" for file in files}
    return paths | {origin + path for path in paths} | ({origin} if "/" in paths else set())


def _is_dead(given: Checked, href: str) -> bool:
    """Whether an address, which was good before, leads nowhere now. A relative one is looked at where it stands."""
    try:
        target = _internal(href, "", given.origin)
    except ValueError:
        return False
    if target is None or not href.startswith(("/", "http")):
        return False
    file, anchor = target
    if file not in given.entries:
        return file in given.gone
    return bool(anchor) and file in given.rendered and _lacks(given, file, anchor)


def _lacks(given: Checked, file: str, anchor: str) -> bool:
    """Whether an anchor is known not to be on a page. One at an old address is on the page to which that leads."""
    is_known = file in given.facts and not given.entries[file].redirect
    return is_known and anchor not in given.facts[file].ids


def _internal(href: str, path: str, origin: str) -> tuple[str, str] | None:
    """(file, anchor) that an address leads to inside the site; None where it leads outside."""
    if href.startswith("#"):
        return path, href[1:]
    # Menus and footers stand on every page: what does not hang on the page is worked out once.
    return _resolve(href, "" if href.startswith(("/", "http")) else path, origin)


@lru_cache(maxsize=1 << 16)
def _resolve(href: str, path: str, origin: str) -> tuple[str, str] | None:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        if f"{parts.scheme}://{parts.netloc}" != origin:
            return None
    elif not parts.path.startswith("/"):
        return html_path(unquote(urlsplit(urljoin(f"/{path}", href)).path)), unquote(parts.fragment)
    return html_path(unquote(parts.path) or "/"), unquote(parts.fragment)


def _dead_links(given: Checked, path: str, fact: Facts) -> Iterator[Problem]:
    entries, origin = given.entries, given.origin
    for href in fact.links:
        try:
            target = _internal(href, path, origin)
        except ValueError:
            yield given.problem(path, f"the link {href} is no address. Correct or remove it in the text.")
            continue
        if target is None:
            continue
        file, anchor = target
        if file not in entries:
            yield given.problem(path, f"the link {href} leads nowhere. Correct or remove it in the text.")
        elif anchor and _lacks(given, file, anchor) and not entries[path].redirect:
            words = f"the link {href} leads to a place that is not on that page. Correct it in the text."
            yield given.problem(path, words)


def _foreign_loads(given: Checked, path: str, fact: Facts) -> Iterator[Problem]:
    lines = dict(fact.lines)
    for address in fact.loads:
        try:
            target = _internal(address, "", given.origin)
        except ValueError:
            target = None
        if target is None:
            line = lines.get(address, 1)
            words = f"line {line} loads {address} from another host, which the site never does."
            yield given.problem(path, words)
        elif target[0] not in given.entries:
            yield given.problem(path, f"loads {address}, which is not part of the release.")
    for address in fact.refreshes:
        goal = getattr(given.outputs[path].input, "goal", None)
        if address != goal and not _is_own(given, path, address):
            yield given.problem(path, f"sends its readers to {address}, which a redirect alone may do.")


def _is_own(given: Checked, path: str, address: str) -> bool:
    try:
        return not address or _internal(address, path, given.origin) is not None
    except ValueError:
        return False


def _inline_code(given: Checked, path: str, fact: Facts) -> Iterator[Problem]:
    for line, name in fact.inline:
        words = f"line {line} has {name} in the page itself, which the policy forbids. Move it into a file."
        yield given.problem(path, words)


def _lost_share(given: Checked, path: str, fact: Facts) -> Iterator[Problem]:
    """A share picture may come after its page; what names it must be the page, or that of its section."""
    if not fact.share:
        return
    target = _internal(fact.share, path, given.origin)
    if target is None:
        yield given.problem(path, f"its share picture is {fact.share}, on another host.")
    elif target[0] not in given.entries and target[0] not in given.shares:
        yield given.problem(path, f"its share picture {fact.share} is none that this release will have.")


def _lonely_alternates(given: Checked, path: str, fact: Facts) -> Iterator[Problem]:
    own = {href for tag, href in fact.alternates}
    for tag, href in fact.alternates:
        target = _internal(href, path, given.canonical)
        if target is None or target[0] not in given.entries:
            yield given.problem(path, f"hreflang {tag} leads to {href}, which is not part of the release.")
        elif target[0] in given.facts and tag != "x-default":
            back = {href for _, href in given.facts[target[0]].alternates}
            if back != own:
                words = f"hreflang {tag} leads to {href}, which does not name the same languages."
                yield given.problem(path, words)
