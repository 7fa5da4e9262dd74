"""How a class comes in by its one address, and how whoever finds no seat waits for one.

Whoever teaches opens the address and closes it; it has one secret for all, a short code.
"""

from collections.abc import Callable
from datetime import timedelta

from accord.host.class_people import ClassDoor, ClassSeating, SeatWish, WaitingPerson
from accord.host.door_accounts import DoorAccounts
from accord.host.door_log import DoorLog
from accord.host.door_secrets import as_given, code_of, hashed
from accord.store import Event

WAIT_LASTS = timedelta(minutes=10)
"""How long somebody waits for a seat whose page does not ask any more: a phone in a pocket."""
MOST_WAITING = 200
"""People who wait for a seat of a class: as many as a class has tables."""


class ClassEntrance:
    """The one address of a class, and those who wait behind it."""

    def __init__(self, log: DoorLog, accounts: DoorAccounts) -> None:
        """Take the log of the doors, and the names with a password."""
        self._log, self._accounts = log, accounts
        self._shown = ""

    @property
    def door(self) -> ClassDoor | None:
        """What those who come may choose; None while the address is closed."""
        return self._log.class_door

    @property
    def was_open(self) -> bool:
        """Whether the address was ever open."""
        return self._log.class_was_open

    @property
    def secret(self) -> str:
        """The address that this process shows: kept in memory and nowhere else."""
        return self._shown if self.opens(self._shown) else ""

    def open(self, door: ClassDoor, by: str) -> str:
        """Open the one address of the class, or another beside it; return its secret, a code.

        What was given out before opens too, until the address is closed. It is short, for it
        is read from a wall and typed, and a code of few signs makes a code of large squares.

        Args:
            door: What those who come may choose, and what becomes of the last.
            by: Who opens it.
        """
        secret = code_of(self._log.secret())
        event: Event = {
            "kind": "class opened",
            "hash": hashed(secret),
            "by_side": door.by_side,
            "by_table": door.by_table,
            "doubles": door.doubles,
        }
        self._log.decide(lambda: [event], by)
        self._shown = secret
        return secret

    def close(self, by: str, seating: Callable[[], ClassSeating]) -> None:
        """Close the address of the class; where it was so decided, who lacks a partner moves.

        Whoever has a name with a password that is taken in the other seat stays.

        Args:
            by: Who closes it.
            seating: Returns who sits where now.
        """

        def decide() -> list[Event]:
            door = self.door
            if door is None:
                return []
            events: list[Event] = [{"kind": "class closed", "hash": ""}]
            moves = seating().joined() if door.doubles else {}
            named: set[tuple[str, str]] = set()
            for key, held in self._log.sittings.items():
                if not (to := moves.get(held.seat)) or not self._log.lives(held):
                    continue
                if account := self._accounts.of_sitting(held):
                    seated = to[0], account.name.casefold()
                    if seated in named or self._accounts.is_taken(*seated):
                        continue  # two of one name could not be told apart there
                    named.add(seated)
                events.append({"kind": "moved", "hash": key, "seat": to.pop(0)})
            return events

        self._log.decide(decide, by)

    def opens(self, secret: str) -> bool:
        """Return whether a secret, however it was typed, is that of the class and open."""
        return hashed(as_given(secret)) in self._log.class_keys

    def come(
        self,
        secret: str,
        coming: str,
        name: str,
        wish: SeatWish,
        seating: Callable[[], ClassSeating],
        before: str = "",
    ) -> bool:
        """Seat somebody in the class, or let them wait; return whether they have a seat.

        Nothing happens where the address is closed, or the seat that they chose is taken.
        Whoever sat somewhere before is given that seat again while nobody else sits there.

        Args:
            secret: The secret of the address.
            coming: The secret that the browser shall be known by.
            name: What they call themselves.
            wish: Where they would like to sit.
            seating: Returns who sits where now.
            before: The id of the seat that the browser was in before; empty for none.
        """
        key = hashed(coming)

        def decide() -> list[Event]:
            door = self.door
            if door is None or not self.opens(secret) or not self._log.is_new(coming):
                return []
            wanted, held = door.allowed(wish), seating()
            event: Event = {"hash": key, "name": name}
            own = before if before in held.seats and held.is_empty(before) else ""
            if seat := own or self._next_seat(key, wanted, held):
                return [{**event, "kind": "seated", "seat": seat}]
            full = not self._next_seat(key, SeatWish(), held)
            if key in self._log.waiting or not full or len(self.waiting()) >= MOST_WAITING:
                return []
            wants = {"group": wanted.group, "place": wanted.place}
            return [{**event, "kind": "waits", **wants}]

        self._log.decide(decide, "")
        held = self._log.sittings.get(key)
        return held is not None and self._log.lives(held)

    def _next_seat(self, key: str, wish: SeatWish, held: ClassSeating) -> str:
        """Return the seat of whoever comes with a key; empty while others wait before them."""
        door = self.door
        seats = held.order(wish, door is not None and door.doubles)
        ahead = [one for one in self._line() if one != key]
        if key in self._log.waiting:
            ahead = ahead[: self._line().index(key)] if key in self._line() else ahead
        return seats[0] if len(seats) > len(ahead) else ""

    def _line(self) -> list[str]:
        now = self._log.now
        return [
            key
            for key, one in self._log.waiting.items()
            if now < max(one.at, self._log.seen.get(one.id, one.at)) + WAIT_LASTS
        ]

    def waiting(self) -> tuple[WaitingPerson, ...]:
        """Return who waits for a seat of the class, the first first."""
        return tuple(self._log.waiting[key] for key in self._line())

    def waiting_with(self, coming: str) -> WaitingPerson | None:
        """Return who waits with the secret of a browser; they are heard from with that."""
        if found := self._log.waiting.get(hashed(coming)) if coming else None:
            self._log.seen[found.id] = self._log.now
        return found

    def seat_for(self, coming: str, seating: ClassSeating) -> bool:
        """Return whether somebody who waits can take a seat now.

        Args:
            coming: The secret of their browser.
            seating: Who sits where.
        """
        found = self._log.waiting.get(hashed(coming))
        if self.door is None or found is None:
            return False
        return bool(self._next_seat(hashed(coming), found.wish, seating))

    def take_freed(
        self, coming: str, person: WaitingPerson, seating: Callable[[], ClassSeating]
    ) -> None:
        """Seat somebody who waits, if it is their turn and a seat is free.

        Args:
            coming: The secret of their browser.
            person: Who they are.
            seating: Returns who sits where now.
        """
        key = hashed(coming)

        def decide() -> list[Event]:
            if self.door is None or key not in self._log.waiting:
                return []
            seat = self._next_seat(key, person.wish, seating())
            event: Event = {"kind": "seated", "hash": key, "seat": seat, "name": person.name}
            return [event] if seat else []

        self._log.decide(decide, "")
