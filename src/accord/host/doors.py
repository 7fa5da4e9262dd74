"""Who may come in: links, knocks and sittings; names with a password and a class beside them.

A secret is 256 random bits; only its hash is kept. An invitation is taken once, by a POST, so
that what looks a link up before a person does takes nothing.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from accord.errors import AccordError
from accord.host.admissions import DoorEvent, Invitation, Knock, Sitting
from accord.host.bell import Bell
from accord.host.class_entrance import ClassEntrance
from accord.host.door_accounts import DoorAccounts
from accord.host.door_log import DoorLog
from accord.host.door_secrets import as_given, code_of, hashed
from accord.host.fingerprint import WORDS
from accord.host.settings import HostSettings
from accord.store import Event, Store

KNOCK_LASTS = timedelta(minutes=15)
"""How long a knock waits: those who could answer it sit in the same building."""
MOST_KNOCKS = 3
"""Knocks that wait at one seat: more are no help to those who have to tell them apart."""


class Doors:
    """Invitations, knocks and sittings; safe to use from several threads.

    Attributes:
        accounts: The names with a password.
        entrance: The one address of a class.
    """

    def __init__(self, store: Store, settings: HostSettings, bell: Bell | None = None) -> None:
        """Take where the log is, and read it; a change rings the bell."""
        self._log = DoorLog(store, settings, bell or Bell())
        self.accounts = DoorAccounts(store, self._log)
        self.entrance = ClassEntrance(self._log, self.accounts)

    def close(self) -> None:
        """Write what is still to be written of who was seen, and of what failed."""
        self._log.close()
        self.accounts.close()

    def refresh(self) -> None:
        """Read on: what another process wrote counts from now on."""
        self._log.refresh()
        self.accounts.refresh()

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return self._log.now

    @property
    def moves(self) -> int:
        """How often somebody was put into another seat."""
        return self._log.moves

    def secret(self) -> str:
        """Return 256 new random bits, as they stand in an address or a cookie."""
        return self._log.secret()

    def is_new(self, coming: str) -> bool:
        """Return whether a secret is fit for a browser that comes: nobody came with it yet."""
        return self._log.is_new(coming)

    # Links.

    def invite(self, seat: str, by: str = "", once: str = "") -> str:
        """Make an invitation to a seat and return its secret, which is kept nowhere.

        Args:
            seat: The seat.
            by: Who gives it.
            once: What tells this from what was asked before; empty for nothing. What was
                given once is not given again: then the secret is empty.
        """
        return next(iter(self.invite_all([seat], by, once)), "")

    def invite_anew(self, seats: Iterable[str], start: str) -> dict[str, str]:
        """Make invitations at a start, and end those that an earlier start wrote there.

        Args:
            seats: The seats.
            start: What they are written to: `file` or `terminal`.
        """
        seats = list(seats)
        return dict(zip(seats, self.invite_all(seats, start=start), strict=True))

    def invite_all(
        self, seats: Iterable[str], by: str = "", once: str = "", start: str = ""
    ) -> list[str]:
        """Make an invitation to each of some seats, and return their secrets.

        Args:
            seats: The seats.
            by: Who gives them.
            once: As `invite` has it.
            start: As `invite_anew` has it; empty where no start makes them.
        """
        secrets = [(seat, self.secret()) for seat in seats]
        until = self.now + self._log.settings.link_lasts

        def decide() -> list[Event]:
            if once and once in self._log.given:
                return []
            old: list[Event] = [
                {"kind": "ended", "hash": key}
                for key, held in self._log.invitations.items()
                if start and held.start == start and not held.ended
            ]
            new: list[Event] = [
                {
                    "kind": "invited",
                    "hash": hashed(secret),
                    "code": hashed(code_of(secret)),
                    "seat": seat,
                    "until": until.isoformat(),
                    "start": start,
                    "once": once,
                }
                for seat, secret in secrets
            ]
            return old + new

        return [secret for _, secret in secrets] if self._log.decide(decide, by) else []

    def invitation(self, secret: str) -> Invitation | None:
        """Return the invitation of a secret, or of the code on a slip; None for none."""
        return self._log.invitations.get(self._invitation_key(secret))

    def _invitation_key(self, secret: str) -> str:
        key = hashed(secret)
        return (
            key
            if key in self._log.invitations
            else self._log.codes.get(hashed(as_given(secret)), key)
        )

    def take(self, secret: str, name: str = "", coming: str = "") -> str | None:
        """Take an invitation and return the secret of the sitting; None if it is not open.

        A browser whose answer was lost on its way takes it again and is in: it has the secret
        that it took it with.

        Args:
            secret: The invitation's secret, or its code.
            name: What they call themselves.
            coming: The secret that the browser shall be known by; empty for a new one.
        """
        key = self._invitation_key(secret)
        if coming and not self.is_new(coming):
            sitting = self.sitting(coming)
            if sitting is not None and sitting.invitation == key:
                return coming
            coming = ""
        coming = coming or self.secret()

        def decide() -> list[Event]:
            invitation = self._log.invitations.get(key)
            if invitation is None or not invitation.open(self.now):
                return []
            event = {"kind": "taken", "invitation": key, "hash": hashed(coming), "name": name}
            return [event]

        held = self._log.invitations.get(key)
        return coming if self._log.decide(decide, held.seat if held else "") else None

    # Knocking.

    def knock(self, secret: str, coming: str, name: str = "") -> Knock | None:
        """Ask to be let in with a link that was taken; None where it opens nothing.

        Args:
            secret: The invitation's secret, or its code.
            coming: The secret that the browser shall be known by.
            name: What they call themselves.
        """
        key = self._invitation_key(secret)
        drawn = int.from_bytes(self._log.settings.random(4), "big")

        def decide() -> list[Event]:
            invitation = self._log.invitations.get(key)
            if invitation is None or invitation.taken is None or not self.is_new(coming):
                return []
            waiting = self.knocks(invitation.seat)
            if not invitation.alive(self.now) or len(waiting) >= MOST_KNOCKS:
                return []
            words = _two_words(drawn, {one.words for one in waiting})
            event = {"kind": "knocked", "hash": hashed(coming), "invitation": key}
            return [event | {"words": words, "name": name}]

        held = self._log.invitations.get(key)
        self._log.decide(decide, held.seat if held else "")
        return self.knocking(coming)

    def knocking(self, coming: str) -> Knock | None:
        """Return the knock that a browser waits for, or that was answered."""
        return self._log.knocks.get(hashed(coming)) if coming else None

    def waits(self, knock: Knock) -> bool:
        """Return whether a knock can still be answered."""
        invitation = self._log.invitations[knock.invitation]
        fresh = self.now < knock.at + KNOCK_LASTS
        return fresh and not knock.answered and invitation.alive(self.now)

    def knocks(self, seat: str = "") -> tuple[Knock, ...]:
        """Return who waits at a seat; at any, if it is empty."""
        return tuple(
            one
            for one in tuple(self._log.knocks.values())
            if seat in ("", one.seat) and self.waits(one)
        )

    def answer(self, one: str, let_in: bool, seat: str = "", by: str = "") -> Knock | None:
        """Let in who knocked, or turn them away and end their link; None if nobody waits.

        Args:
            one: The id of the knock.
            let_in: Whether to let them in.
            seat: The seat at which it must be; empty for any.
            by: Who answers.
        """
        found: Knock | None = None

        def decide() -> list[Event]:
            nonlocal found
            for key, held in self._log.knocks.items():
                if held.id == one and seat in ("", held.seat) and self.waits(held):
                    found = held
                    if let_in:
                        return [{"kind": "let in", "hash": key}]
                    # Whoever has the link would only knock again.
                    away: Event = {"kind": "turned away", "hash": key}
                    return [away, {"kind": "ended", "hash": held.invitation}]
            return []

        return found if self._log.decide(decide, by) else None

    # Sittings.

    def sitting(self, secret: str) -> Sitting | None:
        """Return the sitting of a secret, if it has not ended or locked."""
        if not secret:
            return None
        found = self._log.sittings.get(hashed(secret))
        return found if found and self._log.lives(found) else None

    def last_seen(self, sitting: Sitting) -> datetime:
        """Return when somebody last asked for a page in a sitting."""
        return self._log.last_seen(sitting)

    def saw(self, sitting: Sitting) -> None:
        """Take note that somebody asked for a page; it is written down by and by."""
        self._log.saw(sitting)

    def end(self, one: str, by: str = "", seat: str = "", why: str = "") -> bool:
        """End a sitting, an invitation or an account, and return whether there was one.

        With an account end the sittings that were signed in with it. Who waits for a seat of a
        class waits no longer.

        Args:
            one: Its id.
            by: Who ends it.
            seat: The seat that it must be of; empty for any.
            why: Why, as those who sat there shall read it; may be empty.
        """

        def decide() -> list[Event]:
            ended = [
                key
                for held in (self._log.sittings, self._log.invitations, self._log.accounts)
                for key, each in held.items()
                if one in (each.id, getattr(each, "account", ""))
                and seat in ("", each.seat)
                and not each.ended
            ]
            if not seat:
                ended += [key for key, held in self._log.waiting.items() if held.id == one]
            said = {"why": why} if why else {}
            return [{"kind": "ended", "hash": key, **said} for key in ended]

        return self._log.decide(decide, by)

    def end_links(self, seats: Iterable[str], by: str) -> int:
        """End what can still be taken to some seats, and return how many links that were.

        Args:
            seats: Their ids.
            by: Who ends them.
        """
        of, ended = {*seats}, list[Event]()

        def decide() -> list[Event]:
            ended[:] = [
                {"kind": "ended", "hash": key}
                for key, held in self._log.invitations.items()
                if held.seat in of and held.open(self.now)
            ]
            return ended

        return len(ended) if self._log.decide(decide, by) else 0

    def sittings(self, seat: str = "") -> tuple[Sitting, ...]:
        """Return who sits in a seat, the first first; in any, if it is empty."""
        every = tuple(self._log.sittings.values())
        return tuple(one for one in every if seat in ("", one.seat) and self._log.lives(one))

    def left(self, secret: str) -> Sitting | None:
        """Return the sitting of a secret though it has ended, or was left for too long."""
        return self._log.sittings.get(hashed(secret)) if secret else None

    def filled(self, seats: Iterable[str]) -> int:
        """Return how often one of some seats was filled by its first, or left by its last.

        Args:
            seats: Their ids.
        """
        return sum(self._log.filled[one] for one in seats)

    def anybody(self, seat: str) -> bool:
        """Return whether somebody sits in a seat, away for however long.

        Args:
            seat: The id of the seat.
        """
        return self._log.people[seat] > 0

    def people(self) -> Counter[str]:
        """Return how many people sit in each seat."""
        return Counter(one.seat for one in self.sittings())

    def move(self, one: str, to: str, by: str) -> bool:
        """Put somebody into another seat; return whether anybody had to move.

        Who waits for a seat of a class is given one so.

        Args:
            one: The id of the sitting, or of whoever waits.
            to: The id of the seat.
            by: Who does it.

        Raises:
            AccordError: If they have a name with a password that is taken in that seat.
        """

        def decide() -> list[Event]:
            for key, waits in self._log.waiting.items():
                if waits.id == one:
                    return [{"kind": "seated", "hash": key, "seat": to, "name": waits.name}]
            for key, held in self._log.sittings.items():
                if held.id == one and held.seat != to and self._log.lives(held):
                    account = self.accounts.of_sitting(held)
                    if account and self.accounts.is_taken(to, account.name):
                        raise AccordError(
                            f"Somebody called '{account.name}' has a name with a password in "
                            "that seat already: end one of the two first."
                        )
                    return [{"kind": "moved", "hash": key, "seat": to}]
            return []

        return self._log.decide(decide, by)

    def sat(self, seat: str) -> tuple[Sitting, ...]:
        """Return who sits or sat in a seat, but for those who were put out with a reason."""
        every = tuple(self._log.sittings.values())
        return tuple(one for one in every if one.seat == seat and not one.why)

    def open_invitations(self, seat: str = "") -> tuple[Invitation, ...]:
        """Return the invitations to a seat that can be taken, the first first."""
        every = tuple(self._log.invitations.values())
        return tuple(one for one in every if seat in ("", one.seat) and one.open(self.now))

    def position(self, seat: str = "") -> int:
        """Return how often something at a seat has changed; at any, if it is empty."""
        return self._log.positions[seat] if seat else self._log.count

    def happened(self, seat: str = "") -> list[DoorEvent]:
        """Return what happened at a seat, the last first; at any, if it is empty."""
        with self._log.lock:
            every = [*self._log.happened, *self.accounts.failed()]
        every.sort(key=lambda one: one.at)
        return [one for one in reversed(every) if seat in ("", one.seat)]


def _two_words(drawn: int, taken: set[str]) -> str:
    """Return the words of a knock: those that a number stands for, or the next free."""
    every = len(WORDS) ** 2
    pairs = (divmod((drawn + further) % every, len(WORDS)) for further in range(every))
    said = (f"{WORDS[first]} {WORDS[second]}" for first, second in pairs)
    return next(one for one in said if one not in taken)
