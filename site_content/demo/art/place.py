"""A drawn plan of a place with a pin in it: streets, blocks, gardens, water.

It is a picture, not a map to find the way by.
"""

from __future__ import annotations

from math import dist
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, between, blob, polar, rotate, smooth
from site_content.demo.art.palette import CINNABAR, INK, JADE, OCHRE, PAPER, SAND, SURFACE, Colour, mix

_Quad = list[Point]
_WATER = mix(PAPER, JADE, 0.24)
_GARDEN = mix(PAPER, mix(JADE, OCHRE, 0.4), 0.36)
_HOUSES = (mix(SAND, OCHRE, 0.12), mix(SAND, INK, 0.05), mix(SAND, OCHRE, 0.26), mix(SAND, INK, 0.1))


def draw_place(
    seed: str, *, latitude: float, longitude: float, width: int = 1200, height: int = 800
) -> bytes:
    """A JPEG plan with the pin near its middle; the same place and seed give the same plan.

    Raises ValueError when the latitude is not within 90 degrees or the longitude not within 180.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(
            f"Place {latitude}, {longitude} is not on the globe: "
            "give a latitude within 90 and a longitude within 180."
        )
    rng = Random(f"place:{seed}:{latitude:.4f}:{longitude:.4f}")
    canvas = Canvas(width, height, SURFACE)
    middle = canvas.width / 2, canvas.height / 2
    _paint_blocks(canvas, rng, middle)
    _paint_avenues(canvas, rng, middle)
    _paint_water(canvas, rng, middle)
    _paint_graticule(canvas, latitude, longitude)
    # The pin carries the side's colour: China east of the sixtieth meridian, Italy west of it.
    _paint_pin(canvas, middle, CINNABAR if longitude > 60 else JADE)
    return canvas.to_jpeg()


def _paint_blocks(canvas: Canvas, rng: Random, middle: Point) -> None:
    reach, tilt = canvas.width * 0.78, rng.uniform(-32, 32)
    start: _Quad = [
        (middle[0] - reach, middle[1] - reach),
        (middle[0] + reach, middle[1] - reach),
        (middle[0] + reach, middle[1] + reach),
        (middle[0] - reach, middle[1] + reach),
    ]
    smallest = rng.uniform(74, 118)
    for quad in _divide(rng, rotate(start, middle, tilt), smallest, 0):
        if not any(-150 < x < canvas.width + 150 and -150 < y < canvas.height + 150 for x, y in quad):
            continue
        block = _shrink(quad, 7)
        if rng.random() < 0.1:
            _paint_garden(canvas, rng, block)
            continue
        canvas.polygon(block, rng.choice(_HOUSES))
        if rng.random() < 0.45:
            canvas.polygon(_shrink(block, smallest * 0.2), mix(SURFACE, SAND, 0.5))


def _divide(rng: Random, quad: _Quad, smallest: float, depth: int) -> list[_Quad]:
    """The quad cut across its longer side, again and again; cuts lean a little, as old streets do."""
    across, down = dist(quad[0], quad[1]), dist(quad[1], quad[2])
    if max(across, down) < smallest * rng.uniform(1.3, 2.6) or depth > 12:
        return [quad]
    turned = quad if across >= down else [*quad[1:], quad[0]]
    share, lean = rng.uniform(0.38, 0.62), rng.uniform(-0.05, 0.05)
    top, bottom = (between(turned[0], turned[1], share + lean), between(turned[3], turned[2], share - lean))
    first, second = ([turned[0], top, bottom, turned[3]], [top, turned[1], turned[2], bottom])
    return _divide(rng, first, smallest, depth + 1) + _divide(rng, second, smallest, depth + 1)


def _shrink(quad: _Quad, margin: float) -> _Quad:
    """The quad drawn in from every corner by about the margin, never through its own middle."""
    centre = sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4
    return [
        between(corner, centre, min(0.8, margin * 1.414 / max(1.0, dist(corner, centre)))) for corner in quad
    ]


def _paint_garden(canvas: Canvas, rng: Random, block: _Quad) -> None:
    canvas.polygon(block, _GARDEN)
    for _ in range(rng.randint(4, 12)):
        upper, lower = (
            between(block[0], block[1], rng.uniform(0.1, 0.9)),
            between(block[3], block[2], rng.uniform(0.1, 0.9)),
        )
        canvas.disc(between(upper, lower, rng.uniform(0.12, 0.88)), rng.uniform(5, 12), JADE, 0.32)


def _paint_avenues(canvas: Canvas, rng: Random, middle: Point) -> None:
    """A few wide streets from edge to edge, one of them by the pin, and perhaps a ring road."""
    turn = rng.uniform(0, 180)
    for index in range(rng.randint(2, 4)):
        pivot = (
            (middle[0] + 40, middle[1] + 30)
            if index == 0
            else (rng.uniform(0, canvas.width), rng.uniform(0, canvas.height))
        )
        angle = turn + index * rng.uniform(40, 80)
        path = smooth(
            [
                polar(pivot, 1700, angle + 180),
                polar(pivot, 90, angle + rng.uniform(50, 130)),
                polar(pivot, 1700, angle),
            ]
        )
        _paint_road(canvas, path, 30)
    if rng.random() < 0.55:
        centre, radius = (polar(middle, rng.uniform(60, 500), rng.uniform(0, 360)), rng.uniform(280, 460))
        ring = [polar(centre, radius, angle) for angle in range(0, 366, 6)]
        _paint_road(canvas, ring, 26)


def _paint_road(canvas: Canvas, path: list[Point], width: float) -> None:
    canvas.ribbon(path, width + 5, mix(SAND, OCHRE, 0.4))
    canvas.ribbon(path, width, SURFACE)
    canvas.ribbon(path, 1.6, OCHRE, 0.8)


def _paint_water(canvas: Canvas, rng: Random, middle: Point) -> None:
    """A river beside the pin, a shore along one edge, or ponds."""
    kind, angle = rng.choice(("river", "shore", "ponds")), rng.uniform(0, 360)
    if kind == "ponds":
        for _ in range(rng.randint(2, 4)):
            spot = polar(middle, rng.uniform(270, 620), rng.uniform(0, 360))
            _paint_pond(canvas, blob(rng, spot, rng.uniform(50, 130), 0.2))
        return
    away = polar(middle, rng.uniform(260, 400), angle)
    points = [polar(away, reach, angle + 90) for reach in (-1300, -700, -300, 100, 500, 900, 1400)]
    course = smooth([(x + rng.uniform(-70, 70), y + rng.uniform(-70, 70)) for x, y in points])
    if kind == "river":
        canvas.ribbon(course, rng.uniform(90, 150), mix(_WATER, JADE, 0.12))
        canvas.ribbon(course, 76, _WATER)
        for index in range(8, len(course) - 8, 9):
            _paint_bridge(canvas, course, index)
        return
    far = [polar(point, 1500, angle) for point in reversed(course)]
    canvas.polygon([*course, *far], _WATER)
    for step in range(5):
        line = [polar(point, 16 + step * 26, angle) for point in course]
        canvas.ribbon(line, 1.8, JADE, 0.42 - step * 0.07)


def _paint_pond(canvas: Canvas, outline: list[Point]) -> None:
    canvas.polygon(outline, _WATER)
    canvas.ribbon([*outline, *outline[:2]], 2, JADE, 0.4)


def _paint_bridge(canvas: Canvas, course: list[Point], index: int) -> None:
    (x0, y0), (x1, y1) = course[index], course[index + 1]
    length = dist(course[index], course[index + 1]) or 1.0
    across = -(y1 - y0) / length * 90, (x1 - x0) / length * 90
    ends = (x0 - across[0], y0 - across[1]), (x0 + across[0], y0 + across[1])
    canvas.line(*ends, mix(SAND, OCHRE, 0.4), 1, 21)
    canvas.line(*ends, SURFACE, 1, 16)


def _paint_graticule(canvas: Canvas, latitude: float, longitude: float) -> None:
    """Two hairlines of the net of degrees; where they run depends on the place."""
    x, y = (canvas.width * (longitude * 7 % 1 * 0.8 + 0.1), canvas.height * (latitude * 7 % 1 * 0.8 + 0.1))
    canvas.line((x, 0), (x, canvas.height), INK, 0.3, 1.6)
    canvas.line((0, y), (canvas.width, y), INK, 0.3, 1.6)


def _paint_pin(canvas: Canvas, spot: Point, colour: Colour) -> None:
    """The tip lies on the spot itself; rings about it draw the eye."""
    for step in range(3):
        canvas.disc(spot, 150 - step * 45, colour, 0.1)
    canvas.ring(spot, 150, colour, 0.75, 2.2)
    head, radius = (spot[0], spot[1] - 118), 60.0
    for size, paint in ((10, PAPER), (0, colour)):
        canvas.disc(head, radius + size, paint)
        left, right = polar(head, radius + size, 152), polar(head, radius + size, 28)
        canvas.polygon([left, (spot[0], spot[1] + size * 1.6), right], paint)
    canvas.disc(head, 24, PAPER)
