"""/.well-known/security.txt (RFC 9116): whom to tell of a weakness, until when that holds. The offices' addresses say whom.

When it expires follows from the moment for which the site is built, never from the clock: it is made again each quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from frontend.feed_inputs import SecurityInput
from site_content.languages import LANGUAGES
from static_build.frames import frames_of
from static_build.outputs.output import TEXT, Output
from static_build.site import Site, answers

PATH = ".well-known/security.txt"
MONTHS_IN_QUARTER = 3
QUARTERS_VALID = 3
"""So many quarters from the start of this one: six months at least, and less than the year that the RFC advises."""


def subjects(site: Site) -> Iterator[tuple[()]]:
    """One file."""
    yield ()


def plan(site: Site) -> Iterator[Output]:
    """The file; none where no office has a mail address, since without a contact it would say nothing."""
    frames = frames_of(site).values()
    mails = dict.fromkeys(office.mail for frame in frames for office in frame.offices if office.mail)
    if not mails:
        return
    origins = dict.fromkeys((site.content.canonical_url or site.public_url, site.public_url))
    made = SecurityInput(
        contacts=tuple(f"mailto:{mail}" for mail in mails),
        expires_at=site.ask("quarter", QUARTERS_VALID),
        languages=tuple(LANGUAGES[frame.locale].tag for frame in frames),
        canonical=tuple(f"{origin}/{PATH}" for origin in origins),
    )
    yield Output(path=PATH, type=TEXT, input=made, changes_at=site.ask("quarter", 1))


@answers("quarter")
def _quarter(site: Site, ahead: int) -> datetime:
    """The start of the quarter that comes so many quarters after the present one, in UTC."""
    now = site.ask("now").astimezone(UTC)
    quarters = now.year * 4 + (now.month - 1) // MONTHS_IN_QUARTER + ahead
    return datetime(quarters // 4, quarters % 4 * MONTHS_IN_QUARTER + 1, 1, tzinfo=UTC)
