"""The search endpoint on a port, over a real index: answers, headers, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.contracts.search_endpoint import PROBLEM, SEARCH, Endpoint, running
from tests.contracts.search_ground import PUBLIC, Ground, prepared
from tests.contracts.searchable_site import NOW, news


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, elasticsearch_url: str) -> Iterator[Ground]:
    with prepared(tmp_path_factory.mktemp("search") / "home", elasticsearch_url) as ground:
        yield ground


@pytest.fixture(scope="module")
def endpoint(ground: Ground) -> Iterator[Endpoint]:
    with running(ground.service) as endpoint:
        yield endpoint


def test_an_answer_is_what_the_contract_says(endpoint: Endpoint, ground: Ground) -> None:
    reply = endpoint.find(q="arpa")
    answer = reply.json
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert set(answer) == {
        "q", "locale", "page", "size", "hits", "total", "facets", "suggestion", "engine", "build", "took"
    }  # fmt: skip
    assert (answer["engine"], answer["build"]) == ("elasticsearch", ground.site.store.current())
    assert (answer["total"], answer["page"], answer["size"]) == (1, 1, 10)
    assert set(answer["facets"]) == {"type", "topic", "status", "year"}
    hit = answer["hits"][0]
    assert (hit["url"], hit["type"], hit["locale"]) == ("/it/news/arpa/", "news", "it")
    assert hit["title_html"].endswith("<mark>arpa</mark> &amp; &lt;b&gt;due&lt;/b&gt;")


def test_pages_and_sizes(endpoint: Endpoint) -> None:
    pages = [endpoint.find(q="polpo", page=page, size=10).json for page in (1, 2, 3)]
    assert [len(page["hits"]) for page in pages] == [10, 10, 5]
    assert len({hit["key"] for page in pages for hit in page["hits"]}) == 25
    assert {page["total"] for page in pages} == {25}
    assert len(endpoint.find(q="polpo", size=20).json["hits"]) == 20


def test_each_language_is_searched_by_itself_or_both_at_once(endpoint: Endpoint) -> None:
    assert endpoint.find(q="鼓", locale="zh-hans").json["total"] == 1
    assert endpoint.find(q="鼓", locale="it").json["total"] == 0
    found = endpoint.find(q="鼓", locale="it", across="true").json["hits"]
    assert [hit["locale"] for hit in found] == ["zh-hans"]


def test_filters_may_be_repeated(endpoint: Endpoint) -> None:
    assert endpoint.find(q="polpo", type=["call", "news"]).json["total"] == 25
    assert endpoint.find(q="polpo", type="call").json["total"] == 0
    assert endpoint.find(q="polpo", year=["2025", "2026"]).json["total"] == 25
    assert endpoint.find(q="polpo", year="2025").json["total"] == 0


def test_suggestions(endpoint: Endpoint) -> None:
    reply = endpoint.get("/suggest?q=arp")
    assert reply.json["q"] == "arp"
    assert [each["url"] for each in reply.json["completions"]] == ["/it/news/arpa/"]
    assert endpoint.ask(f"{SEARCH}/suggest").json["completions"] == []


def test_caches_may_keep_an_answer_for_seconds(endpoint: Endpoint) -> None:
    headers = endpoint.find(q="polpo").headers
    assert headers["cache-control"] == "public, max-age=10, s-maxage=10, stale-while-revalidate=10"
    assert headers["vary"] == "Origin"
    assert "set-cookie" not in headers


def test_the_same_answer_is_not_sent_twice(endpoint: Endpoint) -> None:
    first = endpoint.find(q="polpo")
    tag = first.headers["etag"]
    assert endpoint.find(q="polpo").headers["etag"] == tag
    assert endpoint.find(q="arpa").headers["etag"] != tag
    for asked in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = endpoint.get("?q=polpo", headers={"If-None-Match": asked})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert endpoint.get("?q=polpo", headers={"If-None-Match": 'W/"x"'}).status == 200


def test_another_release_gives_another_tag(endpoint: Endpoint, ground: Ground) -> None:
    tag = endpoint.find(q="polpo").headers["etag"]
    ground.site.put(news("altro", "Altro"))
    ground.site.release()
    assert endpoint.find(q="polpo").headers["etag"] != tag


def test_no_cache_keeps_an_answer_beyond_the_next_change(endpoint: Endpoint, ground: Ground) -> None:
    ground.site.next_change_at = NOW + timedelta(seconds=4)
    ground.site.release()
    try:
        assert endpoint.find(q="polpo").headers["cache-control"] == "public, max-age=4"
    finally:
        ground.site.next_change_at = None
        ground.site.release()


def test_the_public_site_may_ask_and_no_other(endpoint: Endpoint) -> None:
    own = endpoint.get("?q=polpo", headers={"Origin": PUBLIC}).headers
    assert own["access-control-allow-origin"] == PUBLIC
    assert "access-control-allow-credentials" not in own
    for origin in ("https://evil.example", f"{PUBLIC}.evil.example", "null"):
        other = endpoint.ask(f"{SEARCH}?q=polpo", headers={"Origin": origin}).headers
        assert "access-control-allow-origin" not in other
    refused = endpoint.ask(f"{SEARCH}?x=1", headers={"Origin": PUBLIC})
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (400, PUBLIC)


def test_options_say_what_may_be_asked(endpoint: Endpoint) -> None:
    asked = {"Origin": PUBLIC, "Access-Control-Request-Method": "GET"}
    reply = endpoint.ask(method="OPTIONS", headers=asked)
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"
    assert reply.headers["access-control-allow-methods"] == "GET"
    assert "access-control-allow-methods" not in endpoint.ask(method="OPTIONS").headers


def test_head_is_get_without_a_body(endpoint: Endpoint) -> None:
    # One that takes as many digits of milliseconds: then the lengths are equal.
    get = endpoint.ask(f"{SEARCH}/openapi.json")
    head = endpoint.ask(f"{SEARCH}/openapi.json", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))
    assert head.headers["etag"] == get.headers["etag"]
    assert endpoint.ask(f"{SEARCH}?q=polpo", method="HEAD").body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_other_methods_are_405(endpoint: Endpoint, method: str) -> None:
    reply = endpoint.ask(f"{SEARCH}?q=polpo", method=method, headers={"Content-Length": "0"})
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert reply.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"{SEARCH}?x=1", 400),
        (f"{SEARCH}?explain=1", 400),
        (f"{SEARCH}?q=%00", 400),
        (f"{SEARCH}?q=%ED%A0%80", 400),
        (f"{SEARCH}/suggest?page=1", 400),
        (f"{SEARCH}/", 404),
        ("/api/search/v2", 404),
        ("/", 404),
        ("/admin/", 404),
        (f"{SEARCH}?q={'a' * 9000}", 414),
    ],
)
def test_refusals_are_problems(endpoint: Endpoint, target: str, status: int) -> None:
    reply = endpoint.ask(target)
    assert reply.status == reply.json["status"] == status
    assert reply.headers["content-type"] == PROBLEM
    assert reply.headers["cache-control"] == "no-store"
    assert {"type", "title", "status", "detail"} <= set(reply.json)


def test_bytes_that_are_no_text_are_refused(endpoint: Endpoint) -> None:
    assert endpoint.ask(SEARCH.encode() + b"?q=\xff\xfe").status == 400
    assert endpoint.ask(f"{SEARCH}%FF").status == 404


def test_every_answer_has_the_headers_of_safety(endpoint: Endpoint) -> None:
    for target in (f"{SEARCH}?q=polpo", f"{SEARCH}?x=1", f"{SEARCH}/openapi.json", "/api/search/v2"):
        headers = endpoint.ask(target).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["x-robots-tag"] == "noindex"
        assert headers["referrer-policy"] == "no-referrer"


def test_another_hosts_name_is_refused(endpoint: Endpoint) -> None:
    reply = endpoint.ask(f"{SEARCH}?q=polpo", headers={"Host": "evil.example"})
    assert (reply.status, reply.headers["content-type"]) == (400, PROBLEM)


def test_misses_are_noted_for_first_pages_without_filters(endpoint: Endpoint, ground: Ground) -> None:
    ground.misses.clear()
    for asked in (
        {"q": "zzyzx"},
        {"q": "zzyzx", "page": 2},
        {"q": "zzyzx", "type": "news"},
        {"q": "polpo"},
        {},
    ):
        assert endpoint.find(**asked).status == 200
    assert ground.misses == [("it", "zzyzx")]
