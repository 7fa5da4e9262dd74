"""Files of other programs, spoilt: each is read and makes a valid folder, or is refused."""

from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from accord.errors import FormatError, InvalidProcess
from accord.formats import load, save
from accord.interchange.convert import read_domain
from accord.record import Case

ODD = [
    *("", " ", "0", "-1", "1e308", "1e-320", "9" * 400, "NaN", "Infinity", ".inf", "-.nan"),
    *("null", "true", "[]", "{}", "[1, 2]", "{a: b}", '""', '"x"', "\x00", "\u2028", "\ufeff"),
    *("&a", "*a", "!!int 1", "<a/>", "&x;", "\ud800", "a" * 200, " a", "\t", "10..20"),
]


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """Draw a text with some edits: cut, doubled, mixed up, or with odd values in it."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["cut", "odd", "odd", "twice", "number", "line"])):
            case "cut":
                text = text[:at] + text[end:]
            case "odd":
                text = text[:at] + draw(st.sampled_from(ODD)) + text[at:]
            case "twice":
                text = text[:end] + text[at:]
            case "number":
                text = _number(text, at, draw(st.sampled_from(ODD)))
            case _:
                lines = text.splitlines(keepends=True)
                lines.insert(
                    at % (len(lines) + 1), lines.pop(end % len(lines)) if lines else ""
                )
                text = "".join(lines)
    return text


def _number(text: str, at: int, odd: str) -> str:
    """Replace the next number."""
    while at < len(text) and not text[at].isdigit():
        at += 1
    end = at
    while end < len(text) and text[end] in "0123456789.":
        end += 1
    return text[:at] + odd + text[end:]


def outcome(home: Path, files: Mapping[str, str]) -> None:
    """Convert files, and see that it ends with a valid folder or with sentences."""
    for name, text in files.items():
        (home / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        found = read_domain([home / name for name in files])
    except InvalidProcess as invalid:
        assert invalid.problems
        for problem in invalid.problems:
            assert str(problem).isprintable()
            assert problem.sentence.strip()
            assert problem.file.startswith(str(home))
        return
    except FormatError as error:
        assert str(error)
        return
    assert all(note.isprintable() for note in found.notes)
    folder = Case(process=found.process, interests=found.interests)
    save(folder, home / "talks")
    assert load(home / "talks").process == folder.process
