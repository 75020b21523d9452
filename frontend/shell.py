"""What surrounds every page of a language, rendered once a frame: policy and assets, brand, search box, menu, footer.

In: a Frame. Out: a Shell of Markup, found again by identity or equality: a worker is handed copies.
"""

from __future__ import annotations

from functools import cached_property

from jinja2 import Environment
from markupsafe import Markup

from frontend.environment import environment_of
from frontend.inputs import Frame
from frontend.policy import policy_of
from frontend.search_words import encode_box_words

KEPT_FRAMES = 16


class Shell:
    """The rendered surroundings of one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._environment = environment_of(frame.locale)
        self.policy = self._render("policy", policy=policy_of(frame.search_url))
        self.brand = self._render("brand")
        self.search_box = self._render("search_box", words=encode_box_words(frame.locale))
        self.footer = self._render("footer")
        self._menus: dict[tuple[str, bool], Markup] = {}

    @cached_property
    def search_policy(self) -> Markup:
        """As `policy`, for the page that searches in the static index."""
        return self._render("policy", policy=policy_of(self.frame.search_url, runs_wasm=True))

    def menu(self, path: str) -> Markup:
        """The menu with the entry marked that leads to `path` or to what is above it."""
        urls = (item.url for item in self.frame.menu if item.url and path.startswith(item.url))
        current = max(urls, key=len, default="")
        asked = current, current == path
        if asked not in self._menus:
            self._menus[asked] = self._render("menu", current=current, here=current == path)
        return self._menus[asked]

    def _render(self, name: str, **values: object) -> Markup:
        environment: Environment = self._environment
        return Markup(environment.get_template(f"frame/{name}.html").render(frame=self.frame, **values))


_SHELLS: list[Shell] = []


def shell_of(frame: Frame) -> Shell:
    """The shell of this frame, made where no equal one is at hand."""
    for shell in _SHELLS:
        if shell.frame is frame:
            return shell
    shell = next((known for known in _SHELLS if known.frame == frame), None) or Shell(frame)
    if shell not in _SHELLS:
        _SHELLS[KEPT_FRAMES - 1 :] = []
        _SHELLS.insert(0, shell)
    return shell
