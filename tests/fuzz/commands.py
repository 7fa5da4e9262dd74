"""Commands on spoilt files: each does what it says, or ends with a sentence and no change."""

import json
import os
import shlex
import shutil
import signal
import tempfile
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

from attrs import frozen
from tests.formats.mark_sheets import GERMAN, coloured, headed
from tests.formats.office_sheet import office_sheet
from tests.formats.test_check import BASE
from tests.formats.test_fuzz import NEW, ran
from tests.fuzz.spoil import spoilt
from tests.interchange import test_genius, test_geniusweb, test_negmas

from accord.errors import InvalidProcess
from accord.store import Store
from accord.talks import read

SECONDS = 60
"""After so long a command on files as small as these hangs."""
STATUSES = (0, 2)
"""With what a command ends: well, or with sentences on what is wrong."""
CHANGED = 1
"""With what `verify` ends where a log was changed."""

WORKING = {"store.db-shm", "store.db-wal"}
"""What SQLite leaves beside a store that it only reads: no event is in them."""
MAPPING = ".mapping.yaml"
"""What was said of a sheet is kept for the next time, whatever becomes of its rows."""

Files = Mapping[str, bytes]


@frozen
class Case:
    """Files, and the commands that read them.

    Attributes:
        files: The files by their place in a folder.
        spoil: Which of them are spoilt; none named: any.
        commands: What is called, one after the other; `HOME` stands for the folder.
        writes: What the commands may write or change where they end well.
        in_part: Whether a command may end with sentences on some rows and take the others.
    """

    files: Files
    commands: tuple[str, ...]
    spoil: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    in_part: bool = False


@cache
def cases() -> dict[str, Case]:
    """Return the cases by name, with files that the commands themselves wrote."""
    talks, base = _under("talks", NEW), _under("talks", BASE)
    play = "play HOME/talks"
    folder = (
        "check HOME/talks",
        "brief HOME/talks",
        "brief HOME/talks --json --draws 50",
        "deals HOME/talks --draws 50",
        "deals HOME/talks --draws 50 --lotteries --json",
        "record HOME/talks list --json",
        "record HOME/talks timeline",
        "record HOME/talks contested --csv",
        f"{play} --json",
    )
    found = {
        "folder": Case(talks, folder),
        "interests": Case(
            talks,
            (*folder[3:5], f"{play} --json", f"{play} -n 3 --json", folder[2]),
            spoil=tuple(one for one in talks if "interests" in one),
        ),
        "record": Case(base, folder[:3] + folder[5:8]),
        "brief in HTML": Case(
            talks, ("brief HOME/talks --html HOME/a.html",), writes=("a.html",)
        ),
        "genius": _converted({"a.xml": test_genius.BUYER, "b.xml": test_genius.SELLER}),
        "geniusweb": _converted(dict.fromkeys(("a.json", "b.json"), test_geniusweb.PROFILE)),
        "negmas": _converted(
            {
                "m.yml": test_negmas.DOMAIN,
                "a.yml": test_negmas.BUYER,
                "b.yml": test_negmas.SELLER,
            }
        ),
        "out of it": Case(
            talks,
            tuple(f"convert HOME/talks HOME/{to} --to {to}" for to in ("genius", "negmas")),
            writes=("genius", "negmas"),
        ),
    }
    with _on_disk({**talks, **{f"base/{n}": t.encode() for n, t in BASE.items()}}) as home:
        for suffix in ("csv", "xlsx"):
            for what in ("entries", "matrix"):
                _do(f"record HOME/base export HOME/{what}.{suffix} --what {what}", home)
        _do(f"{play} --log HOME/log.jsonl", home)
        for rows in ("rows.csv", "rows.parquet"):
            _do(f"{play} -n 3 --out HOME/{rows}", home)
        office_sheet(home / "office.xlsx")
        log = (home / "log.jsonl").read_text("utf-8")
        with Store.open(home / "store.db") as store:
            store.append("talks", 0, [json.loads(line)["event"] for line in log.splitlines()])
        coloured(home / "coloured.xlsx")
        headed(home / "headed.xlsx")
        (home / "german.csv").write_text(GERMAN, "utf-8")
        made = _read(home)
    words = "--value mark:nein=cannot --value mark:möchte=want --value mark:unklar=?"
    words += " --value 'mark:kann=can live with'"
    for sheet in ("coloured.xlsx", "headed.xlsx", "german.csv"):
        found[f"marks, {sheet}"] = Case(
            {sheet: made[sheet]},
            (
                f"new HOME/talks --from-marks HOME/{sheet} {words}",
                f"record HOME/talks import HOME/{sheet} --what marks --held-by mediator",
                "mark HOME/talks",
                "check HOME/talks",
            ),
            writes=("talks",),
            in_part=True,
        )
    for what in ("entries", "matrix"):
        for suffix in ("csv", "xlsx"):
            file = f"{what}.{suffix}"
            options = f"--what {what} --date 2024-05-03 --source paper"
            import_ = f"record HOME/talks import HOME/{file} {options}"
            found[f"{suffix} {what}"] = Case(
                {**base, file: made[file]},
                (import_, f"{import_} --write", "check HOME/talks"),
                spoil=(file,),
                writes=("talks/record.yaml",),
                in_part=True,
            )
    options = (
        "--value kind:Vote=statement --value kind:Ratified=statement "
        "--value 'Who:Republic of Coast=Coast'"
    )
    found["xlsx of an office"] = Case(
        {"office.xlsx": made["office.xlsx"]},
        (f"new HOME/talks --from-sheet HOME/office.xlsx {options}", "check HOME/talks"),
        writes=("talks",),
        in_part=True,
    )
    for file in ("log.jsonl", "store.db"):
        found[file] = Case({file: made[file]}, (f"verify HOME/{file}",))
    for file, way in (
        ("log.jsonl", "--log"),
        ("rows.csv", "-n 2 --out"),
        ("rows.parquet", "-n 2 --out"),
    ):
        found[f"{file} again"] = Case(
            {**talks, file: made[file]}, (f"{play} {way} HOME/{file}",), (file,), (file,)
        )
    deal = json.dumps({"ceasefire": "full", "prisoners": "all", "water": "20"}).encode()
    found["deal"] = Case(
        {**talks, "deal.json": deal},
        ("deals HOME/talks --deal HOME/deal.json",),
        ("deal.json",),
    )
    return found


def _under(folder: str, texts: Mapping[str, str]) -> dict[str, bytes]:
    return {f"{folder}/{name}": text.encode() for name, text in texts.items()}


def _converted(texts: Mapping[str, str]) -> Case:
    words = " ".join(f"HOME/{name}" for name in texts)
    commands = (f"convert {words} HOME/out", "check HOME/out")
    return Case({n: t.encode() for n, t in texts.items()}, commands, writes=("out",))


def _do(command: str, home: Path) -> None:
    status, _, said = ran(*_words(command, home))
    assert status == 0, (command, said)


def _words(command: str, home: Path) -> list[str]:
    return [word.replace("HOME", str(home)) for word in shlex.split(command)]


@contextmanager
def _on_disk(files: Files) -> Iterator[Path]:
    home = Path(tempfile.mkdtemp())
    try:
        for name, data in files.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(data)
        yield home
    finally:
        shutil.rmtree(home)


def _read(home: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(home)): file.read_bytes()
        for file in home.rglob("*")
        if file.is_file()
    }


def differences(seed: int) -> list[str]:
    """Spoil the files of one case, call its commands, and say what does not hold.

    Args:
        seed: Says which case, and how its files are spoilt.
    """
    random = Random(seed)
    name, case = random.choice(list(cases().items()))
    files = dict(case.files)
    for file in random.choices(case.spoil or list(files), k=random.choice([1, 1, 2])):
        files[file] = spoilt(file, files[file], random)
    return [f"{name}: {one}" for _, wrong in called(case, files) for one in wrong]


def called(case: Case, files: Files) -> Iterator[tuple[int | None, list[str]]]:
    """Call the commands of a case; give for each with what it ends, and what does not hold."""
    with _on_disk(files) as home:
        for command in case.commands:
            before = _read(home)
            status, out, said = _called(_words(command, home))
            wrong = [said] if status is None else []
            if status is not None:
                if "--json" in command and not status:
                    wrong += _no_json(out)
                wrong += _wrong(case, command, status, said, before, _read(home))
            yield status, [f"accord {command}: {one}" for one in wrong]
            if status is None or (status and command.startswith("convert")):
                return
    yield 0, list(_log_read(files.get("log.jsonl")))


def _log_read(log: bytes | None) -> Iterator[str]:
    """Read a log by the rules too, and say what else than a sentence comes of it."""
    try:
        if log is not None:
            read(log.decode("utf-8", "replace"))
    except InvalidProcess:
        return
    except Exception as error:
        yield f"read: {type(error).__name__}: {str(error)[:200]}"


def _no_json(out: str) -> Iterator[str]:
    try:
        json.loads(out, parse_constant=_no_number)
    except ValueError as error:
        yield f"its output is no JSON: {error}"


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _called(words: list[str]) -> tuple[int | None, str, str]:
    """Call a command; give no status, and the end of the traceback, where it has one."""

    def late(*_: object) -> None:
        raise TimeoutError(f"no answer in {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            status, out, said = ran(*words)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [one for one in frames if "accord" in one.filename] or list(frames)
        where = f"{os.path.basename(own[-1].filename)}:{own[-1].lineno}"
        return None, "", f"{type(error).__name__} in {where}: {str(error)[:200]}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    if not isinstance(status, int):
        return None, out, f"status {status!r}"
    return status, out, said


def _wrong(
    case: Case, command: str, status: int, said: str, before: Files, after: Files
) -> Iterator[str]:
    """Return what does not hold of how a command ended."""
    allowed = (*STATUSES, CHANGED) if command.startswith("verify") else STATUSES
    if status not in allowed:
        yield f"exit status {status}"
    if "Traceback" in said:
        yield said[-500:]
    if status == 2 and not said.strip():
        yield "no sentence on what is wrong"
    if not all(line.isprintable() for line in said.splitlines()):
        yield f"sentences that cannot be printed: {said[:300]!r}"
    touched = {n for n in {*before, *after} if before.get(n) != after.get(n)} - WORKING
    touched = {name for name in touched if not name.endswith(MAPPING)}
    if status and case.in_part and ("--write" in command or command.startswith("new")):
        status = 0  # what can be taken is taken
    kept = [n for n in touched if status or not any(n.startswith(one) for one in case.writes)]
    if kept:
        yield f"with exit status {status}, it changed {', '.join(sorted(kept))}"
    if command.startswith("check") and case.writes and status and "no such folder" not in said:
        yield f"what was written is no valid folder: {said[:300]}"
