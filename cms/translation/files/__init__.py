"""Translators' own tools: texts out as files, and back with a plan before anything is done."""
