"""Why a build failed, as an editor reads it: the check's English sentences in the editor's language.

In: a problem as a release's row keeps it. Out: a sentence with the page it is about. What is not known here stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHERE = re.compile(r"^(?P<path>/\S*)(?: \(“(?P<title>.*?)”\))?: (?P<what>.*)$", re.DOTALL)
SENTENCES: tuple[tuple[str, str | Promise], ...] = (
    (
        r"the link (?P<link>.+) leads nowhere\.",
        gettext_lazy("The link %(link)s leads nowhere. Correct or remove it in the text."),
    ),
    (
        r"the link (?P<link>.+) is no address\.",
        gettext_lazy("The link %(link)s is no address. Correct or remove it in the text."),
    ),
    (
        r"the link (?P<link>.+) leads to a place that is not on that page\.",
        gettext_lazy("The link %(link)s leads to a place that is not on that page. Correct it in the text."),
    ),
    (r"the page has no title\.", gettext_lazy("The page has no title. Give it one in the field Title.")),
    (
        r"loads (?P<link>\S+) from another host",
        gettext_lazy("It loads %(link)s from another host, which the site never does."),
    ),
    (
        r"(?P<link>.+) have the same address\.",
        gettext_lazy("Two pages have the same address. Change the slug of one: %(link)s."),
    ),
)
"""What the check says, and how an editor reads it."""


def put_in_words(problem: Mapping[str, Any]) -> str:
    """The problem in the reader's language, with the title or the path of the page at fault before it."""
    words = str(problem.get("words") or "")
    match = WHERE.match(words)
    if match is None:
        return words
    where = f"“{match['title']}”" if match["title"] else match["path"]
    return _("%(page)s: %(problem)s") % {"page": where, "problem": _sentence(match["what"])}


def _sentence(what: str) -> str:
    for pattern, words in SENTENCES:
        if found := re.match(pattern, what):
            return str(words) % found.groupdict()
    return what
