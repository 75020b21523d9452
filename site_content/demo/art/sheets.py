"""Sheets, for publications: a fan of leaves, an open book, a wall of pages."""

from __future__ import annotations

from math import dist
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, between, rotate, smooth
from site_content.demo.art.palette import PAPER, SURFACE, Colour, Mood, choose_accents, choose_mood, mix

_Corners = list[Point]


def paint_sheets(canvas: Canvas, rng: Random) -> None:
    mood = choose_mood(rng)
    # White covers would vanish among the leaves, so the pale line of the night is none of their colours.
    accents = tuple(
        colour for colour in choose_accents(rng, mood) if mood.name != "night" or colour[2] < 0xC8
    )
    canvas.wash(mix(mood.top, mood.bottom, 0.3), mix(mood.bottom, mood.line, 0.06))
    rng.choice((_paint_fan, _paint_book, _paint_wall))(canvas, rng, mood, accents)


def _place_on(corners: _Corners, across: float, down: float) -> Point:
    """The point of a four-cornered sheet at shares of its width and height."""
    return between(between(corners[0], corners[1], across), between(corners[3], corners[2], across), down)


def _part_of(corners: _Corners, left: float, top: float, right: float, bottom: float) -> _Corners:
    return [_place_on(corners, x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]


def _paint_sheet(
    canvas: Canvas, rng: Random, mood: Mood, corners: _Corners, colour: Colour, kind: str, depth: float = 1.0
) -> None:
    for step in (3, 2, 1):
        shadow = [(x + 5 * step * depth, y + 8 * step * depth) for x, y in corners]
        canvas.polygon(shadow, mix(mood.line, (0, 0, 0), 0.4), 0.05)
    if kind == "cover":
        canvas.polygon(corners, colour)
        canvas.polygon(_part_of(corners, 0, 0, 0.06, 1), (0, 0, 0), 0.14)
        _paint_cover(canvas, rng, corners, colour)
        return
    canvas.polygon(corners, SURFACE if kind == "text" else PAPER, 0.97)
    canvas.ribbon([*corners, corners[0]], 1.2, colour, 0.4)
    _paint_text(canvas, rng, mood, corners, colour)


def _paint_cover(canvas: Canvas, rng: Random, corners: _Corners, colour: Colour) -> None:
    """A title as two bars, and arcs as on the centre's own mark."""
    pale = mix(colour, PAPER, 0.86)
    canvas.polygon(_part_of(corners, 0.16, 0.12, rng.uniform(0.6, 0.85), 0.155), pale)
    canvas.polygon(_part_of(corners, 0.16, 0.19, rng.uniform(0.4, 0.7), 0.21), pale, 0.7)
    rng.choice((_print_arcs, _print_rings, _print_bars))(canvas, rng, corners, pale)


def _print_arcs(canvas: Canvas, rng: Random, corners: _Corners, pale: Colour) -> None:
    for index in range(rng.randint(3, 6)):
        rise = 0.4 - index * 0.06
        shares = [step / 24 for step in range(25)]
        arc = [_place_on(corners, 0.16 + 0.7 * t, 0.88 - rise * 4 * t * (1 - t)) for t in shares]
        canvas.ribbon(arc, 3.4, pale, 0.85 - index * 0.11)


def _print_rings(canvas: Canvas, rng: Random, corners: _Corners, pale: Colour) -> None:
    centre = _place_on(corners, rng.uniform(0.42, 0.62), 0.64)
    size = 0.34 * dist(corners[0], corners[1])
    canvas.disc(centre, size, pale, 0.12)
    for index in range(rng.randint(3, 5)):
        canvas.ring(centre, size * (1 - index * 0.19), pale, 0.85 - index * 0.12, 3)


def _print_bars(canvas: Canvas, rng: Random, corners: _Corners, pale: Colour) -> None:
    for index in range(6):
        left, top = 0.16 + index * 0.12, rng.uniform(0.42, 0.78)
        canvas.polygon(_part_of(corners, left, top, left + 0.075, 0.88), pale, rng.uniform(0.3, 0.9))


def _paint_text(canvas: Canvas, rng: Random, mood: Mood, corners: _Corners, colour: Colour) -> None:
    """Lines of writing in one or two columns, a heading, perhaps a figure."""
    canvas.polygon(_part_of(corners, 0.12, 0.1, rng.uniform(0.45, 0.75), 0.135), colour)
    columns = rng.choice((((0.12, 0.88),), ((0.12, 0.47), (0.53, 0.88))))
    figure = rng.random() < 0.5
    for left, right in columns:
        down, column_figure = 0.2, figure and right > 0.8
        if column_figure:
            _paint_figure(canvas, rng, mood, corners, (left, right), colour)
            down = 0.47
        while down < 0.9:
            end = left + (right - left) * (1 if rng.random() < 0.75 else rng.uniform(0.4, 0.8))
            canvas.polygon(
                _part_of(corners, left, down, end, down + 0.009),
                mood.line if mood.name != "night" else colour,
                0.42,
            )
            down += 0.031


def _paint_figure(
    canvas: Canvas, rng: Random, mood: Mood, corners: _Corners, sides: tuple[float, float], colour: Colour
) -> None:
    left, right = sides
    canvas.polygon(_part_of(corners, left, 0.2, right, 0.43), colour, 0.1)
    count = rng.randint(5, 8)
    for index in range(count):
        x = left + (right - left) * (0.08 + 0.86 * index / count)
        top = 0.41 - 0.19 * rng.uniform(0.15, 1)
        bar = _part_of(corners, x, top, x + (right - left) * 0.6 / count, 0.41)
        canvas.polygon(bar, rng.choice((mood.jade, mood.cinnabar, mood.ochre)), 0.85)


def _sheet_at(centre: Point, width: float, turn: float, pivot: Point | None = None) -> _Corners:
    """The corners of an upright A-format sheet, turned about a pivot (its own centre if none is given)."""
    half, tall = width / 2, width * 0.7071
    x, y = centre
    corners = [(x - half, y - tall), (x + half, y - tall), (x + half, y + tall), (x - half, y + tall)]
    return rotate(corners, pivot or centre, turn)


def _paint_fan(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """Leaves turned about a point below, like cards in a hand; the front one is a cover."""
    count, size = rng.randint(5, 9), rng.uniform(370, 470)
    centre = (canvas.width * rng.uniform(0.38, 0.62), canvas.height * rng.uniform(0.47, 0.56))
    pivot = centre[0] + rng.uniform(-160, 160), centre[1] + size * rng.uniform(0.9, 1.6)
    spread = rng.uniform(9, 15)
    for index in range(count):
        corners = _sheet_at(centre, size, (index - (count - 1) / 2) * spread, pivot)
        kind = "cover" if index == count - 1 or index == count // 3 else "text"
        _paint_sheet(canvas, rng, mood, corners, rng.choice(accents[:9]), kind)


def _paint_wall(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """Pages in tilted rows that run off the edges, a few of them covers."""
    size = rng.uniform(190, 300)
    tilt = rng.choice((-16, -10, -6, 6, 10, 16))
    middle = canvas.width / 2, canvas.height / 2
    covers = rng.uniform(0.2, 0.5)
    reach = int(canvas.width / size / 1.2) + 2
    for row in range(-3, 4):
        for column in range(-reach, reach + 1):
            spot = (
                middle[0] + column * size * 1.16,
                middle[1] + row * size * 1.57 + (column % 2) * size * 0.5,
            )
            corners = rotate(_sheet_at(spot, size, 0), middle, tilt)
            if not (
                -size < min(x for x, _ in corners) < canvas.width
                and -2 * size < min(y for _, y in corners) < 1000
            ):
                continue
            if rng.random() < 0.16:
                canvas.ribbon([*corners, corners[0]], 1.3, mood.line, 0.3)
                continue
            kind = "cover" if rng.random() < covers else "text"
            _paint_sheet(canvas, rng, mood, corners, rng.choice(accents[:9]), kind, 0.6)


def _paint_book(canvas: Canvas, rng: Random, mood: Mood, accents: tuple[Colour, ...]) -> None:
    """An open book seen from before it: two stacks of leaves that bend to the spine, some still turning."""
    x, y = canvas.width * rng.uniform(0.44, 0.56), rng.uniform(700, 780)
    reach, tall = rng.uniform(500, 600), rng.uniform(390, 470)
    leaves = rng.randint(4, 8)
    for side, colour in ((-1, mood.jade), (1, mood.cinnabar)):
        board = _leaf(x, y + 26, side * (reach + 26), tall + 16, 30)
        canvas.polygon([(px + 8, py + 20) for px, py in board], mix(mood.line, (0, 0, 0), 0.5), 0.12)
        canvas.polygon(board, colour)
        for index in range(leaves):
            page = _leaf(x, y + 14 - index * 3, side * (reach - index * 5), tall, 52 + index * 3)
            canvas.polygon(page, mix(SURFACE, mood.ochre, 0.16 - 0.02 * index))
            canvas.ribbon([*page, page[0]], 1.1, colour, 0.4)
        _paint_book_lines(canvas, rng, mood, (x, y - leaves * 3 + 14), side * (reach - leaves * 5), tall)
    for _ in range(rng.randint(3, 7)):
        lift = rng.uniform(-0.8, 0.8)
        flying = _leaf(x, y - 20, reach * lift, tall, 40 + 90 * (1 - abs(lift)), tip=1.5)
        colour = rng.choice(accents)
        canvas.polygon(flying, colour, 0.16)
        canvas.ribbon([*flying, flying[0]], 1.5, colour, 0.75)


def _leaf(x: float, y: float, reach: float, tall: float, swell: float, tip: float = 0.5) -> list[Point]:
    """A leaf from the spine at x outwards (left when reach is negative).

    It is risen by `swell` between, and by `tip` times that at its end.
    """
    lower = smooth([(x, y), (x + reach * 0.3, y - swell), (x + reach, y - swell * tip)])
    return [*lower, *((px - (px - x) * 0.06, py - tall) for px, py in reversed(lower))]


def _paint_book_lines(
    canvas: Canvas, rng: Random, mood: Mood, spine: Point, reach: float, tall: float
) -> None:
    ink = mood.line if mood.name != "night" else (0x17, 0x21, 0x2B)
    edge = _leaf(spine[0], spine[1], reach, tall, 60)
    lower = edge[: len(edge) // 2]
    for row in range(13):
        rise = tall * (0.12 + row * 0.06)
        last = len(lower) - (3 if rng.random() < 0.7 else rng.randint(5, 9))
        line = [(px - (px - spine[0]) * 0.06 * rise / tall, py - rise) for px, py in lower[3:last]]
        canvas.ribbon(line, 7 if row == 12 else 3.4, ink, 0.7 if row == 12 else 0.36)
