"""Every message that a template or a format asks for is translated everywhere, and none is left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes

from frontend.environment import TEMPLATES, environment_of
from frontend.messages import MESSAGES, MissingMessage, read_catalogue
from site_content.languages import LANGUAGES

NAMES = sorted(language.babel for language in LANGUAGES.values())
SOURCES = Path(TEMPLATES).parent


def calls(tree: nodes.Template, name: str) -> Iterator[nodes.Call]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == name:
            yield call


def literals(call: nodes.Call) -> list[str]:
    return [arg.value for arg in call.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]


def asked() -> tuple[set[str], set[str]]:
    """Message ids without context, and contexts, that templates ask for."""
    messages, contexts = set(), set()
    environment = environment_of("it")
    for path in TEMPLATES.rglob("*.*"):
        tree = environment.parse(path.read_text("utf-8"))
        for name in ("_", "_in", "ngettext"):
            messages |= {literals(call)[0] for call in calls(tree, name)}
        contexts |= {literals(call)[0] for call in calls(tree, "word") if literals(call)}
    return messages, contexts


@pytest.mark.parametrize("name", NAMES)
def test_catalogue_has_every_message_of_the_templates(name: str) -> None:
    keys = read_catalogue(name).keys()
    messages, contexts = asked()
    assert {message for message in messages if ("", message) not in keys} == set()
    assert contexts - {context for context, _ in keys} == set()


@pytest.mark.parametrize("name", NAMES)
def test_catalogue_holds_no_message_that_nothing_asks_for(name: str) -> None:
    messages, _ = asked()
    code = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    keys = read_catalogue(name).keys()
    plain = {msgid for context, msgid in sorted(keys) if not context}
    assert {msgid for msgid in plain - messages if f'"{msgid}"' not in code} == set()


def test_catalogues_hold_the_same_messages_with_the_same_placeholders() -> None:
    first, *others = [read_catalogue(name).keys() for name in NAMES]
    assert all(keys == first for keys in others)


@pytest.mark.parametrize("name", NAMES)
def test_translations_keep_every_placeholder(name: str) -> None:
    with (MESSAGES / f"{name}.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    wrong = [message.id for message in catalog if message.id and any(True for _ in message.check(catalog))]
    assert wrong == []


def test_missing_message_says_where_to_add_it() -> None:
    with pytest.raises(MissingMessage, match=r'messages/it\.po has no translation of "Nothing like it"'):
        read_catalogue("it").text("Nothing like it")
    with pytest.raises(MissingMessage, match='in context "call state"'):
        read_catalogue("zh_Hans").word("call state", "unknown")


def test_values_are_escaped_and_forms_follow_the_count() -> None:
    catalogue = read_catalogue("it")
    assert catalogue.text("Back to {section}", section="<b>") == "Torna a &lt;b&gt;"
    assert catalogue.plural("{count} item", "{count} items", 1) == "1 elemento"
    assert catalogue.plural("{count} item", "{count} items", 3) == "3 elementi"
    assert read_catalogue("zh_Hans").plural("{count} item", "{count} items", 3) == "3项"
