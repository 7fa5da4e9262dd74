"""Under which addresses this machine can be reached, and on which of them a host listens."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

import psutil
from attrs import frozen

from accord.errors import AccordError

IPAddress = IPv4Address | IPv6Address

INSIDE = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "podman", "cni", "lxc")
"""How the names of networks begin that lie within this machine, between it and its containers:
nobody else is there, so they are named last."""


@frozen
class OwnAddress:
    """An address of this machine.

    Attributes:
        address: The address.
        network: The name of the network device that has it.
    """

    address: IPAddress
    network: str

    @property
    def private(self) -> bool:
        """Whether it is of a network of people's own: not this machine's alone, not public."""
        return not (self.address.is_loopback or self.address.is_global)


@frozen
class Listening:
    """Where a host takes connections.

    Attributes:
        bound: The addresses that it takes them on.
        reached: The addresses that others may use, the likeliest first.
    """

    bound: tuple[IPAddress, ...]
    reached: tuple[IPAddress, ...]


def own_addresses() -> tuple[OwnAddress, ...]:
    """Return the addresses that this machine has now, the likeliest to be reached first.

    Addresses of one link alone (`fe80:...`) are left out: no browser takes them in a link.
    """
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        OwnAddress(ip_address(one.address), name)
        for name, several in psutil.net_if_addrs().items()
        if name in up
        for one in several
        if one.family in (socket.AF_INET, socket.AF_INET6) and "%" not in one.address
    ]
    usual = _usual_address()
    return tuple(
        sorted(
            (one for one in found if not one.address.is_link_local),
            key=lambda one: (
                one.address.is_loopback,
                one.network.startswith(INSIDE),
                one.address != usual,
                one.address.version,
                one.address.packed,
            ),
        )
    )


def _usual_address() -> IPAddress | None:
    """Return the address from which this machine would speak to the world; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # an address that is nobody's (RFC 5737)
        except OSError:  # no way to the world
            return None
        return ip_address(asked.getsockname()[0])


def listening(listen: Iterable[str], own: Iterable[OwnAddress]) -> Listening:
    """Return where to listen.

    Args:
        listen: Addresses or names of this machine; `0.0.0.0` or `::` for every address it has
            now or later; none for itself and its private addresses.
        own: The addresses of this machine.

    Returns:
        Where to listen, and under which addresses others come.

    Raises:
        AccordError: If one is no address of this machine.
    """
    own, listen = tuple(own), tuple(listen)
    if not listen:
        near = tuple(one.address for one in own if one.private or one.address.is_loopback)
        return Listening(bound=near, reached=near)
    bound: dict[IPAddress, None] = {}
    reached: dict[IPAddress, None] = {}
    for word in listen:
        for address in _resolved(word, own):
            bound[address] = None
            here = [one.address for one in own if one.address.version == address.version]
            reached |= dict.fromkeys(here if address.is_unspecified else [address])
    everywhere = {one.version for one in bound if one.is_unspecified}
    order = [one.address for one in own]
    return Listening(
        bound=tuple(
            one for one in bound if one.is_unspecified or one.version not in everywhere
        ),
        reached=tuple(
            sorted(reached, key=lambda one: order.index(one) if one in order else len(order))
        ),
    )


def _resolved(word: str, own: Iterable[OwnAddress]) -> tuple[IPAddress, ...]:
    """Return the addresses that somebody has named, if this machine can listen on them."""
    try:
        found = [ip_address(word.strip("[]"))]
    except ValueError:
        try:
            several = socket.getaddrinfo(word, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            several = []
        found = [ip_address(str(one[4][0]).partition("%")[0]) for one in several]
    has = dict.fromkeys(one.address for one in own)
    good = [one for one in found if one in has or one.is_loopback or one.is_unspecified]
    if not word or not good:
        there = ", ".join(map(str, has))
        raise AccordError(f"'--listen {word}' is no address of this machine; it has {there}")
    return tuple(dict.fromkeys(good))


def machine_names() -> tuple[str, ...]:
    """Return the names under which this machine may be found where names work at all."""
    name = socket.gethostname().lower().rstrip(".")
    first = name.partition(".")[0]
    found = ("localhost", f"{first}.local", name)
    return tuple(dict.fromkeys(one for one in found if _is_name(one)))


def _is_name(name: str) -> bool:
    """Whether a name may stand in a certificate (RFC 1123)."""
    parts = name.split(".")
    return len(name) <= 253 and all(
        0 < len(part) <= 63
        and part.isascii()
        and part.replace("-", "a").isalnum()
        and not part.startswith("-")
        and not part.endswith("-")
        for part in parts
    )


def web_address(place: IPAddress | str, port: int, plain: bool) -> str:
    """Return the start of every link to a host: `https://192.168.1.20:8000`."""
    host = f"[{place}]" if isinstance(place, IPv6Address) else str(place)
    return f"{'http' if plain else 'https'}://{host}:{port}"
