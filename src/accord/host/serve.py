"""Start a host, and say where it is."""

import gc
import json
import os
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import uvicorn

from accord.errors import AccordError
from accord.formats.disk import beside, unwritable
from accord.host.addresses import IPAddress
from accord.host.app import application
from accord.host.class_opening import BY, open_class
from accord.host.class_people import ClassDoor
from accord.host.classroom import holders_for_class
from accord.host.door_secrets import in_groups
from accord.host.folder_watch import FolderWatch
from accord.host.host import Host, open_host
from accord.host.host_place import HostPlace, host_place
from accord.host.host_seats import HOST, INSTRUCTOR
from accord.host.minutes import Minutes
from accord.host.network_check import ports
from accord.host.other_processes import OtherProcesses
from accord.host.program_runner import ProgramRunner
from accord.host.qr import qr_terminal
from accord.host.settings import HostSettings
from accord.host.timely_connection import TimelyConnection

_KEEP_ALIVE = 120
"""Seconds a connection is kept: longer than people think between two presses."""

_FULL_COLLECTION = 1000
"""Collections of the middle generation until a full one; usual are 10."""


def serve(settings: HostSettings, say: Callable[[str], None]) -> None:
    """Host a folder until it is stopped.

    Args:
        settings: What it is started with.
        say: Says a line to whoever started it.

    Raises:
        InvalidProcess: If the folder has mistakes.
        AccordError: If it cannot listen there, the store cannot be opened, or no class can be
            held as it is asked for.
    """
    host = open_host(settings)
    try:
        if settings.class_plan:
            open_class(host, settings.class_plan)
        serve_opened(host, say, _ready)
    finally:
        host.close()


Ready = Callable[[Host, HostPlace, Callable[[str], None]], None]
"""Says where a host is that answers now, and how to come in."""


def serve_opened(host: Host, say: Callable[[str], None], ready: Ready) -> None:
    """Serve what was opened until it is stopped.

    Args:
        host: The host.
        say: Says a line to whoever started it.
        ready: Says where it is, once it answers.

    Raises:
        AccordError: If it cannot listen there.
    """
    settings = host.settings
    host.place = place = host_place(settings)
    if faults := [one.sentence for one in ports(settings.port, place.bound)]:
        raise AccordError("\n".join(faults))
    _take_all_files()
    os.umask(0o077)  # what a side enters is for nobody else who uses this machine
    app = application(host)
    config = uvicorn.Config(
        app,
        http=TimelyConnection,
        ssl_certfile=place.certificates.chain if place.certificates else None,
        proxy_headers=False,  # whoever asks could write there where they come from
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=2,
    )
    with (
        OtherProcesses(host),
        FolderWatch(host.held, say),
        ExitStack() as open_sockets,
    ):
        if host.own is None:  # what happens at tables of another host is written there
            open_sockets.enter_context(Minutes(host))
            open_sockets.enter_context(ProgramRunner(host))
        sockets = [
            open_sockets.enter_context(_bound(one, settings.port)) for one in place.bound
        ]
        _Server(config, lambda: ready(host, place, say), app.state.streams.close).run(sockets)


def _bound(address: IPAddress, port: int) -> socket.socket:
    """Return a socket that takes connections on one address, and on no other."""
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    # asyncio sends at once (TCP_NODELAY) only what is said to be TCP; else each answer on a
    # connection that is kept waits 40 ms for an acknowledgement.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:  # what comes by IPv4 has sockets of its own
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((str(address), port))
    except OSError as error:
        made.close()
        raise AccordError(
            f"nothing can listen on port {port} of {address}: {error.strerror or error}"
        ) from None
    return made


def _take_all_files() -> None:
    """Let this program have as many files open as it may, for each page is one."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS takes less than it says
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class _Server(uvicorn.Server):
    """Says when people can come, and lets go of those who listen when it stops."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ready, self._leave = ready, leave

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
            _spare_the_collector()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leave()
        await super().shutdown(sockets)


def _spare_the_collector() -> None:
    """Keep full garbage collections from stopping all answers for half a second.

    What is there at the start stays to the end; thousands of connections come and go by
    reference counts, and what goes in circles waits for the rarer full collection.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], _FULL_COLLECTION)


def _ready(host: Host, place: HostPlace, say: Callable[[str], None]) -> None:
    """Say where the host is, what it is known by, and how to come in."""
    if file := host.settings.invitations:
        given = host.doors.invite_anew(host.seats, "file")
        links = {seat: f"{host.link}/join/{secret}" for seat, secret in given.items()}
        _write(file, json.dumps(links, indent=2, ensure_ascii=False) + "\n")
        say(f"the links to all seats are in {file}")
    else:
        own = [one for one in (HOST, INSTRUCTOR) if one in host.seats]
        given = host.doors.invite_anew(own, "terminal")
        say(f"the host's own link: {host.link}/join/{given[HOST]}")
        if INSTRUCTOR in given:
            say(f"the link of whoever teaches: {host.link}/join/{given[INSTRUCTOR]}")
    if sys.stdout.isatty():
        say(qr_terminal(host.link).rstrip("\n"))
    if host.tables.groups:
        _say_class(host, say)
    say(f"listening at {', '.join(place.links)}")
    if held := place.certificates:
        if held.renewed:
            say(held.renewed)
        say(
            f"the fingerprint of its certificate, as browsers show it: {held.fingerprint.signs}"
        )
        say(f"its beginning in words: {held.fingerprint.words}")
    else:
        say(
            "nothing is encrypted: whoever is on the same network can read and change all of it"
        )
    say("Ctrl-C stops it")


def _say_class(host: Host, say: Callable[[str], None]) -> None:
    """Say by which address the class comes in; a class that begins is open to who comes."""
    doors, case, given = host.doors, host.held.whole, host.classroom.held_by
    others = [one for one in holders_for_class(case) if one != given]
    if given and others:
        # Before anybody has read a sheet: by another's there may be a deal, or none.
        instead = " or ".join(others)
        say(f"the sides are given what '{given}' holds; --held-by gives them {instead}")
    if doors.entrance.was_open and doors.entrance.door is None:
        say("the address of the class is closed: the instructor can open it")
        return
    # Of an earlier start only the trace is kept: what was shown then goes on leading in.
    secret = doors.entrance.open(doors.entrance.door or ClassDoor(), BY)
    link, seats = f"{host.link}/class/come/{secret}", len(host.class_seating().seats)
    say(f"the class comes in at {link}, {seats} seats")
    say(f"or at {host.link} with the code {in_groups(secret)}")
    if sys.stdout.isatty():
        say(qr_terminal(link).rstrip("\n"))


def _write(file: Path, text: str) -> None:
    """Write a file whole, that nobody else may read from before anything is in it."""
    with unwritable(file), beside(file) as stream:
        if hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), 0o600)
        stream.write(text.encode())
