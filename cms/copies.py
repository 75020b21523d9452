"""A new page from one that exists: its texts and its translations, less what belonged to that one alone.

What is left out is said by each model's `NOT_COPIED`: a field (`opens`), what a block of a stream holds
(`sides.side.deadline`), or a kind of block (`body.documents`).
"""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from site_content.paths import source_of


def can_copy(page: Page, user: Any) -> bool:
    """Whether its type offers a copy, and the user may add pages beside it in every language it has."""
    if not getattr(page.specific_class, "NOT_COPIED", ()):
        return False
    return all(
        version.get_parent().permissions_for_user(user).can_add_subpage()
        for version in page.get_translations(inclusive=True)
    )


@transaction.atomic
def copy_page(page: Page, user: Any) -> Any:
    """The copy in the language in which the page was written first: a draft, as are its translations."""
    source = source_of(page).specific
    newest = source if source.live else source.get_latest_revision_as_object()
    action = CopyPageAction(
        newest,
        update_attrs={**list_emptied(newest), "slug": find_slug(source)},
        copy_revisions=False,
        keep_live=False,
        user=user,
    )
    copy = action.execute()
    for translation in list_translations(source):
        copy_translation(translation, copy, user)
    return copy


def list_translations(source: Page) -> list[Translation]:
    return list(
        Translation.objects.filter(
            source__object_id=source.translation_key, source__locale_id=source.locale_id, enabled=True
        ).select_related("source", "target_locale")
    )


def find_slug(source: Page) -> str:
    """`<slug>-copy`, with a number where that is taken, free beside the page in every language."""
    parents = [version.get_parent() for version in source.get_translations(inclusive=True)]
    names = (f"{source.slug}-copy" + (f"-{number}" if number > 1 else "") for number in count(1))
    return next(
        name
        for name in names
        if not any(parent.get_children().filter(slug=name).exists() for parent in parents)
    )


def list_emptied(page: Any) -> dict[str, Any]:
    """The values of the fields that a copy does not take over, or not whole."""
    emptied: dict[str, Any] = {"go_live_at": None, "expire_at": None, "reviewed_on": None}
    for name, *inside in (path.split(".") for path in page.NOT_COPIED):
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            emptied[name] = _empty_stream(field, emptied.get(name, getattr(page, name)), inside)
        else:
            emptied[name] = field.get_default()
    return emptied


def _empty_stream(field: StreamField, value: Any, inside: list[str]) -> Any:
    """A stream without its blocks, without those of one kind, or with one child of them emptied."""
    blocks = list(value.get_prep_value()) if inside else []
    kind, child = (*inside, None, None)[:2]
    if child:
        empty = field.stream_block.child_blocks[kind].child_blocks[child]
        for block in blocks:
            if block["type"] == kind:
                block["value"][child] = empty.get_prep_value(empty.get_default())
    else:
        blocks = [block for block in blocks if block["type"] != kind]
    return field.to_python(json.dumps(blocks, default=str))


def copy_translation(old: Translation, copy: Any, user: Any) -> None:
    """The same translation for the copy: segments of its own with the old texts, and a draft made of them."""
    source, _made = TranslationSource.get_or_create_from_instance(copy)
    new = Translation.objects.create(source=source, target_locale=old.target_locale)
    _copy_texts(old, source)
    _copy_overrides(old, source)
    new.save_target(user=user, publish=False)


def _copy_texts(old: Translation, source: TranslationSource) -> None:
    texts = StringTranslation.objects.filter(
        locale=old.target_locale, context__object_id=old.source.object_id, has_error=False
    ).select_related("context")
    known = {(text.translation_of_id, text.context.path): text for text in texts}
    for segment in StringSegment.objects.filter(source=source).select_related("context"):
        text = known.get((segment.string_id, segment.context.path))
        if text is not None:
            StringTranslation.objects.update_or_create(
                translation_of_id=segment.string_id,
                context=segment.context,
                locale=old.target_locale,
                defaults={
                    "data": text.data,
                    "translation_type": text.translation_type,
                    "tool_name": text.tool_name,
                    "last_translated_by": text.last_translated_by,
                },
            )


def _copy_overrides(old: Translation, source: TranslationSource) -> None:
    overrides = SegmentOverride.objects.filter(
        locale=old.target_locale, context__object_id=old.source.object_id, has_error=False
    ).select_related("context")
    known = {override.context.path: override for override in overrides}
    for segment in OverridableSegment.objects.filter(source=source).select_related("context"):
        override = known.get(segment.context.path)
        if override is not None:
            SegmentOverride.objects.update_or_create(
                context=segment.context,
                locale=old.target_locale,
                defaults={
                    "data_json": override.data_json,
                    "last_translated_by": override.last_translated_by,
                },
            )
