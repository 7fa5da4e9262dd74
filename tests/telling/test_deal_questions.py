"""What is asked of deals: in words and as JSON the same answers, by each holder's numbers."""

import pytest
from frozendict import frozendict
from tests.brief.build import folder, held

from accord.deals import Deals, to_json
from accord.telling.blocks import Heading, Paragraph
from accord.telling.deal_questions import DealQuestions
from accord.telling.deals_by_holder import HolderDeals, deals_by_holder

GOOD = {"truce": {"now": "100", "later": "0"}, "border": {"old": "50", "new": "0"}}
BAD = {"truce": {"now": "0", "later": "100"}, "border": {"old": "100", "new": "0"}}
POOR = frozendict({"truce": "now", "border": "new"})
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
