"""Grant: who funds, how much, for whom; the deadline of each side is the end of its ApplyAction."""

from __future__ import annotations

from typing import Any

from frontend.inputs import PageInput
from frontend.messages import read_catalogue
from frontend.structured.nodes import Node, at, describe_amount, describe_files, refer_to_centre
from site_content.languages import LANGUAGES


def entity(given: PageInput) -> Node:
    """What the page's call is."""
    call: Any = given.document
    amounts = [describe_amount(side.amount) for side in call.sides if side.amount]
    funders = dict.fromkeys(side.funder for side in call.sides if side.funder)
    return {
        "@type": ["Grant", "MonetaryGrant"] if amounts else "Grant",
        "identifier": call.identifier,
        "url": given.frame.canonical_url + call.path,
        "funder": [{"@type": "Organization", "name": name} for name in funders]
        or [refer_to_centre(given.frame)],
        "amount": amounts,
        "potentialAction": [_action(call, side) for side in call.sides],
        "subjectOf": describe_files(given.frame, call.files),
    }


def _action(call: Any, side: Any) -> Node:
    catalogue = read_catalogue(LANGUAGES[call.locale].babel)
    return {
        "@type": "ApplyAction",
        "name": catalogue.plain("apply", side.side),
        "description": catalogue.plain("applicants", side.side),
        "startTime": at(call.opens),
        "endTime": at(side.deadline),
        "target": side.apply_url,
    }
