"""A folder is made of an office's sheet: one command, and nothing of the sheet is lost."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from tests.formats.tamar import END, LOG, write_sheet

from accord.errors import AccordError
from accord.formats import load
from accord.formats.import_rows import plan
from accord.formats.new_from_sheet import new_from_sheet
from accord.formats.sheet_columns import ColumnMapping
from accord.formats.sheet_names import NEW

ALL = ColumnMapping(new=NEW)


def test_four_years_of_talks_come_in_with_all_that_they_name(tmp_path: Path) -> None:
    sheet, talks = write_sheet(tmp_path / "log.xlsx"), tmp_path / "talks"
    found = new_from_sheet(talks, sheet, "Tamar talks", ALL)
    assert (found.refused, found.ignored) == ((), ())
    case = load(talks)
    process, record = case.process, case.record
    assert len(record.entries) == len(LOG) + len(END)
    assert list(process.parties) == ["government-of-tamar", "valley-front"]
    assert process.people["ilan-oru"].party == "government-of-tamar"
    assert process.actors["norland"].words == ("guarantor",)
    assert [issue.name for issue in process.agenda.issues.values()] == [
        "Land",
        "Weapons",
        "Political part",
        "Justice",
    ]
    by_id = record.by_id
    vote, ratified = by_id["decision-2016-10-02-1"], by_id["decision-2016-11-30-1"]
    assert (str(vote.result), vote.about) == ("rejects", ("agreement-2016-09-26-1",))  # type: ignore[attr-defined]
    assert (str(ratified.result), ratified.about) == (  # type: ignore[attr-defined]
        "approves",
        ("agreement-2016-11-12-1",),
    )
    signed = by_id["agreement-2016-09-26-1"]
    assert len(signed.about) == 4  # it names no issue: it is on all that was agreed before
    assert [str(by_id[f"step-2015-0{day}-1"].what) for day in ("5-22", "7-20")] == [  # type: ignore[attr-defined]
        "halted",
        "resumed",
    ]


def test_the_same_sheet_again_changes_nothing(tmp_path: Path) -> None:
    sheet, talks = write_sheet(tmp_path / "log.xlsx"), tmp_path / "talks"
    new_from_sheet(talks, sheet, "Tamar talks", ALL)
    again = plan(talks, sheet, mapping=ALL)
    assert (again.change, again.refused, again.same) == (None, (), len(LOG) + len(END))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("When,Type,Who,What\n2024,Agreement,North,x\n", "name who has positions or agrees"),
        ("When,Type,Who,What\n", "it has no rows below the names of its columns"),
        ("When,Type,Who,What\nsomeday,Statement,North,x\n", "no row of it can be taken"),
    ],
)
def test_a_sheet_of_which_nothing_can_be_made_leaves_nothing_behind(
    tmp_path: Path, rows: str, sentence: str
) -> None:
    (tmp_path / "log.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(AccordError, match=sentence):
        new_from_sheet(tmp_path / "talks", tmp_path / "log.csv", "T", ALL)
    assert not (tmp_path / "talks").exists()


def test_an_older_row_that_comes_later_takes_no_row_twice(tmp_path: Path) -> None:
    sheet, talks = write_sheet(tmp_path / "log.xlsx"), tmp_path / "talks"
    new_from_sheet(talks, sheet, "Tamar talks", ALL)
    (tmp_path / "more.csv").write_text(
        "When,Type,Who,What,Topic,Option,Source\n"
        "3 Jan 2014,Agreement,Valley Front,x,Land,A land fund,Tamar Daily\n",
        encoding="utf-8",
    )
    more = plan(talks, tmp_path / "more.csv", mapping=ALL)
    assert more.change is not None
    more.change.write()
    assert plan(talks, sheet, mapping=ALL).change is None


def test_a_title_row_is_what_the_folder_is_called_unless_it_is_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.append(["TAMAR TALKS: log"])
    sheet.merge_cells("A1:D1")
    for row in (["When", "Type", "Who", "What"], ["2024", "Agreement", "North; South", "x"]):
        sheet.append(row)
    file = tmp_path / "log.xlsx"
    book.save(file)
    new_from_sheet(tmp_path / "a", file, "", ALL)
    new_from_sheet(tmp_path / "b", file, "Ours: talks", ALL)
    assert [load(tmp_path / one).process.title for one in "ab"] == [
        "TAMAR TALKS: log",
        "Ours: talks",
    ]
