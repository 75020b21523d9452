"""What a target is to hold, and how that differs from what it holds. Release in, ordered steps out. Touches nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

from msgspec import Struct

from static_build.headers import HASHED, cache_control
from static_build.manifest import Entry

COMPRESSED = (".br", ".gz")
UPLOADS = ("assets", "new pages", "changed pages", "lists")
DELETIONS = ("pages", "assets")
HOSTS_OWN = ("_headers", "_redirects")
"""Read by the host; no reader asks for them."""


class File(Struct, frozen=True):
    """One file as a target keeps it."""

    sha256: str
    size: int
    attributes: dict[str, str]
    redirect: str


class Step(Struct, frozen=True):
    """Files that go up together; the next step begins when all are there."""

    name: str
    paths: tuple[str, ...]


class Difference(Struct, frozen=True):
    """What brings a target to a release, in order: what a page needs is there before the page, and goes after it."""

    uploads: tuple[Step, ...]
    deletions: tuple[Step, ...]
    unchanged: int

    @property
    def uploaded(self) -> tuple[str, ...]:
        """Paths to send."""
        return tuple(path for step in self.uploads for path in step.paths)

    @property
    def deleted(self) -> tuple[str, ...]:
        """Paths to delete."""
        return tuple(path for step in self.deletions for path in step.paths)


def tokens_of(entries: Mapping[str, Entry], *, cdn: bool, negotiates: bool) -> dict[str, str]:
    """Token by path of every file for a target. `negotiates`: it chooses among precompressed copies; others get none."""
    return {
        path: _token(path, entry, cdn=cdn)
        for path, entry in entries.items()
        if negotiates or not path.endswith(COMPRESSED)
    }


def _token(path: str, entry: Entry, *, cdn: bool) -> str:
    cache = cache_control(path, changes_at=entry.changes_at, cdn=cdn)
    return entry.sha256[:32] + _attributes(entry.type, cache, entry.redirect)[1]


def make_file(path: str, entry: Entry, *, cdn: bool) -> File:
    """An entry of a release with what goes with it to a target."""
    cache = cache_control(path, changes_at=entry.changes_at, cdn=cdn)
    attributes, _ = _attributes(entry.type, cache, entry.redirect)
    return File(entry.sha256, entry.size, attributes, entry.redirect)


@lru_cache(maxsize=10_000)
def _attributes(type: str, cache: str, redirect: str) -> tuple[dict[str, str], str]:
    """Attributes and a short digest of them; few differ, so they are made once."""
    digest = blake2b(f"{type}\n{cache}\n{redirect}".encode(), digest_size=6)
    return {"Content-Type": type, "Cache-Control": cache}, digest.hexdigest()


def is_copy(path: str) -> bool:
    """Whether it is a precompressed copy of another file."""
    return path.endswith(COMPRESSED)


def compare(
    entries: Mapping[str, Entry],
    tokens: Mapping[str, str],
    held: Mapping[str, str],
    uncertain: Collection[str],
) -> Difference:
    """From what is held to `tokens`; both say by path what a file is, headers and all, and the same token is the same file.

    `uncertain`: paths at which something may be there, or nothing.
    """
    sent = [path for path, token in tokens.items() if held.get(path) != token]
    sent += [path for path in uncertain if path in tokens and held.get(path) == tokens[path]]
    gone = sorted((held.keys() | set(uncertain)) - tokens.keys())
    steps = (
        (_upload_step(path, entries[path], path in held or path in uncertain), path) for path in sorted(sent)
    )
    return Difference(
        uploads=_steps(UPLOADS, steps),
        deletions=_steps(
            DELETIONS, (("assets" if path.startswith(HASHED) else "pages", path) for path in gone)
        ),
        unchanged=len(tokens) - len(sent),
    )


def _upload_step(path: str, entry: Entry, is_there: bool) -> str:
    if path.startswith(HASHED):
        return "assets"
    if path.startswith("sitemap"):
        return "lists"
    if not is_there:
        return "new pages"
    return "changed pages" if entry.type.startswith("text/html") else "lists"


def _steps(order: tuple[str, ...], found: Iterable[tuple[str, str]]) -> tuple[Step, ...]:
    steps: dict[str, list[str]] = {}
    for name, path in found:
        steps.setdefault(name, []).append(path)
    return tuple(Step(name, tuple(steps[name])) for name in sorted(steps, key=order.index))


def public_path(path: str) -> str:
    """The address at which a file is asked for: `it/news/index.html` at `/it/news/`."""
    return f"/{path.removesuffix('index.html') if path.endswith('/index.html') or path == 'index.html' else path}"


def addresses(paths: Iterable[str]) -> list[str]:
    """Public addresses of files that a cache may hold, sorted; precompressed copies have none of their own."""
    return sorted({public_path(path) for path in paths if not is_copy(path) and path not in HOSTS_OWN})
