"""What happens outside between the rounds of talks that are played."""

import math
import random
from typing import Any, ClassVar

import pytest
from attrs import evolve, frozen
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.play.build import Domain, by_one, domains, opposed, talks, with_mandate

from accord.deals import Deals
from accord.delegates import catalogue
from accord.errors import AccordError
from accord.fighting.scripted import Scripted, ScriptedNews, ScriptedRound, shift
from accord.model import Range
from accord.play import (
    Played,
    engine_for,
    parting,
    play,
    played_to_json,
)
from accord.play.engines import why_table
from accord.play.many import fingerprint
from accord.talks import (
    Accept,
    Instruct,
    MandateMoved,
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
from accord.testing.fighting_contract import trial_front

FRONT = trial_front(("alba", "delta"))
UNMEDIATED = [name for name, rules in rule_sets().items() if not rules.needs_mediator]
SITTING = [name for name, kind in catalogue().items() if kind.role is Role.DELEGATION]

moves_outside = st.lists(
    st.builds(
        shift,
        st.sampled_from(["alba", "delta"]),
        st.sampled_from([-1000, -10, -2.5, 0, 5, 20, 1000]),
        st.integers(1, 5),
    ),
    max_size=4,
).map(tuple)


def at_round(number: int, by: float, party: str = "alba") -> tuple[Scripted, ...]:
    return (shift(party, by, number),)


def moves(played: Played) -> list[tuple[Any, ...]]:
    """Return who did what, without the numbers of events."""
    return [
        (e.round, e.seat, e.kind, getattr(e.what, "deal", None)) for e in played.log if e.seat
    ]


@pytest.mark.parametrize("rules", UNMEDIATED)
@settings(max_examples=25)
@given(held=domains(), fighting=moves_outside, seed=st.integers(0, 100))
def test_values_move_when_their_round_begins(
    rules: str, held: Domain, fighting: tuple[Scripted, ...], seed: int
) -> None:
    game = talks("alba=random-walker", rules=rules, rounds=5, held=held)
    game = evolve(game, seed=seed, fighting=fighting)
    played = play(game)
    assert write(play(game).log) == write(played.log)
    assert replay(read(write(played.log))) == played.table
    happened = [e for e in played.log if isinstance(e.what, WalkAwayMoved)]
    reached = max(e.round for e in played.log if e.seat)
    assert [(e.round, e.what) for e in happened] == [
        (number, what)
        for number in range(1, reached + 1)
        for one in fighting
        for before in one.course(FRONT, random.Random(0))
        for what in before.happenings
        if before.round == number
    ]
    for event in happened:
        before = [e for e in played.log[: event.number - 1] if e.seat]
        assert all(e.round < event.round for e in before)


@given(held=domains(), fighting=moves_outside)
def test_each_goes_by_its_value_as_it_is_then(
    held: Domain, fighting: tuple[Scripted, ...]
) -> None:
    agenda, interests = held
    played = play(evolve(talks("delta=conceder", rounds=5, held=held), fighting=fighting))
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
@given(held=domains(), fighting=moves_outside)
def test_no_delegate_breaks_when_its_value_moves(
    name: str, held: Domain, fighting: tuple[Scripted, ...]
) -> None:
    for rules in ("alternating", "sealed"):
        game = talks(f"alba={name}", f"delta={name}", rules=rules, rounds=5, held=by_one(held))
        assert play(evolve(game, fighting=fighting)).table.over


@pytest.mark.parametrize("rules", UNMEDIATED)
def test_the_other_side_sees_nothing_of_it(rules: str) -> None:
    """A value that moves by nothing changes no move, though it takes a place in the log."""
    for text in (rules, f"{rules}:rounds=none,moves=30"):
        game = talks("delta=absolute-tit-for-tat", rules=text, rounds=6)
        still = evolve(game, fighting=at_round(1, 0) + at_round(1, 0, "delta"))
        assert moves(play(still)) == moves(play(game))


def test_a_better_way_out_ends_talks_and_a_worse_one_makes_a_deal() -> None:
    game = talks(held=opposed(walk_away={"alba": 80, "delta": 80}, ranged=False))
    assert play(game).deal is None
    assert play(evolve(game, fighting=at_round(2, -60) + at_round(2, -60, "delta"))).deal
    left = play(evolve(talks(), fighting=at_round(2, 90)))
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
        fighting=at_round(2, by, "delta"),
    )
    played = play(game)
    judged = next(e for e in played.log if isinstance(e.what, Ratify | Refuse))
    assert type(judged.what) is said


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (shift("holm", 5, 1), "there is no party 'holm' at the table; there are: alba, delta"),
        (shift("alba", 5, 9), "Round 9 is none of these talks: .* 1 to 8"),
    ],
)
def test_models_that_cannot_go_with_talks_are_refused(model: Scripted, sentence: str) -> None:
    with pytest.raises(AccordError, match=sentence):
        evolve(talks(), fighting=(model,))


@pytest.mark.parametrize(
    ("by", "number", "sentence"),
    [
        (math.nan, 1, "walk_away.alba must have both ends"),
        (
            1e9,
            1,
            "walk_away.alba must be at least -1,000,000 and at most 1,000,000, not 1000000000",
        ),
        (5, 0, "round must be a whole number and at least 1, not 0"),
    ],
)
def test_shifts_that_cannot_be_are_refused(by: float, number: int, sentence: str) -> None:
    with pytest.raises(AccordError, match=sentence):
        shift("alba", by, number)


def test_what_is_assumed_tells_talks_apart_and_who_assumes_it_does_not() -> None:
    game, other = talks(), evolve(talks(), fighting=at_round(3, -5))
    assert (
        fingerprint(game)
        != fingerprint(other)
        != fingerprint(evolve(other, fighting=at_round(4, -5)))
    )
    assert engine_for(game, 10_000) == engine_for(other, 10_000) == "compiled"
    (model,) = other.fighting
    same = evolve(model, held_by="delta", basis="a guess")
    assert fingerprint(evolve(other, fighting=(same,))) == fingerprint(other)
    (plain,) = played_to_json(play(other))["fighting"]
    assert plain == {
        "model": "scripted",
        "id": "shift",
        "script": [{"round": "3", "walk_away": {"alba": "-5"}}],
    }


def given_mandate(number: int, *options: str) -> Scripted:
    mandate = frozendict({"issue-0": options})
    step = ScriptedRound(
        round=Range(number, number),
        mandates=frozendict({"delta": mandate}),
        why="a new minister",
    )
    return Scripted(id="capital", script=(step,))


def test_a_mandate_that_is_moved_holds_where_no_principal_sits() -> None:
    game = evolve(talks(rounds=4), fighting=(given_mandate(2, "low"),))
    played = play(game)
    (moved,) = (e for e in played.log if isinstance(e.what, MandateMoved))
    assert (moved.round, moved.heard) == (2, ("delta",))
    assert played.table.mandates["delta"] == {"issue-0": ("low",)}
    assert "table plays" in why_table(game)
    assert engine_for(game, 10_000) == "table"


def test_a_mandate_that_is_moved_is_given_by_the_principal_who_then_gives_no_other() -> None:
    agenda, (alba, delta) = opposed()
    held = agenda, (alba, with_mandate(delta, {"issue-0": ("low",)}))
    plain = talks(rounds=6, held=held, rules="stacked")
    given = {e.round for e in play(plain).log if e.kind == "instruct"}
    assert max(given) > 3  # by itself the principal goes on widening what it leaves
    played = play(evolve(plain, fighting=(given_mandate(3, "middle", "high"),)))
    told = [e for e in played.log if e.kind == "instruct"]
    assert [e.round for e in told if e.round >= 3] == [3]
    assert (told[-1].seat, told[-1].what) == (
        "delta-principal",
        Instruct(mandate={"issue-0": ("middle", "high")}, text="a new minister"),
    )
    assert played.table.mandates["delta"] == {"issue-0": ("middle", "high")}
    assert not any(isinstance(e.what, MandateMoved) for e in played.log)


def test_news_changes_no_move_and_values_that_move_change_what_a_deal_is_worth() -> None:
    news = ScriptedRound(round=Range(2, 2), news=(ScriptedNews(text="A bridge fell."),))
    told = evolve(talks(), fighting=(Scripted(id="news", script=(news,)),))
    assert moves(play(told)) == moves(play(talks()))
    assert engine_for(told, 10_000) == "compiled"
    more = frozendict({"alba": frozendict({"issue-2": frozendict({"low": Range(50, 50)})})})
    step = ScriptedRound(round=Range(1, 1), values=more)
    game = evolve(talks(), fighting=(Scripted(id="more", script=(step,)),))
    deal = dict.fromkeys(talks().setup.agenda.issues, "low")
    choice = game.numbers.names.choices([deal])
    before, after = game.numbers.points(choice), play(game).numbers.points(choice)
    assert after[0, 0] > before[0, 0] and after[0, 1] == before[0, 1]
    assert engine_for(game, 10_000) == "table"
