"""Where the registries of mainland China show a record. A number as printed on the page in, an address out."""

from __future__ import annotations

import re

SECURITY_REGISTRY = "https://beian.mps.gov.cn/"


def security_record_url(number: str) -> str:
    """The page of a public-security record, whose code is the number's digits; the registry where there are none."""
    code = "".join(re.findall(r"[0-9]+", number))
    return f"{SECURITY_REGISTRY}#/query/webSearch?code={code}" if code else SECURITY_REGISTRY
