"""The CMS as a WSGI application, and beside it the watch over the worker."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
application = get_wsgi_application()

from cms.watch import Watch  # noqa: E402 - imports models

Watch().start()
