"""StreamField blocks: one module a type of page, and what they share; texts are translated, facts are not."""
