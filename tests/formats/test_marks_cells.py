"""A cell of a sheet of marks says what people mean, or why it says nothing."""

import pytest

from accord.formats.marks_cells import MarkRead, MarkReader, how_known
from accord.model import HowKnown, Mark


def read(text: str, fill: str = "", **values: dict[str, str]) -> MarkRead:
    return MarkReader(values).read(text, fill, "Hill Brigade", "brigade")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        *(("G", "want"), (" amber ", "can live with"), ("CANNOT", "cannot"), ("?", "?")),
        *(("grün", "want"), ("Rouge", "cannot"), ("жёлтый", "can live with"), ("tbd", "?")),
    ],
)
def test_words_letters_and_names_of_colours_are_marks(text: str, mark: str) -> None:
    assert read(text) == MarkRead(Mark(mark))


@pytest.mark.parametrize("text", ["", " - ", "n/a", "…".replace("…", "...")])
def test_what_says_nothing_is_no_mark(text: str) -> None:
    assert read(text) == MarkRead(None)


@pytest.mark.parametrize(
    ("text", "mark", "rest"),
    [
        ("Amber, if the mortars go back", "can live with", "if the mortars go back"),
        ("R: never, he said", "cannot", "never, he said"),
        ("G (twice)", "want", "twice"),
        ("can live with\nonly by day", "can live with", "only by day"),
        ("want – at any price", "want", "at any price"),
    ],
)
def test_a_condition_or_a_reason_behind_a_mark_is_kept(text: str, mark: str, rest: str) -> None:
    assert read(text) == MarkRead(Mark(mark), rest)


def test_the_fill_counts_where_there_is_no_word_and_the_word_where_there_is_one() -> None:
    assert read("", "amber") == MarkRead(Mark.LIVE)
    assert read("", "grey") == MarkRead(Mark.UNKNOWN)
    assert read("x", "green") == read("✓", "green") == MarkRead(Mark.WANT)
    assert read("", "another colour") == MarkRead(None)
    assert read("cannot", "red") == MarkRead(Mark.CANNOT)
    note = "'cannot' is on green: the word counts (cannot)"
    assert read("cannot", "green") == MarkRead(Mark.CANNOT, "", note)


def test_what_was_said_of_a_value_counts_for_all_columns_or_for_one() -> None:
    assert read("ja", mark={"Ja": "want"}).mark is Mark.WANT
    assert read("ja", brigade={"ja": "A"}).mark is Mark.LIVE
    with pytest.raises(
        ValueError, match=r"'ja' is no mark: .*--value 'mark:ja=MARK', with one"
    ):
        read("ja", front={"ja": "A"})


def test_how_a_mark_is_known_is_one_of_three_words() -> None:
    assert how_known("Said") is HowKnown.SAID
    assert how_known("our guess") is HowKnown.BELIEVED
    assert how_known(" ") is None
    with pytest.raises(ValueError, match="said, believed, tested"):
        how_known("rumour")
