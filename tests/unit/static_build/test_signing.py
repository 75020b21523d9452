"""Signed manifests: what was released is proved, and what was changed since is refused by name."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from cms.__main__ import main
from cms.environment import read as read_environment
from static_build.errors import BuildError
from static_build.release import Store
from static_build.signing import parse_key, public_key_of, sign, verify_signature
from tests.unit.static_build.small_store import FIRST, SECOND, release

KEY = bytes(range(32))
OTHER = bytes(32)


@pytest.fixture
def signed(tmp_path: Path) -> Store:
    return Store(tmp_path, signing_key=KEY)


def test_a_signature_holds_for_these_bytes_and_this_key_alone() -> None:
    signature = sign(b"manifest", KEY)
    assert verify_signature(b"manifest", signature, public_key_of(KEY))
    assert not verify_signature(b"Manifest", signature, public_key_of(KEY))
    assert not verify_signature(b"manifest", signature, public_key_of(OTHER))
    assert not verify_signature(b"manifest", b"not base64!", public_key_of(KEY))
    assert not verify_signature(b"manifest", b"", public_key_of(KEY))
    assert sign(b"manifest", KEY) == signature


def test_a_signed_release_is_believed(signed: Store) -> None:
    name = release(signed, FIRST)
    assert signed.verified_manifest(name) == signed.manifest(name)
    manifest = (signed.releases / name / "manifest.json").read_bytes()
    signature = (signed.releases / name / "manifest.sig").read_bytes()
    assert verify_signature(manifest, signature, public_key_of(KEY))


def test_a_changed_manifest_is_refused_by_name(signed: Store) -> None:
    name = release(signed, FIRST)
    path = signed.releases / name / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"text/html", b"text/plan"))
    with pytest.raises(BuildError, match="is not what was signed") as refused:
        signed.verified_manifest(name)
    assert str(path) in str(refused.value)


def test_another_releases_manifest_is_refused(signed: Store) -> None:
    first, second = release(signed, FIRST), release(signed, SECOND)
    shutil.copy(signed.releases / first / "manifest.json", signed.releases / second / "manifest.json")
    with pytest.raises(BuildError, match="is not what was signed"):
        signed.verified_manifest(second)


def test_without_its_signature_a_manifest_is_refused_while_there_is_a_key(signed: Store) -> None:
    name = release(signed, FIRST)
    (signed.releases / name / "manifest.sig").unlink()
    with pytest.raises(BuildError, match="has no signature beside it"):
        signed.verified_manifest(name)
    assert Store(signed.home).verified_manifest(name).outputs.keys() == FIRST.keys()


def test_without_a_key_nothing_is_signed(store: Store) -> None:
    name = release(store, FIRST)
    assert not (store.releases / name / "manifest.sig").exists()


def test_openssl_makes_keys_and_checks_signatures(tmp_path: Path, signed: Store) -> None:
    """As docs/operators.md shows it: no one needs Ponte to check a signature."""
    pem = run("openssl", "genpkey", "-algorithm", "ed25519").decode()
    key = parse_key(pem)
    assert key == parse_key(pem.replace("\n", "\\n"))
    manifest = b'{"format":2}'
    (tmp_path / "line").write_bytes(b"ponte manifest " + run("sha256sum", data=manifest).split()[0] + b"\n")
    (tmp_path / "sig").write_bytes(b64decode(sign(manifest, key)))
    (tmp_path / "key.pem").write_text(pem)
    public = run("openssl", "pkey", "-in", str(tmp_path / "key.pem"), "-pubout")
    (tmp_path / "public.pem").write_bytes(public)
    files = ("-in", str(tmp_path / "line"), "-sigfile", str(tmp_path / "sig"))
    said = run(
        "openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", str(tmp_path / "public.pem"), *files
    )
    assert b"Signature Verified Successfully" in said


def run(*command: str, data: bytes = b"") -> bytes:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("short", "neither PEM nor base64"),
        (b64encode(b"x" * 31).decode(), "it holds 31 bytes"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "the PEM cannot be read"),
    ],
)
def test_a_key_that_is_none_is_told_without_showing_it(value: str, why: str, tmp_path: Path) -> None:
    environment = read_environment({"PONTE_HOME": str(tmp_path), "PONTE_SIGNING_KEY": value})
    (problem,) = environment.problems
    assert problem.id == "ponte.E009"
    assert why in problem.message
    assert value not in problem.message
    assert environment.signing_key == b""


def test_the_command_prints_the_public_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PONTE_HOME", str(tmp_path))
    monkeypatch.delenv("PONTE_SIGNING_KEY", raising=False)
    assert main(["releases", "--public-key"]) == 1
    assert "set PONTE_SIGNING_KEY" in capsys.readouterr().err
    monkeypatch.setenv("PONTE_SIGNING_KEY", b64encode(KEY).decode())
    assert main(["releases", "--public-key"]) == 0
    assert b64decode(capsys.readouterr().out) == public_key_of(KEY)
