"""Wagtail's backends, driven as PONTE_PURGE names them, against real servers: what they did not purge is known."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from static_build.errors import BuildError
from static_build.purge import Purger, make_backend, parse_purgers, purge
from tests.contracts.servers import free_port, running

URLS = ["https://www.example.org/it/", "https://www.example.org/it/news/x/"]


def test_every_kind_is_read_with_its_edition() -> None:
    value = (
        "varnish:http://127.0.0.1:6081, mainland=cloudflare:zone,cloudfront:E1, "
        "azure-cdn:g/p/e,azure-frontdoor:g/n"
    )
    assert parse_purgers(value) == (
        Purger("main", "varnish", "http://127.0.0.1:6081"),
        Purger("mainland", "cloudflare", "zone"),
        Purger("main", "cloudfront", "E1"),
        Purger("main", "azure-cdn", "g/p/e"),
        Purger("main", "azure-frontdoor", "g/n"),
    )


def test_cloudfront_is_told_the_paths_and_no_more(moto: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3

    for name, value in {
        "AWS_ENDPOINT_URL_CLOUDFRONT": moto,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("cloudfront")
    distribution = client.create_distribution(DistributionConfig=_configuration())["Distribution"]["Id"]
    left = purge(make_backend(Purger("main", "cloudfront", distribution)), URLS)
    assert left.urls == ()
    (made,) = client.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
    told = client.get_invalidation(DistributionId=distribution, Id=made["Id"])["Invalidation"]
    assert sorted(told["InvalidationBatch"]["Paths"]["Items"]) == ["/it/", "/it/news/x/"]


def test_what_cloudfront_refuses_is_left_with_its_reason(moto: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", moto)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    left = purge(make_backend(Purger("main", "cloudfront", "NOSUCH")), URLS, waits_seconds=(0.01,))
    assert left.urls == tuple(URLS)
    assert "NoSuchDistribution" in left.reason


def _configuration() -> dict[str, Any]:
    return {
        "CallerReference": "test",
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "bucket.s3.amazonaws.com"}]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "o",
            "ViewerProtocolPolicy": "allow-all",
            "MinTTL": 0,
            "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        },
    }


def test_a_server_that_knows_no_purge_leaves_all_with_its_answer(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "http.server",
        "--bind",
        "127.0.0.1",
        "--directory",
        str(tmp_path),
        str(port),
    ]
    with running(command, port, tmp_path / "http.log"):
        backend = make_backend(Purger("main", "varnish", f"http://127.0.0.1:{port}"))
        left = purge(backend, URLS, waits_seconds=(0.01, 0.01))
    assert left.urls == tuple(URLS)
    assert "501" in left.reason


def test_a_cache_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        backend = make_backend(Purger("main", "varnish", f"http://127.0.0.1:{silent.getsockname()[1]}"))
        left = purge(backend, URLS, waits_seconds=(0.01,), batch_seconds=0.2)
    assert left.urls == tuple(URLS)
    assert left.reason == "no answer in 0 s"


@pytest.mark.parametrize(
    ("purger", "words"),
    [
        (Purger("main", "cloudflare", "zone"), "lacks its credentials"),
        (Purger("main", "azure-cdn", "group/profile/endpoint"), "pip install azure-mgmt-cdn"),
    ],
)
def test_what_is_not_set_up_is_told_before_anything_is_sent(purger: Purger, words: str) -> None:
    with pytest.raises(BuildError, match=words):
        make_backend(purger, {})
