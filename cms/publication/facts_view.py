"""The page that shows which facts of a live page its draft changes, takes the reason, and publishes.

Publish leads here when a reason or a second person is missing. What is published is the very revision that was shown.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from cms.publication import gate
from cms.publication.gate import Pending, find_pending
from cms.publication.together import ParityRefused

REASON_LENGTH = 1000


class ReasonForm(forms.Form):
    """Why the facts change, and of which revision."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "For example: extended by decree 12 of 3 March. It stays in the page’s history; visitors do not see it."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, expected: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_revision(self) -> int:
        revision: int = self.cleaned_data["revision"]
        if revision != self.expected:
            raise ValidationError(
                _("Somebody has saved another version meanwhile. Look again at what changes.")
            )
        return revision


def show_facts(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows the changes; a POST keeps the reason, and publishes where nothing is missing then."""
    page = get_object_or_404(Page, pk=page_id).specific
    rights = page.permissions_for_user(request.user)
    if not (rights.can_edit() or rights.can_publish()):
        raise PermissionDenied
    pending = find_pending(page, request.user)
    if pending is None:
        messages.info(request, _("The draft changes no such facts any more."))
        return redirect(home_of(page, rights))
    form = _make_form(request, pending)
    if request.method == "POST" and form.is_valid():
        return _act(request, page, pending, form.cleaned_data["reason"], rights)
    return TemplateResponse(
        request,
        "cms/publication/facts.html",
        {
            "page": page,
            "pending": pending,
            "form": form,
            "needs_second": gate.needs_second(),
            "may_publish": _may_publish(pending, rights),
            "back": home_of(page, rights),
        },
    )


def _make_form(request: HttpRequest, pending: Pending) -> ReasonForm:
    if request.method == "POST":
        return ReasonForm(request.POST, expected=pending.revision)
    initial = {"reason": pending.reason, "revision": pending.revision}
    return ReasonForm(initial=initial, expected=pending.revision)


def _may_publish(pending: Pending, rights: Any) -> bool:
    return bool(rights.can_publish()) and not (gate.needs_second() and pending.is_mine)


def _act(request: HttpRequest, page: Any, pending: Pending, reason: str, rights: Any) -> HttpResponse:
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, str(lock.get_message(request.user) or _("The page is locked.")))
        return redirect(request.path)
    if reason != pending.reason:
        gate.note_reason(page, pending, reason, request.user)
    if "publish" not in request.POST or not _may_publish(pending, rights):
        messages.success(request, _("The reason is kept. Nothing was published."))
        return redirect(home_of(page, rights))
    fresh = find_pending(page, request.user)
    return _publish(request, page, fresh or pending, rights)


def _publish(request: HttpRequest, page: Any, pending: Pending, rights: Any) -> HttpResponse:
    revision = page.revisions.get(pk=pending.revision)
    try:
        with transaction.atomic():
            revision.as_object().full_clean()
            if gate.needs_second():
                gate.note_confirmation(page, pending, request.user)
            revision.publish(user=request.user)
    except ParityRefused as refused:
        messages.warning(request, str(refused))
        return redirect("ponte_languages", page.pk)
    except ValidationError as error:
        words = " ".join([_("It was not published: the draft has errors."), *error.messages[:3]])
        messages.error(request, words)
        return redirect(home_of(page, rights))
    title = {"title": page.get_admin_display_title()}
    messages.success(request, _("“%(title)s” is published with the changed facts.") % title)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def home_of(page: Any, rights: Any) -> str:
    """Where the user goes on from here."""
    if rights.can_edit():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("wagtailadmin_home")
