"""A large record is added to as any other, without reading all of it."""

import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accord.errors import AccordError, InvalidProcess
from accord.formats import append as appending
from accord.formats import load
from accord.formats.append import append, compose, read_entry, tree
from accord.formats.record_outline import Outline
from accord.formats.tree import parse
from accord.formats.write import dump
from accord.model import When
from accord.record import Entry, Source

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


def added(path: Path, new: Sequence[Entry | Source]) -> list[tuple[str, int, int]]:
    """Add to a record, and return where that stands, or what is said."""
    try:
        return [(a.id, a.line, a.height) for a in append(path, new).added]
    except AccordError as error:
        return [(str(error).replace(str(path), "FOLDER"), 0, 0)]


def new_of(number: int, rng: random.Random) -> list[Entry | Source]:
    """Draw what may be added: entries, at times with a source."""
    drawn = (read(number, rng) for _ in range(rng.choice([1, 1, 2])))
    new: list[Entry | Source] = [one for one in drawn if one is not None]
    if rng.random() < 0.2:
        names = [f"paper-{number}", "paper", f"e{rng.randrange(number + 1)}"]
        new.append(Source(id=rng.choice(names), publisher="P", date=When.parse("2024-01-03")))
    return new


@settings(deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_an_addition_to_a_part_is_taken_and_refused_as_to_the_whole(seed: int) -> None:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        part, whole = Path(home, "part"), Path(home, "whole")
        part.mkdir()
        (part / "process.yaml").write_text(PROCESS, "utf-8")
        (part / "record.yaml").write_text(SOURCES, "utf-8")
        shutil.copytree(part, whole)
        for number in range(12):
            if not (new := new_of(number, rng)):
                continue
            before = (part / "record.yaml").read_bytes()
            patch.setattr(appending, "LARGE", 1)
            said = added(part, new)
            patch.setattr(appending, "LARGE", 10**9)
            of_whole = added(whole, new)
            after = (part / "record.yaml").read_bytes()
            if said != of_whole:  # an old entry has mistakes, and the new do not name it
                new_lines = {line for _, at, high in said for line in range(at, at + high)}
                with pytest.raises(InvalidProcess) as caught:
                    load(part)
                assert not new_lines & {0, *(one.line for one in caught.value.problems)}
                (part / "record.yaml").write_bytes(before)
                after = before
            assert after == (whole / "record.yaml").read_bytes()
            if rng.random() < 0.1:
                text = spoilt(after.decode("utf-8"), rng).encode("utf-8")
                for path in part, whole:
                    (path / "record.yaml").write_bytes(text)


ODD = [
    "    text: 'as it''s said'",
    "    text: 'as",
    "      said'",
    '    text: "as',
    "    text: as # said",
    "    text: as: said",
    "    text: at 10:30 #1",
    "    text: as#said",
    "    text: |",
    "      - kind: claim",
    "      said",
    "        more",
    "     less",
    "    to: [north, south]",
    "    to: [north",
    "    to: [north]]",
    "    to: [north] south",
    "    deal: {truce: full}",
    "    deal: {truce: full",
    "    deal: {truce: 'full'}",
    "    deal:",
    "      truce: full",
    "    text: as said",
    "    text:  as said ",
    "    text: [a",
    "    text: - as",
    "    text: & as",
    "    text: as\tsaid",
    "    text: as\u2028said",
    "    text: as\u0085said",
    "    text: \ufeffas",
    "    text: a\u00a0b",
    "    text: نعم",
    "  text: as",
    "    - as",
    "# a remark",
    "    # a remark",
    "",
    "   ",
    "    ",
    "...",
    "---",
    "outlets:",
    "  - kind: claim",
    "    id: other",
    "  - id: other",
    "    kind: claim",
    "    id: 'other'",
    "    id: 'other",
    "    : as",
    "    ? as",
    "    text: *as",
    "    text: !as as",
]
FIRST = "  - kind: claim\n    id: "


def reads_as_lines_show(text: str) -> None:
    """Assert that what is seen without reading is what YAML has, where anything is."""
    outline = Outline.of(text)
    if outline is None:
        return
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    ((_, listed),) = [(key, held) for key, held in node.value if key.value == "entries"]
    assert node.value[-1][1] is listed
    lines = [text.count("\n", 0, start) for _, _, start in outline.entries]
    assert lines == [one.start_mark.line for one in listed.value]
    for (kind, one, _), held in zip(outline.entries, listed.value, strict=True):
        assert [value.value for _, value in held.value[:2]] == [kind, one]
    try:
        read = parse(text, "")
    except InvalidProcess as invalid:  # only what leaves the entries where they are
        for said in invalid.problems:
            assert "given twice" in said.sentence or "the tag" in said.sentence
    else:
        assert outline.fits(read)


@settings(deadline=None)
@given(
    texts=st.lists(
        st.lists(
            st.sampled_from(ODD)
            | st.text(st.sampled_from("ab:#'\"[]{},-|>&*!?% \\\t\r\u2028é"), max_size=8).map(
                "    text: {}".format
            )
            | st.text(st.sampled_from("ab:#'\"[]{},- "), max_size=8).map("      {}".format),
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
@example(texts=[["    text: 'as"], ["    text: b'"]])
@example(texts=[["    text: |", "     - kind: claim"], []])
@example(texts=[["..."], []])
def test_lines_show_entries_only_where_yaml_has_them(texts: list[list[str]]) -> None:
    entries = (
        f"{FIRST}e{n}\n" + "".join(f"{line}\n" for line in lines)
        for n, lines in enumerate(texts)
    )
    reads_as_lines_show(f"{SOURCES}entries:\n{''.join(entries)}")


@settings(deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5)
)
def test_what_the_commands_write_shows_its_entries(texts: list[str]) -> None:
    entries = [
        {"kind": "claim", "id": f"e{n}", "text": text, "to": [f"a{n}", "b"], "deal": {"a": "b"}}
        for n, text in enumerate(texts)
    ]
    text = dump({"sources": {}, "entries": entries})
    outline = Outline.of(text)
    assert outline is not None
    assert outline.fits(parse(text, ""))


def large(path: Path, entries: str) -> Entry:
    """Write a folder with a record, and return an entry to add."""
    (path / "process.yaml").write_text(PROCESS, "utf-8")
    (path / "record.yaml").write_text(f"{SOURCES}entries:\n{entries}", "utf-8")
    return read_entry(
        tree({"kind": "statement", "date": "2024-02-01", "sources": "paper", "by": "north"}),
        "",
    )


RIGHT = "".join(
    f"  - kind: statement\n    id: e{n}\n    date: 2024-01-02\n    sources: [paper]\n"
    f"    by: north\n    text: said\n"
    for n in range(4)
)


def test_of_a_large_record_all_is_read_only_where_its_lines_do_not_show_its_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LARGE", 1)
    entry = large(tmp_path, RIGHT)
    change = compose(tmp_path, [entry])
    assert len(change.trees["record.yaml"]["entries"]) == 3
    large(tmp_path, RIGHT.replace("    id: e1\n    date: 2024-01-02", "    id: e1 # a remark"))
    change = compose(tmp_path, [entry])
    assert len(change.trees["record.yaml"]["entries"]) == 5


def test_a_mistake_before_the_entries_of_a_large_record_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LARGE", 1)
    entry = large(tmp_path, RIGHT)
    file = tmp_path / "record.yaml"
    file.write_text(file.read_text("utf-8").replace("{publisher", "{publihser"), "utf-8")
    with pytest.raises(InvalidProcess, match="unknown key 'publihser'"):
        append(tmp_path, [entry])


def test_an_id_of_an_entry_that_is_left_out_is_not_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LARGE", 1)
    entry = large(tmp_path, RIGHT.replace("e0", "statement-2024-02-01-1"))
    assert append(tmp_path, [entry]).added[0].id == "statement-2024-02-01-2"
    source = Source(id="e1", publisher="P", date=When.parse("2024-01-03"))
    with pytest.raises(InvalidProcess, match="duplicate id 'e1'"):
        append(tmp_path, [source])
