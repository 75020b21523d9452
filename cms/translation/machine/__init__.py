"""Machine translation as a plug: offered behind memory and glossary, never more than the beginning of a text."""
