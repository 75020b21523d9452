"""Share pictures: the right words, lines that break where they may, the same bytes each time, and never a box."""

from __future__ import annotations

import itertools
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from frontend.sharing.draw import (
    INK,
    LARGEST_BYTES,
    MARGIN,
    MUTED,
    PAPER,
    ROOM,
    SIZES,
    TITLE_BOTTOM,
    TITLE_TOP,
    can_write,
    draw_share,
)
from frontend.sharing.faces import BOLD, face
from frontend.sharing.lines import NO_END, NO_START, break_lines, shorten
from frontend.sharing.words import HEIGHT, WIDTH, Share, digest_of, path_of

TITLES = {
    "it": "Mobilità breve per dottorandi nelle scienze della vita, da Napoli a Chengdu",
    "zh-hans": "面向生命科学领域青年研究人员的双边交流项目（2026年度）征集通知：第12届中意创新合作周",
}


def share(locale: str = "it", **more: str) -> Share:
    values = {"seed": "k", "title": TITLES[locale], "site_name": "Centro 中心"} | more
    return Share(locale=locale, **values)


@pytest.mark.parametrize("locale", TITLES)
def test_a_picture_is_the_same_each_time_small_and_of_the_right_size(locale: str) -> None:
    data = draw_share(share(locale))
    assert data == draw_share(share(locale))
    assert len(data) <= LARGEST_BYTES
    assert Image.open(BytesIO(data)).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("title", ["A" * 300, "x" * 80, "", "🎉", "𠮷田", "Parola " * 45, "汉" * 300])
def test_whatever_the_title_it_can_be_drawn(title: str) -> None:
    assert can_write(share(title=title))
    assert len(draw_share(share(title=title))) <= LARGEST_BYTES


def test_letters_that_no_font_has_leave_the_picture_without_text() -> None:
    lacking = share(title="دكتور")
    assert not can_write(lacking)
    assert draw_share(lacking) == draw_share(share(title="دكتور علي"))


@pytest.mark.parametrize("room", range(6, 30))
def test_no_line_begins_or_ends_with_what_may_not(room: int) -> None:
    text = TITLES["zh-hans"]
    lines = break_lines(text, len, room)
    assert "".join(lines) == text
    for before, after in itertools.pairwise(lines):
        assert after[0] not in NO_START
        assert before[-1] not in NO_END
    assert not any(line.endswith(("2026", "12")) for line in lines)


@pytest.mark.parametrize("room", range(12, 40))
def test_words_stay_whole(room: int) -> None:
    lines = break_lines(TITLES["it"], len, room)
    assert " ".join(lines) == TITLES["it"]
    assert max(map(len, lines)) <= room


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = shorten(TITLES["it"], len, 20, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_the_address_follows_from_every_word() -> None:
    one = share()
    others = [share(title="x"), share(seed="x"), share(kind="x"), share(facts="x"), share(site_name="x")]
    assert len({digest_of(each) for each in (one, *others)}) == 6
    assert path_of("k@it", "0").startswith("media/share/it/k-")


def draw(share: Share) -> Image.Image:
    return Image.open(BytesIO(draw_share(share))).convert("L")


def title_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box with all that is as dark as ink where the picture without words is light, below the names."""
    words = ImageChops.subtract(draw(share(title="دكتور")), picture).point(lambda grey: 255 * (grey > 150))
    found = words.crop((0, TITLE_TOP, WIDTH, HEIGHT)).getbbox()
    assert found is not None
    left, top, right, bottom = found
    return left, top + TITLE_TOP, right, bottom + TITLE_TOP


@pytest.mark.parametrize("locale", TITLES)
@pytest.mark.parametrize("long", [False, True])
def test_a_title_can_be_read_where_the_picture_is_shown_small(locale: str, long: bool) -> None:
    title = TITLES[locale] * 4 if long else TITLES[locale]
    left, top, right, bottom = title_box(draw(share(locale, title=title)))
    assert left >= MARGIN - 8
    assert right <= WIDTH - MARGIN + 8
    assert bottom <= TITLE_BOTTOM + 12  # descenders; the facts begin below
    assert bottom - top >= min(SIZES)
    assert right - left > ROOM / 2


def test_a_longer_title_takes_smaller_letters_and_never_tiny_ones() -> None:
    widths = []
    for title in ("汉" * 12, "汉" * 40, "汉" * 80):
        left, _, right, _ = title_box(draw(share("zh-hans", title=title)))
        widths.append((right - left) / count_in_line(title))
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[-1] >= min(SIZES) * 0.9


def count_in_line(title: str) -> int:
    """Signs in the longest line of a title, set as large as it can be."""
    for size in SIZES:
        lines = break_lines(title, face("zh-hans", size, BOLD).width, ROOM)
        if len(lines) <= min(4, int((TITLE_BOTTOM - TITLE_TOP) // (size * 1.32))):
            return max(map(len, lines))
    raise AssertionError(title)


def test_ink_and_paper_are_far_apart() -> None:
    def light(colour: tuple[int, int, int]) -> float:
        parts = [each / 255 for each in colour]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for ink in (INK, MUTED):
        assert (light(PAPER) + 0.05) / (light(ink) + 0.05) >= 4.5


def test_a_rare_character_is_drawn_and_no_box() -> None:
    letters = face("zh-hans", 68)
    assert letters.lacks("𠮷") == ""
    assert letters.lacks("\U0010fffd") != ""
    assert draw_share(share("zh-hans", title="𠮷田")) != draw_share(share("zh-hans", title="田"))
