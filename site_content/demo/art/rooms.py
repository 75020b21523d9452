"""The empty room of a hall picture: walls, daylight on the floor, a window on mountains or on the gulf."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, hills, ridge, smooth, span, wave
from site_content.demo.art.palette import INK, JADE, PAPER, Colour, Mood, mix


@dataclass(frozen=True)
class Room:
    """The far wall's window; walls, floor and ceiling run from its corners to the picture's."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def paint_mountains(canvas: Canvas, rng: Random, mood: Mood, room: Room) -> None:
    canvas.wash(mix(mood.top, JADE, 0.06), mood.bottom, 0, room.bottom)
    sun = rng.uniform(room.left, room.right), room.top + rng.uniform(70, 170)
    canvas.disc(sun, rng.uniform(36, 64), mood.ochre, 0.9)
    for depth in range(3):
        line = ridge(rng, canvas.width, room.bottom, 400 - depth * 95, rng.randint(5, 8))
        colour = mix(mood.jade, mood.line, 0.25)
        canvas.polygon(
            [*line, (canvas.width + 40, room.bottom), (-40, room.bottom)], colour, 0.16 + 0.08 * depth
        )
        canvas.ribbon(line, 1.4, colour, 0.5)
    _paint_red_wall(canvas, mood, room)


def _paint_red_wall(canvas: Canvas, mood: Mood, room: Room) -> None:
    """The park's long wall along the motorway: one level band of upright fins."""
    top, bottom = room.bottom - 92, room.bottom - 34
    canvas.box(0, top, canvas.width, bottom, mood.cinnabar)
    for index in range(int(canvas.width / 13)):
        canvas.box(index * 13, top, index * 13 + 4, bottom, mix(mood.cinnabar, INK, 0.3), 0.55)
    canvas.box(0, bottom, canvas.width, room.bottom, mix(mood.jade, mood.bottom, 0.55))


def paint_gulf(canvas: Canvas, rng: Random, mood: Mood, room: Room) -> None:
    canvas.wash(mood.top, mood.bottom, 0, room.bottom)
    sea = room.bottom - rng.uniform(110, 170)
    sun = (rng.uniform(room.left + 60, room.right - 60), rng.uniform(room.top + 70, sea - 60))
    for step in range(3, -1, -1):
        canvas.disc(sun, 52 * (1 + step * 0.6), mood.ochre, 0.08 if step else 0.95)
    far = hills(rng, canvas.width, sea, 70)
    canvas.polygon([*far, (canvas.width + 80, sea), (-80, sea)], mood.jade, 0.14)
    volcano = _volcano_line(rng, room, sea)
    canvas.polygon(volcano, mix(mood.line, mood.cinnabar, 0.35), 0.42)
    canvas.ribbon(volcano, 1.6, mood.line, 0.6)
    canvas.wash(mix(mood.bottom, JADE, 0.26), mix(mood.bottom, JADE, 0.5), sea, room.bottom)
    for row in range(9):
        line = wave(sea + 10 + row * 16, 0, canvas.width, 2 + row * 0.5, 90 + row * 12, rng.uniform(0, 6))
        canvas.ribbon(line, 1.5, PAPER, 0.5)


def _volcano_line(rng: Random, room: Room, sea: float) -> list[Point]:
    """The double summit: the cone, and the older rim beside it."""
    x, size = (room.left + (room.right - room.left) * rng.uniform(0.35, 0.65), rng.uniform(0.85, 1.15))
    corners = (
        (-470, 0),
        (-300, -38),
        (-150, -128),
        (-70, -196),
        (-28, -204),
        (10, -150),
        (52, -172),
        (96, -164),
        (190, -92),
        (330, -30),
        (500, 0),
    )
    return smooth([(x + dx * size, sea + dy * size) for dx, dy in corners], steps=6)


def paint_room(canvas: Canvas, rng: Random, mood: Mood, room: Room, naples: bool) -> None:
    wide, wall = canvas.width, mix(PAPER, mood.bottom, 0.45)
    near = ((0.0, 0.0), (wide, 0.0), (wide, 1000.0), (0.0, 1000.0))
    far = ((room.left, room.top), (room.right, room.top), (room.right, room.bottom), (room.left, room.bottom))
    shades = (mix(wall, PAPER, 0.6), mix(wall, INK, 0.05), mix(wall, mood.ochre, 0.24), mix(wall, INK, 0.085))
    for index, shade in enumerate(shades):
        following = (index + 1) % 4
        canvas.polygon([near[index], near[following], far[following], far[index]], shade)
    _paint_light(canvas, rng, mood, room)
    for corner, end in zip(near, far, strict=True):
        canvas.line(corner, end, mood.line, 0.22, 1.3)
    _paint_window(canvas, rng, mood, room, naples)


def _paint_light(canvas: Canvas, rng: Random, mood: Mood, room: Room) -> None:
    """Daylight on the floor, falling aslant from the window; boards run to the same far point."""
    for index in range(1, 16):
        share = index / 16
        near = canvas.width * (share * 1.8 - 0.4), 1000.0
        canvas.line((room.left + (room.right - room.left) * share, room.bottom), near, mood.line, 0.1, 1.2)
    lean, panes = rng.choice((-260, 260)), 4
    width = (room.right - room.left) / panes
    for index in range(panes):
        left, right = room.left + index * width + 8, room.left + (index + 1) * width - 8
        patch = [
            (left, room.bottom + 8),
            (right, room.bottom + 8),
            (right + lean * 0.8, 900),
            (left + lean * 0.8 - 30, 900),
        ]
        canvas.polygon(patch, PAPER, 0.42)


def _paint_window(canvas: Canvas, rng: Random, mood: Mood, room: Room, naples: bool) -> None:
    panes = rng.choice((3, 4, 6))
    width = (room.right - room.left) / panes
    frame = mix(mood.line, PAPER, 0.1)
    for index in range(panes + 1):
        x = room.left + index * width
        canvas.box(x - 2.5, room.top, x + 2.5, room.bottom, frame)
    if naples:
        wall = mix(mix(PAPER, mood.bottom, 0.45), mood.ochre, 0.12)
        for index in range(panes):
            _paint_arched_head(canvas, room.left + index * width, width, room.top, wall, frame)
    canvas.box(room.left, room.top - 2.5, room.right, room.top + 2.5, frame)
    canvas.box(room.left - 6, room.bottom - 4, room.right + 6, room.bottom + 4, frame)


def _paint_arched_head(
    canvas: Canvas, left: float, width: float, top: float, wall: Colour, frame: Colour
) -> None:
    rise = min(width * 0.5, 150)
    arch = span((left, top + rise), (left + width, top + rise), rise, 28)
    canvas.polygon([(left, top), *arch, (left + width, top)], wall)
    canvas.ribbon(arch, 3, frame)
