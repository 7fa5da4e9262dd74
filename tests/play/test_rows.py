"""Talks in a file: what is read is what was written, and what broke off goes on."""

import csv
import importlib.util
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve
from tests.play.build import opposed, talks

from accord.errors import AccordError
from accord.play import Game, Talk, games, rows, summary

GAME = talks(held=opposed(walk_away={"alba": (20, 100)}), rounds=4, seed=2)
HELD = [summary(game) for game in games(GAME, 12)]

PARQUET = importlib.util.find_spec("pyarrow") is not None
KINDS = ["talks.csv", *(["talks.parquet"] if PARQUET else [])]


def written(path: Path, held: list[Talk]) -> None:
    file = rows(str(path), GAME)
    assert file.read() == []
    for talk in held:
        file.add(talk)
    file.close()


def test_there_are_talks_with_and_without_a_deal_to_be_written() -> None:
    assert {one.deal is None for one in HELD} == {True, False}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_read_is_what_was_written(name: str, tmp_path: Path) -> None:
    written(tmp_path / name, HELD[:5])
    file = rows(str(tmp_path / name), GAME)
    assert file.read() == HELD[:5]
    for talk in HELD[5:]:
        file.add(talk)
    file.close()
    again = rows(str(tmp_path / name), GAME)
    assert again.read() == HELD
    again.close()


def test_a_file_cut_off_anywhere_goes_on_to_be_the_same_file(tmp_path: Path) -> None:
    whole = tmp_path / "whole.csv"
    written(whole, HELD)
    text = whole.read_bytes()
    for cut in range(0, len(text) + 1, 7):
        part = tmp_path / "part.csv"
        part.write_bytes(text[:cut])
        file = rows(str(part), GAME)
        done = file.read()
        assert done == HELD[: len(done)]
        for talk in HELD[len(done) :]:
            file.add(talk)
        file.close()
        assert part.read_bytes() == text


def test_rows_carry_number_and_seed_of_their_talk(tmp_path: Path) -> None:
    written(tmp_path / "talks.csv", HELD)
    with (tmp_path / "talks.csv").open(encoding="utf-8", newline="") as file:
        for row, talk in zip(csv.DictReader(file), HELD, strict=True):
            assert (int(row["number"]), int(row["seed"])) == (talk.number, talk.seed)
            assert row["outcome"] == ("no deal" if talk.deal is None else "agreed")


def refused(path: Path, sentence: str, game: Game = GAME) -> None:
    before = path.read_bytes()
    with closing(rows(str(path), game)) as file, pytest.raises(AccordError, match=sentence):
        file.read()
    assert path.read_bytes() == before


def test_a_file_of_something_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "talks.csv"
    written(path, HELD)
    refused(path, "other settings", evolve(GAME, seed=3))
    refused(path, "other settings", talks(held=opposed(), rounds=4, seed=2))
    header, first, *others = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([header, *others]), encoding="utf-8")
    refused(path, "row 1 is not talk 0")
    cells = dict(zip(header.split(","), first.split(","), strict=True)) | {"rounds": "many"}
    path.write_text(header + ",".join(cells.values()), encoding="utf-8")
    refused(path, "row 1 cannot be read")
    for text in ("a,b\n1,2\n", "My diary", "dear diary\n"):
        path.write_text(text, encoding="utf-8")
        refused(path, "holds something else")
    path.write_bytes(b"\xff\xfe\x00")
    refused(path, "is no CSV")


def test_files_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AccordError, match=r"name it \.csv or \.parquet"):
        rows(str(tmp_path / "talks.xlsx"), GAME)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(AccordError, match="is no file"):
        rows(str(tmp_path / "folder.csv"), GAME)
    with pytest.raises(AccordError, match="cannot be written"):
        rows(str(tmp_path / "no" / "talks.csv"), GAME)
    with pytest.raises(
        AccordError, match="cannot be written" if PARQUET else "install PyArrow"
    ):
        rows(str(tmp_path / "no" / "talks.parquet"), GAME)
