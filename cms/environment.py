"""The one reader of the environment: names in, typed values out, with every problem kept for a system check.

It never raises for a bad value: the default stands in its place and `problems` says what is wrong and what to do.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from static_build.purge import Purger, parse_purgers
from static_build.signing import parse_key
from static_build.targets.address import parse_targets

T = TypeVar("T")
SHORTEST_TOKEN = 32
"""Characters; fewer could be guessed."""
CLONE = Path(__file__).resolve().parent.parent


class Problem(msgspec.Struct, frozen=True):
    """A setting that is missing or malformed. `id` is the system check's."""

    id: str
    message: str
    hint: str


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting that Ponte takes from the environment. docs/operators.md lists each."""

    env: str
    secret_key: str
    database_url: str
    home: Path
    public_url: str
    admin_url: str
    editions: str
    targets: tuple[str, ...]
    purgers: tuple[Purger, ...]
    now: datetime | None
    signing_key: bytes
    mail_url: str
    mail_from: str
    mail_to: tuple[str, ...]
    confirm_facts: bool
    drafts_token: str
    drafts_origin: str
    security_contacts: tuple[str, ...]
    executor: str
    precompress: bool
    elasticsearch_url: str
    search_url: str
    machine: str
    """The function that makes the machine translator, by its dotted path."""
    machine_key: str
    machine_url: str
    machine_private: bool
    problems: tuple[Problem, ...]

    @property
    def production(self) -> bool:
        """Whether unsafe settings are errors."""
        return self.env == "production"


class _Reader:
    """Takes values by name and remembers what was wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[Problem] = []

    def refuse(self, number: int, message: str, hint: str) -> None:
        self.problems.append(Problem(f"ponte.E{number:03}", message, hint))

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def parsed(self, number: int, name: str, default: T, parse: Callable[[str], T], hint: str) -> T:
        value = self.text(name)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.refuse(number, f"{name} is {value!r}: {error}.", hint)
            return default


def _server(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("that is not the address of a server")
    return value.rstrip("/")


def _endpoint(value: str) -> str:
    if value.startswith("/") and not value.startswith("//"):
        return value.rstrip("/")
    return _server(value)


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ValueError("that is not an origin")
    return f"{parts.scheme}://{parts.netloc}"


def _kind(value: str) -> str:
    if value not in ("development", "production"):
        raise ValueError("there is no such environment")
    return value


def _switch(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError("that is neither yes nor no")
    return value == "yes"


def _importable(value: str) -> str:
    module, _, name = value.rpartition(".")
    try:
        if not module or importlib.util.find_spec(module) is None:
            raise ValueError("there is no such module")
    except ImportError as error:
        raise ValueError("there is no such module") from error
    if not name.isidentifier():
        raise ValueError("that names no function")
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("it has no offset from UTC")
    return moment


def _addresses(value: str) -> tuple[str, ...]:
    addresses = tuple(each.strip() for each in value.split(",") if each.strip())
    for address in addresses:
        if "@" not in address.strip("@") or any(sign.isspace() for sign in address):
            raise ValueError(f"{address!r} is no mail address")
    return addresses


def _contacts(value: str) -> tuple[str, ...]:
    """Ways to be reached as security.txt writes them: addresses with their scheme."""
    contacts = [each.strip() for each in value.split(",") if each.strip()]
    return tuple(
        each if each.startswith("https://") else f"mailto:{_addresses(each)[0]}" for each in contacts
    )


def _database(value: str) -> str:
    if urlsplit(value).scheme not in ("sqlite", "postgres", "postgresql"):
        raise ValueError("only sqlite:// and postgresql:// are supported")
    return value


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """All settings; `problems` of the result lists what is missing or malformed."""
    reader = _Reader(environ)
    env = reader.parsed(1, "PONTE_ENV", "development", _kind, "Set it to development or production.")
    home = Path(reader.text("PONTE_HOME", str(CLONE / "var"))).expanduser().absolute()
    origin_hint = "Give scheme and host alone, for example https://www.example.org."
    return Environment(
        env=env,
        secret_key=_secret_key(reader, env),
        database_url=reader.parsed(
            3,
            "PONTE_DATABASE_URL",
            f"sqlite:///{home / 'db.sqlite3'}",
            _database,
            "For example postgresql://ponte@localhost/ponte.",
        ),
        home=home,
        public_url=reader.parsed(4, "PONTE_PUBLIC_URL", "http://127.0.0.1:8080", _origin, origin_hint),
        admin_url=reader.parsed(5, "PONTE_ADMIN_URL", "http://127.0.0.1:8000", _origin, origin_hint),
        editions=reader.text("PONTE_EDITIONS"),
        targets=reader.parsed(
            6,
            "PONTE_TARGETS",
            (),
            parse_targets,
            "Separate by commas; for example folder:/srv/www,s3://bucket/site,mainland=s3://other.",
        ),
        purgers=reader.parsed(
            8,
            "PONTE_PURGE",
            (),
            parse_purgers,
            "Separate by commas; for example varnish:http://127.0.0.1:6081,mainland=cloudfront:DISTRIBUTION.",
        ),
        now=reader.parsed(
            7,
            "PONTE_NOW",
            None,
            _moment,
            "Write an ISO 8601 moment with its offset: 2026-11-22T09:00:00+01:00.",
        ),
        signing_key=_signing_key(reader),
        mail_url=reader.text("PONTE_MAIL_URL"),
        mail_from=reader.text("PONTE_MAIL_FROM", "ponte@localhost"),
        mail_to=reader.parsed(
            16,
            "PONTE_MAIL_TO",
            (),
            _addresses,
            "Separate by commas; for example web@example.org,it@example.org.",
        ),
        executor=reader.parsed(
            17,
            "PONTE_EXECUTOR",
            "static_build.workers.make_processes",
            _importable,
            "Give the dotted path of a function from a number of processes to a concurrent.futures.Executor.",
        ),
        precompress=reader.parsed(18, "PONTE_PRECOMPRESS", False, _switch, "Set it to yes or no."),
        elasticsearch_url=reader.parsed(
            19,
            "ELASTICSEARCH_URL",
            "",
            _server,
            "For example https://user:password@search.example.org:9200.",
        ),
        search_url=reader.parsed(
            20,
            "PONTE_SEARCH_URL",
            "",
            _endpoint,
            "Give the endpoint that readers' browsers ask: https://cms.example.org/api/search/v1, or a path of the site.",
        ),
        confirm_facts=reader.parsed(15, "PONTE_CONFIRM_FACTS", False, _switch, "Set it to yes or no."),
        drafts_token=_drafts_token(reader),
        drafts_origin=reader.parsed(32, "PONTE_DRAFTS_ORIGIN", "", _origin, origin_hint),
        security_contacts=reader.parsed(
            33,
            "PONTE_SECURITY_CONTACT",
            (),
            _contacts,
            "Separate by commas; for example security@example.org,https://example.org/report.",
        ),
        machine=reader.parsed(
            34,
            "PONTE_MACHINE",
            "cms.translation.machine.deepl.make_translator",
            _importable,
            "Give the dotted path of a function from the settings to a translator.",
        ),
        machine_key=reader.text("PONTE_DEEPL_KEY"),
        machine_url=reader.parsed(
            35, "PONTE_DEEPL_URL", "", _server, "For example https://api-free.deepl.com."
        ),
        machine_private=reader.parsed(36, "PONTE_MACHINE_PRIVATE", False, _switch, "Set it to yes or no."),
        problems=tuple(reader.problems),
    )


def _signing_key(reader: _Reader) -> bytes:
    """The key that signs manifests; empty where there is none. What is wrong with it is told without showing it."""
    text = reader.text("PONTE_SIGNING_KEY")
    try:
        return parse_key(text) if text else b""
    except ValueError as error:
        reader.refuse(
            9,
            f"PONTE_SIGNING_KEY cannot be used: {error}.",
            "Make one: openssl genpkey -algorithm ed25519, or openssl rand -base64 32.",
        )
        return b""


def _drafts_token(reader: _Reader) -> str:
    """What another front end shows to be given drafts; empty where there is none. It is never shown in an error."""
    token = reader.text("PONTE_DRAFTS_TOKEN")
    if token and len(token) < SHORTEST_TOKEN:
        reader.refuse(
            31,
            f"PONTE_DRAFTS_TOKEN is shorter than {SHORTEST_TOKEN} characters: no draft is given out.",
            "Make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )
        return ""
    return token


def _secret_key(reader: _Reader, env: str) -> str:
    key = reader.text("PONTE_SECRET_KEY")
    if env == "production" and len(key) < 50:
        reader.refuse(
            2,
            "PONTE_SECRET_KEY is missing or shorter than 50 characters.",
            "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
        )
    return key or _kept_key(reader)


def _kept_key(reader: _Reader) -> str:
    """A key for development: random, kept in the data folder so that logins outlive a restart."""
    home = Path(reader.text("PONTE_HOME", str(CLONE / "var"))).expanduser()
    path = home / "secret_key"
    try:
        if not path.exists():
            home.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip() or secrets.token_urlsafe(50)
    except OSError:
        return secrets.token_urlsafe(50)
