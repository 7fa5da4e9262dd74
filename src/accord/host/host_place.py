"""Where a host is found: its addresses, the start of every link, and what it is known by."""

from attrs import frozen

from accord.host.addresses import (
    IPAddress,
    listening,
    machine_names,
    own_addresses,
    web_address,
)
from accord.host.certificates import Certificates, certificates
from accord.host.settings import HostSettings


@frozen(kw_only=True)
class HostPlace:
    """Where a host is found.

    Attributes:
        bound: The addresses that it listens on.
        links: How every link to it begins, the likeliest to be reached first.
        certificates: What it is known by; None where nothing is encrypted.
    """

    bound: tuple[IPAddress, ...]
    links: tuple[str, ...]
    certificates: Certificates | None


def host_place(settings: HostSettings) -> HostPlace:
    """Return where a host is to be found now, and make its certificate where need be.

    Args:
        settings: What it is started with.

    Raises:
        AccordError: If it cannot listen where it is told to, or its certificate cannot be kept.
    """
    places = listening(settings.listen, own_addresses())
    plain, now = settings.plain_http, settings.clock()
    names = machine_names()
    return HostPlace(
        bound=places.bound,
        links=tuple(web_address(one, settings.port, plain) for one in places.reached),
        certificates=None if plain else certificates(settings.kept, names, places.reached, now),
    )
