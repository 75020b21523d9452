"""From a released site to the few pages that show all it has: each kind of page and each component, in each language."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser


def choose_pages(root: Path) -> list[str]:
    """Public paths: every class, element and role that a language's pages have is on one of them. Always the same."""
    features = {path: find_features(root / path) for path in sorted(list_pages(root))}
    missing = set().union(*features.values())
    chosen: list[str] = []
    while missing:
        best = max(features, key=lambda path: len(features[path] & missing))
        missing -= features[best]
        chosen.append(best)
    return sorted(f"/{path.removesuffix('index.html')}" for path in chosen)


def list_pages(root: Path) -> list[str]:
    """Every page of the site, without the search index's own files."""
    found = (path.relative_to(root).as_posix() for path in root.rglob("*.html"))
    return [path for path in found if not path.startswith("search/")]


def find_features(file: Path) -> set[tuple[str, ...]]:
    """What a page has to show, with its language."""
    tree = LexborHTMLParser(file.read_bytes())
    language = (tree.root.attributes.get("lang") or "") if tree.root else ""
    body = (tree.body.attributes.get("class") or "") if tree.body else "none"
    found: set[tuple[str, ...]] = {(language, "page", body)}
    for node in tree.css("body *"):
        found.add((language, "element", node.tag or ""))
        found.update((language, "class", name) for name in (node.attributes.get("class") or "").split())
        if role := node.attributes.get("role"):
            found.add((language, "role", role))
    return found
