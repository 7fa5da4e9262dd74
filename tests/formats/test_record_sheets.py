"""A record goes out to a spreadsheet and comes back the same; people's sheets are read."""

import csv
import datetime
import io
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.formats.test_check import BASE, write
from tests.strategies import ODD, amounts, folders

from accord.errors import FormatError, InvalidProcess
from accord.formats import load, save, write_sheets
from accord.formats.append import append
from accord.formats.cells import Cell, cell, plain
from accord.formats.import_rows import ImportPlan, plan
from accord.formats.inert import inert, live
from accord.formats.record_sheets import MATRIX, export, positions, stated
from accord.formats.shapes import Form, Shape, fields
from accord.formats.sheet_columns import ColumnMapping
from accord.formats.spreadsheet_files import read
from accord.formats.write import to_plain
from accord.formats.write_sheets import SheetTable
from accord.formats.write_sheets import write as write_tables
from accord.model import When, number_text
from accord.record import Case, Figure, Position, Proposal, Record, Round

EXAMPLES = Path(__file__).parents[2] / "examples"
SUFFIXES = ["csv", "xlsx"]
_TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(ODD)
_LISTS = st.lists(_TEXTS).map(tuple)
CASES: list[tuple[Shape, st.SearchStrategy[Any]]] = [
    (fields(Round)["agreed"].shape, _LISTS),
    (fields(Round)["attended"].shape, st.dictionaries(_TEXTS, _LISTS).map(frozendict)),
    (fields(Proposal)["deal"].shape, st.dictionaries(_TEXTS, _TEXTS).map(frozendict)),
    (fields(Figure)["value"].shape, amounts()),
    (fields(Figure)["subject"].shape, _TEXTS),
]
"""Fields of every form that several values or notes can stand in, and what may stand there."""


@contextmanager
def exported(folder: Case, suffix: str, what: str = "entries") -> Iterator[tuple[Path, Path]]:
    """Yield a folder on disk and what was exported from it."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "talks"
        save(folder, path)
        file = Path(home) / f"out.{suffix}"
        export(load(path), file, what)
        yield path, file


def only_process(path: Path) -> Path:
    """Copy a folder without its record."""
    empty = path.parent / "empty"
    shutil.copytree(path, empty)
    (empty / "record.yaml").unlink()
    return empty


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(folder=folders())
def test_what_is_exported_and_imported_into_the_same_record_changes_nothing(
    suffix: str, folder: Case
) -> None:
    with exported(folder, suffix) as (path, file):
        if not folder.record.sources:
            return
        found = plan(path, file)
        rows = sum(
            map(len, (folder.record.entries, folder.record.sources, folder.record.outlets))
        )
        assert (found.change, found.refused, found.same) == (None, (), rows)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(folder=folders())
def test_what_is_exported_and_imported_into_an_empty_record_is_the_same_record(
    suffix: str, folder: Case
) -> None:
    with exported(folder, suffix) as (path, file):
        if not folder.record.sources:
            return
        empty = only_process(path)
        found = plan(empty, file)
        assert found.refused == ()
        assert found.change is not None
        found.change.write()
        assert in_any_order(load(empty)) == in_any_order(folder)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("said", [("no",), ("Not yet",), ("x",), ("the no.",), ("no", "yes")])
def test_what_was_agreed_in_a_word_comes_back_as_what_was_agreed(
    suffix: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    """In one's own sheet a bare yes or no says how it ended; here it is what was agreed."""
    path = Path(shutil.copytree(EXAMPLES / "market-road", tmp_path / "talks"))
    source = next(iter(load(path).record.sources))
    day = When.parse("2033-09-20")
    append(path, [Round(id="told", name="A round", date=day, agreed=said, sources=(source,))])
    export(load(path), tmp_path / f"out.{suffix}", "entries")
    found = plan(path, tmp_path / f"out.{suffix}")
    assert (found.change, found.refused) == (None, ())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_issue_that_is_called_everything_is_that_issue(suffix: str, tmp_path: Path) -> None:
    """Where no issue is called so, that stands for all that was agreed."""
    path = Path(shutil.copytree(EXAMPLES / "market-road", tmp_path / "talks"))
    shutil.rmtree(path / "interests")
    file, new = path / "process.yaml", "everything: {name: The rest, options: {a: A, b: B}}"
    file.write_text(file.read_text().replace("  issues:\n", f"  issues:\n    {new}\n", 1))
    source = next(iter(load(path).record.sources))
    day = When.parse("2033-09-20")
    told = Round(id="told", name="A", date=day, issues=("everything",), sources=(source,))
    append(path, [told])
    export(load(path), tmp_path / f"out.{suffix}", "entries")
    found = plan(path, tmp_path / f"out.{suffix}")
    assert (found.change, found.refused) == (None, ())


def in_any_order(case: Case) -> Case:
    """Order entries by their ids: what is for one tier alone goes to a file of its own."""
    entries = tuple(sorted(case.record.entries, key=lambda entry: entry.id))
    return evolve(case, record=evolve(case.record, entries=entries))


def test_the_id_of_a_party_is_its_own_where_another_has_it_for_a_name(tmp_path: Path) -> None:
    path = Path(shutil.copytree(EXAMPLES / "market-road", tmp_path / "talks"))
    file = path / "process.yaml"
    file.write_text(file.read_text().replace("name: River Guard", "name: ridge"))
    export(load(path), tmp_path / "out.csv", MATRIX)
    day, source = When.parse("2033-09-20"), [next(iter(load(path).record.sources))]
    assert plan(path, tmp_path / "out.csv", MATRIX, date=day, sources=source).change is None


@given(folder=folders())
def test_a_matrix_exported_and_imported_gives_the_same_matrix(folder: Case) -> None:
    with exported(folder, "csv", MATRIX) as (path, file):
        if not folder.record.sources or not folder.process.agenda.issues:
            return
        source = [next(iter(folder.record.sources))]
        when = When.parse("2024-05-03")
        same = plan(path, file, MATRIX, date=when, sources=source)
        assert (same.change, same.refused) == (None, ())
        empty = only_process(path)
        save(evolve(folder, record=evolve(folder.record, entries=())), empty)
        found = plan(empty, file, MATRIX, date=when, sources=source)
        assert found.refused == ()
        if found.change is not None:
            found.change.write()
        assert matrix(load(empty).record) == matrix(folder.record)


def matrix(record: Record) -> dict[tuple[str, str], str]:
    """Return what stands in each cell; spaces at its edges are none of the words."""
    return {place: stated(one).strip() for place, one in positions(record).items()}


@given(text=st.text() | st.sampled_from(ODD))
@example("'=1")
@example("''@SUM(A1)")
@example("#N/A")
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    cell = inert(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert live(cell) == text


@given(rows=st.lists(st.tuples(_TEXTS, _TEXTS), max_size=4))
def test_every_text_survives_a_workbook(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "out.xlsx"
        write_tables(file, {"a": SheetTable(["x", "y", "z"], [[*row, "."] for row in rows])})
        sheet = read(file).sheets["a"]
    assert [row.cells for row in sheet.rows] == [(*row, ".") for row in rows]


@given(drawn=st.sampled_from(CASES).flatmap(lambda c: st.tuples(st.just(c[0]), c[1])))
def test_a_value_in_a_cell_reads_as_the_same_value(drawn: tuple[Shape, Any]) -> None:
    shape, value = drawn
    held = cell(value, shape)
    text = held if isinstance(held, str) else number_text(held)
    assert plain(text, shape) == to_plain(value, shape)


def table(*rows: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def taken(home: Path, text: str | bytes, **options: Any) -> ImportPlan:
    """Plan to take in a CSV file that somebody wrote."""
    file = home / "rows.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return plan(write(home / "talks", BASE), file, **options)


def refusals(found: ImportPlan) -> list[str]:
    return [f"{one.row}: {one.text}" for one in found.refused]


POSITION = ("kind", "date", "sources", "party", "issue", "option")
"""The columns of a sheet of positions."""


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ("position", "2024-05-02", "paper", "north", "truce", "ful"),
            "the issue 'truce' has no option 'ful': did you mean Full?",
        ),
        (
            ("positon", "2024-05-02", "paper", "north", "truce", "full"),
            "there is no kind of entry 'positon'; did you mean 'position'?",
        ),
        (
            ("position", "2.5.24.", "paper", "north", "truce", "full"),
            "'2.5.24.'",
        ),
        (("position", "2024-05-02", "papre", "north", "truce", "full"), "there is no source"),
        (("position", "", "paper", "north", "truce", "full"), "must have 'date'"),
        (("statement", "2024-05-02", "paper", "", "", ""), "the statement must have 'by'"),
        (("position", "2024-05-02", "paper", "north", "truce", "#REF!"), "holds #REF!"),
    ],
)
def test_a_row_that_cannot_be_taken_is_said_with_its_line(
    tmp_path: Path, row: tuple[str, ...], sentence: str
) -> None:
    good = ("position", "2024-05-02", "paper", "south", "truce", "none")
    found = taken(tmp_path, table(POSITION, good, row, (*good[:3], "north", "line", "10")))
    assert [entry.id for _, entry in found.entries] == [
        "position-2024-05-02-1",
        "position-2024-05-02-2",
    ]
    assert all(said.startswith("3: ") for said in refusals(found))
    assert any(sentence in said for said in refusals(found))


def test_rows_that_rest_on_a_refused_row_are_refused_too(tmp_path: Path) -> None:
    header = ("kind", "id", "date", "sources", "by", "about", "text")
    found = taken(
        tmp_path,
        table(
            header,
            ("statement", "one", "2024-05-02", "paper", "nobody", "", "a"),
            ("statement", "two", "2024-05-02", "paper", "ames", "one", "b"),
            ("statement", "three", "2024-05-02", "paper", "ames", "two", "c"),
            ("statement", "four", "2024-05-02", "paper", "ames", "", "d"),
        ),
    )
    assert [entry.id for _, entry in found.entries] == ["four"]
    assert [said.partition(":")[0] for said in refusals(found)] == ["2", "3", "4"]


def test_an_id_given_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    row = ("statement", "one", "2024-05-02", "paper", "ames")
    found = taken(tmp_path, table(("kind", "id", "date", "sources", "by"), row, row))
    assert [at.line for at, _ in found.entries] == [2]
    assert "duplicate id 'one'" in refusals(found)[0]


def test_an_entry_that_is_there_and_differs_is_never_changed(tmp_path: Path) -> None:
    row = ("position", "wish", "2024-05-01", "paper", "north", "truce", "none", "first")
    header = ("kind", "id", "date", "sources", "party", "issue", "option", "during")
    found = taken(tmp_path, table(header, row))
    assert refusals(found) == [
        "2: 'wish' is in the record already and differs in: option; "
        "to correct it add an entry that supersedes it"
    ]


def test_a_row_without_an_id_is_added_once_only(tmp_path: Path) -> None:
    text = table(POSITION, ("position", "2024-05-02", "paper", "south", "truce", "none"))
    first = taken(tmp_path, text)
    assert first.change is not None
    first.change.write()
    again = plan(tmp_path / "talks", tmp_path / "rows.csv")
    assert (again.change, again.same) == (None, 1)


def test_columns_go_by_their_names_or_by_what_is_said_of_them(tmp_path: Path) -> None:
    text = "Who;Kind;What for;Remark;Answer\nnorth;position;truce;x;full\n"
    found = taken(
        tmp_path,
        "\ufeff" + text,
        mapping=said(**{"Who": "party", "What for": "issue", "Answer": "option"}),
        date=When.parse("2024-05-02"),
        sources=["paper"],
    )
    assert (refusals(found), found.ignored) == ([], ("Remark",))
    (_, entry) = found.entries[0]
    assert stated_of(entry) == ("north", "truce", "full", "2024-05-02", ("paper",))


def said(**columns: str) -> ColumnMapping:
    return ColumnMapping(columns=columns, asked=frozenset(columns))


def stated_of(entry: Any) -> tuple[Any, ...]:
    return entry.party, entry.issue, entry.option, str(entry.date), entry.sources


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("", {}, "there is nothing in it"),
        ("a,b\n1,2\n", {}, "no column is known"),
        (
            "kind,sort\n1,2\n",
            {"mapping": said(kind="kind", sort="kind")},
            "two columns hold 'kind'",
        ),
        ("kind\n1\n", {"mapping": said(Sort="kind")}, "there is no column 'Sort'"),
        ("kind\n1\n", {"mapping": said(kind="knid")}, "did you mean 'kind'?"),
        ("issue,south\ntruce,local\n", {"what": MATRIX}, "give both with '--date'"),
        (b"kind\n\x00\n", {}, "rows.csv: there are NUL bytes in it"),
    ],
)
def test_a_file_that_cannot_be_understood_is_one_sentence(
    tmp_path: Path, text: str | bytes, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(FormatError, match=re.escape(sentence)):
        taken(tmp_path, text, **options)


@pytest.mark.parametrize("name", ["rows.ods", "rows", "missing.csv", "broken.xlsx"])
def test_a_file_that_is_no_spreadsheet_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(FormatError, match=re.escape(name)):
        plan(write(tmp_path / "talks", BASE), tmp_path / name)


def test_dates_and_numbers_typed_into_a_spreadsheet_are_read_as_meant(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["kind", "date", "sources", "subject", "value", "unit", "as_of", None])
    day, hour = datetime.datetime(2024, 5, 2), datetime.datetime(2024, 5, 2, 14, 29, 59, 999000)
    sheet.append(["figure", day, "paper", "dead", 3.0, "people", hour, None])
    sheet.append([None] * 8)
    sheet.append(["figure", day.date(), "paper", "hurt", "2..3.5", True, None, None])
    book.create_sheet("notes")
    file = tmp_path / "typed.xlsx"
    book.save(file)
    found = plan(write(tmp_path / "talks", BASE), file)
    assert found.refused == ()
    first, second = (to_plain(entry, Shape(Form.ENTRY)) for _, entry in found.entries)
    assert (first["date"], first["value"], first["as_of"]) == (
        "2024-05-02",
        "3",
        "2024-05-02T14:30",
    )
    assert (second["date"], second["value"], second["unit"]) == (
        "2024-05-02",
        "2..3.5",
        "true",
    )
    assert [at.line for at, _ in found.entries] == [2, 4]


def test_a_matrix_takes_options_by_id_or_name_and_anything_else_as_words(
    tmp_path: Path,
) -> None:
    text = table(
        ("Issue", "name", "North", "south", "others"),
        ("truce", "", "full", "Local", "x"),
        ("Line", "", "10", "as far as the river", ""),
        ("peace", "", "full", "", ""),
        ("truce", "", "none", "", ""),
    )
    found = taken(tmp_path, text, what=MATRIX, date=When.parse("2024-05-02"), sources=["paper"])
    said = [
        (one.party, one.issue, one.option, one.text)
        for _, one in found.entries
        if isinstance(one, Position)
    ]
    assert said == [
        ("south", "truce", "local", ""),
        ("north", "line", "10", ""),
        ("south", "line", "", "as far as the river"),
    ]
    assert (found.same, found.ignored) == (1, ("others",))
    assert refusals(found) == [
        "4: there is no issue 'peace'; known: Truce, Line; '--new-issues' makes it",
        "5: a row above is about the issue 'truce' already",
    ]


def test_a_matrix_makes_an_issue_with_its_options_where_that_may_be(tmp_path: Path) -> None:
    text = table(("Issue", "North", "South"), ("Seats", "ten seats", "five seats"))
    base = {name: held for name, held in BASE.items() if "interests" not in name}
    path = write(tmp_path / "talks", base)
    (tmp_path / "matrix.csv").write_text(text, encoding="utf-8")
    day = When.parse("2024-05-02")
    said = ColumnMapping(new=("issues",))
    found = plan(
        path, tmp_path / "matrix.csv", MATRIX, mapping=said, date=day, sources=["paper"]
    )
    assert refusals(found) == []
    (issue,) = found.made
    assert issue.name == "Seats"
    assert {one.name for one in issue.options.values()} == {"ten seats", "five seats"}


def test_a_sheet_of_sources_goes_with_the_entries(tmp_path: Path) -> None:
    path = write(tmp_path / "talks", BASE)
    assert export(load(path), tmp_path / "a.csv") == [
        tmp_path / "a.csv",
        tmp_path / "a-sources.csv",
        tmp_path / "a-outlets.csv",
    ]
    assert export(load(path), tmp_path / "a.xlsx") == [tmp_path / "a.xlsx"]
    assert list(read(tmp_path / "a.xlsx").sheets) == [
        "entries",
        "sources",
        "outlets",
    ]
    sheet = read(tmp_path / "a.csv").sheets["sources"]
    assert (sheet.header[:3], sheet.rows[0].cells[:3]) == (
        ("id", "outlet", "publisher"),
        ("paper", "", "The Paper"),
    )


def test_nothing_in_a_workbook_is_a_formula(tmp_path: Path) -> None:
    files = BASE | {"record.yaml": BASE["record.yaml"].replace("The Paper", "=cmd()")}
    path = write(tmp_path / "talks", files)
    export(load(path), tmp_path / "a.xlsx")
    export(load(path), tmp_path / "a.csv")
    cells = [
        one
        for sheet in load_workbook(tmp_path / "a.xlsx").worksheets
        for row in sheet.iter_rows()
        for one in row
    ]
    assert "=cmd()" in [one.value for one in cells]
    assert {one.data_type for one in cells} <= {"s", "n", "d"}
    assert ",'=cmd()," in (tmp_path / "a-sources.csv").read_text("utf-8")


def test_a_text_too_long_for_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    long = BASE["record.yaml"].replace("name: First", f"name: First\n    text: {'a' * 40_000}")
    path = write(tmp_path / "talks", BASE | {"record.yaml": long})
    with pytest.raises(FormatError, match=r"has 40000; export to a \.csv file"):
        export(load(path), tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    export(load(path), tmp_path / "a.csv")
    assert plan(path, tmp_path / "a.csv").change is None


def test_a_folder_with_mistakes_elsewhere_is_not_added_to(tmp_path: Path) -> None:
    process = BASE["process.yaml"].replace("venue: hall", "venue: hell")
    path = write(tmp_path / "talks", BASE | {"process.yaml": process})
    (tmp_path / "rows.csv").write_text(
        table(POSITION, ("position", "2024-05-02", "paper", "south", "truce", "none"))
    )
    with pytest.raises(InvalidProcess, match="hell"):
        plan(path, tmp_path / "rows.csv")


EVIL = {"issue": "=1+1", "party": '@SUM("A1")', "option": "-2+3", "turned": "a\u202eb"}


def test_no_cell_of_any_table_is_a_formula_nor_hides_a_sign(tmp_path: Path) -> None:
    header = [EVIL["issue"], EVIL["party"]]
    rows: list[list[Cell]] = [[EVIL["option"], EVIL["turned"]], [-5, 2.5]]
    write_tables(tmp_path / "a.csv", {"a": SheetTable(header, rows)})
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["'=1+1", """'@SUM("A1")"""],
        ["'-2+3", "a_x202E_b"],
        ["-5", "2.5"],
    ]
    write_tables(tmp_path / "a.xlsx", {"a": SheetTable(header, rows)})
    cells = [list(row) for row in load_workbook(tmp_path / "a.xlsx").worksheets[0]]
    assert [[one.value for one in row] for row in cells] == [
        header,
        ["-2+3", "a_x005F_x202E_b"],  # how the format has "a_x202E_b"
        [-5, 2.5],
    ]
    assert [one.quotePrefix for row in cells[:2] for one in row] == [True, True, True, False]
    for name, sheet in (("a.csv", "a"), ("a.xlsx", "a")):
        found = read(tmp_path / name).sheets[sheet]
        assert (list(found.header), list(found.rows[0].cells)) == (header, rows[0])


def test_every_table_is_written_in_one_place() -> None:
    source = Path(write_sheets.__file__).parents[1]
    writing = [
        one.name for one in source.rglob("*.py") if "csv.writer" in one.read_text("utf-8")
    ]
    assert writing == ["write_sheets.py"]


def test_a_matrix_as_it_stands_needs_no_day_and_takes_an_outlet_by_its_name(
    tmp_path: Path,
) -> None:
    text = table(("issue", "north", "south"), ("truce", "", "Local"))
    given = {"date": When.parse("2024-05-03"), "sources": ["The Paper"]}
    new = ColumnMapping(new=("sources",))
    found = taken(tmp_path, text, what="matrix", mapping=new, **given)
    assert refusals(found) == []
    assert found.change is not None
    found.change.write()
    again = plan(tmp_path / "talks", tmp_path / "rows.csv", what="matrix")
    assert (again.change, again.same) == (None, 1)
