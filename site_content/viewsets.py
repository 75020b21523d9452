"""How the admin lists and edits snippets: one menu for the directory, one for the site's settings."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from site_content.models.glossary import GlossaryTerm
from site_content.models.office import Office
from site_content.models.partner import Partner
from site_content.models.person import Person
from site_content.models.settings import SiteSettings
from site_content.models.topic import Topic


class CreateInLanguage(CreateView):
    """The form for a new row, which is reviewed by its language's reviewers from the first."""

    @cached_property
    def workflow(self) -> Any:
        return self.model(locale=self.locale).get_workflow()


class TranslatedViewSet(SnippetViewSet):
    """What exists in each language."""

    add_view_class = CreateInLanguage


class PartnerViewSet(TranslatedViewSet):
    """Promoters, partners and counterparts."""

    model = Partner
    icon = "site"
    list_display = ["name", "acronym", "role", LocaleColumn(), UpdatedAtColumn()]
    list_filter = ["role", "kind"]


class PersonViewSet(TranslatedViewSet):
    """People."""

    model = Person
    icon = "group"
    list_display = ["name", "name_han", "role", LocaleColumn(), UpdatedAtColumn()]


class OfficeViewSet(TranslatedViewSet):
    """Offices."""

    model = Office
    icon = "home"
    list_display = ["name", "city", LocaleColumn(), UpdatedAtColumn()]


class TopicViewSet(TranslatedViewSet):
    """Sectors and themes."""

    model = Topic
    icon = "tag"
    list_display = ["name", "sector", LocaleColumn(), UpdatedAtColumn()]


class GlossaryViewSet(SnippetViewSet):
    """The translators' terms."""

    model = GlossaryTerm
    icon = "openquote"
    list_display = ["italian", "chinese", "english", "note"]


class SiteSettingsViewSet(TranslatedViewSet):
    """The site's settings, one for each language."""

    model = SiteSettings
    icon = "cog"
    list_display = ["site_name", LocaleColumn(), UpdatedAtColumn()]


class DirectoryGroup(SnippetViewSetGroup):
    """What pages refer to."""

    menu_label = _("Directory")
    menu_name = "directory"
    menu_icon = "folder-open-inverse"
    menu_order = 250
    items = (PartnerViewSet, PersonViewSet, OfficeViewSet, TopicViewSet, GlossaryViewSet, SiteSettingsViewSet)
