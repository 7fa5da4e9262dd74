"""The tables of another host as this machine sees them: what a delegation's own machine shows.

The host's log is the truth. What was last seen of it lies here on the disk, so it can be read
without a network; a move made meanwhile waits here, and is sent on return if it still stands.
"""

import logging
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from json import dumps
from threading import Event, Lock, RLock, Thread
from time import monotonic
from typing import Any
from urllib.parse import quote

from attrs import evolve, frozen

from accord.errors import AccordError, IllegalMove
from accord.host.afar_kept import AfarKept
from accord.host.afar_line import (
    AfarHost,
    AfarLine,
    NotConnected,
    NotReached,
    NotSent,
    OtherCertificate,
    PutOut,
    come_in,
)
from accord.host.afar_moves import AfarMove, by_others, heard_by_then, pinned, why_not
from accord.host.afar_table import MISSHAPEN, AfarTable, moment
from accord.host.bell import Bell
from accord.host.fingerprint import Fingerprint
from accord.host.host_seats import HostSeat
from accord.host.seated import MoveWaits
from accord.talks import Move, move_to_json

_ON_ITS_WAY = 1.5
"""How long after it was sent a host makes a move, by how long its answer is waited for."""
RECORD_EVERY = 5.0
"""Seconds from one copy of the folder to the next, at least."""
_RECORD_SHARE = 20
"""How many times as long as a copy took nothing is asked for then."""
_FIRST, _MOST = 0.5, 2.0
"""Seconds until a host that is not there is asked again: the first time, and at most. Few such
machines sit at a host, and people wait for it to be back."""
_TRIES = 5
"""How often a move that waits is looked at anew where others move meanwhile."""


@frozen(kw_only=True)
class LineState:
    """Whether what is shown is what the host has now.

    Attributes:
        live: Whether it is.
        since: Since when it is or is not, as far as anybody knows.
        why: Why not, as a sentence; empty while it is live, and before it was tried.
        over: Whether it is not tried again until somebody does something.
    """

    live: bool
    since: datetime
    why: str = ""
    over: bool = False


class AfarTables:
    """Every table of another host at which the seat of this machine sits.

    Attributes:
        host: The host, and who this machine is there.
        sits: What the seat is called at tables.
        changes: How often the line or the moves that wait have changed.
        ahead: How far the clock of the host is ahead of that of this machine.
    """

    def __init__(
        self,
        kept: AfarKept,
        bell: Bell,
        clock: Callable[[], datetime],
        random: Callable[[int], bytes],
        line: AfarLine | None = None,
    ) -> None:
        """Read what was kept; nothing is asked before it is started.

        Args:
            kept: Where it is kept; the machine has come in already.
            bell: Rings after a change.
            clock: Tells the time.
            random: Returns so many random bytes.
            line: The line to the host, where it is not the usual one.

        Raises:
            AccordError: If the machine has not come in, or what was kept cannot be read.
        """
        host = kept.host
        if host is None:
            raise AccordError("This machine has not come in to a host yet: use its link.")
        self.host, self.sits = host, host.sits
        self.on_record: Callable[[bytes], None] | None = None
        self.changes = 0
        self._kept, self._bell, self._clock, self._random = kept, bell, clock, random
        self._line = line or AfarLine(host)
        self._lock, self._sending = RLock(), Lock()
        self._stop, self._soon = Event(), Event()
        self._thread: Thread | None = None
        self._tables: dict[str, AfarTable] = {}
        self._made: set[str] = set()
        self.ahead = timedelta(seconds=float(kept.tables.get("ahead", 0)))
        self._moves = kept.moves
        known = kept.tables
        self._record = self._record_there = str(known.get("record", ""))
        self._record_next, self._asked = 0.0, ""
        for one in known.get("tables", []):
            table = AfarTable(str(one), self)
            with _going_on(table, []):
                if plain := kept.table(table.id):
                    table.take(plain)
                    self._tables[table.id] = table
        at = known.get("at")
        self.state = LineState(
            live=False, since=datetime.fromisoformat(str(at)) if at else clock()
        )

    # What the pages ask.

    def of(self, seat: HostSeat) -> Iterator[AfarTable]:
        """Yield the tables at which a seat sits, in the order of their opening."""
        return (one for one in self if one.seats(seat))

    def get(self, one: str, seat: HostSeat) -> AfarTable | None:
        """Return a table; None where there is none at which the seat sits."""
        found = self._tables.get(one)
        return found if found and found.seats(seat) else None

    def position(self, seat: HostSeat, of: str = "") -> int:
        """Return how often something that a seat sees of its tables has changed.

        Args:
            seat: The seat.
            of: A table that alone counts; empty for all.
        """
        tables = [one for one in self.of(seat) if of in ("", one.id)]
        return self.changes + sum(one.position(seat) for one in tables)

    def __iter__(self) -> Iterator[AfarTable]:
        """Yield all, in the order of their opening."""
        yield from [*self._tables.values()]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._tables)

    def moves(self, table: str = "") -> tuple[AfarMove, ...]:
        """Return the moves that the host has not confirmed, those that wait and the drafts.

        Args:
            table: The table that they are for; empty for all.
        """
        return tuple(one for one in self._moves if table in ("", one.table))

    # What somebody does here.

    def move(self, table: AfarTable, seat: str, move: Move, by: str, key: str) -> bool:
        """Send a move to the host: see `AfarTable.move`."""
        seen = table.seen(seat).view
        with self._sending:
            if key and key in self._made:
                return False
            waiting = [one for one in self.moves(table.id) if not one.draft]
            if key and any(one.key == key for one in self._moves):
                raise MoveWaits(table.id, _WAITS)
            made = AfarMove(
                key=key or self._random(16).hex(),
                table=table.id,
                move=pinned(seen, move),
                by=by,
                at=self._clock(),
                heard=len(seen.heard),
            )
            if self.state.live and not waiting:
                return self._send_now(table, made)
            if told := [*why_not(seen, made.move)]:
                raise IllegalMove("\n".join(told))
            self._keep(made)
            raise MoveWaits(table.id, _WAITS)

    def take_back(self, key: str) -> None:
        """Take back a move that the host does not have.

        Args:
            key: Its key.

        Raises:
            AccordError: If there is none, or nobody knows whether the host has it.
        """
        with self._sending:
            self._drop(self._waiting(key))

    def send(self, key: str) -> bool:
        """Send a move that waits or became a draft, by the word of somebody who looked at it.

        Args:
            key: Its key.

        Returns:
            Whether it was made now; else the host had it already.

        Raises:
            IllegalMove: If the rules do not allow it; it stays a draft.
            MoveWaits: If the host cannot be reached: it waits.
            AccordError: If there is no such move, or nobody knows whether the host has it.
        """
        with self._sending:
            one = self._waiting(key)
            table = self._tables[one.table]
            seen = table.seen(self.sits).view
            one = evolve(one, draft=False, why=(), heard=len(seen.heard))
            if told := [*why_not(seen, one.move)]:
                self._keep(one.as_draft(*told))
                raise IllegalMove("\n".join(told))
            self._keep(one)
            if not self.state.live:
                raise MoveWaits(table.id, _WAITS)
            return self._send_now(table, one)

    def retry(self) -> None:
        """Ask the host again now, and not after a while."""
        if self.state.over:
            self._say(evolve(self.state, over=False))
        self._soon.set()

    # The line to the host.

    def start(self) -> None:
        """Ask the host what there is, and go on hearing of it."""
        self._thread = Thread(target=self._run, name="afar", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ask nothing any more."""
        self._stop.set()
        self._soon.set()
        if self._thread:
            self._thread.join(5)

    def _run(self) -> None:
        wait = _FIRST
        while not self._stop.is_set():
            try:
                self.catch_up()
                wait = _FIRST
                for stands in self._line.stream():
                    if self._stop.is_set():
                        return
                    # What was asked beside may have broken off while this goes on.
                    waits = self._record_due() or any(not m.draft for m in self._moves)
                    if stands != self._asked or waits or not self.state.live:
                        self.catch_up()
            except (PutOut, OtherCertificate) as error:
                self._lost(error, over=True)
            except AccordError as error:
                self._lost(error)
            except Exception as error:  # the line is tried again, whatever it was
                logging.getLogger(__name__).exception("the line to the host")
                self._lost(error)
            shake = 0.5 + int.from_bytes(self._random(2)) / 65536
            self._soon.wait(None if self.state.over else wait * shake)
            self._soon.clear()
            wait = min(_MOST, wait * 2)

    def catch_up(self) -> None:
        """Take in all that has changed at the host, and send what waits for it.

        Raises:
            AccordError: If the host cannot be reached, or says what cannot be read here.
        """
        listed = self._line.get_soon("/wire/tables")
        try:
            there = [(str(one["id"]), str(one["stands"])) for one in listed["tables"]]
        except MISSHAPEN:
            raise AccordError("Which tables the host has cannot be read here.") from None
        told: list[str] = []
        for one, stands in there:
            table = self._tables.get(one) or AfarTable(one, self)
            if table.stands != stands:
                with _going_on(table, told):
                    self._fetch(table)
                    self._tables.setdefault(table.id, table)
        self._asked = str(listed.get("stands", ""))
        at = self._clock()
        self._record_there = str(listed.get("record", ""))
        self._take_record()
        self._kept.tables = {
            "tables": [*self._tables],
            "record": self._record,
            "at": at.isoformat(),
            "ahead": self.ahead.total_seconds(),
        }
        if told:
            raise AccordError("\n".join(told))
        if not self.state.live:
            self._say(LineState(live=True, since=at))
        self._send_all()

    def _take_record(self) -> None:
        """Hand on the copy of the folder where it has changed, if one may be asked for."""
        if not self._record_due():
            return
        there, start = self._record_there, monotonic()
        folder = self.folder()
        try:
            if self.on_record is not None:
                self.on_record(folder)
            self._record = there
        except AccordError as error:  # the tables go on
            logging.getLogger(__name__).warning("the record of the host: %s", error)
        # Each move at a table changes the record, and a large one takes a host its time.
        took = monotonic() - start
        self._record_next = monotonic() + max(RECORD_EVERY, took * _RECORD_SHARE)

    def _record_due(self) -> bool:
        news = self._record != self._record_there and self.on_record is not None
        return news and monotonic() >= self._record_next

    def folder(self) -> bytes:
        """Return the copy of the folder that this seat may have, as an archive.

        Raises:
            AccordError: If there is none for it, or the host cannot be reached.
        """
        return self._line.get_bytes("/export/folder.zip")

    def _lost(self, error: Exception, over: bool = False) -> None:
        since = self._clock() if self.state.live else self.state.since
        self._say(LineState(live=False, since=since, why=str(error), over=over))

    def _say(self, state: LineState) -> None:
        if state != self.state:
            self.state = state
            self._changed("")

    def _fetch(self, table: AfarTable, key: str = "") -> tuple[bool, datetime]:
        """Take in a table; return whether the move of a key was made, and the host's time."""
        asked = {**table.known, **({"key": key} if key else {})}
        plain = self._line.get(_at(table), **asked)
        self._take(table, plain)
        return plain.get("made") is True, moment(plain.get("now"))

    def _take(self, table: AfarTable, plain: dict[str, Any]) -> None:
        with self._lock:
            self.ahead = moment(plain.get("now")) - self._clock()
            before, times = table.plain, table.times_heard(self.sits)
            table.take(plain)
            changed = table.plain != before
            if changed:
                self._kept.keep_table(table.id, table.plain)
            if table.times_heard(self.sits)[: len(times)] != times:
                for one in self.moves(table.id):
                    self._keep(one.as_draft(_OTHERWISE))
        if changed:
            self._changed(table.id)

    # The moves that wait.

    def _send_all(self) -> None:
        """Send what waits, each looked at anew, and in order at each table."""
        with self._sending:
            for table in self:
                if not self._ask_tried(table):
                    continue
                lost = False
                for one in self.moves(table.id):
                    if lost and not one.draft:
                        self._keep(one.as_draft("What was to be done before it was not done."))
                    lost = lost or not (one.draft or self._send_checked(table, one))

    def _ask_tried(self, table: AfarTable) -> bool:
        """Ask of what was sent when the line broke off whether it was made.

        Returns:
            Whether that is known now: until the host would make it no more, it may be on its
            way still.
        """
        known = True
        for one in self.moves(table.id):
            if one.until is None:
                continue
            made, now = self._fetch(table, one.key)
            if made:
                self._done(table, one, one.heard)
            elif now > one.until:
                self._keep(evolve(one, until=None))
            else:
                known = False
                # Where the clock of the host was set back meanwhile, it would be for ever.
                if one.until > now + self._on_its_way:
                    self._keep(evolve(one, until=now + self._on_its_way))
        return known

    @property
    def _on_its_way(self) -> timedelta:
        """How long a move may be on its way until the host would make it no more."""
        return timedelta(seconds=_ON_ITS_WAY * self._line.answered)

    def _send_checked(self, table: AfarTable, one: AfarMove) -> bool:
        """Send a move if it still stands, else make it a draft; return whether it was made."""
        for _ in range(_TRIES):
            # What was sent before it may have moved the ground that it stands on.
            one = self._kept_move(one.key) or one
            seen = table.seen(self.sits).view
            told = [*why_not(seen, one.move)]
            if others := by_others(seen, one.heard):
                things = "something was" if len(others) == 1 else f"{len(others)} things were"
                told = [
                    f"Since it was written, {things} said or done at the table: look at it, "
                    "and send this if it still stands.",
                    *told,
                ]
            if told:
                self._keep(one.as_draft(*told))
                return False
            try:
                return self._send(table, one, len(seen.heard))
            except _More:
                continue
            except (IllegalMove, NotSent):
                return False
        self._keep(one.as_draft("Others moved again and again: look at what they did."))
        return False

    def _send_now(self, table: AfarTable, one: AfarMove) -> bool:
        """Send a move for somebody who waits for the answer."""
        try:
            return self._send(table, one, None)
        except _More:
            raise MoveWaits(table.id, _WAITS) from None
        except NotConnected:
            raise MoveWaits(table.id, _WAITS) from None
        except NotReached:
            raise MoveWaits(table.id, _SENT) from None

    def _send(self, table: AfarTable, one: AfarMove, on: int | None) -> bool:
        """Send a move; it is done once the host has said so."""
        new = all(each.key != one.key for each in self._moves)
        until = self._clock() + self.ahead + self._on_its_way
        self._keep(evolve(one, until=until))  # first: whatever happens now, it is known of
        form = {"move": dumps(move_to_json(one.move)), "once": one.key, **table.known}
        form |= {"until": until.isoformat()} | ({} if on is None else {"on": str(on)})
        try:
            answer = self._line.post(f"{_at(table)}/move", form)
        except NotReached as error:
            if isinstance(error, NotConnected):
                self._keep(one)
            self._lost(error)
            raise
        except (PutOut, NotSent, OtherCertificate) as error:
            self._keep(one.as_draft(str(error)))
            if not isinstance(error, NotSent):
                self._lost(error, over=True)
            raise
        if "view" in answer:
            with _going_on(table, []):
                self._take(table, answer)
        if answer.get("done") is True:
            self._done(table, one, one.heard if on is None else on)
            return True
        if answer.get("more") is True or answer.get("late") is True:
            self._keep(one)
            raise _More("More was heard, or the clock of the host was set.")
        told = [str(each) for each in answer.get("said", ())]
        if new and on is None:  # whoever made it is told at once
            self._drop(one)
        else:
            self._keep(one.as_draft(*told))
        raise IllegalMove("\n".join(told))

    def _done(self, table: AfarTable, one: AfarMove, heard: int) -> None:
        """Take note that the host has a move; those that wait stand on what came of it."""
        self._made.add(one.key)
        then = heard_by_then(table.seen(self.sits).view, heard, self.sits)
        with self._lock:
            kept = [each for each in self._moves if each.key != one.key]
            self._moves = tuple(
                evolve(each, heard=max(each.heard, then))
                if each.table == one.table and not each.draft and each.heard >= one.heard
                else each
                for each in kept
            )
            self._kept.moves = self._moves
        self._changed(one.table)

    def _waiting(self, key: str) -> AfarMove:
        """Return a move that the host does not have, for somebody who decides on it."""
        one = self._kept_move(key)
        if one is None:
            raise AccordError(
                "There is no such move here any more: it was made, or taken back."
            )
        if one.tried:
            raise AccordError(
                "It was sent when the line broke off, and may have been made: whether it was "
                "shows once the host can be reached."
            )
        return one

    def _kept_move(self, key: str) -> AfarMove | None:
        return next((one for one in self._moves if one.key == key), None)

    def _keep(self, one: AfarMove) -> None:
        """Keep a move, in the place of what was kept of it."""
        with self._lock:
            there = any(each.key == one.key for each in self._moves)
            moves = [one if each.key == one.key else each for each in self._moves]
            moves += [] if there else [one]
            self._kept.moves = self._moves = tuple(moves)
        self._changed(one.table)

    def _drop(self, one: AfarMove) -> None:
        with self._lock:
            self._kept.moves = self._moves = tuple(
                each for each in self._moves if each.key != one.key
            )
        self._changed(one.table)

    def _changed(self, table: str) -> None:
        with self._lock:
            self.changes += 1
        self._bell.ring(table)


_WAITS = "The host cannot be reached: it waits here, and is sent when the host can be reached."
_SENT = (
    "The line broke off as it was sent: it is kept here, and whether the host has it shows "
    "when it can be reached."
)


_OTHERWISE = (
    "What the host tells of this table is not what was seen when this was written: look at it, "
    "and send this if it still stands."
)


class _More(AccordError):
    """More was heard since a move was looked at."""


def _at(table: AfarTable) -> str:
    return f"/wire/tables/{quote(table.id, safe='')}"


@contextmanager
def _going_on(table: AfarTable, told: list[str]) -> Iterator[None]:
    """Go on with the other tables where one cannot be read, and say so."""
    try:
        yield
    except (NotReached, PutOut, OtherCertificate):
        raise
    except AccordError as error:
        logging.getLogger(__name__).warning("table %s: %s", table.id, error)
        told.append(str(error))


def sit_down(
    kept: AfarKept,
    link: str,
    confirmed: Fingerprint | None,
    name: str,
    random: Callable[[int], bytes],
) -> AfarHost:
    """Come in to a host with an invitation, and keep what this machine is known by there.

    Args:
        kept: Where it is kept.
        link: The invitation.
        confirmed: The fingerprint of the host's certificate that somebody has compared (see
            `shown_fingerprint`); None where nothing is encrypted.
        name: What whoever sits here calls themselves.
        random: Returns so many random bytes, fit for secrets.

    Raises:
        OtherCertificate: If the certificate is another than was confirmed.
        NotReached: If the host does not answer.
        AccordError: If the invitation does not let this machine in, or is of another seat
            than what is kept.
    """
    coming = kept.coming(link, lambda: urlsafe_b64encode(random(32)).decode().rstrip("="))
    host, before = come_in(link, confirmed, coming, name), kept.host
    if before is not None and before.seat != host.seat:
        raise AccordError(
            f"What is kept here is of the seat '{before.seat}', and this link is one of "
            f"'{host.seat}': take another folder, and ask for another link."
        )
    kept.host = host
    return host
