"""Says whether a database has content, and takes all of it away, translations included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete
from taggit.models import Tag
from wagtail.documents.signal_handlers import post_delete_file_cleanup as clean_up_file
from wagtail.images.signal_handlers import post_delete_file_cleanup as clean_up_picture
from wagtail.models import Page, Site
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
)

from site_content.demo.errors import NotEmpty
from site_content.models.file import File
from site_content.models.glossary import GlossaryTerm
from site_content.models.picture import Picture
from site_content.models.snippet import Snippet
from site_content.models.text_digest import TextDigest

TRANSLATION_MODELS = (
    StringTranslation,
    SegmentOverride,
    StringSegment,
    TemplateSegment,
    RelatedObjectSegment,
    OverridableSegment,
    TranslationContext,
    TranslatableObject,
    Template,
    String,
)
"""What points to others comes before them."""
ORIGINALS = ((Picture, clean_up_picture), (File, clean_up_file))


def snippet_models() -> list[Any]:
    """Every translatable snippet, and the glossary."""
    return [model for model in apps.get_models() if issubclass(model, Snippet)] + [GlossaryTerm]


def count_content() -> dict[str, int]:
    """How much of our own the database holds."""
    pages = Page.objects.filter(content_type__app_label="site_content").count()
    snippets = sum(model.objects.count() for model in snippet_models())
    return {
        "pages": pages,
        "snippets": snippets,
        "pictures": Picture.objects.count(),
        "files": File.objects.count(),
    }


def require_empty() -> None:
    """Raises NotEmpty where there is any content."""
    counts = count_content()
    if any(counts.values()):
        held = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        raise NotEmpty(
            f"This database has content already ({held}): only an empty one takes the demonstration. "
            "Use another data folder (PONTE_HOME), or delete all that content with --replace."
        )


def remove_content() -> dict[str, int]:
    """Deletes all content and says how much there was. Original files go once the transaction has ended."""
    counts = count_content()
    root = Page.get_first_root_node()
    Site.objects.update(root_page=root)
    for model in (TextDigest, *TRANSLATION_MODELS):
        model.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.specific.delete()
    for model in snippet_models():
        model.objects.all().delete()
    remove_originals()
    Tag.objects.all().delete()
    return counts


def remove_originals() -> None:
    """Deletes pictures and files, their originals at the end of the transaction.

    Wagtail's own task would run later, and find new ones under the same names.
    """
    names = [name for model, _clean_up in ORIGINALS for name in model.objects.values_list("file", flat=True)]
    with ExitStack() as stack:
        for model, clean_up in ORIGINALS:
            stack.enter_context(_without_signal(clean_up, model))
            model.objects.all().delete()
    transaction.on_commit(lambda: delete_originals(names))


def delete_originals(names: list[str]) -> None:
    """Deletes files of the media folder; those that are gone already are no matter."""
    for name in names:
        default_storage.delete(name)


@contextmanager
def _without_signal(receiver: Any, sender: type[Model]) -> Iterator[None]:
    was_connected = post_delete.disconnect(receiver, sender=sender)
    try:
        yield
    finally:
        if was_connected:
            post_delete.connect(receiver, sender=sender)
