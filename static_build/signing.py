"""Signing: proof that a manifest is the one that was released. Keys and manifests in, signatures out; keeps no key.

What is signed is one line with the SHA-256 of the manifest's bytes: a manifest may be tens of megabytes, which Ed25519 alone
would read twice.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256

from static_build.errors import BuildError

KEY_BYTES = 32


def parse_key(text: str) -> bytes:
    """The 32 bytes of a private Ed25519 key, from PEM or from base64. Raises ValueError."""
    if "PRIVATE KEY" in text:
        return _parse_pem(text)
    try:
        key = b64decode(text, validate=True)
    except ValueError as error:
        raise ValueError("it is neither PEM nor base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"it holds {len(key)} bytes, and an Ed25519 key has {KEY_BYTES}")
    return key


def _parse_pem(text: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:  # where a file of variables holds no line breaks, people write \n
        key = load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
    except (ValueError, TypeError) as error:
        raise ValueError("the PEM cannot be read, or asks for a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("it is no Ed25519 key")
    return key.private_bytes_raw()


def public_key_of(key: bytes) -> bytes:
    """The 32 bytes that others check signatures with."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def sign(manifest: bytes, key: bytes) -> bytes:
    """What `manifest.sig` holds: base64 and a line's end."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return b64encode(Ed25519PrivateKey.from_private_bytes(key).sign(_statement(manifest))) + b"\n"


def verify_signature(manifest: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the signature was made with the other half of this key over exactly these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            b64decode(signature.strip(), validate=True), _statement(manifest)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def refuse_tampered(manifest: bytes, signature: bytes | None, public_key: bytes, where: str) -> None:
    """Raises BuildError, naming `where`, if the manifest is not signed with that key."""
    if signature is None:
        raise BuildError(
            f"{where} has no signature beside it, and PONTE_SIGNING_KEY is set. Nothing was changed; "
            "take a release that was made since the key is set."
        )
    if not verify_signature(manifest, signature, public_key):
        raise BuildError(
            f"{where} is not what was signed: somebody has changed it, or PONTE_SIGNING_KEY is another than then. "
            "Nothing was changed."
        )


def _statement(manifest: bytes) -> bytes:
    return f"ponte manifest {sha256(manifest).hexdigest()}\n".encode()
