"""What the workbench's tests do again and again: open a translation's segments, type, confirm, change the source."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cms.translation.segments import Segment, read_segments


def desk_url(translation: Any, what: str = "") -> str:
    """The address of the workbench, or of one of its answers."""
    return reverse(f"ponte_workbench{'_' if what else ''}{what}", args=[translation.pk])


def segment_at(translation: Any, path: str, number: int = 0) -> Segment:
    """The segment at a path, counted within it."""
    return [one for one in read_segments(translation) if one.path.startswith(path)][number]


def send(client: Any, translation: Any, what: str, segment: Segment, text: str, **more: str) -> Any:
    """What the workbench's script posts."""
    values = {"context": segment.context_id, "string": segment.string_id, "stamp": segment.stamp}
    return client.post(desk_url(translation, what), {**values, "text": text, **more})


def change_source(page: Any, translation: Any, **values: Any) -> None:
    """An editor publishes the source with other texts, and it is brought to the translation."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    translation.source.update_from_db()


def paragraphs(*texts: str) -> list[dict[str, Any]]:
    """A body of paragraphs; the text's first word is its block's id."""
    return [{"type": "paragraph", "value": f"<p>{text}</p>", "id": text.split()[0]} for text in texts]
