"""A status in words: a short label, and a sentence that says since when, why, or what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.publication import deliveries
from cms.publication.dates import say_ago, say_date, say_short, say_since
from cms.publication.deliveries import Target
from cms.publication.status import BUILDING, FAILED, HELD, HIDDEN, LEAVING, LIVE, SENDING, WAITING, Status

LABELS: dict[str, Promise] = {
    LIVE: pgettext_lazy("publish status", "Live"),
    SENDING: pgettext_lazy("publish status", "Being sent"),
    WAITING: pgettext_lazy("publish status", "Waiting"),
    BUILDING: pgettext_lazy("publish status", "Being built"),
    FAILED: pgettext_lazy("publish status", "Failed"),
    HELD: pgettext_lazy("publish status", "Held"),
    LEAVING: pgettext_lazy("publish status", "Being taken off"),
    HIDDEN: pgettext_lazy("publish status", "Not public"),
}
TARGETS: dict[str, Promise] = {
    deliveries.DONE: gettext_lazy("has it"),
    deliveries.UNDER_WAY: gettext_lazy("is being sent to"),
    deliveries.FAILED: gettext_lazy("is behind"),
    deliveries.WAITING: gettext_lazy("waits"),
}


def label(status: Status) -> str:
    """The state in a word or two."""
    return str(LABELS[status.state])


def sentences(status: Status) -> list[str]:
    """All that there is to say, the most important first."""
    said = [*_SAYS[status.state](status)]
    if status.expires:
        said.append(_("It expires on %(date)s.") % {"date": say_date(status.expires)})
    return said


def brief(status: Status) -> str:
    """What there is room for in a listing: for what is live only when, else the first sentence."""
    if status.state == LIVE and status.since is not None:
        return _("%(ago)s, %(date)s") % {"ago": say_ago(status.since), "date": say_short(status.since)}
    said = sentences(status)
    if status.state == FAILED:
        said = [
            *status.problems,
            *(_("another page’s fault: %(problem)s") % {"problem": each} for each in status.others),
        ]
    return said[0] if said else ""


def say_target(target: Target) -> str:
    """How a target stands, in a phrase after its name."""
    words = str(TARGETS[target.state])
    if target.at:
        words = _("has it since %(time)s") % {"time": say_since(target.at)}
    return f"{words}: {target.problem}" if target.problem else words


def _live(status: Status) -> list[str]:
    if status.since is None:
        return [_("Visitors see it.")]
    return [_("Since %(time)s.") % {"time": say_since(status.since)}]


def _sending(status: Status) -> list[str]:
    return [*_live(status), _("Not every target has it yet.")]


def _waiting(status: Status) -> list[str]:
    said = [_("It is in line for the next build, which takes a moment.")]
    if status.worker_is_gone:
        said = [_("It waits: no worker is running. Tell whoever runs Ponte; nothing is lost.")]
    return said + _older(status)


def _building(status: Status) -> list[str]:
    return [_("It is being built now."), *_older(status)]


def _failed(status: Status) -> list[str]:
    if status.problems:
        said = [_("It could not be published. Correct this, then publish again:"), *status.problems]
    else:
        said = [
            _("It could not be published, for a fault that is not this page’s. It follows by itself:"),
            *status.others[:OTHERS_AT_MOST],
        ]
    return said + _older(status)


def _held(status: Status) -> list[str]:
    return [
        _("The site is held at an earlier release. This change goes live when somebody lifts the hold."),
        *_older(status),
    ]


def _leaving(status: Status) -> list[str]:
    said = _("Visitors still see it: it is being taken off now.")
    if status.worker_is_gone:
        said = _(
            "Visitors still see it: no worker is running to take it off. Tell whoever runs Ponte at once."
        )
    return [said, *status.reasons]


def _hidden(status: Status) -> list[str]:
    return list(status.reasons)


def _older(status: Status) -> list[str]:
    """What visitors see meanwhile."""
    if not status.is_out or status.since is None:
        return [_("Visitors do not see the page yet.")] if not status.is_out else []
    return [_("Until then visitors see the version of %(date)s.") % {"date": say_date(status.since)}]


OTHERS_AT_MOST = 3
_SAYS = {
    LIVE: _live,
    SENDING: _sending,
    WAITING: _waiting,
    BUILDING: _building,
    FAILED: _failed,
    HELD: _held,
    LEAVING: _leaving,
    HIDDEN: _hidden,
}
