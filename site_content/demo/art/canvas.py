"""A drawing surface: shapes in picture units in, the bytes of a JPEG or PNG out.

A picture is 1000 units high and as wide as its form asks. It is drawn at twice its size and reduced: that
smooths the edges.
Must not read the clock, the disk or any source of chance: the same calls give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from site_content.demo.art.geometry import Point, offset_sides
from site_content.demo.art.palette import Colour

OVERSAMPLING = 2
UNITS_HIGH = 1000.0
JPEG_QUALITY = 88


class Canvas:
    """Translucent shapes over a ground; each later shape lies on top of the earlier ones."""

    def __init__(self, width_pixels: int, height_pixels: int, ground: Colour) -> None:
        if width_pixels < 1 or height_pixels < 1:
            raise ValueError(
                f"A picture of {width_pixels} x {height_pixels} pixels cannot be drawn: "
                "give a width and a height of 1 or more."
            )
        self.scale = height_pixels * OVERSAMPLING / UNITS_HIGH
        self.width = UNITS_HIGH * width_pixels / height_pixels
        self.height = UNITS_HIGH
        self._image = Image.new("RGB", (width_pixels * OVERSAMPLING, height_pixels * OVERSAMPLING), ground)
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def wash(self, top: Colour, bottom: Colour, start: float = 0.0, end: float = UNITS_HIGH) -> None:
        """Cover everything from `start` to `end` units down by a gradient from one colour to the other."""
        upper, lower = round(start * self.scale), round(end * self.scale)
        ramp = Image.linear_gradient("L").resize((1, max(1, lower - upper)), Image.Resampling.BILINEAR)
        size = (self._image.width, ramp.height)
        column = Image.composite(Image.new("RGB", ramp.size, bottom), Image.new("RGB", ramp.size, top), ramp)
        self._image.paste(column.resize(size, Image.Resampling.NEAREST), (0, upper))

    def fade(self, colour: Colour, start: float, end: float, strongest: float) -> None:
        """Lay a mist of the colour over all: nothing at `start` units down, `strongest` (0-1) at `end`."""
        upper, lower = sorted((round(start * self.scale), round(end * self.scale)))
        ramp = Image.linear_gradient("L").resize((1, max(1, lower - upper)), Image.Resampling.BILINEAR)
        if start > end:
            ramp = ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mask = ramp.point(lambda level: level * strongest).resize(
            (self._image.width, ramp.height), Image.Resampling.NEAREST
        )
        self._image.paste(Image.new("RGB", mask.size, colour), (0, upper), mask)

    def polygon(self, points: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
        self._draw.polygon(self._scaled(points), fill=_paint(colour, alpha))

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        alpha: float = 1.0,
        round_by: float = 0,
    ) -> None:
        """A rectangle with sides along the picture's; one without extent draws nothing."""
        if right <= left or bottom <= top:
            return
        corners = self._scaled([(left, top), (right, bottom)])
        self._draw.rounded_rectangle(corners, round_by * self.scale, fill=_paint(colour, alpha))

    def ribbon(
        self, points: Sequence[Point], width: float, colour: Colour, alpha: float = 1.0, taper: float = 1.0
    ) -> None:
        """A band along the points; its end is `taper` times as wide as its start."""
        last = max(1, len(points) - 1)
        widths = [width * (1 + (taper - 1) * index / last) for index in range(len(points))]
        left, right = offset_sides(points, widths)
        self.polygon([*left, *reversed(right)], colour, alpha)

    def blended_ribbon(
        self, points: Sequence[Point], width: float, colour_at: Callable[[float], Colour]
    ) -> None:
        """An opaque band whose colour is asked for at each share (0-1) of its length."""
        left, right = offset_sides(points, [width] * len(points))
        last = len(points) - 1
        for index in range(last):
            # Each piece reaches over the next, or the joints would show as hairlines.
            reach = min(index + 2, last)
            quad = [left[index], left[index + 1], left[reach], right[reach], right[index + 1], right[index]]
            self.polygon(quad, colour_at(index / last))

    def line(self, start: Point, end: Point, colour: Colour, alpha: float = 1.0, width: float = 1.2) -> None:
        self.ribbon([start, end], width, colour, alpha)

    def disc(self, centre: Point, radius: float, colour: Colour, alpha: float = 1.0) -> None:
        self._draw.ellipse(self._around(centre, radius), fill=_paint(colour, alpha))

    def ring(
        self, centre: Point, radius: float, colour: Colour, alpha: float = 1.0, width: float = 1.6
    ) -> None:
        self._draw.ellipse(
            self._around(centre, radius), outline=_paint(colour, alpha), width=self._pen(width)
        )

    def arc(
        self,
        centre: Point,
        radius: float,
        start_degrees: float,
        end_degrees: float,
        colour: Colour,
        alpha: float = 1.0,
        width: float = 1.6,
    ) -> None:
        box = self._around(centre, radius)
        self._draw.arc(box, start_degrees, end_degrees, fill=_paint(colour, alpha), width=self._pen(width))

    def wedge(
        self,
        centre: Point,
        radius: float,
        start_degrees: float,
        end_degrees: float,
        colour: Colour,
        alpha: float = 1.0,
    ) -> None:
        self._draw.pieslice(
            self._around(centre, radius), start_degrees, end_degrees, fill=_paint(colour, alpha)
        )

    def letters(
        self, text: str, centre: Point, size: float, colour: Colour, alpha: float = 1.0, weight: float = 0.0
    ) -> None:
        """Latin letters about a centre, in the typeface Pillow carries; `weight` thickens strokes."""
        font = ImageFont.load_default(size * self.scale)
        left, top, right, bottom = font.getbbox(text)
        x = centre[0] * self.scale - (left + right) / 2
        y = centre[1] * self.scale - (top + bottom) / 2
        paint, pen = _paint(colour, alpha), weight * self.scale
        self._draw.text((x, y), text, font=font, fill=paint, stroke_width=pen, stroke_fill=paint)

    def to_jpeg(self) -> bytes:
        out = BytesIO()
        # Full colour resolution: thin red lines smear under the usual halving.
        self._reduced().save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True)
        return out.getvalue()

    def to_png(self) -> bytes:
        out = BytesIO()
        self._reduced().save(out, "PNG", optimize=True)
        return out.getvalue()

    def _reduced(self) -> Image.Image:
        return self._image.reduce(OVERSAMPLING)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        scale = self.scale
        return [(x * scale, y * scale) for x, y in points]

    def _around(self, centre: Point, radius: float) -> list[Point]:
        x, y = centre
        return self._scaled([(x - radius, y - radius), (x + radius, y + radius)])

    def _pen(self, width: float) -> int:
        return max(1, round(width * self.scale))


def measure_letters(text: str, size: float) -> float:
    """The width of the text in the same units as `size`."""
    left, _, right, _ = ImageFont.load_default(size).getbbox(text)
    return float(right - left)


def _paint(colour: Colour, alpha: float) -> tuple[int, int, int, int]:
    return (*colour, round(255 * min(1.0, max(0.0, alpha))))
