"""When the accessibility declaration is due again. Dates in, dates and answers out; reads neither clock nor database.

Public bodies in Italy look through theirs each year by 23 September, on the site of AgID
(https://www.agid.gov.it/it/design-servizi/accessibilita, art. 3-quater of law 4/2004).
"""

from __future__ import annotations

from datetime import date

SEASON_OPENS = (9, 1)
DUE_BY = (9, 23)


def season_of(today: date) -> date:
    """The 1 September at which the season that `today` belongs to began."""
    opened = date(today.year, *SEASON_OPENS)
    return opened if today >= opened else opened.replace(year=today.year - 1)


def due_by(today: date) -> date:
    """The day by which the declaration of the season of `today` has to be looked through."""
    return season_of(today).replace(day=DUE_BY[1])


def needs_review(reviewed_on: date | None, today: date) -> bool:
    """Whether nobody has looked through the declaration since the season began; none at all needs it too."""
    return reviewed_on is None or reviewed_on < season_of(today)
