"""CSV comes in whatever its separator, quotation marks and encoding; what is wrong is said."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.formats.read_csv import ENCODINGS, read_csv

ROWS = [["date", "text", "dead"], ["3 May 2015", 'He said "no", and left', "1,5"]]


def cells(data: bytes | str) -> list[list[str]]:
    rows, _, _ = read_csv("a.csv", data.encode() if isinstance(data, str) else data)
    return [list(row.cells) for row in rows]


def faults(text: str) -> list[str]:
    return [row.fault for row in read_csv("a.csv", text.encode())[0]]


def written(rows: list[list[str]], **dialect: object) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, **dialect).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


_SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="\\'\"#")
_CELL = st.text(_SIGNS, min_size=1).filter(str.strip) | st.sampled_from(
    ['say "no"', "a,b", "a;b", "a|b", "two\nlines", "1,5", "it's", "a\tb"]
)


@given(
    rows=st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=1, max_size=5),
    separator=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_written_by_any_dialect_comes_back(
    rows: list[list[str]], separator: str, quoting: int, end: str, encoding: str
) -> None:
    table = [["date", "what happened", "who"], *rows]
    text = written(table, delimiter=separator, quoting=quoting, lineterminator=end)
    assert cells(text.encode(encoding)) == table


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_single_quotation_marks_and_marks_after_a_backslash_are_told(separator: str) -> None:
    single = written(ROWS, delimiter=separator, quotechar="'", quoting=csv.QUOTE_ALL)
    assert cells(single) == ROWS
    escaped = written(
        ROWS, delimiter=separator, escapechar="\\", doublequote=False, quoting=csv.QUOTE_ALL
    )
    assert cells(escaped) == ROWS


TEXTS = [
    ("cp1250", "Příměří drží; most zavřen a česká delegace odjela přes město Plzeň"),
    ("cp1250", "Rozejm trwa, żołnierze odeszli znad rzeki, łączność zerwana"),
    ("cp1250", "Tűzszünet érvényes, a híd zárva, a küldöttség elutazott"),
    ("cp1251", "Обстрел дороги у моста, переговоры отложены; делегация уехала домой"),
    ("cp1251", "Обстріл дороги біля мосту, переговори відкладено; делегація поїхала"),
    ("cp1252", "La délégation a quitté la réunion; le général à dit: «Où est la trêve?»"),
    ("cp1252", "Die Brücke wurde geschlossen, die Gespräche für Österreich fallen aus"),
    ("cp1252", "La delegación salió mañana; el niño no está"),
    ("cp1252", "O cessar-fogo não foi cumprido; a delegação saiu amanhã"),
    ("cp1254", "Ateşkes sürüyor, köprü kapalı, heyet ayrıldı, görüşmeler ertelendi"),
    ("cp1256", "قصف الطريق وانسحب الوفد من المفاوضات حتى يوم الأربعاء بعد الظهر"),
    ("mac_roman", "La délégation a quitté la réunion; le général à dit: où est la trêve?"),
]


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
def test_what_is_saved_in_an_old_encoding_is_read_and_said(encoding: str, text: str) -> None:
    table = [["date", "text"], *[["2015", text]] * 3]
    rows, notices, _ = read_csv("a.csv", written(table).encode(encoding))
    assert [list(row.cells) for row in rows] == table
    assert notices[0].sentence.startswith(f"not UTF-8: read as {ENCODINGS[encoding]}")


def test_an_encoding_that_is_given_is_taken() -> None:
    rows, notices, _ = read_csv("a.csv", "date,text\n2015,Š\n".encode("cp1250"), "cp1250")
    assert (rows[1].cells, notices) == (("2015", "Š"), [])


def test_the_line_that_names_the_separator_and_marks_of_joined_files_are_no_cells() -> None:
    assert cells("sep=|\ndate|text\n2015|a\n") == [["date", "text"], ["2015", "a"]]
    assert cells("\ufeffdate,text\n2015,a\n\ufeffdate,text\n2016,b\n")[2] == ["date", "text"]


def test_decimal_commas_do_not_part_cells() -> None:
    text = "date;dead;hurt\n3.5.2015;1,5;2,5\n4.5.2015;1,5;2,5\n"
    assert cells(text)[1] == ["3.5.2015", "1,5", "2,5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'kind,date,text\nincident,2024-05-03,"shut\nincident,2024-05-04,open\n',
            [
                "",
                "a quotation mark opened on line 2 is never closed: its cell goes to line 3",
            ],
        ),
        (
            'kind,date,text\nincident,2024-05-03,"no" he said\nincident,2024-05-04,open\n',
            [
                "",
                "text follows a closing quotation mark on line 2: write quotation marks that "
                "are in a text twice",
                "",
            ],
        ),
        (
            'kind,date,text\nincident,2024-05-03,"shut\nincident,2024-05-04,open"\n',
            [
                "",
                "a cell that begins on line 2 holds a whole row: is a quotation mark too many?",
            ],
        ),
        ('kind,text\nincident,a 5" gun\n', ["", ""]),
    ],
)
def test_quotation_marks_that_are_wrong_are_said(text: str, expected: list[str]) -> None:
    assert faults(text) == expected
