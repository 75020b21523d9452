"""The CMS's look at the worker: words for a red line on every screen, and mail to those who run the server.

The mail goes out once, whatever the number of CMS processes: one of them sets `Beat.mailed_at`, and that one sends it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from threading import Event, Thread

from django.conf import settings
from django.core.mail import send_mail
from django.db import DatabaseError, connection
from django.utils import timezone, translation
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from static_build.beat import GONE, read_pulse
from static_build.models import Beat

MAIL_AFTER = timedelta(minutes=5)
LOOK_SECONDS = 30
logger = logging.getLogger("ponte.watch")


def describe_absence() -> str:
    """What an editor must know of a worker that is gone, in the active language; empty where it is there."""
    pulse = read_pulse()
    if pulse is None:
        return _(
            "What you publish does not reach the public site yet: the worker has never been started. Nothing is lost. "
            "Tell whoever runs the server."
        )
    if not pulse.is_gone:
        return ""
    return _(
        "What you publish does not reach the public site now: the worker has given no sign for %(time)s. Nothing is "
        "lost, it follows as soon as the worker runs again. Tell whoever runs the server."
    ) % {"time": timesince(pulse.beat_at)}


def watch_once() -> None:
    """Sends the mail that is due: that the worker is gone, or that it is back. Raises DatabaseError."""
    now = timezone.now()
    gone = Beat.objects.filter(beat_at__lt=now - MAIL_AFTER, mailed_at__isnull=True)
    # The update finds the row only once, whoever else looks at the same moment.
    if gone.update(mailed_at=now) and not _mail(*_write_gone()):
        Beat.objects.filter(mailed_at=now).update(mailed_at=None)
    back = Beat.objects.filter(beat_at__gt=now - GONE, mailed_at__isnull=False)
    mailed_at = back.values_list("mailed_at", flat=True).first()
    if mailed_at and back.update(mailed_at=None) and not _mail(*_write_back()):
        Beat.objects.update(mailed_at=mailed_at)


def _write_gone() -> tuple[str, str]:
    pulse = read_pulse()
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Ponte: the worker is gone")
        if pulse is None:
            return subject, ""
        since = f"{timezone.localtime(pulse.beat_at):%Y-%m-%d %H:%M %Z}"
        body = _(
            "The worker (process %(process)d on %(host)s) has given no sign since %(since)s. What editors publish does "
            "not reach the public site, and what should go live, expire or be withdrawn by itself does not. Look at "
            "its log and start it again: `ponte worker`; `ponte status` tells more. Its last work: %(doing)s."
        )
        doing = pulse.doing or _("it waited")
        facts = {"process": pulse.process, "host": pulse.host, "since": since, "doing": doing}
        return subject, body % facts


def _write_back() -> tuple[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Ponte: the worker is back"), _("The worker runs again; what waited is being published.")


def _mail(subject: str, body: str) -> bool:
    """Whether it went out, or there is nobody to write to."""
    recipients = [address for _name, address in settings.ADMINS]
    logger.warning("%s. %s", subject, body)
    if not recipients:
        return True
    try:
        send_mail(subject, body, settings.SERVER_EMAIL, recipients)
    except (OSError, SMTPException) as error:
        logger.error("The mail to %s was not sent: %s", ", ".join(recipients), error)
        return False
    return True


class Watch:
    """Looks again and again, from a thread of the CMS."""

    def __init__(self, look_seconds: float = LOOK_SECONDS) -> None:
        self.look_seconds = look_seconds
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begins, once the CMS serves."""
        self._thread.start()

    def stop(self) -> None:
        """Ends it."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self.look_seconds):
            try:
                watch_once()
            except DatabaseError as error:
                logger.warning("The worker's heartbeat cannot be read: %s", str(error).strip())
            finally:
                connection.close()
