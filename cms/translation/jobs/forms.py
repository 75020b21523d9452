"""What may be set on jobs: on several at once, where an empty field leaves things as they are, or on one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.rights import reviewed_languages
from cms.translation.jobs.counting import name_of
from cms.translation.jobs.giving import Orders
from cms.translation.jobs.models import Job, Priority
from cms.translation.jobs.rights import find_people, find_reviewers

NOBODY = "0"


class OrdersForm(forms.Form):
    """For several jobs: what is empty stays."""

    assignee = forms.ChoiceField(label=gettext_lazy("Translator"), required=False)
    reviewer = forms.ChoiceField(label=gettext_lazy("Reviewer"), required=False)
    deadline = forms.DateField(
        label=gettext_lazy("Deadline"), required=False, widget=forms.DateInput({"type": "date"})
    )
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), required=False)

    def __init__(self, user: Any, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id="job-%s", **more)
        languages = self._languages(user)
        translators = find_people(languages)
        reviewers = find_reviewers(languages)
        self.people = {str(each.pk): each for each in (*translators, *reviewers)}
        self._offer("assignee", [(str(each.pk), name_of(each)) for each in translators])
        self._offer("reviewer", [(str(each.pk), name_of(each)) for each in reviewers])
        self._choose("priority", [("", pgettext_lazy("jobs", "as it is")), *Priority.choices])

    def _languages(self, user: Any) -> list[str]:
        return reviewed_languages(user)

    def _offer(self, name: str, people: list[tuple[str, str]]) -> None:
        first = [("", pgettext_lazy("jobs", "as it is")), (NOBODY, pgettext_lazy("translator", "nobody"))]
        self._choose(name, [*first, *people])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def orders(self) -> Orders:
        """What was filled in. Only of a form that is valid."""
        values: dict[str, Any] = {}
        for name in ("assignee", "reviewer"):
            if chosen := self.cleaned_data[name]:
                values[name] = self.people.get(chosen)
        if self.cleaned_data["deadline"]:
            values["deadline"] = self.cleaned_data["deadline"]
        if self.cleaned_data["priority"]:
            values["priority"] = int(self.cleaned_data["priority"])
        return Orders(**values)


class JobForm(OrdersForm):
    """For one job: all that it has is in the fields, and what is emptied is taken away."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, user: Any, job: Job, data: Any = None) -> None:
        initial = {
            "assignee": str(job.assignee_id or NOBODY),
            "reviewer": str(job.reviewer_id or NOBODY),
            "deadline": job.deadline.isoformat() if job.deadline else "",
            "priority": str(job.priority),
            "note": job.note,
        }
        self.language = job.target_locale
        super().__init__(user, data, initial=initial)
        self._choose("priority", list(Priority.choices))
        for name, person in (("assignee", job.assignee), ("reviewer", job.reviewer)):
            self._keep(name, person)

    def _languages(self, user: Any) -> list[str]:
        return [code for code in reviewed_languages(user) if code == self.language]

    def _offer(self, name: str, people: list[tuple[str, str]]) -> None:
        self._choose(name, [(NOBODY, pgettext_lazy("translator", "nobody")), *people])

    def _keep(self, name: str, person: Any) -> None:
        """Whoever has it stays to be chosen, also where they would not be offered any more."""
        choices = list(self.fields[name].choices)  # type: ignore[attr-defined]
        if person is not None and str(person.pk) not in dict(choices):
            self._choose(name, [*choices, (str(person.pk), name_of(person))])
            self.people[str(person.pk)] = person

    def orders(self) -> Orders:
        """All of it. Only of a form that is valid."""
        return Orders(
            assignee=self.people.get(self.cleaned_data["assignee"]),
            reviewer=self.people.get(self.cleaned_data["reviewer"]),
            deadline=self.cleaned_data["deadline"],
            priority=int(self.cleaned_data["priority"] or Priority.NORMAL),
            note=self.cleaned_data["note"].replace("\0", ""),
        )
