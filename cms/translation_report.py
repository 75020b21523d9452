"""The report of translations, which is the translators' list of work: each sees only what they may open."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView

from cms.rights import hidden_keys, languages_of
from site_content.staleness import stale_places


class TranslationsReport(TranslationsReportView):
    """wagtail-localize's report, less what is not the user's business; it links to the editor."""

    results_template_name = "cms/translations_report_results.html"
    template_name = "wagtailadmin/reports/base_report.html"

    def get_queryset(self) -> QuerySet[Translation]:
        user = self.request.user
        translations: QuerySet[Translation] = (
            super().get_queryset().filter(enabled=True).order_by("-source__last_updated_at", "pk")
        )
        if may_see_all(user):
            return translations
        mine = translations.filter(target_locale__language_code__in=languages_of(user))
        return mine.exclude(source__object_id__in=hidden_keys(user))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        stale = stale_places()
        for translation in context["object_list"]:
            place = str(translation.source.object_id), translation.target_locale.language_code
            translation.is_stale = place in stale
        return {**context, "may_see_sources": may_see_all(self.request.user)}


def may_see_all(user: Any) -> bool:
    """Whether the user works on pages themselves, not only on translations of them."""
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))
