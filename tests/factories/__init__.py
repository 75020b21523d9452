"""A factory for each type, in a module of the same stem."""
