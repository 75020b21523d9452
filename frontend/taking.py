"""What a reader takes away as plain text: a date with its title, in every zone, to be pasted into a message or a calendar.

In: a document and one of its dates. Out: lines of text. Must not read the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from frontend.feed_addresses import Dated
from frontend.formats import Formats
from site_content.documents.base import Document
from site_content.languages import ZONES

MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""Addresses as people write them in a line of text, which may have Chinese right before and after."""


def mails_in(text: str) -> list[str]:
    """The mail addresses in a line of text, each once."""
    return list(dict.fromkeys(MAIL.findall(text)))


def link_mails(text: str) -> Markup:
    """The text with each mail address in it as a link."""
    return Markup(MAIL.sub(r'<a href="mailto:\g<0>">\g<0></a>', str(escape(text))))


def make_date_teller(formats: Formats) -> Callable[[Document, Dated, str], str]:
    """A function that tells a date of a page in the language of `formats`."""

    def tell_date(page: Document, dated: Dated, url: str) -> str:
        """Title, date on every clock, and the address of the page: one line each."""
        return "\n".join([page.title, *_lines(formats, dated), url])

    return tell_date


def _lines(formats: Formats, dated: Dated) -> Iterator[str]:
    if dated.ends is None:
        yield _deadline(formats, dated)
        return
    zones = dict.fromkeys((dated.starts.zone, *ZONES))
    first, last = dated.starts.local().date(), dated.ends.day()
    yield formats.day_range(first, max(first, last))
    for zone in zones:
        yield formats.span(dated.starts, dated.ends, zone)


def _deadline(formats: Formats, dated: Dated) -> str:
    words = formats.catalogue.plain
    zones = dict.fromkeys((formats.language.zone, *ZONES, dated.starts.zone))
    moments = "; ".join(formats.moment(dated.starts, zone, until=True) for zone in zones)
    name = words("calendar", "deadline")
    if dated.sides:
        name = words("calendar", "deadline of").format(side=formats.words("applicants", dated.sides))
    return words("calendar", "deadline and title").format(deadline=name, title=moments)
