"""CallPage to CallDocument."""

from __future__ import annotations

from datetime import date
from typing import Any

from site_content import visibility
from site_content.documents.call import Amendment, CallDocument, CallSide, Results

from .base import Place, page_fields
from .blocks import questions
from .context import Context, Writer, stored
from .files import files, money


def convert(page: Any, source: Any, context: Context, place: Place) -> CallDocument:
    """A call: both sides' facts from the source, their words from the translation."""
    sides = _sides(page, source, context)
    context.facts = call_facts(source.identifier, sides, context.library.writers[context.locale])
    return CallDocument(
        **page_fields(page, source, context, place),
        kind=source.kind,
        identifier=source.identifier,
        programme=page.programme,
        audience=tuple(source.audience or ()),
        opens=context.moment(source.opens),
        questions_until=context.moment(source.questions_until),
        authentic=source.authentic,
        sides=_sides(page, source, context),
        both_apply=source.both_apply,
        partners_min=source.partners_min,
        partners_max=source.partners_max,
        duration=context.text(page.duration),
        cofunding=context.text(page.cofunding),
        criteria=context.html(page.criteria),
        how_to_apply=context.html(page.how_to_apply),
        questions=questions(page.questions, source.questions, context),
        files=files(source.files, context),
        evaluated=source.evaluated,
        results=_results(source, context),
        amendments=_amendments(page, source, context),
        refs=context.refs,
    )


def call_facts(identifier: str, sides: tuple[CallSide, ...], writer: Writer) -> dict[str, str]:
    """The facts that a call's prose may name: identifier, and deadline and amount where both sides' are equal."""
    facts = {"identifier": identifier}
    deadlines = {side.deadline for side in sides}
    amounts = {side.amount for side in sides}
    if len(deadlines) == 1 and (deadline := next(iter(deadlines))):
        facts["deadline"] = writer.deadline(deadline)
    if len(amounts) == 1 and (amount := next(iter(amounts))):
        facts["amount"] = writer.money(amount)
    return {name: text for name, text in facts.items() if text}


def _sides(page: Any, source: Any, context: Context) -> tuple[CallSide, ...]:
    return tuple(
        CallSide(
            id=id,
            side=facts["side"],
            funder=text.get("funder") or "",
            apply_url=facts.get("apply_url") or "",
            sign_in=text.get("sign_in") or "",
            signature=text.get("signature") or "",
            languages=tuple(facts.get("languages") or ()),
            deadline=context.moment(facts.get("deadline")),
            amount=money(facts.get("amount"), facts.get("currency")),
            amount_per=facts.get("amount_per") or "project",
            places=facts.get("places"),
            eligibility=context.html(text.get("eligibility")),
            contact=text.get("contact") or "",
            lang=lang,
        )
        for id, facts, text, lang in context.pairs("sides", page.sides, source.sides)
    )


def _results(source: Any, context: Context) -> tuple[Results, ...]:
    return tuple(
        _one_result(id, item, context) for id, item in context.items("results", stored(source.results))
    )


def _one_result(id: str, item: dict[str, Any], context: Context) -> Results:
    """A list of results: the fact stays, its file is there only while it may be read."""
    day = date.fromisoformat(item["date"])
    remove_on = date.fromisoformat(item["remove_on"]) if item.get("remove_on") else None
    return Results(
        id=id,
        kind=item["kind"],
        date=day,
        file=context.file(item.get("file"))
        if visibility.results_are_out(day, remove_on, now=context.library.now)
        else None,
        names_persons=bool(item.get("names_persons")),
        remove_on=remove_on,
    )


def _amendments(page: Any, source: Any, context: Context) -> tuple[Amendment, ...]:
    found = [
        Amendment(
            id=id,
            kind=facts["kind"],
            date=date.fromisoformat(facts["date"]),
            before=text.get("before") or "",
            after=text.get("after") or "",
            reason=text.get("reason") or "",
            file=context.file(facts.get("file")),
            lang=lang,
        )
        for id, facts, text, lang in context.pairs("amendments", page.amendments, source.amendments)
    ]
    return tuple(sorted(found, key=lambda amendment: amendment.date))
