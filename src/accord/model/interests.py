"""What a deal is worth to a party, as somebody holds it. Private: never crosses the table."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from attrs import field, frozen
from frozendict import frozendict

from accord.model.agenda import Deal, Exclusion
from accord.model.refs import Combination, IssueId, PartyId, SourceId, SpeakerId
from accord.model.values import Range, When


class Scale(StrEnum):
    """How weights are read: as shares of their sum, or as points that stand as they are."""

    RELATIVE = "relative"
    POINTS = "points"


@frozen(kw_only=True)
class IssueInterest:
    """How much an issue matters to a party, and what each option is worth on it.

    Attributes:
        weight: How much the issue counts, 0 to 100; a range where it is not known.
        values: Worth of each option on this issue, 0 (worst) to 100 (best).
        basis: Why, in one line.
        source: Id of the source it comes from.
    """

    weight: Range
    values: frozendict[str, Range]
    basis: str = ""
    source: SourceId = ""


@frozen(kw_only=True)
class Interaction:
    """A combination of options that is worth more, or less, than its parts.

    Attributes:
        when: The options, by issue, that a deal must take for it to count.
        bonus: What it adds (negative: takes away), in the unit of the weights.
        basis: Why, in one line.
        source: Id of the source it comes from.
    """

    when: Combination
    bonus: Range
    basis: str = ""
    source: SourceId = ""

    def met_by(self, deal: Deal) -> bool:
        """Tell whether a deal takes the combination."""
        return all(deal[issue] in options for issue, options in self.when.items())


@frozen(kw_only=True, cache_hash=True)
class Interests:
    """What deals are worth to one party, as one holder says or assumes.

    With weights w, values v and bonuses b, a deal is worth
    (sum of w v + 100 sum of b) / W points, where W is the sum of the weights, or 100 where
    the scale is `points`.

    Attributes:
        id: The file's name without its suffix.
        party: Whose interests these are.
        held_by: Who says or assumes so: a party, a person or an actor.
        basis: What the holder goes by.
        as_of: When the holder held this; earlier it is not seen.
        scale: `relative` (weights are shares of their sum) or `points` (taken as they stand).
        issues: Weight and values, for every issue on the agenda.
        interactions: Combinations worth more or less than their parts.
        walk_away: The walk-away value: what no deal is worth, in points.
        red_lines: Combinations the party refuses whatever else it gets.
        mandate: The options the delegation may agree to without asking, by issue.
    """

    id: str
    party: PartyId
    held_by: SpeakerId
    basis: str = ""
    as_of: When | None = None
    scale: Scale = field(default=Scale.RELATIVE)
    issues: frozendict[IssueId, IssueInterest]
    interactions: tuple[Interaction, ...] = ()
    walk_away: Range
    red_lines: tuple[Exclusion, ...] = ()
    mandate: Combination = frozendict()


@frozen
class Perspective:
    """One holder's interests for the parties: never mixed with another holder's.

    Attributes:
        holder: Id of the holder, or empty where each party holds its own.
        interests: The interests by party.
        missing: Parties for which this holder gives none.
    """

    holder: str
    interests: frozendict[str, Interests]
    missing: tuple[str, ...]


def perspectives(parties: Sequence[str], held: Iterable[Interests]) -> tuple[Perspective, ...]:
    """Group interests by who holds them: each party's own together, then every other holder.

    Args:
        parties: Ids of the parties to the talks.
        held: The interests, in the order of the files.
    """
    groups: dict[str, dict[str, Interests]] = {}
    for interests in held:
        holder = "" if interests.held_by == interests.party else interests.held_by
        groups.setdefault(holder, {})[interests.party] = interests
    return tuple(
        Perspective(holder, frozendict(group), tuple(p for p in parties if p not in group))
        for holder, group in groups.items()
    )
