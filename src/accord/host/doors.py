"""Who may come in: invitations and sittings, derived from a log of what was given and taken.

A secret is 256 random bits; only its hash is kept. An invitation is taken once, by a POST, so
that what looks a link up before a person does takes nothing.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from threading import RLock
from typing import TypeVar

from attrs import evolve, frozen

from accord.errors import Conflict
from accord.host.settings import HostSettings
from accord.store import Event, Store

T = TypeVar("T")

LOG = "host/doors"
_BYTES = 32


@frozen(kw_only=True)
class Invitation:
    """A link that admits one person to one seat.

    Attributes:
        id: Its number, for those who run the host.
        seat: The seat.
        at: When it was made.
        taken: When it was taken; empty if it was not.
        ended: Whether it was ended.
    """

    id: str
    seat: str
    at: str
    taken: str = ""
    ended: bool = False

    @property
    def open(self) -> bool:
        """Whether it can be taken."""
        return not self.taken and not self.ended


@frozen(kw_only=True)
class Sitting:
    """Somebody who came in with one browser.

    Attributes:
        id: Its number, for those who run the host.
        seat: The seat.
        name: What they call themselves; may be empty.
        at: When they came in.
        ended: Whether it was ended.
    """

    id: str
    seat: str
    name: str = ""
    at: str
    ended: bool = False


class Doors:
    """Invitations and sittings; safe to use from several threads."""

    def __init__(self, store: Store, settings: HostSettings) -> None:
        """Take where the log is, and read it."""
        self._store, self._settings = store, settings
        self._lock = RLock()
        self._count = 0
        self._invitations: dict[str, Invitation] = {}
        self._sittings: dict[str, Sitting] = {}
        self.refresh()

    def refresh(self) -> None:
        """Take in what other processes of the same host have written."""
        with self._lock:
            for kept in self._store.read(LOG, self._count):
                self._fold(kept.event)

    def _fold(self, event: Event) -> None:
        self._count += 1
        match event:
            case {"kind": "invited", "hash": str(key), "id": str(one), "seat": str(seat)}:
                at = str(event["at"])
                self._invitations[key] = Invitation(id=one, seat=seat, at=at)
            case {"kind": "taken", "invitation": str(used), "hash": str(key), "id": str(one)}:
                at, name = str(event["at"]), str(event["name"])
                invitation = self._invitations[used]
                self._invitations[used] = evolve(invitation, taken=at)
                self._sittings[key] = Sitting(id=one, seat=invitation.seat, name=name, at=at)
            case {"kind": "ended", "hash": str(key)}:
                if key in self._sittings:
                    self._sittings[key] = evolve(self._sittings[key], ended=True)
                elif key in self._invitations:
                    self._invitations[key] = evolve(self._invitations[key], ended=True)

    def _add(self, decide: Callable[[], tuple[Event | None, T]], by: str = "") -> T:
        """Add what is decided by what the log says, anew where another process was faster.

        Args:
            decide: Returns the event, None for none, and what comes of it.
            by: Who decides.
        """
        with self._lock:
            while True:
                event, comes = decide()
                if event is not None:
                    try:
                        self._store.append(LOG, self._count, [event], by)
                    except Conflict:
                        self.refresh()
                        continue
                    self._fold(event)
                return comes

    def _now(self) -> str:
        return self._settings.clock().isoformat(timespec="seconds")

    def _secret(self) -> str:
        return urlsafe_b64encode(self._settings.random(_BYTES)).decode().rstrip("=")

    def invite(self, seat: str, by: str = "") -> str:
        """Make an invitation to a seat and return its secret, which is kept nowhere."""
        secret = self._secret()

        def decide() -> tuple[Event, str]:
            one = f"link-{len(self._invitations) + 1}"
            event = {"kind": "invited", "id": one, "seat": seat, "hash": hashed(secret)}
            return event | {"at": self._now()}, secret

        return self._add(decide, by)

    def invitation(self, secret: str) -> Invitation | None:
        """Return the invitation of a secret."""
        return self._invitations.get(hashed(secret))

    def take(self, secret: str, name: str = "") -> str | None:
        """Take an invitation and return the secret of the sitting; None if it is not open."""
        key, sitting = hashed(secret), self._secret()

        def decide() -> tuple[Event | None, str | None]:
            invitation = self._invitations.get(key)
            if invitation is None or not invitation.open:
                return None, None
            event = {"kind": "taken", "invitation": key, "hash": hashed(sitting), "name": name}
            one = f"sitting-{len(self._sittings) + 1}"
            return event | {"id": one, "at": self._now()}, sitting

        invitation = self._invitations.get(key)
        return self._add(decide, invitation.seat if invitation else "")

    def sitting(self, secret: str) -> Sitting | None:
        """Return the session of a secret, if it has not ended."""
        found = self._sittings.get(hashed(secret)) if secret else None
        return found if found and not found.ended else None

    def end(self, one: str, by: str = "") -> bool:
        """End a sitting or an invitation, by its number; return whether there was one."""

        def decide() -> tuple[Event | None, bool]:
            every: dict[str, Sitting | Invitation] = {**self._sittings, **self._invitations}
            for key, held in every.items():
                if held.id == one and not held.ended:
                    return {"kind": "ended", "hash": key, "at": self._now()}, True
            return None, False

        return self._add(decide, by)

    @property
    def sittings(self) -> tuple[Sitting, ...]:
        """Every sitting, the first first."""
        return tuple(self._sittings.values())

    @property
    def invitations(self) -> tuple[Invitation, ...]:
        """Every invitation, the first first."""
        return tuple(self._invitations.values())


def hashed(secret: str) -> str:
    """Return what is kept of a secret; one of 256 random bits needs no salt and no delay."""
    return sha256(secret.encode()).hexdigest()
