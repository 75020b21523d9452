"""Every type can be translated whole: texts change, facts and block ids stay."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from site_content.blocks.facts import Fact
from tests.factories.base import find_home, find_locale
from tests.factories.discovery import find_factories
from tests.factories.streams import fill_text


def translate(instance: Any) -> None:
    """Translates `instance` to Chinese, each string of it in another guise, and publishes."""
    zh = find_locale("zh-hans")
    source, _made = TranslationSource.update_or_create_from_instance(instance)
    for segment in StringSegment.objects.filter(source=source).select_related("string"):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=zh,
            context=segment.context,
            defaults={"data": segment.string.data.replace("Testo", "文本")},
        )
    source.create_or_update_translation(zh, publish=True, copy_parent_pages=True)


def find_translation(instance: Any) -> Any:
    """The Chinese one, as the database has it."""
    zh = find_locale("zh-hans")
    return type(instance).objects.get(translation_key=instance.translation_key, locale=zh)


def list_leaves(block: blocks.Block, value: Any, path: str = "") -> list[tuple[str, bool, str]]:
    """Path by block ids, whether it is a fact, and the value, of everything a stream holds."""
    if isinstance(block, Fact) or not isinstance(
        block, blocks.StreamBlock | blocks.StructBlock | blocks.ListBlock
    ):
        text = isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock)
        return [(path, isinstance(block, Fact) or not text, str(block.get_prep_value(value)))]
    if isinstance(block, blocks.StructBlock):
        children = [(name, child, value[name]) for name, child in block.child_blocks.items()]
    else:
        bound = value if isinstance(block, blocks.StreamBlock) else value.bound_blocks
        children = [(child.id, child.block, child.value) for child in bound]
    return [leaf for name, child, part in children for leaf in list_leaves(child, part, f"{path}.{name}")]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", find_factories())
def test_every_text_is_translated_and_every_fact_stays(
    factory: Any, django_capture_on_commit_callbacks: Any
) -> None:
    find_home()
    instance = factory()
    fill_text(instance)
    instance = type(instance).objects.get(pk=instance.pk)
    with django_capture_on_commit_callbacks(execute=True):
        translate(instance)
    translated = find_translation(instance)
    model = type(instance)
    for name in model.FACTS:
        if name != "slug" or model.__name__ != "HomePage":
            assert getattr(translated, name) == getattr(instance, name), name
    for name in model.TEXT:
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            check_stream(field.stream_block, getattr(instance, name), getattr(translated, name))
        else:
            assert getattr(translated, name) == getattr(instance, name).replace("Testo", "文本"), name


def check_stream(block: blocks.StreamBlock, before: Any, after: Any) -> None:
    """Asserts that both hold the same blocks, the same facts and each text in its language."""
    source, target = list_leaves(block, before), list_leaves(block, after)
    assert [path for path, _fact, _value in source] == [path for path, _fact, _value in target]
    assert source
    for (path, fact, value), (_path, _fact, other) in zip(source, target, strict=True):
        assert other == (value if fact else value.replace("Testo", "文本")), path
