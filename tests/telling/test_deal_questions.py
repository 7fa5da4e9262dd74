"""What is asked of deals: in words and as JSON the same answers, by each holder's numbers."""

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.brief.build import ISSUES, folder, held

from accord.deals import Deals, to_json
from accord.model import Interaction, Interests, Range
from accord.telling.blocks import Heading, Paragraph
from accord.telling.deal_questions import DealQuestions
from accord.telling.deals_by_holder import HolderDeals, deals_by_holder

GOOD = {"truce": {"now": "100", "later": "0"}, "border": {"old": "50", "new": "0"}}
BAD = {"truce": {"now": "0", "later": "100"}, "border": {"old": "100", "new": "0"}}
POOR = frozendict({"truce": "now", "border": "new"})
BORDER = {"border": {"old": "100", "new": "0"}}
PART = frozendict({"truce": "now"})


def by(*holders: str) -> tuple[HolderDeals, ...]:
    parties = (("north", GOOD), ("south", BAD))
    every = [held(party, values, by=one) for one in holders for party, values in parties]
    return deals_by_holder(folder(interests=every), draws=20)


def test_every_holder_answers_by_its_own_numbers() -> None:
    found = by("agency", "host")
    assert [one.holder for one in found] == ["agency", "host"]
    assert [one.outlook.holder for one in found] == ["Agency", "Hostland"]
    assert all(one.found is not None and len(one.interests) == 2 for one in found)


def test_a_whole_deal_is_improved_and_a_part_is_judged_as_far_as_it_goes() -> None:
    (one,) = by("agency")
    whole = DealQuestions(by=one, deal=POOR)
    deals = Deals(one.process.agenda, one.interests, draws=20)
    assert whole.to_json()["improvements"] == to_json(deals.improve(POOR))
    assert next(line for _, line in whole.lines()).startswith("The deal asked about: ")
    part = DealQuestions(by=one, deal=PART)
    assert part.to_json()["as_far_as_it_goes"] == to_json(deals.why_not(PART))
    terms = DealQuestions(by=one, terms=PART)
    assert terms.to_json()["why_not"] == part.to_json()["as_far_as_it_goes"]
    assert list(terms.lines()) == list(part.lines())


@pytest.mark.parametrize("named", [True, False])
def test_whether_there_is_a_deal_is_said_where_nothing_else_is_asked(named: bool) -> None:
    (one,) = by("agency")
    said = list(DealQuestions(by=one).blocks(named=named))
    assert isinstance(said[0], Heading)
    assert Paragraph(one.outlook.verdict, style="verdict") in said
    asked = list(DealQuestions(by=one, terms=PART).blocks(named=named))
    assert len(asked) == named
    assert list(DealQuestions(by=one).lines()) == []


def test_where_nobody_holds_numbers_that_is_the_answer() -> None:
    (none,) = deals_by_holder(folder())
    question = DealQuestions(by=none, deal=POOR, lotteries=True)
    assert question.to_json() == {"missing": none.outlook.missing}
    assert list(question.lines()) == []
    assert list(question.blocks(named=False)) == [Paragraph(none.outlook.missing)]


def lines(*sides: Interests, seed: int = 0) -> list[str]:
    (one,) = deals_by_holder(folder(interests=sides), draws=20, seed=seed)
    assert one.found is not None and one.found.verdict.share == 1
    return [line for _, line in DealQuestions(by=one).lines()]


def test_where_no_one_deal_always_does_those_of_which_one_does_are_told() -> None:
    # North weighs the truce less than the border, or more, and wants half of all it weighs.
    north = held("north", {"truce": {"now": "100", "later": "0"}, **BORDER}, walk_away="50")
    truce = evolve(north.issues["truce"], weight=Range(6, 14))
    north = evolve(north, issues=north.issues | {"truce": truce})
    south = held(
        "south",
        {"truce": {"now": "0", "later": "100"}, "border": {"old": "0", "new": "100"}},
        walk_away="50",
    )
    first, *deals = lines(north, south)
    assert first.startswith(
        "Whatever the numbers in the ranges, one of these deals is acceptable"
    )
    assert len(deals) == 2
    assert deals[0].startswith("1. Truce: ") and deals[1].startswith("2. as 1, but Truce: ")


def test_where_all_draws_have_a_deal_and_some_numbers_have_none_these_are_told() -> None:
    wide = dict.fromkeys(("now", "later"), "0..100"), dict.fromkeys(("old", "new"), "0..100")
    north = held("north", dict(zip(("truce", "border"), wide, strict=True)), walk_away="1..2")
    bonus = Interaction(when=frozendict({"border": ("old",)}), bonus=Range(0, 1))
    sure = Interaction(when=frozendict({"truce": ("now",)}), bonus=Range(0, 0))
    north = evolve(north, interactions=(sure, bonus))
    south = held("south", {issue: dict.fromkeys(of, "50") for issue, of in ISSUES.items()})
    first, *told = lines(north, south, seed=1)
    assert first.startswith("No deal is acceptable to all, for example, where")
    assert told[0] == "- the walk-away value of North (1..2) is 2"
    values = {line.rpartition(" is ")[0]: float(line.rpartition(" is ")[2]) for line in told}
    assert len(values) == 6
    assert sum("the value of" in name for name in values) == 4
    assert max(value for name, value in values.items() if "the value of" in name) < 4
    assert values["- the bonus of North's interaction 2 (0..1)"] < 1
