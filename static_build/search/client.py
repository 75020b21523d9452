"""The way to the search server: from its address to a client, and from whatever goes wrong there to one sentence.

Knows no query and no index. No password reaches a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from elastic_transport import TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.exceptions import ConnectionTimeout, UnsupportedProductError

from static_build.errors import BuildError

PREFIX = "site"
"""What every name of ours begins with on the server: `site-it` is the alias of the Italian index."""
QUESTION_SECONDS = 0.8
"""Longer nobody waits for an answer; the static index answers then."""
WORK_SECONDS, BULK_SECONDS = 10.0, 60.0
"""What brings search up to date waits longer, longest for many documents at once."""
API_KEY_USER = "api-key"
"""Who is logged in by this name has an API key for a password."""
_LOGIN = re.compile(r"//[^/\s@]*@")


class SearchUnavailable(BuildError):
    """The server gives no answer that could be used; the words say why and what to do."""


def connect(url: str, *, timeout_seconds: float = QUESTION_SECONDS) -> Elasticsearch:
    """A client of the server at this address; nothing is asked yet. It asks once: who fails is not asked again.

    The address may hold a login, percent-encoded: `https://user:password@host:9200`, or `https://api-key:KEY@host`.
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    port = "" if parts.port else f":{443 if parts.scheme == 'https' else 80}"
    return Elasticsearch(
        f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}",
        request_timeout=timeout_seconds,
        max_retries=0,
        retry_on_timeout=False,
        **_login(unquote(parts.username or ""), unquote(parts.password or "")),
    )


def _login(user: str, password: str) -> dict[str, Any]:
    if not user:
        return {}
    return {"api_key": password} if user == API_KEY_USER else {"basic_auth": (user, password)}


def alias_of(locale: str, prefix: str = PREFIX) -> str:
    """The name under which a language is searched."""
    return f"{prefix}-{locale}"


@contextmanager
def asking(client: Elasticsearch) -> Iterator[None]:
    """Turns whatever the server or the way to it does wrong into SearchUnavailable, with words for an operator."""
    try:
        yield
    except (ApiError, TransportError, UnsupportedProductError) as error:
        raise SearchUnavailable(f"Elasticsearch at {address_of(client)} {put_in_words(error)}") from error


def address_of(client: Elasticsearch) -> str:
    """Where the client's server is, without any login."""
    node = next(iter(client.transport.node_pool.all()))
    return _LOGIN.sub("//", node.base_url)


def put_in_words(error: Exception) -> str:
    """What went wrong and what to do, after “Elasticsearch at …”."""
    if isinstance(error, UnsupportedProductError):
        return "is no Elasticsearch: what answers there is something else. Correct ELASTICSEARCH_URL."
    if isinstance(error, ApiError):
        return _tell_refusal(error)
    if isinstance(error, ConnectionTimeout):
        return "did not answer in time. Look at its load and its log."
    if isinstance(error, TlsError):
        return f"has a certificate that is not trusted ({_short(error)}). Correct it, or ELASTICSEARCH_URL."
    return f"cannot be reached ({_short(error)}). Start it, or correct ELASTICSEARCH_URL."


def _tell_refusal(error: ApiError) -> str:
    status, reason = error.status_code, reason_of(error.body) or _short(error)
    if not isinstance(error.body, dict):
        return f"answers {status}, and not as Elasticsearch does. Correct ELASTICSEARCH_URL, or what stands before it."
    if status == 401:
        return "refuses the login. Correct the user and password, or the API key, in ELASTICSEARCH_URL."
    if "block" in reason and ("read-only" in reason or "read_only" in reason or "disk usage" in reason):
        return f"is read-only ({reason}). Free disk space, or take the block from the index."
    if status == 403:
        return f"does not allow it ({reason}). Give the login the rights that docs/operators.md names."
    if status == 404 or "index_closed" in reason:
        return f"lacks the index, or has it closed ({reason}). Run `ponte index`."
    if status == 429:
        return f"has too much to do ({reason}). It is asked again later."
    if status >= 500:
        return f"is not well ({status}: {reason}). Look at its log and at /_cluster/health."
    return f"refused what it was asked ({status}: {reason})."


def reason_of(body: Any) -> str:
    """The reason in an answer's body, the deepest that there is; empty where there is none."""
    error = body.get("error", body) if isinstance(body, dict) else None
    if isinstance(error, str):
        return error[:300]
    if not isinstance(error, dict):
        return ""
    inner = error.get("caused_by") or next(iter(error.get("root_cause") or []), None)
    words = ": ".join(str(error[each]) for each in ("type", "reason") if error.get(each))
    deeper = reason_of(inner) if isinstance(inner, dict) and inner != error else ""
    return (f"{words}; {deeper}" if deeper and deeper not in words else words)[:500]


def _short(error: Exception) -> str:
    return _LOGIN.sub("//", str(getattr(error, "message", "") or error)).split("\n", 1)[0][:200]
