"""The header is found below titles, the table ends where it ends, and the rest is said."""

from collections.abc import Collection, Sequence

import pytest
from frozendict import frozendict

from accord.errors import FormatError
from accord.formats.header_row import find_table
from accord.formats.sheet import Sheet, SheetRow

KNOWN = ("date", "text", "kind", "sources", "party")


def found(
    *rows: Sequence[str],
    known: Collection[str] = KNOWN,
    over: str = ",",
    header_row: int | None = None,
) -> Sheet:
    """Find the table in rows; a row without cells is blank."""
    lines = [SheetRow(line, tuple(row)) for line, row in enumerate(rows, 1)]
    filled = [row for row in lines if row.filled]
    return find_table("log", filled, known=known, over=over, header_row=header_row)


def said(sheet: Sheet) -> list[str]:
    return [f"{one.line}: {one.sentence}" for one in sheet.notices]


def test_a_header_is_found_under_a_title_and_the_title_is_said() -> None:
    sheet = found(
        ["Ceasefire log"],
        [],
        ["Kept by", "the office"],
        ["Date", "What happened", "Where", "Who says"],
        ["3 May 2015", "Shells fell", "the road", "Gazette"],
    )
    assert (sheet.header_row, sheet.header[1]) == (4, "What happened")
    assert [row.line for row in sheet.rows] == [5]
    assert said(sheet) == ["1: left out above the header: rows 1 to 3"]


def test_known_names_tell_the_header_before_all_else() -> None:
    sheet = found(["Log", "of", "all", "days"], ["date", "text", "", ""], ["2015", "a", "", ""])
    assert sheet.header == ("date", "text")


def test_the_first_of_several_rows_of_texts_is_the_header() -> None:
    sheet = found(["Wer", "Was"], ["Nord", "ja"], ["Süd", "nein"])
    assert (sheet.header, len(sheet.rows)) == (("Wer", "Was"), 2)


def test_a_sheet_without_header_is_asked_for_and_its_columns_have_letters() -> None:
    rows = (["20150503", "1.5", "US"], ["20150504", "2.5", "UK"])
    with pytest.raises(FormatError, match="row 1 does not look like names of columns"):
        found(*rows)
    sheet = found(*rows, header_row=0)
    assert (sheet.header, sheet.header_row, len(sheet.rows)) == (("A", "B", "C"), 0, 2)


def test_the_row_that_is_said_to_be_the_header_is_it() -> None:
    rows: list[list[str]] = [["date", "text"], ["a", "b"], [], ["2015", "c"]]
    assert found(*rows, header_row=2).header == ("a", "b")
    with pytest.raises(FormatError, match="row 3 is blank or not there"):
        found(*rows, header_row=3)


def test_two_rows_of_names_are_one_header() -> None:
    sheet = found(
        ["Date", "Dead", "", "Place"], ["", "low", "high", ""], ["3 May 2015", "3", "4", "road"]
    )
    assert sheet.header == ("Date", "Dead low", "Dead high", "Place")
    assert (sheet.header_row, len(sheet.rows)) == (2, 1)
    assert said(sheet) == ["1: rows 1 and 2 name the columns together: 'Dead low', 'Dead high'"]


def test_totals_notes_and_a_second_table_are_left_out_and_said() -> None:
    sheet = found(
        ["date", "text", "dead"],
        ["3 May 2015", "a", "3"],
        ["4 May 2015", "b", "4"],
        ["Total", "", "7"],
        [],
        ["Source: the office"],
        [],
        ["date", "party", "position"],
        ["3 May 2015", "north", "no"],
    )
    assert [row.line for row in sheet.rows] == [2, 3]
    assert [line.partition(",")[0] for line in said(sheet)] == [
        "4: a total is left out",
        "6: left out under the table: row 6",
        "8: a second table begins here and is left out: it takes a sheet of its own",
    ]


def test_a_header_that_comes_again_is_no_row() -> None:
    sheet = found(["date", "text"], ["2015", "a"], ["date", "text"], ["2016", "b"])
    assert [row.line for row in sheet.rows] == [2, 4]
    assert said(sheet) == ["3: the header again: left out"]


def test_a_row_that_is_longer_than_the_header_is_refused_in_a_text_file() -> None:
    sheet = found(["date", "text"], ["2015", "a", " b"], ["2015", "a", "", ""])
    assert [row.fault for row in sheet.rows] == [
        "the row has one cell more than the header (is there a comma without quotation marks?)",
        "",
    ]


def test_cells_beside_the_table_and_under_no_name_are_said() -> None:
    sheet = found(["", "date", "text", ""], ["x", "2015", "a", "y"], ["", "2016", "b", ""])
    assert said(sheet) == [
        "2: column A has no name: one cell is not taken",
        "2: column D has no name: one cell is not taken",
    ]
    assert found(["date", "text"], ["2015", "a", "beside"], over="").rows[0].fault == ""


def test_two_columns_of_one_name_are_said() -> None:
    assert said(found(["date", "Note", "note"], ["2015", "a", "b"])) == [
        "1: columns B and C are both called 'note': C is 'note (2)' here; "
        "'--map C=FIELD' says what it holds"
    ]


def test_a_total_of_formulas_is_a_total_and_two_columns_have_notes_too() -> None:
    rows = [SheetRow(1, ("date", "text")), SheetRow(2, ("2015", "a"))]
    rows += [SheetRow(3, ("Total:", ""), frozendict({1: "holds a formula"}))]
    rows += [SheetRow(5, ("Source: the office",))]
    sheet = find_table("log", rows)
    assert [row.line for row in sheet.rows] == [2]
    assert len(sheet.notices) == 2


def test_a_cell_of_several_lines_is_no_blank_row() -> None:
    rows = [SheetRow(1, ("date", "text")), SheetRow(2, ("2015", "a\nb\nc"))]
    rows += [SheetRow(5, ("2016", ""))]
    assert len(find_table("log", rows, over=",").rows) == 2
    assert len(find_table("log", rows).rows) == 1


def test_a_comma_within_brackets_parts_no_cells_of_a_row_that_is_too_long() -> None:
    sheet = found(["date", "text"], ["2015", "b (north", " south)"], ["2015", "a)", " (b"])
    assert sheet.rows[0].cells == ("2015", "b (north, south)")
    assert [bool(row.fault) for row in sheet.rows] == [False, True]
    assert said(sheet) == [
        "2: a comma within brackets and without quotation marks parts no cells"
    ]


def test_a_total_and_notes_below_a_blank_row_are_left_out_together() -> None:
    rows = [
        SheetRow(1, ("kind", "date", "value")),
        SheetRow(2, ("figure", "2024-05-03", "3")),
        SheetRow(3, ("figure", "2024-05-04", "4")),
        SheetRow(5, ("Total", "", "7")),
        SheetRow(6, ("compiled by the office", "", "")),
    ]
    found = find_table("log", rows, known=("kind", "date", "value"))
    assert [row.line for row in found.rows] == [2, 3]
    assert [one.sentence for one in found.notices] == [
        "a total is left out",
        "left out under the table: row 6",
    ]


@pytest.mark.parametrize(
    "total",
    [
        ["Total, 2 rows", "", "7"],
        ["Total", "2 rows", "7"],
        ["Sum", "", "7"],
        ["Grand total:", "", "7"],
        ["Total: 7", "", ""],
    ],
)
def test_a_total_in_words_and_the_note_right_below_it_are_no_rows(total: list[str]) -> None:
    rows = (["date", "text", "dead"], ["2015", "a", "3"], ["2016", "b", "4"])
    sheet = found(*rows, total, ["Source: the office"])
    assert [row.line for row in sheet.rows] == [2, 3]
    assert said(sheet) == ["4: a total is left out", "5: left out under the table: row 5"]
    sheet = found(*rows, total)
    assert (len(sheet.rows), said(sheet)) == (2, ["4: a total is left out"])


def test_columns_that_are_called_the_same_are_told_apart() -> None:
    sheet = found(["date", "text", "", "Text", "text"], ["2015", "a", "", "b", "c"])
    assert sheet.header == ("date", "text", "", "Text (2)", "text (3)")
    assert said(sheet)[0] == (
        "1: columns B and D are both called 'Text': D is 'Text (2)' here; "
        "'--map D=FIELD' says what it holds"
    )
