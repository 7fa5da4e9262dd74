"""Short ways to set talks of programs up."""

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import ClassVar

from attrs import evolve, frozen
from frozendict import frozendict
from hypothesis import strategies as st
from tests.deals.build import Number, agenda, combination, interests

from accord.delegates import parse
from accord.fighting import BetweenRounds, FightingModel, Front
from accord.fighting.fighting_model import figure
from accord.model import Agenda, Interests, Party, Process, Range
from accord.play import Game, game, parse_rules, parse_seats
from accord.talks import News, WalkAwayMoved

Domain = tuple[Agenda, tuple[Interests, ...]]
"""An agenda, and what deals are worth to the parties."""
OPTIONS = ("low", "middle", "high")


def process(on_it: Agenda, parties: Iterable[str], mediators: tuple[str, ...] = ()) -> Process:
    return Process(
        title="Talks",
        parties=frozendict({p: Party(id=p, name=p.capitalize()) for p in parties}),
        agenda=on_it,
        mediators=mediators,
    )


def opposed(
    issues: int = 3, walk_away: Mapping[str, Number] = frozendict(), ranged: bool = True
) -> Domain:
    """Return two parties that want opposite ends of every issue, weighed differently."""
    names = [f"issue-{n}" for n in range(issues)]
    held = []
    for party, values in (("alba", (0, 60, 100)), ("delta", (100, 60, 0))):
        weights = [n + 1 if party == "alba" else issues - n for n in range(issues)]
        held.append(
            interests(
                party,
                {
                    name: (
                        (weight, weight + 1) if ranged else weight,
                        dict(zip(OPTIONS, values, strict=True)),
                    )
                    for name, weight in zip(names, weights, strict=True)
                },
                walk_away.get(party, 30),
            )
        )
    return agenda(dict.fromkeys(names, OPTIONS)), tuple(held)


def talks(
    *seats: str,
    rules: str = "",
    rounds: int = 8,
    seed: int = 0,
    draws: bool = False,
    held: Domain | None = None,
    mediators: tuple[str, ...] = (),
) -> Game:
    on_it, of = held or opposed()
    parties = [one.party for one in of]
    programs = dict.fromkeys(parties, parse("linear")) | parse_seats(seats)
    return game(
        process(on_it, parties, mediators),
        of,
        parse_rules(rules, len(parties), rounds),
        programs,
        seed=seed,
        draws=draws,
    )


def by_one(held: Domain) -> Domain:
    """Let one holder assume the interests of all, so that programs know of each other's."""
    return held[0], tuple(evolve(one, held_by="analyst") for one in held[1])


def with_mandate(held: Interests, options: Mapping[str, Iterable[str]]) -> Interests:
    return evolve(held, mandate=combination({i: tuple(o) for i, o in options.items()}))


@st.composite
def domains(draw: st.DrawFn, parties: int = 2) -> Domain:
    """Draw small agendas with exact numbers, so that every deal can be listed."""
    sizes = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    issues = {f"issue-{n}": OPTIONS[:size] for n, size in enumerate(sizes)}
    points = st.integers(0, 100)
    held = tuple(
        interests(
            party,
            {
                name: (draw(st.integers(1, 20)), {o: draw(points) for o in options})
                for name, options in issues.items()
            },
            draw(st.integers(0, 60)),
        )
        for party in ("alba", "delta", "gamma")[:parties]
    )
    return agenda(issues), held


@frozen(kw_only=True)
class Wandering(FightingModel):
    """Moves walk-away values up and down at random, the less the higher they are.

    Attributes:
        size: By how much at most.
        chance: How often a value moves.
    """

    name: ClassVar[str] = "wandering"

    size: Range = figure("1..30", at_least=0)
    chance: Range = figure(0.5, at_least=0, at_most=1)

    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield moves before every round, without an end."""
        for number in count(1):
            moved = tuple(
                WalkAwayMoved(party=party, by=self.step(value, rng))
                for party, value in front.walk_away.items()
                if rng.random() < self.chance.low
            )
            news = (News(text=f"round {number}"),) if rng.random() < 0.2 else ()
            yield BetweenRounds(number, (*moved, *news))

    def step(self, value: float, rng: random.Random) -> float:
        """Return by how much a value moves."""
        return rng.uniform(-self.size.low, self.size.low) / (1 + abs(value))
