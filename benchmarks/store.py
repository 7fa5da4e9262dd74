"""What the store costs beside the plain sqlite3 module with the same settings.

    python benchmarks/store.py [EVENTS] [--folder FOLDER]

In turns, so that a busy moment falls on all alike: the plain module appends one row a
transaction, as one would without a store, keeping the same table with the same lock, but no
hashes; the store appends one by one from one thread and from 32, and in groups. Each is forced
to the disk, which counts for most: choose it with --folder. Then both read the whole
log, and it is verified.
"""

import argparse
import json
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time

from accord.store import Store, examine

TURN = 100
READS = 5
THREADS = 32
GROUPS = (16, 64, 256)
TABLE = """
CREATE TABLE events (
    table_id TEXT NOT NULL, number BIGINT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (table_id, number)
)
"""


def event(number: int) -> dict[str, object]:
    """Return an event of the size that a move at a table has."""
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
        """Return the events in order."""
        asked = "SELECT body FROM events WHERE table_id = ? ORDER BY number"
        return [json.loads(body) for (body,) in self.connection.execute(asked, (table,))]


def seconds(done: Callable[[], object]) -> tuple[float, float]:
    """Return the time that something takes, on the clock and of the processor."""
    start, work = perf_counter(), process_time()
    done()
    return perf_counter() - start, process_time() - work


def one_by_one(keeper: Store | Plain, table: str, start: int) -> None:
    """Append a turn of events, each by itself."""
    for number in range(start, start + TURN):
        keeper.append(table, number, [event(number)])


def from_threads(store: Store, start: int) -> None:
    """Append a turn of events to a table each, from many threads."""
    threads = [
        Thread(target=one_by_one, args=(store, f"thread {each}", start))
        for each in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_groups(store: Store, size: int, start: int) -> None:
    """Append a turn of events to a table each, all tables at once."""
    for number in range(start, start + TURN):
        answers = store.append_many(
            [(f"group of {size}, {each}", number, [event(number)]) for each in range(size)]
        )
        assert answers == [number + 1] * size


def main() -> None:
    """Measure all in turns, and print rates and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("events", nargs="?", type=int, default=1_000)
    parser.add_argument(
        "--folder", help="Where the files are written; by default, for a moment."
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as home:
        plain = Plain(Path(home) / "plain.db")
        with Store.open(Path(home) / "store.db") as store:
            ways: dict[str, tuple[int, Callable[[int], None]]] = {
                "plain sqlite3": (1, lambda at: one_by_one(plain, "river", at)),
                "one by one": (1, lambda at: one_by_one(store, "river", at)),
                f"{THREADS} threads": (THREADS, lambda at: from_threads(store, at)),
                **{
                    f"groups of {size}": (
                        size,
                        lambda at, size=size: in_groups(store, size, at),  # type: ignore[misc]
                    )
                    for size in GROUPS
                },
            }
            taken = {way: [0.0, 0.0] for way in ways}
            for start in range(0, given.events, TURN):
                for way, (_, done) in ways.items():
                    for at, time in enumerate(seconds(lambda: done(start))):  # noqa: B023
                        taken[way][at] += time
            count = -(-given.events // TURN) * TURN
            print("appended, forced to the disk:")
            usual = count / taken["plain sqlite3"][0]
            for way, (each, _) in ways.items():
                clock, work = (time / (count * each) for time in taken[way])
                print(
                    f"  {way:14} {1 / clock:8,.0f} a second, {1 / clock / usual:6.2f} times "
                    f"plain sqlite3; {1e6 * work:6.0f} us of the processor each"
                )
            ours = min(seconds(lambda: store.read("river"))[0] for _ in range(READS))
            theirs = min(seconds(lambda: plain.read("river"))[0] for _ in range(READS))
            assert [one.event for one in store.read("river")] == plain.read("river")
            print(
                f"read: {count / ours:,.0f} a second, plain sqlite3 {count / theirs:,.0f}: "
                f"takes {ours / theirs:.2f} times as long"
            )
            time = min(seconds(lambda: store.examine("river"))[0] for _ in range(READS))
            lines = list(store.export("river"))
            of_lines = min(seconds(lambda: examine(lines))[0] for _ in range(READS))
            print(
                f"verified: {count / time:,.0f} a second in the store, "
                f"{count / of_lines:,.0f} of a file's lines"
            )


if __name__ == "__main__":
    main()
