"""Secrets that open doors: what is kept of them, and how they are typed and read aloud."""

from base64 import b32encode
from hashlib import sha256


def hashed(secret: str) -> str:
    """Return what is kept of a secret; one of 256 random bits needs no salt and no delay."""
    return sha256(secret.encode()).hexdigest()


def code_of(secret: str) -> str:
    """Return the code of an invitation, to be typed from a slip of paper: 60 bits of its own.

    It ends with its invitation after some days, and how often one may try is limited.
    """
    digest = sha256(b"code" + secret.encode()).digest()
    return b32encode(digest).decode()[:12]


def as_given(code: str) -> str:
    """Return a code as it was given, however somebody typed it."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return typed.translate(_MISREAD)


def in_groups(code: str) -> str:
    """Return a code in groups that can be read aloud."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


_MISREAD = str.maketrans("018", "OIB")
"""Digits that the alphabet of the codes (RFC 4648: A to Z, 2 to 7) has not, and what they are
taken for."""


def name_of(key: str) -> str:
    """Return what something is called, from the hash of its secret: no number counts on."""
    return sha256(b"name" + key.encode()).hexdigest()[:16]
