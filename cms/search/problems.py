"""Problems: why a request gets no answer, as RFC 9457 has it. A `Refusal` is raised; its `body` is what is sent."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from msgspec import Struct

MEDIA_TYPE = "application/problem+json"


class Fault(Struct, frozen=True, omit_defaults=True):
    """What is wrong with one parameter, and what would be right."""

    parameter: str
    detail: str
    allowed: tuple[str, ...] = ()
    """Every value, or every name, that would have been taken; empty where they cannot be listed."""


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every answer that is no success."""

    type: str
    """`about:blank`: the status says what kind of problem it is."""
    title: str
    status: int
    detail: str = ""
    errors: tuple[Fault, ...] = ()


class Refusal(Exception):
    """A request that is not answered as asked; `headers` go with it."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        faults: tuple[Fault, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status.phrase)
        self.status = status
        self.headers = dict(headers or {})
        self.problem = Problem(
            type="about:blank", title=status.phrase, status=status.value, detail=detail, errors=faults
        )

    @property
    def body(self) -> bytes:
        """The problem as JSON."""
        return msgspec.json.encode(self.problem)


def bad_request(faults: list[Fault]) -> Refusal:
    """A refusal for what is wrong with parameters."""
    names = ", ".join(dict.fromkeys(fault.parameter for fault in faults))
    return Refusal(HTTPStatus.BAD_REQUEST, f"Not understood: {names}.", faults=tuple(faults))
