"""axe finds nothing against WCAG 2.2 AA on pages that show every template and component, in both languages and themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from frontend.assets import FRONTEND
from tests.site.quality.choice import choose_pages, find_features, list_pages
from tests.site.quality.conftest import LOCALES, Served

pytestmark = [pytest.mark.browser, pytest.mark.demonstration, pytest.mark.once]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """(tags) => axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations", "incomplete"] })
  .then(({ violations, incomplete }) => [
    ...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 140)} ${node.failureSummary}`)),
    ...incomplete.filter(({ id }) => id !== "color-contrast")
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id} is open: ${node.html.slice(0, 140)}`)),
  ])"""
CONTRAST = """() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const [red, green, blue, alpha = 1] = parse(getComputedStyle(one).backgroundColor);
      if (alpha === 1) return [red, green, blue];
    }
    return parse(getComputedStyle(document.documentElement).colorScheme === "dark" ? "rgb(0 0 0)" : "rgb(255 255 255)");
  };
  const found = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!isText || !element.checkVisibility({ visibilityProperty: true }) || element.closest("[disabled]")) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const size = parseFloat(fontSize);
    const least = size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5;
    const [light, dark] = [luminance(parse(color)), luminance(ground(element))].sort((one, other) => other - one);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < least) found.add(`${contrast.toFixed(2)} of ${least}: ${element.localName}.${element.className}`);
  }
  return [...found];
}"""
"""Of every text against the colour that it stands on: axe leaves open what lies over a pseudo-element."""


def examine(page: Any, axe: str, address: str, path: str) -> list[str]:
    """What is wrong on one page."""
    page.goto(f"{address}{path}", wait_until="load")
    page.evaluate(f"{axe};0")
    found = page.evaluate(RUN, TAGS) + page.evaluate(CONTRAST)
    return [f"{path}: {problem}" for problem in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing(
    demo: Served, axe: str, open_context: Callable[..., Any], scheme: str, width: int
) -> None:
    page = open_context(width, color_scheme=scheme, reduced_motion="reduce").new_page()
    problems = [found for path in choose_pages(demo.root) for found in examine(page, axe, demo.address, path)]
    assert problems == []


def test_axe_finds_nothing_without_scripts(demo: Served, axe: str, open_context: Callable[..., Any]) -> None:
    page = open_context(390).new_page()
    page.route("**/*.js", lambda route: route.abort())  # scripts off would stop axe's own timers too
    problems = [found for path in choose_pages(demo.root) for found in examine(page, axe, demo.address, path)]
    assert problems == []


def test_axe_finds_nothing_on_pages_of_bad_input(
    hostile: Served, axe: str, open_context: Callable[..., Any]
) -> None:
    page = open_context(390).new_page()
    paths = [f"/{locale}/{path}" for locale in LOCALES for path in hostile.paths.values()]
    problems = [found for path in paths for found in examine(page, axe, hostile.address, path)]
    assert problems == []


def test_every_template_of_a_page_is_examined(demo: Served, hostile: Served) -> None:
    """By the class of its body; a page that only leads on has none, and the Nu checker reads it."""
    templates = {path.stem for path in (FRONTEND / "templates" / "pages").glob("*.html")}
    seen: dict[str, set[str]] = {"it": set(), "zh-Hans": set()}
    for path in choose_pages(demo.root):
        file = demo.root / path.removeprefix("/")
        for language, kind, *names in find_features(file / "index.html" if file.is_dir() else file):
            if kind == "page":
                seen[language].update(name.removeprefix("page-") for name in names[0].split())
    both = seen["it"] & seen["zh-Hans"] | ({"chooser"} & (seen["it"] | seen["zh-Hans"]))
    assert templates - both == {"redirect"}
    assert any(
        'http-equiv="refresh"' in (hostile.root / path).read_text("utf-8")
        for path in list_pages(hostile.root)
    )


def test_axe_and_the_contrast_see(demo: Served, axe: str, open_context: Callable[..., Any]) -> None:
    page = open_context(390).new_page()
    page.goto(f"{demo.address}/it/", wait_until="load")
    page.evaluate("document.querySelectorAll('img').forEach((image) => image.removeAttribute('alt'))")
    page.add_style_tag(content="h1 { color: #999 !important }")
    page.evaluate(f"{axe};0")
    assert any(problem.startswith("image-alt") for problem in page.evaluate(RUN, TAGS))
    assert any("h1" in problem for problem in page.evaluate(CONTRAST))
