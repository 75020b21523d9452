"""Tiles, for advanced manufacturing: parts on a grid, dense where the work is and sparse elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import dist
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import polar
from site_content.demo.art.palette import Colour, Mood, choose_accents, choose_mood, mix


@dataclass(frozen=True)
class _Tile:
    left: float
    top: float
    side: float
    colour: Colour
    other: Colour

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.side / 2, self.top + self.side / 2

    def corner(self, quarter: int) -> tuple[float, float]:
        """One of the four corners, clockwise from the top left."""
        return self.left + self.side * (quarter in (1, 2)), self.top + self.side * (quarter in (2, 3))


_Motif = Callable[[Canvas, Random, _Tile], None]


def paint_tiles(canvas: Canvas, rng: Random) -> None:
    mood = choose_mood(rng)
    accents = choose_accents(rng, mood)
    canvas.wash(mood.top, mood.bottom)
    rows = rng.choice((5, 6, 8, 8, 10))
    side = canvas.height / rows
    columns = int(canvas.width / side) + 1
    focus = rng.uniform(0, columns), rng.uniform(0, rows)
    reach = rng.uniform(0.42, 0.8) * columns
    _paint_grid(canvas, mood, side)
    vocabulary = rng.sample(_MOTIFS, rng.randint(4, 6))
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            nearness = 1 - dist((column + 0.5, row + 0.5), focus) / reach
            if (column, row) in taken or rng.random() > nearness * 1.5:
                continue
            size = _choose_size(rng, row, column, rows, nearness, taken)
            tile = _Tile(column * side, row * side, side * size, rng.choice(accents), rng.choice(accents))
            rng.choice(vocabulary)(canvas, rng, tile)


def _paint_grid(canvas: Canvas, mood: Mood, side: float) -> None:
    """The bench on which parts lie: a dot at every crossing."""
    for row in range(int(canvas.height / side) + 1):
        for column in range(int(canvas.width / side) + 2):
            canvas.disc((column * side, row * side), 2.4, mood.line, 0.26)


def _choose_size(
    rng: Random, row: int, column: int, rows: int, nearness: float, taken: set[tuple[int, int]]
) -> int:
    """Two cells wide for a few parts near the focus that find room, else one; takes the cells it uses."""
    cells = {(column + right, row + down) for right in (0, 1) for down in (0, 1)}
    if nearness > 0.35 and row + 1 < rows and not cells & taken and rng.random() < 0.2:
        taken |= cells
        return 2
    return 1


def _paint_quarter(canvas: Canvas, rng: Random, tile: _Tile) -> None:
    quarter = rng.randrange(4)
    canvas.wedge(tile.corner(quarter), tile.side, quarter * 90, quarter * 90 + 90, tile.colour)


def _paint_rails(canvas: Canvas, rng: Random, tile: _Tile) -> None:
    """Concentric quarter rings, as tracks that turn a corner."""
    quarter = rng.randrange(4)
    for share in (0.25, 0.5, 0.75, 1.0):
        canvas.arc(
            tile.corner(quarter),
            tile.side * share,
            quarter * 90,
            quarter * 90 + 90,
            tile.colour,
            width=tile.side * 0.075,
        )


def _paint_gear(canvas: Canvas, rng: Random, tile: _Tile) -> None:
    teeth = rng.choice((8, 10, 12))
    radius = tile.side * 0.4
    for index in range(teeth):
        outline = [
            polar(tile.centre, away, 360 * (index + offset) / teeth)
            for away, offset in (
                (radius * 0.8, -0.27),
                (radius * 1.14, -0.17),
                (radius * 1.14, 0.17),
                (radius * 0.8, 0.27),
            )
        ]
        canvas.polygon(outline, tile.colour)
    canvas.disc(tile.centre, radius * 0.92, tile.colour)
    canvas.disc(tile.centre, radius * 0.52, mix(tile.colour, (255, 255, 255), 0.82))
    canvas.disc(tile.centre, radius * 0.2, tile.other)


def _paint_bearing(canvas: Canvas, _rng: Random, tile: _Tile) -> None:
    radius = tile.side * 0.42
    canvas.disc(tile.centre, radius, tile.colour, 0.16)
    canvas.ring(tile.centre, radius, tile.colour, width=tile.side * 0.06)
    for index in range(8):
        canvas.disc(polar(tile.centre, radius * 0.66, index * 45), tile.side * 0.05, tile.other)
    canvas.ring(tile.centre, radius * 0.38, tile.colour, width=tile.side * 0.04)


def _paint_plate(canvas: Canvas, _rng: Random, tile: _Tile) -> None:
    edge = tile.side * 0.12
    left, top, right, bottom = (
        tile.left + edge,
        tile.top + edge,
        tile.left + tile.side - edge,
        tile.top + tile.side - edge,
    )
    canvas.box(left, top, right, bottom, tile.colour, 0.92, tile.side * 0.05)
    for x in (left + edge, right - edge):
        for y in (top + edge, bottom - edge):
            canvas.disc((x, y), tile.side * 0.045, mix(tile.colour, (255, 255, 255), 0.85))


def _paint_strips(canvas: Canvas, rng: Random, tile: _Tile) -> None:
    upright = rng.random() < 0.5
    for index in range(4):
        start, end = tile.side * (index + 0.2) / 4, tile.side * (index + 0.72) / 4
        if upright:
            canvas.box(tile.left + start, tile.top, tile.left + end, tile.top + tile.side, tile.colour, 0.9)
        else:
            canvas.box(tile.left, tile.top + start, tile.left + tile.side, tile.top + end, tile.colour, 0.9)


def _paint_half(canvas: Canvas, rng: Random, tile: _Tile) -> None:
    start = rng.choice((0, 90, 180, 270))
    canvas.wedge(tile.centre, tile.side / 2, start, start + 180, tile.colour)
    canvas.wedge(tile.centre, tile.side / 2, start + 180, start + 360, tile.other, 0.26)


def _paint_wedge(canvas: Canvas, rng: Random, tile: _Tile) -> None:
    first = rng.randrange(4)
    canvas.polygon([tile.corner((first + step) % 4) for step in range(3)], tile.colour, 0.92)
    canvas.polygon([tile.corner((first + step) % 4) for step in (2, 3, 4)], tile.other, 0.16)


_MOTIFS: tuple[_Motif, ...] = (
    _paint_quarter,
    _paint_rails,
    _paint_gear,
    _paint_bearing,
    _paint_plate,
    _paint_strips,
    _paint_half,
    _paint_wedge,
)
