"""Check: what is about to be released is refused if it has a dead link, two meanings, or anything that may not leave.

Reads facts of pages and the plan; writes nothing. Every problem names the page, and the field where it can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from static_build.errors import CheckFailed, Problem
from static_build.facts import Facts, extract_facts
from static_build.outputs.output import HTML, Output, html_path
from static_build.release import Entry, Manifest, Store
from static_build.site import Site


def check(
    site: Site, outputs: Mapping[str, Output], entries: Mapping[str, Entry], facts: Mapping[str, Facts]
) -> None:
    """Raises CheckFailed with every problem of the release. `facts`: of every page that may have one."""
    problems = [Problem(words) for words in leaks(site, outputs)]
    problems += [Problem(words) for words in check_pages(outputs, entries, facts, site.public_url)]
    if problems:
        raise CheckFailed(problems)


def facts_of_reused(
    entries: Mapping[str, Entry], facts: dict[str, Facts], parent: Manifest | None, store: Store
) -> dict[str, Facts]:
    """Facts of the pages that were not rendered, where they could be wrong now: if a path or an anchor went away."""
    if parent is None or not _something_went(entries, facts, parent, store):
        return facts
    reused = {path for path, entry in entries.items() if entry.type == HTML} - facts.keys()
    return facts | {path: extract_facts(store.read(entries[path].sha256)) for path in reused}


def _something_went(
    entries: Mapping[str, Entry], facts: Mapping[str, Facts], parent: Manifest, store: Store
) -> bool:
    if parent.outputs.keys() - entries.keys():
        return True
    for path, new in facts.items():
        old = parent.outputs.get(path)
        if old is not None and old.sha256 != entries[path].sha256:
            before = extract_facts(store.read(old.sha256))
            if set(before.ids) - set(new.ids) or before.alternates != new.alternates:
                return True
    return False


def leaks(site: Site, outputs: Mapping[str, Output]) -> Iterator[str]:
    """Outputs that show what visibility.py does not let out."""
    for output in outputs.values():
        for token in output.sources:
            if token not in site.allowed:
                yield f"/{output.path}: shows {token}, which may not be public. Report this: it is a fault of Ponte."


def check_pages(
    outputs: Mapping[str, Output], entries: Mapping[str, Entry], facts: Mapping[str, Facts], origin: str
) -> Iterator[str]:
    """Problems of the pages themselves and of what they lead to."""
    for path, fact in sorted(facts.items()):
        where = f"/{path}" + _title(outputs[path])
        if not fact.title:
            yield f"{where}: the page has no title. Give it one in the field Title."
        if not fact.lang:
            yield f"{where}: the page has no lang."
        yield from _dead_links(where, path, fact, entries, facts, origin)
        yield from _foreign_loads(where, fact, entries, origin)
        yield from _lonely_alternates(where, path, fact, facts, entries, origin)


def _title(output: Output) -> str:
    document = getattr(output.input, "document", None)
    return f" (“{document.title}”)" if document is not None else ""


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


def _dead_links(
    where: str,
    path: str,
    fact: Facts,
    entries: Mapping[str, Entry],
    facts: Mapping[str, Facts],
    origin: str,
) -> Iterator[str]:
    for href in fact.links:
        try:
            target = _internal(href, path, origin)
        except ValueError:
            yield f"{where}: the link {href} is no address. Correct or remove it in the text."
            continue
        if target is None:
            continue
        file, anchor = target
        if file not in entries:
            yield f"{where}: the link {href} leads nowhere. Correct or remove it in the text."
        elif anchor and file in facts and anchor not in facts[file].ids:
            yield f"{where}: the link {href} leads to a place that is not on that page. Correct it in the text."


def _foreign_loads(where: str, fact: Facts, entries: Mapping[str, Entry], origin: str) -> Iterator[str]:
    for address in fact.loads:
        target = _internal(address, "", origin)
        if target is None:
            yield f"{where}: loads {address} from another host, which the site never does."
        elif target[0] not in entries:
            yield f"{where}: loads {address}, which is not part of the release."


def _lonely_alternates(
    where: str,
    path: str,
    fact: Facts,
    facts: Mapping[str, Facts],
    entries: Mapping[str, Entry],
    origin: str,
) -> Iterator[str]:
    own = {href for tag, href in fact.alternates}
    for tag, href in fact.alternates:
        target = _internal(href, path, origin)
        if target is None or target[0] not in entries:
            yield f"{where}: hreflang {tag} leads to {href}, which is not part of the release."
        elif target[0] in facts and tag != "x-default":
            back = {href for _, href in facts[target[0]].alternates}
            if back != own:
                yield f"{where}: hreflang {tag} leads to {href}, which does not name the same languages."
