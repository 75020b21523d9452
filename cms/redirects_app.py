"""Wagtail's redirects, made by the public site's own rules, and without a web API that nobody asks for.

That API costs every command half a second to make. Wagtail's own receivers know of one language and of drafts alike: ours
take their place.
"""

from __future__ import annotations

from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig


class RedirectsConfig(WagtailRedirectsAppConfig):
    """The same app; its `ready` connects Ponte's rules where Wagtail's would be."""

    def ready(self) -> None:
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.permissions import register_permission_policy

        from cms import moved_pages, redirect_rules

        register_permission_policy(Redirect)
        moved_pages.install()
        redirect_rules.install()
