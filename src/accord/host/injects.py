"""What whoever teaches lets happen at the tables of a class: prepared, then released once.

What is prepared stands in a log of its own. That it has happened stands in the log of each
table where it did, with a key: so it happens once at a table whoever presses how often, and
what was released where and when is read there and nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import define, field, frozen

from accord.errors import AccordError
from accord.fighting import BetweenRounds
from accord.host.bell import Bell
from accord.host.held_table import HeldTable
from accord.host.kept_log import KeptLog
from accord.store import Envelope, Store
from accord.talks import (
    Happening,
    Table,
    happen,
    happening_from_json,
    happening_to_json,
)

LOG = "class/news"
ROUND_BEGINS = "the beginning of a round"
"""Who releases what happens by itself, in words."""
OVER = "The talks there are over."


@frozen(kw_only=True)
class SetTime:
    """A time until which something is awaited, from when it is released.

    Attributes:
        until: Until when, as somebody typed it: in so many minutes, or at a time of the day.
        why: For what, in words.
    """

    until: str
    why: str


@define(kw_only=True)
class PreparedNews:
    """Something that whoever teaches may let happen.

    Attributes:
        number: Its number, from 1.
        what: What happens.
        dropped: Whether it was put aside.
        round: Before which round it is meant to happen; None where that is left open.
        by_itself: Whether it happens at each table as soon as that round has begun there.
        assumed: By what model it was drawn, as `accord play --fighting` has it; empty for none.
    """

    number: int
    what: Happening | SetTime
    dropped: bool = False
    round: int | None = None
    by_itself: bool = False
    assumed: str = ""

    @property
    def key(self) -> str:
        """What tells it from all else that happens at a table."""
        return f"news {self.number}"

    def released(self, table: HeldTable) -> datetime | None:
        """Return when it was released to a table; None if it was not.

        Args:
            table: The table.
        """
        return table.happened(self.key)


@define(eq=False)
class ClassNews:
    """What was prepared to happen at the tables of a class; safe to use from several threads.

    Attributes:
        position: How often something of it has changed.
    """

    store: Store
    bell: Bell
    position: int = field(default=0, init=False)
    log: KeptLog = field(init=False)
    _all: dict[int, PreparedNews] = field(factory=dict, init=False)
    _once: dict[str, int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Read the log."""
        self.log = KeptLog(self.store, LOG, self._fold, self.bell)

    def _fold(self, kept: Envelope) -> None:
        self.position += 1
        match kept.event:
            case {"kind": "prepared", "what": dict(what)} as said:
                number = len(self._all) + 1
                self._all[number] = PreparedNews(
                    number=number,
                    what=_read(what),
                    round=said.get("round"),
                    by_itself=bool(said.get("by_itself")),
                    assumed=str(said.get("assumed", "")),
                )
                if once := str(kept.event.get("once", "")):
                    self._once[once] = number
            case {"kind": "dropped", "number": int(number), "is": bool(dropped)}:
                self._all[number].dropped = dropped

    @property
    def prepared(self) -> tuple[PreparedNews, ...]:
        """All that was prepared, in that order, what was put aside too."""
        return tuple(self._all.values())

    def get(self, number: int) -> PreparedNews | None:
        """Return what has a number; None where nothing has it."""
        return self._all.get(number)

    def prepare(self, what: Happening | SetTime, by: str, once: str = "") -> int:
        """Keep something that may be released later.

        Args:
            what: What happens.
            by: Who prepares it, in words.
            once: What tells this press from others; empty for none.

        Returns:
            Its number.

        Raises:
            AccordError: If it cannot be kept.
        """
        event = {"kind": "prepared", "what": _plain(what), "once": once}
        with self.log.lock:
            self.log.add(lambda: [] if once in self._once else [event], by)
            return self._once.get(once, len(self._all)) if once else len(self._all)

    def prepare_course(
        self,
        course: Iterable[BetweenRounds],
        assumed: str,
        by: str,
        once: str = "",
        *,
        by_itself: bool = False,
    ) -> int:
        """Keep what a fighting model brings, one thing after the other.

        Args:
            course: What happens before each round.
            assumed: The model, as `accord play --fighting` has it.
            by: Who prepares it, in words.
            once: What tells this press from others; empty for none.
            by_itself: Whether each is to happen as soon as its round has begun.

        Returns:
            How many things were kept now.

        Raises:
            AccordError: If they cannot be kept.
        """
        events: list[dict[str, Any]] = [
            {
                "kind": "prepared",
                "what": happening_to_json(what),
                "once": "",
                "round": one.round,
                "by_itself": by_itself,
                "assumed": assumed,
            }
            for one in course
            for what in one.happenings
        ]
        if events:
            events[0]["once"] = once
        with self.log.lock:
            before = len(self._all)
            self.log.add(lambda: [] if once in self._once else events, by)
            return len(self._all) - before

    def due(self, table: HeldTable) -> Iterator[PreparedNews]:
        """Yield what is to happen by itself at a table now: its round has begun there.

        Args:
            table: The table.
        """
        if table.table.over:
            return
        for one in self.prepared:
            comes = one.by_itself and one.round is not None and not one.dropped
            if comes and table.table.round >= (one.round or 0) and not one.released(table):
                yield one

    def drop(self, number: int, dropped: bool, by: str) -> None:
        """Put something aside that was prepared, or take it up again.

        Args:
            number: Its number.
            dropped: Whether it is put aside.
            by: Who does it, in words.

        Raises:
            AccordError: If it cannot be kept.
        """
        event = {"kind": "dropped", "number": number, "is": dropped}
        self.log.add(lambda: [] if self._all[number].dropped == dropped else [event], by)


def _plain(what: Happening | SetTime) -> dict[str, Any]:
    if isinstance(what, SetTime):
        return {"kind": "time", "until": what.until, "why": what.why}
    return happening_to_json(what)


def _read(plain: Mapping[str, Any]) -> Happening | SetTime:
    if plain.get("kind") == "time":
        return SetTime(until=str(plain["until"]), why=str(plain["why"]))
    return happening_from_json(plain)


def after_news(table: Table, what: Happening | SetTime) -> Table:
    """Return a table as it would be after something is released there.

    Args:
        table: The table.
        what: What happens; that a time is set changes nothing at the table itself.

    Raises:
        AccordError: If it cannot happen there.
    """
    if table.over:
        raise AccordError(OVER)
    return table if isinstance(what, SetTime) else happen(table, what)


def release(held: HeldTable, one: PreparedNews, by: str, until: datetime | None = None) -> bool:
    """Let something happen at a table, once.

    Args:
        held: The table.
        one: What happens.
        by: Who releases it, in words.
        until: Of a time that is set: until when.

    Returns:
        Whether it happened now; not where it has before.

    Raises:
        AccordError: If it cannot happen there, or cannot be kept.
    """
    if isinstance(one.what, SetTime):
        after_news(held.table, one.what)
        return held.set_deadline(until, one.what.why, by, once=one.key)
    return held.happen(one.what, by, one.key)
