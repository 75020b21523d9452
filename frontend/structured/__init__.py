"""JSON-LD of schema.org: what a page is, for machines. `describe` is all that others need."""

from frontend.structured.graph import describe

__all__ = ["describe"]
