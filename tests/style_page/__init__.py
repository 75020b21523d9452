"""The style page: every component of the public site, cut out of real pages, in each language, state and theme."""
