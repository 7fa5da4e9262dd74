"""A made-up process of four years, as a mediator's office keeps it in a workbook."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

HEADER = [
    "Date",
    "Type",
    "Who",
    "Issue",
    "What",
    "Where",
    "Source",
    "Link",
    "Dead",
    None,
    "Our note",
]
BELOW = [*[None] * 8, "low", "high", None]
FIRST: list[list[Any]] = [
    ["12 May 2015", "Statement", "Republic of Coast", None, "Coast is ready to talk.", None,
     "Harbour Post, 13 May 2015", "https://harbour.example/1", None, None, "first sign"],
    [datetime(2015, 6, 4), "Incident", None, None, "Shells fell on the ferry landing.",
     "Ferry landing", "Harbour Post", None, 3, 5, None],
    [None, "Incident", None, None, "A boat was burnt.", "Ferry landing", "Highland Radio", None,
     "at least 2", None, "same night"],
    ["Aug 2015", "Position", "Highland Council", "Ferry", "shared crew", None, "Highland Radio",
     None, None, None, None],
    ["22.09.2015", "Proposal", "Mediator", "Ferry", "One crew of both sides", None, "Minutes 1",
     None, None, None, "they smiled"],
]  # fmt: skip
SECOND: list[list[Any]] = [
    [date(2016, 2, 1), "Agreement", "Coast; Highland", "Ferry", "A shared crew from March on.",
     "Old school", "Joint statement", None, None, None, None],
    ["November 6, 2016", "Vote", "Coast", "Ferry", "Voters said no, 51 to 49.", "Coast",
     "Harbour Post", None, None, None, "!!"],
    ["2017", "Statement", "Highland Council", None, "We shall wait.", None, "Highland Radio",
     None, None, None, None],
    ["3 March 2018", "Agreement", "Coast; Highland", "Ferry", "A crew chosen by the town.",
     "Old school", "Joint statement", None, None, None, None],
    ["17.05.2018", "Ratified", "Coast", "Ferry", "Parliament said yes.", "Capital",
     "Harbour Post", None, None, None, None],
]  # fmt: skip


def office_sheet(file: Path) -> None:
    """Write the workbook: title rows, two years a sheet, human dates, colours and a note."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("2015", FIRST), ("2016-2018", SECOND)):
        sheet: Any = book.create_sheet(name)
        sheet["A1"] = f"Ferry talks: log {name}"
        sheet["A1"].font = Font(bold=True)
        sheet.merge_cells("A1:K1")
        sheet["A2"], sheet["B2"] = "last updated", datetime(2018, 6, 1)
        for line, row in enumerate([HEADER, BELOW, *rows], 4):
            for place, value in enumerate(row, 1):
                sheet.cell(line, place, value)
        sheet.merge_cells("I4:J4")
        sheet.freeze_panes = "A6"
    first = book["2015"]
    first.merge_cells("A7:A8")
    first["A7"].fill = PatternFill("solid", fgColor="FFCC00")
    first["E7"].comment = Comment("who fired?", "A")
    first.column_dimensions["K"].hidden = True
    second = book["2016-2018"]
    second["A13"] = "Sources are as our colleagues wrote them down."
    note: Any = book.create_sheet("Read me")
    note["A1"] = "Yellow rows are to be checked."
    old: Any = book.create_sheet("old")
    old.append(["Date", "What"])
    old.append(["2014", "never mind"])
    old.sheet_state = "hidden"
    book.save(file)
