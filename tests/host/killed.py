"""A host's folder whose process is killed at any moment, again and again."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.formats.growing import READERS, write

from accord.errors import AccordError
from accord.formats import load
from accord.formats.append import append, read_entry, tree
from accord.formats.edit_entry import edit
from accord.host.bell import Bell
from accord.host.held_folder import AlreadyDone, HeldFolder
from accord.record import Entry
from accord.store import Store

SEATS = [reader for reader in READERS if reader is not None]


@contextmanager
def held(folder: Path) -> Iterator[HeldFolder]:
    (folder / "host").mkdir(exist_ok=True)
    with Store.open(folder / "host" / "accord.sqlite") as store:
        yield HeldFolder(folder, store, Bell())


def note(text: str, **given: Any) -> Entry:
    raw = {"kind": "note", "date": "2024-06-01", "text": text, **given}
    return read_entry(tree(raw), "it")


def adding(text: str, **given: Any) -> Callable[[Path], str]:
    return lambda folder: append(folder, [note(text, **given)], spelt=True).added[0].id


def same(one: HeldFolder, folder: Path) -> None:
    for reader in SEATS:
        assert one.case(reader) == load(folder, reader=reader)


WORKER = """
import sys
from pathlib import Path
from tests.host.killed import held, adding, step
folder, start = Path(sys.argv[1]), int(sys.argv[2])
with held(folder) as one:
    print("ready", flush=True)
    for number in range(start, 10_000):
        step(one, number)
        print(number, flush=True)
"""


def step(one: HeldFolder, number: int) -> None:
    """Change the folder in one of several ways, each told by its number."""
    text, key = f"Number {number}.", f"key-{number}"
    whom = ["table", "upland", "mediator", "delta"][number % 4]
    with suppress(AlreadyDone):
        if number % 5 == 4:
            one.change("who", key, lambda path: edit(path, "e0", {"text": text}))
        elif number % 7 == 6:
            one.change("who", key, lambda path: both(path, text))
        else:
            one.change("who", key, adding(text, **{"for": whom}))


def both(path: Path, text: str) -> None:
    """Add to two files in one step."""
    first, second = (note(text, **{"for": whom}) for whom in ("upland", "mediator"))
    append(path, [first], spelt=True)
    append(path, [second], spelt=True)


def killed_at_random(folder: Path, chance: Random, times: int) -> int:
    """Kill a process that changes a folder again and again; return how much it had done."""
    number = 0
    for _ in range(times):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(folder), str(number)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.3)
        worker.send_signal(signal.SIGKILL)
        confirmed = [int(line) for line in worker.stdout.read().split()]
        worker.stdout.close()
        worker.wait()
        number = confirmed[-1] + 1 if confirmed else number
        with held(folder) as one:
            step(one, number)  # whoever was not answered asks again
            same(one, folder)
        number += 1
        check_each_is_there_once(folder, number)
    return number


def check_each_is_there_once(folder: Path, number: int) -> None:
    texts = [entry.text for entry in load(folder).record.entries]
    for n in range(number):
        if n % 5 != 4:
            expected = 2 if n % 7 == 6 else 1
            assert texts.count(f"Number {n}.") == expected, n
    edited = [n for n in range(number) if n % 5 == 4]
    if edited:
        assert load(folder).record.by_id["e0"].text == f"Number {edited[-1]}."


def differences(seed: int) -> list[str]:
    """Return what is lost, or done twice, where a process is killed ten times.

    Args:
        seed: Which folder, and when.
    """
    chance = Random(seed)
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "folder"
        while True:
            write(folder, chance)
            with suppress(AccordError):
                load(folder)
                break
            shutil.rmtree(folder)
        try:
            killed_at_random(folder, chance, 10)
        except AssertionError as error:
            return [f"it differs: {error}"]
    return []
