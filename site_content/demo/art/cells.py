"""Cells, for the life sciences: colonies, one great cell, a seed head in spirals, a double helix."""

from __future__ import annotations

from math import cos, dist, pi, sin, sqrt
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, blob, polar, rotate
from site_content.demo.art.palette import Colour, Mood, choose_accents, choose_mood


def paint_cells(canvas: Canvas, rng: Random) -> None:
    mood = choose_mood(rng)
    accents = choose_accents(rng, mood)
    canvas.wash(mood.top, mood.bottom)
    composition = rng.choice((_paint_colony, _paint_great_cell, _paint_seed_head, _paint_helix))
    composition(canvas, rng, mood, accents)


def _paint_cell(
    canvas: Canvas, rng: Random, centre: Point, radius: float, colour: Colour, mood: Mood
) -> None:
    """Membrane, plasma, nucleus and, where there is room, a few grains."""
    outline = blob(rng, centre, radius, 0.07)
    canvas.polygon(outline, colour, 0.17)
    canvas.ribbon([*outline, *outline[:2]], 2.0 if radius > 40 else 1.4, colour, 0.85)
    if radius > 54:
        inner = [(centre[0] + (x - centre[0]) * 0.9, centre[1] + (y - centre[1]) * 0.9) for x, y in outline]
        canvas.ribbon([*inner, *inner[:2]], 1.1, colour, 0.5)
    nucleus = polar(centre, radius * rng.uniform(0.05, 0.32), rng.uniform(0, 360))
    canvas.polygon(blob(rng, nucleus, radius * rng.uniform(0.24, 0.36), 0.08), colour, 0.4)
    canvas.disc(nucleus, radius * rng.uniform(0.1, 0.15), colour, 0.95)
    for _ in range(int(radius / 14) if radius > 40 else 0):
        grain = polar(centre, radius * rng.uniform(0.4, 0.8), rng.uniform(0, 360))
        canvas.disc(grain, rng.uniform(2.2, 5.0), rng.choice((colour, mood.ochre, mood.line)), 0.75)


def _paint_colony(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """Many cells about one or two places; the rest of the picture stays empty but for strays."""
    foci = [
        (rng.uniform(0.12, 0.88) * canvas.width, rng.uniform(0.15, 0.85) * canvas.height)
        for _ in range(rng.randint(1, 2))
    ]
    reach = rng.uniform(0.24, 0.4) * canvas.width
    cells: list[tuple[Point, float]] = []
    for _ in range(rng.randint(300, 560)):
        focus = rng.choice(foci)
        spot = rng.gauss(focus[0], reach * 0.62), rng.gauss(focus[1], reach * 0.5)
        nearness = max(0.0, 1 - dist(spot, focus) / (reach * 1.5))
        radius = rng.uniform(0.55, 1.0) * (10 + 108 * nearness**1.3)
        if all(dist(spot, other) > (radius + size) * 0.86 for other, size in cells):
            cells.append((spot, radius))
    for focus in foci:
        for step in range(3):
            canvas.polygon(blob(rng, focus, reach * (0.5 + step * 0.3), 0.12), accents[0], 0.035)
    for spot, radius in cells:
        _paint_cell(canvas, rng, spot, radius, rng.choice(accents), mood)


def _paint_great_cell(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """Two great cells part from one another, with small ones adrift."""
    middle = (rng.uniform(0.34, 0.66) * canvas.width, rng.uniform(0.42, 0.58) * canvas.height)
    radius, turn = rng.uniform(230, 330), rng.uniform(-40, 40)
    apart = radius * rng.uniform(0.62, 0.85)
    pair = polar(middle, apart, turn), polar(middle, apart, turn + 180)
    for spot, colour in zip(pair, (mood.jade, mood.cinnabar), strict=True):
        for step in range(4):
            outline = blob(rng, spot, radius * (1.05 - step * 0.09), 0.05)
            canvas.polygon(outline, colour, 0.09)
            canvas.ribbon([*outline, *outline[:2]], 2.4 - step * 0.4, colour, 0.75 - step * 0.14)
        _paint_cell(canvas, rng, spot, radius * 0.38, colour, mood)
        for _ in range(34):
            grain = polar(spot, radius * rng.uniform(0.46, 0.9), rng.uniform(0, 360))
            canvas.disc(grain, rng.uniform(2.5, 9), rng.choice((colour, mood.ochre, mood.line)), 0.6)
    for index in range(-5, 6):
        canvas.ribbon(_spindle(pair, index * radius * 0.075), 1.4, mood.line, 0.4)
    for _ in range(rng.randint(8, 26)):
        stray = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        if min(dist(stray, spot) for spot in pair) > radius * 1.25:
            _paint_cell(canvas, rng, stray, rng.uniform(10, 46), rng.choice(accents), mood)


def _spindle(pair: tuple[Point, Point], bulge: float) -> list[Point]:
    (x0, y0), (x1, y1) = pair
    length = dist(*pair)
    across = -(y1 - y0) / length, (x1 - x0) / length
    shares = [step / 30 for step in range(31)]
    return [
        (
            x0 + (x1 - x0) * t + across[0] * bulge * sin(pi * t),
            y0 + (y1 - y0) * t + across[1] * bulge * sin(pi * t),
        )
        for t in shares
    ]


def _paint_seed_head(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """A sunflower's spiral: cells turned by the golden angle, larger towards the rim."""
    centre = rng.uniform(0.2, 0.8) * canvas.width, rng.uniform(0.3, 0.7) * canvas.height
    count, spacing = rng.randint(170, 330), rng.uniform(23, 31)
    band = rng.randint(5, 13)
    for index in range(2, count):
        away = spacing * sqrt(index)
        spot = polar(centre, away, index * 137.50776)
        radius = spacing * (0.26 + 0.34 * index / count)
        colour = accents[(index % band) % len(accents)]
        canvas.disc(spot, radius, colour, 0.22)
        canvas.ring(spot, radius, colour, 0.8, 1.5)
        canvas.disc(spot, radius * (0.2 + 0.34 * (index % band == 0)), colour, 0.95)
    for step in range(rng.randint(2, 5)):
        canvas.ring(centre, spacing * sqrt(count) + 46 + step * step * 22, mood.line, 0.3 - step * 0.05, 1.3)


def _paint_helix(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """Two strands that wind about each other, with the rungs between them."""
    centre = (canvas.width * rng.uniform(0.4, 0.6), canvas.height * rng.uniform(0.42, 0.58))
    reach, turns = canvas.width * 0.72, rng.uniform(1.6, 3.2)
    swing, tilt, phase = (rng.uniform(130, 220), rng.choice((-28, -18, -9, 9, 18, 28)), rng.uniform(0, 6))
    steps = 180
    along = [-reach + 2 * reach * step / steps for step in range(steps + 1)]
    turn = [2 * pi * turns * step / steps + phase for step in range(steps + 1)]
    strands = [
        rotate(
            [(centre[0] + x, centre[1] + side * swing * sin(a)) for x, a in zip(along, turn, strict=True)],
            centre,
            tilt,
        )
        for side in (1, -1)
    ]
    for side, colour in ((0, mood.jade), (1, mood.cinnabar)):
        canvas.ribbon(strands[side], 64, colour, 0.1)
    for index in range(2, steps, 3):
        upper, lower = strands[0][index], strands[1][index]
        depth = 0.5 + 0.5 * cos(turn[index])
        canvas.line(upper, lower, mood.line, 0.2 + 0.4 * depth, 2.2)
        for spot, colour in ((upper, mood.jade), (lower, mood.cinnabar)):
            canvas.disc(spot, 7 + 9 * depth, colour, 0.9)
    for side, colour in ((0, mood.jade), (1, mood.cinnabar)):
        canvas.ribbon(strands[side], 5, colour, 0.9)
    for _ in range(rng.randint(10, 22)):
        stray = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        if min(dist(stray, spot) for strand in strands for spot in strand[::4]) > 120:
            _paint_cell(canvas, rng, stray, rng.uniform(14, 62), rng.choice(accents), mood)
