"""A portrait without a photograph: a person's initials before plain shapes. Nothing here knows a face."""

from __future__ import annotations

from random import Random

from site_content.demo.art.canvas import Canvas
from site_content.demo.art.geometry import Point, polar, span
from site_content.demo.art.palette import INK, MOODS, PAPER, Colour, Mood, mix

_LONGEST = 3
_DAY_MOODS = tuple(mood for mood in MOODS if mood.name != "night")


def draw_portrait(initials: str, seed: str, *, size: int = 800) -> bytes:
    """A square JPEG of `size` pixels a side with one to three Latin initials.

    Raises ValueError when the initials are none, too many or not plain Latin letters (all the typeface has).
    """
    letters = initials.upper()
    if not (letters.isascii() and letters.isalpha() and len(letters) <= _LONGEST):
        raise ValueError(
            f"Initials {initials!r} cannot be drawn: give one to {_LONGEST} letters from A to Z."
        )
    rng = Random(f"portrait:{letters}:{seed}")
    mood = rng.choice(_DAY_MOODS)
    canvas = Canvas(size, size, PAPER)
    canvas.wash(PAPER, mix(PAPER, mood.bottom, 0.8))
    colour = rng.choice((mood.jade, mood.jade, mood.cinnabar, mood.ochre, INK))
    rng.choice((_paint_disc, _paint_arch, _paint_rings, _paint_quarters))(canvas, rng, mood, colour)
    canvas.letters(letters, (500, 505), (400, 350, 270)[len(letters) - 1], INK, weight=3)
    return canvas.to_jpeg()


def _paint_disc(canvas: Canvas, rng: Random, _mood: Mood, colour: Colour) -> None:
    """Overlapping discs about the letters."""
    turn = rng.uniform(0, 360)
    for index in range(3):
        canvas.disc(polar((500, 500), 130, turn + 120 * index), rng.uniform(215, 290), colour, 0.15)
    canvas.ring((500, 500), 425, colour, 0.6, 3)
    canvas.disc(polar((500, 500), 425, turn), 22, colour)


def _paint_arch(canvas: Canvas, rng: Random, mood: Mood, colour: Colour) -> None:
    """A bridge under the letters, with its echoes above."""
    sun: Point = (rng.uniform(200, 800), rng.uniform(170, 260))
    canvas.disc(sun, rng.uniform(60, 100), mood.ochre, 0.8)
    for index in range(7):
        arc = span((-60 - index * 26, 960), (1060 + index * 26, 960), 380 + index * 70)
        canvas.ribbon(arc, 8 - index * 0.8, colour, 0.62 - index * 0.075)
    canvas.box(0, 955, 1000, 1000, colour, 0.16)


def _paint_rings(canvas: Canvas, rng: Random, _mood: Mood, colour: Colour) -> None:
    """Rings that open from a corner behind the letters."""
    corner = rng.choice(((0, 0), (1000, 0), (0, 1000), (1000, 1000)))
    for index in range(11):
        canvas.disc(corner, 150 + index * 88, colour, 0.028)
        canvas.ring(corner, 150 + index * 88, colour, 0.66 - index * 0.05, 5 - index * 0.3)
    canvas.disc(corner, 150, colour, 0.85)


def _paint_quarters(canvas: Canvas, rng: Random, _mood: Mood, colour: Colour) -> None:
    """Quarter discs in the corners of a grid of four, two full and two faint."""
    first = rng.randrange(2)
    for index, (x, y) in enumerate(((0, 0), (500, 0), (500, 500), (0, 500))):
        quarter = rng.randrange(4)
        corner = x + 500 * (quarter in (1, 2)), y + 500 * (quarter in (2, 3))
        strength = 0.3 if index % 2 == first else 0.11
        canvas.wedge(corner, 500, quarter * 90, quarter * 90 + 90, colour, strength)
        canvas.arc(corner, 380, quarter * 90, quarter * 90 + 90, colour, 0.5, 2.4)
