"""Whatever is done to the files of a folder: it is read, or its mistakes are said; no more."""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.test_check import BASE
from tests.strategies import ODD

from accord.cli import main
from accord.errors import InvalidProcess
from accord.formats import load, save

SKELETON = Path(str(files("accord.formats") / "skeleton"))
NEW = {
    str(file.relative_to(SKELETON)): file.read_text("utf-8")
    for file in sorted(SKELETON.rglob("*.yaml"))
}
VALUES = [
    *(*ODD, "", "''", "[]", "{}", "[[]]", "{a: {b: c}}", "[a, b]", "-1", "0", "1e400", "nan"),
    *(
        "..",
        "5..1",
        "0..",
        "..0",
        "1...5",
        "9" * 400,
        "2022-13-01",
        "2022-02-30",
        "0000",
        "9999",
    ),
    *(
        "9999-12-31T23:59",
        "north",
        "upland",
        "truce",
        "water",
        "none",
        "full",
        "round-1",
        "offer",
    ),
    *("- - -", "? ", "&a b", "*a", "!!int 1", "|\n  x", ">-\n   x", "\x00", "\ufeff", "\ud800"),
]

Edit = Callable[[str, int, int, str], str]


def lines(edit: Callable[[list[str], int, int, str], object]) -> Edit:
    """Make an edit of lines an edit of texts."""

    def edited(text: str, at: int, other: int, odd: str) -> str:
        split = text.splitlines(keepends=True) or [""]
        edit(split, at % len(split), other % len(split), odd)
        return "".join(split)

    return edited


def swap(split: list[str], at: int, other: int, odd: str) -> None:
    split[at], split[other] = split[other], split[at]


def value(split: list[str], at: int, other: int, odd: str) -> None:
    key, colon, _ = split[at].partition(": ")
    split[at] = f"{key}{colon}{odd}\n"


def indent(split: list[str], at: int, other: int, odd: str) -> None:
    split[at] = " " * (other % 4) + split[at] if other % 2 else split[at].removeprefix("  ")


def inserted(text: str, at: int, other: int, odd: str) -> str:
    return text[: (at := at % (len(text) + 1))] + odd + text[at:]


def cut(text: str, at: int, other: int, odd: str) -> str:
    return text[: (at := at % (len(text) + 1))] + text[at + other % 20 :]


def twice(text: str, at: int, other: int, odd: str) -> str:
    at = at % (len(text) + 1)
    return text[: at + other % 200] + text[at:]


def word(text: str, at: int, other: int, odd: str) -> str:
    words = text.split(" ")
    words[at % len(words)] = words[other % len(words)]
    return " ".join(words)


EDITS: list[Edit] = [
    lines(lambda split, at, other, odd: split.pop(at)),
    lines(lambda split, at, other, odd: split.insert(other, split[at])),
    lines(lambda split, at, other, odd: split.insert(at, odd + "\n")),
    lines(swap),
    lines(value),
    lines(value),
    lines(indent),
    inserted,
    cut,
    twice,
    word,
    word,
    lambda text, at, other, odd: text[: at % (len(text) + 1)],
    lambda text, at, other, odd: odd,
]

numbers = st.integers(0, 10**6)
edits = st.tuples(numbers, st.sampled_from(EDITS), numbers, numbers, st.sampled_from(VALUES))
raw = st.none() | st.tuples(numbers, numbers, st.binary(min_size=1, max_size=4))


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, bytes]:
    """Draw the files of a folder after some random edits, of texts and sometimes of bytes."""
    texts = dict(draw(st.sampled_from([BASE, NEW])))
    for file, edit, at, other, odd in draw(st.lists(edits, min_size=1, max_size=5)):
        name = list(texts)[file % len(texts)]
        texts[name] = edit(texts[name], at, other, odd)
    found = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
    if (bytes_ := draw(raw)) is not None:
        file, at, odd_bytes = bytes_
        name = list(found)[file % len(found)]
        at = at % (len(found[name]) + 1)
        found[name] = found[name][:at] + odd_bytes + found[name][at:]
    return found


@contextmanager
def on_disk(found: Mapping[str, bytes]) -> Iterator[Path]:
    """Put files in a folder, and see that nobody changes them or adds others."""
    with tempfile.TemporaryDirectory() as home:
        for name, data in found.items():
            (Path(home) / name).parent.mkdir(exist_ok=True)
            (Path(home) / name).write_bytes(data)
        yield Path(home)
        after = {
            os.path.relpath(os.path.join(folder, name), home)
            for folder, _, names in os.walk(home)
            for name in names
        }
        assert after == set(found)
        for name, data in found.items():
            assert (Path(home) / name).read_bytes() == data


@settings(max_examples=15 * settings().max_examples)
@given(spoilt())
def test_a_spoilt_folder_is_read_or_its_mistakes_are_said(found: dict[str, bytes]) -> None:
    with on_disk(found) as home:
        try:
            folder = load(home)
        except InvalidProcess as invalid:
            assert invalid.problems
            for problem in invalid.problems:
                name = os.path.relpath(problem.file, home)
                assert problem.line <= found[name].count(b"\n") + found[name].count(b"\r") + 2
                assert problem.sentence == problem.sentence.strip()
                assert problem.sentence[-1] not in ":;,"
                assert str(problem).isprintable()
                assert not any(
                    s in problem.sentence for s in (" object at 0x", "<class", "FAILED")
                )
            return
    with tempfile.TemporaryDirectory() as copy:
        save(folder, Path(copy))
        assert load(copy) == folder


@given(spoilt())
def test_commands_end_with_a_sentence(found: dict[str, bytes]) -> None:
    with on_disk(found) as home:
        for command in ("check", "brief"):
            status, said = run(command, str(home))
            assert status in (0, 2)
            assert "Traceback" not in said
            assert (status == 2) is bool(said)


def run(*words: str) -> tuple[object, str]:
    """Run a command in this process; give its status and what it says on standard error."""
    status, _, said = ran(*words)
    return status, said


def ran(*words: str) -> tuple[object, str, str]:
    """Run a command in this process; give its status, its output and what it complains of."""
    out, said = io.StringIO(), io.StringIO()
    status: object = 0
    with (
        patch.object(sys, "argv", ["accord", *words]),
        redirect_stdout(out),
        redirect_stderr(said),
    ):
        try:
            main()
        except SystemExit as stopped:
            status = stopped.code or 0
    return status, out.getvalue(), said.getvalue()
