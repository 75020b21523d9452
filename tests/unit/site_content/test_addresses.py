"""Where the CMS says that a page is: on the public site, never on its own host."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory

pytestmark = pytest.mark.django_db


def test_every_link_to_a_page_leads_to_the_public_site(italian_home: Any, settings: Any, rf: Any) -> None:
    section = SectionPageFactory(parent=italian_home, slug="news", lists="news")
    page = NewsPageFactory(parent=section, slug="robot")
    address = f"{settings.PONTE_PUBLIC_URL}/it/news/robot/"
    assert page.url == page.full_url == page.get_url() == page.get_url(rf.get("/")) == address
