"""A class: groups that rehearse one case at tables of their own, each side by its sheet.

What the sides of the class are given to go by is what one holder has of them in the folder,
each its own alone; nothing that people do at these tables goes into the folder.
"""

from collections import Counter

from attrs import evolve, frozen

from accord.errors import AccordError
from accord.host.bell import Bell
from accord.host.host_seats import HostSeat
from accord.host.kept_log import KeptLog
from accord.record import Case
from accord.store import Envelope, Store

LOG = "class/plan"


@frozen(kw_only=True)
class ClassPlan:
    """A class as it is asked for.

    Attributes:
        tables: How many tables it has.
        rules: The name of the rules, and their settings; empty for the usual ones.
        rounds: After how many rounds the talks end; None for no limit.
        beside: What the seats are called that are filled beside the delegations.
        held_by: Whose numbers and marks the sides are given; empty for each side's own, or
            where they have none, those of the first who has all.
    """

    tables: int
    rules: str = ""
    rounds: int | None = None
    beside: tuple[str, ...] = ()
    held_by: str = ""


class Classroom:
    """What the instructor has decided about the class; safe to use from several threads."""

    def __init__(self, store: Store, bell: Bell) -> None:
        """Take where the log is, and read it; the bell rings after a change."""
        self.held_by, self.told = "", False
        self._positions: Counter[str] = Counter()
        self.open_groups: set[str] = set()
        self.log = KeptLog(store, LOG, self._fold, bell)

    def _fold(self, kept: Envelope) -> None:
        # What is decided about one group moves the pages of no other.
        self._positions[str(kept.event.get("group", ""))] += 1
        match kept.event:
            case {"kind": "sheets", "held_by": str(holder)}:
                self.held_by = holder
            case {"kind": "told", "is": bool(told)}:
                self.told = told
            case {"kind": "open", "group": str(group), "is": True}:
                self.open_groups.add(group)
            case {"kind": "open", "group": str(group)}:
                self.open_groups.discard(group)

    def position(self, seat: HostSeat) -> int:
        """Return how often something was decided that a seat may know of.

        Args:
            seat: The instructor's, or one of a group.
        """
        held = self._positions
        return (
            held.total() if seat.teaches else held[""] + (held[seat.group] if seat.group else 0)
        )

    def give_sheets(self, holder: str, by: str) -> None:
        """Let the sides of the class go by what one holder has.

        Args:
            holder: Id of the holder; `own` for each party's own.
            by: Who says so, in words.

        Raises:
            AccordError: If it cannot be kept.
        """
        event = {"kind": "sheets", "held_by": holder}
        self.log.add(lambda: [] if holder == self.held_by else [event], by)

    def tell(self, told: bool, by: str) -> None:
        """Let every group see how all tables did, or no longer.

        Args:
            told: Whether they may.
            by: Who says so, in words.

        Raises:
            AccordError: If it cannot be kept.
        """
        self.log.add(lambda: [] if told == self.told else [{"kind": "told", "is": told}], by)

    def open_up(self, group: str, is_open: bool, by: str) -> None:
        """Let a group hear in its replay what each of its sides said apart, or no longer.

        Args:
            group: The group.
            is_open: Whether it may, once the class is told.
            by: Who says so, in words.

        Raises:
            AccordError: If it cannot be kept.
        """
        event = {"kind": "open", "group": group, "is": is_open}
        self.log.add(lambda: [] if is_open == (group in self.open_groups) else [event], by)

    def sheets(self, case: Case) -> Case:
        """Return a case with what the class goes by alone of all numbers and marks.

        Args:
            case: All of the case.
        """
        try:
            return case.of_holder(self.held_by) if self.held_by else evolve(case, interests=())
        except AccordError:  # the holder is not in the folder any more
            return evolve(case, interests=())

    def seen_from(self, case: Case, whole: Case, seat: HostSeat) -> Case:
        """Return what a seat of the class may read: of numbers and marks its own sheet alone.

        Args:
            case: What a seat of the process reads in its place.
            whole: All of the case.
            seat: The seat.
        """
        party = seat.sits.partition("/")[0]
        own = tuple(one for one in self.sheets(whole).interests if one.party == party)
        # A source that only another side's sheet cites would tell of that, were it listed.
        cited = {source for one in own for source in one.cited}
        record = whole.record.seen_by(seat.reader, whole.process, cited)
        return evolve(case, record=record, interests=own)


def holder_for_class(case: Case, asked: str = "") -> str:
    """Return whose numbers and marks the sides of a class are given.

    Args:
        case: All of the case.
        asked: Id or name of the holder who is asked for; empty for each side's own, or where
            they have none, the first who has numbers of all, or marks.

    Returns:
        The id; empty where nobody has any.

    Raises:
        AccordError: If the holder who is asked for has none.
    """
    if asked:
        held = case.of_holder(asked)
        return next((one.id for one in (*held.perspectives, *held.sheets)), "")
    return next(iter(holders_for_class(case)), "")


def holders_for_class(case: Case) -> tuple[str, ...]:
    """Return the ids of those who have numbers of all sides, or marks: any can be given out.

    Args:
        case: All of the case.
    """
    able = [one.id for one in case.perspectives if not case.lacks(one)]
    marked = [one.id for one in case.sheets if not one.missing]
    return tuple(dict.fromkeys((*able, *marked)))
