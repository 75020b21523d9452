"""The page that shows which languages a call would go live without, sends its draft to the translators, and takes the reason.

Publish leads here when a translation is not ready. What is published is the very revision that was shown.
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
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from cms.publication.facts_view import REASON_LENGTH, home_of
from cms.publication.gate import FactsRefused
from cms.publication.parity import BEHIND, REASON, Parity, find_parity, may_go_alone, read_words, was_sent
from cms.publication.parity_words import name_languages
from cms.publication.sending import send_draft
from cms.publication.together import OtherLanguageRefused, ParityRefused, explain_refusal, find_closed
from cms.rights import may_submit
from cms.translation_drafts import TargetLocked


class AloneForm(forms.Form):
    """Why one language goes live alone, and of which revision."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "For example: the Chinese partner publishes its text on 3 March. It stays in the page’s history and in the "
            "report; visitors do not see it."
        ),
    )


def show_parity(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows the languages; a POST sends the draft, publishes in all languages, or in one with its reason."""
    page = get_object_or_404(Page, pk=page_id).specific
    rights = page.permissions_for_user(request.user)
    if not (rights.can_edit() or rights.can_publish()):
        raise PermissionDenied
    found = find_draft_parity(page)
    if found is None:
        messages.info(request, _("The draft changes no text: nothing waits for a translation."))
        return redirect(home_of(page, rights))
    form = AloneForm(request.POST if "alone" in request.POST else None)
    if request.method == "POST":
        answer = _act(request, page, found, form, rights)
        if answer is not None:
            return answer
    return TemplateResponse(
        request, "cms/publication/parity.html", _context(request, page, found, form, rights)
    )


def find_draft_parity(page: Page) -> Parity | None:
    """How the page's newest draft stands in the other languages; None where nothing keeps it or goes with it."""
    revision = page.latest_revision
    return None if revision is None else find_parity(revision.as_object())


def _context(request: HttpRequest, page: Any, found: Parity, form: AloneForm, rights: Any) -> dict[str, Any]:
    closed = find_closed(found, request.user)
    is_sent = was_sent(page, read_words(page.latest_revision.as_object()))
    return {
        "page": page,
        "parity": found,
        "is_sent": is_sent,
        "rows": [(name_languages([other.locale]), other) for other in found.others],
        "explanation": explain_refusal(found) if found.lacking else closed,
        "form": form,
        "revision": page.latest_revision_id,
        "may_send": bool(found.lacking) and not is_sent and _may_send(request.user, page, found),
        "may_go_alone": bool(found.lacking) and rights.can_publish() and may_go_alone(request.user, page),
        "may_publish": not found.is_held and not closed and rights.can_publish(),
        "back": home_of(page, rights),
    }


def _may_send(user: Any, page: Any, found: Parity) -> bool:
    if any(other.state == BEHIND for other in found.others):
        return False
    codes = [other.locale for other in found.lacking]
    return may_submit(user, page, Locale.objects.filter(language_code__in=codes))


def _act(request: HttpRequest, page: Any, found: Parity, form: AloneForm, rights: Any) -> HttpResponse | None:
    """What became of a button; None where the reason is missing and the page is shown again."""
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, str(lock.get_message(request.user) or _("The page is locked.")))
        return redirect(request.path)
    if request.POST.get("revision") != str(page.latest_revision_id):
        messages.error(
            request, _("Somebody has saved another version meanwhile. Look again at what changes.")
        )
        return redirect(request.path)
    if "send" in request.POST:
        return _send(request, page, found)
    if "alone" in request.POST:
        if not form.is_valid():
            return None
        _note_reason(request, page, found, form.cleaned_data["reason"], rights)
    return _publish(request, page, rights)


def _send(request: HttpRequest, page: Any, found: Parity) -> HttpResponse:
    if not _may_send(request.user, page, found):
        raise PermissionDenied
    send_draft(page, request.user)
    messages.success(request, _("The draft is with the translators. Nothing was published."))
    return redirect(request.path)


def _note_reason(request: HttpRequest, page: Any, found: Parity, reason: str, rights: Any) -> None:
    if not (rights.can_publish() and may_go_alone(request.user, page)):
        raise PermissionDenied
    keep_reason(page, found, reason, request.user)


def keep_reason(page: Any, found: Parity, reason: str, user: Any) -> None:
    """Keeps in the page's history why its newest draft goes live without those languages."""
    locales = [other.locale for other in found.lacking]
    data = {"reason": reason, "digest": found.digest, "locales": locales}
    log(instance=page, action=REASON, user=user, data=data, revision=page.latest_revision)


def _publish(request: HttpRequest, page: Any, rights: Any) -> HttpResponse:
    if not rights.can_publish():
        raise PermissionDenied
    revision = page.latest_revision
    try:
        with transaction.atomic():
            revision.as_object().full_clean()
            revision.publish(user=request.user)
    except ValidationError as error:
        words = " ".join([_("It was not published: the draft has errors."), *error.messages[:3]])
        messages.error(request, words)
        return redirect(home_of(page, rights))
    except FactsRefused as refused:
        messages.warning(request, str(refused))
        return redirect("ponte_facts", page.pk)
    except (ParityRefused, OtherLanguageRefused, TargetLocked) as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    messages.success(request, _("“%(title)s” is published.") % {"title": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def parity_url(page_id: int) -> str:
    """Where it is shown which languages a page would go live without."""
    return reverse("ponte_languages", args=[page_id])
