"""DeepL's API as a translator: marked texts go out as XML and come back as marked texts. Off without a key.

https://developers.deepl.com/docs: POST /v2/translate, at most 50 texts and 128 KiB a request; 403 wrong key, 429 too many
requests, 456 quota used up. No address of a request but the one that was set, no redirect is followed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _
from msgspec import Struct

from cms.translation.machine.translator import TranslationFailed, Translator
from cms.translation.machine.wrapping import PAIRED, SINGLE, CodesLost, unwrap, wrap

FREE, PAID = "https://api-free.deepl.com", "https://api.deepl.com"
FREE_KEY = ":fx"
"""How the keys of free accounts end."""
TEXTS, BYTES = 50, 100_000
"""Of one request, with room for what is around the texts."""
MAX_ANSWER_BYTES = 4 * 1024 * 1024
TIMEOUT_SECONDS, PAUSE_SECONDS, TRIES = 20.0, 1.0, 3
SOURCES = {"it": "IT", "zh-hans": "ZH"}
TARGETS = {"it": "IT", "zh-hans": "ZH-HANS"}
WAIT, WRONG_KEY, QUOTA = (429, 500, 502, 503, 504, 529), (401, 403), 456


class NoRedirect(HTTPRedirectHandler):
    """The key goes where it was meant to go, or nowhere."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


class DeepL(Struct, frozen=True):
    """One account of the service."""

    key: str
    url: str
    timeout_seconds: float = TIMEOUT_SECONDS
    pause_seconds: float = PAUSE_SECONDS
    name: str = "DeepL"

    def __repr__(self) -> str:
        return f"DeepL({self.url})"

    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str | None]:
        """As `Translator.translate` says."""
        found: list[str | None] = []
        for some in _divide(texts):
            answers = self._ask([wrap(text) for text in some], source_locale, target_locale)
            found += [_read(answer, text) for answer, text in zip(answers, some, strict=True)]
        return found

    def _ask(self, texts: list[str], source_locale: str, target_locale: str) -> list[str]:
        asked = {
            "text": texts,
            "source_lang": SOURCES[source_locale],
            "target_lang": TARGETS[target_locale],
            "tag_handling": "xml",
            "non_splitting_tags": [PAIRED],
            "ignore_tags": [SINGLE],
        }
        request = Request(  # noqa: S310 - the address is a setting, which is http or https
            f"{self.url}/v2/translate",
            data=json.dumps(asked).encode(),
            headers={"Authorization": f"DeepL-Auth-Key {self.key}", "Content-Type": "application/json"},
        )
        return _read_answer(self._send(request), len(texts))

    def _send(self, request: Request) -> bytes:
        for number in range(1, TRIES + 1):
            try:
                with build_opener(NoRedirect).open(request, timeout=self.timeout_seconds) as response:
                    content: bytes = response.read(MAX_ANSWER_BYTES + 1)
                    return content
            except HTTPError as error:
                error.close()
                if error.code not in WAIT or number == TRIES:
                    raise TranslationFailed(_explain(error.code)) from error
            except (OSError, HTTPException) as error:
                raise TranslationFailed(
                    _("The translation service cannot be reached: try again later.")
                ) from error
            time.sleep(self.pause_seconds * number)
        raise AssertionError("unreachable")


def make_translator(environment: Any) -> Translator | None:
    """The account that the settings name; None without a key."""
    key = environment.machine_key
    return DeepL(key, environment.machine_url or (FREE if key.endswith(FREE_KEY) else PAID)) if key else None


def _divide(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts for one request each."""
    some: list[str] = []
    size = 0
    for text in texts:
        # JSON writes a character of Chinese in six bytes.
        length = len(json.dumps(wrap(text)))
        if some and (len(some) == TEXTS or size + length > BYTES):
            yield some
            some, size = [], 0
        some.append(text)
        size += length
    if some:
        yield some


def _read_answer(content: bytes, count: int) -> list[str]:
    try:
        if len(content) > MAX_ANSWER_BYTES:
            raise ValueError(len(content))
        texts = [row["text"] for row in json.loads(content)["translations"]]
        if len(texts) != count or not all(isinstance(text, str) for text in texts):
            raise ValueError(count)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TranslationFailed(_("The translation service gave an answer that cannot be read.")) from error
    return texts


def _read(answer: str, text: str) -> str | None:
    try:
        return unwrap(answer, text)
    except CodesLost:
        return None


def _explain(status: int) -> str:
    if status in WRONG_KEY:
        return _("The translation service refuses the key: check PONTE_DEEPL_KEY.")
    if status == QUOTA:
        return _("This month’s translations by machine are used up.")
    if status == WAIT[0]:
        return _("The translation service is asked too often: try again later.")
    return _("The translation service answered with an error (%(status)s).") % {"status": status}
