"""A row that does not say what it is is taken for what its columns and its words tell."""

from pathlib import Path

import pytest
from tests.formats.test_record_sheets import refusals
from tests.formats.test_sheet_rows import planned, taken

from accord.formats.folded_names import folded
from accord.formats.guessed_kinds import WORDS, guessed, is_body, result_of
from accord.record import KINDS


@pytest.mark.parametrize(
    ("text", "others", "kind"),
    [
        ("Premier and commander sign the paper", {}, "agreement"),
        ("The sides agreed on a land fund", {}, "agreement"),
        ("Second point: weapons in containers", {"deal": "yes"}, "agreement"),
        ("Joint communique on land", {}, "agreement"),
        ("Referendum: No 50.4 percent", {}, "decision"),
        ("Parliament ratifies, 88 to 41", {"deal": "yes"}, "decision"),
        ("The constitutional court strikes it down", {}, "decision"),
        ("The Front leaves the agreement", {"who": "Valley Front"}, "decision"),
        ("Bomb at the port, the Front denies", {}, "incident"),
        ("Shelling of the bridge", {}, "incident"),
        ("Three killed at the ferry", {}, "incident"),
        ("First round opens in Oslen", {}, "round"),
        ("The delegations meet", {}, "round"),
        ("Talks resume in Oslen", {}, "step"),
        ("The mediator puts a paper on the table", {"who": "Norland"}, "proposal"),
        ("The Front accepts the paper", {"who": "Valley Front", "deal": "yes"}, "response"),
        ("The Front denies the bomb", {"who": "Valley Front"}, "statement"),
        ("The premier says that parliament will ratify it", {"who": "Oda Lind"}, "statement"),
        ("wants a land fund", {"who": "Valley Front", "issue": "Land"}, "position"),
        ("", {"who": "Valley Front", "issue": "Land", "option": "A fund"}, "position"),
        ("No amnesty (Special court)", {"who": "Valley Front"}, "statement"),
        ("Killed in the north, by month", {"value": "300"}, "figure"),
        ("Houses without a roof", {"low": "3", "high": "5"}, "figure"),
        ("Three killed", {"value": "3", "place": "Sero"}, "incident"),
        ("Good mood in the hall", {}, ""),
    ],
)
def test_the_columns_and_the_first_word_tell_the_kind(
    text: str, others: dict[str, str], kind: str
) -> None:
    assert guessed({"text": text, **others}).kind == kind


def test_nobody_answers_where_nothing_was_proposed() -> None:
    cells = {"text": "The Front rejects it", "who": "Valley Front"}
    assert guessed(cells, offered=False).kind == "statement"


def test_what_somebody_said_of_a_word_comes_first() -> None:
    cells = {"text": "Bomb at the port"}
    assert guessed(cells, own={"bomb": "claim"}).kind == "claim"
    assert guessed(cells, own={"at the port": "figure"}).kind == "figure"
    assert guessed(cells, own={"bomb": "incident", "ship": "note"}).kind == "incident"


def test_every_word_tells_a_kind_and_what_it_says_fits() -> None:
    assert {one.kind for one in WORDS} <= KINDS.keys()
    assert len({folded(one.word) for one in WORDS}) == len(WORDS)


@pytest.mark.parametrize("name", ["Parliament of Tamar", "Supreme Court"])
def test_a_parliament_is_no_side(name: str) -> None:
    assert is_body(name)


def test_what_was_guessed_is_said_with_its_rows(tmp_path: Path) -> None:
    rows = (
        ("When", "What", "Who", "Source"),
        ("2024-05-03", "Shells fell.", "", "paper"),
        ("2024-05-04", "It never fired.", "North", "paper"),
        ("2024-05-04", "Good mood.", "", "paper"),
        ("2024-05-05", "Bad mood.", "", "paper"),
    )
    found = planned(tmp_path, *rows)
    assert [one.kind for one in taken(found)] == ["incident", "incident"]
    assert "kind guessed from the words: 2 incident (rows 2, 3)" in " ".join(found.notices)
    assert {one.row for one in found.refused} == {4, 5}
    assert "nothing in the row tells it" in refusals(found)[0]
    named = planned(tmp_path, *rows, values={"kind": {"mood": "situation"}})
    assert [one.kind for one in taken(named)][2:] == ["situation", "situation"]
    wins = planned(tmp_path, *rows[:2], set={"kind": "situation"})
    assert [one.kind for one in taken(wins)] == ["situation"]
    assert not any("guessed" in one for one in wins.notices)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Voters said no", "rejects"),
        ("Voted down by 52 percent", "rejects"),
        ("The assembly passes it", "approves"),
        ("Struck down, though parliament approved it", "annuls"),
        ("The vote is postponed", "postpones"),
        ("The senate did not approve it", ""),
        ("They didn't approve it", ""),
        ("Parliament will vote on whether to approve it", ""),
        ("Rejects what the cabinet approved", ""),
        ("There is no quorum", ""),
        ("A vote on the deal", ""),
    ],
)
def test_a_result_is_told_by_words_only_where_they_say_one(text: str, result: str) -> None:
    assert result_of(text) == result


def test_voters_who_say_something_have_decided() -> None:
    found = guessed({"text": "Voters say no to the accord"})
    assert (found.kind, dict(found.says)) == (
        "decision",
        {"body": "referendum", "result": "rejects"},
    )
