"""Networks, for smart communities: neighbours, hubs that speak to each other, streets with their sensors."""

from __future__ import annotations

from functools import partial
from math import dist
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, bow, polar, scatter
from site_content.demo.art.palette import Colour, Mood, choose_accents, choose_mood


def paint_networks(canvas: Canvas, rng: Random) -> None:
    mood = choose_mood(rng)
    accents = choose_accents(rng, mood)
    canvas.wash(mood.top, mood.bottom)
    composition = rng.choice((_paint_neighbours, _paint_hubs, _paint_streets))
    composition(canvas, rng, mood, accents)


def _paint_node(canvas: Canvas, mood: Mood, spot: Point, radius: float, colour: Colour) -> None:
    if radius > 12:
        canvas.disc(spot, radius * 2.6, colour, 0.08)
        canvas.disc(spot, radius * 1.75, colour, 0.14)
        canvas.ring(spot, radius * 1.75, colour, 0.6, 1.3)
    canvas.disc(spot, radius, colour)
    if radius > 9:
        canvas.disc(spot, radius * 0.36, mood.top)


def _paint_neighbours(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """A mesh that is close about its focus and loosens outwards, with faint fields where three meet."""
    focus = (rng.uniform(0.15, 0.85) * canvas.width, rng.uniform(0.2, 0.8) * canvas.height)
    reach = rng.uniform(0.5, 0.8) * canvas.width
    spots = [
        spot
        for spot in scatter(rng, canvas.width, canvas.height, rng.uniform(62, 100), 900)
        if rng.random() < 1.25 - dist(spot, focus) / reach
    ]
    for spot in spots:
        near = sorted(spots, key=partial(dist, spot))[1 : rng.randint(3, 5)]
        if len(near) > 1 and rng.random() < 0.42:
            canvas.polygon([spot, *near[:2]], rng.choice(accents), 0.13)
        for other in near:
            canvas.line(spot, other, mood.line, 0.42, 1.5)
    for spot in spots:
        nearness = max(0.0, 1 - dist(spot, focus) / reach)
        radius = rng.choice((4, 5, 6, 8, 8, 13, 19)) * (0.6 + 0.9 * nearness)
        _paint_node(canvas, mood, spot, radius, rng.choice(accents))


def _paint_hubs(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """A few hubs with their petals, joined by bundles of curves."""
    hubs = [
        (x, y)
        for x, y in scatter(rng, canvas.width, canvas.height, rng.uniform(260, 330), 500)
        if 0.1 < x / canvas.width < 0.9 and 0.16 < y / canvas.height < 0.84
    ][: rng.randint(4, 7)]
    colours = [rng.choice(accents) for _ in hubs]
    for index, start in enumerate(hubs):
        for other in range(index + 1, len(hubs)):
            if other > index + 1 and rng.random() > 0.5:
                continue
            bend = rng.uniform(0.08, 0.26) * rng.choice((-1, 1))
            for strand in range(rng.randint(3, 8)):
                curve = bow(start, hubs[other], bend + strand * 0.014)
                canvas.ribbon(curve, 1.9, colours[index] if strand % 2 else mood.line, 0.46)
    for hub, colour in zip(hubs, colours, strict=True):
        _paint_petals(canvas, rng, mood, hub, colour, accents)


def _paint_petals(
    canvas: Canvas, rng: Random, mood: Mood, hub: Point, colour: Colour, accents: tuple[Colour, ...]
) -> None:
    count, reach = rng.randint(12, 44), rng.uniform(90, 230)
    canvas.disc(hub, reach, colour, 0.07)
    canvas.disc(hub, reach * 0.6, colour, 0.08)
    for index in range(count):
        leaf = polar(hub, reach * rng.uniform(0.6, 1.15), 360 * index / count)
        canvas.line(hub, leaf, colour, 0.55, 1.3)
        canvas.disc(leaf, rng.choice((3.5, 4.5, 6, 9)), rng.choice((colour, colour, rng.choice(accents))))
    _paint_node(canvas, mood, hub, rng.uniform(20, 36), colour)


def _paint_streets(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """Lines that run straight and turn by 45 degrees, as streets do, with a sensor at each end."""
    step = rng.choice((40, 50, 62.5))
    ground = mood.ground
    focus = (canvas.width * rng.uniform(0.2, 0.8), canvas.height * rng.uniform(0.25, 0.75))
    reach = rng.uniform(0.16, 0.34)
    taken: set[Point] = set()
    _paint_crossings(canvas, mood, step, focus)
    for _ in range(rng.randint(90, 170)):
        start = (
            round(rng.gauss(focus[0], canvas.width * reach) / step) * step,
            round(rng.gauss(focus[1], canvas.height * reach) / step) * step,
        )
        path = _walk(rng, start, step, taken)
        if len(path) < 4:
            continue
        colour, strong = rng.choice(accents), rng.random() < 0.3
        canvas.ribbon(path, 8 if strong else 3.4, colour, 0.95 if strong else 0.85)
        for end in (path[0], path[-1]):
            radius = step * (0.34 if strong else 0.19)
            if strong:
                canvas.disc(end, radius * 2.4, colour, 0.12)
            canvas.disc(end, radius, colour)
            canvas.disc(end, radius * 0.5, ground)


def _paint_crossings(canvas: Canvas, mood: Mood, step: float, focus: Point) -> None:
    """Faint dots where streets could cross, near the focus only."""
    for row in range(int(canvas.height / step) + 1):
        for column in range(int(canvas.width / step) + 1):
            spot = column * step, row * step
            strength = 0.3 * (1 - dist(spot, focus) / (canvas.width * 0.62))
            canvas.disc(spot, 2.2, mood.line, strength)


def _walk(rng: Random, start: Point, step: float, taken: set[Point]) -> list[Point]:
    """A path over free crossings; each crossing belongs to one path."""
    headings = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
    heading, spot = rng.randrange(8), start
    path: list[Point] = []
    for _ in range(rng.randint(6, 20)):
        if spot in taken:
            break
        taken.add(spot)
        path.append(spot)
        if rng.random() < 0.28:
            heading = (heading + rng.choice((-1, 1))) % 8
        right, down = headings[heading]
        spot = spot[0] + right * step, spot[1] + down * step
    return path
