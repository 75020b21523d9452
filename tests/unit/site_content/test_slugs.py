"""An address is made of whatever was typed, in letters that both languages share."""

from __future__ import annotations

import pytest

from site_content.slugs import LONGEST, SLUG, make_slug


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("un-laboratorio-per-la-qualità-dellacqua", "un-laboratorio-per-la-qualita-dellacqua"),
        ("Perché l’Italia & la Cina", "perche-l-italia-la-cina"),
        ("中意实验室-2026", "zhong-yi-shi-yan-shi-2026"),
        ("5G与工业4.0", "5g-yu-gong-ye-4-0"),
        ("--Già--fatto--", "gia-fatto"),
        ("！？", ""),
    ],
)
def test_an_address_from_words(words: str, slug: str) -> None:
    assert make_slug(words) == slug


@pytest.mark.parametrize("words", ["绿色" * 80, "parola " * 40, "a" * 300])
def test_a_long_one_ends_with_a_whole_part(words: str) -> None:
    slug = make_slug(words)
    assert LONGEST - 10 < len(slug) <= LONGEST
    assert SLUG.match(slug)
