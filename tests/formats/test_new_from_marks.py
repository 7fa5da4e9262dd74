"""A folder is made of a sheet of marks, whole, and checks clean."""

from pathlib import Path

import pytest
from tests.formats.mark_sheets import GERMAN, LC, coloured, two_rows

from accord.errors import FormatError, InvalidProcess
from accord.formats import load
from accord.formats.folder import review
from accord.formats.import_marks import plan_marks
from accord.formats.new_from_marks import new_from_marks
from accord.formats.sheet_columns import ColumnMapping


def test_ids_are_made_of_the_sheet_and_the_holder_is_a_mediator(tmp_path: Path) -> None:
    new_from_marks(tmp_path / "lc", LC, "", ColumnMapping())
    made = load(tmp_path / "lc")
    assert made.process.title == "lc"
    assert list(made.process.parties) == ["brigade", "front", "shield"]
    assert list(made.process.agenda.issues["scope"].options) == ["road", "town", "valley"]
    assert made.process.mediators == ("mediator",)
    assert {one.held_by for one in made.interests} == {"mediator"}
    assert [one.for_ for one in made.interests] == [("mediator",)] * 3
    assert review(tmp_path / "lc").advice == ()
    assert "marks first" in (tmp_path / "lc" / "README.md").read_text("utf-8")


def test_names_are_as_in_the_sheet_and_the_title_row_names_the_talks(tmp_path: Path) -> None:
    file = coloured(tmp_path / "valley.xlsx")
    found = new_from_marks(tmp_path / "v", file, "", ColumnMapping(), held_by="Bridge NGO")
    made = load(tmp_path / "v")
    assert made.process.title == "Valley talks: traffic lights"
    assert [one.name for one in made.process.parties.values()] == [
        "Hill Brigade",
        "Valley Front",
        "Town Shield",
    ]
    assert made.process.actors["bridge-ngo"].name == "Bridge NGO"
    assert found.holder == "bridge-ngo"
    assert not found.refused


def test_parties_are_in_the_order_of_the_columns_also_where_one_has_no_marks(
    tmp_path: Path,
) -> None:
    file = tmp_path / "s.csv"
    file.write_text("issue,option,north,east,south\nposts,joint,A,,R\n", "utf-8")
    new_from_marks(tmp_path / "talks", file, "", ColumnMapping())
    assert list(load(tmp_path / "talks").process.parties) == ["north", "east", "south"]


def test_what_is_said_beside_a_party_is_no_party(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    head = "issue,option,Hill Brigade how,Hill Brigade,Valley Front,Front,Valley Front source"
    file.write_text(f"{head}\nx,y,said,G,R,,\n", "utf-8")
    new_from_marks(tmp_path / "f", file, "", ColumnMapping())
    made = load(tmp_path / "f")
    assert list(made.process.parties) == ["hill-brigade", "valley-front", "front"]
    assert made.interests[0].marks["x"]["y"].how == "said"


def test_a_header_may_take_two_rows_and_other_sheets_are_left(tmp_path: Path) -> None:
    found = new_from_marks(tmp_path / "f", two_rows(tmp_path / "t.xlsx"), "", ColumnMapping())
    made = load(tmp_path / "f")
    assert [one.name for one in made.process.parties.values()] == [
        "Hill Brigade",
        "Valley Front",
    ]
    hill, valley = (one.marks["fees"] for one in made.interests)
    assert (hill["split"].how, hill["council"].mark) == ("said", "want")
    assert valley["split"].basis == "over tea"
    assert any("(Contacts)" in one and "is not taken" in one for one in found.notices)


def test_a_party_of_the_sheet_may_hold_it(tmp_path: Path) -> None:
    new_from_marks(tmp_path / "lc", LC, "Valley", ColumnMapping(), held_by="front")
    made = load(tmp_path / "lc")
    assert made.process.title == "Valley" and not made.process.actors
    assert {one.held_by for one in made.interests} == {"front"}


def test_words_of_another_language_are_mapped(tmp_path: Path) -> None:
    file = tmp_path / "ampel.csv"
    file.write_text(GERMAN, "cp1252")
    first = new_from_marks(tmp_path / "first", file, "", ColumnMapping())
    assert {one.text.split("'")[1] for one in first.refused} == {
        "unklar",
        "möchte",
        "nein",
        "kann",
    }
    words = {"möchte": "want", "nein": "cannot", "kann": "can live with", "unklar": "?"}
    found = new_from_marks(tmp_path / "b", file, "", ColumnMapping(values={"mark": words}))
    assert (found.taken, found.refused) == (15, ())
    assert load(tmp_path / "b").process.agenda.issues["strasse"].name == "Straße"


def test_a_sheet_is_read_in_the_encoding_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_bytes("issue,option,Да,Front\nRoad,Open,G,R\nRoad,Shut,A,G\n".encode("cp866"))
    said = ColumnMapping(encoding="cp866")
    found = new_from_marks(tmp_path / "made", file, "", said)
    assert [one.name for one in load(tmp_path / "made").process.parties.values()] == [
        "Да",
        "Front",
    ]
    again = plan_marks(tmp_path / "made", file, held_by=found.holder, mapping=said)
    assert (again.same, again.refused) == (4, ())


def test_what_is_no_sheet_of_marks_makes_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text("issue,option,a\nx,y,G\n", "utf-8")
    with pytest.raises(InvalidProcess, match="two parties: a column each with marks"):
        new_from_marks(tmp_path / "f", file, "", ColumnMapping())
    file.write_text("issue,option,a,b\nx,y,ja,nein\n", "utf-8")
    with pytest.raises(FormatError, match="'ja', 'nein' are none by themselves; '--value"):
        new_from_marks(tmp_path / "f", file, "", ColumnMapping())
    assert not (tmp_path / "f").exists()
