"""What is wrong with the network, the machine and the folder of a host, and what to do.

What is known from this machine alone is said as known; what only a second device can show is
said to be tried with one. Nothing is sent to anybody but this machine itself.
"""

import errno
import os
import shutil
import socket
import ssl
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

import psutil

from accord.errors import AccordError
from accord.formats.for_whom import PROCESS
from accord.host.addresses import IPAddress, OwnAddress, listening, own_addresses, web_address
from accord.host.host_place import host_place
from accord.host.settings import HostSettings

FILES_A_PERSON = 2
"""Open files for each person: the stream that keeps the page live, and a request beside it."""
FILES_FOR_ITSELF = 100
"""Open files that a host needs for its own: the store, the folder, where it listens."""
PEOPLE = 100
"""For how many people there ought to be open files: a class with its team."""
LITTLE_SPACE, NO_SPACE = 1_000_000_000, 100_000_000
"""Bytes free on the disk: below the first a week may fill it, below the second an hour."""
LITTLE_BATTERY = 30
"""Per cent of the battery below which a laptop does not last a session."""
SHARED_DISKS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smbfs",
        "smb2",
        "smb3",
        "9p",
        "fuse.sshfs",
        "afpfs",
        "webdav",
    }
)
"""File systems that are another machine's: SQLite cannot keep a log safely on one."""


class Urgency(Enum):
    """What a finding asks for."""

    MEND = "to mend"
    TRY = "to try with a second device"
    KNOW = "as it is"


class Finding(NamedTuple):
    """A thing found, with what to do.

    Attributes:
        urgency: Whether it must be mended, tried, or only known.
        sentence: What it is and what to do, in sentences.
    """

    urgency: Urgency
    sentence: str


def findings(settings: HostSettings) -> list[Finding]:
    """Return all that is found, what must be mended first.

    Args:
        settings: What the host is to be started with.
    """
    own = own_addresses()
    found = [
        *_folder(settings),
        *_network(settings, own),
        *_files(_most_files()),
        *_battery(),
        *clock(settings.folder, settings.clock().astimezone()),
    ]
    return sorted(found, key=lambda one: list(Urgency).index(one.urgency))


def _network(settings: HostSettings, own: Sequence[OwnAddress]) -> Iterator[Finding]:
    try:
        places = listening(settings.listen, own)
    except AccordError as error:
        yield Finding(Urgency.MEND, f"{error}.")
        return
    if not settings.plain_http and (settings.folder / PROCESS).is_file():
        try:
            host_place(settings)
        except AccordError as error:
            yield Finding(Urgency.MEND, f"{error}.")
    if _answers(places.bound[0], settings.port):
        yield Finding(Urgency.KNOW, f"A host answers on port {settings.port} already.")
    else:
        yield from ports(settings.port, places.bound)
    yield from reachable(
        places.reached, own, settings.port, settings.listen, settings.plain_http
    )


def reachable(
    reached: Sequence[IPAddress],
    own: Sequence[OwnAddress],
    port: int,
    listen: Sequence[str] = (),
    plain: bool = False,
) -> Iterator[Finding]:
    """Yield who can come to a host, and what keeps them away.

    Args:
        reached: The addresses under which it can be reached.
        own: All of this machine.
        port: The port.
        listen: What `--listen` says.
        plain: Whether it goes without TLS.

    Yields:
        What is found.
    """
    near = [one for one in reached if not one.is_loopback and not one.is_global]
    wide = [one for one in reached if one.is_global]
    if not near and not wide:
        if listen:
            yield Finding(
                Urgency.KNOW,
                f"'--listen {' '.join(listen)}': only this machine can open the pages.",
            )
            return
        where = "is in no network"
        if public := [one.address for one in own if one.address.is_global]:
            where = f"has no private address, only {_list(public)}"
        yield Finding(
            Urgency.MEND,
            f"This machine {where}, so nobody else can open the pages. Join a Wi-Fi or plug in "
            "a cable, then start again; if you mean to be reached from the internet, name the "
            "address: --listen ADDRESS.",
        )
        return
    for one in wide:
        yield Finding(
            Urgency.KNOW,
            f"{one} is a public address: whoever finds it may knock, from anywhere.",
        )
    if plain:
        yield Finding(
            Urgency.KNOW,
            "'--plain-http': whoever is on the same network can read and change all that is "
            "sent. Every page says so. Leave it out wherever it is not a classroom.",
        )
    usual = [*near, *wide]
    if all(one.version == 6 for one in usual):
        yield Finding(
            Urgency.MEND,
            f"This network has IPv6 alone: the address has to be typed with its brackets, "
            f"{web_address(usual[0], port, plain)}, and older phones may not come. "
            "Use the QR code, or a router that gives IPv4 addresses.",
        )
    if firewall := _firewall():
        yield Finding(
            Urgency.TRY,
            f"{firewall} is on here and may keep others away. If the second device cannot "
            f"come, let port {port} in (TCP).",
        )
    address = web_address(usual[0], port, plain)
    yield Finding(
        Urgency.TRY,
        f"Open {address}/health on a second device in the same network: it says that the host "
        "answers. This machine cannot know whether others come through. If it does not open: "
        "the network keeps its guests apart (client isolation, usual in hotels and for guest "
        "Wi-Fi), or first wants a sign-in page of its own to be filled in (captive portal), or "
        "the device is in another network. Then use a router or a cable of your own; a phone's "
        "hotspot often takes no more than eight devices.",
    )


def ports(port: int, bound: Iterable[IPAddress]) -> Iterator[Finding]:
    """Yield where the port cannot be had, by whom it is taken, and one that is free."""
    taken: dict[str, list[IPAddress]] = {}
    for address in bound:
        if why := _why_not(address, port):
            taken.setdefault(why, []).append(address)
    for why, addresses in taken.items():
        where = _list(addresses)
        if why == "taken":
            by = f" by {who}" if (who := _holder(port)) else ""
            free = _free_port(port, addresses)
            yield Finding(
                Urgency.MEND,
                f"Port {port} is taken on {where}{by}. End that program, or take another port: "
                f"--port {free} is free.",
            )
        elif why == "forbidden":
            yield Finding(
                Urgency.MEND,
                f"Port {port} on {where} is for the system's administrator alone: take one of "
                "1024 or more, such as --port 8000.",
            )
        else:
            yield Finding(Urgency.MEND, f"Port {port} cannot be had on {where}: {why}.")


def _answers(address: IPAddress, port: int) -> bool:
    """Return whether a host answers there already, with TLS or without."""
    trusting = ssl.create_default_context()  # it is this machine that is asked
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    for asked in (
        HTTPSConnection(str(address), port, timeout=2, context=trusting),
        HTTPConnection(str(address), port, timeout=2),
    ):
        with closing(asked), suppress(OSError, HTTPException):
            asked.request("GET", "/health")
            return asked.getresponse().status == 200
    return False


def _why_not(address: IPAddress, port: int) -> str:
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            if family == socket.AF_INET6:
                asked.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            asked.bind((str(address), port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return "taken"
        if error.errno in (errno.EACCES, errno.EPERM):
            return "forbidden"
        return error.strerror or str(error)
    return ""


def _holder(port: int) -> str:
    """Return who listens on a port, where the system says so."""
    try:
        for one in psutil.net_connections("tcp"):
            if one.status == psutil.CONN_LISTEN and one.laddr[1:] == (port,) and one.pid:
                return f"{psutil.Process(one.pid).name()} (process {one.pid})"
    except psutil.Error:
        pass
    return ""


def _free_port(port: int, addresses: Sequence[IPAddress]) -> int:
    likely = range(max(port + 1, 1024), 65536)
    return next((one for one in likely if not any(_why_not(a, one) for a in addresses)), 0)


def _firewall() -> str:
    """Return which firewall is known to be on, where that can be seen without rights."""
    try:
        if "ENABLED=yes" in Path("/etc/ufw/ufw.conf").read_text("utf-8").splitlines():
            return "The firewall ufw"
    except (OSError, UnicodeError):
        pass
    if any(one.info["name"] == "firewalld" for one in psutil.process_iter(["name"])):
        return "The firewall firewalld"
    return ""


def clock(folder: Path, now: datetime) -> Iterator[Finding]:
    """Yield whether the clock can be right: what was written here was not written later."""
    latest = max((_written(one) for one in _watched(folder)), default=0.0)
    written = datetime.fromtimestamp(latest, now.tzinfo)
    if written > now + timedelta(minutes=5):
        yield Finding(
            Urgency.MEND,
            f"The clock is behind: it says {_moment(now)}, and a file of the folder was "
            f"written at {_moment(written)}. Set it: entries would have wrong dates, browsers "
            "refuse certificates of another day, and codes for signing in (TOTP) do not fit.",
        )
        return
    yield Finding(
        Urgency.KNOW,
        f"The clock says {_moment(now)}. Compare it with another: sign-in codes (TOTP) allow "
        "half a minute.",
    )


def _watched(folder: Path) -> Iterator[Path]:
    yield from folder.glob("*.yaml")
    yield from (folder / "interests").glob("*.yaml")
    yield from (folder / "host").glob("*")


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _moment(when: datetime) -> str:
    return f"{when:%A} {when.day} {when:%B %Y, %H:%M} ({when:%Z})"


def _most_files() -> int | None:
    """Return how many files a program may have open; None where nobody limits it."""
    try:
        import resource
    except ImportError:  # Windows: the limit is that of the memory
        return None
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)  # the host takes all that it may
    return None if hard == resource.RLIM_INFINITY else hard


def _files(most: int | None) -> Iterator[Finding]:
    if most is None:
        return
    people = max(0, (most - FILES_FOR_ITSELF) // FILES_A_PERSON)
    if people < PEOPLE:
        yield Finding(
            Urgency.MEND,
            f"This program may have {most} files open, which is enough for {people} people at "
            f"once. Raise it before you start: ulimit -n {FILES_FOR_ITSELF + 10 * PEOPLE}.",
        )
    else:
        yield Finding(
            Urgency.KNOW, f"{people:,} people can be in at once (open files: {most:,})."
        )


def _battery() -> Iterator[Finding]:
    state = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if state is not None and not state.power_plugged:
        yield Finding(
            Urgency.MEND if state.percent < LITTLE_BATTERY else Urgency.KNOW,
            f"This machine runs on its battery ({state.percent:.0f} %): plug it in, and keep "
            "it from going to sleep when its lid is closed.",
        )


def _folder(settings: HostSettings) -> Iterator[Finding]:
    folder = settings.folder
    if not (folder / PROCESS).is_file():
        yield Finding(
            Urgency.MEND,
            f"{folder} is no process folder: there is no {PROCESS} in it. "
            f"'accord new {folder}' writes one.",
        )
        return
    yield from rights(folder)
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        yield Finding(
            Urgency.MEND if free < NO_SPACE else Urgency.KNOW,
            f"{free / 1e6:,.0f} MB are free on the disk of {folder}: make room. When it is "
            "full, nothing more is taken; what was confirmed stays.",
        )
    if not settings.store and (kind := _disk_of(folder)) in SHARED_DISKS:
        yield Finding(
            Urgency.MEND,
            f"{folder} is on a disk of another machine ({kind}), where the host's log is not "
            "safe. Move the folder to a disk of this machine, or keep the log in PostgreSQL: "
            "--store postgresql://HOST/DATABASE.",
        )


def rights(folder: Path) -> Iterator[Finding]:
    """Yield where a folder cannot be written, and what in it others on the machine may read."""
    home = folder / "host"
    kept = [folder, *(one for one in (home, folder / "private") if one.is_dir())]
    for one in kept:
        try:
            with tempfile.TemporaryFile(dir=one):
                pass
        except OSError as error:
            yield Finding(
                Urgency.MEND,
                f"{one} cannot be written ({error.strerror or error}): what people enter could "
                "not be kept. Give yourself the right, or start as who owns it.",
            )
    for one in sorted(folder.glob("*.yaml")):
        if not os.access(one, os.W_OK):
            yield Finding(
                Urgency.MEND,
                f"{one} cannot be written: give yourself the right (chmod u+w '{one}').",
            )
    for one in (home, folder / "private"):
        if one.is_dir() and (mode := _of_others(one)):
            what = "the keys and the links into the host" if one == home else "what is private"
            yield Finding(
                Urgency.MEND if one == home else Urgency.KNOW,
                f"{one} holds {what}, and others on this machine may look into it ({mode:o}): "
                f"chmod 700 '{one}'.",
            )
    for one in sorted(home.glob("*")) if home.is_dir() and os.access(home, os.R_OK) else ():
        if one.is_file() and (mode := _of_others(one)):
            yield Finding(
                Urgency.MEND,
                f"{one} may be read by others on this machine ({mode:o}): chmod 600 '{one}'.",
            )


def _of_others(place: Path) -> int:
    """Return the rights of a file where others have some, else 0; always 0 on Windows."""
    mode = stat.S_IMODE(place.stat().st_mode)
    return mode if os.name == "posix" and mode & 0o077 else 0


def _disk_of(folder: Path) -> str:
    """Return the file system that a folder lies on."""
    real = folder.resolve()
    above = set(map(str, (real, *real.parents)))
    mounted = (one for one in psutil.disk_partitions(all=True) if one.mountpoint in above)
    nearest = max(mounted, key=lambda one: len(one.mountpoint), default=None)
    return nearest.fstype.lower() if nearest else ""


def _list(addresses: Iterable[IPAddress]) -> str:
    return ", ".join(map(str, addresses))
