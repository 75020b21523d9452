"""The endpoint as a WSGI application of its own."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.search.settings")
application = get_wsgi_application()

from cms.search.service import service  # noqa: E402 - imports models

service().warm()
