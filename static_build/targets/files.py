"""What a target is to hold, and how that differs from what it holds. Release in, ordered steps out. Touches nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

from msgspec import Struct

from static_build.headers import HASHED, cache_control
from static_build.manifest import Entry, Manifest, Record, served_files

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
    token: str
    """Digest of all that: the same token, nothing to send."""


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


def wanted_files(manifest: Manifest, record: Record, *, cdn: bool, negotiates: bool) -> dict[str, File]:
    """Every file for a target. `negotiates`: it chooses among precompressed copies; others would never send one."""
    return {
        path: make_file(path, entry, cdn=cdn)
        for path, entry in served_files(manifest, record).items()
        if negotiates or not is_copy(path)
    }


def make_file(path: str, entry: Entry, *, cdn: bool) -> File:
    """An entry of a release with what goes with it to a target."""
    cache = cache_control(path, changes_at=entry.changes_at, cdn=cdn)
    attributes, mark = _attributes(entry.type, cache, entry.redirect)
    return File(entry.sha256, entry.size, attributes, entry.redirect, f"{entry.sha256[:32]}{mark}")


@lru_cache(maxsize=10_000)
def _attributes(type: str, cache: str, redirect: str) -> tuple[dict[str, str], str]:
    """Attributes and a short digest of them; few differ, so they are made once."""
    digest = blake2b(f"{type}\n{cache}\n{redirect}".encode(), digest_size=6)
    return {"Content-Type": type, "Cache-Control": cache}, digest.hexdigest()


def is_copy(path: str) -> bool:
    """Whether it is a precompressed copy of another file."""
    return path.endswith(COMPRESSED)


def compare(wanted: Mapping[str, File], held: Mapping[str, str], uncertain: Iterable[str]) -> Difference:
    """`held`: token by path of what is there for certain; `uncertain`: paths at which something may be there, or nothing."""
    unsure = set(uncertain)
    there = held.keys() | unsure
    sent = [path for path, file in wanted.items() if path in unsure or held.get(path) != file.token]
    gone = sorted(there - wanted.keys())
    return Difference(
        uploads=_steps(UPLOADS, ((_upload_step(path, wanted[path], path in there), path) for path in sent)),
        deletions=_steps(
            DELETIONS, (("assets" if path.startswith(HASHED) else "pages", path) for path in gone)
        ),
        unchanged=len(wanted) - len(sent),
    )


def _upload_step(path: str, file: File, is_there: bool) -> str:
    if path.startswith(HASHED):
        return "assets"
    if path.startswith("sitemap"):
        return "lists"
    if not is_there:
        return "new pages"
    return "changed pages" if file.attributes["Content-Type"].startswith("text/html") else "lists"


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
