"""Pictures for the demonstration, drawn by code: a family and a seed in, the bytes of a picture out.

The same arguments give the same bytes; other seeds give other compositions. Neither disk, clock nor
network is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from site_content.demo.art.arcs import paint_arcs
from site_content.demo.art.canvas import Canvas
from site_content.demo.art.cells import paint_cells
from site_content.demo.art.halls import paint_halls
from site_content.demo.art.logo import draw_logo
from site_content.demo.art.networks import paint_networks
from site_content.demo.art.palette import PAPER
from site_content.demo.art.place import draw_place
from site_content.demo.art.portrait import draw_portrait
from site_content.demo.art.rings import paint_rings
from site_content.demo.art.sheets import paint_sheets
from site_content.demo.art.skyline import paint_skyline
from site_content.demo.art.tiles import paint_tiles

__all__ = ["draw", "draw_logo", "draw_place", "draw_portrait", "families"]

_Painter = Callable[[Canvas, Random, str], None]


def _seedless(paint: Callable[[Canvas, Random], None]) -> _Painter:
    """A painter for which the seed's words mean nothing beyond the chance they start."""
    return lambda canvas, rng, _seed: paint(canvas, rng)


_PAINTERS: Mapping[str, _Painter] = MappingProxyType(
    {
        "arcs": _seedless(paint_arcs),
        "cells": _seedless(paint_cells),
        "tiles": _seedless(paint_tiles),
        "networks": _seedless(paint_networks),
        "rings": _seedless(paint_rings),
        "sheets": _seedless(paint_sheets),
        "halls": paint_halls,
        "skyline": _seedless(paint_skyline),
    }
)


def families() -> tuple[str, ...]:
    """The names that `draw` knows."""
    return tuple(_PAINTERS)


def draw(family: str, seed: str, *, width: int = 1600, height: int = 1000) -> bytes:
    """A JPEG of the family, `width` by `height` pixels, without metadata.

    Raises ValueError for a family that is not known, naming those that are, and for a size below one pixel.
    """
    painter = _PAINTERS.get(family)
    if painter is None:
        raise ValueError(f"Unknown family of pictures {family!r}: choose one of {', '.join(families())}.")
    canvas = Canvas(width, height, PAPER)
    painter(canvas, Random(f"{family}:{seed}"), seed)
    return canvas.to_jpeg()
