"""The digest of the code that outputs depend on: templates, sources, catalogues, assets, the lock file."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = (
    "frontend",
    "site_content/documents",
    "site_content/converters",
    "site_content/languages.py",
    "site_content/renditions.py",
    "static_build/outputs",
    "static_build/facets",
    "static_build/filters.py",
    "static_build/frames.py",
    "static_build/groups.py",
    "static_build/lists.py",
    "static_build/openapi.py",
    "static_build/render.py",
    "requirements.lock",
)


@cache
def code_digest() -> str:
    """SHA-256 over the names and bytes of all these files, sorted by name."""
    state = sha256()
    for path in sorted(_files()):
        state.update(f"{path.relative_to(ROOT)}\0".encode())
        state.update(sha256(path.read_bytes()).digest())
    return state.hexdigest()


def _files() -> list[Path]:
    found = []
    for name in READ:
        place = ROOT / name
        found += [each for each in place.rglob("*") if each.is_file()] if place.is_dir() else [place]
    return [each for each in found if each.suffix not in (".pyc", ".mo") and each.is_file()]
