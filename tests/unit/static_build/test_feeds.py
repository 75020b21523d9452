"""Feeds: the newest of a language, a type, a topic, in full, by stored times, with addresses that are whole."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from msgspec.structs import replace

from site_content.documents.blocks import Button, Figure, Paragraph
from site_content.documents.call import Results
from site_content.documents.topic import TopicDocument
from site_content.documents.values import File
from static_build.outputs.output import fingerprint
from tests.unit.frontend.pieces import picture
from tests.unit.static_build.dated import call, event, moment, news
from tests.unit.static_build.plain_site import ORIGIN, PUBLISHED, files_of, make_site, outputs_of, translated

ALL, NEWS = "it/feeds/all.atom", "it/feeds/news.atom"
LATER = PUBLISHED + timedelta(days=3)


def parse(data: bytes) -> Any:
    """A feed as a reader sees it; what is not well-formed is an error."""
    found = feedparser.parse(data)
    assert not found.bozo, found.bozo_exception
    return found


def titles(data: bytes) -> list[str]:
    return [entry.title for entry in parse(data).entries]


def titles_of_json(data: bytes) -> list[str]:
    return [item["title"] for item in json.loads(data)["items"]]


def rich(**more: Any) -> Any:
    body = (
        Paragraph(
            id="p",
            html='<p>Vedi <a href="/it/calls/mobility/#how">qui</a>, <a href="https://x.example/">là</a>.</p>',
        ),
        Figure(id="f", picture=picture("arcs-visit")),
        Button(id="b", label="Programma", url="/it/events/forum/"),
    )
    return news(body=body, **more)


def test_each_feed_holds_what_it_is_of() -> None:
    other = news("other", topics=())
    files = files_of(event(), news(), other, translated(news()))
    assert sorted(titles(files[ALL])) == ["forum", "other", "visit"]
    assert sorted(titles(files[NEWS])) == ["other", "visit"]
    assert sorted(titles(files["it/feeds/topics/robotics/all.atom"])) == ["forum", "visit"]
    assert sorted(titles(files["it/feeds/topics/science/all.atom"])) == ["forum", "visit"]  # the sector above
    assert titles(files["zh-hans/feeds/all.atom"]) == ["visit"]
    for path in (ALL, NEWS, "it/feeds/topics/robotics/all.atom"):
        assert titles_of_json(files[path.replace(".atom", ".json")]) == titles(files[path])


def test_the_newest_fifty_by_first_publication_come_first() -> None:
    many = [
        news(f"n{number:02}", published_at=PUBLISHED + timedelta(hours=number), updated_at=LATER)
        for number in range(60)
    ]
    assert titles(files_of(*many)[ALL]) == [f"n{number:02}" for number in range(59, 9, -1)]


def test_times_are_stored_publications_and_a_source_changes_its_translation() -> None:
    files = files_of(news(updated_at=LATER), translated(news()))
    for locale in ("it", "zh-hans"):
        feed = parse(files[f"{locale}/feeds/news.atom"])
        stamp = LATER.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert feed.entries[0].updated == feed.feed.updated == stamp
        assert feed.entries[0].published == PUBLISHED.strftime("%Y-%m-%dT%H:%M:%SZ")
        item = json.loads(files[f"{locale}/feeds/news.json"])["items"][0]
        assert item["date_modified"] == stamp


def test_an_entry_keeps_its_id_when_its_page_moves_and_has_another_in_the_other_language() -> None:
    files = files_of(news(), translated(news()))
    first, chinese = (parse(files[path]).entries[0].id for path in (NEWS, "zh-hans/feeds/news.atom"))
    assert parse(files_of(news(path="/it/news/moved/"))[NEWS]).entries[0].id == first
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", first)
    assert first != chinese
    assert json.loads(files["it/feeds/news.json"])["items"][0]["id"] == first


def test_content_is_whole_with_addresses_that_work_anywhere() -> None:
    content = parse(files_of(rich())[NEWS]).entries[0].content[0]
    assert content.type == "text/html"
    assert f'href="{ORIGIN}/it/calls/mobility/#how"' in content.value
    assert 'href="https://x.example/"' in content.value
    assert f'src="{ORIGIN}/media/arcs-visit-960.jpg"' in content.value
    assert f'<a href="{ORIGIN}/it/events/forum/">Programma</a>' in content.value
    assert not re.search(r'(?:href|src)="/', content.value)


def test_content_brings_neither_classes_nor_anything_active() -> None:
    body = (Paragraph(id="p", html='<p onclick="x()">a<script>alert(1)</script><style>b</style></p>'),)
    data = files_of(news(body=body))
    for path in (NEWS, "it/feeds/news.json"):
        text = data[path].decode()
        assert "alert" not in text
        assert "onclick" not in text
        assert "class=" not in text


def test_a_call_brings_its_deadlines_and_no_state_that_time_would_change() -> None:
    document = call("mobility", moment("2026-12-01T00:00"))
    content = parse(files_of(document)["it/feeds/calls.atom"]).entries[0].content[0].value
    assert "entro le 24:00" in content
    outputs = outputs_of(document)
    assert outputs["it/feeds/calls.atom"].changes_at is None


def test_what_names_persons_is_not_even_handed_to_a_feed() -> None:
    file = File("7", "Graduatoria", "/media/names.pdf", 10, "PDF", "it")
    results = (Results(id="r", kind="final", date=PUBLISHED.date(), file=file, names_persons=True),)
    document = call("mobility", moment("2026-10-01T00:00"), results=results)
    for path, output in outputs_of(document).items():
        if path.endswith((".atom", ".ics")) or "/feeds/" in path:
            assert "file:7" not in output.sources
            assert b"names.pdf" not in repr(output.input).encode()


def test_a_feed_leads_to_itself_its_page_and_the_other_language() -> None:
    feed = parse(files_of(news(), translated(news()))[NEWS])
    assert feed.feed.link == f"{ORIGIN}/it/news/"
    assert feed.entries[0].link == f"{ORIGIN}/it/news/visit/"
    links = {(link.rel, link.get("hreflang", ""), link.href) for link in feed.feed.links}
    assert ("self", "", f"{ORIGIN}/{NEWS}") in links
    assert ("alternate", "zh-Hans", f"{ORIGIN}/zh-hans/feeds/news.atom") in links
    translations = {(link.rel, link.get("hreflang", "")) for link in feed.entries[0].links}
    assert ("related", "zh-Hans") in translations


def test_titles_and_controls_cannot_break_the_file() -> None:
    title = 'Là <b>&amp;</b> "𠮷" 👩‍🔬 ]]> \x00\x1b'
    files = files_of(news(title=title))
    assert titles_of_json(files["it/feeds/news.json"]) == [title]
    assert "𠮷" in files[NEWS].decode()
    assert parse(files[NEWS]).entries[0].title.startswith("Là")


def test_a_feed_without_entries_is_a_feed() -> None:
    files = files_of()
    feed = parse(files["it/feeds/topics/robotics/all.atom"])
    assert (feed.entries, feed.feed.title) == ([], "Robotica · Centro")
    assert feed.feed.updated == PUBLISHED.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert json.loads(files["it/feeds/topics/robotics/all.json"])["items"] == []


def test_files_are_enclosed_with_type_and_size() -> None:
    file = File("9", "Modulo", "/media/form.pdf", 1234, "PDF", "it")
    files = files_of(
        call("mobility", files=(file, replace(file, id="8", url="/media/old.pdf", superseded=True)))
    )
    (enclosure,) = parse(files["it/feeds/calls.atom"]).entries[0].enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        f"{ORIGIN}/media/form.pdf",
        "application/pdf",
        "1234",
    )
    (attachment,) = json.loads(files["it/feeds/calls.json"])["items"][0]["attachments"]
    assert attachment["mime_type"] == "application/pdf"


def test_json_feeds_have_what_version_1_1_requires() -> None:
    feed = json.loads(files_of(news(), translated(news()))["zh-hans/feeds/all.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Centro"
    assert feed["language"] == "zh-Hans"
    assert feed["authors"][0]["name"] == "Centro"
    (item,) = feed["items"]
    assert {"id", "url", "content_html", "date_published"} <= item.keys()
    assert item["tags"] == ["Robotica"]
    assert item["_translations"] == {"it": f"{ORIGIN}/it/news/visit/"}


def test_topics_of_one_slug_keep_apart() -> None:
    twin = TopicDocument(key="twin", locale="it", source_locale="it", title="Altra", slug="robotics")
    folders = make_site(twin).ask("topic_folders")
    assert folders == {"sector": "science", "topic": "robotics", "twin": "twin"}


@pytest.mark.parametrize(
    ("edited", "rewritten"),
    [
        ({"title": "Altro"}, {"all", "news", "topics/robotics/all", "topics/science/all"}),
        ({"seo_title": "Altro"}, {"all", "news", "topics/robotics/all", "topics/science/all"}),
        ({"topics": ()}, {"all", "news", "topics/robotics/all", "topics/science/all"}),
    ],
)
def test_an_edit_rewrites_the_feeds_that_it_stands_in_and_no_other(
    edited: dict[str, Any], rewritten: set[str]
) -> None:
    before, after = (outputs_of(event(), news(**more), translated(event())) for more in ({}, edited))
    changed = {
        path.removeprefix("it/feeds/")
        for path, output in after.items()
        if "/feeds/" in path and fingerprint(output, "c") != fingerprint(before[path], "c")
    }
    assert changed == {f"{name}.{format}" for name in rewritten for format in ("atom", "json")}


def test_an_old_page_that_changes_rewrites_no_full_feed() -> None:
    newer = [news(f"n{number}", published_at=PUBLISHED + timedelta(hours=number + 1)) for number in range(50)]
    before, after = (outputs_of(*newer, news(**more)) for more in ({}, {"title": "Altro"}))
    for path in before:
        if "/feeds/" in path:
            assert fingerprint(before[path], "c") == fingerprint(after[path], "c"), path
