"""Adjusted Winner: what the two parties would have if issues could be settled in shares."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import ClassVar

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.division.adjusted_winner import adjusted_winner
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import TIE, Floats, rounded


@frozen(kw_only=True)
class Portion:
    """How one issue is divided.

    Attributes:
        wants: The option each party would have, by party.
        points: Of its 100 points, those that each party puts on the issue.
        share: How far each party gets its way, 0 to 1.
    """

    wants: frozendict[str, str]
    points: frozendict[str, float]
    share: frozendict[str, float]


@frozen(kw_only=True)
class Division:
    """Issues divided between two parties by Adjusted Winner.

    Attributes:
        issues: The issues on which the two want different options, by id.
        settled: Issues on which they want the same option, and which.
        gets: What each party gets of its own 100 points, the same for both; left out where
            shares are of options that a red line of the party refuses.
        refused_by: The parties for whom it is left out.
        split: The issue of which each gets a part; empty if each goes to one party whole.
    """

    issues: frozendict[str, Portion]
    settled: frozendict[str, str]
    gets: frozendict[str, float]
    refused_by: tuple[str, ...] = ()
    split: str = ""

    as_json: ClassVar = ("issues", "settled", "gets=get_or_none", "split", "method")

    @property
    def get_or_none(self) -> dict[str, float | None]:
        """What each party gets; None where it is left out."""
        return {**self.gets, **dict.fromkeys(self.refused_by)}

    @property
    def method(self) -> str:
        """Return how it was found, and what it does not look at."""
        return (
            "Adjusted Winner (Brams and Taylor 1996), exact, ranges read at their middle; red "
            "lines and constraints do not change it, and walk-away values are not looked at"
        )


def divide(worth: Worth) -> Division:
    """Divide the issues between two parties so that both get the same share of their points.

    A party's points on an issue are what lies between the option it wants and the one that the
    other wants; an issue goes to a party when the option that this party wants is taken. A
    share of an issue is for those who can think of one: half of a territory, or one year of
    two. Issues on which both want the same are settled so and have no points.

    What is divided is efficient only where no option is better than sharing these two: one
    that is worth more to a party than a share that is worth as much to the other.

    Source: S. Brams and A. Taylor, Fair Division: From Cake-Cutting to Dispute Resolution
    (1996), chapter 4.

    Args:
        worth: The interests of the two parties.

    Raises:
        AccordError: If there are not two parties, a bonus ties issues together, an option is
            better than shares of what the two want, or there is nothing to divide.
    """
    if len(worth.parties) != 2:
        raise AccordError(
            f"Adjusted Winner divides issues between two parties, and here are "
            f"{len(worth.parties)}."
        )
    if worth.interactions:
        raise AccordError(
            "Adjusted Winner needs issues that stand alone, and interactions tie some together."
        )
    first, second = (_worths(worth, place) for place in range(2))
    wanted = [(_wanted(a, b), _wanted(b, a)) for a, b in zip(first, second, strict=True)]
    disputed = [
        place for place, (a, b) in enumerate(wanted) if first[place][a] - first[place][b] > TIE
    ]
    if not disputed:
        raise AccordError("There is nothing to divide: on every issue they want the same.")
    names = worth.names
    points: tuple[list[float], list[float]] = [], []
    for place in disputed:
        a, b = wanted[place]
        option = _better_than_shares(first[place], second[place], a, b)
        if option is not None:
            issue, one = names.issues[place], names.options[place][option]
            raise AccordError(
                "Adjusted Winner divides an issue between the two options that the parties "
                f"want, and passes over the others: on '{issue}' the option '{one}' is worth "
                "more to both than some share of these."
            )
        points[0].append(float(first[place][a] - first[place][b]))
        points[1].append(float(second[place][b] - second[place][a]))
    found = adjusted_winner(*points)

    def by_party(values: Iterable[float]) -> frozendict[str, float]:
        return frozendict(zip(worth.parties, map(rounded, values), strict=True))

    refused_by = tuple(_refusing(worth, wanted, disputed, found.shares))
    return Division(
        issues=frozendict(
            {
                names.issues[place]: Portion(
                    wants=frozendict(
                        zip(
                            worth.parties,
                            (names.options[place][option] for option in wanted[place]),
                            strict=True,
                        )
                    ),
                    points=by_party(100 * side[n] / sum(side) for side in points),
                    share=by_party(map(float, (found.shares[n], 1 - found.shares[n]))),
                )
                for n, place in enumerate(disputed)
            }
        ),
        settled=frozendict(
            {
                names.issues[place]: names.options[place][a]
                for place, (a, _) in enumerate(wanted)
                if place not in disputed
            }
        ),
        gets=frozendict(
            {p: v for p, v in by_party(map(float, found.points)).items() if p not in refused_by}
        ),
        refused_by=refused_by,
        split="" if found.split is None else names.issues[disputed[found.split]],
    )


def _refusing(
    worth: Worth,
    wanted: Sequence[tuple[int, int]],
    disputed: Sequence[int],
    shares: Sequence[Fraction],
) -> Iterator[str]:
    """Name the parties of whom a red line refuses options that are settled or shared."""
    taken = [{a} for a, _ in wanted]
    for place, share in zip(disputed, shares, strict=True):
        a, b = wanted[place]
        taken[place] = {option for option, part in ((a, share), (b, 1 - share)) if part > 0}
    for party in worth.parties:
        own = (e.ban for e in worth.excluded if e.party == party)
        if any(ban[np.ix_(*(sorted(taken[i]) for i in scope))].any() for scope, ban in own):
            yield party


def _worths(worth: Worth, place: int) -> list[Floats]:
    """Return what the options of every issue add to a deal for a party, in points."""
    points = worth.gains[:, place] / worth.point[place]
    return np.split(points, worth.starts[1:-1])


def _better_than_shares(first: Floats, second: Floats, a: int, b: int) -> int | None:
    """Find an option above the line between those that the two want, the highest if any.

    Args:
        first: What each option is worth to the first party.
        second: The same to the second.
        a: The option that the first wants.
        b: The option that the second wants; each is worth less to the other.
    """
    one, other = first[a] - first[b], second[b] - second[a]
    above = (first - first[b]) * other + (second - second[a]) * one - one * other
    best = int(above.argmax())
    return best if above[best] / (one + other) > TIE else None


def _wanted(own: Floats, others: Floats) -> int:
    """Find a party's best option; of several the other's best among them."""
    best = np.flatnonzero(own >= own.max() - TIE)
    return int(best[others[best].argmax()])
