"""Service: what the centre does for whom, and whom to write to."""

from __future__ import annotations

from typing import Any

from frontend.inputs import PageInput
from frontend.structured.nodes import Node, refer_to_centre


def entity(given: PageInput) -> Node:
    """What the page's service is."""
    service: Any = given.document
    contact = {"@type": "ContactPoint", "email": service.contact} if service.contact else {}
    return {
        "@type": "Service",
        "url": given.frame.canonical_url + service.path,
        "provider": refer_to_centre(given.frame) | ({"contactPoint": contact} if contact else {}),
    }
