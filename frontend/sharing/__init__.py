"""Share pictures: what other services show where somebody passes a page on. Drawn after the pages are live."""
