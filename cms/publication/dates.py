"""Moments as the admin's screens say them, in the reader's language and zone."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

JUST_NOW_SECONDS = 60


def say_since(at: datetime) -> str:
    """Both when and how long ago: `23 November 2026 10:00 (5 minutes ago)`."""
    return _("%(date)s (%(ago)s)") % {"ago": say_ago(at), "date": say_date(at)}


def say_ago(at: datetime) -> str:
    """How long ago, in one unit."""
    now = timezone.now()
    if (now - at).total_seconds() < JUST_NOW_SECONDS:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(at, now, depth=1)}


def say_date(at: datetime) -> str:
    """Day and hour."""
    return date_format(timezone.localtime(at), pgettext("date format", "j F Y H:i"))


def say_short(at: datetime) -> str:
    """Day and hour where there is little room."""
    return date_format(timezone.localtime(at), pgettext("date format", "j M Y H:i"))
