"""What axe finds wrong in the main part of an admin screen; what Wagtail puts around it is Wagtail's own."""

from __future__ import annotations

from typing import Any

from tests.site.quality.test_accessibility import TAGS

STILL = """() => Promise.all(document.getAnimations()
  .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
  .map((animation) => animation.finished.catch(() => null)))"""
"""Waits until nothing fades in or out any more: half a colour has half its contrast."""
RUN = """(tags) => axe.run({ include: [["main"]] }, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 140)} ${node.failureSummary}`)))"""


def examine(page: Any, axe: str, *, within: str = "") -> list[str]:
    """What is wrong on the screen once it stands still."""
    page.evaluate(f"{axe};0")
    page.evaluate(STILL)
    return [f"{page.url} {within}: {problem}" for problem in page.evaluate(RUN, TAGS)]
