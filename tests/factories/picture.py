"""Makes pictures: real ones, small, of one colour."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory, ImageField
from wagtail.models import Collection

from site_content.models.picture import Picture


class PictureFactory(DjangoModelFactory):
    """A JPEG of 320 by 200 pixels in the root collection."""

    title = factory.Sequence(lambda number: f"Immagine {number}")
    file = ImageField(width=320, height=200, color="teal", format="JPEG", filename="picture.jpg")
    alt_texts = factory.LazyFunction(lambda: {"it": "Un campione verde acqua", "zh-hans": "一块青色样板"})
    collection = factory.LazyFunction(Collection.get_first_root_node)

    class Meta:
        model = Picture
