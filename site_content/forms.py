"""The form of a picture: an alt text in each language, and a file that really is one.

Wagtail reads it once the models are loaded.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from site_content.languages import LANGUAGES


def alt_field_name(locale: str) -> str:
    """The name of the form field for the alt text in that language: `alt_zh_hans`."""
    return "alt_" + locale.replace("-", "_")


class PictureFileField(WagtailImageField):
    """An uploaded picture that decodes to its last row; anything else is an error, never an exception."""

    def to_python(self, data: Any) -> Any:
        try:
            upload = super().to_python(data)
            if upload is not None:
                decode(upload)
        except ValidationError:
            raise
        except Exception as error:  # Crafted bytes make decoders raise nearly anything.
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        return upload


def decode(upload: Any) -> None:
    """Reads the whole picture, and puts the file back to its start."""
    upload.seek(0)
    with Image.open(upload) as picture:
        picture.load()
    upload.seek(0)


class PictureForm(BaseImageForm):
    """The form of a picture, with one alt text a language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = PictureFileField(
                label=plain.label, widget=plain.widget, required=plain.required
            )
        for code, language in LANGUAGES.items():
            self.fields[alt_field_name(code)] = forms.CharField(
                label=_("Alternative text (%(language)s)") % {"language": language.name},
                help_text=_("What the picture shows, for those who cannot see it."),
                initial=(self.instance.alt_texts or {}).get(code, ""),
                required=False,
                max_length=255,
            )

    def save(self, commit: bool = True) -> Any:
        texts = dict(self.instance.alt_texts or {})
        for code in LANGUAGES:
            name = alt_field_name(code)
            if self.add_prefix(name) in self.data:  # A form of the file alone leaves the texts as they are.
                texts[code] = self.cleaned_data.get(name, "").strip()
        self.instance.alt_texts = {code: text for code, text in texts.items() if text}
        return super().save(commit=commit)
