"""Segments side by side: texts at work, their confirmation and their history."""
