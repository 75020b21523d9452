"""Rooms on a day of inauguration, for the two offices' galleries: an audience, a ribbon, a table, a foyer.

A seed that names Bergamo looks out on mountains and a long red wall, one that names Naples (or Napoli) on the
gulf and its volcano; one that names a scene (audience, ribbon, table, foyer) gets it. The rest is chance.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, polar, smooth, span
from site_content.demo.art.palette import MOODS, PAPER, Colour, Mood, mix
from site_content.demo.art.rooms import Room, paint_gulf, paint_mountains, paint_room

_BERGAMO_MOODS, _NAPLES_MOODS = (("paper", "mist", "dawn", "sand"), ("gold", "mist", "dawn", "paper"))


_Scene = Callable[[Canvas, Random, Mood, Room], None]


def paint_halls(canvas: Canvas, rng: Random, seed: str) -> None:
    naples = _is_naples(rng, seed)
    name = rng.choice(_NAPLES_MOODS if naples else _BERGAMO_MOODS)
    mood = next(mood for mood in MOODS if mood.name == name)
    paint_scene = _choose_scene(rng, seed)
    middle, half = (canvas.width * rng.uniform(0.42, 0.58), canvas.width * rng.uniform(0.27, 0.4))
    room = Room(middle - half, rng.uniform(90, 190), middle + half, rng.uniform(560, 640))
    (paint_gulf if naples else paint_mountains)(canvas, rng, mood, room)
    paint_room(canvas, rng, mood, room, naples)
    paint_scene(canvas, rng, mood, room)


def _choose_scene(rng: Random, seed: str) -> _Scene:
    scenes: dict[str, _Scene] = {
        "audience": _paint_audience,
        "ribbon": _paint_ribbon,
        "table": _paint_table,
        "foyer": _paint_foyer,
    }
    drawn = rng.choice(list(scenes))
    named = (name for name in scenes if name in seed.casefold())
    return scenes[next(named, drawn)]


def _is_naples(rng: Random, seed: str) -> bool:
    drawn = rng.random() < 0.5
    folded = seed.casefold()
    if "bergamo" in folded:
        return False
    return drawn or "naples" in folded or "napoli" in folded


def _paint_person(canvas: Canvas, spot: Point, size: float, colour: Colour, alpha: float = 1.0) -> None:
    """Head and shoulders, `size` units tall, standing on the spot; seen from behind or before alike."""
    x, y = spot
    half = size * 0.3
    arc = [polar((0, 0), 1, angle) for angle in range(180, 361, 10)]
    shoulders = [(x + px * half, y - size * 0.3 + py * size * 0.315) for px, py in arc]
    body = [(x - half, y), *shoulders, (x + half, y)]
    canvas.polygon(body, colour, alpha)
    canvas.disc((x, y - size * 0.8), size * 0.165, mix(colour, PAPER, 0.14), alpha)


def _choose_coat(rng: Random, mood: Mood, depth: float) -> Colour:
    """A dark or coloured coat, paler the farther away (depth 0 is near, 1 far)."""
    coat = rng.choice(
        (mood.line, mood.line, mix(mood.line, mood.jade, 0.5), mood.jade, mood.cinnabar, mood.ochre)
    )
    return mix(coat, mood.bottom, 0.62 * depth)


def _paint_audience(canvas: Canvas, rng: Random, mood: Mood, room: Room) -> None:
    """Rows of listeners seen from behind, and someone at a lectern before the window."""
    speaker = (room.middle + rng.uniform(-0.3, 0.3) * (room.right - room.left), room.bottom + 34)
    _paint_person(canvas, speaker, 190, mix(mood.line, mood.jade, 0.3))
    lectern = [
        (speaker[0] - 44, speaker[1] - 62),
        (speaker[0] + 44, speaker[1] - 62),
        (speaker[0] + 30, speaker[1] + 40),
        (speaker[0] - 30, speaker[1] + 40),
    ]
    canvas.polygon(lectern, mood.ochre)
    rows = rng.randint(3, 5)
    for row in range(rows):
        share = (row + 1) / rows
        y, size = room.bottom + 90 + 340 * share, 110 + 160 * share
        x = -size * rng.uniform(0.1, 0.6)
        while x < canvas.width + size:
            if rng.random() < 0.86:
                spot = x + rng.uniform(-8, 8), y + rng.uniform(-10, 10)
                _paint_person(canvas, spot, size, _choose_coat(rng, mood, 0.9 * (1 - share)))
            x += size * 0.78


def _paint_ribbon(canvas: Canvas, rng: Random, mood: Mood, room: Room) -> None:
    """Guests behind a ribbon, jade from the left and cinnabar from the right, tied in the middle."""
    count, size = rng.randint(6, 11), rng.uniform(260, 330)
    floor = room.bottom + 190
    reach = canvas.width * 0.34
    for index in range(count):
        x = room.middle + reach * (2 * index / (count - 1) - 1) + rng.uniform(-14, 14)
        _paint_person(canvas, (x, floor), size * rng.uniform(0.9, 1.08), _choose_coat(rng, mood, 0.25))
    left, right, height = (room.middle - reach - 110, room.middle + reach + 110, floor - 24)
    for x in (left, right):
        canvas.box(x - 7, height - 30, x + 7, floor + 110, mood.line)
        canvas.disc((x, height - 34), 17, mood.ochre)
    tie = room.middle, height + 46
    canvas.box(left - 60, floor + 108, right + 60, floor + 112, mood.line, 0.14)
    for end, colour in ((left, mood.jade), (right, mood.cinnabar)):
        canvas.ribbon(span((end, height), tie, -34), 24, colour)
        side = 1 if end > tie[0] else -1
        loop = smooth(
            [
                tie,
                (tie[0] + side * 76, tie[1] - 52),
                (tie[0] + side * 104, tie[1] - 6),
                (tie[0] + side * 64, tie[1] + 26),
            ],
            closed=True,
        )
        canvas.polygon(loop, colour)
        canvas.ribbon(
            [tie, (tie[0] + side * 26, tie[1] + 70), (tie[0] + side * 60, tie[1] + 132)], 24, colour
        )
    canvas.disc(tie, 24, mood.ochre)


def _paint_table(canvas: Canvas, rng: Random, mood: Mood, room: Room) -> None:
    """Two delegations at one long table, with their folders."""
    top, count = room.bottom + 130, rng.choice((6, 8, 10))
    left, right = canvas.width * 0.08, canvas.width * 0.92
    step = (right - left) / count
    for index in range(count):
        side = mood.jade if index < count / 2 else mood.cinnabar
        colour = mix(rng.choice((side, mood.line, mix(side, mood.line, 0.5))), mood.bottom, 0.12)
        _paint_person(canvas, (left + step * (index + 0.5), top + 8), rng.uniform(215, 245), colour)
    board = [(left, top), (right, top), (right + 90, top + 64), (left - 90, top + 64)]
    canvas.polygon(board, mix(mood.ochre, PAPER, 0.55))
    foot, cloth = 1000 - 0.25 * (1000 - top), mix(mood.ochre, PAPER, 0.3)
    canvas.box(left - 110, foot - 6, right + 110, foot + 22, mood.line, 0.1)
    canvas.polygon(
        [(left - 90, top + 64), (right + 90, top + 64), (right + 76, foot), (left - 76, foot)], cloth
    )
    for index in range(1, 24):
        share = index / 24
        x = left - 90 + (right - left + 180) * share
        canvas.line((x, top + 64), (x + (0.5 - share) * 26, foot), mood.line, 0.13, 1.6)
    for index in range(count):
        x = left + step * (index + 0.5)
        side = mood.jade if index < count / 2 else mood.cinnabar
        canvas.polygon(
            [(x - 34, top + 18), (x + 34, top + 18), (x + 40, top + 48), (x - 40, top + 48)], PAPER
        )
        canvas.box(x - 34, top + 18, x + 34, top + 23, side)
    for offset, colour in ((-46, mood.jade), (46, mood.cinnabar)):
        x, turn = canvas.width / 2 + offset * 0.3, 1 if offset > 0 else -1
        canvas.line((x, top + 34), (x, top - 70), PAPER, 1, 8)
        canvas.line((x, top + 34), (x, top - 70), mood.line, 1, 3)
        canvas.polygon([(x, top - 70), (x + turn * 62, top - 50), (x, top - 30)], PAPER)
        canvas.polygon(
            [(x + turn * 3, top - 65), (x + turn * 52, top - 50), (x + turn * 3, top - 35)], colour
        )


def _paint_foyer(canvas: Canvas, rng: Random, mood: Mood, room: Room) -> None:
    """A foyer with lamps, and guests in twos and threes who cast long shadows."""
    for index in range(rng.randint(3, 6)):
        x = canvas.width * (index + 0.8) / 6.6 + rng.uniform(-30, 30)
        drop = rng.uniform(90, 260)
        canvas.line((x, 0), (x, drop), mood.line, 0.6, 1.6)
        canvas.wedge((x, drop + 30), 34, 180, 360, rng.choice((mood.ochre, mood.line, mood.jade)))
        canvas.disc((x, drop + 34), 60, mood.ochre, 0.14)
    lean = rng.choice((-1, 1))
    groups = sorted((rng.uniform(0.1, 1.0), rng.uniform(0.1, 0.9)) for _ in range(rng.randint(5, 8)))
    for near, across in groups:
        y, size = room.bottom + 40 + 330 * near, 130 + 210 * near
        for member in range(rng.randint(1, 3)):
            x = canvas.width * across + member * size * 0.55
            shadow = [(x - size * 0.25, y), (x + size * 0.25, y), (x + lean * size * 0.9, y + size * 0.34)]
            canvas.polygon(shadow, mood.line, 0.12)
            _paint_person(canvas, (x, y), size, _choose_coat(rng, mood, 0.75 * (1 - near)))
