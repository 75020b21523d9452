"""/.well-known/security.txt (RFC 9116): whom to tell of a weakness, by a setting or the offices, and until when that holds.

When it expires follows from the moment for which the site is built, never from the clock: it is made again each quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from frontend.feed_inputs import SecurityInput
from site_content.languages import LANGUAGES
from static_build.frames import frames_of
from static_build.outputs.output import TEXT, Output
from static_build.site import Site, answers, renewed_at

PATH = ".well-known/security.txt"
RENEWED_AT = renewed_at("security_renewed_at")
MONTHS_IN_QUARTER = 3
QUARTERS_VALID = 3
"""So many quarters from the start of this one: six months at least, and less than the year that the RFC advises."""


def subjects(site: Site) -> Iterator[tuple[()]]:
    """One file."""
    yield ()


def plan(site: Site) -> Iterator[Output]:
    """The file; none where nobody is named and no office has a mail address: without a contact it would say nothing."""
    frames = frames_of(site).values()
    contacts = site.ask("security_contacts")
    if not contacts:
        return
    origins = dict.fromkeys((site.content.canonical_url or site.public_url, site.public_url))
    made = SecurityInput(
        contacts=contacts,
        expires_at=site.ask("quarter", QUARTERS_VALID),
        languages=tuple(LANGUAGES[frame.locale].tag for frame in frames),
        canonical=tuple(f"{origin}/{PATH}" for origin in origins),
    )
    yield Output(path=PATH, type=TEXT, input=made, changes_at=site.ask(RENEWED_AT))


@answers("security_contacts")
def _contacts(site: Site) -> tuple[str, ...]:
    """Whom to tell: those of the setting, else the offices."""
    if site.content.security_contacts:
        return site.content.security_contacts
    mails = (office.mail for frame in frames_of(site).values() for office in frame.offices if office.mail)
    return tuple(dict.fromkeys(f"mailto:{mail}" for mail in mails))


@answers(RENEWED_AT)
def _renewed_at(site: Site) -> datetime | None:
    """When the file is to be made again; None where there is none."""
    quarter: datetime = site.ask("quarter", 1)
    return quarter if site.ask("security_contacts") else None


@answers("quarter")
def _quarter(site: Site, ahead: int) -> datetime:
    """The start of the quarter that comes so many quarters after the present one, in UTC."""
    now = site.ask("now").astimezone(UTC)
    quarters = now.year * 4 + (now.month - 1) // MONTHS_IN_QUARTER + ahead
    return datetime(quarters // 4, quarters % 4 * MONTHS_IN_QUARTER + 1, 1, tzinfo=UTC)
