"""What the tests of translators' files do again and again: take a file out, write into it as a tool would, bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree
from wagtail_localize.models import StringTranslation

from cms.translation.files.export import write_xliff
from cms.translation.files.inline import NAMESPACE
from cms.translation.memory.models import Unit
from cms.translation.workbench.models import SegmentEvent, WorkingText

FILES = "ponte_files"


def take_out(translation: Any, profile: Any = "standard") -> Any:
    """The file as elements."""
    return etree.fromstring(write_xliff(translation, profile))


def units_of(root: Any) -> list[Any]:
    return list(root.iter(f"{{{NAMESPACE}}}trans-unit"))


def side(unit: Any, name: str) -> Any:
    return unit.find(f"{{{NAMESPACE}}}{name}")


def fill(root: Any, texts: Mapping[str, str]) -> bytes:
    """The file as a tool gives it back: `texts` by path, each as XLIFF writes what is in `target`."""
    for unit in units_of(root):
        text = texts.get(unit.get("resname"))
        if text is not None:
            old = side(unit, "target")
            new = etree.fromstring(f'<target xmlns="{NAMESPACE}">{text}</target>')
            if old is None:
                side(unit, "source").addnext(new)
            else:
                unit.replace(old, new)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def upload(client: Any, content: bytes, name: str = "x.xlf") -> Any:
    """What the form posts; the page that follows."""
    return client.post(reverse(FILES), {"file": SimpleUploadedFile(name, content)}, follow=True)


def rows() -> list[Any]:
    """All that an import could write."""
    return [
        sorted(StringTranslation.objects.values_list("pk", "data", "has_error", "tool_name")),
        sorted(WorkingText.objects.values_list("pk", "text", "is_open", "version")),
        sorted(SegmentEvent.objects.values_list("pk", "text", "kind")),
        sorted(Unit.objects.values_list("pk", "target")),
    ]
