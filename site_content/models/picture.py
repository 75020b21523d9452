"""Pictures, with an alt text in each language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

MAX_PIXELS = 60_000_000
"""Beyond this a picture is refused: a small file of 100 megapixels would fill the memory."""

PillowImage.MAX_IMAGE_PIXELS = MAX_PIXELS


class Picture(AbstractImage):
    """A picture; the site makes its own renditions of the original."""

    alt_texts = models.JSONField(_("alternative texts"), default=dict, blank=True, editable=False)
    """By locale code; a language that is missing has none."""

    search_fields = [*AbstractImage.search_fields, index.SearchField("alt_texts")]
    admin_form_fields = tuple(name for name in Image.admin_form_fields if name != "description")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def alt(self, locale: str) -> str:
        """The alt text in that language, empty where there is none."""
        return str((self.alt_texts or {}).get(locale, ""))

    @property
    def default_alt_text(self) -> str:
        """What the admin's previews read out: the editor's language, else any, else the title."""
        texts = self.alt_texts or {}
        return str(texts.get(get_language() or "") or next(iter(texts.values()), "") or self.title)


class PictureRendition(AbstractRendition):
    """A small copy for the admin's own lists: nothing public is made of it."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
