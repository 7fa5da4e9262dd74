"""What the store costs beside the plain sqlite3 module with the same settings.

    python benchmarks/store.py [EVENTS] [--folder FOLDER]

Both append one event a transaction, each forced to the disk, in turns of a hundred, so that a
busy moment falls on both alike; then both read the whole log as dicts. The plain module keeps
the same table with the same lock, but makes no hashes. The disk counts for most: choose it with
--folder. Then, how fast a log is verified.
"""

import argparse
import json
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from accord.store import Store, examine

TURN = 100
READS = 5
TABLE = """
CREATE TABLE events (
    table_id TEXT NOT NULL, number BIGINT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (table_id, number)
)
"""


def event(number: int) -> dict[str, object]:
    """Give an event of the size that a move at a table has."""
    offer = {f"issue-{one}": f"option-{(number + one) % 7}" for one in range(8)}
    return {"number": number, "seat": "upland", "kind": "proposal", "round": 1, "deal": offer}


class Plain:
    """The least that keeps the same promises with the sqlite3 module alone."""

    def __init__(self, file: Path) -> None:
        """Make the file, with the settings of the store."""
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(TABLE)

    def append(self, table: str, after: int, events: list[dict[str, object]]) -> None:
        """Add events if nobody has been faster."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        asked = "SELECT number FROM events WHERE table_id = ? ORDER BY number DESC LIMIT 1"
        last = run(asked, (table,)).fetchone()
        if (last[0] if last else 0) != after:
            raise ValueError("somebody was faster")
        rows = [
            (table, at, json.dumps(one), "0" * 64) for at, one in enumerate(events, after + 1)
        ]
        self.connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
        run("COMMIT")

    def read(self, table: str) -> list[dict[str, object]]:
        """Give the events in order."""
        asked = "SELECT body FROM events WHERE table_id = ? ORDER BY number"
        return [json.loads(body) for (body,) in self.connection.execute(asked, (table,))]


def seconds(done: Callable[[], object]) -> float:
    """Give the time that something takes."""
    start = perf_counter()
    done()
    return perf_counter() - start


def appended(keeper: Store | Plain, start: int) -> float:
    """Append a turn of events, each by itself, and give the time."""

    def turn() -> None:
        for number in range(start, start + TURN):
            keeper.append("river", number, [event(number)])

    return seconds(turn)


def main() -> None:
    """Measure both in turns, and print rates and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("events", nargs="?", type=int, default=5_000)
    parser.add_argument(
        "--folder", help="Where the files are written; by default, for a moment."
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as home:
        plain = Plain(Path(home) / "plain.db")
        with Store.open(Path(home) / "store.db") as store:
            turns = range(0, given.events, TURN)
            times = [(appended(store, at), appended(plain, at)) for at in turns]
            count = len(turns) * TURN
            ours, theirs = (sum(column) for column in zip(*times, strict=True))
            print(f"{count:,} events, one a transaction, forced to the disk")
            show("appended", count, ours, theirs)
            reads = [
                (seconds(lambda: store.read("river")), seconds(lambda: plain.read("river")))
                for _ in range(READS)
            ]
            assert store.read("river") == plain.read("river")
            show("read", count, *(min(column) for column in zip(*reads, strict=True)))
            taken = min(seconds(lambda: store.examine("river")) for _ in range(READS))
            print(f"  verified  {count / taken:10,.0f} a second, in the store")
            lines = list(store.export("river"))
            taken = min(seconds(lambda: examine(lines)) for _ in range(READS))
            print(f"  verified  {count / taken:10,.0f} a second, of a file's lines")


def show(name: str, count: int, ours: float, theirs: float) -> None:
    """Print the rates of both and their ratio."""
    print(
        f"  {name:9} {count / ours:10,.0f} a second; plain sqlite3 "
        f"{count / theirs:10,.0f}; takes {ours / theirs:.2f} times as long"
    )


if __name__ == "__main__":
    main()
