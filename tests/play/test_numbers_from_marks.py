"""Numbers made from marks: only where asked, by a stated rule, and said on every output."""

import json

import pytest
from attrs import evolve
from click.testing import CliRunner
from tests.brief.build import folder
from tests.cli.test_deals import ROAD
from tests.telling.marked import ROAD as SHEET
from tests.telling.marked import marked_case

from accord.cli import cli
from accord.deals import Deals
from accord.deals.marks import MarkedDeals
from accord.errors import AccordError
from accord.model import Mark
from accord.play.numbers_from_marks import VALUES, numbers_from_marks

WORDS = "numbers made from marks"


def test_every_option_has_the_range_of_its_mark_and_a_cannot_is_a_red_line() -> None:
    case = marked_case(SHEET)
    (one,) = numbers_from_marks(case).perspectives
    north = one.interests["north"]
    assert north.issues["posts"].values["elders"] == VALUES[Mark.UNKNOWN]
    assert north.issues["scope"].values["road"] == VALUES[Mark.WANT]
    refused = {(i, o) for line in north.red_lines for i, os in line.never.items() for o in os}
    assert ("scope", "valley") in refused
    assert not north.is_marked
    assert WORDS.capitalize() in north.basis


@pytest.mark.parametrize("answer", ["A", "R"])
def test_some_deal_is_acceptable_exactly_if_some_package_has_no_cannot(answer: str) -> None:
    sheet = {**SHEET, "posts": {**SHEET["posts"], "elders": f"{answer} G"}}
    case = marked_case(sheet)
    agenda, (marks,) = case.process.agenda, case.sheets
    found = MarkedDeals.of(agenda, case.process.parties, marks.interests)
    (numbers,) = numbers_from_marks(case).perspectives
    exists = Deals(agenda, numbers.interests, draws=20).verdict.exists
    assert exists is bool(found.possible)


def test_of_whom_nothing_is_written_everything_is_open() -> None:
    case = marked_case(SHEET)
    alone = evolve(case, interests=case.interests[:1])
    (one,) = numbers_from_marks(alone).perspectives
    assert not one.missing
    values = one.interests["south"].issues["scope"].values
    assert set(values.values()) == {VALUES[Mark.UNKNOWN]}


def test_without_marks_none_are_made() -> None:
    with pytest.raises(AccordError, match="Nobody holds marks"):
        numbers_from_marks(folder())


def run(*words: str) -> str:
    made = ("--numbers-from-marks", "--held-by", "lantern")
    done = CliRunner().invoke(cli, ["play", str(ROAD), *made, *words])
    assert done.exception is None, done.output
    return " ".join(done.output.split())


def test_every_output_says_so() -> None:
    for words in ([], ["--story"], ["-n", "2", "--no-span"]):
        said = run(*words)
        assert said.startswith(
            "These are numbers made from marks, by a rule that knows nothing"
        )
        assert f"By the numbers of: Lantern ({WORDS})" in said
    for words in (["--json"], ["--json", "-n", "2", "--no-span"]):
        assert WORDS in json.loads(run(*words))["numbers_made_from_marks"]


def test_no_file_is_written_that_could_be_passed_on_without_those_words() -> None:
    for words in (["--log", "a"], ["--svg", "a"], ["-n", "2", "--out", "a.csv"]):
        done = CliRunner().invoke(cli, ["play", str(ROAD), "--numbers-from-marks", *words])
        assert done.exit_code == 2
        assert "could be passed on" in str(done.output) + str(done.exception)
