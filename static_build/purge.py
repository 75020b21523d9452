"""Purge: tells a cache before the public site which addresses to forget, through Wagtail's backend classes.

URLs go in; those that the cache did not forget come out, with the reason. The app `wagtail.contrib.frontend_cache` is not
installed: it would purge when a page is published, before there is a release. Must not know what a release is.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from static_build.errors import BuildError
from static_build.manifest import MAIN

KINDS = ("varnish", "cloudflare", "cloudfront", "azure-cdn", "azure-frontdoor")
BATCH = 300
"""URLs in one call: CloudFront takes 3,000 at a time."""
BATCH_SECONDS = 120.0
"""After so long a call is given up: not every backend gives up by itself."""
WAITS_SECONDS = (0.5, 2.0, 5.0)
"""Before each new attempt."""
_SOURCE = "frontend_cache"


class Purger(Struct, frozen=True):
    """One cache: `varnish:http://127.0.0.1:6081`, as PONTE_PURGE names it."""

    edition: str
    kind: str
    place: str

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.kind}:{self.place}"

    @property
    def slow(self) -> bool:
        """Whether the cache forgets some time after it has said that it does."""
        return self.kind != "varnish"


class NotPurged(Struct, frozen=True):
    """What a cache may still hold, and why."""

    urls: tuple[str, ...] = ()
    reason: str = ""


def parse_purgers(value: str) -> tuple[Purger, ...]:
    """The caches that PONTE_PURGE names, comma separated. Raises ValueError with what is wrong."""
    return tuple(_parse(part.strip()) for part in value.split(",") if part.strip())


def _parse(text: str) -> Purger:
    first, equals, rest = text.partition("=")
    edition, where = (first, rest) if equals and ":" not in first else (MAIN, text)
    kind, _, place = where.partition(":")
    if kind not in KINDS or not place:
        raise ValueError(f"{text!r} is no cache; the kinds are {', '.join(KINDS)}")
    if kind == "varnish" and urlsplit(place).scheme not in ("http", "https"):
        raise ValueError(f"{text!r}: after varnish: stands its URL, for example http://127.0.0.1:6081")
    parts = {"azure-cdn": 3, "azure-frontdoor": 2}.get(kind, 0)
    if parts and len(place.split("/")) != parts:
        shape = "RESOURCE_GROUP/PROFILE/ENDPOINT" if parts == 3 else "RESOURCE_GROUP/NAME"
        raise ValueError(f"{text!r}: after {kind}: stands {shape}")
    return Purger(edition, kind, place)


def make_backend(purger: Purger, environ: Mapping[str, str] = os.environ) -> Any:
    """Wagtail's backend for a cache. Raises BuildError where a package or a credential is missing."""
    from django.core.exceptions import ImproperlyConfigured
    from wagtail.contrib.frontend_cache import backends

    try:
        name, parameters = _describe(purger, environ)
        return getattr(backends, name)(parameters)
    except ImportError as error:
        raise BuildError(
            f"{purger.name} needs the package {error.name}. Install it beside Ponte: pip install {_package(purger)}."
        ) from error
    except ImproperlyConfigured as error:
        raise BuildError(
            f"{purger.name} lacks its credentials. docs/operators.md says which variables hold them."
        ) from error


def _describe(purger: Purger, environ: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Class and parameters of Wagtail's backend."""
    if purger.kind == "varnish":
        return "HTTPBackend", {"LOCATION": purger.place}
    if purger.kind == "cloudflare":
        return "CloudflareBackend", {
            "ZONEID": purger.place,
            "BEARER_TOKEN": environ.get("CLOUDFLARE_API_TOKEN"),
        }
    if purger.kind == "cloudfront":
        return "CloudfrontBackend", {"DISTRIBUTION_ID": purger.place}
    group, *names = purger.place.split("/")
    parameters: dict[str, Any] = {"RESOURCE_GROUP_NAME": group}
    if environ.get("AZURE_SUBSCRIPTION_ID"):
        parameters["SUBSCRIPTION_ID"] = environ["AZURE_SUBSCRIPTION_ID"]
    if purger.kind == "azure-cdn":
        return "AzureCdnBackend", parameters | dict(
            zip(("CDN_PROFILE_NAME", "CDN_ENDPOINT_NAME"), names, strict=True)
        )
    return "AzureFrontDoorBackend", parameters | {"FRONT_DOOR_NAME": names[0]}


def _package(purger: Purger) -> str:
    return {
        "cloudflare": "requests",
        "cloudfront": "boto3",
        "azure-cdn": "azure-mgmt-cdn azure-identity azure-mgmt-subscription",
        "azure-frontdoor": "azure-mgmt-frontdoor azure-identity azure-mgmt-subscription",
    }.get(purger.kind, "")


def purge(
    backend: Any,
    urls: Sequence[str],
    *,
    waits_seconds: Sequence[float] = WAITS_SECONDS,
    batch_seconds: float = BATCH_SECONDS,
    sleep: Callable[[float], None] = time.sleep,
) -> NotPurged:
    """Has the cache forget these URLs, and tries again those that it did not. Returns what is left."""
    left, reason = list(urls), ""
    for wait in (0.0, *waits_seconds):
        if not left:
            break
        if wait:
            sleep(wait)
        again: list[str] = []
        for start in range(0, len(left), BATCH):
            failed, why = _purge_batch(backend, left[start : start + BATCH], batch_seconds)
            again += failed
            reason = why or reason
        left = again
    return NotPurged(tuple(left), reason if left else "")


def _purge_batch(backend: Any, urls: list[str], seconds: float) -> tuple[list[str], str]:
    """Those of the URLs that were not purged, and why.

    The backends say what failed in the log alone, so the log is listened to; and a thread of its own can be given up.
    """
    heard = _Listener()
    thread = threading.Thread(target=heard.run, args=(backend, urls), daemon=True, name="purge")
    root = logging.getLogger()
    root.addHandler(heard)
    try:
        thread.start()
        thread.join(seconds)
    finally:
        root.removeHandler(heard)
    if thread.is_alive():
        return urls, f"no answer in {seconds:.0f} s"
    failed = [url for url in urls if url in heard.urls or urlsplit(url).path in heard.urls]
    if heard.reason and not failed:
        failed = urls
    return failed, heard.reason


class _Listener(logging.Handler):
    """Runs a backend in its own thread and hears what it logs there."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.urls: set[str] = set()
        self.reason = ""
        self._thread = 0

    def run(self, backend: Any, urls: list[str]) -> None:
        self._thread = threading.get_ident()
        try:
            backend.purge_batch(urls)
        except Exception as error:  # noqa: BLE001 - each backend has its library's own errors; all mean: not purged
            self.reason = self.reason or f"{type(error).__name__}: {error}"[:300]

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self._thread or _SOURCE not in record.pathname:
            return
        if isinstance(record.args, tuple):
            self.urls.update(map(str, record.args[:1]))  # the address, in all of Wagtail's messages
        self.reason = record.getMessage()[:300]
