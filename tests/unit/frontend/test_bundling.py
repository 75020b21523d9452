"""Modules become one file that does the same; what cannot be joined is refused and not left broken."""

from __future__ import annotations

import pytest

from frontend.assets import ENTRIES, assets
from frontend.bundling import join_modules, list_needed

SOURCES = {
    "page.js": 'import { one } from "./a.js";\nimport { two } from "./b.js";\nexport const sum = one + two();\n',
    "a.js": 'import { two } from "./b.js";\nconst hidden = two();\nexport const one = hidden - 1;\n',
    "b.js": "export function two() {\n  return 2;\n}\n",
}


def test_each_module_stands_once_after_those_that_it_needs() -> None:
    assert list_needed("page.js", SOURCES) == ["b.js", "a.js", "page.js"]
    assert list_needed("b.js", SOURCES) == ["b.js"]


def test_only_exports_are_seen_by_others() -> None:
    wanted = (
        "const $b = (() => {\nfunction two() {\n  return 2;\n}\nreturn { two };\n})();\n"
        "const $a = (() => {\nconst { two } = $b;\nconst hidden = two();\nconst one = hidden - 1;\n"
        "return { one };\n})();\n"
        "const { one } = $a;\nconst { two } = $b;\nexport const sum = one + two();"
    )
    assert join_modules("page.js", SOURCES, str.strip) == wanted


@pytest.mark.parametrize(
    "line",
    [
        'import { one as other } from "./b.js"',
        'import "./b.js";',
        'import * as b from "./b.js";',
        "export { one };",
        "export default 1;",
        "export let one = 1;",
    ],
)
def test_what_cannot_be_joined_is_refused(line: str) -> None:
    for name in ("page.js", "a.js"):
        with pytest.raises(ValueError, match=name):
            join_modules("page.js", {**SOURCES, name: f"{SOURCES[name]}{line}\n"}, str.strip)


def test_modules_that_need_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="need each other"):
        list_needed("page.js", {**SOURCES, "b.js": 'import { one } from "./a.js";\n'})


def test_the_entries_stand_alone() -> None:
    for name in ENTRIES:
        lines = assets()[name].content.decode().splitlines()
        assert [line for line in lines if line.startswith("import ")] == [], name
