"""Start a host, and say where it is."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from accord.errors import AccordError, Unwritable
from accord.host.app import application
from accord.host.host import Host, open_host
from accord.host.settings import HostSettings

_KEEP_ALIVE = 120
"""Seconds a connection is kept: longer than people think between two presses."""


def serve(settings: HostSettings, say: Callable[[str], None]) -> None:
    """Host a folder until it is stopped.

    Args:
        settings: What it is started with.
        say: Says a line to whoever started it.

    Raises:
        InvalidProcess: If the folder has mistakes.
        AccordError: If it cannot listen there, or the store cannot be opened.
    """
    host = open_host(settings)
    try:
        _serve(host, say)
    finally:
        host.close()


def _serve(host: Host, say: Callable[[str], None]) -> None:
    settings = host.settings
    address = settings.listen[0] if settings.listen else "127.0.0.1"
    base = f"http://{address}:{settings.port}"
    config = uvicorn.Config(
        application(host),
        host=address,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, lambda: _ready(host, base, say))
    try:
        server.run()
    except SystemExit:
        raise AccordError(f"nothing can listen at {base}: is the port taken?") from None


class _Server(uvicorn.Server):
    """Says when people can come."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._ready()


def _ready(host: Host, base: str, say: Callable[[str], None]) -> None:
    if file := host.settings.invitations:
        links = {seat: f"{base}/join/{host.doors.invite(seat)}" for seat in host.seats}
        _write(file, json.dumps(links, indent=2, ensure_ascii=False) + "\n")
        say(f"the links to all seats are in {file}")
    else:
        say(f"the host's own link: {base}/join/{host.doors.invite('host')}")
    say(f"listening at {base}; Ctrl-C stops it")


def _write(file: Path, text: str) -> None:
    with _secret(file) as descriptor:
        os.write(descriptor, text.encode())


@contextmanager
def _secret(file: Path) -> Iterator[int]:
    """Open a file anew that nobody else may read, from before anything is in it."""
    try:
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Unwritable(f"{file} cannot be written: {error.strerror}") from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)
