"""The matrix on the screen, as a table for spreadsheets, and its missing translations submitted several at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods
from msgspec import Struct
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.rights import may_see_all, may_submit, seen_languages
from cms.translation.jobs.cells import Cell as CsvCell
from cms.translation.jobs.cells import answer_table
from cms.translation.jobs.counting import Progress, progress_of, read_progress
from cms.translation.jobs.matrix import Cell, Line, Status, read_matrix
from cms.translation.jobs.models import Job, State
from cms.translation.jobs.queue import LONGEST_QUERY, name_type
from cms.translation.jobs.views import require
from site_content.languages import LANGUAGES
from static_build import clock

LINES_ON_A_PAGE = 50
STATUSES: dict[Status, Promise] = {
    "missing": pgettext_lazy("translation of a page", "missing"),
    "in_progress": pgettext_lazy("translation of a page", "in progress"),
    "in_review": pgettext_lazy("translation of a page", "in review"),
    "live": pgettext_lazy("translation of a page", "live"),
    "stale": pgettext_lazy("translation of a page", "stale"),
    "ahead": pgettext_lazy("translation of a page", "ahead"),
}


class MatrixForm(forms.Form):
    """What is looked for; nothing is everything."""

    q = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_QUERY, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", pgettext_lazy("translation of a page", "any")), *STATUSES.items()],
    )

    def __init__(self, data: Any, languages: list[str], types: Iterable[str]) -> None:
        super().__init__(data)
        names = sorted(((label, name_type(label)) for label in types), key=lambda one: one[1])
        self.fields["type"].choices = [("", pgettext_lazy("types", "all")), *names]  # type: ignore[attr-defined]
        codes = [(code, LANGUAGES[code].name) for code in languages]
        self.fields["language"].choices = [("", pgettext_lazy("languages", "all")), *codes]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What was asked for and can be; wrong values are as none."""
        self.is_valid()
        return {name: str(value).replace("\0", "") for name, value in self.cleaned_data.items() if value}


class Shown(Struct, frozen=True, kw_only=True):
    """A cell as it is shown."""

    cell: Cell
    words: str
    also: str
    progress: Progress
    translation: int | None
    job: Job | None


class Row(Struct, frozen=True, kw_only=True):
    """A line as it is shown; `cells` in the order of the columns, None in the source's own language."""

    line: Line
    type: str
    edit: str
    cells: list[Shown | None]


@require_http_methods(["GET", "HEAD", "POST"])
def show_matrix(request: HttpRequest) -> HttpResponse:
    """Every page and snippet by language. Raises PermissionDenied."""
    languages = seen_languages(request.user)
    require(bool(languages))
    lines = read_matrix(request.user, languages)
    if request.method == "POST":
        return _submit(request, lines)
    form = MatrixForm(request.GET, languages, {line.type for line in lines})
    asked = form.asked()
    found = list(select_lines(lines, asked))
    if request.GET.get("export") == "csv":
        return answer_table(f"matrix-{localtime(clock.now()):%Y-%m-%d}", make_table(found, languages))
    page = Paginator(found, LINES_ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "page": page,
        "rows": make_rows(list(page), languages, may_edit=may_see_all(request.user)),
        "columns": [LANGUAGES[code] for code in languages],
        "counts": count_statuses(found, asked.get("language")),
        "parameters": urlencode(asked),
        "here": request.get_full_path(),
        "may_submit": request.user.has_perm("wagtail_localize.submit_translation"),
        "is_filtered": bool(asked),
    }
    return TemplateResponse(request, "cms/jobs/matrix.html", context)


def select_lines(lines: Iterable[Line], asked: dict[str, str]) -> Iterator[Line]:
    """Those that answer to all that was asked."""
    query, type = asked.get("q", "").casefold(), asked.get("type")
    language, status = asked.get("language"), asked.get("status")
    for line in lines:
        if (type and line.type != type) or (query and query not in line.title.casefold()):
            continue
        cells = [cell for cell in line.cells.values() if not language or cell.locale == language]
        if (language and not cells) or (status and not any(cell.has(status) for cell in cells)):
            continue
        yield line


def count_statuses(lines: Iterable[Line], language: str | None = None) -> list[tuple[str, str, int]]:
    """Each status with its words and how many cells have it."""
    counts = Counter(
        cell.status
        for line in lines
        for cell in line.cells.values()
        if not language or cell.locale == language
    )
    return [(status, str(words), counts[status]) for status, words in STATUSES.items()]


def make_rows(lines: list[Line], languages: list[str], *, may_edit: bool) -> list[Row]:
    """The lines of one page with progress and open jobs; five queries, whatever their number."""
    sources = [line.source for line in lines if line.source is not None]
    progress = read_progress(sources)
    locales = dict(Locale.objects.values_list("language_code", "pk"))
    translations = _read_translations(sources)
    jobs = _read_jobs(translations.values())

    def show(line: Line, cell: Cell) -> Shown:
        translation = translations.get((line.source or 0, cell.locale))
        return Shown(
            cell=cell,
            words=str(STATUSES[cell.status]),
            also=str(STATUSES[cell.also]) if cell.also else "",
            progress=progress_of(progress, line.source, locales[cell.locale]),
            translation=translation,
            job=jobs.get(translation or 0),
        )

    return [
        Row(
            line=line,
            type=name_type(line.type),
            edit=find_address(line) if may_edit else "",
            cells=[show(line, line.cells[code]) if code in line.cells else None for code in languages],
        )
        for line in lines
    ]


def _read_translations(sources: list[int]) -> dict[tuple[int, str], int]:
    rows = Translation.objects.filter(source_id__in=sources, enabled=True)
    columns = rows.values_list("source_id", "target_locale__language_code", "pk")
    return {(source, code): pk for source, code, pk in columns}


def _read_jobs(translations: Iterable[int]) -> dict[int, Job]:
    rows = Job.objects.filter(translation__in=list(translations)).exclude(state=State.DONE)
    return {job.translation_id or 0: job for job in rows.order_by("pk")}


def find_address(line: Line) -> str:
    """Where the source is edited; empty where it cannot be."""
    model = apps.get_model(line.type)
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[line.instance])
    try:
        return reverse(model.snippet_viewset.get_url_name("edit"), args=[line.instance])
    except (AttributeError, NoReverseMatch):
        return ""


def make_table(lines: Iterable[Line], languages: list[str]) -> Iterator[list[CsvCell]]:
    """A heading, then a row for each page or snippet."""
    yield [
        _("Title"),
        _("Type"),
        _("Source language"),
        _("Source"),
        *(LANGUAGES[code].name for code in languages),
    ]
    names: dict[str, str] = {}
    words = {status: str(said) for status, said in STATUSES.items()}
    live, draft = words["live"], pgettext("translation of a page", "draft")
    for line in lines:
        name = names.setdefault(line.type, "") or name_type(line.type)
        names[line.type] = name
        cells = (line.cells.get(code) for code in languages)
        states = (_say(cell, words) if cell is not None else "" for cell in cells)
        yield [line.title, name, LANGUAGES[line.locale].name, live if line.is_live else draft, *states]


def _say(cell: Cell, words: dict[Status, str]) -> str:
    return f"{words[cell.status]}, {words[cell.also]}" if cell.also else words[cell.status]


def _submit(request: HttpRequest, lines: list[Line]) -> HttpResponse:
    """Submits the chosen ones for translation into a language in which they are missing."""
    here = request.POST.get("here", "")
    chosen = set(request.POST.getlist("line")[:LINES_ON_A_PAGE])
    locale = Locale.objects.filter(language_code=request.POST.get("language", "")).first()
    done, refused = 0, 0
    for line in lines if locale is not None else ():
        cell = line.cells.get(locale.language_code) if locale is not None else None
        if line.key in chosen and cell is not None and cell.status == "missing":
            if _submit_one(request.user, line, locale):
                done += 1
            else:
                refused += 1
    if done:
        messages.success(request, _("Submitted for translation: %(count)s.") % {"count": done})
    if refused:
        messages.error(request, _("Not yours to submit: %(count)s.") % {"count": refused})
    if not done and not refused:
        messages.warning(request, _("None of the chosen ones is missing in that language."))
    start = reverse("ponte_matrix")
    return redirect(here if here.startswith(start) else start)


def _submit_one(user: Any, line: Line, locale: Any) -> bool:
    kind = ContentType.objects.get_for_model(apps.get_model(line.type))
    instance = kind.get_object_for_this_type(pk=line.instance)
    if not may_submit(user, instance, Locale.objects.filter(pk=locale.pk)):
        return False
    translate_object(instance, [locale], user=user)
    return True
