"""`ponte serve-cms`: the CMS on a laptop, by waitress; in production any WSGI server runs cms.wsgi."""

from __future__ import annotations

from typing import Any

import waitress
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Serves until it is stopped."""

    help = "Serves the CMS on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        from cms.wsgi import application

        port = options["port"]
        self.stderr.write(f"The CMS is at http://127.0.0.1:{port}/admin/")
        try:
            waitress.serve(application, host="127.0.0.1", port=port, threads=8, ident="ponte", _quiet=True)
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used: {error.strerror}. Take another: --port N."
            ) from error
