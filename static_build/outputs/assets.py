"""The front end's own files: stylesheet, script, marks, each under a name that holds its hash."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from frontend.assets import assets
from frontend.inputs import Frame
from static_build.outputs.output import Output
from static_build.site import Site


class AssetInput(Struct, frozen=True, kw_only=True):
    """An asset by its plain name; the code's digest in every fingerprint covers its bytes."""

    name: str


def plan(site: Site, frames: dict[str, Frame]) -> Iterator[Output]:
    """One output for each asset."""
    for name, asset in assets().items():
        yield Output(path=asset.path.lstrip("/"), type=asset.type, input=AssetInput(name=name))
