"""A fingerprint changes with every part of an output's input, with the code, and with nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from site_content.documents.call import CallCard
from site_content.documents.news import NewsDocument
from site_content.documents.values import Money
from site_content.renditions import Spec
from static_build.code import code_digest
from static_build.outputs.api import IndexInput
from static_build.outputs.documents import DocumentInput
from static_build.outputs.media import FileInput, PictureInput
from static_build.outputs.output import JSON, Output, html_path
from static_build.outputs.output import fingerprint as fingerprint_of


def document(**more: Any) -> NewsDocument:
    fields = {"key": "k", "locale": "it", "title": "Titolo", "source_locale": "it", "date": date(2026, 11, 1)}
    return NewsDocument(**(fields | more))


def fingerprint(made: Any, code: str = "code") -> str:
    return fingerprint_of(Output(path="x", type=JSON, input=made), code)


def test_equal_inputs_have_equal_fingerprints() -> None:
    assert fingerprint(DocumentInput(document=document())) == fingerprint(DocumentInput(document=document()))


@pytest.mark.parametrize(
    "change", [{"title": "Altro"}, {"summary": "x"}, {"date": date(2026, 11, 2)}, {"refs": ("a",)}]
)
def test_each_field_of_a_document_counts(change: dict[str, Any]) -> None:
    changed = DocumentInput(document=document(**change))
    assert fingerprint(changed) != fingerprint(DocumentInput(document=document()))


def test_code_state_and_kind_of_input_count() -> None:
    made = DocumentInput(document=document())
    assert fingerprint(made, "other") != fingerprint(made)
    assert fingerprint(msgspec.structs.replace(made, state="open")) != fingerprint(made)


def test_a_list_shows_cards_so_that_a_body_does_not_touch_it() -> None:
    def listed(each: NewsDocument) -> str:
        return fingerprint(IndexInput(type="news", locale="it", items=(each.card(),)))

    assert listed(document()) == listed(document(seo_title="Per i motori"))
    assert listed(document()) != listed(document(title="Altro"))


def test_order_counts_in_a_list() -> None:
    one, two = document().card(), document(key="l").card()
    made = [IndexInput(type="news", locale="it", items=items) for items in ((one, two), (two, one))]
    assert fingerprint(made[0]) != fingerprint(made[1])


def test_the_digest_of_the_code_is_the_same_in_one_process() -> None:
    assert code_digest() == code_digest()
    assert len(code_digest()) == 64


@pytest.mark.parametrize(
    ("path", "file"),
    [("/", "index.html"), ("/it/news/", "it/news/index.html"), ("/robots.txt", "robots.txt")],
)
def test_the_file_behind_a_path(path: str, file: str) -> None:
    assert html_path(path) == file


def test_amounts_that_are_written_differently_count() -> None:
    def listed(amount: str) -> str:
        money = Money(Decimal(amount), "EUR")
        card = CallCard(key="k", locale="it", path="/it/calls/x/", title="Bando", amounts=(money,))
        return fingerprint(IndexInput(type="call", locale="it", items=(card,)))

    assert listed("1.0") != listed("1.00")


def test_a_rendition_depends_on_the_bytes_of_the_original_and_not_on_code_or_place() -> None:
    def made(place: str, hash: str = "a", width: int = 320) -> PictureInput:
        spec = Spec(width=width, height=200, format="webp", quality=70)
        return PictureInput(original=place, hash=hash, spec=spec, owner="picture:1")

    assert fingerprint(made("/one"), "code") == fingerprint(made("/other"), "newer code")
    assert fingerprint(made("/one")) != fingerprint(made("/one", hash="b"))
    assert fingerprint(made("/one")) != fingerprint(made("/one", width=640))


def test_a_file_and_a_picture_of_the_same_bytes_differ() -> None:
    spec = Spec(width=320, height=200, format="webp", quality=70)
    picture = PictureInput(original="/one", hash="a", spec=spec, owner="picture:1")
    assert fingerprint(picture) != fingerprint(FileInput(original="/one", hash="a", owner="file:1"))
