"""How tables of a class did, against every deal one by one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal, is_open, plain_worth, sides

from accord.errors import AccordError
from accord.host.class_results import ClassSheets, TableResult, result_of
from accord.kernels.ties import TIE
from accord.model import Agenda, Exclusion, Interests, Mark, Marked
from accord.play.distance import distance
from accord.play.numbers import middle
from accord.talks import (
    Accept,
    OpenFloor,
    Options,
    Propose,
    RedLinesMoved,
    Setup,
    Table,
    ValuesMoved,
    WalkAwayMoved,
    Withdraw,
    after,
    happen,
    open_table,
    seats,
)

PARTIES = ("alba", "brae", "cora", "dene")
START = datetime(2033, 9, 30, 12, tzinfo=UTC)


def talks(over: Agenda, count: int, moved: Sequence[float] = ()) -> Table:
    """Open a table at which walk-away values have moved by some points."""
    rules = OpenFloor()
    table = open_table(Setup(agenda=over, seats=seats(PARTIES[:count]), rules=rules))
    for party, by in zip(PARTIES, moved, strict=False):
        if by:
            table = happen(table, WalkAwayMoved(party=party, by=by))
    return table


def agreed(table: Table, deal: Options) -> Table:
    """Let the first propose a deal and all others accept it."""
    first, *others = table.setup.delegations
    table = after(table, first, Propose(deal=deal))
    for one in others:
        table = after(table, one, Accept())
    return table


def found(table: Table, own: Sequence[Interests], lacks: str = "") -> TableResult:
    """Return how a table did, at which something happens each minute."""
    sheets = ClassSheets(
        holder="ngo",
        parties=tuple(one.party for one in own),
        agenda=table.setup.agenda,
        interests=frozendict({one.party: one for one in own}),
        lacks=lacks,
    )
    times = [START + timedelta(minutes=n) for n in range(len(table.events))]
    return result_of(table, times, sheets, one="1", group="1")


@st.composite
def cases(draw: st.DrawFn) -> tuple[Agenda, tuple[Interests, ...], list[float], int]:
    over = draw(agendas())
    count = draw(st.integers(2, 4))
    own = tuple(draw(sides(over, party)) for party in PARTIES[:count])
    moved = draw(st.lists(st.sampled_from([0.0, 0.0, -15.0, 10.0]), max_size=count))
    return over, own, moved, draw(st.integers(0, 10**6))


def most_left(
    over: Agenda, own: Sequence[Interests], has: Sequence[float], place: int
) -> float:
    """Return how much more one side could have, by looking at every deal."""
    best = has[place]
    for deal in every_deal(over):
        worth = [plain_worth(one, deal) for one in own]
        others = all(
            mine >= least - TIE
            for n, (mine, least) in enumerate(zip(worth, has, strict=True))
            if n != place
        )
        if others and all(is_open(over, one, {}, deal) for one in own):
            best = max(best, worth[place])
    return best - has[place]


@given(cases())
def test_what_a_deal_leaves_on_the_table_is_that_of_every_deal_looked_at(
    case: tuple[Agenda, tuple[Interests, ...], list[float], int],
) -> None:
    over, own, moved, number = case
    deals = every_deal(over)
    deal = deals[number % len(deals)]
    table = talks(over, len(own), moved)
    try:
        table = agreed(table, deal)
    except AccordError:  # a constraint on all excludes it
        assume(False)
    result = found(table, own)
    numbers = result.by_numbers
    crossed = tuple(
        one.party for one in own if any(line.crossed_by(deal) for line in one.red_lines)
    )
    assert numbers.refused_by == crossed
    by = dict(zip(PARTIES, moved, strict=False))
    for one in own:
        floor = one.walk_away_value.middle + by.get(one.party, 0.0)
        assert numbers.walk_away[one.party] == pytest.approx(floor)
        if one.party in crossed:
            assert numbers.worth[one.party] is None
        else:
            assert numbers.worth[one.party] == pytest.approx(plain_worth(one, deal))
    if crossed:
        assert not numbers.left
        return
    has = [plain_worth(one, deal) for one in own]
    for place, one in enumerate(own):
        least = most_left(over, own, has, place)
        assert numbers.left[one.party] == pytest.approx(least, abs=3 * TIE)
    away = distance(middle(over, own).moved(by), deal)
    assert (numbers.distance is None) == (away is None)
    if away is not None:
        assert numbers.distance == pytest.approx(away.points, abs=3 * TIE)


@given(cases())
def test_a_table_where_values_moved_is_weighed_as_with_such_numbers_from_the_start(
    case: tuple[Agenda, tuple[Interests, ...], list[float], int],
) -> None:
    over, own, moved, number = case
    issue, of = next(iter(over.issues.items()))
    values = {issue: {option: 20.0 - 15 * place for place, option in enumerate(of.choices)}}
    line = Exclusion(id="new", never=frozendict({issue: (list(of.choices)[-1],)}))
    deals = every_deal(over)
    table = talks(over, len(own), moved)
    there = happen(table, ValuesMoved(party=PARTIES[0], values=values))
    there = happen(there, RedLinesMoved(party=PARTIES[0], added=(line,)))
    try:
        deal = deals[number % len(deals)]
        table, there = agreed(table, deal), agreed(there, deal)
    except AccordError:
        assume(False)
    now = tuple(one.as_moved(there.moved) for one in own)
    one, two = found(there, own).by_numbers, found(table, now).by_numbers
    assert (one.worth, one.left, one.distance) == (two.worth, two.left, two.distance)
    assert (one.refused_by, one.possible, one.missing) == (
        two.refused_by,
        two.possible,
        two.missing,
    )


@given(cases())
def test_without_a_deal_it_is_asked_from_the_walk_away_values_as_they_were_moved(
    case: tuple[Agenda, tuple[Interests, ...], list[float], int],
) -> None:
    over, own, moved, _ = case
    table = after(talks(over, len(own), moved), PARTIES[0], Withdraw())
    numbers = found(table, own).by_numbers
    by = dict(zip(PARTIES, moved, strict=False))
    has = [one.walk_away_value.middle + by.get(one.party, 0.0) for one in own]
    assert list(numbers.worth.values()) == pytest.approx(has)
    possible = any(
        all(is_open(over, one, {}, deal) for one in own)
        and all(
            plain_worth(one, deal) >= least - TIE for one, least in zip(own, has, strict=True)
        )
        for deal in every_deal(over)
    )
    assert numbers.possible is possible
    for place, one in enumerate(own):
        least = most_left(over, own, has, place) if possible else 0.0
        assert numbers.left[one.party] == pytest.approx(least, abs=3 * TIE)


OVER = agenda({"road": ["open", "half", "shut"], "fees": ["none", "some"]})
ALBA = interests(
    "alba",
    {
        "road": (60, {"open": 100, "half": 50, "shut": 0}),
        "fees": (40, {"none": 100, "some": 0}),
    },
    walk_away=30,
)
BRAE = interests(
    "brae",
    {
        "road": (40, {"open": 0, "half": 60, "shut": 100}),
        "fees": (60, {"none": 0, "some": 100}),
    },
    walk_away=30,
)


def deal(road: str, fees: str) -> Options:
    return Options({"road": road, "fees": fees})


def test_who_gave_when_is_read_from_what_own_offers_were_worth() -> None:
    table = talks(OVER, 2)
    table = after(table, "alba", Propose(deal=deal("open", "none")))
    table = after(table, "brae", Propose(deal=deal("shut", "some")))
    table = after(table, "brae", Propose(deal=deal("half", "some")))
    table = after(table, "alba", Propose(deal=deal("open", "some")))
    table = after(table, "alba", Propose(deal=deal("open", "none")))
    table = after(table, "alba", Propose(deal=Options({"road": "half"})))
    result = found(table, (ALBA, BRAE))
    alba, brae = result.giving
    assert [one.worth and one.worth["alba"] for one in alba.offers] == [100, 60, 100, None]
    assert (alba.began, alba.step, alba.back) == (4, 40, 1)
    assert (brae.began, brae.step, brae.back) == (3, 16, 0)
    assert result.first_to_give is brae
    assert result.largest_step is alba
    assert result.moves == 6
    assert result.minutes == 5
    assert not result.over
    assert result.parting is None


def test_which_moves_programs_made_is_kept_and_pauses_are_not_counted() -> None:
    table = agreed(talks(OVER, 2), deal("half", "some"))
    sheets = ClassSheets(
        holder="ngo",
        parties=("alba", "brae"),
        agenda=OVER,
        interests=frozendict({"alba": ALBA, "brae": BRAE}),
    )
    times = [START + timedelta(minutes=10 * n) for n in range(len(table.events))]
    brae = next(one.number for one in table.events if one.seat == "brae")
    result = result_of(
        table,
        times,
        sheets,
        is_played=lambda number: number == brae,
        in_pauses=lambda start, end: timedelta(minutes=4),
    )
    assert result.by_seat == {"alba": 1, "brae": 1}
    assert result.by_program == {"brae": (2,)}
    assert result.minutes == 6


def test_how_near_they_came_is_said_without_a_deal() -> None:
    table = after(talks(OVER, 2), "alba", Propose(deal=deal("open", "none")))
    table = after(table, "brae", Withdraw())
    result = found(table, (ALBA, BRAE))
    assert result.parting is not None
    assert result.parting.closest is not None
    assert result.parting.closest.standing.short == {"brae": 30}
    assert result.by_numbers.possible


def test_a_deal_is_said_by_marks_where_there_are_no_numbers() -> None:
    marks = {
        "road": frozendict({"half": Marked(mark=Mark.LIVE), "open": Marked(mark=Mark.WANT)}),
        "fees": frozendict({"some": Marked(mark=Mark.CANNOT)}),
    }
    own = Interests(id="a", party="alba", held_by="ngo", marks=frozendict(marks))
    none = Interests(id="b", party="brae", held_by="ngo")
    table = agreed(talks(OVER, 2), deal("half", "some"))
    result = found(table, (own, none), lacks="The sheets are in words.")
    assert result.by_numbers.missing == "The sheets are in words."
    assert not result.by_numbers.worth
    alba, brae = result.marks["alba"], result.marks["brae"]
    assert (alba.want, alba.lives, alba.cannot, alba.unknown) == (0, 1, ("fees",), 0)
    assert brae.unknown == 2


def test_a_changed_agenda_without_numbers_is_not_compared() -> None:
    table = agreed(talks(OVER, 2), deal("half", "some"))
    own = evolve(ALBA, issues=frozendict({"road": ALBA.issues["road"]}))
    assert "no numbers" in found(table, (own, BRAE)).by_numbers.missing
