"""A large record known to be right is added to as any other, without reading all of it."""

import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import AccordError
from accord.formats import append as appending
from accord.formats import known_record
from accord.formats.append import append, read_entry, tree
from accord.record import Entry

PROCESS = """\
title: A process
parties:
  north: {name: North}
  south: {name: South}
agenda:
  issues:
    truce: {name: Truce, options: {none: None, full: Full}}
"""
SOURCES = "# kept by hand\nsources:\n  paper: {publisher: Paper, date: 2024-01-01}\n"
KINDS = ("statement", "position", "proposal", "response", "correction", "claim")


def small(number: int, rng: random.Random) -> dict[str, object]:
    """Build an entry that may name others, some of which there are."""
    kind = rng.choice(KINDS)
    before = f"e{rng.randrange(number + 1)}"
    own: dict[str, object] = {
        "statement": {"by": rng.choice(["north", "south"] * 4 + ["nobody"])},
        "position": {
            "party": "north",
            "issue": "truce",
            "option": rng.choice(["full", "none"] * 4 + ["half"]),
        },
        "proposal": {"by": "north", "to": "south", "deal": {"truce": "full"}},
        "response": {"by": "south", "to": before, "answer": "accepts"},
        "correction": {"by": "north", "of": before},
        "claim": {"by": "north", "stance": "asserts", "about": before, "value": "x"},
    }[kind]  # type: ignore[assignment]
    odd = {"supersedes": before, "why": "wrong"} if rng.random() < 0.1 else {}
    whom = (
        {"for": rng.choice(["table", "public", ["mediator", "north"]])}
        if rng.random() < 0.1
        else {}
    )
    given = {"about": before} if rng.random() < 0.2 and kind == "statement" else {}
    return {
        "kind": kind,
        "id": f"e{number}" if rng.random() < 0.9 else before,
        "date": "2024-02-01",
        "sources": rng.choice([["paper"]] * 10 + [["none"], []]),
        "text": "as reported",
        **own,
        **odd,
        **whom,
        **given,
    }


def read(number: int, rng: random.Random) -> Entry | None:
    try:
        return read_entry(tree(small(number, rng)), "the new entry")
    except AccordError:
        return None


def spoilt(text: str, rng: random.Random) -> str:
    """Change a text at a place, as a hand may."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    how = rng.randrange(6)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines[at] += " # a remark"
    elif how == 2:
        lines[at] = " " + lines[at]
    elif how == 3:
        lines.insert(at, lines[rng.randrange(len(lines))])
    elif how == 4:
        lines[at] = lines[at].replace("north", "norht").replace("paper", "papre")
    else:
        lines.insert(at, "# a remark")
    return "\n".join(lines)


def added(path: Path, entry: Entry) -> str:
    """Add an entry, and return what is said."""
    try:
        return str([(a.id, a.line, a.height) for a in append(path, [entry]).added])
    except AccordError as error:
        return str(error).replace(str(path), "FOLDER")


@settings(deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_known_record_takes_and_refuses_what_a_record_read_whole_does(seed: int) -> None:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_record, "LARGE", 1)
        patch.setattr(appending, "LARGE", 1)
        known, whole = Path(home, "known"), Path(home, "whole")
        known.mkdir()
        (known / "process.yaml").write_text(PROCESS, "utf-8")
        (known / "record.yaml").write_text(SOURCES, "utf-8")
        shutil.copytree(known, whole)
        for number in range(12):
            if (entry := read(number, rng)) is None:
                continue
            said = []
            for path, caches in (known, "caches"), (whole, f"none-{number}"):
                patch.setenv("XDG_CACHE_HOME", str(Path(home, caches)))
                said.append(added(path, entry))
            assert said[0] == said[1]
            texts = [(path / "record.yaml").read_bytes() for path in (known, whole)]
            assert texts[0] == texts[1]
            if rng.random() < 0.05:
                text = spoilt(texts[0].decode("utf-8"), rng).encode("utf-8")
                for path in known, whole:
                    (path / "record.yaml").write_bytes(text)


def test_only_a_digest_is_remembered_and_only_of_what_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    path = tmp_path / "folder"
    path.mkdir()
    (path / "process.yaml").write_text(PROCESS, "utf-8")
    (path / "record.yaml").write_text(SOURCES, "utf-8")
    entry = read_entry(
        tree({"kind": "statement", "date": "2024-02-01", "sources": "paper", "by": "north"}),
        "",
    )
    append(path, [entry])
    assert not (tmp_path / "caches").exists()
    monkeypatch.setattr(known_record, "LARGE", 1)
    monkeypatch.setattr(appending, "LARGE", 1)
    append(path, [entry, entry])
    with monkeypatch.context() as patch:
        patch.delattr(appending, "compose")  # what reads the record whole
        assert append(path, [entry]).added[0].id == "statement-2024-02-01-4"
    data = (path / "record.yaml").read_bytes()
    (note,) = (one for one in (tmp_path / "caches").rglob("*") if one.is_file())
    assert len(note.read_text("ascii")) == 64
    assert known_record.is_known(path, data)
    assert not known_record.is_known(path, data + b"\n")
    (path / "private" / "north").mkdir(parents=True)
    assert not known_record.is_known(path, data)


def test_a_record_whose_lines_do_not_show_its_entries_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(known_record, "LARGE", 1)
    monkeypatch.setattr(appending, "LARGE", 1)
    (tmp_path / "process.yaml").write_text(PROCESS, "utf-8")
    mark = (
        "  - kind: statement\n    date: 2024-01-02\n    id: one\n    sources: [paper]\n"
        "    by: north\n    text: |\n      said\n"
    )
    (tmp_path / "record.yaml").write_text(f"{SOURCES}entries:\n{mark}", "utf-8")
    entry = read_entry(
        tree({"kind": "statement", "date": "2024-02-01", "sources": "paper", "by": "north"}),
        "",
    )
    append(tmp_path, [entry])
    assert not (tmp_path / "caches").exists()
