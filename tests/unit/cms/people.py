"""What the tests of the admin do again and again."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.models import Page


def target_of(translation: Any) -> Any:
    """The translated page as it is in the database now."""
    return translation.source.get_translated_instance(translation.target_locale)


def live_chinese() -> set[str]:
    """The titles of Chinese pages that the public could see: live, and no alias."""
    pages = Page.objects.live().filter(locale__language_code="zh-hans", alias_of=None)
    return set(pages.values_list("title", flat=True))


def put_text(client: Any, translation: Any, path: str, text: str) -> Any:
    """What the browser does when a translator confirms one text."""
    from wagtail_localize.models import StringSegment

    segment = StringSegment.objects.filter(source=translation.source, context__path=path).first()
    assert segment is not None
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    body = f"value={text}".encode()
    return client.put(url, body, content_type="application/x-www-form-urlencoded")


def editor_url(translation: Any) -> str:
    return reverse("ponte_translate", args=[translation.pk])
