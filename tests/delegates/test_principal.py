"""The capital ratifies by the walk-away value, and widens the mandate round by round."""

import random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal, large, played, sides

from accord.delegates import parse
from accord.delegates.principal import Principal, reached
from accord.errors import AccordError
from accord.model import Range
from accord.tactics import Own
from accord.talks import (
    Accept,
    Alternating,
    Instruct,
    Mandate,
    Move,
    Options,
    Propose,
    Ratify,
    Refer,
    Refuse,
    Setup,
    Stacked,
    State,
    Table,
    after,
    open_table,
    seats,
    view,
)
from accord.testing import check_delegate

OVER = agenda({"price": [str(n) for n in range(0, 101, 10)], "border": ["here", "there"]})
ALBA = interests(
    "alba",
    {
        "price": (80, {str(n): float(n) for n in range(0, 101, 10)}),
        "border": (20, {"here": 100, "there": 0}),
    },
    40,
    red_lines=[{"price": ["90"], "border": ["there"]}],
)


def test_it_keeps_to_the_contract() -> None:
    check_delegate(parse("principal"))


def start(rounds: int = 11, mandate: Mandate | None = None) -> Table:
    return open_table(
        Setup(
            agenda=OVER,
            seats=seats(("alba", "brae"), principals=["alba"]),
            rules=Stacked(rounds=rounds),
            mandates={"alba": mandate} if mandate else {},
        )
    )


def asked(table: Table, one: Principal) -> Move:
    return one.move(view(table, "alba-principal"), random.Random(0))


@pytest.mark.parametrize(
    ("price", "border", "margin", "kind"),
    [
        ("50", "there", 0, Ratify),  # worth 40
        ("40", "there", 0, Refuse),  # worth 32
        ("50", "there", 1, Refuse),
        ("30", "here", 4, Ratify),  # worth 44
        ("90", "there", 0, Refuse),  # worth 72, and across a red line
    ],
)
def test_it_ratifies_what_is_worth_enough(
    price: str, border: str, margin: float, kind: type[Move]
) -> None:
    table = after(
        start(), "alba", Propose(deal=Options(price=price, border=border), ad_referendum=True)
    )
    table = after(table, "brae", Accept())
    move = asked(table, Principal(interests=ALBA, margin=margin))
    assert isinstance(move, kind)
    assert not isinstance(move, Refuse) or move.reason


def test_the_first_mandate_is_the_best_deal_and_it_widens() -> None:
    one = Principal(interests=ALBA)
    table = start()
    move = asked(table, one)
    assert move == Instruct(mandate=Mandate(price=("100",), border=("here",)))
    table = after(table, "alba-principal", move)
    assert isinstance(asked(table, one), State)
    best = Options(price="100", border="here")
    for _ in range(5):
        table = after(table, "alba", Propose(deal=best))
        table = after(table, "brae", Propose(deal=best))
    # Half the way: the target is 70. With the border here a price of 70 is worth 76, of 60 it
    # is 68; over there, 90 is across the red line, and 100 is worth 80.
    assert asked(table, one) == Instruct(mandate=Mandate(price=("70", "80", "90", "100")))


def test_asked_by_its_delegation_it_answers() -> None:
    table = after(start(), "alba", Propose(deal=Options(price="100")))
    one = Principal(interests=ALBA)
    table = after(table, "alba-principal", asked(table, one))
    table = after(table, "brae", Propose(deal=Options(price="10")))
    table = after(table, "alba", Refer())
    assert table.awaited[0] == "alba-principal"
    assert isinstance(asked(table, one), Instruct)


@given(st.data())
def test_options_are_left_with_which_enough_can_be_had(data: st.DataObject) -> None:
    over = data.draw(agendas())
    own = Own.of(over, data.draw(sides(over)), {})
    if not own.has_deal:
        return
    wanted = own.walk_away + data.draw(st.floats(0, 1)) * (own.highest - own.walk_away)
    good = [
        deal
        for deal in every_deal(over)
        if own.acceptable(deal) and own.worth(deal) >= wanted - 1e-6
    ]
    assert reached(own, wanted) == {
        issue: tuple(o for o in given.choices if any(deal[issue] == o for deal in good))
        for issue, given in over.issues.items()
    }


@given(st.data())
def test_mandates_only_widen(data: st.DataObject) -> None:
    over = data.draw(agendas())
    own = Own.of(over, data.draw(sides(over)), {})
    if own.has_deal:
        high = reached(own, own.highest)
        low = reached(own, own.walk_away)
        assert all(set(high[issue]) <= set(low[issue]) for issue in over.issues)


def test_where_no_deal_is_good_enough_the_best_is_all_it_leaves() -> None:
    proud = evolve(ALBA, walk_away=Range(101, 101))
    move = asked(start(), Principal(interests=proud))
    assert move == Instruct(mandate=Mandate(price=("100",), border=("here",)))


def test_talks_with_capitals_end_in_what_both_ratify() -> None:
    brae = interests(
        "brae",
        {
            "price": (80, {str(n): 100.0 - n for n in range(0, 101, 10)}),
            "border": (20, {"here": 0, "there": 100}),
        },
        30,
    )
    held = {"alba": ALBA, "brae": brae}
    sitting = {p: parse("linear")(one) for p, one in held.items()}
    capitals = {f"{p}-principal": Principal(interests=one) for p, one in held.items()}
    narrow = {"alba": Mandate(price=("100",))}
    table = played(
        OVER,
        Alternating(rounds=12),
        {**sitting, **capitals},
        parties=("alba", "brae"),
        principals=True,
        mandates=narrow,
    )
    assert table.deal is not None
    assert any(isinstance(event.what, Ratify) for event in table.events)
    for one in held.values():
        assert Own.of(OVER, one, {}).acceptable(table.deal)


def test_it_instructs_on_a_vast_agenda() -> None:
    over, mine = large("alba")
    own = Own.of(over, mine, {})
    left = reached(own, own.highest - 1)
    assert all(left.values())
    assert any(len(left[issue]) < 10 for issue in left)


def test_others_cannot_ratify_for_it() -> None:
    with pytest.raises(AccordError, match="those of 'alba'"):
        Principal(interests=ALBA).move(view(start(), "alba"), random.Random(0))
