"""The front end's own files: stylesheet, script, marks, each under a name that holds its hash."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from static_build.outputs.output import Output
from static_build.site import Site

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}


class AssetInput(Struct, frozen=True, kw_only=True):
    """An asset by its plain name; the code's digest in every fingerprint covers its bytes."""

    name: str


def subjects(site: Site) -> Iterator[tuple[str]]:
    """Each asset by its plain name."""
    for name in site.content.assets:
        yield (name,)


def plan(site: Site, name: str) -> Iterator[Output]:
    """The asset, at the address that the site's pages name."""
    path = site.content.assets[name].lstrip("/")
    yield Output(path=path, type=TYPES[path.rpartition(".")[2]], input=AssetInput(name=name))
