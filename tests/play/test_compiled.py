"""The compiled engine, held to the pure table move for move."""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, sides

from accord.delegates import parse
from accord.errors import AccordError
from accord.model import Agenda, Interests
from accord.play.chance import chance
from accord.play.columns import Columns
from accord.play.compiled import Engine, summaries, why_not
from accord.play.compiled.plan import PROPOSE
from accord.play.form import Form
from accord.play.game import Game
from accord.play.many import games as many
from accord.play.many import summary
from accord.play.numbers import ranged
from accord.play.player import Played, play
from accord.play.streams import keys, stream
from accord.talks import Alternating, Rules, Sealed, Setup, Stacked, seats

KINDS = ["propose", "accept", "reject", "withdraw"]
PARTIES = ("alba", "brae", "cora", "dene")

numba = pytest.importorskip("numba")
sorting = pytest.importorskip("accord.play.compiled.sorting")
philox = pytest.importorskip("accord.play.compiled.philox")

conditions = st.recursive(
    st.builds("next({},{})".format, st.sampled_from([0.9, 1.0, 1.1]), st.integers(-5, 5))
    | st.builds("prev({},{})".format, st.sampled_from([0.9, 1.0]), st.integers(-5, 5))
    | st.builds("const({})".format, st.integers(0, 100))
    | st.builds("time({})".format, st.sampled_from([0.0, 0.5, 0.9, 1.0]))
    | st.builds("combi({},max)".format, st.sampled_from([0.1, 0.5, 0.9])),
    lambda one: st.builds("{}&{}".format, one, one) | st.builds("{}|{}".format, one, one),
    max_leaves=3,
)


@st.composite
def delegates(draw: st.DrawFn) -> str:
    name = draw(
        st.sampled_from(
            [
                *("boulware", "linear", "conceder", "time-dependent", "micro"),
                *("random-walker", "absolute-tit-for-tat"),
                *("relative-tit-for-tat", "averaged-tit-for-tat"),
            ]
        )
    )
    given = []
    if name in ("boulware", "conceder"):
        given.append(f"beta={draw(st.sampled_from([0.05, 0.3, 1.0, 7.0]))}")
    if name == "time-dependent":
        given += [f"beta={draw(st.sampled_from([0.2, 5.0]))}", f"k={draw(st.floats(0, 1))}"]
    if name == "random-walker":
        given.append(f"least={draw(st.integers(-20, 110))}")
    if name.endswith("tit-for-tat"):
        parameter = "gamma" if name.startswith("averaged") else "delta"
        given.append(f"{parameter}={draw(st.integers(1, 3))}")
    if name == "absolute-tit-for-tat":
        given.append(f"shift={draw(st.sampled_from([0, 5, 40]))}")
    if name != "micro":
        given.append(f"accept={draw(conditions)}")
    given.append(f"horizon={draw(st.integers(1, 30))}")
    return f"{name}:{','.join(given)}"


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    kind = draw(st.sampled_from([Alternating, Stacked]))
    rounds = draw(st.none() | st.integers(1, 12))
    least = 1 if rounds is None else 0
    moves = draw(st.none() | st.integers(1, 60)) if not least else draw(st.integers(1, 60))
    return kind(rounds=rounds, moves=moves, sessions=draw(st.none() | st.integers(1, 2)))


@st.composite
def games(draw: st.DrawFn) -> Game:
    over = draw(agendas())
    parties = PARTIES[: draw(st.integers(2, 4))]
    own = tuple(draw(sides(over, party)) for party in parties)
    mandates = {}
    if draw(st.booleans()):
        issue = draw(st.sampled_from(list(over.issues)))
        options = list(over.issues[issue].choices)
        few = st.lists(st.sampled_from(options), min_size=1, unique=True).map(tuple)
        mandates[parties[0]] = {issue: draw(few)}
    return game(
        over,
        own,
        draw(rules()),
        {party: draw(delegates()) for party in parties},
        seed=draw(st.integers(0, 2**64)),
        draws=draw(st.booleans()),
        mandates=mandates,
    )


def game(
    over: Agenda,
    own: tuple[Interests, ...],
    by: Rules,
    sitting: Mapping[str, str],
    mandates: Any = frozenset(),
    **rest: Any,
) -> Game:
    parties = tuple(one.party for one in own)
    setup = Setup(agenda=over, seats=seats(parties), rules=by, mandates=dict(mandates))
    programs = {one.party: parse(sitting[one.party])(one) for one in own}
    return Game(setup=setup, interests=own, delegates=programs, **rest)


def told(played: Played) -> list[tuple[str, str, Any]]:
    """Return the moves that were made: who, which kind, which deal."""
    return [
        (event.seat, event.kind, getattr(event.what, "deal", None))
        for event in played.log
        if event.seat
    ]


@given(games(), st.lists(st.integers(0, 2**48), max_size=3))
def test_moves_are_those_of_the_table(one: Game, others: list[int]) -> None:
    hold_to_the_table(one, [one.seed, *others])


def hold_to_the_table(one: Game, seeds: list[int]) -> None:
    """Hold a game with some seeds, and compare every move with those at the pure table."""
    assert why_not(one) == ""
    engine = Engine(one)
    ends = engine.play(seeds, log=True)
    for talk, seed in enumerate(seeds):
        played = play(evolve(one, seed=seed))
        moves = [
            (
                PARTIES[who],
                KINDS[kind],
                engine.deal(deal) if kind == PROPOSE else None,
            )
            for who, kind, deal in ends.log[talk].tolist()
            if who >= 0
        ]
        assert moves == told(played)
        assert engine.deal(int(ends.deal[talk])) == played.deal
        assert ends.rounds[talk] == played.rounds
        assert ends.moves[talk] == played.table.moves
        assert engine.reason(int(ends.how[talk]), int(ends.leaver[talk])) == played.reason
        for worth, (party, expected) in zip(
            ends.worth[talk].tolist(), played.worth.items(), strict=True
        ):
            assert abs(worth - expected) < 1e-6, party


@given(games(), st.lists(st.integers(0, 2**64), min_size=1, max_size=4))
def test_drawn_numbers_are_those_of_the_delegates(one: Game, seeds: list[int]) -> None:
    drawn = Engine(evolve(one, draws=True)).numbers(seeds)
    for talk, seed in enumerate(seeds):
        assert drawn[talk] == evolve(one, seed=seed, draws=True).numbers


@given(games(), st.integers(0, 2))
def test_keeps_of_many_talks_what_the_table_keeps_to_the_last_bit(
    one: Game, start: int
) -> None:
    columns, draws = summaries(one, start, 4)
    expected = Columns.of(one, list(map(summary, many(one, 4, start))))
    form = Form.of(one)
    assert form.cells(columns) == form.cells(expected)
    worth = ranged(one.setup.agenda, one.interests)
    assert draws == worth.at(chance(worth.how_many, columns.seeds))


@given(st.lists(st.integers(0, 2**70), min_size=1, max_size=3), st.text(), st.integers(1, 50))
def test_draws_are_those_of_the_streams(seeds: list[int], seat: str, count: int) -> None:
    found = np.zeros((len(seeds), count))
    words, of_seat = keys(seeds, seat)
    philox.uniform(words, of_seat, np.zeros(philox.ROOM, np.uint64), found)
    assert found.tolist() == [stream(seed, seat).random(count).tolist() for seed in seeds]


@pytest.mark.parametrize("tactic", ["linear", "conceder", "micro", "random-walker:least=40"])
@pytest.mark.parametrize("draws", [False, True], ids=["same", "drawn"])
@pytest.mark.parametrize("joined", [False, True], ids=["halves", "whole"])
@pytest.mark.parametrize("coarse", [False, True], ids=["differing", "ties"])
def test_larger_agendas_too(tactic: str, draws: bool, joined: bool, coarse: bool) -> None:
    """Every way to find deals: in halves or whole, sorted by insertion, buckets or merging."""
    rng, options = random.Random(f"{tactic}{coarse}"), ["a", "b", "c", "d", "e"]
    over = agenda({f"i{n}": options for n in range(5)})
    values = (0, 50, 100) if coarse else range(101)
    weights = (0, 1) if coarse else range(1, 100)
    own = tuple(
        interests(
            party,
            {
                issue: (rng.choice(weights), {o: rng.choice(values) for o in options})
                for issue in over.issues
            },
            walk_away=20.0,
            # A red line about the first and the last issue and all between joins them.
            red_lines=[{issue: ("e",) for issue in over.issues}] if joined else [],
        )
        for party in PARTIES[:2]
    )
    one = game(over, own, Stacked(rounds=15), dict.fromkeys(PARTIES, tactic), draws=draws)
    hold_to_the_table(one, [1, 2, 3])


few_or_far = st.integers(-5, 5) | st.integers(-(2**60), 2**60)


@given(st.lists(few_or_far, min_size=1, max_size=200))
def test_sorts_as_python_does(values: list[int]) -> None:
    given_ = np.array([values, range(len(values))], dtype=np.int64)
    expected = sorted(zip(*given_.tolist(), strict=True))
    sums, numbers = np.zeros((2, len(values)), dtype=np.int64)
    buckets = np.zeros(4 * len(values) + 1, dtype=np.int64)
    sorting.sort(given_, len(values), sums, numbers, buckets)
    assert list(zip(sums.tolist(), numbers.tolist(), strict=True)) == expected


def test_says_what_it_leaves_to_the_table() -> None:
    over = agenda({"i": ["a", "b"]})
    own = tuple(interests(p, {"i": (1, {"a": 0, "b": 100})}) for p in ("alba", "brae"))
    sealed = game(over, own, Sealed(rounds=2), {"alba": "linear", "brae": "micro"})
    assert "sealed" in why_not(sealed)
    with pytest.raises(AccordError, match="pure table"):
        Engine(sealed)
    mean = {"alba": "linear:accept=combi(0.5,avg)", "brae": "micro"}
    assert "alba" in why_not(game(over, own, Stacked(rounds=2), mean))
    assert "100,000 moves" in why_not(
        game(over, own, Stacked(rounds=10**6), {"alba": "linear", "brae": "micro"})
    )
