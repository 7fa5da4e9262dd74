"""What it takes to save an entry in a folder that is held in memory, and what that costs.

    python benchmarks/held.py [ENTRIES] [--saved N] [--folder FOLDER]

In the worked case and in a generated record: from when an entry is given until it is on the
disk and three readers have it. Beside it what one would do without: `accord record add` as a
process of its own, and adding the lines to the file, forced to the disk, and loading the folder
for each reader. The disk counts: choose it with --folder.
"""

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter, process_time

from record import PROCESS, record

from accord.formats import load
from accord.formats.append import append, read_entry, tree
from accord.host.bell import Bell
from accord.host.held_folder import HeldFolder
from accord.model import Reader
from accord.record import Entry
from accord.store import Store

EXAMPLE = Path(__file__).parents[1] / "examples" / "russia-ukraine-2022"
ENTRIES = 100_000


class Case:
    """A folder, and three who read it."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, and what of it a new entry can name."""
        self.folder = folder
        case = load(folder)
        self.party, other, *_ = case.process.parties
        self.source = next(iter(case.record.sources))
        self.date = str(case.record.entries[-1].date)[:10]
        self.readers = [Reader((one,)) for one in ("mediator", self.party, other)]
        self.number = 0

    @property
    def keys(self) -> dict[str, str]:
        """The keys of one more entry."""
        self.number += 1
        return {
            "kind": "statement",
            "date": self.date,
            "text": f"What was said as number {self.number}.",
            "by": self.party,
        }

    def entry(self) -> Entry:
        """Return one more entry."""
        return read_entry(tree({**self.keys, "sources": [self.source]}), "it")

    def held(self, held: HeldFolder) -> None:
        """Save an entry through the folder in memory."""
        entry = self.entry()
        held.change("somebody", f"{self.number}", lambda folder: append(folder, [entry]))
        for reader in self.readers:
            assert held.case(reader).record.entries[-1].date == entry.date

    def command(self) -> None:
        """Save an entry by the command."""
        given = [f"--set={key}={value}" for key, value in self.keys.items()]
        words = ["record", str(self.folder), "add", "--source", self.source, *given]
        code = f"from accord.cli import cli; cli({words!r}, standalone_mode=False)"
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    def reload(self) -> None:
        """Save an entry by adding lines, and load the folder for each reader."""
        keys = {"id": f"plain-{self.number}", **self.keys, "sources": f"[{self.source}]"}
        first, *others = (f"{key}: {value}\n" for key, value in keys.items())
        with (self.folder / "record.yaml").open("a", encoding="utf-8") as stream:
            stream.write(f"  - {first}" + "".join(f"    {one}" for one in others))
            stream.flush()
            os.fsync(stream.fileno())
        for reader in self.readers:
            load(self.folder, reader=reader)


def taken(done: Callable[[], object], times: int) -> tuple[list[float], float]:
    """Return the milliseconds that each of several takes, in order, and of the processor."""
    found, work = [], process_time()
    for _ in range(times):
        start = perf_counter()
        done()
        found.append(1000 * (perf_counter() - start))
    return sorted(found), 1000 * (process_time() - work) / times


def said(name: str, times: list[float], beside: float) -> None:
    """Print how long something took."""
    middle, most = times[len(times) // 2], times[int(len(times) * 0.99)]
    ratio = f"{middle / beside:8.1f} times as long" if beside else ""
    print(f"  {name:34} p50 {middle:8.1f} ms, p99 {most:8.1f} ms {ratio}")


def measured(name: str, folder: Path, saved: int) -> None:
    """Measure one folder."""
    case = Case(folder)
    size = (folder / "record.yaml").stat().st_size / 1e6
    print(f"{name}: {len(load(folder).record.entries):,} entries, {size:.1f} MB")
    (folder / "host").mkdir(exist_ok=True)
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(folder / "host" / "accord.sqlite"))
        start = perf_counter()
        held = HeldFolder(folder, store, Bell())
        print(f"  loaded in {perf_counter() - start:.2f} s")
        case.held(held)
        times, work = taken(lambda: case.held(held), saved)
        said("held in memory", times, 0)
        print(f"  {'of the processor':34} {work:12.1f} ms")
        middle = times[len(times) // 2]
    slow = 5 if middle < 20 else 3
    said("accord record add, a process", taken(case.command, slow)[0], middle)
    said("lines added, and loaded for three", taken(case.reload, slow)[0], middle)


def footprint(name: str, folder: Path) -> None:
    """Say what a held folder takes in memory, in a process of its own."""
    code = f"import held; held.weighed({name!r}, {str(folder)!r})"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


def weighed(name: str, folder: str) -> None:
    """Print what a folder takes in memory for one reader, and for each more."""
    load(EXAMPLE)  # what is needed to load at all
    with tempfile.TemporaryDirectory() as home, Store.open(Path(home, "store")) as store:
        tracemalloc.start()
        held = HeldFolder(Path(folder), store, Bell())
        gc.collect()
        whole = tracemalloc.get_traced_memory()[0] / 1024
        readers = [Reader((one,)) for one in ("mediator", *held.process.parties)]
        cases = [held.case(reader) for reader in readers]
        more = tracemalloc.get_traced_memory()[0] / 1024 - whole
        shared = sum(case.record is cases[0].record for case in cases)
        count = len(cases[0].record.entries)
        print(
            f"{name}: {whole / 1024:.1f} MiB held, {whole / count:.2f} KiB an entry; for "
            f"{len(cases)} readers {more:.0f} KiB more, {shared} share one record"
        )


def main() -> None:
    """Measure both folders."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entries", nargs="?", type=int, default=ENTRIES)
    parser.add_argument("--saved", type=int, default=300, help="How many entries are saved.")
    parser.add_argument(
        "--folder", help="Where the files are written; by default, for a moment."
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as home:
        example, large = Path(home, "example"), Path(home, "large")
        shutil.copytree(EXAMPLE, example)
        large.mkdir()
        (large / "process.yaml").write_text(PROCESS, encoding="utf-8")
        with (large / "record.yaml").open("w", encoding="utf-8") as stream:
            stream.writelines(record(given.entries))
        for name, folder in {"The worked case": example, "A large record": large}.items():
            footprint(name, folder)
            measured(name, folder, given.saved)


if __name__ == "__main__":
    main()
