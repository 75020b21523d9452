"""Files for translators' own tools, in the admin: out for one translation or many; back as a plan, then done, then undone."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.rights import languages_of, worked_languages
from cms.translation.files.archive import MAX_ZIP_BYTES
from cms.translation.files.export import name_file, write_xliff, write_zip
from cms.translation.files.importing import Changed, carry_out, propose
from cms.translation.files.models import FileImport
from cms.translation.files.parsing import MAX_BYTES
from cms.translation.files.plan import OUTCOMES
from cms.translation.files.po import write_po
from cms.translation.files.rights import choose_open, find_imports, find_translations, may_see, may_use
from cms.translation.files.snapshots import undo
from cms.translation.files.xliff import Profile
from cms.translation.imports import NotPossible, read_upload
from cms.translation.workbench.opening import lock_message, open_translation
from cms.translation.xml_reading import BadFile
from cms.translation_drafts import find_target

LISTED = 50
MAX_EXPORTED = 1_000
XLIFF, ZIP, PO = "application/xliff+xml", "application/zip", "text/x-gettext-translation; charset=utf-8"
WORDS: dict[str, Promise] = {
    "refuse": pgettext_lazy("text of a file", "Refused"),
    "offer": pgettext_lazy("text of a file", "No longer on the page: kept in the memory and the history"),
    "keep": pgettext_lazy("text of a file", "Kept, to be confirmed in the workbench"),
    "confirm": pgettext_lazy("text of a file", "Confirmed"),
    "untranslated": pgettext_lazy("text of a file", "Not translated in the file"),
    "same": pgettext_lazy("text of a file", "Unchanged"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def show_files(request: HttpRequest) -> HttpResponse:
    """What can be taken out, the form to bring something back, the imports there were; a POST proposes a file."""
    _require(request)
    if request.method == "POST":
        row = _propose(request)
        return redirect("ponte_files_import", row.pk) if row else redirect(request.get_full_path())
    one = _asked_translation(request)
    context = {
        "translation": one,
        "imports": find_imports(request.user)[:LISTED],
        "locales": _locales(request.user),
        "max_megabytes": MAX_BYTES // 2**20,
        "max_zip_megabytes": MAX_ZIP_BYTES // 2**20,
    }
    return TemplateResponse(request, "cms/files/files.html", context)


def _asked_translation(request: HttpRequest) -> Translation | None:
    number = request.GET.get("translation", "")
    if not number.isdecimal() or len(number) > 15:
        return None
    translation, _target = open_translation(request, int(number))
    return translation


def _locales(user: Any) -> list[tuple[str, str]]:
    """The languages into which the user may take something out."""
    rows = Locale.objects.filter(language_code__in={*languages_of(user), *worked_languages(user)})
    return [(row.language_code, row.get_display_name()) for row in rows]


def _propose(request: HttpRequest) -> FileImport | None:
    try:
        return propose(*read_upload(request, MAX_ZIP_BYTES, _("Choose a file first.")), request.user)
    except BadFile as error:
        messages.error(request, _("Nothing was imported. %(reason)s") % {"reason": error})
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def show_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """One import with what it would do or has done; a POST carries it out, forgets it or undoes it."""
    _require(request)
    row = get_object_or_404(
        FileImport.objects.defer("content").select_related("user", "undone_by"), pk=import_id
    )
    if not may_see(request.user, row):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, row)
    return TemplateResponse(request, "cms/files/import.html", _describe(row))


def _describe(row: FileImport) -> dict[str, Any]:
    counts = [
        (WORDS[outcome], row.counts.get(outcome, 0)) for outcome in reversed(OUTCOMES) if outcome in WORDS
    ]
    lines = [{**line, "words": WORDS[line["outcome"]]} for line in row.lines]
    told = sum(row.counts.get(outcome, 0) for outcome in ("refuse", "offer", "keep", "confirm"))
    return {
        "row": row,
        "counts": counts,
        "lines": lines,
        "more": told - len(lines),
        "does_something": told > row.counts.get("refuse", 0),
    }


def _act(request: HttpRequest, row: FileImport) -> HttpResponse:
    action = request.POST.get("action")
    try:
        if action == "forget":
            row.forget()
            return redirect("ponte_files")
        if action == "import":
            carry_out(row, request.user)
            messages.success(request, _("The file is imported."))
        elif action == "undo":
            _undo(request, row)
    except (NotPossible, FileImport.DoesNotExist):
        messages.error(request, _("This has been done already."))
    except Changed:
        said = _(
            "Something was changed since the file was read. Nothing was done: this is what it would do now."
        )
        messages.warning(request, said)
    except BadFile as error:
        messages.error(request, _("Nothing was imported. %(reason)s") % {"reason": error})
    return redirect("ponte_files_import", row.pk)


def _undo(request: HttpRequest, row: FileImport) -> None:
    for translation in row.translations.select_related("source"):
        if locked := lock_message(find_target(translation), request.user):
            messages.error(request, locked)
            return
    done = undo(row, request.user)
    said = ngettext("%(count)s text is as it was.", "%(count)s texts are as they were.", done.restored)
    messages.success(request, said % {"count": done.restored})
    if done.stayed:
        said = ngettext(
            "%(count)s text was changed since and stays as it is.",
            "%(count)s texts were changed since and stay as they are.",
            done.stayed,
        )
        messages.warning(request, said % {"count": done.stayed})


@require_GET
def export_one(request: HttpRequest, translation_id: int, profile: str) -> HttpResponse:
    """One translation: a file, or for OmegaT a project in a zip."""
    translation, _target = open_translation(request, translation_id)
    name = name_file(translation)
    if profile == "omegat":
        content = write_zip([translation], "omegat", user=request.user)
        return _download(content, f"{name.removesuffix('.xlf')}.zip", ZIP)
    if profile == "po":
        return _download(write_po(translation), f"{name.removesuffix('.xlf')}.po", PO)
    if profile != "standard":
        raise Http404
    return _download(write_xliff(translation, "standard", user=request.user), name, XLIFF)


@require_GET
def export_many(request: HttpRequest) -> HttpResponse:
    """Translations into one language as a zip: those with texts that are not confirmed, or all."""
    _require(request)
    locale, profile = request.GET.get("to", ""), request.GET.get("profile", "")
    if profile not in ("standard", "omegat") or locale not in dict(_locales(request.user)):
        raise Http404
    rows = find_translations(request.user, locale, is_open=request.GET.get("what") != "all")
    chosen = choose_open(request.user, rows[: MAX_EXPORTED + 1])
    if not chosen or len(chosen) > MAX_EXPORTED:
        text = (
            _("More than %(count)s translations are too many for one file: take out those that are open.")
            if chosen
            else _("There is nothing to translate.")
        )
        messages.warning(request, text % {"count": MAX_EXPORTED} if chosen else text)
        return redirect("ponte_files")
    content = write_zip(chosen, cast(Profile, profile), user=request.user)
    return _download(content, f"ponte_{locale}_{profile}.zip", ZIP)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _require(request: HttpRequest) -> None:
    if not may_use(request.user):
        raise PermissionDenied
