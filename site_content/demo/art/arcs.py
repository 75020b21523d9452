"""The bridge over water, for the centre itself: arches go from a bank in jade to the other in cinnabar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, hills, polar, rotate, span, wave
from site_content.demo.art.palette import Colour, Mood, choose_mood, mix, mix_along


@dataclass(frozen=True)
class _Arch:
    left: float
    right: float
    rise: float
    fan: int


def paint_arcs(canvas: Canvas, rng: Random) -> None:
    mood = choose_mood(rng)
    horizon = rng.uniform(620, 790)
    arches = _choose_arches(canvas, rng, horizon)
    canvas.wash(mood.top, mood.bottom, 0, horizon)
    sun = _paint_sky(canvas, rng, mood, horizon)
    _paint_banks(canvas, rng, mood, horizon)
    _paint_water(canvas, rng, mood, horizon, sun, arches)
    for arch in arches:
        _paint_arch(canvas, mood, arch, horizon)
    canvas.line((0, horizon), (canvas.width, horizon), mood.line, 0.7, 1.4)


def _choose_arches(canvas: Canvas, rng: Random, horizon: float) -> list[_Arch]:
    width = canvas.width
    kind = rng.choice(("one", "one", "two", "many", "far"))
    if kind == "one":
        reach, middle = rng.uniform(0.36, 0.6) * width, rng.uniform(0.4, 0.6) * width
        return [_Arch(middle - reach, middle + reach, rng.uniform(0.4, 0.62) * horizon, rng.randint(6, 11))]
    if kind == "two":
        meeting = rng.uniform(0.35, 0.65) * width
        rises = rng.uniform(0.3, 0.56) * horizon, rng.uniform(0.3, 0.56) * horizon
        fan = rng.randint(4, 7)
        return [_Arch(-0.06 * width, meeting, rises[0], fan), _Arch(meeting, 1.06 * width, rises[1], fan)]
    if kind == "many":
        count = rng.randint(3, 5)
        step, rise, fan = (width / count, rng.uniform(0.2, 0.36) * horizon, rng.randint(2, 4))
        return [_Arch(step * i, step * (i + 1), rise, fan) for i in range(count)]
    left = rng.uniform(0.08, 0.45) * width
    return [
        _Arch(
            left, left + rng.uniform(0.3, 0.45) * width, rng.uniform(0.2, 0.34) * horizon, rng.randint(3, 6)
        )
    ]


def _paint_sky(canvas: Canvas, rng: Random, mood: Mood, horizon: float) -> Point:
    sun = rng.uniform(0.18, 0.82) * canvas.width, rng.uniform(0.22, 0.8) * horizon
    radius = rng.choice((44, 62, 88, 130))
    for step in range(4, 0, -1):
        canvas.disc(sun, radius * (1 + step * 0.55), mood.ochre, 0.05)
    if mood.name == "night":
        canvas.polygon(_crescent(sun, radius), mood.ochre)
    else:
        canvas.disc(sun, radius, mood.ochre, 0.95)
    return sun


def _crescent(centre: Point, radius: float) -> list[Point]:
    """A young moon: half of the disc's edge, and back along a flatter curve."""
    outer = [polar((0, 0), radius, angle) for angle in range(90, 271, 6)]
    inner = [(x * 0.45, y) for x, y in reversed(outer)]
    return rotate([(centre[0] + x, centre[1] + y) for x, y in (*outer, *inner)], centre, -24)


def _paint_banks(canvas: Canvas, rng: Random, mood: Mood, horizon: float) -> None:
    for depth in range(rng.randint(1, 3)):
        tint = rng.choice((mood.jade, mood.line, mood.ochre))
        line = hills(rng, canvas.width, horizon, rng.uniform(60, 250) / (1 + depth * 0.7))
        canvas.polygon([*line, (canvas.width + 80, horizon), (-80, horizon)], tint, 0.09 + 0.035 * depth)


def _paint_arch(canvas: Canvas, mood: Mood, arch: _Arch, horizon: float) -> None:
    """A fan of arcs; the dark one in its middle carries the deck, the pale ones are its echo."""
    main = arch.fan // 2
    length = arch.right - arch.left
    for index in range(arch.fan):
        away = abs(index - main) / max(1, main)
        spread = (main - index) * length * 0.017
        points = span(
            (arch.left - spread, horizon),
            (arch.right + spread, horizon),
            arch.rise * (1 + (main - index) * 0.115),
        )
        if index == main:
            _paint_hangers(canvas, mood, points, arch, horizon)
            canvas.ribbon(points, 9, mood.line)
            continue
        stops = _fade_stops(mood, 0.95 - 0.6 * away)
        canvas.blended_ribbon(points, 7 - 3 * away, partial(mix_along, stops))


def _fade_stops(mood: Mood, strength: float) -> tuple[Colour, ...]:
    jade, cinnabar = mood.pale(mood.jade, strength), mood.pale(mood.cinnabar, strength)
    return (jade, jade, mood.pale(mix(mood.jade, mood.cinnabar, 0.5), strength * 0.7), cinnabar, cinnabar)


def _paint_hangers(canvas: Canvas, mood: Mood, points: list[Point], arch: _Arch, horizon: float) -> None:
    deck = span((arch.left, horizon - 6), (arch.right, horizon - 6), arch.rise * 0.16)
    for index in range(4, len(points) - 4, 2):
        canvas.line(points[index], deck[index], mood.line, 0.34, 1.3)
    canvas.ribbon(deck, 4, mood.line, 0.9)


def _paint_water(
    canvas: Canvas, rng: Random, mood: Mood, horizon: float, sun: Point, arches: list[_Arch]
) -> None:
    deep = mix(mood.bottom, mood.jade, 0.2 if mood.name != "night" else 0.08)
    canvas.wash(mix(mood.bottom, mood.jade, 0.07), deep, horizon, canvas.height)
    for arch in arches:
        for part in range(3):
            points = span((arch.left, horizon), (arch.right, horizon), -arch.rise * (0.42 + part * 0.07))
            colour = (mood.jade, mood.line, mood.cinnabar)[part]
            canvas.ribbon(points, 10 - 2 * part, colour, 0.2)
    y, step = horizon + 9.0, 0
    while y < canvas.height + 12:
        _paint_swell(canvas, rng, mood, y, step, deep)
        glint = 130 * (1 - step / 40) * rng.uniform(0.4, 1.0)
        canvas.ribbon(
            [(sun[0] - glint, y + 4), (sun[0], y + 4), (sun[0] + glint, y + 4)], 2.2, mood.ochre, 0.55
        )
        y += 9 + step * 0.75
        step += 1


def _paint_swell(canvas: Canvas, rng: Random, mood: Mood, y: float, step: int, deep: Colour) -> None:
    """One row of waves, broken by gaps so that the water stays light; it breaks the reflections too."""
    height, length = 1.2 + step * 0.22, 70 + step * 7
    phase, x = rng.uniform(0, 6.28), rng.uniform(-160, 0)
    while x < canvas.width:
        end = x + rng.uniform(120, 520)
        row = wave(y, x, end, height, length, phase)
        canvas.ribbon([(px, py + 4) for px, py in row], 4, deep, 0.75)
        canvas.ribbon(row, 1.5, mix(mood.line, mood.jade, 0.55), 0.42)
        x = end + rng.uniform(10, 120)
