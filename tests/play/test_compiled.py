"""The compiled engine, held to the pure table move for move."""

import math
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
from tests.play.build import Wandering

from accord.delegates import parse
from accord.errors import AccordError
from accord.fighting.scripted import shift
from accord.model import Agenda, Interests
from accord.play.chance import chance
from accord.play.columns import Columns
from accord.play.compiled import Engine, programs, why_not
from accord.play.engines import play_columns
from accord.play.game import Game
from accord.play.many import games as many
from accord.play.many import summary
from accord.play.numbers import ranged
from accord.play.player import Played, play
from accord.play.row_format import RowFormat
from accord.play.streams import keys, stream
from accord.talks import Alternating, Options, Rules, Sealed, Setup, Stacked, seats

KINDS = ["propose", "accept", "reject", "withdraw", "instruct", "ratify", "refuse"]
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
                *("issue-by-issue", "issue-by-issue", "issue-by-issue"),
            ]
        )
    )
    given = []
    if name in ("boulware", "conceder", "issue-by-issue"):
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
    if name == "issue-by-issue":
        given.append(f"parts={draw(st.sampled_from(['yes', 'no']))}")
    elif name != "micro":
        given.append(f"accept={draw(conditions)}")
    given.append(f"horizon={draw(st.integers(1, 30))}")
    return f"{name}:{','.join(given)}"


@st.composite
def rules(draw: st.DrawFn, even: bool) -> Rules:
    kind = draw(st.sampled_from([Alternating, Stacked]))
    # Where it must be even, a limit of moves is never reached: a lower one is for the table.
    limit = st.just(1000) if even else st.integers(1, 60)
    rounds = draw(st.integers(1, 12) if even else st.none() | st.integers(1, 12))
    moves = draw(limit if rounds is None else st.none() | limit)
    return kind(rounds=rounds, moves=moves, sessions=draw(st.none() | st.integers(1, 2)))


@st.composite
def mandates(draw: st.DrawFn, over: Agenda) -> Any:
    issues = draw(st.lists(st.sampled_from(list(over.issues)), unique=True, max_size=2))
    found = {}
    for issue in issues:
        options = st.sampled_from(list(over.issues[issue].choices))
        found[issue] = tuple(draw(st.lists(options, min_size=1, unique=True)))
    return found


@st.composite
def games(draw: st.DrawFn) -> Game:
    over = draw(agendas())
    parties = PARTIES[: draw(st.integers(2, 4))]
    own = tuple(draw(sides(over, party)) for party in parties)
    sitting = {party: draw(delegates()) for party in parties}
    capitals = draw(st.lists(st.sampled_from(parties), unique=True))
    for party in capitals:
        margin, beta = draw(st.sampled_from([0, 15])), draw(st.sampled_from([0.3, 1, 4]))
        sitting[f"{party}-principal"] = f"principal:margin={margin},beta={beta}"
    bound = draw(st.lists(st.sampled_from(parties), unique=True))
    shifted = not any("micro" in one or "tit-for-tat" in one for one in sitting.values())
    moves = st.builds(
        shift,
        st.sampled_from(parties),
        st.integers(-30, 30).map(float),
        st.integers(1, 4),
    )
    by = draw(rules(bool(capitals) or any("issue" in one for one in sitting.values())))
    fighting = draw(st.lists(moves, max_size=2)) if shifted else []
    wandering = st.sampled_from([(), (Wandering(id="wandering"),)])
    drifts = draw(wandering) if shifted else ()
    return game(
        over,
        own,
        by,
        sitting,
        seed=draw(st.integers(0, 2**64)),
        draws=draw(st.booleans()),
        mandates={party: m for party in bound if (m := draw(mandates(over)))},
        fighting=(
            *drifts,
            *(
                one
                for one in fighting
                if by.rounds is None or one.script[0].round.high <= by.rounds
            ),
        ),
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
    capitals = [party for party in parties if f"{party}-principal" in sitting]
    at_table = seats(parties, principals=capitals)
    setup = Setup(agenda=over, seats=at_table, rules=by, mandates=dict(mandates))
    held = {one.party: one for one in own}
    programs = {
        seat.id: parse(sitting[seat.id])(held[seat.party])
        for seat in at_table
        if seat.id in sitting
    }
    return Game(setup=setup, interests=own, delegates=programs, **rest)


def told(played: Played) -> list[tuple[Any, ...]]:
    """Return the moves that were made: who, which kind, which deal, how far, which part."""
    return [
        (
            event.seat,
            event.kind,
            getattr(event.what, "deal", None),
            bool(getattr(event.what, "ad_referendum", False)),
            tuple(getattr(event.what, "issues", ())),
        )
        for event in played.log
        if event.seat
    ]


def moves_of(engine: Engine, log: Any) -> list[tuple[Any, ...]]:
    parties = engine.game.setup.delegations
    names = [*parties, *(f"{party}-principal" for party in parties)]
    issues = list(engine.game.setup.agenda.issues)
    found = []
    for who, kind, deal, referred, part in log.tolist():
        if who >= 0:
            number = -1
            if KINDS[kind] == "propose":
                halves = engine.plan.halves.number
                number = int(halves[0, deal >> 32] + halves[1, deal & (2**32 - 1)])
            some = tuple(one for place, one in enumerate(issues) if part >> place & 1)
            found.append((names[who], KINDS[kind], engine.deal(number), bool(referred), some))
    return found


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
        moves, every = moves_of(engine, ends.log[talk]), told(played)
        # Where a walk-away value moves, the table may have to go on (`Engine.play`).
        assert moves == (every[: len(moves)] if one.fighting else every)
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
    columns, draws = play_columns(one, "compiled", start, 4)
    expected = Columns.of(one, list(map(summary, many(one, 4, start))))
    form = RowFormat.of(one)
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


@pytest.mark.parametrize("tactic", ["boulware", "conceder", "issue-by-issue"])
def test_agendas_too_large_to_list_too(tactic: str) -> None:
    rng, options = random.Random(tactic), [f"o{n}" for n in range(6)]
    over = agenda({f"i{n}": options for n in range(10)})
    own = tuple(
        interests(
            party,
            {
                i: (rng.randint(1, 9), {o: rng.random() * 100 for o in options})
                for i in over.issues
            },
            walk_away=40.0,
            red_lines=[{"i0": ("o1", "o2"), "i7": ("o3",)}, {"i1": ("o4",)}],
        )
        for party in PARTIES[:2]
    )
    one = game(over, own, Alternating(rounds=12), dict.fromkeys(PARTIES, tactic), draws=True)
    halves = Engine(one).plan.halves
    assert math.prod(map(len, (i.choices for i in over.issues.values()))) > 2**25
    assert sum(part.nbytes for part in halves) < 10 * 2**20
    hold_to_the_table(one, [1, 2])


few_or_far = st.integers(-5, 5) | st.integers(-(2**60), 2**60)


@given(st.lists(few_or_far, min_size=1, max_size=200))
def test_sorts_as_python_does(values: list[int]) -> None:
    given_ = np.array([values, range(len(values))], dtype=np.int64)
    expected = sorted(zip(*given_.tolist(), strict=True))
    sums, numbers = np.zeros((2, len(values)), dtype=np.int64)
    buckets = np.zeros(4 * len(values) + 1, dtype=np.int64)
    sorting.sort(given_, len(values), sums, numbers, buckets)
    assert list(zip(sums.tolist(), numbers.tolist(), strict=True)) == expected


def test_says_what_it_leaves_to_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    over = agenda({"i": ["a", "b"], "j": ["c", "d"]})
    worth: Any = {"i": (1, {"a": 0, "b": 100}), "j": (1, {"c": 0, "d": 100})}
    own = tuple(interests(party, worth) for party in ("alba", "brae"))
    sealed = game(over, own, Sealed(rounds=2), {"alba": "linear", "brae": "micro"})
    assert "sealed" in why_not(sealed)
    with pytest.raises(AccordError, match="pure table"):
        Engine(sealed)
    mean = {"alba": "linear:accept=combi(0.5,avg)", "brae": "micro"}
    assert "alba" in why_not(game(over, own, Stacked(rounds=2), mean))
    two = {"alba": "linear", "brae": "boulware"}
    plain = game(over, own, Stacked(rounds=2), two)
    assert why_not(plain) == ""
    served = game(over, own, Stacked(rounds=2), two | {"alba-principal": "principal"})
    assert why_not(served) == ""
    settled = evolve(plain.setup, settled=Options({"i": "a"}))
    assert "settled" in why_not(evolve(plain, setup=settled))
    ratified = evolve(served.setup, ratifies=("alba",))
    assert "ratify" in why_not(evolve(served, setup=ratified))
    asks = two | {"alba": "linear:refers=yes", "alba-principal": "principal"}
    assert "refers" in why_not(game(over, own, Stacked(rounds=2), asks))
    stepping = two | {"alba": "issue-by-issue"}
    assert "limit of moves" in why_not(game(over, own, Stacked(rounds=4, moves=9), stepping))
    imitating = game(over, own, Stacked(rounds=2), two | {"alba": "relative-tit-for-tat"})
    moved = shift("alba", 5.0, 1)
    assert "imitate" in why_not(evolve(imitating, fighting=(moved,)))
    assert why_not(evolve(plain, fighting=(moved,))) == ""
    monkeypatch.setattr(programs, "LONGEST", 7)
    assert "more than 7 moves" in why_not(
        game(over, own, Stacked(rounds=4), {"alba": "linear", "brae": "micro"})
    )
