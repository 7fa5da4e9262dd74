"""Options that no acceptable deal takes, against every deal, one by one."""

import json
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from hypothesis import event, given
from tests.deals.build import agenda, interests, span
from tests.deals.test_analysis import (
    ROAD,
    Case,
    accepts,
    all_deals,
    cases,
    possible,
    refuses,
    road,
    worth,
)
from tests.deals.test_counts import many

from accord.deals.tabulate import Tables
from accord.deals.unreachable import find_unreachable, unreachable, unreachable_to_json
from accord.kernels import occurring
from accord.model import Deal, Exclusion, Interests

Reasons = set[tuple[str, str, str]]


def reasons(case: Case, issue: str, option: str) -> Reasons:
    talks, sides = case

    def naming(lines: Iterable[Exclusion]) -> set[str]:
        return {x.id for x in lines if set(x.never) == {issue} and option in x.never[issue]}

    found: Reasons = {("constraint", "", id_) for id_ in naming(talks.constraints)}
    deals = [d for d in possible(talks) if d[issue] == option]
    if not deals and not found:
        found.add(("constraints", "", ""))
    for side in sides:
        named = naming(side.red_lines)
        found |= {("red_line", side.party, id_) for id_ in named}
        own = [d for d in deals if not refuses(side, d)]
        if not deals or named:
            continue
        if not own:
            found.add(("red_lines", side.party, ""))
        elif best(side, own) < Fraction(side.walk_away.low):
            found.add(("walk_away", side.party, ""))
    return found


def best(side: Interests, deals: list[Deal]) -> Fraction:
    return max(worth(side, d) for d in deals)


def lowered(case: Case) -> Case:
    """Lower walk-away values, so that more often some deal is acceptable."""
    talks, sides = case
    return talks, [evolve(s, walk_away=span(s.walk_away.low // 2)) for s in sides]


@given(cases().map(lowered))
def test_options_and_reasons_are_those_of_all_deals(case: Case) -> None:
    talks, sides = case
    found = unreachable(talks, sides)
    good = [d for d in possible(talks) if all(accepts(s, d) for s in sides)]
    assert found.no_deal is not bool(good)
    if not good:
        assert found.options == ()
        return
    taken = {(issue, d[issue]) for d in good for issue in talks.issues}
    every = [(issue, o) for issue, given in talks.issues.items() for o in given.choices]
    assert [(x.issue, x.option) for x in found.options] == [x for x in every if x not in taken]
    event(f"{bool(found.options)}")
    for one in found.options:
        right = reasons(case, one.issue, one.option)
        assert {(r.kind, r.party, r.id) for r in one.reasons} == right
        assert len(one.reasons) == len(right)
        event(",".join(sorted({r.kind for r in one.reasons})) or "together")
        for reason in one.reasons:
            assert (reason.best is not None) is (reason.kind == "walk_away")
            if reason.best is not None:
                [side] = [s for s in sides if s.party == reason.party]
                own = [d for d in possible(talks) if not refuses(side, d)]
                with_it = [d for d in own if d[one.issue] == one.option]
                assert reason.best == pytest.approx(float(best(side, with_it)), abs=1e-6)


@given(cases().map(lowered))
def test_it_does_not_matter_which_deals_are_known(case: Case) -> None:
    talks, sides = case
    tables = Tables.of(talks, sides)
    good = [d for d in possible(talks) if all(accepts(s, d) for s in sides)]
    choices = tables.names.choices(good)
    assert find_unreachable(tables, choices) == unreachable(talks, sides)


@given(cases().map(lowered))
def test_searching_instead_of_weighing_changes_nothing(case: Case) -> None:
    talks, sides = case
    weighed = unreachable(talks, sides)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurring, "_TURNS", 1)
        patch.setattr(occurring, "_BATCH", 1)
        patch.setattr(
            occurring,
            "_directions",
            lambda parties: np.full((1, parties), 1 / parties),
        )
        assert unreachable(talks, sides) == weighed


def test_what_keeps_an_option_out_is_named() -> None:
    talks, sides = road(red_lines=[{"aid": ("none", "weekly")}])
    sides[1] = interests(
        "south",
        {
            "road": (1.0, {"open": 0.0, "shut": 100.0}),
            "aid": (1.0, {"daily": 60.0, "weekly": 50.0, "none": 100.0}),
        },
        30.0,
    )
    plain = unreachable_to_json(unreachable(talks, sides))
    assert json.loads(json.dumps(plain)) == plain
    line = [{"kind": "red_line", "party": "north", "id": "north-1"}]
    shut = [{"kind": "walk_away", "party": "north", "best": 40.0}]
    assert plain["no_deal"] is False
    assert plain["options"] == [
        {"issue": "road", "option": "shut", "reasons": shut},
        {"issue": "aid", "option": "weekly", "reasons": line},
        {"issue": "aid", "option": "none", "reasons": line},
    ]


def test_a_constraint_is_named_and_the_parties_together_are_not() -> None:
    # North needs the road or all of the aid, south one of the two closed: each alone could
    # have weekly aid, but no deal with it reaches both walk-away values.
    talks, sides = road(walk_away=60.0)
    sides = [
        sides[0],
        interests(
            "south",
            {
                "road": (1.0, {"open": 0.0, "shut": 100.0}),
                "aid": (1.0, {"daily": 0.0, "weekly": 50.0, "none": 100.0}),
            },
            50.0,
        ),
    ]
    found = unreachable(talks, sides)
    assert [(x.issue, x.option, x.reasons) for x in found.options if x.option == "weekly"] == [
        ("aid", "weekly", ())
    ]
    talks = agenda(ROAD, [{"aid": ("weekly",)}])
    [weekly] = [x for x in unreachable(talks, sides).options if x.option == "weekly"]
    assert [(r.kind, r.id) for r in weekly.reasons] == [("constraint", "constraint-1")]


def test_where_no_deal_is_acceptable_nothing_is_listed() -> None:
    talks, sides = road(walk_away=90.0)
    assert not any(all(accepts(s, d) for s in sides) for d in all_deals(talks))
    plain = unreachable_to_json(unreachable(talks, sides))
    assert plain["no_deal"] is True
    assert plain["options"] == []


def test_a_large_agenda_is_right_option_by_option() -> None:
    talks, sides = many()
    sides = [evolve(s, walk_away=span(70.0)) for s in sides]
    middle = Tables.of(talks, sides).middle
    expected = []
    for place, issue in enumerate(talks.issues.values()):
        for n, option in enumerate(issue.choices):
            other = ((place,), np.arange(len(issue.choices)) != n)
            if middle.reach([other], middle.walk_away) is None:
                expected.append((issue.id, option))
    assert expected
    assert [(x.issue, x.option) for x in unreachable(talks, sides).options] == expected
