"""What one side's interests leave: what can be said, and what to add."""

from itertools import product
from pathlib import Path

from attrs import evolve

from accord.formats import load
from accord.model import Interests, Range
from accord.record import Case
from accord.telling.some_parties import LeftBySome, left_by_some, left_lines

RIVER = Path(__file__).parents[2] / "examples" / "sarn-river"


def of(party: str) -> Case:
    case = load(RIVER)
    return evolve(case, interests=tuple(i for i in case.interests if i.party == party))


def left(case: Case) -> LeftBySome:
    return left_by_some(case, case.perspectives[0], draws=10, seed=0)


def middle(span: Range) -> float:
    return (span.low + span.high) / 2


def worth(held: Interests, deal: dict[str, str]) -> float:
    """Return what a deal is worth by the formula in `Interests`, at the middles."""
    weights = {i: middle(one.weight) for i, one in held.issues.items()}
    values = {i: middle(one.values[deal[i]]) for i, one in held.issues.items()}
    bonus = sum(
        middle(one.bonus)
        for one in held.interactions
        if all(deal[i] in options for i, options in one.when.items())
    )
    points = sum(weights[i] * values[i] for i in weights) + 100 * bonus
    return points / sum(weights.values())


def test_what_one_side_leaves_is_counted_as_by_hand() -> None:
    case = of("arven")
    found, (held,) = left(case), case.interests
    issues = case.process.agenda.issues
    lines = [*case.process.agenda.constraints, *held.red_lines]
    packages = clear = 0
    for options in product(*(issue.choices for issue in issues.values())):
        deal = dict(zip(issues, options, strict=True))
        if not any(line.crossed_by(deal) for line in lines):
            packages += 1
            clear += worth(held, deal) >= middle(held.walk_away_value) - 1e-9
    assert (found.packages, found.left, found.exact) == (packages, clear, True)


def test_it_is_said_what_to_add() -> None:
    case = of("arven")
    lines = [line for _, line in left_lines(case, "talks", left(case))]
    assert lines[0].startswith(
        "Whether there is a deal cannot be said: only interests of Arven"
    )
    assert any("interests/belmar-by-basin-institute.yaml" in line for line in lines)
    assert any("The flood of last spring: Arven pays" in line for line in lines)
    assert lines[-1] == "- then: accord check talks"


def test_a_party_that_holds_its_own_is_asked_of_the_other_itself() -> None:
    case = of("arven")
    own = evolve(case, interests=(evolve(case.interests[0], held_by="arven"),))
    lines = [line for _, line in left_lines(own, "talks", left(own))]
    assert any("interests/belmar-by-belmar.yaml" in line for line in lines)


def test_without_issues_or_values_that_is_said() -> None:
    case = of("arven")
    part = dict(list(case.interests[0].issues.items())[1:])
    held = evolve(case.interests[0], issues=type(case.interests[0].issues)(part))
    found = left(evolve(case, interests=(held,)))
    assert found.packages is None and "weights and values for" in found.lacking
    assert any("cannot be said either" in line for _, line in left_lines(case, "t", found))
