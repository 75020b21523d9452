"""What the static index's script loads first: Pagefind's module and machine, and for each language which bundles there are.

No word of a page stands in these files: they outlive a withdrawal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from site_content.search.chinese import simplify
from static_build.errors import BuildError
from static_build.pagefind import VERSION, PageRecord, make_index
from static_build.static_records import FACTS

META = ".pf_meta"
MODULE, MACHINE = "pagefind.js", "wasm.unknown.pagefind"
_EXPORT = b"\nexport{PagefindInstance};\n"
"""Its own start asks for one file after the other; the class behind it can be handed what was fetched at once."""


class Listed(Struct, frozen=True, kw_only=True):
    """A bundle as the script has to know it."""

    folder: str
    """Below the public root, with a slash at the end."""
    name: str
    """The same below the folder of all bundles."""
    types: tuple[str, ...]
    paths: tuple[str, ...]
    """Of its files, below the public root."""
    characters: str
    """Chinese characters in it."""


@cache
def engine_files() -> dict[str, bytes]:
    """Pagefind's module and machine, named by their content. Raises BuildError where this Pagefind is not as we know it."""
    files = make_index([PageRecord(url="/", content="a", meta={})])
    module, machine = files.get(MODULE, b""), files.get(MACHINE, b"")
    if not machine or not re.search(rb"\b(var|let|class) PagefindInstance\b", module):
        raise BuildError(
            f"Pagefind {VERSION} is not built as 1.5.2 is. Install what requirements.lock names."
        )
    module += _EXPORT
    return {f"pagefind.{_digest(module)}.js": module, f"wasm.{_digest(machine)}.pagefind": machine}


def list_bundles(bundles: Iterable[Listed]) -> bytes:
    """The file of a language. The same bundles give the same bytes."""
    some = list(bundles)
    module, machine = engine_files()
    told: dict[str, Any] = {
        "module": module,
        "machine": machine,
        "bundles": [
            {
                "folder": each.name,
                "types": each.types,
                "meta": _ending(each, META),
                "facts": _ending(each, FACTS),
            }
            for each in some
        ],
        "traditional": traditional_forms(frozenset("".join(each.characters for each in some))),
    }
    told["build"] = _digest(msgspec.json.encode(told, order="deterministic"))
    return msgspec.json.encode(told, order="deterministic")


def traditional_forms(simplified: frozenset[str]) -> str:
    """Each character that is written otherwise in traditional Chinese, followed by its simplified form, of these alone."""
    pairs = zip(*_traditional(), strict=True)
    return "".join(old + new for old, new in pairs if new in simplified)


@cache
def _traditional() -> tuple[str, str]:
    every = [chr(each) for each in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    changed = [(old, new) for old in every if (new := simplify(old)) != old and len(new) == 1]
    return "".join(old for old, _ in changed), "".join(new for _, new in changed)


def _ending(bundle: Listed, suffix: str) -> str:
    return next((path.removeprefix(bundle.folder) for path in bundle.paths if path.endswith(suffix)), "")


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=6).hexdigest()
