"""Text for formats that take no markup: control characters, which XML and iCalendar forbid, are left out."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def drop_controls(text: str) -> str:
    """The text with no character but those that XML 1.0 and RFC 5545 both let stand; line ends are \\n."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
