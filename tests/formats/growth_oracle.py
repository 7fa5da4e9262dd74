"""What is added in memory, beside `append` and `load`: the same bytes, cases and order."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.formats.growing import READERS, addition, write

from accord.errors import AccordError
from accord.formats import load
from accord.formats.append import append
from accord.formats.folder import load_parts
from accord.formats.folder_change import Insertion
from accord.formats.folder_parts import FolderParts
from accord.formats.growth import followed, grown
from accord.record import Record


def put(data: bytes, inserted: Sequence[Insertion]) -> bytes:
    for one in inserted:
        data = data[: one.at] + one.data + data[one.at :]
    return data


def derived(record: Record) -> list[object]:
    """Return what is derived of a record, in order."""
    found = (record.by_id, record.labels, record.superseded)
    kinds = {kind: list(some) for kind, some in record._by_class.items()}
    return [*(list(one.items()) for one in found), record.standing, kinds]


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*.yaml")
    }


def start(folder: Path, chance: Random) -> tuple[list[str], FolderParts]:
    """Write folders until one is without mistakes."""
    while True:
        known = write(folder, chance)
        try:
            return known, load_parts(folder)
        except AccordError:
            for file in folder.rglob("*.yaml"):
                file.unlink()


def grown_at_random(seed: int, folder: Path) -> int:
    """Add at random, in memory and in files, and return how often it could be in memory."""
    chance = Random(seed)
    known, parts = start(folder, chance)
    seen = {reader: parts.seen(reader) for reader in READERS}
    count = 0
    for number in range(8):
        for reader, one in seen.items():
            assert one.case == load(folder, reader=reader)
            if chance.random() < 0.5:
                derived(one.case.record)
        new, spelt = addition(chance, known, number), chance.random() < 0.5
        before, growth = files(folder), grown(parts, new, spelt, seen[None].case)
        assert parts.records == load_parts(folder).records
        try:
            appended = append(folder, new, spelt=spelt)
        except AccordError:
            assert growth is None
            continue
        known += [one.id for one in appended.added if "n" not in one.id[-3:]]
        if growth is None:
            parts = load_parts(folder)
            seen = {reader: parts.seen(reader) for reader in READERS}
            continue
        count += 1
        assert growth.added == appended.added
        assert files(folder) == {
            name: put(data, growth.files.get(name, ())) for name, data in before.items()
        }
        for reader, one in seen.items():
            then, read = followed(one, growth, reader), load(folder, reader=reader)
            assert then.case == read
            assert derived(then.case.record) == derived(read.record)
            assert list(then.case.record.sources) == list(read.record.sources)
            assert list(then.case.record.outlets) == list(read.record.outlets)
            assert (then is one) == (read == one.case)
            assert then.ends == growth.after.seen(reader).ends
            seen[reader] = then
        parts = growth.after
    return count


def differences(seed: int) -> list[str]:
    """Return where one random folder, added to eight times, is another in memory and on disk.

    Args:
        seed: Which folder, and what is added.
    """
    with tempfile.TemporaryDirectory() as home:
        try:
            grown_at_random(seed, Path(home))
        except AssertionError as error:
            return [f"it differs: {error}"]
    return []
