"""Links to seats that were just made, as they are shown this once."""

from collections.abc import Sequence

from attrs import frozen

from accord.host.door_secrets import code_of, in_groups
from accord.host.host_seats import HostSeat
from accord.host.qr import qr_svg
from accord.host.visit import Visit


@frozen
class GivenLink:
    """A link that was just made, as it is shown this once.

    Attributes:
        seat: The seat.
        link: The address.
        code: What is typed where it cannot be scanned.
    """

    seat: HostSeat
    link: str
    code: str

    @property
    def qr(self) -> str:
        """The address as a QR code."""
        return qr_svg(self.link)


def give_links(visit: Visit, seats: Sequence[HostSeat]) -> list[GivenLink]:
    """Make a link to each of some seats; none for what was asked before.

    Args:
        visit: Who asks for them, with a form.
        seats: The seats.
    """
    doors, once = visit.host.doors, visit.form.get("once", "")
    secrets = doors.invite_all([seat.id for seat in seats], visit.by, once)
    return [
        GivenLink(seat, f"{visit.host.link}/join/{secret}", in_groups(code_of(secret)))
        for seat, secret in zip(seats, secrets, strict=False)
    ]
