"""Who may open a page."""

from enum import Enum

from accord.host.host_seats import HostSeat


class Rule(Enum):
    """Who may open a page; for everybody else it is as if it were not there."""

    OPEN = "open"
    """Whoever comes."""
    SEATED = "seated"
    """Whoever has a seat; what the page shows is what this seat may read."""
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
        if self is Rule.WRITES:
            return bool(seat.writes_for)
        return self is Rule.SEATED or (seat.team if self is Rule.TEAM else seat.runs)
