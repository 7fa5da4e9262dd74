"""Who may open a page."""

from enum import Enum

from accord.host.host_seats import HostSeat


class Rule(Enum):
    """Who may open a page; for everybody else it is as if it were not there."""

    OPEN = "open"
    """Whoever comes."""
    SEATED = "seated"
    """Whoever has a seat; what the page shows is what this seat may read."""
    DESK = "desk"
    """Whoever has a seat of the process itself: a class is not sent what is in the folder."""
    GROUP = "group"
    """Whoever sits at a table of a class."""
    TEACHES = "teaches"
    """Whoever runs a class."""
    WRITES = "writes"
    """Whoever has a seat that may enter something: for the table, or for its own alone."""
    TEAM = "team"
    """The mediator's team."""
    RUNS = "runs"
    """Whoever runs the host."""

    def admits(self, seat: HostSeat | None) -> bool:
        """Return whether somebody may open it.

        Args:
            seat: Where they sit; None for nowhere.
        """
        if self is Rule.OPEN:
            return True
        if seat is None:
            return False
        match self:
            case Rule.DESK:
                return not seat.group
            case Rule.GROUP:
                return bool(seat.group)
            case Rule.TEACHES:
                return seat.teaches
            case Rule.WRITES:
                return bool(seat.writes_for)
            case Rule.TEAM:
                return seat.team
            case Rule.RUNS:
                return seat.runs
        return True
