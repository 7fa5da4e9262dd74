"""A workbook is read as people see it, and what hides in it is said."""

import datetime
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from accord.formats.human_numbers import column_of_amounts
from accord.formats.read_xlsx import RawSheet, read_xlsx


def sheet(*rows: list[Any]) -> tuple[Workbook, Any]:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book, book.worksheets[0]


def raw(book: Workbook) -> RawSheet:
    stream = io.BytesIO()
    book.save(stream)
    return read_xlsx("a.xlsx", stream.getvalue())[0]


def said(found: RawSheet) -> list[str]:
    return [f"{one.line}: {one.sentence}" for one in found.notices]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_are_read_as_they_are_shown(epoch: Any) -> None:
    day = datetime.datetime(2016, 8, 1)
    book, one = sheet(["date"], [day], [day], [datetime.datetime(2016, 1, 1)], ["12.3.1856"])
    if epoch:
        book.epoch = epoch
    one["A3"].number_format = "mmm yyyy"
    one["A4"].number_format = "yyyy"
    assert [row.cells[0] for row in raw(book).rows] == [
        "date",
        "2016-08-01",
        "2016-08",
        "2016",
        "12.3.1856",
    ]


def test_a_formula_without_a_value_and_an_error_are_said_where_they_stand() -> None:
    book, _ = sheet(["text", "n"], ['=CONCATENATE("a","b")', "#N/A"], ["b", 1])
    assert [dict(row.errors) for row in raw(book).rows] == [
        {},
        {
            0: "holds a formula without a value: open and save it in a spreadsheet",
            1: "holds #N/A",
        },
        {},
    ]


def test_what_is_merged_over_rows_stands_for_each_and_is_said() -> None:
    book, one = sheet(["date", "text"], ["3 May 2015", "a"], [None, "b"], [None, "c"])
    one.merge_cells("A2:A4")
    found = raw(book)
    assert [row.cells for row in found.rows[1:]] == [("3 May 2015", t) for t in "abc"]
    assert said(found) == ["2: A2:A4 are merged: '3 May 2015' stands for each of their rows"]


def test_hidden_rows_and_columns_and_comments_are_said() -> None:
    book, one = sheet(["date", "text", "note"], ["2015", "a", "b"], ["2016", "c", "d"])
    one.row_dimensions[3].hidden = True
    one.column_dimensions["C"].hidden = True
    one["B2"].comment = Comment("Ask again", "A")
    found = raw(book)
    assert len(found.rows) == 3
    assert said(found) == [
        "3: row 3 is hidden, and taken as the others are",
        "0: column C is hidden, and taken as the others are",
        "0: comment on B2 is not taken",
    ]


def test_a_row_that_is_one_merged_cell_is_a_heading() -> None:
    book, one = sheet(["date", "text"], ["2015", "a"], ["2016"], ["2016", "b"])
    one.merge_cells("A3:B3")
    found = raw(book)
    assert [row.line for row in found.rows] == [1, 2, 4]
    assert said(found) == ["3: A3:B3 are one cell, '2016': left out as a heading"]


def test_a_number_of_three_decimals_is_not_taken_for_thousands() -> None:
    book, _ = sheet(["value"], [3.125], [3000], [0.5])
    texts = [row.cells[0] for row in raw(book).rows[1:]]
    column = column_of_amounts(texts)
    assert (column.question, [column.read(text).low for text in texts]) == (
        "",
        [3.125, 3000, 0.5],
    )


_CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"]), min_size=1),
    st.integers(-(10**12), 10**12),
    st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(2200, 1, 1)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    st.dates(datetime.date(1900, 3, 1), datetime.date(2200, 1, 1)),
)


@given(rows=st.lists(st.lists(_CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_openpyxl_writes_comes_back(rows: list[list[Any]]) -> None:
    book, one = sheet()
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = one.cell(line, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    shown = [[_as_text(value) for value in row] for row in rows]
    filled = [tuple(row) for row in shown if any(map(str.strip, row))]
    assert [row.cells for row in raw(book).rows] == filled


def _as_text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.isoformat()[: 10 if value.time() == datetime.time() else 16]
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def test_a_percentage_is_read_as_it_is_shown() -> None:
    book, page = sheet([0.05, 1.25, 3])
    page["A1"].number_format = "0%"
    page["B1"].number_format = '0.0" %"'
    page["C1"].number_format = "0.00%"
    assert raw(book).rows[0].cells == ("5%", "1.25", "300%")
