"""The letters of share pictures: two open fonts that come as packages, so that every machine draws the same.

In: text, a size and a weight. Out: its width, and whether each sign is there. No box is ever drawn for a sign.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from PIL import ImageFont

from frontend.sharing.words import Share

LATIN, HAN = "latin", "han"
TEXT, BOLD = 400, 700
_HAN_BOLD = 650
_FILES = {
    LATIN: ("fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf", 0),
    HAN: ("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", 2),
}
"""Package, file and face. The third face of Noto Sans CJK writes as mainland China does."""
_LACKING = "\U0010fffd"
"""No font has a glyph for the last private character: what is drawn for it is drawn for all that lack."""
Font = ImageFont.FreeTypeFont


class Face:
    """One size and weight, with the fonts of a language in the order in which they are tried."""

    def __init__(self, locale: str, size: int, weight: int = TEXT) -> None:
        order = (HAN, LATIN) if locale.startswith("zh") else (LATIN, HAN)
        self.size = size
        self._fonts = [_open(script, size, weight) for script in order]

    def runs(self, text: str) -> Iterator[tuple[Font, str]]:
        """The text cut by the font that draws it; a space goes with what stands before it."""
        last = self._fonts[0]

        def choose(sign: str) -> Font:
            nonlocal last
            if not sign.isspace():
                last = next((font for font in self._fonts if _has(font, sign)), last)
            return last

        for font, signs in groupby(text, choose):
            yield font, "".join(signs)

    @lru_cache(maxsize=2048)  # noqa: B019 - faces live as long as the process
    def width(self, text: str) -> float:
        """Pixels from the first sign to the end of the last."""
        return sum(font.getlength(run) for font, run in self.runs(text))

    def lacks(self, text: str) -> str:
        """The signs that none of its fonts has."""
        return "".join(sign for sign in text if not any(_has(font, sign) for font in self._fonts))


@lru_cache(maxsize=64)
def face(locale: str, size: int, weight: int = TEXT) -> Face:
    """A face, opened once. Raises LookupError where a font's package is not installed."""
    return Face(locale, size, weight)


def find_lacking(share: Share) -> str:
    """The signs that cannot be drawn, of any text of a share picture. Raises LookupError without fonts."""
    texts = (share.title, share.kind, share.facts, share.site_name, share.other_name)
    return face(share.locale, 32).lacks("".join(map(drawable, texts)))


@lru_cache(maxsize=1024)
def drawable(text: str) -> str:
    """The text less what is picture or control and no letter: emoji, their modifiers, joiners; single spaces."""
    kept = (sign for sign in unicodedata.normalize("NFC", text) if not _is_picture(sign))
    return " ".join("".join(kept).split())


def _is_picture(sign: str) -> bool:
    kind = unicodedata.category(sign)
    is_sign = kind in ("So", "Sk") and sign >= "\u2190"
    return is_sign or (kind in ("Cf", "Cc", "Cs") and not sign.isspace()) or "\ufe00" <= sign <= "\ufe0f"


@lru_cache(maxsize=64)
def _open(script: str, size: int, weight: int) -> Font:
    package, name, index = _FILES[script]
    found = find_spec(package)
    if found is None or found.origin is None:
        raise LookupError(f"The font package {package} is not installed: share pictures have no text.")
    font = ImageFont.truetype(str(Path(found.origin).parent / name), size, index=index)
    font.set_variation_by_axes(_axes(script, weight))
    return font


def _axes(script: str, weight: int) -> list[float]:
    """Values in the order of the file's axes. Han needs less weight for the same grey."""
    if script == HAN:
        return [_HAN_BOLD if weight == BOLD else weight]
    return [weight, 100]


@lru_cache(maxsize=16384)
def _has(font: Font, sign: str) -> bool:
    return sign.isspace() or _mask(font, sign) != _mask(font, _LACKING)


def _mask(font: Font, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)
