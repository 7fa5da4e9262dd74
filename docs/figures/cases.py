"""The talks that are drawn."""

import tempfile
from collections.abc import Mapping, Sequence

from attrs import evolve
from docs.figures.drawing import Point
from frozendict import frozendict

from accord.formats import load
from accord.formats.new import new
from accord.model import Agenda, Interests, Issue, IssueInterest, Option, Range, Scale

Case = tuple[Agenda, list[Interests]]

BILLS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}

JACKS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}

POLYGON = [(0, 0), (10, 0), (10, 3), (6, 8), (0, 10)]


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
