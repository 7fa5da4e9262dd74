"""Talks drawn at random: an agenda and everybody's interests."""

import random

from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals import Deals
from accord.model import (
    Agenda,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Range,
)

Talks = tuple[Agenda, list[Interests]]


@frozen
class Shape:
    """How large talks are, and what ties their issues together.

    Attributes:
        issues: How many.
        options: How many each issue has.
        parties: How many.
        interactions: How many bonuses for combinations of options, in turn by party.
        tied: How many issues a bonus is about.
        red_lines: How many pairs of options are refused, in turn by party.
        standoffs: On how many issues every option is refused by some party, with a red line
            of its own for each party.
    """

    issues: int
    options: int
    parties: int = 2
    interactions: int = 0
    tied: int = 3
    red_lines: int = 0
    standoffs: int = 0

    def draw(self, seed: int, *, spread: float = 0.0, walk_away: float = 60.0) -> Talks:
        """Draw talks; `spread` is half the width of every range."""
        rng = random.Random(seed)
        ids = {
            f"issue-{n}": tuple(f"option-{m}" for m in range(self.options))
            for n in range(self.issues)
        }

        def span(low: float, high: float) -> Range:
            middle = rng.uniform(low, high)
            return Range(max(low, middle - spread), min(high, middle + spread))

        def combination(size: int) -> frozendict[str, tuple[str, ...]]:
            return frozendict({i: (rng.choice(ids[i]),) for i in rng.sample(list(ids), size)})

        def interests(party: int) -> Interests:
            refused = [
                frozendict({issue: ids[issue][party :: self.parties]})
                for issue in list(ids)[: self.standoffs]
            ]
            refused += [combination(2) for _ in range(party, self.red_lines, self.parties)]
            return Interests(
                id=f"party-{party}",
                party=f"party-{party}",
                held_by=f"party-{party}",
                issues=frozendict(
                    {
                        issue: IssueInterest(
                            weight=span(5, 50),
                            values=frozendict({o: span(0, 100) for o in listed}),
                        )
                        for issue, listed in ids.items()
                    }
                ),
                interactions=tuple(
                    Interaction(when=combination(self.tied), bonus=span(-20, 20))
                    for _ in range(party, self.interactions, self.parties)
                ),
                walk_away=Range(walk_away - spread, walk_away + spread),
                red_lines=tuple(
                    Exclusion(id=f"line-{n}", never=never) for n, never in enumerate(refused)
                ),
            )

        return agenda(ids), [interests(party) for party in range(self.parties)]


def agenda(ids: dict[str, tuple[str, ...]]) -> Agenda:
    """Build an agenda from the options of every issue."""
    return Agenda(
        issues=frozendict(
            {
                issue: Issue(
                    id=issue, name=issue, options=frozendict({o: Option(o, o) for o in listed})
                )
                for issue, listed in ids.items()
            }
        )
    )


def on_the_edge(talks: Talks) -> Talks:
    """Raise the walk-away values to what all can have at most, so that ranges decide.

    Every middle becomes the least that a party has in the egalitarian compromise.
    """
    where, interests = talks
    free = [evolve(i, walk_away=Range(0.0, 0.0)) for i in interests]
    fairest = Deals(where, free, draws=1).compromises["egalitarian"]
    assert fairest is not None
    middle = min(fairest.best.worth.values())
    half = [(i.walk_away.high - i.walk_away.low) / 2 for i in interests]
    return where, [
        evolve(i, walk_away=Range(middle - h, middle + h))
        for i, h in zip(interests, half, strict=True)
    ]
