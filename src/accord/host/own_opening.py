"""Opening a delegation's own folder on its own machine, before the tables of a host."""

from accord.errors import AccordError
from accord.host.host import Host, open_host
from accord.host.own_machine import OwnMachine
from accord.host.settings import HostSettings
from accord.model.tier import CAPITAL


def open_own(settings: HostSettings, seat: str, address: str, name: str = "") -> Host:
    """Open a folder for the one seat whose machine this is.

    Args:
        settings: What it is started with; it listens on this machine alone.
        seat: The id of the seat at the host.
        address: How every link to the host begins.
        name: What whoever sits there has called themselves at the host.

    Raises:
        InvalidProcess: If the folder has mistakes.
        AccordError: If it is no delegation's seat and no capital's, or the store cannot be
            opened.
    """
    from accord.host.pages import OWN_PAGES  # not to load every page for a name

    host = open_host(settings)
    party, _, capital = seat.partition("/")
    if party not in host.held.process.parties or capital not in ("", CAPITAL):
        host.close()
        raise AccordError(
            f"The seat '{seat}' is not one of a delegation or its capital in this folder; "
            "other seats are taken in a browser."
        )
    host.own = OwnMachine(seat, address, host.store, host.bell, name)
    host.pages = OWN_PAGES
    return host
