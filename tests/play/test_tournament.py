"""Tournaments, against counting by hand and listing every deal."""

import json
import math
from collections import Counter
from itertools import product
from pathlib import Path
from random import Random
from typing import ClassVar

import numpy as np
import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from tests.play.build import Domain, domains, opposed, process

from accord.deals import Deals
from accord.delegates import Recipe, parse
from accord.errors import AccordError
from accord.kernels.ties import Floats
from accord.play import play
from accord.play.tournament import (
    MOST_TALKS,
    Tournament,
    TournamentCase,
    outcome,
    play_tournament,
    results,
    results_to_json,
)
from accord.store import examine, log_lines, read_lines, write_log
from accord.talks import Move, Role, View, to_json

FEW = ("linear", "boulware:beta=0.2", "random-walker")


def case(name: str = "river", held: Domain | None = None) -> TournamentCase:
    agenda, interests = held or opposed(ranged=False)
    parties = [one.party for one in interests]
    return TournamentCase(
        name=name, process=process(agenda, parties, ("host",)), interests=interests
    )


def tournament(
    *cases: TournamentCase, delegates: tuple[str, ...] = FEW, **given: object
) -> Tournament:
    settings: dict[str, object] = {"rounds": 6, **given}
    return Tournament(
        cases=cases or (case(),),
        delegates=tuple(map(parse, delegates)),
        **settings,  # type: ignore[arg-type]
    )


THREE = (
    opposed(ranged=False)[0],
    (
        *opposed(ranged=False)[1],
        evolve(opposed(ranged=False)[1][0], id="gamma", party="gamma", held_by="gamma"),
    ),
)


def test_every_delegate_sits_in_every_seat_with_every_other() -> None:
    asked = tournament(case(), case("lake", THREE), repeat=2)
    assert asked.talks == 2 * (3**2 + 3**3) == len(asked.seatings)
    every = Counter((one.case, *one.delegates.values()) for one in asked.seatings)
    names = [str(one) for one in asked.delegates]
    expected = [("river", *who) for who in product(names, repeat=2)]
    expected += [("lake", *who) for who in product(names, repeat=3)]
    assert every == Counter({who: 2 for who in expected})
    for seating, game in zip(asked.seatings, asked.games(), strict=True):
        assert seating.seed == game.seed
        assert set(seating.delegates) == set(game.setup.delegations)
        for party, name in seating.delegates.items():
            assert game.delegates[party].name == name.partition(":")[0]
    assert [game.number for game in asked.games()] == list(range(asked.talks))


def test_a_talk_has_its_seed_whoever_else_takes_part() -> None:
    few, more = tournament(), tournament(case("lake"), case(), delegates=(*FEW, "conceder"))
    seeds = {(one.case, one.delegates): one.seed for one in more.seatings}
    assert all(seeds[one.case, one.delegates] == one.seed for one in few.seatings)
    assert len(set(seeds.values())) == len(seeds)
    assert {one.seed for one in tournament(seed=1).seatings}.isdisjoint(seeds.values())


def test_talks_are_the_same_to_the_byte_on_processes(tmp_path: Path) -> None:
    asked = tournament(repeat=2, draws=True, seed=5)
    here = play_tournament(asked)
    there = play_tournament(asked, workers=2)
    assert there == here
    assert json.dumps(results_to_json(there)) == json.dumps(results_to_json(here))
    for (_, found), game in zip(here.talks, asked.games(), strict=True):
        file = tmp_path / f"{found.log}.jsonl"
        write_log(file, log_lines(map(to_json, play(game).log)))
        verified = examine(read_lines(file), found.log)
        assert verified.broken is None and verified.head == found.log
    assert len({found.log for _, found in here.talks}) > 5


@given(
    parties=st.integers(2, 3),
    sample=st.integers(1, 30),
    seed=st.integers(0, 99),
    data=st.data(),
)
def test_seatings_are_drawn_once_each_and_evenly(
    parties: int, sample: int, seed: int, data: st.DataObject
) -> None:
    names = FEW[: data.draw(st.integers(1, 3))]
    one = case(held=THREE) if parties == 3 else case()
    asked = tournament(one, delegates=names, sample=sample, seed=seed)
    drawn = [tuple(one.delegates.values()) for one in asked.seatings]
    assert len(drawn) == len(set(drawn)) == min(sample, len(names) ** parties) == asked.talks
    assert asked.seatings == evolve(asked).seatings
    for seat in range(parties):
        sat = Counter(who[seat] for who in drawn)
        assert max(sat.values()) - min(sat.get(str(parse(n)), 0) for n in names) <= 1


def listed(held: Domain) -> tuple[Floats, Floats]:
    """Return what every deal is worth, and the walk-away values."""
    agenda, interests = held
    deals = [
        dict(zip(agenda.issues, taken, strict=True))
        for taken in product(*(issue.choices for issue in agenda.issues.values()))
    ]
    points = np.array(
        [list(one.worth.values()) for one in Deals(agenda, interests).worths(deals)]
    )
    return points, np.array([one.walk_away_value.middle for one in interests])


@given(held=domains(), seed=st.integers(0, 9))
def test_distances_are_those_to_the_best_of_all_deals_listed(held: Domain, seed: int) -> None:
    asked = tournament(case(held=held), delegates=("random-walker",), seed=seed, rounds=2)
    (game,) = asked.games()
    found, played = outcome(game), play(game)
    points, floor = listed(held)
    accepted = points[(points >= floor - 1e-6).all(axis=1)]
    end = floor
    if played.deal is not None:
        (valued,) = Deals(held[0], held[1]).worths([played.deal])
        end = np.array(list(valued.worth.values()))
    assert list(found.worth.values()) == pytest.approx(end, abs=1e-6)
    assert found.agreed == (played.deal is not None)
    if not len(accepted):
        assert (found.nash, found.welfare) == (None, None)
        return
    gains = np.maximum(accepted - floor, 0)
    far = np.linalg.norm(accepted - end, axis=1)
    total = gains.sum(axis=1)
    assert found.welfare == pytest.approx(far[total >= total.max() - 1e-6].min(), abs=1e-6)
    products = gains.prod(axis=1)
    if products.max() > 1e-3:
        best = products >= products.max() * (1 - 1e-9)
        assert found.nash == pytest.approx(far[best].min(), abs=1e-6)


def test_standings_count_every_seat_of_every_talk() -> None:
    asked = tournament(case(), case("lake", THREE), repeat=2)
    found = play_tournament(asked)
    assert [one.worth.mean for one in found.standings] == sorted(
        (one.worth.mean for one in found.standings), reverse=True
    )
    for standing in found.standings:
        had, deals = [], []
        for seating, one in found.talks:
            for party in seating.delegates:
                if seating.delegates[party] == standing.delegate:
                    had.append(one.worth[party])
                    deals.append(one.agreed)
        assert standing.worth.among == len(had) == 2 * (6 + 27)
        assert standing.worth.mean == pytest.approx(np.mean(had))
        assert standing.agreed.mean == pytest.approx(np.mean(deals))
        # With two others: 3 pairs in talks of two, 6 sets of three with it in talks of three.
        assert standing.worth.groups == 3 + 6
    assert found.closed == () and found.error == 0


def test_talks_where_nothing_can_be_agreed_count_in_no_distance() -> None:
    shut = opposed(ranged=False, walk_away={"alba": 90, "delta": 90})
    found = play_tournament(tournament(case(), case("shut", shut)))
    assert found.closed == ("shut",)
    for one in found.standings:
        assert one.worth.among == one.agreed.among == 2 * one.nash.among == 12
    nothing = play_tournament(tournament(case("shut", shut)))
    assert all(math.isnan(one.nash.mean) for one in nothing.standings)
    assert all(one.worth.mean == 90 for one in nothing.standings)
    plain = json.loads(json.dumps(results_to_json(nothing), allow_nan=False))
    assert plain["no_deal_possible"] == ["shut"]
    assert plain["standings"][0]["nash"]["mean"] is None


def test_results_need_an_outcome_for_every_talk() -> None:
    asked = tournament(delegates=("linear",))
    (game,) = asked.games()
    assert len(results(asked, [outcome(game)]).talks) == 1
    with pytest.raises(ValueError):
        results(asked, [])


@frozen
class Chair:
    """A mediator that is not asked to move."""

    name: ClassVar[str] = "chair"
    role: ClassVar[Role] = Role.MEDIATOR

    def move(self, view: View, rng: Random) -> Move:
        raise NotImplementedError


def test_a_mediator_sits_where_the_rules_need_one() -> None:
    with pytest.raises(AccordError, match="a mediator must sit"):
        next(tournament(rules="shuttle").games())
    for rules, sits in (("shuttle", True), ("stacked", False)):
        asked = tournament(rules=rules, mediator=Recipe(Chair))
        assert all(("host" in one.delegates) == sits for one in asked.games())
        assert all("host" not in one.delegates for one in asked.seatings)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"cases": ()}, "A tournament needs a process"),
        ({"delegates": ()}, "A tournament needs a delegate"),
        ({"delegates": (parse("linear"), parse("linear"))}, "'linear' is entered twice"),
        ({"cases": (case(), case())}, "process 'river' is entered twice"),
        ({"repeat": MOST_TALKS}, "These are 90,000 talks, more than 10,000"),
    ],
)
def test_what_cannot_be_held_is_refused(given: dict[str, object], sentence: str) -> None:
    settings: dict[str, object] = {"cases": (case(),), "delegates": tuple(map(parse, FEW))}
    with pytest.raises(AccordError, match=sentence):
        Tournament(**{**settings, **given})  # type: ignore[arg-type]


def test_many_talks_are_held_where_the_seatings_are_counted() -> None:
    assert tournament(repeat=MOST_TALKS, sample=9).talks == 9 * MOST_TALKS
    assert tournament(case("lake", THREE), sample=4).talks == 4
