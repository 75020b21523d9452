"""A share picture: its words become a JPEG of 1200 × 630 in the design of the site. The same words give the same bytes.

Without a font that has every letter, the mark and the drawing stand alone: no box ever takes a letter's place.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

from frontend.sharing.faces import BOLD, Face, drawable, face, find_lacking
from frontend.sharing.lines import break_lines, shorten
from frontend.sharing.words import HEIGHT, WIDTH, Share

PAPER, INK, MUTED = (0xFB, 0xFA, 0xF6), (0x17, 0x21, 0x2B), (0x55, 0x60, 0x6B)
JADE, CINNABAR, OCHRE = (0x0B, 0x64, 0x55), (0xA8, 0x28, 0x1E), (0xC9, 0xA9, 0x6A)
QUALITY = 72
LARGEST_BYTES = 60_000
DRAWINGS = 16
"""So many different bridges; which one a page gets hangs on its key."""
SIZES = (68, 60, 52, 44, 38)
MARGIN = 72
TITLE_TOP, TITLE_BOTTOM = 190, 470
ROOM = WIDTH - 2 * MARGIN
FACTS_ROOM = 560
_FINE = 2
"""Drawn so many times as large and made smaller: edges are smooth."""
Colour = tuple[int, int, int]
Point = tuple[float, float]


def draw_share(share: Share) -> bytes:
    """The picture's bytes, at most LARGEST_BYTES."""
    picture = _ground(_number(share.seed) % DRAWINGS).copy()
    if can_write(share):
        _write(ImageDraw.Draw(picture), share)
    for quality in (QUALITY, 55, 30, 12):
        data = _encode(picture, quality)
        if len(data) <= LARGEST_BYTES:
            break
    return data


def can_write(share: Share) -> bool:
    """Whether there is a font for every letter of it."""
    try:
        return not find_lacking(share)
    except LookupError:
        return False


def _encode(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _number(text: str) -> int:
    return sum(place * ord(sign) for place, sign in enumerate(text, start=1))


def _write(draw: ImageDraw.ImageDraw, share: Share) -> None:
    name_room = ROOM - 120
    _write_line(draw, (MARGIN + 112, 94), share.site_name, face(share.locale, 28, BOLD), INK, name_room)
    _write_line(draw, (MARGIN + 112, 128), share.other_name, face(share.locale, 21), MUTED, name_room)
    _write_line(draw, (MARGIN, TITLE_TOP + 22), share.kind, face(share.locale, 27), MUTED, ROOM)
    _write_title(draw, share)
    facts = drawable(share.facts)
    small = face(share.locale, 25)
    for row, line in enumerate(shorten(facts, small.width, FACTS_ROOM, 2) if facts else ()):
        _write_line(draw, (MARGIN, 540 + 36 * row), line, small, INK, FACTS_ROOM)


def _write_title(draw: ImageDraw.ImageDraw, share: Share) -> None:
    top = TITLE_TOP + (48 if share.kind else 0)
    leading = 1.32 if share.locale.startswith("zh") else 1.18
    lines, large = _set_title(drawable(share.title), share.locale, TITLE_BOTTOM - top, leading)
    for row, line in enumerate(lines):
        _draw_text(draw, (MARGIN, top + large.size + row * large.size * leading), line, large, INK)


def _set_title(title: str, locale: str, room: float, leading: float) -> tuple[list[str], Face]:
    """The lines of a title, in the largest size in which they fit."""
    for size in SIZES:
        large = face(locale, size, BOLD)
        most = int(room // (size * leading))
        lines = break_lines(title, large.width, ROOM)
        if len(lines) <= min(most, 4):
            return lines, large
    return shorten(title, large.width, ROOM, most), large


def _write_line(
    draw: ImageDraw.ImageDraw, at: Point, text: str, letters: Face, colour: Colour, room: float
) -> None:
    text = drawable(text)
    if text:
        _draw_text(draw, at, shorten(text, letters.width, room, 1)[0], letters, colour)


def _draw_text(draw: ImageDraw.ImageDraw, at: Point, text: str, letters: Face, colour: Colour) -> None:
    x, y = at
    for font, run in letters.runs(text):
        draw.text((x, y), run, font=font, fill=colour, anchor="ls")
        x += font.getlength(run)


@lru_cache(maxsize=DRAWINGS)
def _ground(number: int) -> Image.Image:
    """All but the words: paper, the line of two colours, the mark, a bridge over water."""
    picture = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), PAPER)
    draw = ImageDraw.Draw(picture)
    _draw_bridge(draw, Random(number))  # noqa: S311 - chance that repeats itself, no secret
    draw.rectangle(_scaled((0, 0), (WIDTH / 2 - 4, 9)), JADE)
    draw.rectangle(_scaled((WIDTH / 2 + 4, 0), (WIDTH, 9)), CINNABAR)
    _draw_mark(draw)
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _draw_mark(draw: ImageDraw.ImageDraw) -> None:
    """The curves of marks/mark.svg."""
    curves = (
        ((2, 30), (15, 2), (29, 10), JADE, 3.2),
        ((56, 30), (43, 2), (29, 10), CINNABAR, 3.2),
        ((9, 30), (29, 8), (49, 30), INK, 2.2),
    )
    for first, bend, last, colour, width in curves:
        points = [_curve(first, bend, last, step / 24) for step in range(25)]
        _draw_stroke(draw, [(MARGIN + x * 1.6, 76 + y * 1.6) for x, y in points], width * 1.6, colour)


def _curve(first: Point, bend: Point, last: Point, share: float) -> Point:
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * first[0] + b * bend[0] + c * last[0], a * first[1] + b * bend[1] + c * last[1]


def _draw_bridge(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Arcs from a bank in jade to one in cinnabar, low at the right, their colours thinned so that words stay first."""
    left, right, horizon = rng.uniform(640, 740), rng.uniform(1170, 1290), 574.0
    rise = rng.uniform(78, 100)
    sun = rng.uniform(left + 130, right - 130), horizon - rng.uniform(52, 70)
    draw.ellipse(_scaled((sun[0] - 24, sun[1] - 24), (sun[0] + 24, sun[1] + 24)), _thin(OCHRE, 0.8))
    fan = rng.randint(4, 6)
    for index in range(fan):
        colour = _mix(JADE, CINNABAR, index / (fan - 1))
        is_deck = index == fan // 2
        height = rise * (1 - 0.13 * index)
        points = _arc(left + 9 * index, right - 9 * index, horizon, height)
        _draw_stroke(draw, points, 4 if is_deck else 2.4, INK if is_deck else _thin(colour, 0.85))
    for row in range(5):
        wave = [
            (float(x), horizon + 10 + row * 11 + 2.2 * sin(x / 17 + row * 1.7))
            for x in range(int(left) - 60, WIDTH + 20, 6)
        ]
        _draw_stroke(draw, wave, 1.4, _thin(JADE, 0.42))


def _arc(left: float, right: float, base: float, height: float) -> list[Point]:
    middle, reach = (left + right) / 2, (right - left) / 2
    return [(middle - reach * cos(pi * step / 48), base - height * sin(pi * step / 48)) for step in range(49)]


def _draw_stroke(draw: ImageDraw.ImageDraw, points: list[Point], width: float, colour: Colour) -> None:
    fine = [(x * _FINE, y * _FINE) for x, y in points]
    thick = round(width * _FINE)
    draw.line(fine, colour, thick, joint="curve")
    for x, y in (fine[0], fine[-1]):
        draw.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), colour)


def _scaled(first: Point, last: Point) -> tuple[float, float, float, float]:
    return first[0] * _FINE, first[1] * _FINE, last[0] * _FINE, last[1] * _FINE


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _thin(colour: Colour, strength: float) -> Colour:
    return _mix(PAPER, colour, strength)
