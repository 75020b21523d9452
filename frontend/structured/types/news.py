"""NewsArticle: who published it when, and what it tells of."""

from __future__ import annotations

from typing import Any

from frontend.inputs import PageInput
from frontend.items import pick_cards
from frontend.structured.nodes import Node, describe_person, refer_to_centre
from site_content.languages import LANGUAGES

LONGEST_HEADLINE = 110
"""As search engines show it."""


def entity(given: PageInput) -> Node:
    """What the page's news is."""
    news: Any = given.document
    people = [describe_person(card, given.cards) for card in pick_cards(news.people, given.cards)]
    related = [
        {"@type": "WebPage", "name": card.title, "url": given.frame.canonical_url + card.path}
        for card in pick_cards(news.related, given.cards)
        if card.path
    ]
    return {
        "@type": "NewsArticle",
        "url": given.frame.canonical_url + news.path,
        "headline": news.title[:LONGEST_HEADLINE],
        "datePublished": news.published_at or news.date,
        "dateModified": news.updated_at,
        "dateCreated": news.date,
        "inLanguage": LANGUAGES[news.locale].tag,
        "author": refer_to_centre(given.frame),
        "publisher": refer_to_centre(given.frame),
        "mentions": people + related,
        "isBasedOn": news.source.url if news.source and news.source.url else None,
    }
