"""What the content adds to the admin: its snippets, and a warning where a call's text and its facts part."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from site_content.models.call import CallPage
from site_content.prose_facts import find_strays
from site_content.search_viewsets import SearchGroup
from site_content.viewsets import DirectoryGroup

register_snippet(DirectoryGroup)
register_snippet(SearchGroup)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_stray_facts(request: HttpRequest, page: Page) -> None:
    """Names the dates and amounts in a call's text that are none of its facts."""
    strays = find_strays(page.get_latest_revision_as_object()) if isinstance(page, CallPage) else []
    if strays:
        sentence = gettext(
            "The text names what is none of the call’s facts: %(strays)s. Correct one or the other."
        )
        messages.warning(request, sentence % {"strays": ", ".join(strays)})
