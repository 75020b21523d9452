"""Renditions: the right size and format, nothing but pixels, and a sentence where the original is no picture."""

from __future__ import annotations

import random
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from site_content.renditions import FORMATS, Spec, renditions, specs, url_of
from static_build.errors import BuildError
from static_build.pictures import forget, make_rendition
from tests.site.canaries import make_picture, readable_forms

WORDS = {place: f"parola{place}" for place in ("exif", "gps", "comment", "xmp", "icc")}


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("format", FORMATS)
def test_a_rendition_has_its_size_and_format_and_no_metadata(format: str, tmp_path: Path) -> None:
    original = tmp_path / "original.jpg"
    original.write_bytes(make_picture(WORDS))
    data = make_rendition(str(original), Spec(32, 20, format, 80), "picture 1")
    picture = opened(data)
    assert (picture.size, Image.MIME[picture.format or ""]) == ((32, 20), FORMATS[format])
    for form in readable_forms(data, Path(f"x.{format}")):
        assert not [word for word in WORDS.values() if word in form]
    assert not picture.getexif()


def test_the_same_original_gives_the_same_bytes(tmp_path: Path) -> None:
    original = tmp_path / "original.jpg"
    original.write_bytes(make_picture(WORDS))
    made = []
    for _turn in range(2):
        forget()
        made.append(
            [make_rendition(str(original), Spec(32, 20, format, 70), "picture 1") for format in FORMATS]
        )
    assert made[0] == made[1]


def test_it_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "x.jpg", exif=exif)
    picture = opened(make_rendition(str(tmp_path / "x.jpg"), Spec(40, 60, "jpg", 80), "picture 1"))
    assert picture.size == (40, 60)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_kind_of_pixels_becomes_colours_on_paper(mode: str, tmp_path: Path) -> None:
    path = tmp_path / ("x.tif" if mode in ("CMYK", "I;16") else "x.png")
    Image.new(mode, (20, 20)).save(path)
    assert opened(make_rendition(str(path), Spec(10, 10, "jpg", 80), "picture 1")).mode == "RGB"


def test_what_is_transparent_shows_the_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "x.png")
    pixel = opened(make_rendition(str(tmp_path / "x.png"), Spec(10, 10, "webp", 90), "picture 1")).getpixel(
        (5, 5)
    )
    assert isinstance(pixel, tuple)
    assert all(abs(each - paper) < 4 for each, paper in zip(pixel, (0xFB, 0xFA, 0xF6), strict=True))


def test_a_file_that_takes_anothers_place_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    seen = []
    for colour in ("black", "white"):
        path.unlink(missing_ok=True)
        Image.effect_noise((30, 30), 1 if colour == "black" else 90).convert("RGB").save(path)
        seen.append(make_rendition(str(path), Spec(10, 10, "jpg", 80), "picture 1"))
    assert seen[0] != seen[1]


@pytest.mark.parametrize("data", [b"", b"GIF89a then junk", b"<svg/>", b"\xff\xd8\xff\xe0 cut short"])
def test_what_is_no_picture_is_told_with_its_owner(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(data)
    with pytest.raises(BuildError, match=r"The original of picture 7 .*Upload it again in the CMS"):
        make_rendition(str(path), Spec(10, 10, "jpg", 80), "picture 7")


def test_a_missing_original_is_told_with_its_owner(tmp_path: Path) -> None:
    with pytest.raises(
        BuildError, match=r"The original of picture 7 is missing: .*none.jpg. Upload it again in the CMS"
    ):
        make_rendition(str(tmp_path / "none.jpg"), Spec(10, 10, "jpg", 80), "picture 7")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_damaged_originals_never_end_in_a_traceback(format: str, tmp_path: Path) -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "x"
    Image.effect_noise((24, 18), 60).convert("RGB").save(out, format, exif=exif.tobytes())
    chance = random.Random(format)
    for number in range(60):
        data = bytearray(out.getvalue())
        for _turn in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / f"{number}"
        path.write_bytes(data[: chance.randrange(1, len(data))] if number % 4 == 0 else data)
        with suppress(BuildError):
            make_rendition(str(path), Spec(12, 9, "jpg", 80), "picture 1")


def test_a_picture_is_never_enlarged_and_its_names_are_all_different() -> None:
    assert [each.width for each in specs(700, 500) if each.format == "jpg"] == [480, 700]
    assert [each.width for each in specs(5000, 10) if each.format == "avif"] == [480, 960, 1600]
    assert all(each.height >= 1 for each in specs(5000, 1))
    urls = [each.url for hash in ("a", "b") for each in renditions(hash, 1600, 900)]
    assert len(set(urls)) == len(urls) == 18
    assert url_of("a", specs(480, 300)[0]).startswith("/media/")
