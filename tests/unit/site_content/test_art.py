"""The demonstration pictures: same input, same bytes; other seeds, other pictures; no metadata."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from site_content.demo.art import draw, draw_logo, draw_place, draw_portrait, families

SMALL = {"width": 320, "height": 200}
NAMES = ("arcs", "cells", "tiles", "networks", "rings", "sheets", "halls", "skyline")


def _open(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


def _mean_difference(first: bytes, second: bytes) -> float:
    """How far apart two pictures are, in levels of 255, averaged over all pixels and colours."""
    difference = ImageChops.difference(_open(first).convert("RGB"), _open(second).convert("RGB"))
    return sum(ImageStat.Stat(difference).mean) / 3


def test_families_are_those_the_content_files_may_name() -> None:
    assert families() == NAMES


@pytest.mark.parametrize("family", NAMES)
def test_the_same_seed_gives_the_same_bytes(family: str) -> None:
    assert draw(family, "una settimana", **SMALL) == draw(family, "una settimana", **SMALL)


@pytest.mark.parametrize("family", NAMES)
def test_other_seeds_give_other_compositions(family: str) -> None:
    pictures = [draw(family, f"seed-{number}", **SMALL) for number in range(6)]
    assert len(set(pictures)) == len(pictures)
    assert all(_mean_difference(pictures[0], other) > 4 for other in pictures[1:])


@pytest.mark.parametrize("family", NAMES)
@pytest.mark.parametrize(("width", "height"), [(320, 200), (200, 320), (240, 240), (630, 120)])
def test_size_and_format_are_as_asked(family: str, width: int, height: int) -> None:
    picture = _open(draw(family, "forma", width=width, height=height))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (width, height), "RGB")


@pytest.mark.parametrize("number", range(40))
def test_every_composition_of_every_family_can_be_drawn(number: int) -> None:
    for family in families():
        assert _open(draw(family, f"tutte-{number}", width=80, height=50)).size == (80, 50)


def test_the_standard_size_is_1600_by_1000() -> None:
    assert _open(draw("arcs", "ponte")).size == (1600, 1000)


@pytest.mark.parametrize(
    "picture", [draw("halls", "a", **SMALL), draw_portrait("LB", "a"), draw_logo("MOST", "a")]
)
def test_no_metadata_is_written(picture: bytes) -> None:
    opened = _open(picture)
    assert not dict(opened.getexif())
    assert not {"exif", "comment", "xmp", "icc_profile", "photoshop"} & set(opened.info)
    assert b"Exif" not in picture


def test_an_unknown_family_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(ValueError, match="'waves'") as refusal:
        draw("waves", "a")
    assert all(name in str(refusal.value) for name in NAMES)


def test_a_size_below_one_pixel_is_refused() -> None:
    with pytest.raises(ValueError, match="0 x 200 pixels"):
        draw("arcs", "a", width=0, height=200)


def test_a_hall_looks_out_on_the_city_and_shows_the_scene_its_seed_names() -> None:
    bergamo, naples = (
        _open(draw("halls", f"{city} ribbon", **SMALL)).convert("RGB") for city in ("Bergamo", "Napoli")
    )
    assert _count_reddish(bergamo) > 0
    assert _count_reddish(naples) > 0
    assert (
        _mean_difference(draw("halls", "Napoli table", **SMALL), draw("halls", "Napoli foyer", **SMALL)) > 4
    )


def _count_reddish(picture: Image.Image) -> int:
    red, green, blue = (
        band.point(lambda level, low=low, high=high: 255 if low < level < high else 0)
        for band, low, high in zip(picture.split(), (140, -1, -1), (256, 70, 70), strict=True)
    )
    return ImageChops.darker(red, ImageChops.darker(green, blue)).histogram()[255]


def test_a_portrait_is_square_and_differs_by_initials_and_seed() -> None:
    portrait = draw_portrait("LB", "uno", size=240)
    assert (_open(portrait).format, _open(portrait).size) == ("JPEG", (240, 240))
    assert portrait == draw_portrait("lb", "uno", size=240)
    assert len({portrait, draw_portrait("LC", "uno", size=240), draw_portrait("LB", "due", size=240)}) == 3


@pytest.mark.parametrize("initials", ["", "ABCD", "李", "L.", "É", "A B"])
def test_initials_that_cannot_be_drawn_are_refused(initials: str) -> None:
    with pytest.raises(ValueError, match="one to 3 letters"):
        draw_portrait(initials, "uno")


def test_a_place_depends_on_where_it_is() -> None:
    bergamo = draw_place("sede", latitude=45.69, longitude=9.67, width=300, height=200)
    beijing = draw_place("sede", latitude=39.93, longitude=116.3, width=300, height=200)
    assert _open(bergamo).size == (300, 200)
    assert bergamo == draw_place("sede", latitude=45.69, longitude=9.67, width=300, height=200)
    assert _mean_difference(bergamo, beijing) > 4


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (-90.1, 0), (float("nan"), 0)])
def test_a_place_off_the_globe_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="not on the globe"):
        draw_place("sede", latitude=latitude, longitude=longitude)


@pytest.mark.parametrize("acronym", ["I", "MIUR", "BMSTC", "UniBg", "Citta Scienza"])
def test_a_logo_is_a_png_with_white_margins_about_its_acronym(acronym: str) -> None:
    logo = draw_logo(acronym, "uno")
    opened = _open(logo)
    assert (opened.format, opened.size) == ("PNG", (600, 300))
    assert logo == draw_logo(acronym, "uno")
    inked = ImageChops.invert(opened.convert("L")).getbbox()
    assert inked is not None
    assert inked[0] >= 20
    assert inked[2] <= 580


@pytest.mark.parametrize("acronym", ["", "  ", "科技部", "A" * 17])
def test_an_acronym_that_cannot_be_drawn_is_refused(acronym: str) -> None:
    with pytest.raises(ValueError, match="Latin letters"):
        draw_logo(acronym, "uno")
