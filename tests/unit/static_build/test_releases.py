"""The list of releases: pairs as one line, the live one and the held one marked, corrupt ones named."""

from __future__ import annotations

import json

import pytest

from cms.__main__ import main
from static_build.manifest import Cause
from static_build.release import Store
from static_build.releases import describe, list_releases
from tests.unit.static_build.small_store import FIRST, SECOND, release


def test_a_release_that_completes_another_stands_for_both(store: Store) -> None:
    first = release(store, FIRST)
    second = release(store, {**FIRST, "index.html.br": b"breve"}, completes=first)
    third = release(store, SECOND, causes=(Cause(what="published", title="Un robot"),) * 4)
    rows = list_releases(store)
    assert [row["release"] for row in rows] == [third, second]
    assert [row["current"] for row in rows] == [True, False]
    assert describe(rows[0]) == (
        f"*  {third}  4 outputs  0.00 s  published “Un robot”; published “Un robot”; published “Un robot”; and 1 more"
    )


def test_the_command_lists_releases_and_names_the_hold(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PONTE_HOME", str(store.home))
    first, second = release(store, FIRST), release(store, SECOND)
    store.set_hold(first)
    (store.releases / first / "release.json").write_text("{")
    assert main(["releases"]) == 0
    said = capsys.readouterr()
    assert said.err == f"Held at {first}: only withdrawals are built until `ponte resume`.\n"
    assert [line[:24].strip() for line in said.out.splitlines()] == [f"*  {second}", f"= {first}"]
    assert "release.json is corrupt" in said.out
    assert main(["releases", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["current"], found["hold"]) == (second, first)
    assert [row["release"] for row in found["releases"]] == [second, first]
    assert main(["releases", "--edition", "../x"]) == 1
    assert "no name of an edition" in capsys.readouterr().err
