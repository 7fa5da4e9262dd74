"""Options that no acceptable deal takes, against every deal, one by one."""

import json

import numpy as np
import pytest
from attrs import evolve
from hypothesis import event, given
from tests.deals.build import agenda, interests, span
from tests.deals.oracle import Oracle, reasons_of
from tests.deals.test_counts import many
from tests.deals.test_handle import (
    ROAD,
    Case,
    accepts,
    all_deals,
    cases,
    possible,
    road,
)

from accord.deals import Deals, to_json
from accord.deals.unreachable import find_unreachable, occurring
from accord.deals.worth import Worth


def lowered(case: Case) -> Case:
    """Lower walk-away values, so that more often some deal is acceptable."""
    talks, sides = case
    return talks, [evolve(s, walk_away=span(s.walk_away_value.low // 2)) for s in sides]


@given(cases().map(lowered))
def test_options_and_reasons_are_those_of_all_deals(case: Case) -> None:
    talks, sides = case
    right, found = Oracle(talks, sides), Deals(talks, sides).unreachable
    assert found.no_deal is not bool(right.good)
    assert reasons_of(found) == right.unreachable()
    assert [(x.issue, x.option) for x in found.options] == list(right.unreachable())
    for one in found.options:
        assert len(reasons_of(found)[one.issue, one.option]) == len(one.reasons)
        event(",".join(sorted({r.kind for r in one.reasons})) or "together")


@given(cases().map(lowered))
def test_it_does_not_matter_which_deals_are_known(case: Case) -> None:
    talks, sides = case
    worth = Worth.of(talks, sides)
    good = [d for d in possible(talks) if all(accepts(s, d) for s in sides)]
    choices = worth.names.choices(good)
    assert find_unreachable(worth, choices) == Deals(talks, sides).unreachable


@given(cases().map(lowered))
def test_searching_instead_of_weighing_changes_nothing(case: Case) -> None:
    talks, sides = case
    weighed = Deals(talks, sides).unreachable
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurring, "_TURNS", 1)
        patch.setattr(occurring, "_BATCH", 1)
        patch.setattr(
            occurring,
            "_directions",
            lambda parties: np.full((1, parties), 1 / parties),
        )
        assert Deals(talks, sides).unreachable == weighed


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
    plain = to_json(Deals(talks, sides).unreachable)
    assert json.loads(json.dumps(plain)) == plain
    line = [{"kind": "red_line", "party": "north", "id": "north-1"}]
    shut = [{"kind": "walk_away", "party": "north", "best": 40.0}]
    assert plain["no_deal"] is False
    assert plain["options"] == [
        {"issue": "road", "option": "shut", "reasons": shut},
        {"issue": "aid", "option": "weekly", "reasons": line},
        {"issue": "aid", "option": "none", "reasons": line},
    ]


def test_everything_that_by_itself_keeps_an_option_out_is_named() -> None:
    # A closed road is refused by north, and excluded for all. It is worth 40 to north at most,
    # which is not asked of who refuses it.
    talks, [_, south] = road()
    [north, _] = road(walk_away=50.0, red_lines=[{"road": ("shut",)}])[1]
    south = evolve(south, walk_away=span(0.0))
    talks = agenda(ROAD, [{"road": ("shut",)}])
    [shut] = Deals(talks, [north, south]).unreachable.options[:1]
    assert [(r.kind, r.party, r.best) for r in shut.reasons] == [
        ("constraint", "", None),
        ("red_line", "north", None),
    ]
    [north, _] = road(walk_away=50.0)[1]
    [shut] = Deals(talks, [north, south]).unreachable.options[:1]
    assert [(r.kind, r.party, r.best) for r in shut.reasons] == [
        ("constraint", "", None),
        ("walk_away", "north", 40.0),
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
    found = Deals(talks, sides).unreachable
    assert [(x.issue, x.option, x.reasons) for x in found.options if x.option == "weekly"] == [
        ("aid", "weekly", ())
    ]
    talks = agenda(ROAD, [{"aid": ("weekly",)}])
    [weekly] = [x for x in Deals(talks, sides).unreachable.options if x.option == "weekly"]
    assert [(r.kind, r.id) for r in weekly.reasons] == [("constraint", "constraint-1")]


def test_where_no_deal_is_acceptable_nothing_is_listed() -> None:
    talks, sides = road(walk_away=90.0)
    assert not any(all(accepts(s, d) for s in sides) for d in all_deals(talks))
    plain = to_json(Deals(talks, sides).unreachable)
    assert plain["no_deal"] is True
    assert plain["options"] == []


def test_a_large_agenda_is_right_option_by_option() -> None:
    talks, sides = many()
    sides = [evolve(s, walk_away=span(70.0)) for s in sides]
    middle = Worth.of(talks, sides)
    expected = []
    for place, issue in enumerate(talks.issues.values()):
        for n, option in enumerate(issue.choices):
            other = ((place,), np.arange(len(issue.choices)) != n)
            if middle.reach([other], middle.walk_away) is None:
                expected.append((issue.id, option))
    assert expected
    assert [(x.issue, x.option) for x in Deals(talks, sides).unreachable.options] == expected
