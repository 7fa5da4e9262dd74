"""Tables stay aligned however long they are, and words are broken where a reader would."""

import pytest

from accord.cli import console


def test_a_word_wider_than_its_column_is_broken_after_a_hyphen() -> None:
    assert console.fold("aircraft-on-the-ground", 16) == "aircraft-on-the-\nground"
    assert console.fold("one\ntwo", 3) == "one\ntwo"


@pytest.mark.parametrize("header", [(), ("a", "b", "c")])
def test_a_long_table_is_aligned_from_piece_to_piece(
    header: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    number = console.CHUNK * 2 + 1
    rows = ((str(i), "x", "y") for i in range(number))
    console.table(console.console(), header, rows, (6, None, 4))
    lines = capsys.readouterr().out.splitlines()
    assert {(line.index("x"), line.index("y")) for line in lines[-number:]} == {
        (lines[-1].index("x"), lines[-1].index("y"))
    }
    assert len(lines) == number + (2 if header else 0)
    assert {len(line) for line in lines} == {40}


def test_a_table_without_rows_is_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    console.table(console.console(), ("one", "two"), (), (6, None))
    assert capsys.readouterr().out.split()[:2] == ["one", "two"]
