"""What an editor types a moment into: day, time of day and zone, in forms and in StreamField blocks alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from site_content.choices import list_zones
from site_content.languages import ZONES
from site_content.moments import MomentError, to_moment, to_wall


class MomentWidget(forms.MultiWidget):
    """Three inputs for one moment; with `end` a midnight is shown as 24:00 of the day before."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, end: bool = False) -> None:
        self.end = end
        labels = {
            "date": _("Day"),
            "time": _("Time of day, for example 12:00 or 24:00"),
            "zone": _("Time zone"),
        }
        named = {name: {"aria-label": label, "data-moment": name} for name, label in labels.items()}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **named["date"]}),
            "time": forms.TextInput(
                attrs={"placeholder": "24:00" if end else "09:30", "size": 6, **named["time"]}
            ),
            "zone": forms.Select(choices=CallableChoiceIterator(list_zones), attrs=named["zone"]),
        }
        super().__init__(parts, attrs)

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": [versioned_static("site_content/moment-widget.css")]})

    def format_value(self, value: Any) -> list[str]:
        """What the admin's JavaScript fills the inputs with."""
        parts = value if isinstance(value, list) else self.decompress(value)
        return [str(part or "") for part in parts]

    def decompress(self, value: str | None) -> list[Any]:
        """Day, time and zone; a text that is no moment is shown as it stands: nothing is lost unseen."""
        try:
            moment = to_moment(value or "")
        except MomentError:
            return [value, "", ZONES[0]]
        if moment is None:
            return [None, "", ZONES[0]]
        return list(to_wall(moment, end=self.end))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}_date" not in data


class MomentWidgetAdapter(WidgetAdapter):
    """Lets the admin's JavaScript read, fill and focus the three inputs as one."""

    js_constructor = "ponte.widgets.Moment"

    @cached_property
    def media(self) -> forms.Media:
        scripts = ["wagtailadmin/js/telepath/widgets.js", "site_content/moment-widget.js"]
        return forms.Media(js=[versioned_static(script) for script in scripts])


register(MomentWidgetAdapter(), MomentWidget)


class LinesWidget(forms.Textarea):
    """A list of texts, one a line."""

    def format_value(self, value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else str(value or "")
