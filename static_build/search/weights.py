"""What counts how much in the rank: fields, kinds of match, kinds of page. Numbers alone, to be read at one glance."""

from __future__ import annotations

FIRST = {"title": 4.0, "front": 1.5, "body": 1.0}
"""By which the best few hundred are told; the other fields then put these in order."""
FIELDS = {
    "title": 1.5,
    "title.exact": 2.5,
    "summary": 2.0,
    "headings": 2.4,
    "topic_names": 2.2,
    "names": 2.2,
    "references": 3.0,
}
ROOTS = 0.5
TIE = 0.3
"""How much the weaker fields add to the strongest."""
WINDOW = 200
"""So many hits are put in order by all fields and phrases; it costs too much for all."""
PHRASES = {"title": 6.0, "headings": 4.0, "summary": 2.5, "topic_names": 2.0, "names": 3.0, "body": 1.2}
WHOLE_TITLE = 30.0
IDENTIFIER = 60.0
ACRONYM = 4.0
SYNONYM = 0.5
ACROSS = 0.9
OWN_LANGUAGE = 1.5
PREFIX = 0.7
PINYIN = 4.0
HANDLE = 12.0
TYPE, STATE, CODE, YEAR = 10.0, 8.0, 10.0, 5.0
MEANT = 1.5
"""What is of a kind that the query names, beside its points."""
INTENT_TEXT = 0.4
"""A word that names a kind of page says more by the kind than by its text."""
PINNED = 1e6
CURRENT, PAST, CALLED_OFF, HOME = 1.2, 0.85, 0.6, 0.9
FRESH, NEWEST = (540, 0.8), (45, 0.5)
"""After so many days a page without an end counts so much less; the second where the newest is asked for."""
SOON, SOONEST = (365, 0.9), (60, 0.5)
"""The same for what is so many days ahead; the second where the next is asked for."""
