"""A sheet of rows and a sheet of marks are taken by one function, for whoever may read what."""

from pathlib import Path

from accord.formats import load
from accord.formats.append import tree
from accord.formats.entry_given import add_given
from accord.formats.import_marks import MarksPlan
from accord.formats.import_rows import ImportPlan
from accord.formats.new import new
from accord.formats.record_sheets import MARKS
from accord.formats.sheet_columns import ColumnMapping
from accord.formats.take_sheet import MarksGiven, mapping_file, take_sheet
from accord.model import Reader, When

ROWS = (
    "When,Type,Who,What,Where from\n"
    "3 May 2024,statement,Republic of Upland,We wait,Tamarisk Gazette\n"
    "4 May 2024,statement,Nobody At All,We go,The Port Gazette\n"
)


def sheet(tmp_path: Path, text: str = ROWS) -> Path:
    file = tmp_path / "log.csv"
    file.write_text(text)
    return file


def test_a_look_writes_nothing_and_keeps_what_was_said_only_where_asked(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    new(folder)
    file, said = sheet(tmp_path), ColumnMapping(columns={"Where from": "sources"})
    before = (folder / "record.yaml").read_bytes()
    looked = take_sheet(folder, file, said, keep=False)
    assert not mapping_file(folder, file).exists()
    assert (looked.kept_in, looked.written) == (None, False)
    assert take_sheet(folder, file, said).kept_in == mapping_file(folder, file)
    assert (folder / "record.yaml").read_bytes() == before
    again = take_sheet(folder, file, ColumnMapping(new=("sources",)), write=True)
    assert again.mapping.there is not None
    assert isinstance(again.found, ImportPlan)
    ((_, entry),) = again.found.entries
    assert load(folder).record.by_id[entry.id] == entry


def test_what_is_said_of_a_sheet_depends_on_nothing_that_its_reader_cannot_see(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    new(one)
    new(other)
    keys = {"kind": "statement", "date": "2024-05-03", "text": "x", "by": "delta"}
    for number in range(3):
        add_given(
            one,
            tree({**keys, "text": f"We wait {number}"}),
            when=When.parse,
            new_sources=["Tamarisk Gazete"],
            readers=["delta"],
        )
    found = []
    for folder in (one, other):
        case = load(folder, reader=Reader(("upland",)))
        said = ColumnMapping(set={"for": "upland"}, new=("sources",))
        taken = take_sheet(folder, sheet(tmp_path), said, case=case, keep=False).found
        assert isinstance(taken, ImportPlan)
        assert taken.change is not None
        found.append(
            (
                taken.entries,
                taken.made,
                [fault.text for fault in taken.refused],
                taken.notices,
                [added.id for added in taken.change.added],
                sorted(taken.change.texts),
            )
        )
    assert found[0] == found[1]
    assert found[0][5] == ["private/upland/record.yaml"]


def test_marks_are_taken_by_the_same_steps(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    new(folder)
    text = "Issue,Option,Upland\nCeasefire,A full ceasefire,cannot\n"
    taken = take_sheet(
        folder,
        sheet(tmp_path, text),
        ColumnMapping(columns={"Upland": "upland"}),
        what=MARKS,
        marks=MarksGiven(held_by="institute", as_of=When.parse("2024-05-03")),
        write=True,
    )
    assert isinstance(taken.found, MarksPlan)
    (held,) = (i for i in load(folder).interests if i.held_by == "institute" and i.marks)
    assert str(held.marks["ceasefire"]["full"].mark) == "cannot"
