"""What is to be translated, by whom and until when; how far every page is in each language."""
