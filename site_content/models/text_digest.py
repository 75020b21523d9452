"""Which text a page or snippet was last published with: the memory behind staleness."""

from __future__ import annotations

from django.db import models


class TextDigest(models.Model):
    """For an original the digest of its own live text; for a translation that of the source text it was made from."""

    key = models.UUIDField()
    locale = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    """When this digest was first published."""
    published_at = models.DateTimeField()
    """When it was last published."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=("key", "locale"), name="one_text_digest_a_locale")]

    def __str__(self) -> str:
        return f"{self.key} {self.locale}"
