"""What a list in the browser shows: rows by the last part of their addresses, groups, what stands in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]
"""Opens a path at a moment of the browser's clock."""


def rows(page: Any) -> list[str]:
    """The last part of the address of each row that is found, once it is counted."""
    page.wait_for_selector("[data-found-count]:not(:empty)")
    links = page.locator("[data-found-rows] .row-title a")
    return [
        href.rstrip("/").rpartition("/")[2] for href in links.evaluate_all("all => all.map((a) => a.href)")
    ]


def wait_for_rows(page: Any, count: int) -> None:
    """Until the list has so many rows and no more."""
    page.wait_for_selector(f"[data-found-rows] > li:nth-child({count}):last-child")


def group(page: Any, name: str) -> list[str]:
    links = page.locator(f"[data-filter-groups] #{name} .row-title a:visible")
    return [
        href.rstrip("/").rpartition("/")[2] for href in links.evaluate_all("all => all.map((a) => a.href)")
    ]


def tick(page: Any, facet: str, code: str) -> None:
    page.check(f"input[name='{facet}'][value='{code}']")


def query(page: Any) -> str:
    return str(page.evaluate("location.search"))
