"""What an editor may enter as a redirect: the rules of static_build.redirects, said in words beside the field.

The public site leaves out whatever breaks them, however it came into the database.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect

from cms.addresses import find_public_page
from site_content.paths import public_path
from static_build.redirects import Fault, fault_of, folder_of, local_of

WORDS = {
    Fault.QUERY: _("The public site does not see what follows a question mark: leave that out."),
    Fault.CHARACTERS: _("Write it as addresses are written: no spaces, no signs but hyphens and slashes."),
    Fault.RESERVED: _("The site needs this address for itself: choose another one."),
}
WAGTAILS_CLEAN = Redirect.clean


def install() -> None:
    """Lets the model itself refuse: the form, the import and whatever else validates then say the same."""
    Redirect.clean = clean


def clean(redirect: Any) -> None:
    """Takes the place of the model's `clean`. Raises ValidationError with the field that is wrong."""
    if not redirect.old_path.strip():
        return  # the field itself has said so
    WAGTAILS_CLEAN(redirect)
    old = folder_of(redirect.old_path)
    _refuse_old(old)
    if redirect.redirect_page and redirect.redirect_link:
        raise ValidationError({"redirect_link": _("Choose a page or give an address, not both.")})
    if redirect.redirect_page:
        _refuse_circle_of_page(old, redirect.redirect_page)
    elif redirect.redirect_link:
        _refuse_link(redirect, old)
    else:
        raise ValidationError({"redirect_page": _("Choose a page, or give an address below.")})


def _refuse_old(old: str) -> None:
    fault = fault_of(old)
    if fault is not None:
        raise ValidationError({"old_path": WORDS[fault]})
    page = find_public_page(old)
    if page is not None:
        words = _("“%(title)s” is at this address now: nobody would be led on from there.")
        raise ValidationError({"old_path": words % {"title": page.title}})


def _refuse_circle_of_page(old: str, page: Any) -> None:
    if page.depth > 1 and public_path(page) == old:
        raise ValidationError({"redirect_page": _circle([old, old])})


def _refuse_link(redirect: Any, old: str) -> None:
    goal = local_of(redirect.redirect_link, settings.PONTE_PUBLIC_URL)
    if not goal:
        raise ValidationError({"redirect_link": _("Only addresses that begin with https:// or http://.")})
    others = Redirect.objects.exclude(pk=redirect.pk).values_list(
        "old_path", "redirect_page", "redirect_link"
    )
    table = {folder_of(path): (page, link) for path, page, link in others}
    trail = [old]
    while goal.startswith("/"):
        path = goal.partition("#")[0]
        if path in trail:
            raise ValidationError({"redirect_link": _circle([*trail, path])})
        page, link = table.get(path, (None, ""))
        if page is not None or find_public_page(path) is not None:
            return
        if not link:
            words = _("There is no public page at %(path)s. Choose the page itself above.")
            raise ValidationError({"redirect_link": words % {"path": path}})
        trail.append(path)
        goal = local_of(link, settings.PONTE_PUBLIC_URL)


def _circle(trail: list[str]) -> Any:
    return _("These redirects would lead round in a circle: %(path)s") % {"path": " → ".join(trail)}
