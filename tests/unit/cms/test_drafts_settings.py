"""What is wrong with the settings of drafts and of security.txt is told, and a wrong value lets nobody in."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.environment import Environment, read


def environment(folder: Path, **values: str) -> Environment:
    return read({"PONTE_HOME": str(folder), "PONTE_SECRET_KEY": "x", **values})


@pytest.mark.parametrize(
    ("name", "value", "id"),
    [
        ("PONTE_DRAFTS_TOKEN", "t" * 31, "ponte.E031"),
        ("PONTE_DRAFTS_ORIGIN", "*", "ponte.E032"),
        ("PONTE_DRAFTS_ORIGIN", "https://front.example/path", "ponte.E032"),
        ("PONTE_DRAFTS_ORIGIN", "front.example", "ponte.E032"),
        ("PONTE_SECURITY_CONTACT", "somebody", "ponte.E033"),
        ("PONTE_SECURITY_CONTACT", "a@example.org,http://plain.example", "ponte.E033"),
    ],
)
def test_a_wrong_value_is_told_and_not_used(tmp_path: Path, name: str, value: str, id: str) -> None:
    found = environment(tmp_path, **{name: value})
    (problem,) = found.problems
    assert problem.id == id
    assert name in problem.message
    assert problem.hint
    assert (found.drafts_token, found.drafts_origin, found.security_contacts) == ("", "", ())


def test_a_token_is_shown_in_no_message(tmp_path: Path) -> None:
    (problem,) = environment(tmp_path, PONTE_DRAFTS_TOKEN="secret-but-short").problems
    assert "secret-but-short" not in problem.message + problem.hint


def test_right_values_are_taken(tmp_path: Path) -> None:
    found = environment(
        tmp_path,
        PONTE_DRAFTS_TOKEN="t" * 32,
        PONTE_DRAFTS_ORIGIN="https://front.example",
        PONTE_SECURITY_CONTACT="security@example.org, https://example.org/report",
    )
    assert found.problems == ()
    assert (found.drafts_token, found.drafts_origin) == ("t" * 32, "https://front.example")
    assert found.security_contacts == ("mailto:security@example.org", "https://example.org/report")
