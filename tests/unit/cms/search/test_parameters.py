"""What may be asked of the endpoint, and how what may not is refused."""

from __future__ import annotations

from urllib.parse import quote

import msgspec
import pytest

from cms.search.parameters import LONGEST_BYTES, MOST_VALUES, read_search, read_suggest
from cms.search.problems import Refusal
from cms.search.vocabulary import WITHOUT_PAGE, list_states, list_types
from site_content.documents import CARDS, TYPES
from static_build.search.answer import Request

TOPIC = "0c213763-73fe-52fd-92f1-548b2bfb30ca"


def refused(query: str, status: int = 400) -> dict[str, object]:
    with pytest.raises(Refusal) as raised:
        read_search(query)
    problem = msgspec.json.decode(raised.value.body)
    assert problem["status"] == status == raised.value.status
    return problem


def faults(query: str) -> set[str]:
    return {fault["parameter"] for fault in refused(query)["errors"]}  # type: ignore[attr-defined]


def test_everything_has_a_default() -> None:
    assert read_search("") == Request()
    assert read_suggest("") == ("", "it")


def test_all_parameters_at_once() -> None:
    query = f"q=bando&locale=zh-hans&type=call&type=news&topic={TOPIC}&status=open&year=2026&page=3&size=20&across=1"
    assert read_search(query) == Request(
        q="bando",
        locale="zh-hans",
        type=("call", "news"),
        topic=(TOPIC,),
        status=("open",),
        year=(2026,),
        page=3,
        size=20,
        across=True,
    )


def test_values_are_taken_once_in_their_order() -> None:
    assert read_search("type=news&type=call&type=news").type == ("news", "call")


def test_a_query_is_normalised() -> None:
    assert read_search("q=++l%E2%80%99innovazione++%EF%BC%95%EF%BC%A7+").q == "l'innovazione 5G"
    assert read_search("q=" + "机器人".encode().decode("latin-1")).q == "机器人"


def test_the_length_counts_after_normalising() -> None:
    assert len(read_search("q=" + "a" * 128).q) == 128
    assert read_search("q=" + "a" + "+" * 200 + "b").q == "a b"
    assert faults("q=" + "a" * 129) == {"q"}
    assert faults("q=" + quote("机" * 129)) == {"q"}


def test_a_short_query_that_normalising_lengthens_is_cut() -> None:
    assert len(read_search("q=" + quote("\ufdfa" * 100)).q) == 128


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%0Ab",
        "q=a%1Fb",
        "q=%7F",
        "q=%C2%85",
        "q=%ED%A0%80",
        "q=%ED%B0%80",
        "q=%FF",
        "q=%C0%AF",
        "q=%F4%90%80%80",
        "q=a\xffb",
    ],
)
def test_control_characters_half_surrogates_and_broken_utf8_are_refused(query: str) -> None:
    assert faults(query) == {"q"}


@pytest.mark.parametrize("name", ["q", "locale", "page", "size", "across"])
def test_a_single_parameter_is_given_once(name: str) -> None:
    value = {"locale": "it"}.get(name, "1")
    read_search(f"{name}={value}")
    assert faults(f"{name}={value}&{name}={value}") == {name}


@pytest.mark.parametrize(
    "query",
    [
        "locale=de",
        "locale=",
        "type=person",
        "type=",
        "type=news,event",
        "status=lost",
        "topic=1",
        f"topic={TOPIC.upper()}",
        "year=26",
        "year=0001",
        "year=%D9%A2%D9%A0%D9%A2%D9%A6",
        "page=0",
        "page=-1",
        "page=1.0",
        "page=1e1",
        "page=01",
        "page=%D9%A3",
        "page=9999999999999999999999",
        "size=0",
        "size=21",
        "size=",
        "across=yes",
    ],
)
def test_values_out_of_their_range_are_refused_by_name(query: str) -> None:
    assert faults(query) == {query.partition("=")[0]}


def test_nobody_sees_more_than_five_hundred_hits() -> None:
    assert read_search("page=25&size=20").page == 25
    assert read_search("page=500&size=1").page == 500
    assert faults("page=26&size=20") == {"page"}
    assert faults("page=51") == {"page"}


def test_unknown_names_are_refused_with_those_that_exist() -> None:
    problem = refused("query=x&utm_source=y&q=z")
    unknown = problem["errors"]
    assert [fault["parameter"] for fault in unknown] == ["query", "utm_source"]  # type: ignore[attr-defined]
    assert unknown[0]["allowed"][:3] == ["q", "locale", "type"]  # type: ignore[index]


def test_what_is_allowed_is_said() -> None:
    fault = refused("status=lost")["errors"][0]  # type: ignore[index]
    assert fault["allowed"] == list(list_states())


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert faults("locale=de&size=99&x=1&q=%00") == {"locale", "size", "x", "q"}


def test_a_wrong_name_is_not_said_back_whole_nor_raw() -> None:
    fault = refused("a" * 3000 + "%00%1b=1")["errors"][0]  # type: ignore[index]
    assert len(fault["parameter"]) <= 40
    assert refused("%1b[2J=1")["errors"][0]["parameter"] == "\N{REPLACEMENT CHARACTER}[2J"  # type: ignore[index]


def test_too_many_values_and_too_many_parameters_are_refused() -> None:
    years = [f"year={1900 + each}" for each in range(MOST_VALUES + 1)]
    assert len(read_search("&".join(years[:-1])).year) == MOST_VALUES
    assert faults("&".join(years)) == {"year"}
    assert faults("&".join(["across=1"] * 101)) == {"query"}


def test_a_long_address_is_414() -> None:
    refused("q=" + "a" * LONGEST_BYTES, status=414)


def test_reasons_are_not_for_the_public() -> None:
    assert faults("explain=1") == {"explain"}
    assert read_search("explain=1", explain=True).explain


def test_suggestions_take_a_query_and_a_language_alone() -> None:
    assert read_suggest("q=rob&locale=zh-hans") == ("rob", "zh-hans")
    with pytest.raises(Refusal):
        read_suggest("q=rob&type=news")


def test_types_are_those_of_documents() -> None:
    assert set(TYPES) >= WITHOUT_PAGE
    assert set(list_types()) == set(TYPES) - WITHOUT_PAGE


def test_every_state_of_a_call_or_event_may_be_asked_for() -> None:
    words = {
        word.strip("`")
        for card in CARDS.values()
        for word in (card.state.__doc__ or "").replace(",", " ").replace(".", " ").split()
        if word.startswith("`") and word.endswith("`")
    }
    assert {"open", "upcoming", "revoked"} <= words <= set(list_states())
