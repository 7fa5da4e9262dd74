"""What was said of a sheet is kept and read again; what is said anew comes first."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import FormatError
from accord.formats.human_dates import DayOrder
from accord.formats.mapping_file import layouts, merged, read_mapping, write_mapping
from accord.formats.sheet_columns import ColumnMapping, held
from accord.formats.sheet_names import NEW

_NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
MAPPINGS = st.builds(
    ColumnMapping,
    columns=st.dictionaries(_NAMES, st.sampled_from(["", *held()]), max_size=4),
    set=st.dictionaries(st.sampled_from(held()), _NAMES, max_size=3),
    values=st.dictionaries(_NAMES, st.dictionaries(_NAMES, _NAMES, min_size=1), max_size=2),
    new=st.sets(st.sampled_from(NEW)).map(lambda some: tuple(n for n in NEW if n in some)),
    order=st.none() | st.sampled_from(DayOrder),
    header_row=st.none() | st.integers(0, 40),
    sheets=st.lists(_NAMES, max_size=2, unique=True).map(tuple),
    encoding=st.sampled_from(["", "cp1251", "koi8_r"]),
)


@given(mapping=MAPPINGS)
def test_a_mapping_written_is_the_mapping_read(
    tmp_path_factory: pytest.TempPathFactory, mapping: ColumnMapping
) -> None:
    file = tmp_path_factory.mktemp("kept") / "m.yaml"
    write_mapping(file, mapping, "log.xlsx")
    assert read_mapping(file) == mapping


def test_what_is_said_now_takes_the_place_of_what_was_said(tmp_path: Path) -> None:
    kept = ColumnMapping(columns={"Notes": "text", "Day": "date"}, set={"kind": "incident"})
    now = merged(kept, ColumnMapping(columns={"What": "text"}, set={"kind": "statement"}))
    assert dict(now.columns) == {"Notes": "", "Day": "date", "What": "text"}
    assert now.set["kind"] == "statement"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("colums: {}", "did you mean 'columns'?"),
        ("columns: {Day: dat}", "a column cannot hold 'dat'; did you mean 'date'?"),
        ("new: [peopel]", "did you mean 'people'?"),
        ("header_row: first", "the number of a row, or none"),
        ("dates: us", "'dates' is one of: day-first, month-first"),
        ("set: [a]", "'set' must be a mapping of texts"),
    ],
)
def test_a_mistake_in_a_mapping_is_said_with_its_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "m.yaml").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"m\.yaml:1: ") as raised:
        read_mapping(tmp_path / "m.yaml")
    assert sentence in str(raised.value)


def test_a_mapping_may_be_json(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"columns": {"Day": "date"}}', encoding="utf-8")
    assert dict(read_mapping(tmp_path / "m.json").columns) == {"Day": "date"}


@pytest.mark.parametrize("name", layouts())
def test_every_mapping_that_comes_along_can_be_read(name: str) -> None:
    assert "date" in {*read_mapping(name).columns.values()}


def test_comments_stay_where_they_were_when_a_mapping_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    write_mapping(file, ColumnMapping(columns={"Day": "date", "Who": "who"}), "log.xlsx")
    text = file.read_text("utf-8").replace("columns:", "# of Ana's sheet\ncolumns:")
    text = text.replace(
        "  Day: date", "  # not the day of the report\n  Day: date  # of the event"
    )
    file.write_text(text, "utf-8")
    wider = ColumnMapping(columns={"Day": "date", "Who": "who", "What": "text"})
    write_mapping(file, wider, "log.xlsx")
    said = file.read_text("utf-8")
    assert "# of Ana's sheet\ncolumns:" in said
    assert "  # not the day of the report\n  Day: date  # of the event\n" in said
    assert read_mapping(file) == wider
    write_mapping(file, ColumnMapping(columns={"What": "text"}), "log.xlsx")
    said = file.read_text("utf-8")  # what has lost its line is at the top
    assert "# not the day of the report\n" in said and "# Day: of the event\n" in said
    assert said.count("# of Ana's sheet") == 1
    assert dict(read_mapping(file).columns) == {"What": "text"}


@given(mapping=MAPPINGS, again=MAPPINGS)
def test_comments_change_nothing_that_a_mapping_says(
    tmp_path_factory: pytest.TempPathFactory, mapping: ColumnMapping, again: ColumnMapping
) -> None:
    file = tmp_path_factory.mktemp("kept") / "m.yaml"
    write_mapping(file, mapping, "log.xlsx")
    lines = file.read_text("utf-8").splitlines()
    told = [f"{line}  # mine" if ": " in line and line[0] != "#" else line for line in lines]
    file.write_text("# all\n" + "\n".join(told) + "\n", "utf-8")
    assert read_mapping(file) == mapping
    write_mapping(file, again, "log.xlsx")
    assert read_mapping(file) == again
    assert "# all" in file.read_text("utf-8").splitlines()
