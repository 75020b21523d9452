"""Translators, reviewers and editors in Chromium, on a small site of their own."""
