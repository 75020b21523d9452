"""Verify: what a live site answers, compared with the manifest of a release. Needs no database; writes nothing."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from urllib.parse import urljoin

from msgspec import Struct

from static_build.errors import BuildError
from static_build.headers import (
    POLICY,
    SEARCH_CONFIG,
    cache_control,
    headers_of,
    is_error_page,
    read_search_url,
    site_headers,
)
from static_build.live import Answer, Live
from static_build.manifest import Entry
from static_build.release import Store
from static_build.signing import refuse_tampered
from static_build.targets.files import HOSTS_OWN, is_copy, public_path

Report = Callable[[int, int], None]
"""(done, all) after each answer."""
GONE = (404, 410)
LEADS_ON = (301, 302, 307, 308)
GIVE_UP_AFTER = 24
"""So many answers that do not come, one after the other, and nobody is there."""


class Probe(Struct, frozen=True, kw_only=True):
    """A public path to be asked for, and what ought to come."""

    path: str
    kind: str
    """`file`, `redirect`, `withdrawn`, or `missing`: an address that never was."""
    entry: Entry | None = None
    pages: tuple[str, ...] = ()
    """SHA-256 of the 404 pages of which one may come."""


class Difference(Struct, frozen=True, kw_only=True):
    """Something other than was released."""

    path: str
    what: str
    """`status`, `bytes`, `redirect`, `withdrawn`, `missing`, `unreachable`, or `header` and its name."""
    expected: str
    found: str


class Verdict(Struct, kw_only=True):
    """What came of it, as `--json` prints it."""

    url: str
    release: str
    signed: bool | None
    """Whether the manifest's signature was checked; None where there is none."""
    files: int = 0
    redirects: int = 0
    withdrawn: int = 0
    missing: int = 0
    bytes: int = 0
    seconds: float = 0.0
    differences: list[Difference]


def check_signature(store: Store, release: str, public_key: bytes) -> bool | None:
    """Whether a signature was checked; None where there is none and no key. Raises BuildError where it does not hold."""
    path = store.releases / release / "manifest.json"
    signature = path.with_name("manifest.sig")
    signed = signature.read_bytes() if signature.is_file() else None
    if public_key:
        refuse_tampered(path.read_bytes(), signed, public_key, str(path))
        return True
    return None if signed is None else False


def find_probes(store: Store, release: str, *, sample: int | None = None) -> list[Probe]:
    """Every path to be asked for; of those of the release and of the withdrawn ones at most `sample` each, by chance."""
    outputs = store.manifest(release).outputs
    present = [_probe(path, entry) for path, entry in outputs.items() if _is_for_readers(path)]
    withdrawn = [Probe(path=path, kind="withdrawn") for path in _withdrawn(store, release)]
    if sample is not None:
        present, withdrawn = (
            random.sample(probes, min(sample, len(probes))) for probes in (present, withdrawn)
        )
    return [*present, *withdrawn, *_missing(outputs)]


def _probe(path: str, entry: Entry) -> Probe:
    return Probe(path=public_path(path), kind="redirect" if entry.redirect else "file", entry=entry)


def _is_for_readers(path: str) -> bool:
    return not is_copy(path) and path not in HOSTS_OWN


def _withdrawn(store: Store, release: str) -> list[str]:
    """Public paths of earlier releases that this one neither has nor retains, sorted."""
    earlier = [name for name in store.list_releases() if name < release]
    before: set[str] = set()
    for name in earlier:
        try:
            before |= store.served(name).keys()
        except BuildError:
            continue  # what a corrupt manifest named is not known
    gone = before - store.served(release).keys()
    return sorted({public_path(path) for path in gone if _is_for_readers(path)})


def _missing(outputs: Mapping[str, Entry]) -> Iterator[Probe]:
    """An address that never was, at the root and in each language."""
    everywhere = outputs.get("404.html")
    for path, entry in outputs.items():
        if is_error_page(path):
            folder = path.removesuffix("404.html")
            pages = {each.sha256 for each in (entry, everywhere) if each is not None}
            address = f"/{folder}{secrets.token_hex(8)}/"
            yield Probe(path=address, kind="missing", pages=tuple(sorted(pages)))


def verify(
    live: Live,
    store: Store,
    release: str,
    *,
    sample: int | None = None,
    connections: int = 8,
    ignored: frozenset[str] = frozenset(),
    public_key: bytes = b"",
    report: Report = lambda done, all: None,
) -> Verdict:
    """Asks the site for everything. `ignored`: headers by name in small letters that the host cannot send.

    Raises BuildError where the release cannot be read, its signature does not hold, or nobody answers.
    """
    start = time.monotonic()
    verdict = Verdict(
        url=live.origin, release=release, signed=check_signature(store, release, public_key), differences=[]
    )
    probes = find_probes(store, release, sample=sample)
    search_url = find_search_url(store, release)
    counts = dict.fromkeys(("file", "redirect", "withdrawn", "missing"), 0)
    silent = 0
    for done, (probe, answer) in enumerate(_ask_all(live, probes, connections), start=1):
        silent = 0 if answer.status else silent + 1
        if silent >= min(GIVE_UP_AFTER, len(probes)):
            raise BuildError(
                f"Nobody answers at {live.origin} ({answer.error}). Start the host, or give its address."
            )
        counts[probe.kind] += 1
        verdict.bytes += answer.size
        verdict.differences += compare(probe, answer, live.origin, ignored, search_url=search_url)
        report(done, len(probes))
    verdict.files, verdict.redirects, verdict.withdrawn, verdict.missing = counts.values()
    verdict.differences.sort(key=lambda each: (each.what, each.path))
    verdict.seconds = round(time.monotonic() - start, 2)
    return verdict


def find_search_url(store: Store, release: str) -> str:
    """The search endpoint that a release's pages may ask; empty for none. Raises BuildError."""
    entry = store.manifest(release).outputs.get(SEARCH_CONFIG)
    return read_search_url(store.read(entry.sha256)) if entry else ""


def _ask_all(live: Live, probes: list[Probe], connections: int) -> Iterator[tuple[Probe, Answer]]:
    """Answers as they come, few asked for in advance, so that stopping stops the asking."""
    waiting = iter(probes)
    with ThreadPoolExecutor(connections, thread_name_prefix="verify") as threads:
        while some := list(islice(waiting, connections * 8)):
            yield from zip(some, threads.map(lambda probe: live.read(probe.path), some), strict=True)


def compare(
    probe: Probe,
    answer: Answer,
    origin: str,
    ignored: frozenset[str] = frozenset(),
    *,
    search_url: str = "",
) -> Iterator[Difference]:
    """All that is other than it ought to be in one answer."""

    def differs(what: str, expected: str, found: str) -> Difference:
        return Difference(path=probe.path, what=what, expected=expected, found=found)

    if not answer.status:
        yield differs("unreachable", "an answer", answer.error)
    elif probe.kind == "withdrawn":
        if answer.status not in GONE:
            yield differs("withdrawn", "404 or 410", str(answer.status))
    elif probe.kind == "missing":
        yield from _compare_missing(probe, answer, differs)
    elif probe.entry is not None:
        yield from _compare_entry(probe.path, probe.entry, answer, origin, differs)
        if answer.status == 200:
            yield from _compare_headers(probe.path, probe.entry, answer, ignored, search_url)


Differs = Callable[[str, str, str], Difference]


def _compare_missing(probe: Probe, answer: Answer, differs: Differs) -> Iterator[Difference]:
    if answer.status not in GONE:
        yield differs("missing", "404", str(answer.status))
    elif answer.sha256 not in probe.pages:
        yield differs("missing", "the site's own page, in the language of the address", "another page")


def _compare_entry(
    path: str, entry: Entry, answer: Answer, origin: str, differs: Differs
) -> Iterator[Difference]:
    if entry.redirect and answer.status in LEADS_ON:
        goal, found = urljoin(origin, entry.redirect), answer.headers.get("location", "")
        if urljoin(origin + path, found) != goal:
            yield differs("redirect", entry.redirect, found or "no Location")
        return
    # Some hosts give the status 404 to their page for what is missing even where it is asked for by name.
    if answer.status != 200 and not (is_error_page(path) and answer.status == 404):
        yield differs("status", "301, or 200 with the page" if entry.redirect else "200", str(answer.status))
        return
    if (answer.sha256, answer.size) != (entry.sha256, entry.size):
        yield differs("bytes", _bytes(entry.sha256, entry.size), _bytes(answer.sha256, answer.size))


def _bytes(digest: str, size: int) -> str:
    return f"{size} bytes, {digest[:12]}…"


def _compare_headers(
    path: str, entry: Entry, answer: Answer, ignored: frozenset[str], search_url: str
) -> Iterator[Difference]:
    wanted = headers_of(path, entry.type, changes_at=entry.changes_at, search_url=search_url)
    for name, value in wanted.items():
        if name.lower() in ignored:
            continue
        found = answer.headers.get(name.lower(), "")
        fitting = _fitting(name, value, path, entry, search_url)
        if _plain(found) not in map(_plain, fitting):
            yield Difference(path=path, what=f"header {name}", expected=value, found=found or "nothing")


def _fitting(name: str, value: str, path: str, entry: Entry, search_url: str) -> set[str]:
    """What a header may say: hosts may add the charset, and from outside nobody can tell whether Ponte purges a cache.

    A host that sends one policy for all paths sends the widest; the `<meta>` of each page narrows it.
    """
    if name == POLICY:
        return {value, site_headers(search_url)[POLICY]}
    if name == "Content-Type":
        return {value} if "charset" in value else {value, f"{value}; charset=utf-8"}
    if name == "Cache-Control":
        return {cache_control(path, changes_at=entry.changes_at, cdn=cdn) for cdn in (False, True)}
    return {value}


def _plain(value: str) -> str:
    """A header's value without what means nothing in it."""
    return "".join(value.split()).lower()
