"""Fills are called as people mean them, whatever the shade."""

import io
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from accord.formats.cell_colours import called
from accord.formats.read_xlsx import read_xlsx


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        *(
            (one, "green")
            for one in ("C6EFCE", "00B050", "92D050", "70AD47", "E2EFDA", "008000")
        ),
        *(
            (one, "amber")
            for one in ("FFEB9C", "FFC000", "FFFF00", "ED7D31", "FFF2CC", "F4B084")
        ),
        *((one, "red") for one in ("FFC7CE", "FF0000", "C00000", "C0504D", "E6B8B7")),
        *((one, "grey") for one in ("D9D9D9", "808080", "BFBFBF")),
        *((one, "another colour") for one in ("00B0F0", "7030A0", "000000", "1F4E78")),
        ("FFFFFF", ""),
    ],
)
def test_shades_of_office_programs_are_called_as_they_are_meant(rgb: str, name: str) -> None:
    assert called(rgb) == name


def test_colours_of_the_theme_and_the_old_palette_are_found() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["a", None, None, None, None])
    for place, colour in enumerate(
        [
            Color(rgb="FF00B050"),
            Color(theme=6, tint=0.6),  # the third accent of the theme: olive green, lighter
            Color(theme=5, tint=-0.25),  # the second: red, darker
            Color(indexed=13),  # yellow
            Color(theme=0, tint=-0.15),  # white, darker
        ],
        1,
    ):
        sheet.cell(1, place).fill = PatternFill("solid", fgColor=colour)
    sheet.cell(1, 6).fill = PatternFill("gray125")
    stream = io.BytesIO()
    book.save(stream)
    (read,) = read_xlsx("x.xlsx", stream.getvalue())
    assert read.rows[0].fills == {0: "green", 1: "green", 2: "red", 3: "amber", 4: "grey"}
