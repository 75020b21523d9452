"""TMX files brought by a reviewer: shown with what they would do, then imported or forgotten, and undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from cms.rights import hidden_keys
from cms.translation.imports import NotPossible, read_upload
from cms.translation.machine.chain import Begun, begin_by_machine
from cms.translation.memory.importing import NotYours, carry_out, propose, undo
from cms.translation.memory.models import Batch
from cms.translation.memory.pretranslate import pretranslate
from cms.translation.memory.rights import may_bring
from cms.translation.memory.tmx import MAX_BYTES, BadFile
from cms.translation.workbench.opening import lock_message, open_translation

LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
def show_imports(request: HttpRequest) -> HttpResponse:
    """The imports there were, and the form for another; a POST proposes a file."""
    _require_review(request)
    if request.method == "POST":
        batch = _propose(request)
        return redirect("ponte_memory_import", batch.pk) if batch else redirect("ponte_memory_imports")
    done = Batch.objects.filter(~Q(imported_at=None)).defer("content").select_related("user")
    context = {"batches": done[:LISTED], "max_megabytes": MAX_BYTES // 2**20}
    return TemplateResponse(request, "cms/memory/imports.html", context)


def _propose(request: HttpRequest) -> Batch | None:
    try:
        return propose(*read_upload(request, MAX_BYTES, _("Choose a TMX file first.")), request.user)
    except BadFile as error:
        messages.error(request, str(error))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def show_import(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One import with what it would do or has done; a POST carries it out, forgets it or undoes it."""
    _require_review(request)
    batch = get_object_or_404(Batch.objects.defer("content").select_related("user", "undone_by"), pk=batch_id)
    if request.method == "POST":
        return _act(request, batch)
    context = {"row": batch, "counts": batch.counts, "does_something": True}
    return TemplateResponse(request, "cms/memory/import.html", context)


def _act(request: HttpRequest, batch: Batch) -> HttpResponse:
    action = request.POST.get("action")
    try:
        if action == "forget":
            batch.forget()
            return redirect("ponte_memory_imports")
        if action == "undo":
            _say(request, undo(batch, request.user), is_undone=True)
        elif action == "import":
            _say(request, carry_out(batch, request.user).new, is_undone=False)
    except (NotPossible, Batch.DoesNotExist):
        messages.error(request, _("This has been done already."))
    except (BadFile, NotYours) as error:
        messages.error(request, str(error))
    return redirect("ponte_memory_import", batch.pk)


def _say(request: HttpRequest, count: int, *, is_undone: bool) -> None:
    if is_undone:
        said = ngettext("%(count)s unit was taken away.", "%(count)s units were taken away.", count)
    else:
        said = ngettext("%(count)s unit was added.", "%(count)s units were added.", count)
    messages.success(request, said % {"count": count})


@require_POST
def begin_from_memory(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Begins every text of a translation that nobody has begun: from the memory, else the glossary, else by machine."""
    translation, target = open_translation(request, translation_id)
    here = redirect("ponte_workbench", translation.pk)
    if locked := lock_message(target, request.user):
        messages.error(request, locked)
        return here
    filled = pretranslate(translation, request.user, hidden=hidden_keys(request.user))
    begun = begin_by_machine(translation, request.user)
    said = ngettext(
        "%(count)s text was begun from the memory: look at it and confirm it.",
        "%(count)s texts were begun from the memory: look at each and confirm it.",
        filled.begun + begun.by_glossary,
    )
    messages.success(request, said % {"count": filled.begun + begun.by_glossary})
    _say_by_machine(request, begun)
    return here


def _say_by_machine(request: HttpRequest, begun: Begun) -> None:
    if begun.failure:
        messages.error(request, begun.failure)
    if begun.by_machine:
        said = ngettext(
            "%(count)s text was begun by machine: read it against the source.",
            "%(count)s texts were begun by machine: read each against the source.",
            begun.by_machine,
        )
        messages.warning(request, said % {"count": begun.by_machine})
    if begun.kept_back:
        said = ngettext(
            "%(count)s text was not sent to the machine: the public cannot read it.",
            "%(count)s texts were not sent to the machine: the public cannot read them.",
            begun.kept_back,
        )
        messages.info(request, said % {"count": begun.kept_back})
    if begun.unusable:
        said = ngettext(
            "%(count)s translation by machine lost a code, and was not taken.",
            "%(count)s translations by machine lost a code, and were not taken.",
            begun.unusable,
        )
        messages.info(request, said % {"count": begun.unusable})


def _require_review(request: Any) -> None:
    if not may_bring(request.user):
        raise PermissionDenied
