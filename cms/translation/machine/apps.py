"""The app of its guard."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MachineConfig(AppConfig):
    name = "cms.translation.machine"
    label = "machine_translation"
    verbose_name = _("Machine translation")

    def ready(self) -> None:
        from cms.translation.machine.guard import connect

        connect()
