"""Values and red lines that move outside the room: everything that goes by them follows."""

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.play.build import Domain, by_one, domains, opposed, talks

from accord.deals.worth import Worth
from accord.delegates import catalogue
from accord.fighting.scripted import Scripted, ScriptedRedLines, ScriptedRound
from accord.model import NOTHING_MOVED, Exclusion, InterestsMoved, Range
from accord.play import (
    Game,
    Played,
    engine_for,
    games,
    offers,
    parting,
    play,
    summary,
)
from accord.play.chance import chance
from accord.play.columns import Columns
from accord.play.engines import play_columns
from accord.play.numbers import ranged
from accord.talks import Role, view

SITTING = [name for name, kind in catalogue().items() if kind.role is Role.DELEGATION]
ISSUE = "issue-0"


def moved(
    *steps: tuple[int, dict[str, float]], lines: dict[int, tuple[Exclusion, ...]] | None = None
) -> tuple[Scripted, ...]:
    """Return a script that moves Alba's values on the first issue, and its red lines."""
    script = [
        ScriptedRound(
            round=Range(number, number),
            values=frozendict(alba=frozendict({ISSUE: _ranges(points)})),
        )
        for number, points in steps
    ]
    script += [
        ScriptedRound(
            round=Range(number, number),
            red_lines=frozendict(alba=ScriptedRedLines(added=added)),
        )
        for number, added in (lines or {}).items()
    ]
    return (Scripted(id="front", script=tuple(script)),)


def _ranges(points: dict[str, float]) -> frozendict[str, Range]:
    return frozendict({option: Range(by, by) for option, by in points.items()})


def said(played: Played) -> list[tuple[Any, ...]]:
    """Return who did what, without what happened outside."""
    return [(e.round, e.seat, e.what) for e in played.log if e.seat]


def before_anybody(held: Domain, by: InterestsMoved) -> Domain:
    """Return the same talks with the numbers changed from the start."""
    return held[0], tuple(one.as_moved({"alba": by}) for one in held[1])


points = st.dictionaries(
    st.sampled_from(["low", "middle"]), st.sampled_from([-40.0, -7.5, 12.0, 60.0]), min_size=1
)
no_low = Exclusion(id="no-low", never=frozendict({ISSUE: ("low",)}))


@pytest.mark.parametrize("name", SITTING)
@settings(max_examples=6)
@given(held=domains(), by=points, line=st.booleans(), seed=st.integers(0, 50))
def test_what_moves_before_anybody_speaks_is_as_if_the_numbers_were_so_from_the_start(
    name: str, held: Domain, by: dict[str, float], line: bool, seed: int
) -> None:
    by = {option: one for option, one in by.items() if option in held[0].issues[ISSUE].choices}
    held = by_one(held)
    script = moved((1, by), lines={1: (no_low,)} if line else None)
    now = NOTHING_MOVED.with_values({ISSUE: by})
    now = now.with_red_lines((no_low,) if line else (), ())
    one = play(
        evolve(
            talks(f"alba={name}", held=held, seed=seed, rounds=5), fighting=script if by else ()
        )
    )
    if not by:
        return
    two = play(talks(f"alba={name}", held=before_anybody(held, now), seed=seed, rounds=5))
    assert said(one) == said(two)
    assert one.numbers == two.begun and one.worth == two.worth
    assert [e[1] for e in offers(one)] == [e[1] for e in offers(two)]
    assert parting(one).last == parting(two).last
    if one.deal is not None:
        assert one.compared == two.compared


@given(held=domains(), by=points, seed=st.integers(0, 50))
def test_a_move_and_its_reverse_change_nothing(
    held: Domain, by: dict[str, float], seed: int
) -> None:
    by = {option: one for option, one in by.items() if option in held[0].issues[ISSUE].choices}
    if not by:
        return
    back = {option: -one for option, one in by.items()}
    game = talks("alba=boulware", held=held, rounds=5, seed=seed)
    there = evolve(game, fighting=moved((1, by), (1, back)))
    plain, both = play(game), play(there)
    assert said(plain) == said(both) and plain.numbers == both.numbers


def test_the_other_side_sees_nothing_of_it() -> None:
    game = talks("alba=boulware", "delta=random-walker", rounds=3)
    one = play(evolve(game, fighting=moved((2, {"low": 40.0}))))
    two = play(evolve(game, fighting=moved((2, {"low": -40.0}))))
    mine = [[e for e in played.log if e.seat == "delta"] for played in (one, two)]
    assert [e.what for e in mine[0] if e.round < 2] == [e.what for e in mine[1] if e.round < 2]
    heard = [view(played.table, "delta") for played in (one, two)]
    assert all(e.kind != "values-moved" for each in heard for e in each.heard)
    assert all(each.moved == NOTHING_MOVED for each in heard)


class Pure:
    """An engine from elsewhere that plays such talks, by the table, and measures nothing."""

    def numbers(self, game: Game, seeds: Sequence[int]) -> Worth:
        worth = ranged(game.setup.agenda, game.interests)
        return worth.at(chance(worth.how_many, seeds))

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        played = [summary(evolve(game, seed=one, draws=True, measured=0)) for one in seeds]
        return Columns.of(game, [evolve(one, distance=None) for one in played])


def test_many_talks_are_measured_by_the_numbers_as_they_are_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    split = opposed(walk_away={"alba": (20, 100), "delta": (40, 50)})
    game = talks("alba=random-walker", held=split, rounds=4, seed=4)
    line = Exclusion(id="line", never=frozendict({"issue-1": ("low",)}))
    game = evolve(game, fighting=moved((2, {"low": 90.0, "high": -60.0}), lines={3: (line,)}))
    held = [summary(one) for one in games(game, 60)]
    away = [one.distance for one in held if one.deal is not None]
    assert len({*away}) > 5
    monkeypatch.setattr("accord.play.engines.engines", lambda: {"pure": Pure()})
    columns, _ = play_columns(game, "pure", 0, 60)
    assert columns.distances[[one.deal is not None for one in held]].tolist() == away


def test_the_compiled_engine_leaves_such_talks_to_the_table() -> None:
    game = evolve(talks(rounds=4), fighting=moved((2, {"low": 90.0})))
    assert engine_for(game, 100_000) == "table"
