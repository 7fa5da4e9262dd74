"""Options that no acceptable deal takes, and what keeps them out."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import numpy as np
from attrs import frozen

from accord.deals.unreachable.occurring import Flags, best_with, occurring_options
from accord.deals.worth import Excluded, Worth
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints, rounded

METHOD = (
    "exact: options of known acceptable deals and of single changes to them, then a bound by "
    "weighing the parties, then a search with the option given; ranges read at their middle"
)

Kind = Literal["constraint", "constraints", "red_line", "red_lines", "walk_away"]


@frozen(kw_only=True)
class Reason:
    """Something that by itself keeps an option out of every acceptable deal.

    Attributes:
        kind: `constraint` or `red_line`: one that names the option, and no other issue.
            `constraints`: the others of them together leave no deal with the option.
            `red_lines`: with those, the party's other red lines together leave none.
            `walk_away`: the best deal with the option that crosses none of these is worth less
            to the party than its walk-away value. Constraints that leave no deal with the
            option are not counted in: they are reasons by themselves. Of a party whose own red
            lines leave none it is not asked.
        party: Whose red line or walk-away value; empty for a constraint.
        id: Id of the one constraint or red line; otherwise empty.
        best: For a walk-away value: what that best deal is worth to the party, in points.
    """

    kind: Kind
    party: str = ""
    id: str = ""
    best: float | None = None

    as_json: ClassVar = ("kind", "?party", "?id", "?best")


@frozen(kw_only=True)
class UnreachableOption:
    """An option that no acceptable deal takes.

    Attributes:
        issue: Id of the issue.
        option: Id of the option.
        reasons: Everything that by itself keeps the option out; empty where only the parties
            together do.
    """

    issue: str
    option: str
    reasons: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class Unreachable:
    """The options that no acceptable deal takes, at the middle of the ranges.

    Attributes:
        no_deal: Whether no deal at all is acceptable; then no option is listed.
        options: The options, in the order of the agenda.
    """

    no_deal: bool
    options: tuple[UnreachableOption, ...] = ()

    @property
    def method(self) -> str:
        """Return how the options were found."""
        return METHOD


def find_unreachable(worth: Worth, acceptable: Ints) -> Unreachable:
    """Find the options that no acceptable deal takes.

    Args:
        worth: The interests.
        acceptable: Shape (k, issues), some acceptable deals; more make it faster. None only
            where there is none.

    Raises:
        ValueError: If the agenda is too large to be solved exactly.
    """
    if not len(acceptable):
        return Unreachable(no_deal=True)
    worth.refuse_wide(worth.bans)
    found = occurring_options(
        worth.sizes,
        worth.factors,
        worth.bans,
        worth.walk_away,
        worth.unit,
        acceptable,
    )
    exists = np.arange(found.shape[1]) < np.array(worth.sizes)[:, None]
    missing = np.argwhere(exists & ~found)
    if not len(missing):
        return Unreachable(no_deal=False)
    limits = _limits(worth, missing)
    return Unreachable(
        no_deal=False,
        options=tuple(
            UnreachableOption(
                issue=worth.names.issues[issue],
                option=worth.names.options[issue][option],
                reasons=tuple(_reasons(worth, issue, option, one)),
            )
            for (issue, option), one in zip(missing.tolist(), limits, strict=True)
        ),
    )


@frozen(eq=False)
class _Limits:
    """What an option leaves, but for constraints and red lines about its issue alone.

    Attributes:
        possible: Whether the other constraints leave a deal with it.
        refused: Shape (parties,), whether a party's other red lines, with the constraints where
            these leave a deal, leave none.
        best: Shape (parties,), the most that each can have with it within those of these that
            leave a deal, in points.
    """

    possible: bool
    refused: Flags
    best: Floats


def _reasons(worth: Worth, issue: int, option: int, limits: _Limits) -> Iterator[Reason]:
    """Find everything that by itself keeps an option out."""
    refusing = set()
    for one in worth.excluded:
        if _names(one.ban, issue, option):
            kind: Kind = "red_line" if one.party else "constraint"
            refusing.add(one.party)
            yield Reason(kind=kind, party=one.party, id=one.exclusion.id)
    if not limits.possible:
        yield Reason(kind="constraints")
    for party, refused, most, walk_away in zip(
        worth.parties,
        limits.refused.tolist(),
        limits.best.tolist(),
        worth.walk_away.tolist(),
        strict=True,
    ):
        if refused:
            yield Reason(kind="red_lines", party=party)
        if most < walk_away - TIE and not refused and party not in refusing:
            yield Reason(kind="walk_away", party=party, best=rounded(most))


def _names(ban: Ban, issue: int, option: int) -> bool:
    """Return whether a combination is about this issue only, and the option among it."""
    scope, taken = ban
    return scope == (issue,) and bool(taken[option])


def _limits(worth: Worth, missing: Ints) -> list[_Limits]:
    """Find what every missing option leaves.

    A combination about the option's issue alone is a reason by itself where it names the
    option, and bars nothing else where it does not: both ways it is left out here.

    Args:
        worth: The interests.
        missing: Shape (k, 2), an issue and its option, those of an issue together.
    """
    # Issues that no combination is about alone are looked at together.
    alone = {e.ban[0][0] for e in worth.excluded if len(e.ban[0]) == 1}
    group = np.where(np.isin(missing[:, 0], list(alone)), missing[:, 0], -1)
    limits: list[_Limits | None] = [None] * len(missing)
    for issue in np.unique(group).tolist():
        among = np.flatnonzero(group == issue)
        kept = [e for e in worth.excluded if e.ban[0] != (issue,)]
        for place, found in zip(
            among.tolist(), _left(worth, kept, missing[among]), strict=True
        ):
            limits[place] = found
    return [one for one in limits if one is not None]


def _left(worth: Worth, kept: Sequence[Excluded], given: Ints) -> Iterator[_Limits]:
    """Find what options leave of the deals that cross none of some constraints and red lines.

    Args:
        worth: The interests.
        kept: The constraints and red lines.
        given: Shape (k, 2), an issue and its option.
    """
    parties = range(len(worth.parties))
    own = [[e.ban for e in kept if e.party == party] for party in worth.parties]
    shared = [e.ban for e in kept if not e.party]
    best = _best(worth, shared, given, parties)
    possible = np.isfinite(best[:, 0])
    if not possible.all():
        best[~possible] = _best(worth, (), given[~possible], parties)
    refused = np.zeros(best.shape, dtype=np.bool_)
    for party in parties:
        for among, bans in ((possible, shared), (~possible, [])):
            if own[party] and among.any():
                most = _best(worth, [*bans, *own[party]], given[among], [party])[:, 0]
                refused[among, party] = ~np.isfinite(most)
                best[among, party] = np.where(np.isfinite(most), most, best[among, party])
    for one in zip(possible.tolist(), refused, best, strict=True):
        yield _Limits(*one)


def _best(worth: Worth, bans: Sequence[Ban], given: Ints, parties: Sequence[int]) -> Floats:
    """Find the most for some parties with options given: shape (k, parties), in points."""
    weights = np.tile((np.eye(len(worth.unit)) / worth.unit)[list(parties)], (len(given), 1))
    every = np.repeat(given, len(parties), axis=0)
    found = best_with(worth.sizes, worth.factors, bans, weights, every)
    return found.values.reshape(len(given), len(parties))
