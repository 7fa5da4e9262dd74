"""Small sheets as people have them, each with the right answer, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.formats.test_fuzz import ran

SHEETS = Path(__file__).parent / "people_sheets"


@pytest.fixture
def talks(tmp_path: Path) -> str:
    """Return a new folder."""
    ran("new", str(tmp_path / "f"))
    return str(tmp_path / "f")


def imported(folder: str, name: str, *options: str) -> tuple[object, dict[str, Any]]:
    """Import one of the sheets; return the status, and what is printed as JSON."""
    words = ("record", folder, "import", str(SHEETS / name), "--source", "gazette-0502")
    status, out, _ = ran(*words, "--json", *options)
    return status, json.loads(out)


@pytest.mark.parametrize(
    ("name", "options", "taken", "problems"),
    [
        ("comma-without-quotes.csv", (), 0, ["2: the row has one cell more than the header"]),
        ("comma-in-a-number.csv", (), 0, ["2: the row has one cell more than the header"]),
        (
            "comma-in-a-matrix.csv",
            ("--what", "matrix", "--date", "2024-05-03"),
            0,
            ["2: the row has one cell more than the header"],
        ),
        (
            "open-quotation-mark.csv",
            (),
            0,
            ["2: a quotation mark opened on line 2 is never closed"],
        ),
        ("no-kind.csv", ("--kind", "incident"), 2, []),
        (
            "dates-of-programs.csv",
            (),
            3,
            ["4: '2024-05-03T14:30Z' has the hours of UTC"],
        ),
        ("two-sheets.xlsx", (), 2, []),
        ("two-sheets.xlsx", ("--sheet", "2025"), 1, []),
        ("hidden-sheet.xlsx", (), 1, []),
        ("note-first.xlsx", (), 1, []),
        (
            "formula-without-value.xlsx",
            (),
            0,
            [
                "2: the cell of 'text' holds a formula without a value: open and save it in a "
                "spreadsheet"
            ],
        ),
        ("months.csv", (), 6, []),
        ("own-column-name.csv", (), 1, []),
        ("own-column-name.csv", ("--map", "name="), 1, []),
        ("own-column-name.csv", ("--map", "notes=text"), 1, []),
        ("line-feed-at-the-end.csv", (), 2, []),
        ("arabic.csv", (), 1, []),
        ("many-months.csv", (), 84, []),
    ],
)
def test_each_row_is_taken_or_said(
    talks: str, name: str, options: tuple[str, ...], taken: int, problems: list[str]
) -> None:
    status, found = imported(talks, name, *options)
    assert (status, found["taken"]) == (2 if problems else 0, taken)
    said = [f"{one['row']}: {one['text']}" for one in found["problems"]]
    assert [one[: len(start)] for one, start in zip(said, problems, strict=True)] == problems


def test_dates_of_programs_are_days_and_minutes(talks: str) -> None:
    imported(talks, "dates-of-programs.csv", "--write")
    entries = json.loads(ran("record", talks, "list", "--json")[1])
    dates = {one.get("text", ""): one["date"] for one in entries}
    assert [dates[text] for text in ("a (UCDP GED writes so)", "b (pandas, ISO)", "d")] == [
        "2024-05-03",
        "2024-05-03T14:30",
        "2024-05-03T14:30",
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "many-months.csv",
            "84 readings from January 2016 to December 2022, 1 to 12 violations",
        ),
        ("months.csv", "6 readings from January 2023 to June 2023, 3 to 18 violations"),
        ("one-month.csv", "12 readings of January 2023, 1 to 12 violations"),
    ],
)
def test_many_figures_on_a_subject_take_a_few_lines_wherever_they_are_told(
    talks: str, tmp_path: Path, name: str, told: str
) -> None:
    assert imported(talks, name, "--write")[0] == 0
    page = tmp_path / "page.html"
    ran("brief", talks, "--html", str(page))
    asked = {
        "page": ran("brief", talks)[1],
        "full": ran("brief", talks, "--full")[1],
        "JSON": ran("brief", talks, "--json")[1],
        "HTML": page.read_text("utf-8"),
        "contested": ran("record", talks, "contested")[1],
        "timeline": ran("record", talks, "timeline")[1],
    }
    for where, text in asked.items():
        assert told.partition(" readings")[0] + " readings" in " ".join(text.split()), where
        assert text.lower().count("ceasefire violations") <= 8, where
    found = json.loads(asked["JSON"])["dossier"]["contested"]
    monthly = [one for one in found if one["subject"] == "ceasefire violations"]
    assert bool(monthly) is (name == "one-month.csv")
    assert all(len(one["readings"]) == 2 for one in monthly)
    drawn = "ceasefire violations: " + told in asked["HTML"]
    assert drawn
