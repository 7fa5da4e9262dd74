"""A deal by each holder's numbers in turn: with what that holder assumes, and nobody else."""

from pathlib import Path

from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.hold.holding_assumptions import HoldingAssumptions, holding_form
from accord.hold.holding_case import held_deals

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_what_one_holder_assumes_counts_for_no_other() -> None:
    case = load(EXAMPLES / "market-road")
    beside = assumed(EXAMPLES / "market-road", "hold", case, holding_form)
    found = {
        one.holder: [each.held_by for each in one.assumptions]
        for one in held_deals(case, beside, given="haza-paper")
    }
    assert found == {"lantern": ["lantern"], "valley-desk": ["valley-desk"]}


def test_whoever_assumes_nothing_goes_by_those_who_hold_no_numbers() -> None:
    case = load(EXAMPLES / "sarn-river")
    mine, other, nobody = (
        HoldingAssumptions(id=who or "x", held_by=who)
        for who in ("basin-institute", "kest", "")
    )

    def counting(*beside: HoldingAssumptions) -> list[str]:
        (one,) = held_deals(case, beside, given="nash")
        return [each.held_by for each in one.assumptions]

    assert counting(mine, other, nobody) == ["basin-institute", ""]
    assert counting(other, nobody) == ["kest", ""]


def test_commitments_of_the_paper_are_the_undertakings_of_its_game() -> None:
    case = load(EXAMPLES / "market-road")
    one, _ = held_deals(case, given="haza-paper")
    written = {(each.issue, each.owner) for each in one.game.undertakings if each.entry}
    assert ("heavy", "ridge") in written and ("detainees", "river") in written
