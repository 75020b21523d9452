"""Makes files to download."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory, FileField
from wagtail.models import Collection

from site_content.models.file import File


class FileFactory(DjangoModelFactory):
    """A small text file in the root collection."""

    title = factory.Sequence(lambda number: f"Documento {number}")
    file = FileField(data=b"Testo di prova\n", filename="document.txt")
    language = "it"
    collection = factory.LazyFunction(Collection.get_first_root_node)

    class Meta:
        model = File
