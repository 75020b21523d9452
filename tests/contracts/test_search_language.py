"""What readers type in Italian and Chinese finds what they mean, on a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from site_content.search.rules import Pin, Rules
from static_build.search import question
from static_build.search.answer import Request
from static_build.search.client import SearchUnavailable, connect
from static_build.search.searcher import Found, Searcher
from tests.contracts.search_entries import HEALTH, NOW, ROBOTICS, filled_indices

Ask = Callable[..., Found]
NO_RULES = Rules()


@pytest.fixture(scope="module")
def prefix(elasticsearch_url: str) -> Iterator[str]:
    with filled_indices(elasticsearch_url) as made:
        yield made


@pytest.fixture
def searcher(elasticsearch_url: str, prefix: str, monkeypatch: pytest.MonkeyPatch) -> Searcher:
    """Patient: a busy machine is not what these tests are about."""
    monkeypatch.setattr(question, "SERVER_MILLISECONDS", 20_000)
    return Searcher(connect(elasticsearch_url, timeout_seconds=30), lambda locale: NO_RULES, prefix=prefix)


@pytest.fixture
def ask(searcher: Searcher) -> Ask:
    def ask(q: str, locale: str = "it", **more: Any) -> Found:
        return searcher.search(Request(q=q, locale=locale, **more), now=NOW)

    return ask


def keys(found: Found) -> list[str]:
    return [each.hit.key for each in found.hits]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("innovazione", "innovation"),
        ("l’innovazione", "innovation"),
        ("nell'innovazione", "innovation"),
        ("universita bergamo", "innovation"),
        ("UNIVERSITÀ", "innovation"),
        ("chi siamo", "about"),
        ("comune", "comuni"),
        ("comunita", "comunita"),
        ("progetto", "comuni"),
        ("pinza", "gripper"),
        ("raccolte", "gripper"),
        ("ponte mob 11", "stay-open"),
        ("PONTE/MOB/11", "stay-open"),
        ("mob11", "stay-open"),
        ("PONTE-MOB-09", "stay-closed"),
        ("5g", "letters"),
        ("industria 4.0", "letters"),
        ("中国", "letters"),
        ("機器人", "robot-day"),
        ("IA", "ai-page"),
        ("MIUR", "ministry"),
        ("Zhao Yicheng", "gripper"),
        ("yichengzhao", "gripper"),
        ("zhaoyicheng", "gripper"),
        ("赵奕成", "gripper"),
        ("trasferi", "transfer"),
        ("tesi students", "theses"),
    ],
)
def test_italian_finds(ask: Ask, q: str, first: str) -> None:
    assert keys(ask(q))[:1] == [first]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("机器人", "robot-day"),
        ("機器人", "robot-day"),
        ("ｊｉｑｉｒｅｎ", "robot-day"),
        ("ji qi ren", "robot-day"),
        ("jī qì rén", "robot-day"),
        ("jiqir", "robot-day"),
        ("桥", "florence"),
        ("佛罗伦萨", "florence"),
        ("工业4.0", "industry"),
        ("工業４．０", "industry"),
        ("5G", "industry"),
        ("c919", "industry"),
        ("赵奕成", "industry"),
        ("zhaoyicheng", "industry"),
        ("Zhao Yicheng", "industry"),
        ("zyc", "industry"),
        ("贝尔加莫大学", "bergamo"),
        ("贝加莫", "bergamo"),
        ("kilometro", "bergamo"),
        ("技术转", "transfer"),
        ("老机", "machine"),
    ],
)
def test_chinese_finds(ask: Ask, q: str, first: str) -> None:
    assert keys(ask(q, "zh-hans"))[:1] == [first]


@pytest.mark.parametrize(
    "q", ["superenalotto stasera", "xqzvkw", "zzzzzz", "???", "12345678", "a b c d e f g"]
)
def test_nonsense_finds_nothing(ask: Ask, q: str) -> None:
    assert (ask(q).total, ask(q).suggestion) == (0, None)


@pytest.mark.parametrize("q", ["恐龙飞船", "雾灯鲸", "鎖", "qwxjk"])
def test_nonsense_finds_nothing_in_chinese(ask: Ask, q: str) -> None:
    assert ask(q, "zh-hans").total == 0


@pytest.mark.parametrize(
    ("q", "locale", "better"),
    [
        ("robottica", "it", "robotica"),
        ("inovazione", "it", "innovazione"),
        ("trasferimetno tecnologico", "it", "trasferimento tecnologico"),
        ("机器忍", "zh-hans", "机器人"),
        ("贝加末大学", "zh-hans", "贝加莫大学"),
    ],
)
def test_a_misspelt_word_is_corrected_and_the_correction_has_results(
    ask: Ask, q: str, locale: str, better: str
) -> None:
    found = ask(q, locale)
    assert found.suggestion is not None
    assert found.suggestion.q == better
    assert found.suggestion.total == found.total == ask(better, locale).total > 0


@pytest.mark.parametrize("q", ["rob", "5h", "PONTE-MOB-12", "tes1", "frotte"])
def test_short_words_and_numbers_are_not_corrected(ask: Ask, q: str) -> None:
    assert ask(q).suggestion is None


def test_open_comes_before_closed_coming_before_past_and_new_before_old(ask: Ask) -> None:
    assert keys(ask("soggiorni brevi")) == ["stay-open", "stay-closed"]
    robots = keys(ask("robotica"))
    assert robots.index("robot-day") < robots.index("robot-past")
    assert robots.index("robot-news") < robots.index("robot-old")


def test_the_order_follows_the_moment_that_is_handed_in(searcher: Searcher) -> None:
    later = searcher.search(Request(q="giornata della robotica"), now=NOW + timedelta(days=60))
    assert {each.hit.status for each in later.hits if each.hit.type == "event"} == {"past"}


def test_half_a_word_is_found_in_a_body(ask: Ask) -> None:
    assert {"comuni", "transfer", "ai-page"} <= set(keys(ask("laborat")))


def test_title_comes_before_body(ask: Ask) -> None:
    assert keys(ask("laboratorio"))[-1] != "comuni"
    assert keys(ask("robot")).index("robot-news") < keys(ask("robot")).index("gripper")


def test_words_that_name_a_kind_lift_it_and_empty_nothing(ask: Ask) -> None:
    assert keys(ask("notizie sulla robotica"))[0] == "robot-news"
    assert keys(ask("eventi robotica"))[0] == "robot-day"
    assert ask("bandi robotica").total == ask("robotica").total
    assert keys(ask("bandi aperti per studenti"))[0] == "theses"
    assert keys(ask("open calls"))[0] in ("theses", "stay-open")
    assert keys(ask("正在开放的项目", "zh-hans"))[0] == "theses"
    assert keys(ask("eventi 2025"))[0] == "robot-past"


def test_the_exact_phrase_and_the_whole_title_come_first(ask: Ask) -> None:
    assert keys(ask("trasferimento tecnologico"))[0] == "transfer"
    assert keys(ask('"soggiorni brevi"')) == ["stay-open", "stay-closed"]
    assert ask('"brevi soggiorni"').total == 0


def test_a_search_of_both_languages_finds_the_term_of_the_other(ask: Ask) -> None:
    found = ask("trasferimento tecnologico", across=True)
    assert [(each.hit.locale, each.hit.key) for each in found.hits[:2]] == [
        ("it", "transfer"),
        ("zh-hans", "transfer"),
    ]
    assert found.total > ask("trasferimento tecnologico").total
    assert sum(count.count for count in found.facets["type"]) == found.total


def test_the_glossary_is_asked_in_the_other_language_only_on_demand(
    elasticsearch_url: str, prefix: str
) -> None:
    rules = Rules(across=(("ammodernare torni", "老机床"),))
    searcher = Searcher(connect(elasticsearch_url, timeout_seconds=30), lambda locale: rules, prefix=prefix)
    request = Request(q="ammodernare torni")
    assert searcher.search(request, now=NOW).total == 0
    both = searcher.search(Request(q=request.q, across=True), now=NOW)
    assert keys(both) == ["machine"]


def test_facets_count_under_the_other_filters(ask: Ask) -> None:
    found = ask("robotica", type=("event",), year=(2026,))
    assert keys(found) == ["robot-day"]
    assert {each.value: each.count for each in found.facets["type"]} == {"event": 1, "news": 1}
    assert {each.value: each.count for each in found.facets["year"]} == {"2026": 1, "2025": 1}
    assert [(each.value, each.count, each.label) for each in found.facets["topic"]] == [
        (ROBOTICS, 1, "Robotica")
    ]
    assert {each.value: each.count for each in found.facets["status"]} == {"upcoming": 1}


def test_a_filter_by_status_holds_at_the_moment(searcher: Searcher) -> None:
    request = Request(q="soggiorni brevi", status=("open",), topic=(HEALTH,))
    assert keys(searcher.search(request, now=NOW)) == ["stay-open"]
    later = searcher.search(request, now=NOW + timedelta(days=31))
    assert (later.total, {each.value: each.count for each in later.facets["status"]}) == (0, {"closed": 2})


def test_every_facet_value_leads_to_as_many_hits_as_it_says(ask: Ask) -> None:
    for name, counts in ask("robotica").facets.items():
        for each in counts:
            value = int(each.value) if name == "year" else each.value
            assert ask("robotica", **{name: (value,)}).total == each.count


def test_no_query_lists_everything_the_latest_first(ask: Ask) -> None:
    found = ask("")
    assert found.total == 17
    assert keys(found)[0] == "robot-day"


def test_marks_are_the_only_markup(ask: Ask) -> None:
    hit = ask("industria").hits[0].hit
    assert hit.title == "Industria 4.0 <b>& C.</b>"
    assert hit.title_html == "<mark>Industria</mark> 4.0 &lt;b&gt;&amp; C.&lt;/b&gt;"
    body = ask("virgolette").hits[0].hit.excerpt_html
    assert "&quot;<mark>virgolette</mark>&quot;" in body
    assert set(re.findall(r"<[^>]*>", body)) == {"<mark>", "</mark>"}


def test_a_word_is_marked_in_its_other_forms(ask: Ask) -> None:
    assert ask("pinza").hits[0].hit.title_html == "<mark>Pinze</mark> per frutta"


def test_an_elided_article_is_not_marked(ask: Ask) -> None:
    assert ask("l'innovazione").hits[0].hit.title_html == "Quest’<mark>innovazione</mark> che viaggia"


def test_traditional_characters_are_marked_as_they_are_written(ask: Ask) -> None:
    hits = {each.hit.key: each.hit for each in ask("机器人", "zh-hans").hits}
    assert "「<mark>機器人</mark>」三個字是繁體" in hits["florence"].excerpt_html
    assert hits["robot-day"].title_html == "协作<mark>机器人</mark>开放日"


def test_an_editors_pin_is_first_even_where_no_word_of_it_matches(
    elasticsearch_url: str, prefix: str
) -> None:
    rules = Rules(pins=(Pin(query="Robotica", key="about"), Pin(query="robotica", key="transfer")))
    searcher = Searcher(connect(elasticsearch_url, timeout_seconds=30), lambda locale: rules, prefix=prefix)
    found = searcher.search(Request(q="ROBOTICA"), now=NOW)
    assert keys(found)[:2] == ["about", "transfer"]
    assert [each.hit.pinned for each in found.hits[:3]] == [True, True, False]
    assert "about" not in keys(searcher.search(Request(q="robotica", type=("event",)), now=NOW))


def test_reasons_are_told_in_words_and_numbers(ask: Ask) -> None:
    why = ask("bandi per studenti", explain=True).hits[0].hit.why
    assert why is not None
    assert why["score"] > 0
    assert "code asked for: studenti" in [each["for"] for each in why["points"]]
    assert why["times"] == [{"for": "its end is ahead", "times": 1.2}]
    assert ask("bandi per studenti").hits[0].hit.why is None


def test_pages_of_results_follow_each_other(ask: Ask) -> None:
    whole = keys(ask("robot", size=4))
    assert [*keys(ask("robot", size=2)), *keys(ask("robot", size=2, page=2))] == whole


def test_hits_tell_what_they_were_made_from(ask: Ask) -> None:
    hit = ask("pinze").hits[0]
    assert (hit.digest, hit.document_sha256, hit.hit.url) == ("d", "s", "/it/gripper/")


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("rob", "it", ("topic", "Robotica", "")),
        ("zha", "it", ("person", "Zhao Yicheng", "")),
        ("yi", "it", ("person", "Zhao Yicheng", "")),
        ("l'innov", "it", ("title", "Quest’innovazione che viaggia", "/it/innovation/")),
        ("trasferimento tec", "it", ("title", "Trasferimento tecnologico", "/it/transfer/")),
        ("机器", "zh-hans", ("topic", "机器人", "")),
        ("jiqi", "zh-hans", ("topic", "机器人", "")),
        ("zyc", "zh-hans", ("person", "赵奕成", "")),
        ("zhaoyi", "zh-hans", ("person", "赵奕成", "")),
        ("贝加", "zh-hans", ("title", "贝加莫大学", "/zh-hans/bergamo/")),
    ],
)
def test_completions(searcher: Searcher, text: str, locale: str, expected: tuple[str, str, str]) -> None:
    assert expected in [(each.kind, each.text, each.url) for each in searcher.complete(text, locale)]


def test_nothing_is_completed_where_nothing_begins_so(searcher: Searcher) -> None:
    assert searcher.complete("qwx", "it") == []
    assert searcher.complete(" ", "it") == []


def test_a_missing_index_is_the_servers_fault(elasticsearch_url: str) -> None:
    searcher = Searcher(
        connect(elasticsearch_url, timeout_seconds=30), lambda locale: NO_RULES, prefix="test-no-such"
    )
    with pytest.raises(SearchUnavailable):
        searcher.search(Request(q="robot"), now=NOW)
    with pytest.raises(SearchUnavailable):
        searcher.complete("robot", "it")
