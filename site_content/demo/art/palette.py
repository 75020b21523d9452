"""The colours of the demonstration pictures, and the moods (light, season, hour) that combine them.

In: a seeded random source. Out: colours and moods. Must not draw, nor use another source of chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

Colour = tuple[int, int, int]

PAPER: Colour = (0xFB, 0xFA, 0xF6)
SURFACE: Colour = (0xFF, 0xFF, 0xFF)
SAND: Colour = (0xF1, 0xED, 0xE3)
LINE: Colour = (0xD9, 0xD5, 0xCB)
INK: Colour = (0x17, 0x21, 0x2B)
JADE: Colour = (0x0B, 0x64, 0x55)
CINNABAR: Colour = (0xA8, 0x28, 0x1E)
OCHRE: Colour = (0xC9, 0xA9, 0x6A)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour at `share` (0 to 1) of the way from first to second; shares outside are held at the ends."""
    held = min(1.0, max(0.0, share))
    red, green, blue = (round(a + (b - a) * held) for a, b in zip(first, second, strict=True))
    return red, green, blue


def mix_along(stops: tuple[Colour, ...], share: float) -> Colour:
    """The colour at `share` (0 to 1) along evenly spaced stops (two or more)."""
    place = min(0.9999, max(0.0, share)) * (len(stops) - 1)
    index = int(place)
    return mix(stops[index], stops[index + 1], place - index)


@dataclass(frozen=True)
class Mood:
    """One light in which a picture is drawn: a ground from top to bottom, and the colours that sit on it."""

    name: str
    top: Colour
    bottom: Colour
    line: Colour
    jade: Colour
    cinnabar: Colour
    ochre: Colour

    @property
    def ground(self) -> Colour:
        return mix(self.top, self.bottom, 0.5)

    def pale(self, colour: Colour, strength: float) -> Colour:
        """The colour thinned towards the ground; strength 1 is the colour itself."""
        return mix(self.ground, colour, strength)


def _day(name: str, top: Colour, bottom: Colour) -> Mood:
    return Mood(name, top, bottom, INK, JADE, CINNABAR, OCHRE)


NIGHT = Mood(
    "night",
    top=mix(INK, JADE, 0.08),
    bottom=mix(mix(INK, JADE, 0.35), PAPER, 0.1),
    line=mix(PAPER, OCHRE, 0.08),
    jade=(0x5F, 0xC9, 0xB0),
    cinnabar=(0xE9, 0x7F, 0x6F),
    ochre=mix(OCHRE, PAPER, 0.2),
)
MOODS: tuple[Mood, ...] = (
    _day("paper", PAPER, SAND),
    _day("sand", SAND, mix(SAND, OCHRE, 0.14)),
    _day("mist", mix(PAPER, JADE, 0.05), mix(SAND, JADE, 0.2)),
    _day("dawn", mix(PAPER, OCHRE, 0.08), mix(SAND, CINNABAR, 0.17)),
    _day("gold", mix(PAPER, OCHRE, 0.1), mix(SAND, OCHRE, 0.45)),
    NIGHT,
)
_MOOD_WEIGHTS = (5, 5, 4, 3, 3, 2)


def choose_mood(rng: Random) -> Mood:
    return rng.choices(MOODS, weights=_MOOD_WEIGHTS)[0]


def choose_accents(rng: Random, mood: Mood) -> tuple[Colour, ...]:
    """Twelve colours to pick from, weighted so that one leads: jade, cinnabar, ochre or the dark line."""
    leads = [mood.jade, mood.cinnabar, mood.ochre, mood.line]
    lead = rng.choices(leads, weights=(4, 3, 2, 2))[0]
    second = rng.choice([colour for colour in leads if colour != lead])
    return (lead,) * 5 + (mood.pale(lead, 0.55),) * 2 + (second,) * 2 + (mood.line, mood.ochre, mood.cinnabar)
