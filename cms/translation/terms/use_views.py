"""Where a term is used, in the admin: the page by page list, and the ways to it from the glossary."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET
from msgspec import Struct
from wagtail.admin import messages
from wagtail.snippets.action_menu import ActionMenuItem

from cms.rights import hidden_keys
from cms.translation.terms.rights import may_change, may_search
from cms.translation.terms.uses import STATES, Span, State, Use, find_uses
from site_content.languages import LANGUAGES
from site_content.models.glossary import GlossaryTerm

USES_ON_A_PAGE = 50
WORDS: dict[State, Promise] = {
    "forbidden": gettext_lazy("translated by a forbidden variant"),
    "missing": gettext_lazy("not translated as the glossary says"),
    "variant": gettext_lazy("has a forbidden variant"),
    "untranslated": pgettext_lazy("use of a term", "to translate"),
    "used": gettext_lazy("as the glossary says"),
}


class Side(Struct, frozen=True):
    """One text as it is shown."""

    tag: str
    language: str
    text: SafeString


class Line(Struct, frozen=True):
    """A use in the list."""

    use: Use
    words: str
    sides: tuple[Side, ...]
    url: str


@require_GET
def show_uses(request: HttpRequest, term_id: int) -> HttpResponse:
    """The texts that have the term or a forbidden variant, the wrong ones first."""
    if not may_search(request.user):
        raise PermissionDenied
    term = get_object_or_404(GlossaryTerm, pk=term_id)
    uses = find_uses(term, hidden=hidden_keys(request.user))
    counts = Counter(use.state for use in uses)
    state = request.GET.get("state", "")
    page = Paginator([use for use in uses if state in ("", use.state)], USES_ON_A_PAGE).get_page(
        request.GET.get("p")
    )
    context = {
        "term": term,
        "page": page,
        "lines": [_line(use) for use in page],
        "state": state,
        "counts": [(each, WORDS[each], counts[each]) for each in STATES if counts[each]],
        "total": len(uses),
        "may_change": may_change(request.user),
        "edit_url": reverse(GlossaryTerm.snippet_viewset.get_url_name("edit"), args=[term.pk]),
    }
    return TemplateResponse(request, "cms/terms/uses.html", context)


def _line(use: Use) -> Line:
    sides = [_side(use.source_locale, use.source, use.source_spans)]
    if use.target:
        sides.append(_side(use.target_locale, use.target, use.target_spans))
    url = ""
    if use.translation is not None:
        url = f"{reverse('ponte_workbench', args=[use.translation])}#s{use.context}-{use.string}"
    return Line(use, str(WORDS[use.state]), tuple(sides), url)


def _side(locale: str, text: str, spans: tuple[Span, ...]) -> Side:
    language = LANGUAGES.get(locale)
    name, tag = (language.name, language.tag) if language else (locale, locale)
    parts: list[tuple[str, str]] = []
    at = 0
    for start, end in spans:
        parts += [("span", text[at:start]), ("mark", text[start:end])]
        at = end
    parts.append(("span", text[at:]))
    return Side(tag, name, format_html_join("", "<{0}>{1}</{0}>", (part for part in parts if part[1])))


def uses_url(term: GlossaryTerm) -> str:
    """The address of a term's uses."""
    return reverse("ponte_term_uses", args=[term.pk])


class UsesMenuItem(ActionMenuItem):
    """The way to the uses from the form of a term."""

    name = "action-uses"
    label = gettext_lazy("Where it is used")
    icon_name = "search"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and context["model"] is GlossaryTerm

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return uses_url(parent_context["instance"])


def tell_of_uses(request: HttpRequest, instance: Any) -> None:
    """After a term was changed: where it stands is offered."""
    if isinstance(instance, GlossaryTerm):
        text = format_html('<a href="{}">{}</a>', uses_url(instance), _("See where this term is used"))
        messages.info(request, text)
