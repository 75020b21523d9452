"""English as it is written in Europe: Django's own is that of the United States."""
