"""Who may come in: invitations, knocks, sittings and accounts, derived from one log.

A class has one address for all, while whoever teaches has opened it.

A secret is 256 random bits; only its hash is kept. An invitation is taken once, by a POST, so
that what looks a link up before a person does takes nothing. What is decided is decided after
all that stands in the log, whichever process wrote it: where another was faster, the log is
read on and it is decided anew.
"""

from base64 import urlsafe_b64encode
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from threading import RLock

from attrs import evolve

from accord.errors import AccordError, Conflict
from accord.host.admissions import Account, DoorEvent, Invitation, Knock, Sitting
from accord.host.batched_log import BatchedLog
from accord.host.bell import Bell
from accord.host.class_people import ClassDoor, ClassSeating, SeatWish, WaitingPerson
from accord.host.door_secrets import as_given, code_of, hashed, name_of
from accord.host.fingerprint import WORDS
from accord.host.settings import HostSettings
from accord.store import Event, Store

LOG = "host/doors"
SEEN = "host/seen"
FAILED = "host/failed"
_BYTES, _SIGNS = 32, 43
"""How long a secret is, and how long as text."""
KNOCK_LASTS = timedelta(minutes=15)
"""How long a knock waits: those who could answer it sit in the same building."""
MOST_KNOCKS = 3
"""Knocks that wait at one seat: more are no help to those who have to tell them apart."""
_REMEMBERED = 2_000
"""Events that are shown to those who ask what happened at the doors; the log has all."""
WAIT_LASTS = timedelta(minutes=10)
"""How long somebody waits for a seat whose page does not ask any more: a phone in a pocket."""
MOST_WAITING = 200
"""People who wait for a seat of a class: as many as a class has tables."""
SEEN_EVERY = timedelta(minutes=10)
"""How often it is kept when a sitting was last seen: a small part of what it may be idle."""


class Doors:
    """Invitations, knocks, sittings and accounts; safe to use from several threads."""

    def __init__(self, store: Store, settings: HostSettings, bell: Bell | None = None) -> None:
        """Take where the log is, and read it; a change rings the bell."""
        self._bell = bell or Bell()
        self._store, self._settings = store, settings
        self._lock = RLock()
        self._count = 0
        self._invitations: dict[str, Invitation] = {}
        self._codes: dict[str, str] = {}
        self._knocks: dict[str, Knock] = {}
        self._sittings: dict[str, Sitting] = {}
        self._accounts: dict[str, Account] = {}
        self._given: set[str] = set()
        self.class_door: ClassDoor | None = None
        self.class_was_open = False
        """Whether the address of the class was ever open."""
        self.class_secret = ""
        """The address of the class that this process shows: kept in memory and nowhere else."""
        self._class_keys: set[str] = set()
        self._waiting: dict[str, WaitingPerson] = {}
        self.moves = 0
        """How often somebody was put into another seat."""
        self._people: Counter[str] = Counter()
        self._filled: Counter[str] = Counter()
        self._positions: Counter[str] = Counter()
        self._seen: dict[str, datetime] = {}
        self._kept: dict[str, datetime] = {}
        self._happened: deque[DoorEvent] = deque(maxlen=_REMEMBERED)
        self._seen_log = BatchedLog(store, SEEN)
        self._seen_count = 0
        self._failed_log = BatchedLog(store, FAILED)
        self._failed_count = 0
        self._failed: dict[tuple[str, datetime], None] = {}
        self.refresh()

    def close(self) -> None:
        """Write what is still to be written of who was seen."""
        self._seen_log.close()
        self._failed_log.close()

    # What the log says.

    def refresh(self) -> None:
        """Read on: what another process wrote counts from now on."""
        with self._lock:
            grown = self._store.read(LOG, self._count)
            for kept in grown:
                self._fold(kept.event, kept.by)
            for failed in self._store.read(FAILED, self._failed_count):
                self._failed_count += 1
                match failed.event:
                    case {"account": str(key), "at": str(text)}:
                        self._note_failed(key, _time(text))
            for seen in self._store.read(SEEN, self._seen_count):
                self._seen_count += 1
                match seen.event:
                    case {"sitting": str(one), "at": str(text)}:
                        at = _time(text)
                        self._kept[one] = max(at, self._kept.get(one, at))
        if grown:
            self._bell.ring()

    def _fold(self, event: Event, by: str) -> None:
        """Take in one event of the log."""
        self._count += 1
        key, at = str(event["hash"]), _time(event["at"])
        before = self._seat_of(key)
        match event["kind"]:
            case "invited":
                self._invitations[key] = Invitation(
                    id=name_of(key),
                    seat=str(event["seat"]),
                    at=at,
                    until=_time(event["until"]),
                    start=str(event["start"]),
                )
                self._codes[str(event["code"])] = key
                self._given.add(str(event["once"]))
            case "taken":
                used = str(event["invitation"])
                name = str(event["name"])
                taken = evolve(self._invitations[used], taken=at, taken_by=name)
                self._invitations[used] = taken
                self._sit(
                    key,
                    Sitting(
                        id=name_of(key), seat=taken.seat, name=name, at=at, invitation=used
                    ),
                )
            case "knocked":
                link = str(event["invitation"])
                self._knocks[key] = Knock(
                    id=name_of(key),
                    seat=self._invitations[link].seat,
                    invitation=link,
                    words=str(event["words"]),
                    name=str(event["name"]),
                    at=at,
                )
            case "let in":
                knock = evolve(self._knocks[key], answered=True)
                self._knocks[key] = knock
                self._sit(
                    key, Sitting(id=name_of(key), seat=knock.seat, name=knock.name, at=at)
                )
            case "turned away":
                self._knocks[key] = evolve(self._knocks[key], answered=True)
            case "account begun":
                self._accounts[key] = Account(
                    id=name_of(key),
                    seat=str(event["seat"]),
                    name=str(event["name"]),
                    at=at,
                    password=str(event["password"]),
                    codes=str(event["codes"]),
                    by=str(event["by"]),
                )
            case "account confirmed":
                account = self._accounts[key]
                self._accounts[key] = evolve(account, confirmed=True, step=_step(event))
                for sitting, held in self._sittings.items():
                    if held.id == account.by:
                        self._sittings[sitting] = evolve(held, account=account.id)
            case "signed in":
                signed = str(event["account"])
                account = evolve(self._accounts[signed], step=_step(event))
                self._accounts[signed] = account
                signed_in = Sitting(
                    id=name_of(key),
                    seat=account.seat,
                    name=account.name,
                    at=at,
                    account=account.id,
                )
                self._sit(key, signed_in)
            case "password changed":
                self._accounts[key] = evolve(
                    self._accounts[key], password=str(event["password"]), step=_step(event)
                )
            case "class opened":
                self._open_class(key, event)
            case "class closed":
                self.class_door, self.class_secret = None, ""
                self._class_keys.clear()
            case "seated":
                self._waiting.pop(key, None)
                seated, name = str(event["seat"]), str(event["name"])
                self._sit(key, Sitting(id=name_of(key), seat=seated, name=name, at=at))
                by = by or seated
            case "waits":
                wish = SeatWish(group=str(event["group"]), place=str(event["place"]))
                self._waiting[key] = WaitingPerson(
                    id=name_of(key), name=str(event["name"]), at=at, wish=wish
                )
            case "moved":
                self._move(key, str(event["seat"]), at)
            case "ended":
                self._end(key, str(event.get("why", "")))
        seat = self._seat_of(key)
        name = str(event.get("name") or self._name_of(key))
        for one in dict.fromkeys((before or seat, seat)):
            self._positions[one] += 1
            self._happened.append(DoorEvent(at, by, str(event["kind"]), one, name))

    def _sit(self, key: str, sitting: Sitting) -> None:
        """Keep a sitting, and count where a seat is filled or is empty with it."""
        old = self._sittings.get(key)
        self._sittings[key] = sitting
        for one, more in ((old, -1), (sitting, 1)):
            if one is not None and not one.ended:
                self._people[one.seat] += more
                if self._people[one.seat] == (more > 0):
                    self._filled[one.seat] += 1

    def _open_class(self, key: str, event: Event) -> None:
        self.class_door = ClassDoor(
            by_side=bool(event["by_side"]),
            by_table=bool(event["by_table"]),
            doubles=bool(event["doubles"]),
        )
        self.class_was_open = True
        self._class_keys.add(key)

    def _move(self, key: str, to: str, at: datetime) -> None:
        self.moves += 1
        held = self._sittings[key]
        self._sit(key, evolve(held, seat=to, moved=at, moved_from=held.seat))
        for one, account in self._accounts.items():
            begun = account.by == held.id and not account.confirmed
            if begun or (held.account and account.id == held.account):
                self._accounts[one] = evolve(account, seat=to)

    def _end(self, key: str, why: str) -> None:
        self._waiting.pop(key, None)
        if key in self._sittings:
            self._sit(key, evolve(self._sittings[key], ended=True, why=why))
        elif key in self._invitations:
            self._invitations[key] = evolve(self._invitations[key], ended=True)
        elif key in self._accounts:
            self._accounts[key] = evolve(self._accounts[key], ended=True)

    def _seat_of(self, key: str) -> str:
        kinds: tuple[Mapping[str, Sitting | Invitation | Account | Knock], ...] = (
            self._sittings,
            self._invitations,
            self._accounts,
            self._knocks,
        )
        return next((held[key].seat for held in kinds if key in held), "")

    def _name_of(self, key: str) -> str:
        kinds: tuple[Mapping[str, Sitting | Account | Knock | WaitingPerson], ...] = (
            self._sittings,
            self._accounts,
            self._knocks,
            self._waiting,
        )
        return next((held[key].name for held in kinds if key in held), "")

    def _decide(self, decide: Callable[[], list[Event]], by: str) -> bool:
        """Append what is decided after all that the log says; return whether it was anything.

        Args:
            decide: Returns what to append; it is asked again if another process was faster.
            by: Who does it.
        """
        with self._lock:
            while True:
                self.refresh()
                at = self.now.isoformat()
                events: list[Event] = [{**event, "at": at} for event in decide()]
                if not events:
                    return False
                try:
                    self._store.append(LOG, self._count, events, by)
                except Conflict:
                    continue
                for event in events:
                    self._fold(event, by)
                self._bell.ring()
                return True

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return self._settings.clock().replace(microsecond=0)

    def secret(self) -> str:
        """Return 256 new random bits, as they stand in an address or a cookie."""
        return urlsafe_b64encode(self._settings.random(_BYTES)).decode().rstrip("=")

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
        until = self.now + self._settings.link_lasts

        def decide() -> list[Event]:
            if once and once in self._given:
                return []
            old: list[Event] = [
                {"kind": "ended", "hash": key}
                for key, held in self._invitations.items()
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

        return [secret for _, secret in secrets] if self._decide(decide, by) else []

    def invitation(self, secret: str) -> Invitation | None:
        """Return the invitation of a secret, or of the code on a slip; None for none."""
        return self._invitations.get(self._invitation_key(secret))

    def _invitation_key(self, secret: str) -> str:
        key = hashed(secret)
        return (
            key if key in self._invitations else self._codes.get(hashed(as_given(secret)), key)
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
            invitation = self._invitations.get(key)
            if invitation is None or not invitation.open(self.now):
                return []
            event = {"kind": "taken", "invitation": key, "hash": hashed(coming), "name": name}
            return [event]

        held = self._invitations.get(key)
        return coming if self._decide(decide, held.seat if held else "") else None

    def is_new(self, coming: str) -> bool:
        """Return whether a secret is fit for a browser that comes: nobody came with it yet."""
        return len(coming) == _SIGNS and not self._seat_of(hashed(coming))

    # Knocking.

    def knock(self, secret: str, coming: str, name: str = "") -> Knock | None:
        """Ask to be let in with a link that was taken; None where it opens nothing.

        Args:
            secret: The invitation's secret, or its code.
            coming: The secret that the browser shall be known by.
            name: What they call themselves.
        """
        key = self._invitation_key(secret)
        drawn = int.from_bytes(self._settings.random(4), "big")

        def decide() -> list[Event]:
            invitation = self._invitations.get(key)
            if invitation is None or invitation.taken is None or not self.is_new(coming):
                return []
            waiting = self.knocks(invitation.seat)
            if not invitation.alive(self.now) or len(waiting) >= MOST_KNOCKS:
                return []
            words = _two_words(drawn, {one.words for one in waiting})
            event = {"kind": "knocked", "hash": hashed(coming), "invitation": key}
            return [event | {"words": words, "name": name}]

        held = self._invitations.get(key)
        self._decide(decide, held.seat if held else "")
        return self.knocking(coming)

    def knocking(self, coming: str) -> Knock | None:
        """Return the knock that a browser waits for, or that was answered."""
        return self._knocks.get(hashed(coming)) if coming else None

    def waits(self, knock: Knock) -> bool:
        """Return whether a knock can still be answered."""
        invitation = self._invitations[knock.invitation]
        fresh = self.now < knock.at + KNOCK_LASTS
        return fresh and not knock.answered and invitation.alive(self.now)

    def knocks(self, seat: str = "") -> tuple[Knock, ...]:
        """Return who waits at a seat; at any, if it is empty."""
        return tuple(
            one
            for one in tuple(self._knocks.values())
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
            for key, held in self._knocks.items():
                if held.id == one and seat in ("", held.seat) and self.waits(held):
                    found = held
                    if let_in:
                        return [{"kind": "let in", "hash": key}]
                    # Whoever has the link would only knock again.
                    away: Event = {"kind": "turned away", "hash": key}
                    return [away, {"kind": "ended", "hash": held.invitation}]
            return []

        return found if self._decide(decide, by) else None

    # Sittings.

    def sitting(self, secret: str) -> Sitting | None:
        """Return the sitting of a secret, if it has not ended or locked."""
        if not secret:
            return None
        found = self._sittings.get(hashed(secret))
        return found if found and self.lives(found) else None

    def lives(self, sitting: Sitting) -> bool:
        """Return whether a sitting opens pages: it was not ended, and not left for too long."""
        return not sitting.ended and self.now < self.last_seen(sitting) + self._settings.idle

    def last_seen(self, sitting: Sitting) -> datetime:
        """Return when somebody last asked for a page in a sitting."""
        known = (held.get(sitting.id, sitting.at) for held in (self._seen, self._kept))
        return max(sitting.at, *known)

    def saw(self, sitting: Sitting) -> None:
        """Take note that somebody asked for a page; it is written down by and by."""
        now = self.now
        self._seen[sitting.id] = now
        if now >= self._kept.get(sitting.id, sitting.at) + SEEN_EVERY:
            self._kept[sitting.id] = now
            self._seen_log.add({"sitting": sitting.id, "at": now.isoformat()})

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
                for held in (self._sittings, self._invitations, self._accounts)
                for key, each in held.items()
                if one in (each.id, getattr(each, "account", ""))
                and seat in ("", each.seat)
                and not each.ended
            ]
            if not seat:
                ended += [key for key, held in self._waiting.items() if held.id == one]
            said = {"why": why} if why else {}
            return [{"kind": "ended", "hash": key, **said} for key in ended]

        return self._decide(decide, by)

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
                for key, held in self._invitations.items()
                if held.seat in of and held.open(self.now)
            ]
            return ended

        return len(ended) if self._decide(decide, by) else 0

    def sittings(self, seat: str = "") -> tuple[Sitting, ...]:
        """Return who sits in a seat, the first first; in any, if it is empty."""
        every = tuple(self._sittings.values())
        return tuple(one for one in every if seat in ("", one.seat) and self.lives(one))

    def left(self, secret: str) -> Sitting | None:
        """Return the sitting of a secret though it has ended, or was left for too long."""
        return self._sittings.get(hashed(secret)) if secret else None

    def filled(self, seats: Iterable[str]) -> int:
        """Return how often one of some seats was filled by its first, or left by its last.

        Args:
            seats: Their ids.
        """
        return sum(self._filled[one] for one in seats)

    def anybody(self, seat: str) -> bool:
        """Return whether somebody sits in a seat, away for however long.

        Args:
            seat: The id of the seat.
        """
        return self._people[seat] > 0

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
            for key, waits in self._waiting.items():
                if waits.id == one:
                    return [{"kind": "seated", "hash": key, "seat": to, "name": waits.name}]
            for key, held in self._sittings.items():
                if held.id == one and held.seat != to and self.lives(held):
                    account = self.account_of(held)
                    if account and self._name_taken(to, account.name):
                        raise AccordError(
                            f"Somebody called '{account.name}' has a name with a password in "
                            "that seat already: end one of the two first."
                        )
                    return [{"kind": "moved", "hash": key, "seat": to}]
            return []

        return self._decide(decide, by)

    # The one address of a class.

    def open_class_door(self, door: ClassDoor, by: str) -> str:
        """Open the one address of the class, or another beside it; return its secret, a code.

        What was given out before opens too, until the address is closed. It is short, for it
        is read from a wall and typed, and a code of few signs makes a code of large squares.

        Args:
            door: What those who come may choose, and what becomes of the last.
            by: Who opens it.
        """
        secret = code_of(self.secret())
        event: Event = {
            "kind": "class opened",
            "hash": hashed(secret),
            "by_side": door.by_side,
            "by_table": door.by_table,
            "doubles": door.doubles,
        }
        self._decide(lambda: [event], by)
        self.class_secret = secret
        return secret

    def close_class_door(self, by: str, seating: Callable[[], ClassSeating]) -> None:
        """Close the address of the class; where it was so decided, who lacks a partner moves.

        Args:
            by: Who closes it.
            seating: Returns who sits where now.
        """

        def decide() -> list[Event]:
            door = self.class_door
            if door is None:
                return []
            events: list[Event] = [{"kind": "class closed", "hash": ""}]
            moves = seating().joined() if door.doubles else {}
            for key, held in self._sittings.items():
                if (to := moves.get(held.seat)) and self.lives(held):
                    events.append({"kind": "moved", "hash": key, "seat": to.pop(0)})
            return events

        self._decide(decide, by)

    def is_class_door(self, secret: str) -> bool:
        """Return whether a secret, however it was typed, is that of the class and open."""
        return hashed(as_given(secret)) in self._class_keys

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
            door = self.class_door
            if door is None or not self.is_class_door(secret) or not self.is_new(coming):
                return []
            wanted, held = door.allowed(wish), seating()
            event: Event = {"hash": key, "name": name}
            own = before if before in held.seats and held.is_empty(before) else ""
            if seat := own or self._next_seat(key, wanted, held):
                return [{**event, "kind": "seated", "seat": seat}]
            full = not self._next_seat(key, SeatWish(), held)
            if key in self._waiting or not full or len(self.waiting()) >= MOST_WAITING:
                return []
            wants = {"group": wanted.group, "place": wanted.place}
            return [{**event, "kind": "waits", **wants}]

        self._decide(decide, "")
        return self.sitting(coming) is not None

    def _next_seat(self, key: str, wish: SeatWish, held: ClassSeating) -> str:
        """Return the seat of whoever comes with a key; empty while others wait before them."""
        door = self.class_door
        seats = held.order(wish, door is not None and door.doubles)
        ahead = [one for one in self._line() if one != key]
        if key in self._waiting:
            ahead = ahead[: self._line().index(key)] if key in self._line() else ahead
        return seats[0] if len(seats) > len(ahead) else ""

    def _line(self) -> list[str]:
        now = self.now
        return [
            key
            for key, one in self._waiting.items()
            if now < max(one.at, self._seen.get(one.id, one.at)) + WAIT_LASTS
        ]

    def waiting(self) -> tuple[WaitingPerson, ...]:
        """Return who waits for a seat of the class, the first first."""
        return tuple(self._waiting[key] for key in self._line())

    def waiting_with(self, coming: str) -> WaitingPerson | None:
        """Return who waits with the secret of a browser; they are heard from with that."""
        if found := self._waiting.get(hashed(coming)) if coming else None:
            self._seen[found.id] = self.now
        return found

    def seat_for(self, coming: str, seating: ClassSeating) -> bool:
        """Return whether somebody who waits can take a seat now.

        Args:
            coming: The secret of their browser.
            seating: Who sits where.
        """
        found = self._waiting.get(hashed(coming))
        if self.class_door is None or found is None:
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
            if self.class_door is None or key not in self._waiting:
                return []
            seat = self._next_seat(key, person.wish, seating())
            event: Event = {"kind": "seated", "hash": key, "seat": seat, "name": person.name}
            return [event] if seat else []

        self._decide(decide, "")

    def sat(self, seat: str) -> tuple[Sitting, ...]:
        """Return who sits or sat in a seat, but for those who were put out with a reason."""
        every = tuple(self._sittings.values())
        return tuple(one for one in every if one.seat == seat and not one.why)

    def open_invitations(self, seat: str = "") -> tuple[Invitation, ...]:
        """Return the invitations to a seat that can be taken, the first first."""
        every = tuple(self._invitations.values())
        return tuple(one for one in every if seat in ("", one.seat) and one.open(self.now))

    def position(self, seat: str = "") -> int:
        """Return how often something at a seat has changed; at any, if it is empty."""
        return self._positions[seat] if seat else self._count

    def happened(self, seat: str = "") -> list[DoorEvent]:
        """Return what happened at a seat, the last first; at any, if it is empty."""
        with self._lock:
            every = [*self._happened, *self._failures()]
        every.sort(key=lambda one: one.at)
        return [one for one in reversed(every) if seat in ("", one.seat)]

    # Accounts.

    def accounts(self, seat: str = "") -> tuple[Account, ...]:
        """Return the accounts of a seat that count; of any, if it is empty."""
        every = tuple(self._accounts.values())
        return tuple(one for one in every if seat in ("", one.seat) and one.counts)

    def account(self, sign_in: str) -> Account | None:
        """Return the account that somebody signs in with, if it counts."""
        wanted = sign_in.strip().casefold()
        return next((one for one in self.accounts() if one.sign_in.casefold() == wanted), None)

    def account_of(self, sitting: Sitting) -> Account | None:
        """Return the account of a sitting, if it has one that counts."""
        return next((one for one in self.accounts() if one.id == sitting.account), None)

    def begun_by(self, sitting: Sitting) -> Account | None:
        """Return the account that a sitting began last and has not confirmed."""
        every = tuple(self._accounts.values())
        begun = [one for one in every if one.by == sitting.id]
        return begun[-1] if begun and not (begun[-1].confirmed or begun[-1].ended) else None

    def begin_account(
        self, sitting: Sitting, name: str, password: str, codes: str, by: str
    ) -> bool:
        """Begin an account in the seat of a sitting; return False if the name is taken there.

        Args:
            sitting: Whose account it is.
            name: The name.
            password: What is kept of the password.
            codes: The secret for the codes.
            by: Who does it.
        """
        key = hashed(self.secret())

        def decide() -> list[Event]:
            if self._name_taken(sitting.seat, name):
                return []
            event = {"kind": "account begun", "hash": key, "seat": sitting.seat, "name": name}
            return [event | {"password": password, "codes": codes, "by": sitting.id}]

        return self._decide(decide, by)

    def _name_taken(self, seat: str, name: str) -> bool:
        return any(one.name.casefold() == name.casefold() for one in self.accounts(seat))

    def confirm_account(self, account: Account, step: int, by: str) -> bool:
        """Let an account count from now on; return False if its name was taken meanwhile."""

        def decide() -> list[Event]:
            now = self._accounts[self._account_key(account)]
            if now.confirmed or now.ended or self._name_taken(now.seat, now.name):
                return []
            key = self._account_key(account)
            return [{"kind": "account confirmed", "hash": key, "step": step}]

        return self._decide(decide, by)

    def sign_in(self, account: Account, step: int) -> str | None:
        """Return the secret of a new sitting; None if the code was used, or the account ended.

        Args:
            account: The account, whose password was right.
            step: The half minute of its code.
        """
        coming, key = self.secret(), self._account_key(account)

        def decide() -> list[Event]:
            now = self._accounts[key]
            # The password must still be the one that was checked.
            if not now.counts or step <= now.step or now.password != account.password:
                return []
            event = {"kind": "signed in", "hash": hashed(coming), "account": key}
            return [event | {"step": step}]

        return coming if self._decide(decide, account.seat) else None

    def fail(self, account: Account) -> None:
        """Keep that somebody tried to sign in with an account and could not.

        It is written by a thread of its own: the answer takes no longer for a name that is
        there than for one that is not.

        Args:
            account: The account, whose password or code was wrong.
        """
        key, now = self._account_key(account), self.now
        with self._lock:
            self._note_failed(key, now)
        self._failed_log.add({"account": key, "at": now.isoformat()})

    def _note_failed(self, key: str, at: datetime) -> None:
        self._failed[key, at] = None
        if len(self._failed) > _REMEMBERED:
            del self._failed[next(iter(self._failed))]

    def _failures(self) -> Iterator[DoorEvent]:
        for key, at in self._failed:
            if (one := self._accounts.get(key)) is not None:
                yield DoorEvent(at, one.seat, "failed", one.seat, one.name)

    def failures(self, account: Account) -> list[datetime]:
        """Return when somebody could not sign in with an account, the last first."""
        key = self._account_key(account)
        with self._lock:
            return sorted((at for one, at in self._failed if one == key), reverse=True)

    def change_password(
        self, account: Account, password: str, step: int, kept: Sitting, by: str
    ) -> bool:
        """Change a password, which ends the other sittings of the account.

        Args:
            account: The account.
            password: What is kept of the new one.
            step: The half minute of the code that was given for it.
            kept: The sitting that goes on.
            by: Who does it.
        """
        key = self._account_key(account)

        def decide() -> list[Event]:
            now = self._accounts[key]
            if not now.counts or step <= now.step or now.password != account.password:
                return []
            others = [
                {"kind": "ended", "hash": one}
                for one, held in self._sittings.items()
                if held.account == account.id and held.id != kept.id and not held.ended
            ]
            changed = {"kind": "password changed", "hash": key, "password": password}
            return [changed | {"step": step}, *others]

        return self._decide(decide, by)

    def _account_key(self, account: Account) -> str:
        return next(key for key, held in self._accounts.items() if held.id == account.id)


def _time(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


def _step(event: Event) -> int:
    return int(str(event["step"]))


def _two_words(drawn: int, taken: set[str]) -> str:
    """Return the words of a knock: those that a number stands for, or the next free."""
    every = len(WORDS) ** 2
    pairs = (divmod((drawn + further) % every, len(WORDS)) for further in range(every))
    said = (f"{WORDS[first]} {WORDS[second]}" for first, second in pairs)
    return next(one for one in said if one not in taken)
