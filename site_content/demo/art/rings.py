"""Rings, for mobility: two homes and the ways between them, one orbit, a long way round."""

from __future__ import annotations

from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, bow, polar
from site_content.demo.art.palette import Colour, Mood, choose_accents, choose_mood


def paint_rings(canvas: Canvas, rng: Random) -> None:
    mood = choose_mood(rng)
    canvas.wash(mood.top, mood.bottom)
    rng.choice((_paint_two_homes, _paint_orbit, _paint_meridians))(canvas, rng, mood)


def _paint_traveller(
    canvas: Canvas, rng: Random, centre: Point, radius: float, angle: float, colour: Colour
) -> None:
    """Someone on the way: a dot and the trail behind it, which pales with distance."""
    trail, pieces = rng.uniform(24, 80), 7
    for piece in range(pieces):
        start = angle - trail * (piece + 1) / pieces
        canvas.arc(centre, radius + 2.5, start, start + trail / pieces, colour, 0.9 * (1 - piece / pieces), 5)
    spot = polar(centre, radius, angle)
    canvas.disc(spot, 20, colour, 0.16)
    canvas.disc(spot, 9.5, colour)


def _paint_two_homes(canvas: Canvas, rng: Random, mood: Mood) -> None:
    """Rings spread from a jade home on the left and a cinnabar one on the right, and cross."""
    middle = canvas.height * rng.uniform(0.35, 0.65)
    lean = rng.uniform(-130, 130)
    homes = (
        (canvas.width * rng.uniform(0.14, 0.36), middle + lean),
        (canvas.width * rng.uniform(0.64, 0.86), middle - lean),
    )
    step = rng.uniform(34, 62)
    weights = rng.choice(((1.0, 1.0), (1.0, 0.55), (0.55, 1.0)))
    for home, colour, weight in zip(homes, (mood.jade, mood.cinnabar), weights, strict=True):
        count = int(rng.randint(9, 16) * weight)
        for index in range(count, 0, -1):
            radius, share = index * step, 1 - index / (count + 1)
            canvas.disc(home, radius, colour, 0.02)
            canvas.ring(home, radius, colour, 0.2 + 0.55 * share, 1.5 + 3.5 * share)
        canvas.disc(home, step * 0.42, colour)
        for _ in range(rng.randint(2, 5)):
            _paint_traveller(canvas, rng, home, step * rng.randint(2, count), rng.uniform(0, 360), colour)
    for index in range(rng.randint(3, 7)):
        curve = bow(homes[0], homes[1], rng.choice((-1, 1)) * (0.1 + index * 0.035))
        canvas.ribbon(curve, 2, mood.line, 0.55)
        canvas.disc(curve[rng.randint(8, 20)], 6.5, mood.line)


def _paint_orbit(canvas: Canvas, rng: Random, mood: Mood) -> None:
    """Broken rings of many weights about one place, mostly open, with travellers on them."""
    accents = choose_accents(rng, mood)
    centre = (canvas.width * rng.uniform(0.15, 0.85), canvas.height * rng.uniform(0.2, 0.95))
    radius = rng.uniform(60, 110)
    canvas.disc(centre, radius * 0.62, mood.ochre, 0.95)
    for step in range(3):
        canvas.disc(centre, radius * (1 + step), mood.ochre, 0.06)
    while radius < canvas.width * 0.95:
        radius += rng.choice((16, 24, 24, 36, 58))
        colour = rng.choice(accents)
        canvas.ring(centre, radius, mood.line, 0.16, 1.2)
        for _ in range(rng.randint(0, 2)):
            start, sweep = rng.uniform(0, 360), rng.uniform(20, 150)
            width = rng.choice((2, 3, 5, 9, 16))
            canvas.arc(
                centre, radius + width / 2, start, start + sweep, colour, 0.85 if width < 9 else 0.5, width
            )
        if rng.random() < 0.34:
            _paint_traveller(
                canvas, rng, centre, radius, rng.uniform(0, 360), rng.choice((mood.jade, mood.cinnabar))
            )


def _paint_meridians(canvas: Canvas, rng: Random, mood: Mood) -> None:
    """A globe of fine lines, and the ways that rise over it from west to east."""
    radius = rng.uniform(420, 760)
    centre = (canvas.width * rng.uniform(0.36, 0.64), canvas.height * rng.uniform(0.62, 0.8) + radius * 0.42)
    for step in range(4, 0, -1):
        canvas.disc(centre, radius + step * 38, mood.jade, 0.035)
    canvas.disc(centre, radius, mood.top, 0.7)
    canvas.disc(centre, radius, mood.jade, 0.1)
    for index in range(1, 9):
        _paint_meridian(canvas, mood, centre, radius, radius * index / 9)
    for index in range(-8, 9):
        height = radius * index / 9
        half = (radius**2 - height**2) ** 0.5
        canvas.line(
            (centre[0] - half, centre[1] + height),
            (centre[0] + half, centre[1] + height),
            mood.jade,
            0.3,
            1.3,
        )
    canvas.ring(centre, radius, mood.jade, 0.9, 2.4)
    for _ in range(rng.randint(5, 11)):
        west, east = rng.uniform(196, 262), rng.uniform(278, 344)
        start, end = (
            polar(centre, radius * rng.uniform(0.6, 0.98), west),
            polar(centre, radius * rng.uniform(0.6, 0.98), east),
        )
        way = bow(start, end, -rng.uniform(0.14, 0.34))
        eastward = rng.random() < 0.5
        colour = mood.jade if eastward else mood.cinnabar
        canvas.ribbon(way, 3.6, colour, 0.85)
        canvas.disc(start, 9, mood.jade)
        canvas.disc(end, 9, mood.cinnabar)
        canvas.disc(way[rng.randint(9, 19)], 11, colour)


def _paint_meridian(canvas: Canvas, mood: Mood, centre: Point, radius: float, half_width: float) -> None:
    outline = [polar((0, 0), 1, angle) for angle in range(0, 364, 4)]
    points = [(centre[0] + x * half_width, centre[1] + y * radius) for x, y in outline]
    canvas.ribbon(points, 1.3, mood.jade, 0.34)
