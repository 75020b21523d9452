"""The front end's own files: stylesheet, script, marks, each under a name that holds its hash."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from frontend.assets import assets
from static_build.outputs.output import Output
from static_build.site import Site


class AssetInput(Struct, frozen=True, kw_only=True):
    """An asset by its plain name; the code's digest in every fingerprint covers its bytes."""

    name: str


def subjects(site: Site) -> Iterator[tuple[str]]:
    """Each asset by its plain name."""
    for name in assets():
        yield (name,)


def plan(site: Site, name: str) -> Iterator[Output]:
    """The asset."""
    asset = assets()[name]
    yield Output(path=asset.path.lstrip("/"), type=asset.type, input=AssetInput(name=name))
