"""What a yes in numbers rests on: by going through all deals, and in the worked case."""

from itertools import combinations, product
from pathlib import Path

from tests.deals.oracle import Oracle, middle, talks

from accord.deals import Deals
from accord.formats import load
from accord.model import Interests

EXAMPLE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"
Lines = tuple[tuple[str, str, str], ...]


def refuses_rather(side: Interests, issue: str, option: str) -> bool:
    """Whether another option of the issue is worth more to a party."""
    one = side.issues[issue]
    worth = {o: middle(one.weight) * middle(value) for o, value in one.values.items()}
    return worth[option] < max(worth.values())


def by_all_deals(right: Oracle) -> set[Lines]:
    if not right.good:
        return set()
    options = [(i, o) for i, issue in right.agenda.issues.items() for o in issue.choices]
    who = {
        (i, o): [s.party for s in right.sides if refuses_rather(s, i, o)] for i, o in options
    }
    found: list[frozenset[tuple[str, str]]] = []
    for size in (1, 2, 3):
        for some in combinations([one for one in options if who[one]], size):
            hits = all(any(deal[i] == o for i, o in some) for deal in right.good)
            if hits and not any(one < set(some) for one in found):
                found.append(frozenset(some))
        if found and size >= 2:
            break
    order = {one: n for n, one in enumerate(options)}
    return {
        tuple((party, *one) for party, one in zip(parties, some, strict=True))
        for some in (sorted(one, key=order.__getitem__) for one in found)
        for parties in product(*(who[one] for one in some))
    }


def test_red_lines_and_rises_that_leave_no_deal_are_those_of_all_deals() -> None:
    looked = 0
    for seed in range(80):
        agenda, sides = talks(seed, ranges=seed % 3 == 0)
        found, right = Deals(agenda, sides, draws=1), Oracle(agenda, sides)
        wanted = by_all_deals(right)
        if len(wanted) < 1000:
            named = [tuple((c.party, c.issue, c.option) for c in one) for one in found.rests_on]
            assert len(named) == len(set(named))
            assert set(named) == wanted, seed
            looked += bool(wanted)
        gains = [right.gains(deal) for deal in right.good]
        most = [float(max(own)) for own in zip(*gains, strict=True)]
        assert all(
            abs(rise - wanted_rise) < 1e-6
            for rise, wanted_rise in zip(found.rises.values(), most, strict=True)
        )
    assert looked > 20


def test_in_the_worked_case_the_yes_falls_with_one_line_of_each_on_the_guarantees() -> None:
    case = load(EXAMPLE)
    hopeful = case.by("hopeful")
    found = Deals(case.process.agenda, hopeful.held, draws=1)
    named = [[(c.party, c.issue, c.option) for c in one] for one in found.rests_on]
    both = [
        ("russia", "guarantees", "any-acts"),
        ("ukraine", "guarantees", "all-agree"),
    ]
    assert both in named
    assert [
        ("russia", "donbas", "presidents"),
        ("ukraine", "donbas", "special-status"),
    ] in named
