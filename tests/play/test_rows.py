"""Talks in a file: what is read is what was written, and what broke off goes on."""

import csv
import io
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from tests.deals.build import agenda, interests
from tests.play.build import opposed, talks

from accord.errors import AccordError
from accord.play import Game, Talk, games, rows, summary
from accord.play.columns import Columns
from accord.play.row_format import RowFormat

GAME = talks(held=opposed(walk_away={"alba": (20, 100)}), rounds=4, seed=2)
HELD = [summary(game) for game in games(GAME, 12)]

KINDS = ["talks.csv", "talks.parquet"]


def columns(talks: list[Talk]) -> Columns:
    return Columns.of(GAME, talks)


def cells(read: Iterator[Columns]) -> list[tuple[Any, ...]]:
    """Return all that was read, as rows."""
    form = RowFormat.of(GAME)
    return [row for held in read for row in zip(*form.cells(held), strict=True)]


ROWS = cells(iter([columns(HELD)]))


def written(path: Path, held: list[Talk]) -> None:
    with closing(rows(str(path), GAME)) as file:
        assert not list(file.read())
        for talk in held:
            file.add(columns([talk]))


def test_there_are_talks_with_and_without_a_deal_to_be_written() -> None:
    assert {one.deal is None for one in HELD} == {True, False}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_read_is_what_was_written(name: str, tmp_path: Path) -> None:
    written(tmp_path / name, HELD[:5])
    with closing(rows(str(tmp_path / name), GAME)) as file:
        assert cells(file.read()) == ROWS[:5]
        file.add(columns(HELD[5:]))
    with closing(rows(str(tmp_path / name), GAME)) as again:
        assert cells(again.read()) == ROWS


@pytest.mark.parametrize("name", KINDS)
def test_many_rows_are_read_some_at_a_time(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["accord.play.rows"], "STRETCH", 5)
    monkeypatch.setattr("accord.play.parquet.STRETCH", 5)
    monkeypatch.setattr("accord.play.parquet.GROUP", 4)
    written(tmp_path / name, HELD)
    with closing(rows(str(tmp_path / name), GAME)) as file:
        read = list(file.read())
    assert [one.first for one in read] == [0, 5, 10]
    assert cells(iter(read)) == ROWS


def test_rows_say_what_talks_say() -> None:
    for row, talk in zip(ROWS, HELD, strict=True):
        said = dict(zip(RowFormat.of(GAME).columns, row, strict=True))
        deal = None if talk.deal is None else dict(talk.deal)
        taken = {name[5:]: cell for name, cell in said.items() if name.startswith("deal.")}
        assert taken == (deal or dict.fromkeys(taken))
        assert {p: said[f"worth.{p}"] for p in talk.worth} == talk.worth
        assert (said["seed"], said["rounds"]) == (talk.seed, talk.rounds)
        assert (said["moves"], said["reason"]) == (talk.moves, talk.reason)
        assert (said["distance"], said["error"]) == (talk.distance, talk.error)


def test_a_file_cut_off_anywhere_goes_on_to_be_the_same_file(tmp_path: Path) -> None:
    whole = tmp_path / "whole.csv"
    written(whole, HELD)
    text = whole.read_bytes()
    for cut in range(0, len(text) + 1, 7):
        part = tmp_path / "part.csv"
        part.write_bytes(text[:cut])
        with closing(rows(str(part), GAME)) as file:
            done = cells(file.read())
            assert done == ROWS[: len(done)]
            if rest := HELD[len(done) :]:
                file.add(columns(rest))
        assert part.read_bytes() == text


@contextmanager
def room(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", KINDS)
def test_where_the_disk_is_full_the_file_can_be_continued(name: str, tmp_path: Path) -> None:
    whole, part = tmp_path / f"whole-{name}", tmp_path / f"part-{name}"
    written(whole, HELD)
    written(part, HELD[:4])
    sentence = "cannot be written: File too large.*goes on after the talks that are in it"
    with (
        room(part.stat().st_size + 150),
        pytest.raises(AccordError, match=sentence),
        closing(rows(str(part), GAME)) as file,
    ):
        assert cells(file.read()) == ROWS[:4]
        for talk in HELD[4:]:
            file.add(columns([talk]))
    with closing(rows(str(part), GAME)) as file:
        done = len(cells(file.read()))
        assert done >= 4
        file.add(columns(HELD[done:]))
    with closing(rows(str(part), GAME)) as file:
        assert cells(file.read()) == ROWS
    if name.endswith(".csv"):
        assert part.read_bytes() == whole.read_bytes()
    assert sorted(os.listdir(tmp_path)) == sorted([whole.name, part.name])


def test_rows_carry_number_and_seed_of_their_talk(tmp_path: Path) -> None:
    written(tmp_path / "talks.csv", HELD)
    with (tmp_path / "talks.csv").open(encoding="utf-8", newline="") as file:
        for row, talk in zip(csv.DictReader(file), HELD, strict=True):
            assert (int(row["number"]), int(row["seed"])) == (talk.number, talk.seed)
            assert row["outcome"] == ("no deal" if talk.deal is None else "agreed")


def refused(path: Path, sentence: str, game: Game = GAME) -> None:
    before = path.read_bytes()
    with closing(rows(str(path), game)) as file, pytest.raises(AccordError, match=sentence):
        list(file.read())
    assert path.read_bytes() == before


def test_a_file_of_something_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "talks.csv"
    written(path, HELD)
    refused(path, "other settings", evolve(GAME, seed=3))
    refused(path, "other settings", talks(held=opposed(), rounds=4, seed=2))
    new = path.read_bytes()
    path.write_bytes(new.replace(b"2-", b""))
    refused(path, "another version of Accord")
    path.write_bytes(new)
    header, first, *others = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([header, *others]), encoding="utf-8")
    refused(path, "talks.csv: line 2 is not talk 0")
    known = dict(zip(header.split(","), first.split(","), strict=True))
    points = ["worth.alba", "distance", "error\n" if "error\n" in known else "error"]
    odd = [
        *({"rounds": one} for one in ("many", "-1", "1000000000", "9" * 30)),
        *({"moves": one} for one in ("-1", "9" * 30)),
        *({column: one} for column in points for one in ("inf", "-1e300", "1e400", "x")),
        *({column: "nan"} for column in points if column != "distance"),
        {"outcome": "agreed", "deal.issue-0": ""},
    ]
    for cells in odd:
        path.write_text(header + ",".join((known | cells).values()), encoding="utf-8")
        refused(path, "talks.csv: line 2 cannot be read")
    for text in ("a,b\n1,2\n", "My diary", "dear diary\n"):
        path.write_text(text, encoding="utf-8")
        refused(path, "holds something else")
    for spoilt in (b"\xff\xfe\x00", header.encode() + b"\xff\xfe\n"):
        path.write_bytes(spoilt)
        refused(path, "holds something else")
    path = tmp_path / "talks.parquet"
    path.write_bytes(b"PAR1")
    refused(path, "is no Parquet")
    path.unlink()
    written(path, HELD)
    refused(path, "other settings", evolve(GAME, seed=3))
    path.write_bytes(path.read_bytes().replace(b"settings", b"setti\xcbgs"))
    refused(path, "is no Parquet")


def edited(number: int, **other: str) -> str:
    """Return the rows of the talks, one of them with other cells."""
    text = io.StringIO()
    writer = csv.DictWriter(text, RowFormat.of(GAME).columns, lineterminator="\n")
    writer.writeheader()
    for place, row in enumerate(ROWS):
        known = dict(zip(RowFormat.of(GAME).columns, row, strict=True))
        writer.writerow(known | other if place == number else known)
    return text.getvalue()


WITH = next(one.number for one in HELD if one.deal is not None)
WITHOUT = next(one.number for one in HELD if one.deal is None)


@pytest.mark.parametrize(
    ("number", "other", "sentence"),
    [
        (WITH, {"outcome": "AGREED"}, "the outcome is neither 'agreed' nor 'no deal'"),
        (WITHOUT, {"outcome": ""}, "the outcome is neither 'agreed' nor 'no deal'"),
        (WITH, {"outcome": "no deal"}, "the outcome is 'no deal', and there is a deal"),
        (WITHOUT, {"deal.issue-0": "o0"}, "the outcome is 'no deal', and there is a deal"),
        (WITH, {"reason": "They left."}, "and there is a reason why there is no deal"),
        (WITHOUT, {"distance": "1.5"}, "there is a distance, and no deal"),
        (WITHOUT, {"error": "1.5"}, "there is an error, and no distance"),
        (WITH, {"distance": "-1.5"}, "a distance is negative"),
        (WITH, {"worth.alba": "12.5"}, "neither that of the deal nor the walk-away value"),
        (WITHOUT, {"worth.delta": "99.5"}, "neither that of the deal nor the walk-away value"),
        (WITH, {"settings": "2-nobody"}, "cannot be read"),
    ],
)
def test_cells_that_cannot_all_hold_are_refused(
    number: int, other: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "talks.csv"
    path.write_text(edited(len(ROWS)), encoding="utf-8")
    with closing(rows(str(path), GAME)) as file:
        assert cells(file.read()) == ROWS
    path.write_text(edited(number, **other), encoding="utf-8")
    refused(path, f"talks.csv: line {number + 2}.* {sentence}")


def test_a_distance_that_was_not_to_be_found_is_refused(tmp_path: Path) -> None:
    path, game = tmp_path / "talks.csv", evolve(GAME, measured=0)
    kept = edited(len(ROWS)).replace(RowFormat.of(GAME).settings, RowFormat.of(game).settings)
    path.write_text(kept, encoding="utf-8")
    refused(path, f"line {WITH + 2}: there is a distance of a talk that was not to be", game)


def test_rows_that_are_no_rows_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "talks.csv"
    header, first, *others = edited(len(ROWS)).splitlines(keepends=True)
    wide = len(RowFormat.of(GAME).columns)
    for odd, sentence in (
        ("\n", "line 3 is empty"),
        (first.replace("\n", ",x\n"), f"line 3 has {wide + 1} cells, not {wide}"),
        ("x,y\n", f"line 3 has 2 cells, not {wide}"),
    ):
        path.write_text("".join([header, first, odd, *others]), encoding="utf-8")
        refused(path, f"talks.csv: {sentence}")
    path.write_text(edited(len(ROWS)) + "\n", encoding="utf-8")
    refused(path, f"line {len(ROWS) + 2} is empty")
    path.write_bytes(edited(len(ROWS)).replace("\n", "\r\n").encode())
    refused(path, r"line 1 ends as on Windows \(CRLF\)")


@pytest.mark.parametrize("name", ["TALKS.CSV", "talks.Parquet"])
def test_the_suffix_may_be_written_in_capitals(name: str, tmp_path: Path) -> None:
    written(tmp_path / name, HELD)
    with closing(rows(str(tmp_path / name), GAME)) as file:
        assert cells(file.read()) == ROWS


def test_files_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AccordError, match=r"name it \.csv or \.parquet"):
        rows(str(tmp_path / "talks.xlsx"), GAME)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(AccordError, match="is no file"):
        rows(str(tmp_path / "folder.csv"), GAME)
    with pytest.raises(AccordError, match="cannot be written"):
        rows(str(tmp_path / "no" / "talks.csv"), GAME)
    with pytest.raises(AccordError, match="cannot be written"):
        rows(str(tmp_path / "no" / "talks.parquet"), GAME)


def test_without_pyarrow_it_is_said_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(AccordError, match=r"pip install 'accord\[parquet\]'"):
        rows(str(tmp_path / "talks.parquet"), GAME)


def test_ids_that_look_like_formulas_run_in_no_table_and_are_read_again(tmp_path: Path) -> None:
    options = ("-2", "@x", "'+3")
    values = {"=1+1": (1, dict(zip(options, (0, 60, 100), strict=True)))}
    held = tuple(interests(party, values, 10) for party in ("=a", "\u202eb"))
    game = talks(held=(agenda({"=1+1": options}), held), rounds=4)
    path = tmp_path / "talks.csv"
    held_talks = Columns.of(game, [summary(one) for one in games(game, 3)])
    with closing(rows(str(path), game)) as file:
        assert not list(file.read())
        file.add(held_talks)
    with path.open(encoding="utf-8", newline="") as stream:
        cells = {cell for row in csv.reader(stream) for cell in row}
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@") or "\u202e" in cell]
    assert {"'-2", "'@x", "''+3"} & cells
    with closing(rows(str(path), game)) as file:
        (read,) = file.read()
    assert (read.deals == held_talks.deals).all() and (read.deals >= 0).any()
