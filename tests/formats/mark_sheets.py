"""Sheets of marks as offices keep them, for the tests that bring them in."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill

COLOURS = {"g": "C6EFCE", "a": "FFEB9C", "r": "FFC7CE", "x": "D9D9D9"}
"""The fills that a spreadsheet offers as good, neutral and bad; and grey."""

LC = Path(__file__).parent / "sheets" / "lc.csv"
"""A local ceasefire: three armed groups, six issues, by ids."""

COLOURED = [
    ("Where the guns fall silent", "The market road only", "gra", "Brigade said so twice"),
    ("", "The town and the road", "aag", ""),
    ("", "The whole valley", "rga", ""),
    ("Checkpoints", "Each keeps its own", "grr", ""),
    ("", "The elders man it", "xga", "nobody asked the Brigade"),
    ("", "All removed", "rg ", ""),
]


def coloured(file: Path) -> Path:
    """Write a sheet in colours alone: a title, merged issues, remarks, a legend below."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Valley talks: traffic lights"])
    sheet.merge_cells("A1:F1")
    sheet.append(["as of 5 March, Oda"])
    sheet.append([])
    sheet.append(["Issue", "Option", "Hill Brigade", "Valley Front", "Town Shield", "Comments"])
    for line, (issue, option, fills, remark) in enumerate(COLOURED, 5):
        sheet.cell(line, 1, issue or None)
        sheet.cell(line, 2, option)
        sheet.cell(line, 6, remark or None)
        for place, fill in enumerate(fills, 3):
            if fill in COLOURS:
                sheet.cell(line, place).fill = PatternFill("solid", fgColor=COLOURS[fill])
    sheet.merge_cells("A5:A7")
    sheet.merge_cells("A8:A10")
    sheet.cell(12, 1, "green = wants it")
    sheet.cell(13, 1, "grey = nobody knows")
    book.save(file)
    return file


def headed(file: Path) -> Path:
    """Write a sheet whose issues are headings over their options, words beside colours."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Way to settle", "Hill Brigade", "Valley Front", "Town Shield"])
    sheet.append(["Scope"])
    sheet.append(["The market road only", "want", "cannot", "a"])
    sheet.append(["The town and the road", None, "A", None])
    sheet.append(["Heavy weapons"])
    sheet.append(["Out of the valley", "R", "G", "?"])
    sheet.merge_cells("A2:D2")
    sheet.merge_cells("A5:D5")
    sheet["C3"].fill = PatternFill("solid", fgColor="00B050")
    sheet["B4"].fill = PatternFill("solid", fgColor="FFC000")
    book.save(file)
    return file


def two_rows(file: Path) -> Path:
    """Write a sheet whose header takes two rows, with a tick on a colour and a list beside."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Issue", "Option", "Hill Brigade", None, "Valley Front", None])
    sheet.append([None, None, "mark", "how", "mark", "basis"])
    sheet.append(["Fees", "Split", "G", "said", "A", "over tea"])
    sheet.append([None, "Council", "x", None, "R", None])
    sheet["C4"].fill = PatternFill("solid", fgColor="92D050")
    sheet.append([])
    sheet.append(["Total", None, 2])
    book.create_sheet("Contacts").append(["Name", "Phone"])
    book.save(file)
    return file


GERMAN = """\
Thema;Lösung;Brigade vom Hügel;Talfront;Bürgerwehr;Bemerkung
Straße;nur die Marktstraße;grün;rot;gelb;
;Stadt und Straße;gelb;gelb;grün;gilt nur bei Tag
;ganzes Tal;rot;grün;unklar;
Gefangene;keine;möchte;nein;kann;
;alle;?;möchte;kann;
"""
"""Semicolons, German words, issues named once; saved as Windows does."""
