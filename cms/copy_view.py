"""The button "New from this" and the page that asks whether to make the copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.copies import can_copy, copy_page


def new_from_this(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks first; a POST makes the copy and opens it."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not can_copy(page, request.user):
        raise PermissionDenied
    if request.method != "POST":
        return TemplateResponse(request, "cms/new_from_this.html", {"page": page})
    copy = copy_page(page, request.user)
    messages.success(request, _("This is a copy of “%(title)s”, a draft.") % {"title": page.title})
    return redirect("wagtailadmin_pages:edit", copy.pk)


def offer_copy(page: Page, user: Any, *_: Any, **__: Any) -> Iterator[Button]:
    """The button, on types that have something to leave out."""
    if can_copy(page, user):
        yield _button(page)


def _button(page: Page) -> Button:
    return Button(
        _("New from this"), reverse("ponte_new_from_this", args=[page.pk]), icon_name="copy", priority=55
    )
