"""A plain wordmark for a partner: its acronym beside a geometric mark that resembles no one's real logo."""

from __future__ import annotations

from random import Random

from site_content.demo.art.canvas import Canvas, measure_letters
from site_content.demo.art.geometry import Point, polar
from site_content.demo.art.palette import INK, JADE, OCHRE, SURFACE, Colour, mix

_LONGEST = 16
# Between ink and ochre: the colours of the two sides would say which side a partner is on.
_COLOURS: tuple[Colour, ...] = (INK, mix(INK, JADE, 0.45), mix(OCHRE, INK, 0.4), mix(INK, SURFACE, 0.3))


def draw_logo(acronym: str, seed: str, *, width: int = 600, height: int = 300) -> bytes:
    """A PNG on white. The acronym is kept as given, in its own capitals.

    Raises ValueError when it is empty, longer than 16 characters or not plain Latin (all the typeface has).
    """
    if not (acronym.strip() and acronym.isascii() and acronym.isprintable() and len(acronym) <= _LONGEST):
        raise ValueError(
            f"Acronym {acronym!r} cannot be drawn: give 1 to {_LONGEST} Latin letters, digits or spaces."
        )
    rng = Random(f"logo:{acronym}:{seed}")
    canvas = Canvas(width, height, SURFACE)
    colour = rng.choice(_COLOURS)
    margin, mark, gap = (canvas.width * 0.07, min(430.0, canvas.width * 0.24), canvas.width * 0.045)
    room = canvas.width - 2 * margin - mark - gap
    size = min(420.0, 100 * room / measure_letters(acronym, 100))
    text_width = measure_letters(acronym, size)
    left = (canvas.width - mark - gap - text_width) / 2
    rng.choice(_MARKS)(canvas, rng, (left + mark / 2, 500), mark / 2, colour)
    canvas.letters(acronym, (left + mark + gap + text_width / 2, 500), size, INK, weight=size * 0.012)
    return canvas.to_png()


def _mark_petals(canvas: Canvas, rng: Random, centre: Point, radius: float, colour: Colour) -> None:
    count = rng.choice((3, 4, 5, 6))
    for index in range(count):
        spot = polar(centre, radius * 0.48, 360 * index / count - 90)
        canvas.disc(spot, radius * 0.5, colour, 0.34)
    canvas.disc(centre, radius * 0.16, SURFACE)


def _mark_steps(canvas: Canvas, rng: Random, centre: Point, radius: float, colour: Colour) -> None:
    count = rng.choice((3, 4, 5))
    bar = 2 * radius / count
    for index in range(count):
        left = centre[0] - radius + bar * index
        top = centre[1] + radius - 2 * radius * (index + 1) / count
        canvas.box(left, top, left + bar * 0.78, centre[1] + radius, colour, 0.4 + 0.6 * index / (count - 1))


def _mark_quarters(canvas: Canvas, rng: Random, centre: Point, radius: float, colour: Colour) -> None:
    skipped = rng.randrange(4)
    for index in range(4):
        across, down = ((index in (1, 2)) - (index in (0, 3)), (index in (2, 3)) - (index in (0, 1)))
        corner = centre[0] + across * radius * 0.06, centre[1] + down * radius * 0.06
        start = 180 + index * 90
        canvas.wedge(corner, radius * 0.92, start, start + 90, OCHRE if index == skipped else colour)


def _mark_rings(canvas: Canvas, rng: Random, centre: Point, radius: float, colour: Colour) -> None:
    start = rng.choice((0, 90, 180, 270))
    for index in range(3):
        away = radius * (1 - index * 0.3)
        turn = start + index * 90
        canvas.arc(centre, away, turn, turn + 270, colour, width=radius * 0.15)
    canvas.disc(centre, radius * 0.13, OCHRE)


def _mark_lattice(canvas: Canvas, rng: Random, centre: Point, radius: float, colour: Colour) -> None:
    for row in range(3):
        for column in range(3):
            spot = (centre[0] + (column - 1) * radius * 0.72, centre[1] + (row - 1) * radius * 0.72)
            strong = rng.random() < 0.6
            canvas.disc(spot, radius * (0.27 if strong else 0.15), colour if strong else OCHRE)


_MARKS = (_mark_petals, _mark_steps, _mark_quarters, _mark_rings, _mark_lattice)
