"""Files of every kind, spoilt a little: most of what makes them what they are is left."""

import csv
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath
from random import Random
from typing import Any

from tests.formats.damage import ODD
from tests.formats.test_fuzz import EDITS, VALUES

from accord.errors import AccordError
from accord.store.chain import START, canonical, chained

ODDITIES = [*ODD, *VALUES, "=1+1", "'", ";", '"', "1,5", "\r", "9" * 20, "a" * 40_000]
NOT_OF_THAT_KIND = (
    *(ValueError, LookupError, TypeError, OverflowError, AccordError),
    *(csv.Error, sqlite3.Error, zipfile.BadZipFile, zlib.error),
)
"""What an edit may raise where the one before left nothing of the file's kind."""

NUMBERS = [
    *("0", "1", "-1", "7", "50", "99.9", "100", "101", "1e-9", "1e6", "1e12", "1e300"),
    *("0..100", "30..45", "-50..50", "0..1e6", "..5", "0.1", "33.333333333", "999999"),
]
NODES: list[Any] = [
    *(None, True, False, 0, -1, 1e308, 2**70, "", "x", [], {}, [[]], {"": ""}, "NaN"),
    *([None] * 3, {"a": [1]}, float("inf"), float("nan"), -0.0, "\ud800", "\x00"),
]


def spoilt(name: str, data: bytes, random: Random) -> bytes:
    """Return the bytes of a file after one to three random edits that go with its kind."""
    edits = KINDS.get(PurePath(name).suffix, [text, number])
    for _ in range(random.randint(1, 3)):
        edit = random.choice(edits)
        try:
            data = edit(data, random)
        except NOT_OF_THAT_KIND:
            data = text(data, random)
    return data


def text(data: bytes, random: Random) -> bytes:
    """Edit a text: cut, doubled, mixed up, or with odd values in it."""
    edit = random.choice(EDITS)
    places = random.randrange(10**6), random.randrange(10**6)
    edited = edit(data.decode("utf-8", "surrogateescape"), *places, random.choice(ODDITIES))
    return edited.encode("utf-8", "surrogatepass" if "\ud800" in edited else "surrogateescape")


def number(data: bytes, random: Random) -> bytes:
    """Put another number in the place of one, so that most of what follows is still read."""
    places = list(re.finditer(rb"\d+(\.\d+)?", data))
    if not places:
        return text(data, random)
    at = random.choice(places)
    other = random.choice(NUMBERS)
    if random.random() < 0.5:
        other = random.choice(places).group().decode()
    return data[: at.start()] + other.encode() + data[at.end() :]


def raw(data: bytes, random: Random) -> bytes:
    """Put other bytes in the place of some, cut the end off, or double a piece."""
    at = random.randrange(len(data) + 1)
    end = min(len(data), at + random.choice([1, 4, 100]))
    other = random.choice(
        [random.randbytes(end - at), b"", b"\x00", b"\xff\xfe", data[at:end] * 2]
    )
    return data[:at] if random.random() < 0.1 else data[:at] + other + data[end:]


def cells(data: bytes, random: Random) -> bytes:
    """Put odd values into a table, or take cells, columns and rows away."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    row = random.choice(rows)
    at = random.randrange(len(row))
    match random.randrange(5):
        case 0:
            del row[at]
        case 1:
            row.insert(at, random.choice(ODDITIES))
        case 2:
            rows.insert(random.randrange(len(rows)), list(row))
        case _:
            row[at] = random.choice([*ODDITIES, random.choice(random.choice(rows) or [""])])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def tree(data: bytes, random: Random) -> bytes:
    """Put another value in the place of one of JSON."""
    return json.dumps(_changed(json.loads(data), random), indent=1).encode()


def lines(data: bytes, random: Random) -> bytes:
    """Change events of a log; sometimes with hashes that go with what they hold now."""
    events = [json.loads(line) for line in data.splitlines()]
    at = random.randrange(len(events))
    match random.randrange(4):
        case 0:
            del events[at]
        case 1:
            events.insert(at, random.choice(events))
        case _:
            events[at] = _changed(events[at], random)
    if random.random() < 0.5 and all(isinstance(event, dict) for event in events):
        for event in events:
            event.pop("hash", None)
        links = chained(START, map(canonical, events))
        return "".join(f"{link.line()}\n" for link in links).encode("utf-8", "surrogatepass")
    return "".join(f"{json.dumps(event)}\n" for event in events).encode()


def _changed(value: Any, random: Random) -> Any:
    """Return a plain value with one of its parts changed, doubled or left out."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        key = random.choice(list(value))
        match random.randrange(8):
            case 0:
                return {k: v for k, v in value.items() if k != key}
            case 1:
                return {**value, random.choice(["x", "", *map(str, value)]): value[key]}
        return {**value, key: _changed(value[key], random)}
    if isinstance(value, list) and value and random.random() < 0.9:
        at = random.randrange(len(value))
        if random.random() < 0.2:
            return [*value[:at], *value[at + 1 :]]
        return [*value[:at], _changed(value[at], random), *value[at + random.randrange(2) :]]
    return random.choice([*NODES, random.choice(ODD)])


def rows(data: bytes, random: Random) -> bytes:
    """Change or remove events of a store as a program for databases would."""
    # What is said of reading beside a writer has no meaning in memory, and is not taken there.
    store = sqlite3.connect(":memory:")
    store.deserialize(data[:18] + b"\x01\x01" + data[20:])
    total = store.execute("SELECT max(number) FROM events").fetchone()[0]
    number = random.randint(1, total)
    if random.random() < 0.2:
        store.execute("DELETE FROM events WHERE number = ?", [number])
    else:
        column = random.choice(["table_id", "number", "body", "hash"])
        value = random.choice([*ODD[:12], b"\xff", b"\x00", -1, 1.5, 2**40, "[]", "\x1b", "{}"])
        store.execute(f"UPDATE events SET {column} = ? WHERE number = ?", [value, number])
    store.commit()
    data = store.serialize()
    store.close()
    return data[:18] + b"\x02\x02" + data[20:]


def members(data: bytes, random: Random) -> bytes:
    """Edit one of the texts that a workbook is made of, or leave it out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice([one for one in parts if "sheet" in one or random.random() < 0.3])
    if random.random() < 0.1:
        del parts[name]
    else:
        parts[name] = random.choice([text, text, text, raw])(parts[name], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, part in parts.items():
            archive.writestr(zipfile.ZipInfo(one), part)
    return out.getvalue()


Edit = Callable[[bytes, Random], bytes]
KINDS: dict[str, list[Edit]] = {
    ".csv": [text, number, cells, cells, cells, raw],
    ".json": [text, number, tree, tree, raw],
    ".jsonl": [text, lines, lines, raw],
    ".xlsx": [members, members, members, raw],
    ".db": [raw, rows, rows],
    ".parquet": [raw],
}
"""What is done to the files of a suffix; to others, what is done to a text."""
