"""Passwords and codes: checked slowly, a few at a time, and the same whatever is wrong."""

from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hmac import compare_digest
from threading import BoundedSemaphore

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accord.host.settings import HostSettings

SHORTEST, LONGEST = 12, 200
"""Signs of a password. NIST SP 800-63B (2017) asks for 8 and against rules of composition; here
one that is tried on a stolen store must last, and the longest bounds the work."""
AT_ONCE = 2
"""Passwords checked at the same time: each takes 64 MB and some 50 ms of two cores."""
_IN_LINE = 16
"""Who waits for that; more are told to try again, for their pages would not come in time."""
_HALF_MINUTE = 30


class TooMany(Exception):
    """So many passwords are being checked that another has to wait too long."""


class Passwords:
    """Makes and checks what is kept of passwords, and the codes of a second device.

    Argon2id with the parameters of RFC 9106 for little memory (section 4, the second choice).
    """

    def __init__(self, settings: HostSettings) -> None:
        """Take where randomness and time come from."""
        self._settings = settings
        self._hasher = PasswordHasher()
        self._places = BoundedSemaphore(AT_ONCE)
        self._line = BoundedSemaphore(AT_ONCE + _IN_LINE)
        self._nobody = ""

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._line.acquire(blocking=False):
            raise TooMany
        try:
            with self._places:
                yield
        finally:
            self._line.release()

    def kept(self, password: str) -> str:
        """Return what is kept of a password.

        Raises:
            TooMany: If there is a long line.
        """
        with self._turn():
            return self._hasher.hash(password[:LONGEST], salt=self._settings.random(16))

    def right(self, password: str, kept: str | None) -> bool:
        """Return whether it is the password; without one the same work is done for nothing.

        Args:
            password: What was typed.
            kept: What is kept of the password; None where there is no such account.

        Raises:
            TooMany: If there is a long line.
        """
        if not self._nobody:
            self._nobody = self.kept(self._settings.random(16).hex())
        with self._turn():
            try:
                self._hasher.verify(kept or self._nobody, password[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
            return kept is not None

    def codes(self) -> str:
        """Return a new secret for codes: 160 bits, as RFC 4226 asks (section 4)."""
        return b32encode(self._settings.random(20)).decode()

    def step(self, code: str, codes: str | None, now: datetime) -> int:
        """Return the half minute that a code is of; 0 if it is wrong.

        The clocks may differ by half a minute (RFC 6238, section 5.2).

        Args:
            code: What was typed.
            codes: The secret; None where there is no such account.
            now: The time.
        """
        typed = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
        made = pyotp.TOTP(codes or "A" * 32)
        here = int(now.timestamp()) // _HALF_MINUTE
        found = 0
        for step in (here - 1, here, here + 1):
            if compare_digest(made.generate_otp(step), typed):
                found = step
        return found if codes else 0

    def address(self, codes: str, name: str) -> str:
        """Return what an authenticator takes in, from a QR code.

        It shows no more than the name: a phone is seen by others.

        Args:
            codes: The secret.
            name: The name to sign in with.
        """
        return pyotp.TOTP(codes).provisioning_uri(name=name, issuer_name="Accord")
