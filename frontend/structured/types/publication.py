"""Report, with a DigitalDocument for each language."""

from __future__ import annotations

from typing import Any

from frontend.inputs import PageInput
from frontend.structured.nodes import Node, describe_files, refer_to_centre
from site_content.languages import LANGUAGES

LICENCES = "https://spdx.org/licenses/"


def entity(given: PageInput) -> Node:
    """What the page's publication is."""
    publication: Any = given.document
    languages = dict.fromkeys(file.language for file in publication.files if file.language in LANGUAGES)
    return {
        "@type": "Report",
        "url": given.frame.canonical_url + publication.path,
        "reportNumber": publication.identifier,
        "datePublished": publication.date,
        "author": [{"@type": "Person", "name": name} for name in publication.authors],
        "publisher": refer_to_centre(given.frame),
        "license": f"{LICENCES}{publication.licence}.html" if publication.licence else None,
        "inLanguage": [LANGUAGES[code].tag for code in languages],
        "hasPart": describe_files(given.frame, publication.files),
    }
