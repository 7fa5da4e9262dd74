"""Walk-away values that move while talks are played."""

import math
import random
from typing import Any, ClassVar

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.play.build import Domain, by_one, domains, opposed, talks, with_mandate

from accord.deals import Deals
from accord.delegates import catalogue
from accord.errors import AccordError
from accord.play import (
    Played,
    Shift,
    engine_for,
    parse_shifts,
    parting,
    play,
    played_to_json,
)
from accord.play.many import fingerprint
from accord.talks import (
    Accept,
    Move,
    Options,
    Propose,
    Ratify,
    Refuse,
    Role,
    View,
    WalkAwayMoved,
    Withdraw,
    read,
    replay,
    rule_sets,
    write,
)

UNMEDIATED = [name for name, rules in rule_sets().items() if not rules.needs_mediator]
SITTING = [name for name, kind in catalogue().items() if kind.role is Role.DELEGATION]

shifts = st.lists(
    st.builds(
        Shift,
        round=st.integers(1, 5),
        party=st.sampled_from(["alba", "delta"]),
        by=st.sampled_from([-1000, -10, -2.5, 0, 5, 20, 1000]),
    ),
    max_size=4,
).map(tuple)


def at_round(number: int, by: float, party: str = "alba") -> tuple[Shift, ...]:
    return (Shift(round=number, party=party, by=by),)


def moves(played: Played) -> list[tuple[Any, ...]]:
    """Return who did what, without the numbers of events."""
    return [
        (e.round, e.seat, e.kind, getattr(e.what, "deal", None)) for e in played.log if e.seat
    ]


@pytest.mark.parametrize("rules", UNMEDIATED)
@settings(max_examples=25)
@given(held=domains(), shifts=shifts, seed=st.integers(0, 100))
def test_values_move_when_their_round_begins(
    rules: str, held: Domain, shifts: tuple[Shift, ...], seed: int
) -> None:
    game = evolve(talks("alba=random-walker", rules=rules, rounds=5, held=held), shifts=shifts)
    game = evolve(game, seed=seed)
    played = play(game)
    assert write(play(game).log) == write(played.log)
    assert replay(read(write(played.log))) == played.table
    happened = [e for e in played.log if isinstance(e.what, WalkAwayMoved)]
    reached = max(e.round for e in played.log if e.seat)
    assert [(e.round, e.what) for e in happened] == [
        (one.round, WalkAwayMoved(party=party, by=one.by))
        for number in range(1, reached + 1)
        for party in game.setup.delegations
        for one in shifts
        if one.party == party and one.round == number
    ]
    for event in happened:
        before = [e for e in played.log[: event.number - 1] if e.seat]
        assert all(e.round < event.round for e in before)


@given(held=domains(), shifts=shifts)
def test_each_goes_by_its_value_as_it_is_then(held: Domain, shifts: tuple[Shift, ...]) -> None:
    agenda, interests = held
    played = play(evolve(talks("delta=conceder", rounds=5, held=held), shifts=shifts))
    value = {one.party: one.walk_away_value.middle for one in interests}
    proposed: Options = Options()
    for event in played.log:
        match event.what:
            case WalkAwayMoved(party=party, by=by):
                value[party] += by
            case Propose(deal=deal):
                proposed = deal
            case Withdraw():
                (own,) = (one for one in interests if one.party == event.seat)
                every = {
                    i: max(v.values.values(), key=lambda r: r.low)
                    for i, v in own.issues.items()
                }
                total = sum(v.weight.low for v in own.issues.values())
                best = sum(own.issues[i].weight.low * r.low for i, r in every.items()) / total
                assert best < value[event.seat]
        if isinstance(event.what, Propose | Accept):
            (valued,) = Deals(agenda, interests).worths([proposed])
            assert valued.worth[event.seat] >= value[event.seat] - 1e-6
    if played.deal is None:
        assert dict(played.worth) == value
        found = parting(played)
        assert played_to_json(played)["walk_away"] == value
        if found.closest is not None:
            valued = found.closest.standing.valued
            assert dict(found.closest.standing.short) == pytest.approx(
                {p: value[p] - w for p, w in valued.worth.items() if value[p] - w > 1e-6}
            )


@pytest.mark.parametrize("name", SITTING)
@settings(max_examples=5)
@given(held=domains(), shifts=shifts)
def test_no_delegate_breaks_when_its_value_moves(
    name: str, held: Domain, shifts: tuple[Shift, ...]
) -> None:
    for rules in ("alternating", "sealed"):
        game = talks(f"alba={name}", f"delta={name}", rules=rules, rounds=5, held=by_one(held))
        assert play(evolve(game, shifts=shifts)).table.over


@pytest.mark.parametrize("rules", UNMEDIATED)
def test_the_other_side_sees_nothing_of_it(rules: str) -> None:
    """A value that moves by nothing changes no move, though it takes a place in the log."""
    for text in (rules, f"{rules}:rounds=none,moves=30"):
        game = talks("delta=absolute-tit-for-tat", rules=text, rounds=6)
        still = evolve(game, shifts=at_round(1, 0) + at_round(1, 0, "delta"))
        assert moves(play(still)) == moves(play(game))


def test_a_better_way_out_ends_talks_and_a_worse_one_makes_a_deal() -> None:
    game = talks(held=opposed(walk_away={"alba": 80, "delta": 80}, ranged=False))
    assert play(game).deal is None
    assert play(evolve(game, shifts=at_round(2, -60) + at_round(2, -60, "delta"))).deal
    left = play(evolve(talks(), shifts=at_round(2, 90)))
    assert isinstance(left.log[-2].what, Withdraw) and left.log[-2].round == 2
    assert left.worth == {"alba": 120, "delta": 30}


@frozen(kw_only=True)
class Eager:
    """Proposes a deal, ad referendum, and accepts any other."""

    name: ClassVar[str] = "eager"
    role: ClassVar[Role] = Role.DELEGATION

    def move(self, view: View, rng: random.Random) -> Move:
        whole = dict.fromkeys(view.agenda.issues, "middle")
        mine = view.mandate
        return (
            Accept(ad_referendum=bool(mine)) if "accept" in view.legal else Propose(deal=whole)
        )


@pytest.mark.parametrize(("by", "said"), [(0, Ratify), (50, Refuse)])
def test_what_was_initialled_is_judged_by_the_value_as_it_is_then(
    by: float, said: type
) -> None:
    """Both accept in the last move of the first round; the second begins in the capital."""
    agenda, (alba, delta) = opposed()
    held = agenda, (alba, with_mandate(delta, {"issue-0": ("low",)}))
    game = talks(rounds=3, held=held, rules="stacked")
    game = evolve(
        game,
        delegates={**game.delegates, "alba": Eager(), "delta": Eager()},
        shifts=at_round(2, by, "delta"),
    )
    played = play(game)
    judged = next(e for e in played.log if isinstance(e.what, Ratify | Refuse))
    assert type(judged.what) is said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("alba", "'alba' moves nothing: write --shift PARTY=POINTS@ROUND, such as alba=-5@3."),
        ("alba=-5", "'alba=-5' moves nothing: write --shift PARTY=POINTS@ROUND"),
        ("=-5@3", "'=-5@3' moves nothing"),
        ("alba=@3", "'alba=@3' moves nothing"),
        ("alba=5@", "'alba=5@' moves nothing"),
        ("alba=five@3", "'alba=five@3': 'five' is no number of points: write"),
        ("alba=5@x", "'alba=5@x': 'x' is the number of no round: write"),
        ("alba=5@-1", "'alba=5@-1': '-1' is the number of no round: write"),
        ("alba=5@²", "'alba=5@²': '²' is the number of no round: write"),
    ],
)
def test_what_is_no_shift_is_said(text: str, sentence: str) -> None:
    with pytest.raises(AccordError) as caught:
        parse_shifts([text])
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (
            Shift(round=1, party="holm", by=5),
            "There is no party 'holm' .*; there are: alba, de",
        ),
        (
            Shift(round=1, party="alba", by=math.nan),
            "of 'alba' cannot move by nan points: give",
        ),
        (Shift(round=1, party="alba", by=1e9), "cannot move by 1e.09 points"),
        (Shift(round=0, party="alba", by=5), "Round 0 is none of these talks: .* 1 to 8"),
        (Shift(round=9, party="alba", by=5), "Round 9 is none of these talks: .* 1 to 8"),
    ],
)
def test_shifts_that_cannot_be_are_refused(shift: Shift, sentence: str) -> None:
    with pytest.raises(AccordError, match=sentence):
        evolve(talks(), shifts=(shift,))


def test_shifts_are_read_and_tell_talks_apart() -> None:
    read_ = parse_shifts([" alba = -5 @ 3 ", "a@b=1e1@10"])
    assert read_ == (*at_round(3, -5), *at_round(10, 10, "a@b"))
    game, other = talks(), evolve(talks(), shifts=at_round(3, -5))
    assert (
        fingerprint(game)
        != fingerprint(other)
        != fingerprint(evolve(other, shifts=at_round(4, -5)))
    )
    assert engine_for(game, 10_000) == engine_for(other, 10_000) == "compiled"
    assert played_to_json(play(other))["shifts"] == [
        {"party": "alba", "by": -5.0, "round": 3, "why": ""}
    ]
