"""Marks go out as a sheet in words and colours, and come back as they were."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.formats.mark_sheets import LC
from tests.strategies import few, marks

from accord.cli import cli
from accord.errors import AccordError
from accord.formats import load, save
from accord.formats.import_marks import plan_marks
from accord.formats.marks_export import export_marks, sheet_of
from accord.formats.new_from_marks import new_from_marks
from accord.formats.sheet_columns import ColumnMapping
from accord.formats.tree import read_text
from accord.model import Interests
from accord.record import Case


@pytest.fixture
def lc(tmp_path: Path) -> Path:
    new_from_marks(tmp_path / "lc", LC, "", ColumnMapping(), held_by="ngo")
    return tmp_path / "lc"


def comes_back(folder: Path, file: Path) -> tuple[int, int]:
    case = load(folder)
    export_marks(case, sheet_of(case, ""), file)
    found = plan_marks(folder, file, held_by=sheet_of(case, "").id)
    assert (found.change, found.refused) == (None, ())
    return found.taken, found.same


@pytest.mark.parametrize("name", ["o.csv", "o.xlsx"])
def test_what_goes_out_comes_back_the_same(lc: Path, tmp_path: Path, name: str) -> None:
    file = lc / "interests" / "brigade-by-ngo.yaml"
    text = read_text(file, "").replace(
        "road: want", "road: {mark: want, how: said, basis: 'twice; \"so\", he said'}"
    )
    file.write_text(text, "utf-8")
    assert comes_back(lc, tmp_path / name) == (63, 63)


def test_a_blank_for_a_basis_is_left_where_it_stands(lc: Path, tmp_path: Path) -> None:
    file = lc / "interests" / "brigade-by-ngo.yaml"
    text = read_text(file, "").replace("road: want", r'road: {mark: want, basis: "\n"}')
    file.write_text(text, "utf-8")
    assert comes_back(lc, tmp_path / "o.csv") == (63, 63)


def test_a_workbook_has_names_words_and_colours(lc: Path, tmp_path: Path) -> None:
    process = lc / "process.yaml"
    process.write_text(
        read_text(process, "").replace("name: front", "name: Valley Front"), "utf-8"
    )
    comes_back(lc, tmp_path / "o.xlsx")
    sheet: Any = load_workbook(tmp_path / "o.xlsx").active
    header = [cell.value for cell in sheet[1]]
    assert header == [
        *("issue", "issue name", "option", "option name", "brigade", "Valley Front", "shield")
    ]
    assert [cell.value for cell in sheet[2]][4:] == ["want", "cannot", "can live with"]
    assert [cell.fill.fgColor.rgb[-6:] for cell in sheet[2]][4:] == [
        "C6EFCE",
        "FFC7CE",
        "FFEB9C",
    ]


def test_of_several_holders_one_is_named(lc: Path, tmp_path: Path) -> None:
    other = read_text(lc / "interests" / "front-by-ngo.yaml", "").replace(": ngo", ": front")
    (lc / "interests" / "front.yaml").write_text(other, "utf-8")
    case = load(lc)
    with pytest.raises(
        AccordError, match="several hold marks: say whose with --held-by: ngo, own"
    ):
        sheet_of(case, "")
    assert sheet_of(case, "ngo").id == "ngo"
    with pytest.raises(AccordError, match="'brigade' holds no marks here; who does: ngo, own"):
        sheet_of(case, "brigade")


@settings(few(10))
@given(drawn=st.data())
def test_whatever_is_said_of_marks_comes_back(
    tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("talks")
    new_from_marks(folder / "lc", LC, "", ColumnMapping(), held_by="ngo")
    case = load(folder / "lc")
    held = tuple(
        Interests(
            id=f"{party}-by-ngo",
            party=party,
            held_by="ngo",
            marks=drawn.draw(marks(case.process.agenda, (), ())),
        )
        for party in case.process.parties
    )
    if not any(one.marks for one in held):
        return
    again = folder / "again"
    again.mkdir()
    save(Case(process=case.process, record=case.record, interests=held), again)
    file = folder / drawn.draw(st.sampled_from(["o.csv", "o.xlsx"]))
    told, same = comes_back(again, file)
    assert told == same == sum(len(o) for one in held for o in one.marks.values())


def test_what_a_voice_says_is_not_written_as_its_partys(lc: Path, tmp_path: Path) -> None:
    voice = "party: brigade\nheld_by: ngo\nvoice: the army\ncan_block: yes\n"
    file = lc / "interests" / "army.yaml"
    file.write_text(f"{voice}marks: {{scope: {{road: cannot}}}}\n", "utf-8")
    assert comes_back(lc, tmp_path / "o.csv") == (63, 63)
    told = CliRunner().invoke(
        cli, ["record", str(lc), "export", str(tmp_path / "p.csv"), "--what", "marks"]
    )
    said = "not in the sheet, which has a column a party: the voice 'the army' of brigade\n"
    assert told.output.endswith(said)
