"""A small search endpoint over a release's JSON documents: a real server on a port of its own, which can be slow or broken.

It finds whole words' beginnings in titles and summaries; what it answers has the shape of the contract.
"""

from __future__ import annotations

import difflib
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from static_build.search.answer import SIZE, Answer, Completion, Count, Hit, Suggestion

MARK = re.compile(r"\w+")


class Endpoint:
    """`mode`: `good`, `slow`, `silent`, `refusing` (503), `odd` (an HTML page), `evil` (markup in what it answers)."""

    def __init__(self, public: Path) -> None:
        self.mode = "good"
        self.asked: list[str] = []
        """Every path and query that came, in order."""
        self.seconds: dict[str, float] = {}
        """How long to wait before an answer to a query."""
        self._entries = [_read(json.loads(path.read_bytes())) for path in _documents(public)]
        self._topics = {each["key"]: each["title"] for each in self._entries if each["type"] == "topic"}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/search/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                endpoint.asked.append(self.path)
                given = parse_qs(parts.query)
                status, type_, body = endpoint.reply(parts.path, given)
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", type_)
                    self.send_header("Access-Control-Allow-Origin", "*")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    pass  # the browser has given up, as it should

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def reply(self, path: str, given: dict[str, list[str]]) -> tuple[int, str, bytes]:
        """(status, type, body) of an answer, after as long as the mode takes."""
        q = given.get("q", [""])[0]
        time.sleep({"slow": 2.0, "silent": 8.0}.get(self.mode, 0) or self.seconds.get(q, 0))
        if self.mode == "refusing":
            return 503, "application/problem+json", b'{"status": 503}'
        if self.mode == "odd":
            return 200, "text/html", b"<h1>Welcome to the hotel</h1>"
        if self.mode == "evil":
            return 200, "application/json", msgspec.json.encode(_make_evil(q))
        made = self._complete(q, given) if path.endswith("/suggest") else self._search(q, given)
        return 200, "application/json", msgspec.json.encode(made)

    def _complete(self, q: str, given: dict[str, list[str]]) -> dict[str, Any]:
        locale = given.get("locale", ["it"])[0]
        found = [each for each in self._entries if each["locale"] == locale and _matches(each, q, "title")]
        made = [
            Completion(each["title"], "topic" if each["type"] == "topic" else "title", each["path"])
            for each in found
            if each["type"] == "topic" or each["path"]
        ]
        return {"q": q, "locale": locale, "completions": made[:8]}

    def _search(self, q: str, given: dict[str, list[str]]) -> Answer:
        locale, page = given.get("locale", ["it"])[0], int(given.get("page", ["1"])[0])
        across = given.get("across", ["0"])[0] in ("1", "true")
        candidates = [each for each in self._entries if each["path"] and _matches(each, q)]
        candidates = [each for each in candidates if across or each["locale"] == locale]
        found = [each for each in candidates if _passes(each, given)]
        found.sort(key=lambda each: (each["locale"] != locale, not _matches(each, q, "title"), each["path"]))
        return Answer(
            q=q,
            locale=locale,
            page=page,
            size=SIZE,
            hits=tuple(_hit(each, q) for each in found[(page - 1) * SIZE : page * SIZE]),
            total=len(found),
            facets={
                name: self._count(name, candidates, given) for name in ("type", "topic", "status", "year")
            },
            suggestion=None if found else self._suggest(q, locale),
            engine="elasticsearch",
            build="test",
            took=1,
        )

    def _count(
        self, name: str, entries: list[dict[str, Any]], given: dict[str, list[str]]
    ) -> tuple[Count, ...]:
        others = {key: values for key, values in given.items() if key != name}
        counts = Counter(value for each in entries if _passes(each, others) for value in _values(each, name))
        return tuple(
            Count(value, count, self._topics.get(value, "")) for value, count in counts.most_common()
        )

    def _suggest(self, q: str, locale: str) -> Suggestion | None:
        entries = [each for each in self._entries if each["locale"] == locale and each["path"]]
        words = {word for each in entries for word in MARK.findall(each["title"].lower())}
        close = difflib.get_close_matches(q.lower(), sorted(words), 1)
        return Suggestion(close[0], sum(_matches(each, close[0]) for each in entries)) if close else None


def _documents(public: Path) -> Iterator[Path]:
    for path in sorted((public / "api/documents/v1").glob("*/*/*.json")):
        if re.fullmatch(r"[0-9a-f-]{36}", path.stem):
            yield path


def _read(stored: dict[str, Any]) -> dict[str, Any]:
    """What is searched of a document, and what a hit shows."""
    document = stored["document"]
    each = {name: document.get(name, "") for name in ("key", "locale", "type", "path", "title", "summary")}
    each |= {"status": stored.get("state", ""), "topics": tuple(document.get("topics", ()))}
    begins, ends = document.get("opens") or document.get("starts"), document.get("ends")
    if each["type"] == "call":
        ends = max(
            (side["deadline"] for side in document.get("sides", ()) if side.get("deadline")),
            key=str,
            default=None,
        )
    if each["type"] == "programme":
        begins, ends = {"at": f"{document['starts']}T00:00:00+00:00"}, document.get("deadline")
    each |= {"begins_at": begins and begins.get("at"), "ends_at": ends and ends.get("at")}
    day = document.get("date") or each["begins_at"] or document.get("published_at")
    return each | {"date": str(day)[:10] if day else None}


def _matches(each: dict[str, Any], q: str, *fields: str) -> bool:
    text = " ".join(each[name] for name in fields or ("title", "summary")).lower()
    return all(
        re.search(
            rf"\b{re.escape(word)}|{re.escape(word)}" if not word.isascii() else rf"\b{re.escape(word)}", text
        )
        for word in q.lower().split()
    )


def _values(each: dict[str, Any], name: str) -> tuple[str, ...]:
    if name == "topic":
        return tuple(each["topics"])
    value = str(each["date"] or "")[:4] if name == "year" else each[name]
    return (value,) if value else ()


def _passes(each: dict[str, Any], given: dict[str, list[str]]) -> bool:
    names = ("type", "topic", "status", "year")
    return all(set(given[name]) & set(_values(each, name)) for name in names if name in given)


def _mark(text: str, q: str) -> str:
    words = "|".join(re.escape(escape(word)) for word in q.split())
    return (
        re.sub(f"({words})", r"<mark>\1</mark>", escape(text), flags=re.IGNORECASE) if words else escape(text)
    )


def _hit(each: dict[str, Any], q: str) -> Hit:
    moment = {
        name: datetime.fromisoformat(each[name]) if each[name] else None for name in ("begins_at", "ends_at")
    }
    return Hit(
        key=each["key"],
        locale=each["locale"],
        type=each["type"],
        url=each["path"],
        title=each["title"],
        title_html=_mark(each["title"], q),
        excerpt_html=_mark(each["summary"], q),
        status=each["status"],
        date=date.fromisoformat(each["date"]) if each["date"] else None,
        topics=each["topics"],
        **moment,
    )


def _make_evil(q: str) -> Answer:
    """What a broken or hostile server might send: markup, scripts, foreign addresses."""
    html = '<img src=x onerror="window.stolen=1"><mark>m<b>x</b></mark>&lt;i&gt; &amp; &#39;'
    bad = Hit(
        key="k",
        locale="it",
        type="news",
        url="javascript:window.stolen=1",
        title="t",
        title_html=html,
        excerpt_html=html,
    )
    foreign = msgspec.structs.replace(bad, key="l", url="//evil.example/")
    return Answer(
        q=q,
        locale="it",
        page=1,
        size=SIZE,
        hits=(bad, foreign),
        total=2,
        facets={"topic": (Count("x", 1, "<b>x</b>"), Count("y", 1))},
        suggestion=Suggestion("<script>window.stolen=1</script>", 1),
        engine="elasticsearch",
        build="",
        took=1,
    )
