"""The translators' tools: a workbench, a memory, terms and checks, over wagtail-localize's store."""
