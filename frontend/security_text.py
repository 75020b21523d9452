"""security.txt (RFC 9116): its input becomes its lines."""

from __future__ import annotations

from datetime import UTC

from frontend.feed_inputs import SecurityInput


def make_security_text(given: SecurityInput) -> bytes:
    """The whole file."""
    lines = [f"Contact: {contact}" for contact in given.contacts]
    lines.append(f"Expires: {given.expires_at.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}")
    lines.append(f"Preferred-Languages: {', '.join((*given.languages, 'en'))}")
    lines += [f"Canonical: {address}" for address in given.canonical]
    return ("\n".join(lines) + "\n").encode()
