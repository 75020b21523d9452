"""Skylines, for events and road shows: an Italian town, a Chinese city, or both with water between them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import hills, ridge, span, wave
from site_content.demo.art.palette import Colour, Mood, choose_mood, mix

_Building = Callable[[Canvas, Random, float, float, float, float, Colour], None]


def paint_skyline(canvas: Canvas, rng: Random) -> None:
    mood = choose_mood(rng)
    base = rng.uniform(730, 860)
    canvas.wash(mood.top, mood.bottom, 0, base)
    _paint_sky(canvas, rng, mood, base)
    kind = rng.choice(("italy", "china", "both"))
    density = rng.uniform(0.75, 1.1)
    for layer in range(3):
        _paint_layer(canvas, rng, mood, base, layer, kind, density)
        canvas.fade(mood.bottom, base - 330, base, 0.34 if layer < 2 else 0.12)
    _paint_foreground(canvas, rng, mood, base)


def _paint_sky(canvas: Canvas, rng: Random, mood: Mood, base: float) -> None:
    sun = rng.uniform(0.15, 0.85) * canvas.width, rng.uniform(0.2, 0.72) * base
    radius = rng.choice((56, 90, 150, 210))
    for step in range(3, 0, -1):
        canvas.disc(sun, radius * (1 + 0.4 * step), mood.ochre, 0.06)
    canvas.disc(sun, radius, mood.ochre, 0.85)
    for _ in range(rng.randint(2, 5)):
        x, y, length = (rng.uniform(0, canvas.width), rng.uniform(80, base * 0.6), rng.uniform(120, 420))
        for row in range(rng.randint(2, 4)):
            canvas.box(
                x + row * 40,
                y + row * 13,
                x + row * 40 + length * rng.uniform(0.5, 1),
                y + row * 13 + 3,
                mood.line,
                0.2,
            )
    far = (
        ridge(rng, canvas.width, base, 330, 5) if rng.random() < 0.5 else hills(rng, canvas.width, base, 270)
    )
    canvas.polygon([*far, (canvas.width + 80, base), (-80, base)], mood.jade, 0.13)


def _paint_layer(
    canvas: Canvas, rng: Random, mood: Mood, base: float, layer: int, kind: str, density: float
) -> None:
    """One row of houses; farther rows are paler and taller. One stretch stays low, open to the sky."""
    x, opening = rng.uniform(-60, 0), rng.uniform(0.25, 0.75) * canvas.width
    while x < canvas.width:
        width = rng.uniform(52, 118) / density
        share = x / canvas.width
        chinese = kind == "china" or (kind == "both" and share > 0.5)
        low = 0.35 + 0.65 * min(1.0, abs(x + width / 2 - opening) / (canvas.width * 0.3))
        height = rng.uniform(110, 420 if chinese else 260) * low * (1.25 - 0.22 * layer)
        side = mood.cinnabar if chinese else mood.jade
        colour = _choose_wall(rng, mood, side, layer)
        builders = _CHINESE if chinese else _ITALIAN
        rng.choices(builders[0], weights=builders[1])[0](canvas, rng, x, base, width, height, colour)
        x += width * rng.uniform(0.9, 1.15) if rng.random() < 0.85 else width * rng.uniform(1.4, 2.2)


def _choose_wall(rng: Random, mood: Mood, side: Colour, layer: int) -> Colour:
    tint = rng.choice((side, side, mood.line, mix(side, mood.line, 0.5), mood.ochre))
    return mix(mood.bottom, tint, (0.24, 0.5, 0.92)[layer] * rng.uniform(0.82, 1.0))


def _paint_windows(
    canvas: Canvas, rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    pale = mix(colour, (255, 250, 236), 0.5)
    columns = max(2, int(width / 19))
    step = width / (columns + 0.5)
    for row in range(int((height - 16) / 26)):
        for column in range(columns):
            if rng.random() < 0.62:
                left, top = x + step * (column + 0.45), base - height + 16 + row * 26
                canvas.box(left, top, left + step * 0.45, top + 11, pale, 0.75)


def _build_block(
    canvas: Canvas, rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    canvas.box(x, base - height, x + width, base, colour)
    _paint_windows(canvas, rng, x, base, width, height, colour)


def _build_gable(
    canvas: Canvas, rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    top = base - height
    canvas.polygon(
        [(x - 5, top), (x + width / 2, top - width * 0.3), (x + width + 5, top)], mix(colour, (0, 0, 0), 0.16)
    )
    _build_block(canvas, rng, x, base, width, height, colour)


def _build_campanile(
    canvas: Canvas, _rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    slim, tall = width * 0.46, height * 1.55 + 60
    left, middle, top = x + (width - slim) / 2, x + width / 2, base - tall
    canvas.box(left, top, left + slim, base, colour)
    canvas.box(left - 5, top + 66, left + slim + 5, top + 72, mix(colour, (0, 0, 0), 0.2))
    canvas.polygon(
        [(left - 5, top), (middle, top - slim * 1.25), (left + slim + 5, top)], mix(colour, (0, 0, 0), 0.2)
    )
    pale = mix(colour, (255, 250, 236), 0.6)
    canvas.box(middle - 8, top + 18, middle + 8, top + 56, pale, 0.9, 8)


def _build_dome(
    canvas: Canvas, _rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    wide = width * 1.35
    middle, top = x + width / 2, base - height
    canvas.box(middle - wide / 2, top, middle + wide / 2, base, colour)
    canvas.box(middle - wide * 0.36, top - 32, middle + wide * 0.36, top, mix(colour, (255, 255, 255), 0.12))
    dome = span((middle - wide * 0.4, top - 32), (middle + wide * 0.4, top - 32), wide * 0.5, 24)
    canvas.polygon(dome, mix(colour, (0, 0, 0), 0.14))
    lantern = top - 32 - wide * 0.5
    canvas.box(middle - 6, lantern - 22, middle + 6, lantern + 4, colour)
    canvas.line((middle, lantern - 22), (middle, lantern - 52), colour, 1, 2.4)
    for index in range(5):
        left = middle - wide * 0.4 + wide * 0.8 * (index + 0.3) / 5
        canvas.box(left, top + 22, left + wide * 0.06, top + 70, mix(colour, (255, 250, 236), 0.5), 0.8, 5)


def _build_arcade(
    canvas: Canvas, _rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    wide, low = width * 1.7, min(height, 130)
    canvas.box(x, base - low, x + wide, base, colour)
    count = 4
    for index in range(count):
        left = x + wide * (index + 0.18) / count
        door = span(
            (left, base - low * 0.42), (left + wide * 0.64 / count, base - low * 0.42), wide * 0.3 / count, 14
        )
        canvas.polygon(
            [(left, base), *door, (left + wide * 0.64 / count, base)], mix(colour, (255, 250, 236), 0.5), 0.85
        )


def _build_tower(
    canvas: Canvas, rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    """A tall slab that narrows, with floors as hairlines and perhaps a mast."""
    tall, waist = height * 1.3, width * rng.uniform(0.5, 0.95)
    middle, top = x + width / 2, base - tall
    slope = rng.choice((0, 0, 26, -26))
    canvas.polygon(
        [(x, base), (middle - waist / 2, top), (middle + waist / 2, top - slope), (x + width, base)], colour
    )
    pale = mix(colour, (255, 250, 236), 0.45)
    for row in range(int(tall / 22)):
        half = waist / 2 + (width - waist) / 2 * (row * 22 + 20) / tall
        canvas.line(
            (middle - half + 7, top + 24 + row * 22), (middle + half - 7, top + 24 + row * 22), pale, 0.6, 2.4
        )
    if rng.random() < 0.35:
        canvas.line((middle, top + 16), (middle, top - 74), colour, 1, 3)


# The upper edge of a pagoda's roof from right to left: side, share of half the width, height over the eave.
_CROWN = ((1, 0.78, 13), (1, 0.45, 28), (-1, 0.45, 28), (-1, 0.78, 13))


def _build_pagoda(
    canvas: Canvas, rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    storeys, middle = rng.choice((5, 7, 7)), x + width / 2
    rise = (height + 90) / storeys
    # From the top down, so that each roof lies before the storey above it.
    for storey in reversed(range(storeys)):
        half = width * (0.5 - 0.3 * storey / storeys)
        y = base - rise * storey
        canvas.box(middle - half * 0.72, y - rise, middle + half * 0.72, y, colour)
        eave, reach = y - rise, half * 1.2
        crown = [(middle + side * half * share, eave - up) for side, share, up in _CROWN]
        roof = [*span((middle - reach, eave - 9), (middle + reach, eave - 9), -7, 16), *crown]
        canvas.polygon(roof, mix(colour, (0, 0, 0), 0.22))
    top = base - rise * storeys - 26
    canvas.line((middle, top + 4), (middle, top - 46), mix(colour, (0, 0, 0), 0.2), 1, 3.4)


def _build_spire(
    canvas: Canvas, _rng: Random, x: float, base: float, width: float, height: float, colour: Colour
) -> None:
    """A broadcasting tower: a needle with one or two spheres."""
    middle, tall = x + width / 2, height * 1.5 + 120
    canvas.polygon(
        [(middle - width * 0.22, base), (middle, base - tall), (middle + width * 0.22, base)], colour
    )
    for share, size in ((0.42, 0.26), (0.66, 0.16)):
        canvas.disc((middle, base - tall * share), width * size, colour)
        canvas.ring((middle, base - tall * share), width * size, mix(colour, (255, 250, 236), 0.5), 0.8, 2)


_ITALIAN: tuple[tuple[_Building, ...], tuple[int, ...]] = (
    (_build_block, _build_gable, _build_campanile, _build_dome, _build_arcade),
    (5, 8, 2, 2, 2),
)
_CHINESE: tuple[tuple[_Building, ...], tuple[int, ...]] = (
    (_build_block, _build_tower, _build_pagoda, _build_spire),
    (5, 9, 2, 1),
)


def _paint_foreground(canvas: Canvas, rng: Random, mood: Mood, base: float) -> None:
    """Water before the city, or a garden's edge with round trees."""
    if rng.random() < 0.6:
        deep = mix(mood.bottom, mood.jade, 0.3)
        canvas.wash(mix(mood.bottom, mood.jade, 0.12), deep, base, canvas.height)
        for row in range(13):
            start = rng.uniform(-80, canvas.width * 0.5)
            line = wave(
                base + 10 + row * row * 1.5 + row * 5,
                start,
                start + rng.uniform(500, 1500),
                2 + row * 0.5,
                80 + row * 16,
                row,
            )
            canvas.ribbon(line, 1.7, mix(mood.line, mood.jade, 0.5), 0.45)
    else:
        canvas.wash(
            mix(mood.bottom, mood.ochre, 0.2), mix(mood.bottom, mood.ochre, 0.35), base, canvas.height
        )
        for _ in range(rng.randint(9, 22)):
            x, size = rng.uniform(0, canvas.width), rng.uniform(20, 46)
            canvas.line((x, base + 8), (x, base - size), mood.line, 0.8, 2.6)
            canvas.disc((x, base - size * 1.5), size, mix(mood.jade, mood.ochre, rng.uniform(0, 0.4)), 0.75)
    canvas.line((0, base), (canvas.width, base), mood.line, 0.75, 2)
