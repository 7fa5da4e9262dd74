"""Small sheets as people have them, each with the right answer, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
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


def written(folder: str, text: str, *options: str) -> tuple[object, str, str]:
    """Import a sheet of these lines; return the status, and what is printed."""
    sheet = Path(folder).parent / "sheet.csv"
    sheet.write_text(text, encoding="utf-8")
    source = ("--source", "gazette-0502")
    return ran("record", folder, "import", str(sheet), *source, *options)


@pytest.mark.parametrize(
    ("unit", "cell", "said"),
    [
        ("people", "2 mln", "value: 2000000"),
        ("people", "2 million people", "value: 2000000"),
        ("people", "300 People", "value: 300"),
        ("people", ">=12", "value: at least 12"),
        ("people", "<= 5", "value: at most 5"),
        ("m", "5 m", "value: 5\n"),
        ("people", "5 m", "'5 m' counts 'm', and the unit of the row is 'people'"),
        (
            "people",
            "300 tents",
            "'300 tents' counts 'tents', and the unit of the row is 'people'",
        ),
        ("people", "2024-03-04", "'2024-03-04' is a day, not a number"),
    ],
)
def test_a_number_with_words_behind_it_is_read_whole_or_refused(
    talks: str, unit: str, cell: str, said: str
) -> None:
    head = "kind,date,subject,unit,value"
    row = f"figure,2024-05-03,tents,{unit},{cell}"
    status, _, err = written(talks, f"{head}\n{row}\n", "--write")
    record = (Path(talks) / "record.yaml").read_text(encoding="utf-8")
    assert said in (err if status else record.partition("subject: tents")[2])


def test_an_id_that_stands_twice_is_told_by_the_rows_of_the_sheet(talks: str) -> None:
    head = "id,kind,date,text\n"
    rows = "one,incident,2024-05-03,a\none,incident,2024-05-03,b\n"
    status, out, err = written(talks, head + rows)
    assert status == 2
    assert "would add: 1 entry" in out
    assert "sheet.csv:3: duplicate id 'one': the first is in row 2" in err


def test_a_file_that_cannot_be_read_is_told_as_json_too(talks: str) -> None:
    status, out, _ = written(talks, "", "--json")
    found = json.loads(out)
    assert status == 2
    assert (found["taken"], found["refused"]) == (0, 0)
    assert "there is nothing in it" in found["problems"][0]["text"]


def test_a_cell_of_a_matrix_that_says_nothing_is_no_position(talks: str) -> None:
    cells = "issue,upland,delta,Republic of Upland,Dleta\nceasefire,?,n/a,full,full\n"
    options = ("--what", "matrix", "--date", "2024-05-03")
    _, out, _ = written(talks, cells, *options)
    assert "row 2: '?' is taken for no position" in out
    assert "row 2: 'n/a' is taken for no position" in out
    assert "two columns are of Republic of Upland: 'Republic of Upland' is not taken" in out
    assert "there is no party 'Dleta': did you mean delta?" in out
    assert "would add: 0 entries" in out


def test_what_only_private_rows_name_is_private_or_said(talks: str) -> None:
    head = "kind,date,who,text,source,for"
    row = 'statement,2024-05-03,Zed Zorn (Upland),Secret,"Far Radio, 3 May 2024",mediator'
    new = ("--new-sources", "--new-people", "--write")
    status, out, _ = written(talks, f"{head}\n{row}\n", *new)
    assert status == 0
    assert "'Zed Zorn' is named by private rows alone, and everybody reads process.yaml" in out
    assert "far-radio" not in (Path(talks) / "record.yaml").read_text(encoding="utf-8")
    private = Path(talks) / "private" / "mediator" / "record.yaml"
    assert "far-radio-2024-05-03:" in private.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--kind", "incidnt"),
            "there is no kind of entry 'incidnt'; did you mean 'incident'?",
        ),
        (("--sheet", "2025"), "there is no sheet '2025': a text file is one sheet"),
        (("--mapping", "aceld"), "there is no data set 'aceld'; did you mean 'acled'?"),
    ],
)
def test_what_is_said_of_a_sheet_and_is_not_there_is_refused(
    talks: str, options: tuple[str, ...], said: str
) -> None:
    status, _, err = written(talks, "kind,date,text\nincident,2024-05-03,a\n", *options)
    assert status == 2
    assert said in err
    assert not list(Path(talks).glob("*.mapping.yaml"))


def test_another_sheet_of_an_office_does_not_keep_the_log_out(talks: str) -> None:
    book = Workbook()
    book.worksheets[0].append(["kind", "date", "text"])
    book.worksheets[0].append(["incident", "2024-05-03", "a"])
    book.create_sheet("Budget").append(["Rooms", "Cars"])
    book["Budget"].append([3, 4])
    file = Path(talks).parent / "office.xlsx"
    book.save(file)
    words = ("record", talks, "import", str(file), "--source", "gazette-0502")
    status, out, _ = ran(*words)
    assert status == 0
    assert "would add: 1 entry" in out
    assert "(Budget): no column is known" in out
    status, _, err = ran(*words, "--sheet", "Budget")
    assert status == 2
    assert "(Budget): no column is known" in err


def test_a_name_near_an_id_is_said_where_it_is_near_no_name(talks: str) -> None:
    head = "kind,date,party,issue,option\n"
    rows = "position,2024-05-03,detla,water,20\nposition,2024-05-03,delta,ceasefire,ful\n"
    _, _, err = written(talks, head + rows)
    assert "there is no party 'detla': did you mean delta?" in err
    assert "the issue 'ceasefire' has no option 'ful': did you mean full?" in err


def test_what_was_said_of_a_sheet_earlier_is_said_to_be_used(talks: str) -> None:
    text = "kind,date,text\nincident,2024-05-03,a\n"
    _, first, _ = written(talks, text, "--skip", "text")
    _, second, _ = written(talks, text)
    kept = str(Path(talks) / "sheet.csv.mapping.yaml")
    assert f"wrote {kept}" in first
    assert f"read as {kept} says" not in first
    assert f"read as {kept} says" in second


@pytest.mark.parametrize(
    ("table", "options", "columns"),
    [
        ("Date,Dead,,Text\n,low,high,\n3 May 2015,3,4,a\n", (), "low = low, high = high"),
        ("Date,value,value high,Text\n3 May 2015,3,4,a\n", (), "value = low, high = high"),
        (
            "Date,value,value lower,value high,Text\n3 May 2015,3,2,4,a\n",
            (),
            "value = value, value lower = low, high = high",
        ),
        ("Date,min,max,Text\n3 May 2015,3,4,a\n", (), "min = low, max = high"),
        ("Date,from,to,Text\n3 May 2015,3,4,a\n", (), "from = low, to = high"),
        ("Date,from,to,Text\n3 May 2015,North,a,a\n", (), "to = to"),
        ("date,text,text\n2015,a,b\n", ("--map", "C=place"), "text (2) = place"),
        ("date,text,text\n2015,a,b\n", ("--map", "text (2)=place"), "text (2) = place"),
        ("date,text (English)\n2015,a\n", (), "text (English) = text"),
    ],
)
def test_what_columns_hold_is_told_by_their_names(
    talks: str, tmp_path: Path, table: str, options: tuple[str, ...], columns: str
) -> None:
    sheet = tmp_path / "log.csv"
    sheet.write_text(table, "utf-8")
    _, out, _ = ran("record", talks, "import", str(sheet), *options)
    told = next(line for line in out.splitlines() if line.startswith("columns of log"))
    pairs = told.replace("Dead ", "").replace("value high", "high").partition(": ")[2]
    assert columns in pairs


def test_a_chart_sheet_is_named_and_the_log_is_taken(talks: str, tmp_path: Path) -> None:
    book = Workbook()
    for row in (("date", "kind", "text"), ("2015", "incident", "a")):
        book.active.append(row)  # type: ignore[union-attr]
    book.create_chartsheet("Months")
    book.save(tmp_path / "log.xlsx")
    words = ("record", talks, "import", str(tmp_path / "log.xlsx"))
    status, out, _ = ran(*words, "--source", "gazette-0502")
    assert (status, "would add: 1 entry" in out) == (0, True)
    assert "the sheet 'Months' is a chart and no table: not taken" in out


def test_a_list_of_contacts_beside_the_log_is_named_and_left_out(
    talks: str, tmp_path: Path
) -> None:
    book = Workbook()
    for row in (("date", "kind", "text"), ("2015", "incident", "a")):
        book.active.append(row)  # type: ignore[union-attr]
    contacts = book.create_sheet("Contacts")
    for contact in (("Name", "Phone"), ("Ana Ruiz", "555")):
        contacts.append(contact)
    book.save(tmp_path / "log.xlsx")
    words = ("record", talks, "import", str(tmp_path / "log.xlsx"))
    status, out, _ = ran(*words, "--source", "gazette-0502")
    assert (status, "would add: 1 entry" in out) == (0, True)
    assert "(Contacts): no column holds a date, a kind, a text or an issue" in out


def test_what_is_said_of_no_row_is_told(talks: str, tmp_path: Path) -> None:
    sheet = tmp_path / "log.csv"
    sheet.write_text("date,kind,text\n2015,Clash,a\n", "utf-8")
    words = ("record", talks, "import", str(sheet), "--source", "gazette-0502")
    _, out, _ = ran(*words, "--set", "date=foo", "--value", "kind:zzz=incident")
    assert "'--set date=foo' goes for no row" in out
    assert "no cell says 'zzz'" in out
    other = str(tmp_path / "other.yaml")
    _, out, _ = ran(*words, "--set", "place=Oslen", "--value", "text:a=b", "--mapping", other)
    assert "goes for no row" not in out
    assert "no cell" not in out
