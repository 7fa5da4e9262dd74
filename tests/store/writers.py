"""Programs that write in a store, for tests that start, race and kill them."""

import multiprocessing
import resource
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from accord.errors import AccordError, Conflict
from accord.store import Store

PROGRAMS = multiprocessing.get_context("forkserver")
PROGRAMS.set_forkserver_preload(["tests.store.writers", "psycopg"])


def started(task: Callable[..., None], *words: Any) -> tuple[BaseProcess, Connection]:
    """Start a task as a program of its own; what it sends is read from the connection."""
    ours, theirs = PROGRAMS.Pipe()
    program = PROGRAMS.Process(target=task, args=(theirs, *words), daemon=True)
    program.start()
    theirs.close()
    return program, ours


def everything(connection: Connection) -> list[Any]:
    """Read what a program sent until it ended."""
    found = []
    with suppress(EOFError, ConnectionResetError):
        while True:
            found.append(connection.recv())
    return found


def race(connection: Connection, where: str, me: int) -> None:
    """Say that the store is open, wait for the signal, and try to be first in the log."""
    with Store.open(where) as store:
        connection.send("ready")
        connection.recv()
        try:
            store.append("river", 0, [{"writer": me, "event": event} for event in (1, 2)])
            connection.send("won")
        except Conflict as error:
            connection.send(str(error))


def write_on(connection: Connection, where: str, sizes: list[int]) -> None:
    """Append batch after batch, and send how many events were confirmed after each."""
    with Store.open(where) as store:
        number = len(store.read("river"))
        while True:
            size = sizes[number % len(sizes)]
            batch = [{"batch": number, "size": size, "at": at} for at in range(size)]
            number = store.append("river", number, batch)
            connection.send(number)


def fill(connection: Connection, where: str, most: int) -> None:
    """Append until files may not grow any more, and send what was confirmed and what was said.

    The system refuses to write beyond the limit, in the midst of a transaction, as it does when
    a disk is full.
    """
    with Store.open(where) as store:
        number = 0
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            while True:
                number = store.append("river", number, [{"number": number, "said": "x" * 3000}])
        except AccordError as error:
            connection.send((number, str(error), len(store.read("river"))))
