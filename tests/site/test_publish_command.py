"""`ponte publish` and `deliver`: every target of the setting, what people and programs are told, and the rows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.environment import read
from static_build.deliveries import lock_key
from static_build.errors import BuildError
from static_build.models import Delivery
from static_build.targets import deliver
from static_build.targets.patience import Patience
from tests.contracts.places import FolderPlace
from tests.contracts.small_site import SmallSite, first_release, second_release

pytestmark = pytest.mark.django_db
DOWN = "s3://nobody/site"
CLONE = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(data_folder: Path) -> SmallSite:
    """A released site in the data folder."""
    return first_release(data_folder)[0]


@pytest.fixture
def targets(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets PONTE_TARGETS and other variables, as a process that starts now would read them."""
    monkeypatch.setattr(
        "static_build.targets.delivery.PATIENCE", Patience(attempts=2, first_wait=0.01, timeout=2.0)
    )
    monkeypatch.setattr("static_build.targets.delivery._senders", {})
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    def set_targets(*names: str, **others: str) -> None:
        environment = read({"PONTE_TARGETS": ",".join(names), "PONTE_HOME": str(settings.HOME), **others})
        assert environment.problems == ()
        settings.ENVIRONMENT = msgspec.structs.replace(
            settings.ENVIRONMENT,
            **{name: getattr(environment, name) for name in ("targets", "purgers", "editions")},
        )

    return set_targets


def publish(*arguments: str) -> tuple[str, str]:
    """What the command says on both outputs."""
    out, errors = StringIO(), StringIO()
    call_command("publish", *arguments, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_each_target_gets_the_current_release_and_a_row(
    site: SmallSite, targets: Callable[..., None], tmp_path: Path
) -> None:
    places = [FolderPlace(tmp_path / name) for name in ("a", "b")]
    targets(*(place.url for place in places))
    out, errors = publish("--json")
    found = json.loads(out)["targets"]
    assert [place.files() for place in places] == [site.served()] * 2
    assert list(found) == [place.url for place in places]
    told = found[places[0].url]
    assert (told["uploaded"], told["unchanged"], told["deleted"], told["purged"]) == (
        len(site.files),
        0,
        0,
        0,
    )
    assert told["bytes"] == sum(map(len, site.files.values()))
    assert told["release"] == site.store.current()
    assert f"{len(site.files)} uploaded, 0 unchanged" in errors
    rows = Delivery.objects.all()
    assert {(row.target, row.state, row.uploaded) for row in rows} == {
        (place.url, Delivery.State.DONE, len(site.files)) for place in places
    }
    assert all(row.ended_at is not None and row.release == site.store.current() for row in rows)


def test_of_several_targets_one_that_is_down_holds_up_no_other_and_is_named(
    site: SmallSite, targets: Callable[..., None], tmp_path: Path
) -> None:
    place = FolderPlace(tmp_path / "www")
    targets(DOWN, place.url)
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("publish", "--json", stdout=out, stderr=StringIO())
    assert error.value.returncode == 1
    assert str(error.value).startswith(f"Behind: {DOWN}.")
    assert place.files() == site.served()
    found = json.loads(out.getvalue())["targets"]
    assert (found[DOWN]["state"], found[place.url]["state"]) == ("failed", "done")
    assert "the connection is refused (tried 2 times" in found[DOWN]["problem"]
    row = Delivery.objects.get(target=DOWN)
    assert (row.state, row.problem) == (Delivery.State.FAILED, found[DOWN]["problem"])


def test_the_command_ends_with_1_and_words(data_folder: Path) -> None:
    """The process itself, as an operator starts it, before there is a database."""
    first_release(data_folder)
    environment = {
        "PATH": "/usr/bin:/bin",
        "PONTE_HOME": str(data_folder),
        "PONTE_TARGETS": f"folder:{data_folder}/www",
    }
    command = [sys.executable, "-m", "cms", "publish", "--json"]
    done = subprocess.run(command, cwd=CLONE, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "The database cannot be read" in done.stderr
    assert "ponte migrate" in done.stderr


def test_the_data_folder_itself_is_no_target(site: SmallSite, targets: Callable[..., None]) -> None:
    targets(f"folder:{site.store.home}")
    before = sorted(each.name for each in site.store.home.iterdir())
    (outcome,) = deliver()
    assert (outcome.state, "is the data folder itself" in outcome.problem) == ("failed", True)
    assert sorted(each.name for each in site.store.home.iterdir()) == before


def test_a_dry_run_lists_what_would_be_done_and_leaves_no_trace(
    site: SmallSite, targets: Callable[..., None], tmp_path: Path
) -> None:
    place = FolderPlace(tmp_path / "www")
    targets(place.url)
    _, errors = publish("--dry-run")
    assert "  upload /it/news/uno/index.html" in errors
    assert not place.root.exists()
    publish()
    second_release(site)
    out, errors = publish("--dry-run", "--json")
    assert "  delete /it/news/via/index.html" in errors
    assert "it/news/due/index.html" in json.loads(out)["targets"][place.url]["uploads"]
    assert Delivery.objects.count() == 1
    assert place.read("it/news/via/index.html") is not None


def test_one_target_alone(site: SmallSite, targets: Callable[..., None], tmp_path: Path) -> None:
    places = [FolderPlace(tmp_path / name) for name in ("a", "b")]
    targets(*(place.url for place in places))
    publish("--to", places[1].url)
    assert [place.files() for place in places] == [{}, site.served()]
    with pytest.raises(
        CommandError, match=r"'folder:/c' is no target. PONTE_TARGETS names: folder:"
    ) as error:
        publish("--to", "folder:/c")
    assert error.value.returncode == 2


def test_an_edition_goes_to_its_own_target(
    site: SmallSite, data_folder: Path, targets: Callable[..., None], tmp_path: Path
) -> None:
    mirror = SmallSite(data_folder, "mainland")
    mirror.put_page("it/index.html", "Copia")
    mirror.release()
    file = tmp_path / "editions.toml"
    file.write_text('[mainland]\npublic_url = "https://mirror.example.cn"\n')
    main, other = FolderPlace(tmp_path / "main"), FolderPlace(tmp_path / "other")
    targets(main.url, f"mainland={other.url}", PONTE_EDITIONS=str(file))
    outcomes = deliver(site.store.current())
    assert [outcome.problem for outcome in outcomes] == ["", ""]
    assert [outcome.edition for outcome in outcomes] == ["main", "mainland"]
    assert (main.files(), other.files()) == (site.served(), mirror.served())
    targets(f"mainland={main.url}", PONTE_EDITIONS=str(file))
    (outcome,) = deliver()
    assert "belongs to http" in outcome.problem
    assert main.files() == site.served()
    targets(f"moon={main.url}")
    with pytest.raises(BuildError, match="no edition 'moon'"):
        deliver()


@pytest.mark.parametrize("what", ["no target", "no release"])
def test_without_targets_or_releases_it_says_what_to_do(
    what: str, data_folder: Path, targets: Callable[..., None], tmp_path: Path
) -> None:
    if what == "no target":
        first_release(data_folder)
        targets()
    else:
        targets(FolderPlace(tmp_path / "www").url)
    with pytest.raises(BuildError, match="PONTE_TARGETS" if what == "no target" else "ponte build"):
        deliver()


def test_what_a_killed_process_left_under_way_counts_as_failed(
    site: SmallSite, targets: Callable[..., None], tmp_path: Path
) -> None:
    from django.utils.timezone import now

    place = FolderPlace(tmp_path / "www")
    targets(place.url)
    left = Delivery.objects.create(target=place.url, release="x", started_at=now())
    deliver()
    left.refresh_from_db()
    assert left.state == Delivery.State.FAILED
    assert "stopped" in left.problem
    assert Delivery.objects.filter(state=Delivery.State.DONE).count() == 1


@pytest.mark.postgres
def test_two_data_folders_with_one_database_do_not_meet(
    site: SmallSite, targets: Callable[..., None], tmp_path: Path
) -> None:
    """The other session is a real one: a lock of one's own session would not hold off itself."""
    import psycopg
    from django.db import connection

    place = FolderPlace(tmp_path / "www")
    targets(place.url)
    parameters = {
        name: connection.get_connection_params()[name]
        for name in ("dbname", "user", "password", "host", "port")
        if name in connection.get_connection_params()
    }
    with psycopg.connect(**parameters, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [lock_key(place.url)])
        (outcome,) = deliver()
        assert outcome.state == "taken"
        assert "with the same database" in outcome.problem
        assert place.files() == {}
        assert Delivery.objects.count() == 0
        other.execute("SELECT pg_advisory_unlock(%s)", [lock_key(place.url)])
        (outcome,) = deliver()
        assert outcome.problem == ""
        row = other.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(place.url)]).fetchone()
    assert row == (True,)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("ftp://x", "is no target"),
        ("folder:www", "absolute path"),
        ("s3://", "names no bucket"),
    ],
)
def test_a_target_that_is_none_is_told_by_the_check(value: str, words: str) -> None:
    (problem,) = read({"PONTE_TARGETS": value, "PONTE_SECRET_KEY": "x" * 50}).problems
    assert problem.id == "ponte.E006"
    assert words in problem.message


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("squid:http://x", "is no cache"),
        ("varnish:127.0.0.1:6081", "stands its URL"),
        ("azure-cdn:group/profile", "RESOURCE_GROUP/PROFILE/ENDPOINT"),
    ],
)
def test_a_cache_that_is_none_is_told_by_the_check(value: str, words: str) -> None:
    (problem,) = read({"PONTE_PURGE": value, "PONTE_SECRET_KEY": "x" * 50}).problems
    assert problem.id == "ponte.E008"
    assert words in problem.message
