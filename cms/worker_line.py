"""The red line that every screen of the admin shows while the worker is gone: its address, its script and its style."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.watch import describe_absence


def worker_line(_request: HttpRequest) -> JsonResponse:
    """What the line says; empty where there is none to show."""
    response = JsonResponse({"words": describe_absence()})
    response["Cache-Control"] = "no-store"
    return response


@hooks.register("register_admin_urls")
def add_address() -> list[URLPattern]:
    return [path("ponte/worker/", worker_line, name="ponte_worker_line")]


@hooks.register("insert_global_admin_js")
def add_script() -> SafeString:
    """The script asks by itself, so that a screen that stands open shows it too."""
    return format_html(
        '<script src="{}" data-worker-line="{}" defer></script>',
        static("cms/worker_line.js"),
        reverse("ponte_worker_line"),
    )


@hooks.register("insert_global_admin_css")
def add_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/worker_line.css"))
