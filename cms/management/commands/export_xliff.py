"""`ponte export-xliff`: translations as XLIFF files for translators' own tools, into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation


class Command(BaseCommand):
    """One file for each translation; OmegaT gets a project in a zip."""

    help = "Writes translations as XLIFF 1.2: of all pages and snippets, or of the pages with these numbers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "pages", metavar="PAGE", nargs="*", type=int, help="the number of a page, in any language"
        )
        parser.add_argument("--all", action="store_true", dest="is_all", help="every page and snippet")
        parser.add_argument("--to", metavar="LOCALE", required=True, help="the language to translate into")
        parser.add_argument("--output", metavar="FOLDER", required=True, help="made if it is not there")
        parser.add_argument("--profile", choices=("standard", "omegat"), default="standard")

    def handle(self, *args: Any, **options: Any) -> None:
        from cms.translation.files.export import name_file, write_xliff, write_zip

        translations = list(self._find(options))
        if not translations:
            raise CommandError(f"There is no translation into {options['to']} of what was asked for.")
        folder = Path(options["output"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if options["profile"] == "omegat":
                (folder / f"omegat_{options['to']}.zip").write_bytes(write_zip(translations, "omegat"))
            else:
                for translation in translations:
                    (folder / name_file(translation)).write_bytes(write_xliff(translation))
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{len(translations)} translations in {folder}.")

    def _find(self, options: dict[str, Any]) -> QuerySet[Translation]:
        """The enabled translations that have a target. Raises CommandError for what does not exist."""
        if bool(options["pages"]) == options["is_all"]:
            raise CommandError("Say which: either the numbers of pages or --all.", returncode=2)
        if not Locale.objects.filter(language_code=options["to"]).exists():
            codes = ", ".join(Locale.objects.values_list("language_code", flat=True))
            raise CommandError(f"There is no language {options['to']!r}: take one of {codes}.", returncode=2)
        rows: QuerySet[Translation] = Translation.objects.filter(
            enabled=True, target_locale__language_code=options["to"]
        ).select_related("source__locale", "source__specific_content_type", "target_locale")
        if options["is_all"]:
            return rows.order_by("pk")
        keys = dict(Page.objects.filter(pk__in=options["pages"]).values_list("pk", "translation_key"))
        if missing := sorted(set(options["pages"]) - set(keys)):
            raise CommandError(f"There is no page {', '.join(map(str, missing))}.")
        return rows.filter(source__object_id__in=keys.values()).order_by("pk")
