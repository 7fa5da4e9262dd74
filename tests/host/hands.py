"""A host's folder that is changed through the host, by commands, and wrongly by hand."""

import tempfile
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.formats.growing import READERS, addition, write
from tests.host.killed import held, note

from accord.errors import AccordError, InvalidProcess
from accord.formats import load
from accord.formats.append import append
from accord.formats.edit_entry import edit
from accord.host.held_folder import HeldFolder
from accord.model import Reader
from accord.record import Case

SEATS = [reader for reader in READERS if reader is not None]


def changed_by_many(folder: Path, chance: Random, times: int) -> None:
    """Change a folder in many ways, and compare what each reader has with what it may read."""
    known = write(folder, chance)
    load(folder)
    spoilt: dict[Path, bytes] = {}
    with held(folder) as one:
        last = {reader: (one.case(reader), 0, False) for reader in SEATS}
        for number in range(times):
            with suppress(AccordError):
                _changed(folder, one, chance, known, number, spoilt)
            one.refresh()
            for reader, (case, position, wrong) in last.items():
                last[reader] = _looked_at(one, folder, reader, case, position, wrong)


def _changed(
    folder: Path,
    one: HeldFolder,
    chance: Random,
    known: list[str],
    number: int,
    spoilt: dict[Path, bytes],
) -> None:
    what = chance.randrange(7)
    reader = chance.choice(READERS)
    new = addition(chance, known, number)
    files = sorted(folder.rglob("*.yaml"))
    if what < 3:
        one.change("who", f"{number}", lambda path: append(path, new, reader=reader))
    elif what == 3:
        append(folder, new)
    elif what == 4 and spoilt:
        for file, data in spoilt.items():
            file.write_bytes(data)
        spoilt.clear()
    elif what == 4:
        file = chance.choice(files)
        spoilt[file] = file.read_bytes()
        file.write_bytes(spoilt[file] + chance.choice([b"  - x: [\n", b"odd: key\n", b"\xff"]))
    elif what == 5:
        edit(folder, chance.choice(known), {"text": f"Mended {number}."})
    else:
        one.change("who", f"{number}", lambda path: append(path, [note("A note.")]))


def _looked_at(
    one: HeldFolder, folder: Path, reader: Reader, case: Case, position: int, wrong: bool
) -> tuple[Case, int, bool]:
    """Compare what a reader has with what it may read, or could before there was a mistake."""
    before = position
    try:
        read = load(folder, reader=reader)
    except InvalidProcess:
        assert one.case(reader) is case, reader
        assert one.mistakes(reader), reader
        assert wrong or one.position(reader) == before + 1
        return case, one.position(reader), True
    assert one.mistakes(reader) == ()
    assert one.case(reader) == read, reader
    same = read == case
    assert (one.case(reader) is case) == same, reader
    assert (one.position(reader) > before) == (not same or wrong), reader
    return one.case(reader), one.position(reader), False


def differences(seed: int) -> list[str]:
    """Return where a reader has something else than what it may read.

    Args:
        seed: Which folder, and what is done to it.
    """
    with tempfile.TemporaryDirectory() as home:
        for number in range(50):
            folder = Path(home) / f"{number}"
            write(folder, Random(f"{seed}.{number}"))
            with suppress(AccordError):
                load(folder)
                break
        try:
            changed_by_many(folder, Random(f"{seed}.{number}"), 15)
        except AssertionError as error:
            return [f"it differs: {error}"]
    return []
