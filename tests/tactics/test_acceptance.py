"""Acceptance conditions say what their formulas say, and combine."""

import pytest
from frozendict import frozendict
from tests.deals.build import agenda, interests

from accord.errors import AccordError
from accord.tactics import All, Any, Combi, Condition, Const, Next, Prev, Time, Turn, Window
from accord.tactics.notation import condition, text_of
from accord.talks import Options, Propose, Setup, Stacked, after, open_table, seats, view

# The option w is worth w points to alba, and nothing else matters.
OVER = agenda({"price": [str(w) for w in range(101)]})
ALBA = interests(
    "alba", {"price": (1.0, {str(w): float(w) for w in range(101)})}, walk_away=10.0
)


def deal(worth: int) -> Options:
    return frozendict(price=str(worth))


def turn(made: list[int], received: list[int], rounds: int = 11) -> Turn:
    """Return alba's turn after offers that take turns, alba's first."""
    setup = Setup(agenda=OVER, seats=seats(("alba", "brae")), rules=Stacked(rounds=rounds))
    table = open_table(setup)
    for mine, theirs in zip(made, received, strict=True):
        table = after(table, "alba", Propose(deal=deal(mine)))
        table = after(table, "brae", Propose(deal=deal(theirs)))
    return Turn.of(view(table, "alba"), ALBA, 20)


EARLY = turn([90, 80], [30, 40])
LATE = turn([90, 85, 80, 75, 70, 65, 60, 55], [50, 20, 20, 20, 20, 20, 35, 25])


@pytest.mark.parametrize(
    ("condition", "at", "offer", "mine", "accepted"),
    [
        (Next(), EARLY, 70, 70, True),
        (Next(), EARLY, 69, 70, False),
        (Next(a=1.1), EARLY, 64, 70, True),
        (Next(a=1.1), EARLY, 63, 70, False),
        (Next(b=5), EARLY, 65, 70, True),
        (Next(b=5), EARLY, 64, 70, False),
        (Prev(), EARLY, 80, 70, True),
        (Prev(), EARLY, 79, 70, False),
        (Prev(b=2), EARLY, 78, 70, True),
        (Prev(), turn([], []), 100, 10, False),
        (Const(60), EARLY, 60, 70, True),
        (Const(60), EARLY, 59, 70, False),
        (Time(0.2), EARLY, 0, 70, True),
        (Time(0.21), EARLY, 100, 70, False),
        (All((Time(0.1), Const(50))), EARLY, 50, 70, True),
        (All((Time(0.1), Const(50))), EARLY, 49, 70, False),
        (Any((Next(), Const(50))), EARLY, 50, 70, True),
        (Any((Next(), Const(50))), EARLY, 49, 70, False),
        # At 0.8 the window reaches back to 0.6, rounds 7 and 8: 35 and 25 were received.
        (Combi(0.8), LATE, 35, 50, True),
        (Combi(0.8), LATE, 34, 50, False),
        (Combi(0.8, Window.AVG), LATE, 30, 50, True),
        (Combi(0.8, Window.AVG), LATE, 29, 50, False),
        (Combi(0.81), LATE, 49, 50, False),
        (Combi(0.81), LATE, 50, 50, True),
    ],
)
def test_conditions_are_as_defined(
    condition: Condition, at: Turn, offer: int, mine: int, accepted: bool
) -> None:
    assert condition.accepts(at, deal(offer), deal(mine)) == accepted


def test_the_clock_of_the_cases_is_as_they_say() -> None:
    assert EARLY.time == pytest.approx(0.2)
    assert LATE.time == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("next", Next()),
        ("next(1.1,2)", Next(1.1, 2)),
        ("prev(b=-3)", Prev(b=-3)),
        ("combi(0.9,avg)", Combi(0.9, Window.AVG)),
        ("next|time(0.9)&const(50)", Any((Next(), All((Time(0.9), Const(50)))))),
        ("(next|prev)&const(50)", All((Any((Next(), Prev())), Const(50)))),
        ("next|prev|const(1)", Any((Next(), Prev(), Const(1)))),
    ],
)
def test_conditions_are_read_and_written(text: str, meant: Condition) -> None:
    assert condition(text) == meant
    assert condition(text_of(meant)) == meant


def test_conditions_are_combined_by_signs() -> None:
    assert Next() | Time(0.9) & Const(50) == condition("next|time(0.9)&const(50)")


@pytest.mark.parametrize(
    "text", ["never", "next(", "const", "next+prev", "combi(0.9,mid)", "1"]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be an acceptance condition"):
        condition(text)


def test_a_time_is_a_share() -> None:
    with pytest.raises(AccordError, match="0 to 1, not 2"):
        Time(2)
