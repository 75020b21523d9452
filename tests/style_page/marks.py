"""Makes templates say where each component begins and ends, and cuts the components out of what they rendered.

In: the environments of the process, which are changed for good: for a process of its own. Out: fragments by template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jinja2 import BaseLoader, Environment
from markupsafe import Markup

from frontend.environment import environment_of

MARK = re.compile(r"<!--(/?)component ([\w/]+\.html)-->")
MACRO = re.compile(r"({%-?\s*macro .*?%})(.*?)({%-?\s*endmacro\s*-?%})", re.DOTALL)
WHOLE_PAGES = re.compile(r"pages/|base\.html|lists/(?:list|facet|archive)\.html")
NOT_SEEN = re.compile(r"feeds/|frame/(?:head|policy)\.html")
"""What readers of pages never see: contents of feeds, and what stands in a head."""


def is_component(template: str) -> bool:
    """Whether a template is a part of pages that readers see."""
    return template.endswith(".html") and not WHOLE_PAGES.match(template) and not NOT_SEEN.match(template)


class MarkingLoader(BaseLoader):
    """Loads templates as another loader does, with each component's output between marks."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, filename, is_current = self.loader.get_source(environment, template)
        if is_component(template):
            source = _wrap(source, template)
        return source, filename, is_current

    def list_templates(self) -> list[str]:
        return self.loader.list_templates()


def _wrap(source: str, template: str) -> str:
    """Only macros where there are some: what a template that is imported prints by itself is lost."""
    begin, end = f'{{% filter mark_component("{template}") %}}', "{% endfilter %}"
    if MACRO.search(source):
        return MACRO.sub(lambda found: f"{found[1]}{begin}{found[2]}{end}{found[3]}", source)
    return f"{begin}\n{source}\n{end}"


def _mark(text: str, template: str) -> Markup:
    """Nothing stays nothing, so that what asks whether there is something gets the same answer."""
    if not text.strip():
        return Markup(text)
    return Markup(f"<!--component {template}-->{text}<!--/component {template}-->")


def mark_components(locale: str) -> None:
    """From now on this process renders a language with marks; call it before anything is rendered."""
    environment = environment_of(locale)
    assert environment.loader is not None
    environment.loader = MarkingLoader(environment.loader)
    environment.bytecode_cache = None
    environment.filters["mark_component"] = _mark
    if environment.cache is not None:
        environment.cache.clear()


def cut_components(page: str) -> Iterator[tuple[str, str]]:
    """(template, what it rendered without marks) for each component of a page, inner ones before outer."""
    stack: list[tuple[str, int]] = []
    for found in MARK.finditer(page):
        if not found[1]:
            stack.append((found[2], found.end()))
        else:
            template, start = stack.pop()
            yield template, strip_marks(page[start : found.start()]).strip()


def strip_marks(page: str) -> str:
    """The page as it is without marks."""
    return MARK.sub("", page)
