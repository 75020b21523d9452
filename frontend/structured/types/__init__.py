"""What each type of document is to schema.org: one module a type, with `entity(given)`; found by its place."""
