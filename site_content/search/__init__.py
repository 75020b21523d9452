"""Search rules: what of a document is searched, how each language is read, which words mean the same. Knows no server.

Imports no Django: the endpoint, the static index and the benchmarks all read the same rules.
"""
