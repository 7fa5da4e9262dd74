"""What a plan has so far, and what is still to be filled."""

from pathlib import Path

from attrs import evolve
from frozendict import frozendict

from accord.formats import load
from accord.model import Agenda, When
from accord.record.process_gaps import process_gaps

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = When.parse("2033-09-20")


def test_an_empty_plan_says_all_that_is_not_there_yet() -> None:
    case = load(EXAMPLES / "market-road")
    process = evolve(
        case.process,
        parties=frozendict(
            {i: evolve(one, delegation=None) for i, one in case.process.parties.items()}
        ),
        mediators=(),
        rounds=frozendict(),
        agenda=Agenda(),
        checklist=frozendict(),
    )
    gaps = process_gaps(evolve(case, process=process), TODAY)
    assert [(one.word, one.id) for one in gaps if not one.done] == [
        ("party", "ridge"),
        ("party", "river"),
        ("party", "orchard"),
        ("process", ""),
        ("plan", ""),
        ("issue", ""),
        ("checklist", ""),
        ("assurance", ""),
    ]


def test_what_is_there_is_done_and_a_round_of_an_earlier_day_is_none_to_come() -> None:
    case = load(EXAMPLES / "russia-ukraine-2022")
    before = process_gaps(case, When.parse("2022-03-10"))
    rounds = {one.id: one.done for one in before if one.word == "plan" and one.id}
    assert rounds["plan-antalya"]
    assert rounds["plan-round-2"], "of a month that is not over"
    assert not rounds["plan-round-3"], "it has no venue"
    assert "plan-istanbul" in rounds
    later = process_gaps(case, When.parse("2022-05-01"))
    assert [one.id for one in later if one.word == "plan"] == ["plan-presidents"]
