"""The memory in the admin: looked through by words, corrected and deleted from unit by unit, taken out as TMX."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from msgspec import Struct
from wagtail.admin import messages

from cms.translation.marked import NotMarked
from cms.translation.memory import review, words
from cms.translation.memory.concordance import find_similar
from cms.translation.memory.models import Event, Origin, Unit
from cms.translation.memory.rights import may_bring, may_correct, may_search, visible_units
from cms.translation.memory.tmx import write_tmx
from cms.translation.tokens import from_tokens, to_tokens
from site_content.languages import LANGUAGES
from static_build import clock

UNITS_ON_A_PAGE = 30
LONGEST_QUERY = 200
TYPED, SIMILAR = "typed", "similar"
ORIGINS = [("", gettext_lazy("Wherever they come from")), *Origin.choices]


class SearchForm(forms.Form):
    """What is looked for; nothing is the newest."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=LONGEST_QUERY, required=False)
    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        required=False,
        choices=[
            (TYPED, pgettext_lazy("way to search", "as typed")),
            (SIMILAR, pgettext_lazy("way to search", "in other forms too")),
        ],
    )
    origin = forms.ChoiceField(label=gettext_lazy("Origin"), required=False, choices=ORIGINS)
    deleted = forms.BooleanField(label=gettext_lazy("Deleted ones"), required=False)


class Side(Struct, frozen=True):
    """One text of a unit as it is shown."""

    tag: str
    language: str
    text: SafeString


class Line(Struct, frozen=True):
    """A unit in the list."""

    unit: Unit
    sides: tuple[Side, Side]
    origin: str
    may_correct: bool


@require_GET
def search_memory(request: HttpRequest) -> HttpResponse:
    """The units that have the words, or the newest."""
    _require(may_search(request.user))
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    query = str(asked.get("q", "")).replace("\0", "").strip()
    page = Paginator(_find(request.user, query, asked), UNITS_ON_A_PAGE).get_page(request.GET.get("p"))
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "form": form,
        "page": page,
        "lines": [_line(unit, query, request.user) for unit in page],
        "query": query,
        "parameters": urlencode({**kept, "deleted": "on"} if asked.get("deleted") else kept),
        "may_bring": may_bring(request.user),
    }
    return TemplateResponse(request, "cms/memory/search.html", context)


def _find(user: Any, query: str, asked: dict[str, Any]) -> QuerySet[Unit] | list[Unit]:
    units = visible_units(user).filter(deleted_at__isnull=not asked.get("deleted"))
    units = units.select_related("user", "batch")
    if asked.get("origin"):
        units = units.filter(origin=asked["origin"])
    if query and asked.get("how") == SIMILAR:
        numbers = find_similar(query)
        known = units.in_bulk(numbers)
        return [known[number] for number in numbers if number in known]
    if query:
        units = units.filter(folded__contains=words.fold(query))
    return units.order_by("-when", "-pk")


def _line(unit: Unit, query: str, user: Any) -> Line:
    return Line(unit, _sides(unit, query), _say_origin(unit), may_correct(user, unit))


def _sides(unit: Unit, query: str = "") -> tuple[Side, Side]:
    return (
        _side(unit.source_locale, to_tokens(unit.source, unit.source), query),
        _side(unit.target_locale, to_tokens(unit.target, unit.source), query),
    )


def _side(locale: str, text: str, query: str) -> Side:
    language = LANGUAGES.get(locale)
    name, tag = (language.name, language.tag) if language else (locale, locale)
    return Side(tag, name, _highlight(text, query))


def _highlight(text: str, query: str) -> SafeString:
    parts = re.split(f"({re.escape(query)})", text, flags=re.IGNORECASE) if query else [text]
    rows = (("mark" if number % 2 else "span", part) for number, part in enumerate(parts) if part)
    return format_html_join("", "<{0}>{1}</{0}>", rows)


def _say_origin(unit: Unit) -> str:
    return unit.batch.name if unit.origin == Origin.IMPORT and unit.batch else str(Origin(unit.origin).label)


@require_http_methods(["GET", "HEAD", "POST"])
def show_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit with its history; a reviewer corrects, deletes or restores it."""
    _require(may_search(request.user))
    unit = get_object_or_404(visible_units(request.user).select_related("user", "batch"), pk=unit_id)
    typed = to_tokens(unit.target, unit.source)
    if request.method == "POST":
        _require(may_correct(request.user, unit))
        typed = request.POST.get("target", "").replace("\r\n", "\n").replace("\0", "")
        if _act(request, unit, typed):
            return redirect("ponte_memory_unit", unit.pk)
    context = {
        "unit": unit,
        "sides": _sides(unit),
        "origin": _say_origin(unit),
        "typed": typed,
        "twins": review.find_twins(unit).count(),
        "events": [
            (event, to_tokens(event.target, unit.source))
            for event in Event.objects.filter(unit=unit).select_related("user")
        ],
        "may_correct": may_correct(request.user, unit),
    }
    return TemplateResponse(request, "cms/memory/unit.html", context)


def _act(request: HttpRequest, unit: Unit, typed: str) -> bool:
    """Whether it could be done."""
    action = request.POST.get("action")
    try:
        if action == "delete":
            count = review.delete(unit, request.user)
        elif action == "restore":
            count = review.restore(unit, request.user)
        else:
            count = review.correct(unit, from_tokens(typed, unit.source), request.user)
    except review.Refused as refused:
        messages.error(request, str(refused))
        return False
    except NotMarked as error:
        place = error.position
        messages.error(
            request,
            _("At character %(place)s there is a code that the source does not have.") % {"place": place},
        )
        return False
    said = ngettext("%(count)s unit was changed.", "%(count)s units were changed.", count)
    messages.success(request, said % {"count": count})
    return True


@require_GET
def export_memory(request: HttpRequest) -> StreamingHttpResponse:
    """All units that the user may see, as a TMX file."""
    _require(may_search(request.user))
    units = visible_units(request.user).filter(deleted_at=None).order_by("pk")
    now = clock.now()
    parts = write_tmx(units.iterator(chunk_size=2000), now)
    response = StreamingHttpResponse(parts, content_type="application/x-tmx+xml")
    response["Content-Disposition"] = f'attachment; filename="memory-{now:%Y-%m-%d}.tmx"'
    return response


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
