"""What stops the demonstration from loading: one sentence with the file, the place in it and what to do."""

from __future__ import annotations


class DemoError(Exception):
    """The content cannot be loaded; nothing in the database has changed."""


class NotEmpty(DemoError):
    """The database has content already, which is not to be overwritten unasked."""
