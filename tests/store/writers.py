"""Programs that write in a store, for tests that start, race and kill them."""

import multiprocessing
import resource
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from tests.store.logs import events_of

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
    """Return that the store is open, wait for the signal, and try to be first in the log."""
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
        number = len(events_of(store, "river"))
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
            connection.send((number, str(error), len(events_of(store, "river"))))


def write_groups(connection: Connection, where: str, me: int) -> None:
    """Append to several tables at once until told to end; send what was confirmed."""
    with Store.open(where) as store:
        tables = [f"table {one}" for one in range(4)][:: 1 if me else -1]
        ends = {table: len(store.read(table)) for table in tables}
        turn = 0
        while not connection.poll():
            turn += 1
            said = [{"table": table, "turn": f"{me} {turn}"} for table in tables]
            batches = [(one["table"], ends[one["table"]], [one]) for one in said]
            kept = []
            for one, answer in zip(said, store.append_many(batches), strict=True):
                if isinstance(answer, int):
                    ends[one["table"]] = answer
                    kept.append(tuple(one.values()))
                else:
                    assert isinstance(answer, Conflict), answer
                    ends[one["table"]] = len(store.read(one["table"]))
            connection.send(kept)


def write_one(connection: Connection, where: str) -> None:
    """Append an event when told to."""
    with Store.open(where) as store:
        connection.recv()
        store.append("río 🕊", 0, [{}])
