"""Words, characters and the analysis of a job."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cms.translation.memory.count import BANDS, Volume, analyse, count
from cms.translation.memory.units import place, remember

WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Il bando è aperto", 4),
        ("L’impresa – ecco – apre.", 3),
        ('Vedi <a id="a1">il bando</a>: 1.800.000 €', 4),
        ("Uno<br/>due &amp; tre", 3),
        ("", 0),
        ("… – !", 0),
        ("info@example.org 24:00", 2),
    ],
)
def test_words_of_italian(data: str, words: int) -> None:
    assert count(data, "it") == words


@pytest.mark.parametrize(
    ("data", "characters"),
    [
        ("征集开放", 4),
        ("征集，开放。", 6),
        ("征集 开放\u3000A1\u200b\ufeff", 6),
        ('查看<a id="a1">征集</a>', 4),
        ("e\u0301", 1),
        ("", 0),
    ],
)
def test_characters_of_chinese(data: str, characters: int) -> None:
    assert count(data, "zh-hans") == characters


@pytest.mark.django_db
def test_a_job_by_bands() -> None:
    def keep(source: str, path: str = "") -> None:
        remember(source, "译文", "it", "zh-hans", path=path, origin="confirmed", user=None, when=WHEN)

    keep("nel suo posto", place(KEY, "title"))
    keep("altrove uguale a prima")
    keep("a b c d e f g h i j k l m n o p q r s t")
    job = [
        ("nel suo posto", place(KEY, "title")),
        ("nel suo posto", place(KEY, "summary")),
        ("altrove uguale a prima", place(KEY, "x")),
        ("a b c d e f g h i j k l m n o p q r s DIVERSO", ""),
        ("a b c d e f g h i j k l m n o p q x y z", ""),
        ("a b c d e f g h i j k l m n o 1 2 3 4 5", ""),
        ("a b c d e f g h i j k l 1 2 3 4 5 6 7 8", ""),
        ("mai vista prima", ""),
        ("mai vista prima", ""),
        ("<broken", ""),
    ]
    analysis = analyse(job, "it", "zh-hans", now=WHEN)
    assert analysis.bands == {
        "101": Volume(1, 3),
        "100": Volume(2, 7),
        "95-99": Volume(1, 20),
        "85-94": Volume(1, 20),
        "75-84": Volume(1, 20),
        "60-74": Volume(1, 20),
        "repetitions": Volume(1, 3),
        "new": Volume(2, 4),
    }
    assert tuple(analysis.bands) == BANDS
    assert analysis.total == Volume(10, 97)


@pytest.mark.django_db
def test_what_is_hidden_from_the_translator_is_not_counted_as_known() -> None:
    from uuid import UUID

    path = place(KEY, "title")
    remember("testo", "文字", "it", "zh-hans", path=path, origin="confirmed", user=None, when=WHEN)
    analysis = analyse([("testo", path)], "it", "zh-hans", hidden={UUID(KEY)}, now=WHEN)
    assert analysis.bands["new"] == Volume(1, 1)
