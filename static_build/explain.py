"""Explain: why an output is as it is: what it was made from, what of that changed when it was last made, what else shows it.

Compares releases and the documents kept with them. Needs no database; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from site_content.documents import Document
from static_build.errors import BuildError
from static_build.manifest import Cause, Entry, Manifest, Record
from static_build.outputs.output import html_path
from static_build.release import Store
from static_build.shards import REST, read_documents

SHOWN = 12
"""So many sources are listed for people, and all that changed."""
FRAME = ("settings", "office")
"""Types that stand on every page of their language: in the menu, the header and the footer."""


class Source(Struct, frozen=True):
    """Something that an output shows."""

    token: str
    title: str
    changed: bool
    """Whether it changed in the release that last made the output."""
    shown_on: int
    """How many outputs show it."""


class Explanation(Struct, frozen=True, kw_only=True):
    """What is known of one output."""

    path: str
    release: str
    """The release in which its bytes came about, as far back as releases are kept."""
    released_at: datetime
    causes: tuple[Cause, ...]
    is_oldest: bool
    """Whether no older release is kept: then it may be older still, and what changed is not known."""
    code_changed: bool
    frame_changed: tuple[str, ...]
    """Titles of what stands on every page and changed then."""
    moment: datetime
    """The moment that the release was made for: states hang on it."""
    changes_at: datetime | None
    sources: tuple[Source, ...]
    dependents: tuple[str, ...]
    """Other outputs that show the same document as this page; the first hundred, sorted."""


def explain(store: Store, path: str) -> Explanation:
    """What is known of the output at a public path, or of a file of the current release. Raises BuildError."""
    current = store.current()
    if current is None:
        raise BuildError("There is no release yet. Run `ponte build` first.")
    manifest = store.manifest(current)
    name = next((each for each in (html_path(path), html_path(f"{path}/")) if each in manifest.outputs), "")
    if not name:
        raise BuildError(
            f"The current release has nothing at {path}. Give a public path such as /it/news/x/."
        )
    made, before = _find_making(store, name, manifest.outputs[name])
    record = store.record(made)
    changed = _changed_documents(store, record, store.record(before)) if before else {}
    entry = manifest.outputs[name]
    return Explanation(
        path=f"/{name}",
        release=made,
        released_at=record.released_at,
        causes=record.causes,
        is_oldest=before is None,
        code_changed=before is not None and store.record(before).code != record.code,
        frame_changed=tuple(sorted(each.title for each in changed.values() if _is_frame(each))),
        moment=record.now,
        changes_at=entry.changes_at,
        sources=tuple(_sources(store, store.record(current), manifest, entry, changed)),
        dependents=tuple(_dependents(manifest, name, entry))[:100],
    )


def _find_making(store: Store, name: str, entry: Entry) -> tuple[str, str | None]:
    """The release that made these bytes from this fingerprint, and the one before it."""
    made, fingerprint = store.current() or "", entry.fingerprint
    for release in reversed(store.list_releases()):
        if release >= made:
            continue
        try:
            older = store.manifest(release).outputs.get(name)
        except BuildError:
            continue
        if older is None or older.fingerprint != fingerprint:
            return made, release
        made = release
    return made, None


def _changed_documents(store: Store, now: Record, before: Record) -> dict[str, Document]:
    """Documents that came, went or changed between two releases, by token."""
    names = {
        name
        for name in now.documents.keys() | before.documents.keys()
        if name != REST and now.documents.get(name) != before.documents.get(name)
    }
    new = read_documents(store, {name: now.documents[name] for name in names if name in now.documents})
    old = read_documents(store, {name: before.documents[name] for name in names if name in before.documents})
    return {
        f"{key}@{locale}": new.get((key, locale)) or old[key, locale]
        for key, locale in new.keys() | old.keys()
        if (key, locale) not in new
        or (key, locale) not in old
        or new[key, locale].digest != old[key, locale].digest
    }


def _is_frame(document: Document) -> bool:
    return type(document).__struct_config__.tag in FRAME


def _sources(
    store: Store, record: Record, manifest: Manifest, entry: Entry, changed: dict[str, Document]
) -> Iterator[Source]:
    wanted = {token[:2] for token in entry.sources if "@" in token}
    shards = {name: digest for name, digest in record.documents.items() if name in wanted}
    titles = {f"{key}@{locale}": each.title for (key, locale), each in read_documents(store, shards).items()}
    counts = dict.fromkeys(entry.sources, 0)
    for other in manifest.outputs.values():
        for token in other.sources:
            if token in counts:
                counts[token] += 1
    for token in entry.sources:
        yield Source(token, titles.get(token, ""), token in changed, counts[token])


def _dependents(manifest: Manifest, name: str, entry: Entry) -> Iterator[str]:
    token = entry.document or (entry.sources[0] if len(entry.sources) == 1 else "")
    for path, other in sorted(manifest.outputs.items()):
        if token and path != name and token in other.sources:
            yield f"/{path}"


def tell(found: Explanation) -> Iterator[str]:
    """The explanation in lines, as people read them."""
    yield f"{found.path} was made in release {found.release} ({found.released_at:%Y-%m-%d %H:%M:%S} UTC)."
    for cause in found.causes:
        who = f" by {cause.user}" if cause.user else ""
        yield f"  asked for: {cause.what} {cause.title}{who}".rstrip()
    if found.is_oldest:
        yield "  No older release is kept: what changed then is not known."
    if found.code_changed:
        yield "  The code changed: templates, styles, messages or converters."
    if found.frame_changed:
        yield f"  Changed on every page: {', '.join(found.frame_changed)}."
    changed = [source for source in found.sources if source.changed]
    if not (found.is_oldest or found.code_changed or found.frame_changed or changed):
        yield f"  None of its documents changed: time did, to {found.moment:%Y-%m-%d %H:%M} UTC, or what lists show."
    shown = [*changed, *(source for source in found.sources if not source.changed)][
        : max(SHOWN, len(changed))
    ]
    yield f"Made from {len(found.sources)} things; * changed then:"
    for source in shown:
        mark = "*" if source.changed else " "
        yield f"  {mark} {source.token}  {source.title}  (shown on {source.shown_on} outputs)"
    if len(shown) < len(found.sources):
        yield f"    … and {len(found.sources) - len(shown)} more, which did not change"
    if found.changes_at:
        yield f"It changes by itself at {found.changes_at:%Y-%m-%d %H:%M} UTC."
    if found.dependents:
        yield "Shown too on:"
        yield from (f"    {path}" for path in found.dependents)
