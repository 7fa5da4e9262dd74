"""What has happened at the doors, as one log has it, and how something more is decided.

What is decided is decided after all that stands in the log, whichever process wrote it: where
another was faster, the log is read on and it is decided anew.
"""

from base64 import urlsafe_b64encode
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import RLock

from attrs import evolve

from accord.errors import Conflict
from accord.host.admissions import Account, DoorEvent, Invitation, Knock, Sitting
from accord.host.batched_log import BatchedLog
from accord.host.bell import Bell
from accord.host.class_people import ClassDoor, SeatWish, WaitingPerson
from accord.host.door_secrets import hashed, name_of
from accord.host.settings import HostSettings
from accord.store import Event, Store

LOG = "host/doors"
SEEN = "host/seen"
_BYTES, _SIGNS = 32, 43
"""How long a secret is, and how long as text."""
REMEMBERED = 2_000
"""Events that are shown to those who ask what happened at the doors; the log has all."""
SEEN_EVERY = timedelta(minutes=10)
"""How often it is kept when a sitting was last seen: a small part of what it may be idle."""


class DoorLog:
    """Who was invited, knocked, sits and has a name, by the log; safe in several threads.

    What has a secret is kept by the hash of that; only a fold of the log changes it.

    Attributes:
        lock: Held while something is decided.
        count: How much the log has.
        codes: The hashes of links, by those of the codes on their slips.
        given: What told the links apart that were asked for.
        class_door: What those who come by the address of the class may choose; None while it
            is closed.
        class_was_open: Whether the address of the class was ever open.
        class_keys: The hashes of the addresses that open.
        waiting: Who waits for a seat of the class.
        moves: How often somebody was put into another seat.
        people: How many sittings each seat has that were not ended.
        filled: How often each seat was filled by its first, or left by its last.
        positions: How often something at each seat has changed.
        seen: When somebody was last seen, by the id of the sitting or of who waits.
    """

    def __init__(self, store: Store, settings: HostSettings, bell: Bell) -> None:
        """Take where the log is, and read it; a change rings the bell."""
        self._store, self.settings, self._bell = store, settings, bell
        self.lock = RLock()
        self.count = 0
        self.invitations: dict[str, Invitation] = {}
        self.codes: dict[str, str] = {}
        self.knocks: dict[str, Knock] = {}
        self.sittings: dict[str, Sitting] = {}
        self.accounts: dict[str, Account] = {}
        self.given: set[str] = set()
        self.class_door: ClassDoor | None = None
        self.class_was_open = False
        self.class_keys: set[str] = set()
        self.waiting: dict[str, WaitingPerson] = {}
        self.moves = 0
        self.people: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()
        self.positions: Counter[str] = Counter()
        self.seen: dict[str, datetime] = {}
        self._kept: dict[str, datetime] = {}
        self.happened: deque[DoorEvent] = deque(maxlen=REMEMBERED)
        self._seen_log = BatchedLog(store, SEEN)
        self._seen_count = 0
        self.refresh()

    def close(self) -> None:
        """Write what is still to be written of who was seen."""
        self._seen_log.close()

    def refresh(self) -> None:
        """Read on: what another process wrote counts from now on."""
        with self.lock:
            grown = self._store.read(LOG, self.count)
            for kept in grown:
                self._fold(kept.event, kept.by)
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
        self.count += 1
        key, at = str(event["hash"]), _time(event["at"])
        before = self.seat_of(key)
        match event["kind"]:
            case "invited":
                self.invitations[key] = Invitation(
                    id=name_of(key),
                    seat=str(event["seat"]),
                    at=at,
                    until=_time(event["until"]),
                    start=str(event["start"]),
                )
                self.codes[str(event["code"])] = key
                self.given.add(str(event["once"]))
            case "taken":
                used = str(event["invitation"])
                name = str(event["name"])
                taken = evolve(self.invitations[used], taken=at, taken_by=name)
                self.invitations[used] = taken
                self._sit(
                    key,
                    Sitting(
                        id=name_of(key), seat=taken.seat, name=name, at=at, invitation=used
                    ),
                )
            case "knocked":
                link = str(event["invitation"])
                self.knocks[key] = Knock(
                    id=name_of(key),
                    seat=self.invitations[link].seat,
                    invitation=link,
                    words=str(event["words"]),
                    name=str(event["name"]),
                    at=at,
                )
            case "let in":
                knock = evolve(self.knocks[key], answered=True)
                self.knocks[key] = knock
                self._sit(
                    key, Sitting(id=name_of(key), seat=knock.seat, name=knock.name, at=at)
                )
            case "turned away":
                self.knocks[key] = evolve(self.knocks[key], answered=True)
            case "account begun":
                self.accounts[key] = Account(
                    id=name_of(key),
                    seat=str(event["seat"]),
                    name=str(event["name"]),
                    at=at,
                    password=str(event["password"]),
                    codes=str(event["codes"]),
                    by=str(event["by"]),
                )
            case "account confirmed":
                account = self.accounts[key]
                self.accounts[key] = evolve(account, confirmed=True, step=_step(event))
                for sitting, held in self.sittings.items():
                    if held.id == account.by:
                        self.sittings[sitting] = evolve(held, account=account.id)
            case "signed in":
                signed = str(event["account"])
                account = evolve(self.accounts[signed], step=_step(event))
                self.accounts[signed] = account
                signed_in = Sitting(
                    id=name_of(key),
                    seat=account.seat,
                    name=account.name,
                    at=at,
                    account=account.id,
                )
                self._sit(key, signed_in)
            case "password changed":
                self.accounts[key] = evolve(
                    self.accounts[key], password=str(event["password"]), step=_step(event)
                )
            case "class opened":
                self._open_class(key, event)
            case "class closed":
                self.class_door = None
                self.class_keys.clear()
            case "seated":
                self.waiting.pop(key, None)
                seated, name = str(event["seat"]), str(event["name"])
                self._sit(key, Sitting(id=name_of(key), seat=seated, name=name, at=at))
                by = by or seated
            case "waits":
                wish = SeatWish(group=str(event["group"]), place=str(event["place"]))
                self.waiting[key] = WaitingPerson(
                    id=name_of(key), name=str(event["name"]), at=at, wish=wish
                )
            case "moved":
                self._move(key, str(event["seat"]), at)
            case "ended":
                self._end(key, str(event.get("why", "")))
        seat = self.seat_of(key)
        name = str(event.get("name") or self._name_of(key))
        for one in dict.fromkeys((before or seat, seat)):
            self.positions[one] += 1
            self.happened.append(DoorEvent(at, by, str(event["kind"]), one, name))

    def _sit(self, key: str, sitting: Sitting) -> None:
        """Keep a sitting, and count where a seat is filled or is empty with it."""
        old = self.sittings.get(key)
        self.sittings[key] = sitting
        for one, more in ((old, -1), (sitting, 1)):
            if one is not None and not one.ended:
                self.people[one.seat] += more
                if self.people[one.seat] == (more > 0):
                    self.filled[one.seat] += 1

    def _open_class(self, key: str, event: Event) -> None:
        self.class_door = ClassDoor(
            by_side=bool(event["by_side"]),
            by_table=bool(event["by_table"]),
            doubles=bool(event["doubles"]),
        )
        self.class_was_open = True
        self.class_keys.add(key)

    def _move(self, key: str, to: str, at: datetime) -> None:
        self.moves += 1
        held = self.sittings[key]
        self._sit(key, evolve(held, seat=to, moved=at, moved_from=held.seat))
        for one, account in self.accounts.items():
            begun = account.by == held.id and not account.confirmed
            if begun or (held.account and account.id == held.account):
                self.accounts[one] = evolve(account, seat=to)

    def _end(self, key: str, why: str) -> None:
        self.waiting.pop(key, None)
        if key in self.sittings:
            self._sit(key, evolve(self.sittings[key], ended=True, why=why))
        elif key in self.invitations:
            self.invitations[key] = evolve(self.invitations[key], ended=True)
        elif key in self.accounts:
            self.accounts[key] = evolve(self.accounts[key], ended=True)

    def seat_of(self, key: str) -> str:
        """Return the seat of whatever has a hash; empty for none."""
        kinds: tuple[Mapping[str, Sitting | Invitation | Account | Knock], ...] = (
            self.sittings,
            self.invitations,
            self.accounts,
            self.knocks,
        )
        return next((held[key].seat for held in kinds if key in held), "")

    def _name_of(self, key: str) -> str:
        kinds: tuple[Mapping[str, Sitting | Account | Knock | WaitingPerson], ...] = (
            self.sittings,
            self.accounts,
            self.knocks,
            self.waiting,
        )
        return next((held[key].name for held in kinds if key in held), "")

    def decide(self, decide: Callable[[], list[Event]], by: str) -> bool:
        """Append what is decided after all that the log says; return whether it was anything.

        Args:
            decide: Returns what to append; it is asked again if another process was faster.
            by: Who does it.
        """
        with self.lock:
            while True:
                self.refresh()
                at = self.now.isoformat()
                events: list[Event] = [{**event, "at": at} for event in decide()]
                if not events:
                    return False
                try:
                    self._store.append(LOG, self.count, events, by)
                except Conflict:
                    continue
                for event in events:
                    self._fold(event, by)
                self._bell.ring()
                return True

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return self.settings.clock().replace(microsecond=0)

    def secret(self) -> str:
        """Return 256 new random bits, as they stand in an address or a cookie."""
        return urlsafe_b64encode(self.settings.random(_BYTES)).decode().rstrip("=")

    def is_new(self, coming: str) -> bool:
        """Return whether a secret is fit for a browser that comes: nobody came with it yet."""
        return len(coming) == _SIGNS and not self.seat_of(hashed(coming))

    def lives(self, sitting: Sitting) -> bool:
        """Return whether a sitting opens pages: it was not ended, and not left for too long."""
        return not sitting.ended and self.now < self.last_seen(sitting) + self.settings.idle

    def last_seen(self, sitting: Sitting) -> datetime:
        """Return when somebody last asked for a page in a sitting."""
        known = (held.get(sitting.id, sitting.at) for held in (self.seen, self._kept))
        return max(sitting.at, *known)

    def saw(self, sitting: Sitting) -> None:
        """Take note that somebody asked for a page; it is written down by and by."""
        now = self.now
        self.seen[sitting.id] = now
        if now >= self._kept.get(sitting.id, sitting.at) + SEEN_EVERY:
            self._kept[sitting.id] = now
            self._seen_log.add({"sitting": sitting.id, "at": now.isoformat()})


def _time(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


def _step(event: Event) -> int:
    return int(str(event["step"]))
