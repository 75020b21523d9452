"""By what a section's list can be narrowed: a page for each value of each facet. Importing it registers its answers."""

from static_build.facets import members, vocabulary

__all__ = ["members", "vocabulary"]
