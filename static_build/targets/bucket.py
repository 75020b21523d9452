"""A bucket: files by name at one prefix of an object store, through obstore. Every call is repeated while that may help.

Knows nothing of releases. Raises TargetError with what, where and what to do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import obstore
from msgspec import Struct
from obstore import exceptions
from obstore.store import from_url

from static_build.targets.address import Address
from static_build.targets.outcome import TargetError
from static_build.targets.patience import CHECK, Patience, reason, repeat
from static_build.targets.shelf import Overtaken, Version
from static_build.targets.state import FOLDER

if TYPE_CHECKING:
    from obstore.store import AzureStore, GCSStore, S3Store

T = TypeVar("T")
HASH = "sha256"
"""The metadata field that says which file an object is."""
REDIRECT = "x-amz-website-redirect-location"


class Described(Struct, frozen=True):
    """An object without its bytes."""

    size: int
    attributes: dict[str, str]


class Bucket:
    """One prefix; also the shelf of what Ponte keeps there for itself."""

    conditional: bool | None = None

    def __init__(self, address: Address, patience: Patience, environ: Mapping[str, str] = os.environ) -> None:
        self.url = address.url.rstrip("/")
        self.may_go_on: Callable[[], None] = lambda: None
        self._patience = patience
        self._sends_redirects = address.is_s3
        self._plain_http = _is_plain_http(environ)
        self._store = self._connect({})

    def _connect(self, headers: dict[str, str]) -> AzureStore | GCSStore | S3Store:
        options: Any = {
            "timeout": f"{int(self._patience.timeout * 1000)}ms",
            "connect_timeout": f"{int(min(self._patience.timeout, 5.0) * 1000)}ms",
            "allow_http": self._plain_http,
        }
        if headers:
            options["default_headers"] = headers
        try:
            return from_url(self.url, client_options=options, retry_config={"max_retries": 0})  # type: ignore[return-value]
        except (exceptions.BaseError, ValueError) as error:
            raise TargetError(
                f"{self.url} is not set up: {reason(error)}. docs/operators.md lists the variables."
            ) from error

    def read(self, name: str) -> tuple[bytes, Version] | None:
        """Bytes and version; None where there is nothing."""

        def call() -> tuple[bytes, Version]:
            found = obstore.get(self._store, name)
            meta = found.meta
            version = {"e_tag": meta["e_tag"], "version": meta["version"]}
            return bytes(found.bytes()), _without_nothing(version)

        return self._or_none(name, "Reading", call)

    def describe(self, name: str) -> Described | None:
        """Size and attributes; None where there is nothing."""

        def call() -> Described:
            found = obstore.get(self._store, name, options={"head": True})
            return Described(found.meta["size"], {str(key): value for key, value in found.attributes.items()})

        return self._or_none(name, "Looking at", call)

    def _or_none(self, name: str, doing: str, call: Callable[[], T]) -> T | None:
        try:
            return repeat(call, f"{doing} {self.url}/{name}", self._patience, lambda: None)
        except FileNotFoundError:
            return None
        except exceptions.BaseError as error:
            raise self._refused(name, error) from error

    def write(
        self, name: str, data: bytes | Path, attributes: Mapping[str, str], *, digest: str, redirect: str = ""
    ) -> None:
        """Puts a file. `digest` goes with it; `redirect` too where the store takes it."""
        store = self._connect({REDIRECT: redirect}) if redirect and self._sends_redirects else self._store
        given: Any = {**attributes, HASH: digest}
        self._change(name, "Sending", lambda: obstore.put(store, name, data, attributes=given))

    def delete(self, name: str) -> None:
        """Removes a file if it is there."""
        try:
            self._change(name, "Deleting", lambda: obstore.delete(self._store, name))
        except FileNotFoundError:
            return

    def write_if(self, name: str, data: bytes, version: Version | None) -> Version:
        """Writes over exactly this version, or where there is nothing for None. Raises Overtaken.

        The bytes must be like no others ever written: an answer that was lost is told from a defeat by them.
        """
        mode: Any = "create" if version is None else version
        attempts = 0

        def call() -> Version:
            nonlocal attempts
            attempts += 1
            return _without_nothing(obstore.put(self._store, name, data, mode=mode, attributes=PRIVATE))

        try:
            return self._change(name, "Writing", call)
        except (exceptions.PreconditionError, exceptions.AlreadyExistsError, FileNotFoundError) as error:
            if version is None and isinstance(error, FileNotFoundError):
                raise self._refused(name, error) from error
            found = self.read(name) if attempts > 1 else None
            if found is not None and found[0] == data:
                return found[1]
            raise Overtaken from error

    def overwrite(self, name: str, data: bytes) -> Version:
        """Writes whatever is there."""
        return self._change(
            name,
            "Writing",
            lambda: _without_nothing(obstore.put(self._store, name, data, attributes=PRIVATE)),
        )

    def _change(self, name: str, doing: str, call: Callable[[], T]) -> T:
        try:
            return repeat(call, f"{doing} {self.url}/{name}", self._patience, self.may_go_on)
        except (exceptions.PreconditionError, exceptions.AlreadyExistsError):
            raise
        except FileNotFoundError:
            if doing in ("Deleting", "Writing"):
                raise
            raise TargetError(
                f"{self.url} does not exist: make the bucket, or correct PONTE_TARGETS."
            ) from None
        except exceptions.BaseError as error:
            raise self._refused(name, error) from error

    def _refused(self, name: str, error: Exception) -> TargetError:
        return TargetError(f"{self.url}/{name} is refused: {reason(error)}. {CHECK}")

    def strangers(self, limit: int | None = None) -> list[str]:
        """Names of all files below the prefix outside Ponte's own folder, or of the first few."""

        def call() -> list[str]:
            found: list[str] = []
            for batch in obstore.list(self._store, chunk_size=1000):
                found += [each["path"] for each in batch if not each["path"].startswith(f"{FOLDER}/")]
                if limit is not None and len(found) >= limit:
                    break
            return found

        return self._or_none("", "Listing", call) or []


PRIVATE: Any = {"Content-Type": "application/json", "Cache-Control": "no-store"}
"""Attributes of what Ponte keeps there for itself."""


def _without_nothing(version: Mapping[str, Any]) -> Version:
    return {key: value for key, value in version.items() if value is not None}


def _is_plain_http(environ: Mapping[str, str]) -> bool:
    """Whether a store without TLS was asked for by name: obstore reads this no more once it is given options."""
    names = ("AWS_ALLOW_HTTP", "AZURE_ALLOW_HTTP", "GOOGLE_ALLOW_HTTP", "ALLOW_HTTP")
    return any(environ.get(name, "").lower() in ("1", "true", "yes", "on") for name in names)
