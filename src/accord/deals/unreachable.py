"""Options that no acceptable deal takes, and what keeps them out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from attrs import frozen

from accord.deals.limits import refusing_what_is_too_large
from accord.deals.tabulate import Excluded, Tables
from accord.deals.valued import clean
from accord.kernels.occurring import best_with, occurring
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints
from accord.model import Agenda, Interests

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
            `constraints`: all of them together leave no deal with the option.
            `red_lines`: with the constraints, the party's red lines together leave none.
            `walk_away`: the best deal with the option that crosses no constraint and no red
            line of the party's own is worth less to the party than its walk-away value.
        party: Whose red line or walk-away value; empty for a constraint.
        id: Id of the one constraint or red line; otherwise empty.
        best: For a walk-away value: what that best deal is worth to the party, in points.
    """

    kind: Kind
    party: str = ""
    id: str = ""
    best: float | None = None


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
        """Say how the options were found."""
        return METHOD


def unreachable(
    agenda: Agenda, interests: Mapping[str, Interests] | Sequence[Interests]
) -> Unreachable:
    """Find the options that no acceptable deal takes, at the middle of the ranges.

    Args:
        agenda: The issues and constraints.
        interests: One for every party.

    Raises:
        AccordError: If interests lack a number, or the agenda is too large to be solved
            exactly.
    """
    with refusing_what_is_too_large():
        tables = Tables.of(agenda, interests)
        deal = tables.middle.reach(tables.bans, tables.middle.walk_away)
        known = np.empty((0, len(tables.names.issues)), dtype=np.int64)
        return find_unreachable(tables, known if deal is None else deal[None, :])


def find_unreachable(tables: Tables, acceptable: Ints) -> Unreachable:
    """Find the options that no acceptable deal takes.

    Args:
        tables: The interests.
        acceptable: Shape (k, issues), some acceptable deals; more make it faster. None only
            where there is none.

    Raises:
        ValueError: If the agenda is too large to be solved exactly.
    """
    if not len(acceptable):
        return Unreachable(no_deal=True)
    middle = tables.middle
    middle.refuse_wide(tables.bans)
    found = occurring(
        middle.sizes,
        middle.factors,
        tables.bans,
        middle.walk_away,
        middle.unit,
        acceptable,
    )
    exists = np.arange(found.shape[1]) < np.array(middle.sizes)[:, None]
    missing = np.argwhere(exists & ~found)
    if not len(missing):
        return Unreachable(no_deal=False)
    best = _best_alone(tables, missing)
    possible = np.isfinite(_best(tables, tables.constraints, missing, [0])[:, 0])
    return Unreachable(
        no_deal=False,
        options=tuple(
            UnreachableOption(
                issue=tables.names.issues[issue],
                option=tables.names.options[issue][option],
                reasons=tuple(_reasons(tables, issue, option, bool(possible[n]), best[n])),
            )
            for n, (issue, option) in enumerate(missing.tolist())
        ),
    )


def _reasons(
    tables: Tables, issue: int, option: int, possible: bool, best: Floats
) -> Iterator[Reason]:
    """Find what by itself keeps an option out.

    Args:
        tables: The interests.
        issue: Which issue.
        option: Which of its options.
        possible: Whether the constraints leave a deal with the option.
        best: Shape (parties,), the most that each can have with it.
    """
    named = [e for e in tables.excluded if _names(e.ban, issue, option)]
    for one in named:
        kind: Kind = "red_line" if one.party else "constraint"
        yield Reason(kind=kind, party=one.party, id=one.exclusion.id)
    if not possible:
        if all(one.party for one in named):
            yield Reason(kind="constraints")
        return
    refusing = {one.party for one in named}
    for party, most, walk_away in zip(
        tables.parties, best.tolist(), tables.middle.walk_away.tolist(), strict=True
    ):
        if party in refusing:
            continue
        if not np.isfinite(most):
            yield Reason(kind="red_lines", party=party)
        elif most < walk_away - TIE:
            yield Reason(kind="walk_away", party=party, best=clean(most))


def _names(ban: Ban, issue: int, option: int) -> bool:
    """Tell whether a combination is about this issue only, and the option among it."""
    scope, taken = ban
    return scope == (issue,) and bool(taken[option])


def _best_alone(tables: Tables, given: Ints) -> Floats:
    """Find the most for each party that its own red lines and the constraints leave.

    Args:
        tables: The interests.
        given: Shape (k, 2), an issue and its option.

    Returns:
        Shape (k, parties), in points; minus infinity where they leave no deal.
    """
    parties = range(len(tables.parties))
    own: list[list[Excluded]] = [
        [e for e in tables.excluded if e.party == party] for party in tables.parties
    ]
    best = np.empty((len(given), len(own)))
    free = [party for party in parties if not own[party]]
    best[:, free] = _best(tables, tables.constraints, given, free)
    for party in parties:
        if own[party]:
            bans = (*tables.constraints, *(e.ban for e in own[party]))
            best[:, [party]] = _best(tables, bans, given, [party])
    return best


def _best(tables: Tables, bans: Sequence[Ban], given: Ints, parties: Sequence[int]) -> Floats:
    """Find the most for some parties with options given: shape (k, parties), in points."""
    if not parties:
        return np.empty((len(given), 0))
    middle = tables.middle
    weights = np.tile((np.eye(len(middle.unit)) / middle.unit)[list(parties)], (len(given), 1))
    every = np.repeat(given, len(parties), axis=0)
    found = best_with(middle.sizes, middle.factors, bans, weights, every)
    return found.values.reshape(len(given), len(parties))


def unreachable_to_json(found: Unreachable) -> dict[str, Any]:
    """Give the options as a plain dict."""
    return {
        "no_deal": found.no_deal,
        "options": [
            {
                "issue": one.issue,
                "option": one.option,
                "reasons": [_plain(reason) for reason in one.reasons],
            }
            for one in found.options
        ],
        "method": found.method,
    }


def _plain(reason: Reason) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": reason.kind}
    if reason.party:
        plain["party"] = reason.party
    if reason.id:
        plain["id"] = reason.id
    return plain if reason.best is None else plain | {"best": reason.best}
