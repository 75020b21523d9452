"""One state of the database for as long as something is read, whatever editors write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """A read transaction that sees one state of the database, whatever editors write meanwhile."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        sqlite: Any = connection
        mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = mode
        return
    with transaction.atomic():
        if len(connection.atomic_blocks) == 1:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
