"""The talks that are drawn."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import evolve
from docs.figures.drawing import Point
from frozendict import frozendict

from accord.delegates import parse
from accord.formats import load
from accord.formats.new import new
from accord.model import Agenda, Interests, Issue, IssueInterest, Option, Range, Scale
from accord.play import Game, Played, play
from accord.talks import Rules, Setup, seats

EXAMPLES = Path(__file__).parents[2] / "examples"

Case = tuple[Agenda, list[Interests]]

BILLS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}

JACKS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}

POLYGON = [(0, 0), (10, 0), (10, 3), (6, 8), (0, 10)]

ITEX_AND_CYPRESS = {
    "price": {
        "4.37": (30 / 30, 1 / 40),
        "4.12": (20 / 30, 10 / 40),
        "3.98": (10 / 30, 25 / 40),
        "3.71": (5 / 30, 33 / 40),
        "3.47": (1 / 30, 40 / 40),
    },
    "delivery": {
        "60-days": (1 / 20, 1 / 25),
        "45-days": (20 / 20, 10 / 25),
        "30-days": (10 / 20, 19 / 25),
        "20-days": (5 / 20, 25 / 25),
    },
    "payment": {
        "on-delivery": (10 / 25, 15 / 15),
        "30-days": (25 / 25, 6 / 15),
        "60-days": (1 / 25, 1 / 15),
    },
    "returns": {"full": (1 / 30, 20 / 20), "5%": (30 / 30, 7 / 20), "10%": (5 / 30, 1 / 20)},
}
"""What each option is worth on its issue to either, of 1; as in the files of Genius."""
WEIGHTS = {
    "price": (28.813, 47.00166576535899),
    "delivery": (19.153, 12.20816713696379),
    "payment": (24.213, 17.727008190772825),
    "returns": (27.822, 23.06315890690439),
}
"""What the issues weigh for either, in points."""


def river(**walk_away: tuple[float, float]) -> Case:
    """Give the talks that `accord new` writes, with other walk-away values by party."""
    with tempfile.TemporaryDirectory() as folder:
        new(folder)
        talks = load(folder)
    [view] = talks.perspectives
    sides = [view.interests[party] for party in talks.process.parties]
    return talks.process.agenda, [
        evolve(side, walk_away=Range(*walk_away[side.party]))
        if side.party in walk_away
        else side
        for side in sides
    ]


def at_the_middle(talks: Case) -> Case:
    """Give the same talks with every number but the walk-away values at its middle."""
    agenda, sides = talks
    return agenda, [
        evolve(
            side,
            issues=frozendict(
                {
                    issue: evolve(
                        one,
                        weight=_middle(one.weight),
                        values=frozendict({o: _middle(v) for o, v in one.values.items()}),
                    )
                    for issue, one in side.issues.items()
                }
            ),
            interactions=tuple(
                evolve(one, bonus=_middle(one.bonus)) for one in side.interactions
            ),
        )
        for side in sides
    ]


def _middle(number: Range) -> Range:
    return Range(number.middle, number.middle)


def in_points(issues: Mapping[str, Mapping[str, Point]], parties: Sequence[str]) -> Case:
    """Give talks in which options add so many points to a deal for each party."""
    agenda = Agenda(
        issues=frozendict(
            {
                issue: Issue(
                    id=issue,
                    name=issue.capitalize(),
                    options=frozendict({option: Option(option, option) for option in options}),
                )
                for issue, options in issues.items()
            }
        )
    )
    return agenda, [
        Interests(
            id=party,
            party=party,
            held_by=party,
            scale=Scale.POINTS,
            issues=frozendict(
                {
                    issue: IssueInterest(
                        weight=Range(100.0, 100.0),
                        values=frozendict(
                            {
                                option: Range(float(points[place]), float(points[place]))
                                for option, points in options.items()
                            }
                        ),
                    )
                    for issue, options in issues.items()
                }
            ),
            walk_away=Range(0.0, 0.0),
        )
        for place, party in enumerate(parties)
    ]


def swaps() -> Case:
    """Give Nash's two boys, who may swap what they own."""
    gives = {good: (-bill, jack) for good, (bill, jack) in BILLS.items()}
    gives |= {good: (bill, -jack) for good, (bill, jack) in JACKS.items()}
    return in_points(
        {good: {"keep": (0, 0), "give": points} for good, points in gives.items()},
        ("bill", "jack"),
    )


def polygon() -> Case:
    """Give talks about one issue whose options are worth the corners of a polygon."""
    return in_points({"deal": {f"d{n}": point for n, point in enumerate(POLYGON)}}, ("a", "b"))


def itex_and_cypress() -> Case:
    """Give the talks of a maker of bicycle parts and a buyer, 180 deals."""
    return in_points(
        {
            issue: {
                option: tuple(
                    weight * value for weight, value in zip(WEIGHTS[issue], values, strict=True)
                )
                for option, values in options.items()
            }
            for issue, options in ITEX_AND_CYPRESS.items()
        },
        ("itex", "cypress"),
    )


def sarn_river() -> Case:
    """Give the talks about the Sarn, with the middle of what its institute assumes."""
    talks = load(EXAMPLES / "sarn-river")
    [view] = talks.perspectives
    sides = [view.interests[party] for party in talks.process.parties]
    return at_the_middle((talks.process.agenda, sides))


def held(
    talks: Case, rules: Rules, *programs: str, mediator: str = "", seed: int = 0
) -> Played:
    """Play talks: a program for every party, and for a mediator, where there is one."""
    agenda, sides = talks
    recipes = [parse(program) for program in programs]
    delegates = {one.party: recipe(one) for one, recipe in zip(sides, recipes, strict=True)}
    if mediator:
        delegates["mediator"] = parse(mediator)(None)
    places = seats([one.party for one in sides], mediator="mediator" if mediator else "")
    setup = Setup(agenda=agenda, seats=places, rules=rules)
    return play(Game(setup=setup, interests=tuple(sides), delegates=delegates, seed=seed))
