"""XLIFF out: what stands where, with states, codes, notes and matches; a zip of many; an OmegaT project."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from cms.translation.comments.threads import begin
from cms.translation.files.export import write_xliff, write_zip
from cms.translation.files.inline import NAMESPACE, Reading, number_codes
from cms.translation.marked import parse
from cms.translation.working import confirm_typed, keep
from tests.unit.cms.file_desk import side, take_out, units_of
from tests.unit.cms.workbench_desk import change_source, paragraphs, segment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(news: Any, translation: Any) -> Any:
    """A translation with a link, bold and a placeholder in one paragraph, not translated yet."""
    text = 'uno <a href="https://example.org/x">due <b>tre</b></a> {nome} <b>quattro</b><br/>cinque'
    change_source(news, translation, body=paragraphs(text))
    translation.source.refresh_from_db()
    return translation


def unit_at(root: Any, path: str) -> Any:
    return next(unit for unit in units_of(root) if unit.get("resname").startswith(path))


def test_languages_state_and_address_are_in_the_file(translation: Any) -> None:
    root = take_out(translation)
    file = root[0]
    assert file.get("original") == f"ponte:{translation.uuid}"
    assert (file.get("source-language"), file.get("target-language")) == ("it", "zh-CN")
    title = unit_at(root, "title")
    assert side(title, "target").text == "新实验室"
    assert (side(title, "target").get("state"), title.get("approved")) == ("translated", "yes")


def test_codes_are_numbers_and_no_markup_travels(rich: Any) -> None:
    source = side(unit_at(take_out(rich), "body"), "source")
    tags = [etree.QName(one).localname for one in source.iter()][1:]
    assert tags == ["g", "g", "ph", "g", "x"]
    assert [one.get("id") for one in source.iter()][1:] == ["1", "2", "3", "4", "5"]
    assert "example.org" not in etree.tostring(source).decode()


def test_what_is_written_is_what_is_read(rich: Any) -> None:
    text = segment_at(rich, "body").source
    source = side(unit_at(take_out(rich), "body"), "source")
    reading = Reading(source, number_codes(parse(text)))
    assert tuple(reading.pieces) == parse(text)
    assert not reading.is_strange


def test_notes_say_field_limit_link_and_open_comments(translation: Any, person: Any) -> None:
    begin(translation, segment_at(translation, "title"), "Perché nuovo?", person("Reviewers"))
    said = [note.text for note in unit_at(take_out(translation), "title").iter(f"{{{NAMESPACE}}}note")]
    assert "Perché nuovo?" in said
    assert any(f"/translate/{translation.pk}/#s" in text for text in said)
    assert any("255" in text for text in said)
    assert unit_at(take_out(translation), "title").get("maxwidth") == "255"


def test_matches_come_with_their_rate(news: Any, translation: Any, person: Any) -> None:
    confirm_typed(translation, segment_at(translation, "title"), "新的实验室", person("superuser"))
    change_source(news, translation, title="Nuovo laboratorio aperto")
    unit = unit_at(take_out(translation), "title")
    offer = unit.find(f"{{{NAMESPACE}}}alt-trans")
    assert 60 <= int(offer.get("match-quality").rstrip("%")) < 100
    assert side(offer, "target").text == "新的实验室"
    assert side(unit, "target").get("state") == "needs-review-translation"


def test_a_text_that_is_not_confirmed_says_so(translation: Any, person: Any) -> None:
    keep(translation, segment_at(translation, "title"), "写到一半", person("superuser"))
    unit = unit_at(take_out(translation), "title")
    assert side(unit, "target").text == "写到一半"
    assert (side(unit, "target").get("state"), unit.get("approved")) == ("needs-review-translation", None)


def test_for_omegat_each_target_is_its_source(translation: Any) -> None:
    for unit in units_of(take_out(translation, "omegat")):
        assert side(unit, "target").text == side(unit, "source").text
        assert side(unit, "target").get("state") == "needs-translation"


def test_a_text_with_characters_that_no_xml_holds_is_written(news: Any, translation: Any) -> None:
    change_source(news, translation, summary="a\x0bb")
    assert b"ab" in write_xliff(translation)


def test_many_go_into_one_zip_with_what_belongs_to_them(translation: Any) -> None:
    packed = zipfile.ZipFile(BytesIO(write_zip([translation], "standard", {"page.html": b"<p>"})))
    names = packed.namelist()
    assert [name.endswith("_it_zh-CN.xlf") for name in names] == [True, False]
    assert packed.read("page.html") == b"<p>"


def test_an_omegat_project_has_its_folders_and_memory(translation: Any) -> None:
    packed = zipfile.ZipFile(BytesIO(write_zip([translation], "omegat")))
    names = packed.namelist()
    assert {"omegat.project", "source/", "target/", "tm/auto/ponte.tmx"} <= set(names)
    assert "新实验室" in packed.read("tm/auto/ponte.tmx").decode()


def test_for_nobody_nothing_of_a_restricted_page_is_offered(
    news: Any, section: Any, translation: Any, person: Any
) -> None:
    from wagtail.models import PageViewRestriction

    from tests.factories.news import NewsPageFactory
    from tests.translate import translate

    confirm_typed(translation, segment_at(translation, "title"), "保密实验室", person("superuser"))
    PageViewRestriction.objects.create(page=news, restriction_type="login")
    other = NewsPageFactory(parent=section, title="Nuovo laboratorio", slug="another")
    translate(other, translation.target_locale, {})
    theirs = type(translation).objects.get(source__object_id=other.translation_key)
    change_source(other, theirs, title="Nuovo laboratorio qui")
    assert "保密" not in write_xliff(theirs).decode()
    assert "保密" in write_xliff(theirs, user=person("superuser")).decode()
