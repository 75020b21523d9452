"""ProgrammePage to ProgrammeDocument."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from site_content.documents.programme import Module, ProgrammeDocument

from .base import Place, page_fields
from .context import Context
from .files import files, money


def convert(page: Any, source: Any, context: Context, place: Place) -> ProgrammeDocument:
    """A training programme."""
    return ProgrammeDocument(
        **page_fields(page, source, context, place),
        level=source.level,
        mode=source.mode,
        opens=context.moment(source.opens),
        deadline=context.moment(source.deadline),
        starts=source.starts,
        ends=source.ends,
        hours=source.hours,
        credits=source.credits,
        certificate=context.text(page.certificate),
        prerequisites=context.html(page.prerequisites),
        places=source.places,
        fee=money(source.fee_amount, source.fee_currency),
        grants=context.html(page.grants),
        languages=tuple(source.languages or ()),
        apply_url=source.apply_url,
        modules=_modules(page, source, context),
        teachers=context.related_snippets("teachers", "person"),
        venue_name=page.venue_name,
        venue_city=page.venue_city,
        venue_country=source.venue_country,
        files=files(source.files, context),
        refs=context.refs,
    )


def _modules(page: Any, source: Any, context: Context) -> tuple[Module, ...]:
    return tuple(
        Module(
            id=id,
            title=text["title"],
            html=context.html(text.get("text")),
            hours=Decimal(str(facts["hours"])) if facts.get("hours") not in (None, "") else None,
            lang=lang,
        )
        for id, facts, text, lang in context.pairs("modules", page.modules, source.modules)
    )
