"""Alternating offers with stationary acceptance give the published splits."""

import random
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal, large, plain_worth, played, sides
from tests.play.build import by_one, opposed, talks

from accord.delegates import describe, parse, recipe
from accord.delegates.rubinstein import Rubinstein
from accord.errors import AccordError
from accord.model import Agenda, Interests, Range
from accord.play import play
from accord.play.game import Game
from accord.play.player import Played
from accord.tactics import Own
from accord.tactics.bargaining import BargainingPlan, possible
from accord.talks import (
    Accept,
    Alternating,
    OpenFloor,
    Options,
    Propose,
    Rules,
    Sealed,
    Setup,
    SingleText,
    Stacked,
    WalkAwayMoved,
    after,
    happen,
    open_table,
    seats,
    view,
)
from accord.testing import check_delegate

SLICES = 1000
SLICE = 100 / SLICES
PIE = agenda({"pie": [str(n) for n in range(SLICES + 1)]})


def eater(party: str, backwards: bool, walk_away: float = 0.0) -> Interests:
    """Like the pie: what alba does not have, brae has."""
    shares = {str(n): n * SLICE for n in range(SLICES + 1)}
    if backwards:
        shares = {option: 100 - worth for option, worth in shares.items()}
    return interests(party, {"pie": (1.0, shares)}, walk_away)


ALBA, BRAE = eater("alba", False), eater("brae", True)


def talk(
    patience: tuple[float, float],
    rules: Rules,
    over: Agenda = PIE,
    held: tuple[Interests, Interests] = (ALBA, BRAE),
) -> Played:
    (mine, theirs), (first, second) = patience, held
    return play(
        Game(
            setup=Setup(agenda=over, seats=seats(("alba", "brae")), rules=rules),
            interests=held,
            delegates={
                "alba": Rubinstein(
                    interests=first, others=(second,), patience=mine, theirs=theirs
                ),
                "brae": Rubinstein(
                    interests=second, others=(first,), patience=theirs, theirs=mine
                ),
            },
        )
    )


@pytest.mark.parametrize("rules", [Alternating(moves=10**5), Stacked(moves=10**5)])
@pytest.mark.parametrize(
    ("patience", "share"),
    [
        ((0.5, 0.5), 0.6667),
        ((0.9, 0.9), 0.526316),
        ((0.5, 0.99), 0.019802),
        ((0.8, 0.9), 0.357143),
    ],
)
def test_the_stationary_split(
    patience: tuple[float, float], share: float, rules: Rules
) -> None:
    done = talk(patience, rules)
    assert [event.kind for event in done.log] == ["opened", "propose", "accept", "agreed"]
    assert done.worth["alba"] == pytest.approx(100 * share, abs=SLICE)


@pytest.mark.parametrize(
    ("offers", "share"), [(1, 1), (2, 0.1), (3, 0.91), (4, 0.181), (5, 0.8371), (6, 0.24661)]
)
def test_the_split_of_so_many_offers(offers: int, share: float) -> None:
    rules: list[Rules] = [Alternating(moves=2 * offers), Stacked(moves=offers + 1)]
    if offers % 2:
        # The last turn of all is only good for an answer.
        rules.append(Stacked(rounds=(offers + 1) // 2))
    else:
        rules.append(Alternating(rounds=offers // 2))
    for one in rules:
        done = talk((0.9, 0.9), one)
        assert done.rounds == 1
        assert done.worth["alba"] == pytest.approx(100 * share, abs=SLICE)


def test_a_long_talk_goes_as_one_without_an_end() -> None:
    endless = BargainingPlan(
        np.array([[n * SLICE, 100 - n * SLICE] for n in range(SLICES + 1)]),
        np.zeros(2),
        np.array([0.9, 0.8]),
        False,
    )
    for seat, share in ((0, 0.2 / 0.28), (1, 0.1 / 0.28)):
        assert endless.expected(seat, None)[seat] == pytest.approx(100 * share, abs=1e-4)
        assert endless.expected(seat, 200) == pytest.approx(endless.expected(seat, None))
        assert endless.offer(seat, 200) == endless.offer(seat, None)


@given(
    st.lists(st.floats(0.05, 0.95), min_size=2, max_size=2),
    st.integers(1, 12),
    st.integers(0, 1),
    st.lists(st.integers(0, 40).map(float), min_size=2, max_size=2),
)
def test_plans_of_a_pie_are_ståhls(
    patience: list[float], left: int, seat: int, outside: list[float]
) -> None:
    """Over what both gain on their walk-away values, the pie is divided by recursion."""
    points = np.array([[float(n), 100.0 - n] for n in range(101)])
    good = points[(points >= outside).all(axis=1)]
    plan = BargainingPlan(good, np.array(outside), np.array(patience), False)
    share = 1.0
    for place in range(1, left):
        # The answer is that of the one who offers next, `place` offers before the last.
        answers = seat ^ (left - place) % 2
        share = 1 - patience[answers] * share
    gain = share * (100 - sum(outside))
    assert plan.expected(seat, left)[seat] == pytest.approx(outside[seat] + gain)


@given(st.data())
def test_three_parties_divide_a_plan_by_backward_induction(data: st.DataObject) -> None:
    """Held to a recursion written down deal by deal."""
    points = data.draw(
        st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=1, max_size=12, unique=True)
    )
    patience = data.draw(
        st.lists(st.sampled_from([0.0, 0.5, 0.9, 1.0]), min_size=3, max_size=3)
    )
    left, seat = data.draw(st.integers(1, 9)), data.draw(st.integers(0, 2))
    refuser_offers = data.draw(st.booleans())
    plan = BargainingPlan(
        np.array(points, dtype=float), np.zeros(3), np.array(patience), refuser_offers
    )

    @cache
    def expected(seat: int, left: int) -> tuple[float, ...]:
        if left <= 0:
            return (0, 0, 0)
        good = []
        for deal in points:
            enough = True
            for party in {0, 1, 2} - {seat}:
                steps = (party - seat) % 3 if refuser_offers else 1
                later = expected((seat + steps) % 3, left - steps)[party]
                enough = enough and deal[party] >= patience[party] * later - 1e-6
            if enough:
                good.append(deal)
        return max(good, key=lambda deal: deal[seat])

    assert plan.expected(seat, left)[seat] == pytest.approx(expected(seat, left)[seat])


@pytest.mark.parametrize("patience", [0.5, 0.8])
@pytest.mark.parametrize("refuser_offers", [True, False])
def test_three_share_a_pie_as_osborne_and_rubinstein_say(
    patience: float, refuser_offers: bool
) -> None:
    """The first to offer has 1 / (1 + d + d^2), or 1 / (1 + 2 d) where who refuses offers."""
    slices = 60
    deals = [(a, b, slices - a - b) for a in range(slices + 1) for b in range(slices + 1 - a)]
    points = 100 * np.array(deals) / slices
    plan = BargainingPlan(points, np.zeros(3), np.full(3, patience), refuser_offers)
    later = 2 * patience if refuser_offers else patience + patience**2
    first = plan.expected(0, None)[0]
    assert first == pytest.approx(100 / (1 + later), abs=100 / slices)


@settings(max_examples=20)
@given(st.data())
def test_with_much_patience_they_come_near_the_nash_solution(data: st.DataObject) -> None:
    """As near as the deals that no other dominates are to each other."""
    over = agenda({f"i{n}": [f"o{m}" for m in range(9)] for n in range(3)})
    held = []
    for party, step in (("alba", 1), ("brae", -1)):
        values = [100 * (m / 8) ** 0.5 for m in range(9)][::step]
        weights = [float(data.draw(st.integers(1, 5))) for _ in over.issues]
        issues = {
            issue: (weight, dict(zip(given.choices, values, strict=True)))
            for (issue, given), weight in zip(over.issues.items(), weights, strict=True)
        }
        held.append(interests(party, issues, walk_away=float(data.draw(st.integers(0, 30)))))
    done = talk((0.999, 0.999), Stacked(moves=10**5), over, (held[0], held[1]))
    deals = [[plain_worth(one, deal) for one in held] for deal in every_deal(over)]
    outside = [one.walk_away_value.middle for one in held]
    points = np.array([deal for deal in deals if min(np.subtract(deal, outside)) >= 0])
    best = points[(points - outside).prod(axis=1).argmax()]
    frontier = [p for p in points.tolist() if not ((points >= p) & (points > p)).all(1).any()]
    gap = max(float(np.abs(np.subtract(a, b)).max()) for a, b in pairwise(sorted(frontier)))
    assert [done.worth[one.party] for one in held] == pytest.approx(best, abs=gap)


@given(st.data(), st.sampled_from([0.0, 0.5, 0.9, 1.0]), st.sampled_from([0.0, 0.8, 1.0]))
def test_those_who_know_each_other_agree_at_once_where_there_is_a_deal(
    data: st.DataObject, mine: float, theirs: float
) -> None:
    """Impatience silences no talk, and what is offered is the best that is accepted."""
    over = data.draw(agendas())
    held = (data.draw(sides(over, "alba")), data.draw(sides(over, "brae")))
    rules = data.draw(
        st.sampled_from([Alternating(rounds=3), Stacked(rounds=2), Stacked(moves=10**5)])
    )
    good = [d for d in every_deal(over) if all(Own.of(over, o, {}).acceptable(d) for o in held)]
    if not good:
        return
    done = talk((mine, theirs), rules, over, held)
    assert done.deal in good
    assert [event.kind for event in done.log] == ["opened", "propose", "accept", "agreed"]
    first, second = (Own.of(over, one, {}) for one in held)
    as_good = [deal for deal in good if second.worth(deal) >= second.worth(done.deal) - 1e-9]
    assert first.worth(done.deal) >= max(map(first.worth, as_good)) - 1e-5


@settings(max_examples=30)
@given(st.data())
def test_under_any_rules_three_who_know_each_other_agree_where_there_is_a_deal(
    data: st.DataObject,
) -> None:
    over = data.draw(agendas(3))
    parties = ("alba", "brae", "cora")
    held = {party: data.draw(sides(over, party)) for party in parties}
    rules = data.draw(
        st.sampled_from([Alternating(rounds=4), Stacked(rounds=4), Stacked(), Alternating()])
    )
    table = played(over, rules, {p: knowing(p, held) for p in parties})
    own = [Own.of(over, one, {}) for one in held.values()]
    found = any(all(o.acceptable(deal) for o in own) for deal in every_deal(over))
    assert (table.deal is not None) == found
    assert table.deal is None or all(o.acceptable(table.deal) for o in own)


def knowing(party: str, held: dict[str, Interests]) -> Rubinstein:
    others = tuple(one for other, one in held.items() if other != party)
    return Rubinstein(interests=held[party], others=others)


@pytest.mark.parametrize("parties", [("alba", "brae"), ("alba", "brae", "cora", "dell")])
def test_agendas_of_any_size_are_planned(parties: tuple[str, ...]) -> None:
    over = large("alba")[0]
    held = {party: large(party)[1] for party in parties}
    table = played(over, Stacked(rounds=5), {p: knowing(p, held) for p in parties})
    assert table.deal is not None
    assert table.round <= 2
    own = [Own.of(over, one, {}) for one in held.values()]
    assert min(o.worth(table.deal) for o in own) > 60


def test_a_mandate_is_part_of_the_plan() -> None:
    mandates = {"alba": {"pie": ("0", "300", "700")}}
    table = played(
        PIE,
        Stacked(moves=10**5),
        {p: knowing(p, {"alba": ALBA, "brae": BRAE}) for p in ("alba", "brae")},
        mandates=mandates,
    )
    assert table.events[1].what == Propose(deal=Options(pie="300"), id="alba.1")


def test_what_is_worth_waiting_for_is_not_given_away() -> None:
    """With equal patience of 0.9, waiting is worth 0.9 x 0.5263 to who would offer next."""
    table = open_table(Setup(agenda=PIE, seats=seats(("alba", "brae")), rules=Stacked()))
    one = Rubinstein(interests=BRAE, others=(ALBA,))
    for share, wanted in ((527, Propose), (526, Accept)):
        asked = after(table, "alba", Propose(deal=Options(pie=str(share))))
        move = one.move(view(asked, "brae"), random.Random(0))
        assert isinstance(move, wanted)
        assert not isinstance(move, Propose) or move.deal == Options(pie="474")


@pytest.mark.parametrize(
    "rules",
    [
        Sealed(rounds=3),
        Sealed(rounds=3, shown=False),
        Sealed(),
        OpenFloor(moves=30),
        SingleText(rounds=5),
    ],
)
def test_rules_without_an_order_are_planned_too(rules: Rules) -> None:
    held = {"alba": ALBA, "brae": BRAE}
    sitting = {**{p: knowing(p, held) for p in held}, "envoy": parse("from-heard")()}
    table = played(PIE, rules, sitting, parties=("alba", "brae"), mediator="envoy")
    assert table.deal is not None


def test_where_it_believes_in_no_deal_it_asks_for_its_best_and_takes_what_is_acceptable() -> (
    None
):
    proud = evolve(BRAE, walk_away=Range(101, 101))
    table = open_table(Setup(agenda=PIE, seats=seats(("alba", "brae")), rules=Stacked()))
    one = Rubinstein(interests=evolve(ALBA, walk_away=Range(10, 10)), others=(proud,))
    first = one.move(view(table, "alba"), random.Random(0))
    assert first == Propose(deal=Options(pie="1000"))
    table = after(table, "alba", first)
    table = after(table, "brae", Propose(deal=Options(pie="100")))
    assert isinstance(one.move(view(table, "alba"), random.Random(0)), Accept)


def test_a_walk_away_value_that_has_moved_counts() -> None:
    setup = Setup(agenda=PIE, seats=seats(("alba", "brae")), rules=Stacked())
    table = happen(open_table(setup), WalkAwayMoved(party="alba", by=50))
    first = knowing("alba", {"alba": ALBA, "brae": BRAE}).move(
        view(table, "alba"), random.Random(0)
    )
    # Half of the pie is its own without any talks, of the other half it has 0.526.
    assert first == Propose(deal=Options(pie="763"))


def test_it_must_be_told_what_to_believe() -> None:
    table = open_table(Setup(agenda=PIE, seats=seats(("alba", "brae")), rules=Stacked()))
    with pytest.raises(AccordError, match="give interests of 'brae' held by"):
        Rubinstein(interests=ALBA).move(view(table, "alba"), random.Random(0))


def test_beliefs_are_neither_shown_nor_set_by_a_text() -> None:
    one = Rubinstein(interests=ALBA, others=(BRAE,), patience=0.5)
    assert "brae" not in repr(one)
    assert str(recipe(one)) == "rubinstein:patience=0.5"
    assert [given.name for given in describe(Rubinstein).parameters] == [
        "patience",
        "theirs",
        "horizon",
        "refers",
    ]
    with pytest.raises(AccordError, match="has no parameter 'others'"):
        parse("rubinstein:others=1")


def test_it_keeps_to_the_contract() -> None:
    check_delegate(parse("rubinstein"))
    check_delegate(parse("rubinstein:patience=0.5,theirs=1"))


def test_seated_by_name_it_is_told_what_the_holder_assumes_of_the_others() -> None:
    both = by_one(opposed())
    seats = "alba=rubinstein:patience=0.5", "delta=rubinstein"
    drawn = talks(*seats, held=both, draws=True, seed=5)
    seated = drawn.seated["alba"]
    assert isinstance(seated, Rubinstein)
    assert seated.others == (both[1][1],)
    assert seated.interests == drawn.numbers.only("alba")
    assert drawn.numbers != talks(*seats, held=both).numbers
    # At the middle of the ranges both are right about each other, and agree at once.
    agreed = play(talks("alba=rubinstein", "delta=rubinstein", held=both))
    assert agreed.agreed and agreed.rounds == 1


def test_the_same_deals_are_found_once() -> None:
    held = ALBA, BRAE
    assert possible(PIE, held, frozendict()) is possible(PIE, held, frozendict())
