"""The glossary out as CSV and TBX; files brought in, shown with what they would do, then imported or forgotten, or undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from cms.translation.imports import NotPossible, read_upload
from cms.translation.terms.importing import Outdated, carry_out, list_terms, propose, undo
from cms.translation.terms.models import TermBatch
from cms.translation.terms.rights import may_change, may_search
from cms.translation.terms.spreadsheet import MAX_BYTES, write_csv
from cms.translation.terms.tbx import write_tbx
from cms.translation.xml_reading import BadFile
from site_content.models.glossary import GlossaryTerm
from static_build import clock

LISTED = 50
FORMATS = {"csv": (write_csv, "text/csv; charset=utf-8"), "tbx": (write_tbx, "application/x-tbx")}


@require_GET
def export_terms(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """All terms as a file."""
    if not may_search(request.user):
        raise PermissionDenied
    if kind not in FORMATS:
        raise Http404("There is no such format.")
    write, content_type = FORMATS[kind]
    response = StreamingHttpResponse(write(list_terms()), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="glossary-{clock.now():%Y-%m-%d}.{kind}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def show_files(request: HttpRequest) -> HttpResponse:
    """The ways out, the imports there were, and the form for another; a POST proposes a file."""
    if not may_search(request.user):
        raise PermissionDenied
    if request.method == "POST":
        _require_change(request)
        batch = _propose(request)
        return redirect("ponte_terms_import", batch.pk) if batch else redirect("ponte_terms_files")
    done = TermBatch.objects.filter(~Q(imported_at=None)).defer("content", "done").select_related("user")
    context = {
        "batches": done[:LISTED] if may_change(request.user) else (),
        "count": GlossaryTerm.objects.count(),
        "may_change": may_change(request.user),
        "max_megabytes": MAX_BYTES // 2**20,
    }
    return TemplateResponse(request, "cms/terms/files.html", context)


def _propose(request: HttpRequest) -> TermBatch | None:
    try:
        return propose(*read_upload(request, MAX_BYTES, _("Choose a CSV or TBX file first.")), request.user)
    except BadFile as error:
        messages.error(request, str(error))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def show_import(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One import with what it would do or has done; a POST carries it out, forgets it or undoes it."""
    _require_change(request)
    rows = TermBatch.objects.defer("content", "done").select_related("user", "undone_by")
    batch = get_object_or_404(rows, pk=batch_id)
    if request.method == "POST":
        return _act(request, batch)
    counts = batch.counts
    context = {
        "row": batch,
        "counts": counts,
        "lines": _name_fields(counts.get("lines", [])),
        "does_something": counts.get("new") or counts.get("changed"),
    }
    return TemplateResponse(request, "cms/terms/import.html", context)


def _name_fields(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines with fields called as the form calls them."""
    return [
        line
        | {
            "changes": [
                (
                    capfirst(str(getattr(GlossaryTerm._meta.get_field(name), "verbose_name", name))),
                    before,
                    after,
                )
                for name, before, after in line["changes"]
            ]
        }
        for line in lines
    ]


def _act(request: HttpRequest, batch: TermBatch) -> HttpResponse:
    action = request.POST.get("action")
    try:
        if action == "forget":
            batch.forget()
            return redirect("ponte_terms_files")
        if action == "undo":
            _say_undone(request, *undo(batch, request.user))
        elif action == "import":
            done = carry_out(batch, request.user)
            _say_done(request, done.new + done.changed)
    except (NotPossible, TermBatch.DoesNotExist):
        messages.error(request, _("This has been done already."))
    except Outdated:
        messages.warning(
            request, _("The glossary has changed meanwhile: this is what the file would do now. Look again.")
        )
    except BadFile as error:
        messages.error(request, str(error))
    return redirect("ponte_terms_import", batch.pk)


def _say_done(request: HttpRequest, count: int) -> None:
    said = ngettext("%(count)s term was written.", "%(count)s terms were written.", count)
    messages.success(request, said % {"count": count})


def _say_undone(request: HttpRequest, count: int, kept: int) -> None:
    said = ngettext("%(count)s term is as it was.", "%(count)s terms are as they were.", count)
    messages.success(request, said % {"count": count})
    if kept:
        said = ngettext(
            "%(count)s term was changed since, and stays as it is.",
            "%(count)s terms were changed since, and stay as they are.",
            kept,
        )
        messages.warning(request, said % {"count": kept})


def _require_change(request: Any) -> None:
    if not may_change(request.user):
        raise PermissionDenied
