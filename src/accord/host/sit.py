"""Sitting at a host with a machine of one's own: coming in, and serving the own folder."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit

from attrs import evolve

from accord.errors import AccordError
from accord.formats.disk import folder_beside, unwritable
from accord.formats.for_whom import PROCESS
from accord.host.addresses import own_addresses
from accord.host.afar import AfarTables, sit_down
from accord.host.afar_kept import FOLDER as AFAR
from accord.host.afar_kept import AfarKept
from accord.host.afar_line import (
    AfarHost,
    AfarLine,
    NotReached,
    PutOut,
    base_of,
    known_at,
    shown_fingerprint,
)
from accord.host.fingerprint import Fingerprint
from accord.host.folder_copy import unpack
from accord.host.host import Host
from accord.host.host_place import HostPlace
from accord.host.host_seats import HOST, INSTRUCTOR, PROJECTOR
from accord.host.own_opening import open_own
from accord.host.serve import serve_opened
from accord.host.settings import HostSettings
from accord.model import MEDIATOR
from accord.model.refs import is_id
from accord.model.tier import CAPITAL

PORT = 8444
"""Where an own machine serves its pages to itself: beside the port of a host."""
_KEPT = Path("host") / AFAR
_JOIN = "/join/"
_IN_BROWSERS = (MEDIATOR, HOST, INSTRUCTOR, PROJECTOR)
"""Seats that have no folder of their own to sit with."""

Say = Callable[[str], None]
Confirm = Callable[[Fingerprint], bool]
"""Asks somebody whether the host says the same fingerprint."""


def sit(
    link: str, folder: Path | None, port: int, name: str, say: Say, confirm: Confirm
) -> None:
    """Come in to a host, and serve the own folder on this machine until it is stopped.

    Args:
        link: The invitation; after the first time the address of the host, or the folder.
        folder: The delegation's own folder; None for one that is named after the seat.
        port: The port on this machine.
        name: What whoever sits here calls themselves.
        say: Says a line to whoever started it.
        confirm: Asks somebody about the fingerprint of the host's certificate.

    Raises:
        AccordError: If it cannot come in, or the folder cannot be served.
    """
    folder, host = take_seat(link, folder, name, say, confirm)
    own = open_own(_settings(folder, port), host.seat, host.base, host.name)
    try:
        kept = AfarKept(folder / _KEPT)
        afar = AfarTables(kept, own.bell, own.settings.clock, own.settings.random)
        assert own.own is not None
        machine = own.own
        own.seated, machine.afar = afar, afar
        afar.on_record = lambda data: machine.bring(own.held, data, own.settings.clock())
        afar.start()
        try:
            serve_opened(own, say, _ready)
        finally:
            afar.close()
    finally:
        own.close()


def take_seat(
    link: str, folder: Path | None, name: str, say: Say, confirm: Confirm
) -> tuple[Path, AfarHost]:
    """Come in to a host, and have a folder for the seat.

    Args:
        link: As `sit` has it.
        folder: As `sit` has it.
        name: What whoever sits here calls themselves.
        say: Says a line to whoever started it.
        confirm: Asks somebody about the fingerprint of the host's certificate.

    Returns:
        The folder, and the host as this machine is known there.

    Raises:
        AccordError: If it cannot come in, or has no folder and the host gives it none.
    """
    os.umask(0o077)  # what a side has is for nobody else who uses this machine
    if folder is None and (Path(link) / _KEPT).is_dir():
        link, folder = "", Path(link)
    folder, host = _come_in(link, folder, name, say, confirm)
    if not (folder / PROCESS).exists():
        _begin(folder, host, say)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        say(
            f"others who use this machine may open {folder} and what was in it before: "
            f"'chmod -R go= {folder}' keeps them out"
        )
    return folder, host


def _settings(folder: Path, port: int) -> HostSettings:
    here = [str(one.address) for one in own_addresses() if one.address.is_loopback]
    return HostSettings(folder=folder, port=port, listen=tuple(here), plain_http=True)


def _come_in(
    link: str, folder: Path | None, name: str, say: Say, confirm: Confirm
) -> tuple[Path, AfarHost]:
    """Return the folder of the seat, and the host as this machine is known there."""
    if folder is None:
        # The seat, which names the folder, is known once this machine is in.
        mark = blake2b(link.encode(), digest_size=6).hexdigest()
        coming = Path(f".accord-sit-{mark}")
        try:
            host = _known(AfarKept(coming), link, name, say, confirm)
        except (
            NotReached
        ):  # the link may have been taken: by what is kept there it is once more
            with suppress(OSError):
                coming.rmdir()
            raise
        except AccordError:
            rmtree(coming)
            raise
        party, _, part = host.seat.partition("/")
        # The host says what the seat is called: its name must be one, and lead nowhere else.
        named = is_id(party) and not party.startswith(".") and part in ("", CAPITAL)
        if host.seat in _IN_BROWSERS or not named:
            rmtree(coming)
            raise AccordError(
                f"The link is of the seat '{host.seat}', which sits in a browser: with a "
                "machine of its own sits a delegation or its capital. It was taken by this, "
                "so ask for another."
            )
        folder = Path(host.seat.replace("/", "-"))
        ours = (folder / PROCESS).is_file() or (folder / _KEPT).is_dir()
        if folder.exists() and not ours:
            raise AccordError(
                f"'{folder}' is there already and is no process folder: nothing was written "
                "there. Give it another name, and then this command once more."
            )
        say(f"your folder is {folder}")
        kept = folder / _KEPT
        if AfarKept(kept).host is None:
            with unwritable(kept):
                rmtree(kept)
                coming.rename(kept)
            return folder, host
        rmtree(coming)
        AfarKept(kept).host = host
        return folder, host
    return folder, _known(AfarKept(folder / _KEPT), link, name, say, confirm)


def _known(kept: AfarKept, link: str, name: str, say: Say, confirm: Confirm) -> AfarHost:
    """Return the host as this machine is known there, coming in with the link if need be."""
    base = base_of(link) if link else ""
    host, invited = kept.host, urlsplit(link.strip()).path.startswith(_JOIN)
    if host is not None:
        known = evolve(host, base=base or host.base)
        try:
            known_at(known)  # whoever answers there shows the certificate that was confirmed
        except NotReached as error:
            say(f"{error} Going on with what was there when it was last reached.")
            return host
        except PutOut:
            if not invited:
                raise
        else:
            kept.host = known
            return known
    elif not invited:
        raise AccordError(
            "This machine has not come in to a host yet: give the invitation to your seat, "
            "such as https://10.0.0.5:8443/join/..."
        )
    shown = shown_fingerprint(link)
    if shown is None:
        say(
            "nothing is encrypted: whoever is on the same network can read and change all of it"
        )
    elif not confirm(shown):
        raise AccordError("The fingerprint was not confirmed: nothing was sent to the host.")
    return sit_down(kept, link, shown, name, secrets.token_bytes)


def _begin(folder: Path, host: AfarHost, say: Say) -> None:
    """Make a folder of what the host lets this seat take."""
    archive = AfarLine(host).get_bytes("/export/folder.zip")
    with unwritable(folder), folder_beside(folder, PROCESS) as new:
        unpack(archive, new)
    say(f"{folder} was made of what the host lets your seat take")


def _ready(host: Host, _: HostPlace, say: Say) -> None:
    """Say where the pages are, and what goes where."""
    own = host.own
    assert own is not None
    secret = host.doors.invite_anew([own.seat], "terminal")[own.seat]
    say(f"you sit for {host.seats[own.seat].name} at {own.address}")
    say(f"open this, once, in a browser: http://localhost:{host.settings.port}/join/{secret}")
    say(
        f"the pages are on this machine alone, and so is {host.settings.folder}; to the host "
        "go your moves and what you send"
    )
    say("Ctrl-C stops it")
