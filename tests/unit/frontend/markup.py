"""Reads a page as a strict reader would: balance of elements, headings, ids, languages, what it loads."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DATA = {"type": "application/ld+json"}
"""What is in such a script is never run."""
LOADS = {"src", "srcset", "poster", "imagesrcset"}


class Page(HTMLParser):
    """What a page holds; `problems` says what is not well-formed or not allowed."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.links: list[str] = []
        self.alternates: dict[str, str] = {}
        self.lang = ""
        self.words: list[tuple[str, str]] = []
        """Each text with the language it stands in."""
        self.feed(content.decode())
        self.close()
        self.problems += [f"<{tag}> is never closed" for tag, _ in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if len(found) != len(attrs):
            self.problems.append(f"<{tag}> has an attribute twice")
        inherited = self.open[-1][1] if self.open else ""
        lang = found.get("lang", inherited)
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):  # type: ignore[union-attr]
            self.open.append((tag, lang))
        self._check(tag, found)
        if tag == "html":
            self.lang = found.get("lang", "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _check(self, tag: str, found: dict[str, str]) -> None:
        if (
            "style" in found
            or tag == "style"
            or (tag == "script" and not DATA.items() & found.items() and "src" not in found)
        ):
            self.problems.append(f"<{tag}> has inline style or script")
        self.problems += [f"<{tag}> has the handler {name}" for name in found if name.startswith("on")]
        if tag == "img" and "alt" not in found:
            self.problems.append("<img> has no alt")
        loads = [found[name] for name in LOADS & found.keys()]
        if tag == "link" and found.get("rel") not in ("canonical", "alternate"):
            loads.append(found.get("href", ""))
        self.problems += [f"<{tag}> loads {one}" for one in loads if "//" in one]
        if tag == "link" and found.get("rel") == "alternate" and "hreflang" in found:
            self.alternates[found["hreflang"]] = found["href"]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        for name in ("aria-labelledby", "aria-describedby"):
            self.references += found.get(name, "").split()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.problems.append(
                f"</{tag}> closes {self.open[-1] if self.open else 'nothing'} at {self.getpos()}"
            )
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open and self.open[-1][0] not in ("script", "title"):
            self.words.append((data.strip(), self.open[-1][1]))

    def text(self) -> str:
        return " ".join(words for words, _ in self.words)
