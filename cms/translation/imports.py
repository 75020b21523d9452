"""What every import of a file has in common: it is proposed and shown, then carried out or forgotten, and may be undone."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.translation.xml_reading import BadFile, refuse_size

PROPOSAL_LASTS = timedelta(days=1)


class NotPossible(Exception):
    """An import that was carried out, undone or forgotten before."""


class ProposedFile(models.Model):
    """One file: proposed, then imported, perhaps undone."""

    name = models.CharField(_("file"), max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    content = models.BinaryField(default=b"")
    """The file, compressed, from the proposal to the import."""
    counts = models.JSONField(default=dict)
    """What it would do, then what it did."""

    class Meta:
        abstract = True
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, content: bytes, name: str, user: Any) -> Self:
        """A proposal that is not saved yet; those that nobody carried out in a day are forgotten."""
        cls._default_manager.filter(
            imported_at=None, proposed_at__lt=timezone.now() - PROPOSAL_LASTS
        ).delete()
        return cls(name=name[-255:], user=user, content=zlib.compress(content, 6))

    def read(self) -> bytes:
        """The file as it was brought."""
        return zlib.decompress(bytes(self.content))

    def hold_to_import(self) -> Self:
        """The row as it is now, held until the transaction ends. Raises NotPossible where it is no proposal any more."""
        row = self._hold()
        if row.imported_at or not row.content:
            raise NotPossible
        return row

    def hold_to_undo(self) -> Self:
        """The row as it is now, held until the transaction ends. Raises NotPossible where there is nothing to undo."""
        row = self._hold()
        if not row.imported_at or row.undone_at:
            raise NotPossible
        return row

    def forget(self) -> None:
        """Takes the proposal away. Raises NotPossible where it was carried out meanwhile: what was done can be undone."""
        with transaction.atomic():
            self.hold_to_import().delete()

    def _hold(self) -> Self:
        return type(self)._default_manager.select_for_update().get(pk=self.pk)

    def note_import(self, user: Any) -> None:
        """Says that it is done, and by whom; the file is not needed any more. Does not save."""
        self.content, self.imported_at, self.user = b"", timezone.now(), user

    def note_undoing(self, user: Any) -> None:
        """Says that it is undone, and by whom. Does not save."""
        self.undone_at, self.undone_by = timezone.now(), user


def read_upload(request: HttpRequest, max_bytes: int, missing: str) -> tuple[bytes, str]:
    """The file of a form, and its name. Raises BadFile; with `missing` where none was chosen."""
    upload = request.FILES.get("file")
    if upload is None:
        raise BadFile(missing)
    refuse_size(upload.size or 0, max_bytes)
    return upload.read(), upload.name or ""
