"""From today, with nothing carried out, to a deal: who moves, and who must go first.

Nothing of the deal is carried out yet, and nobody fights. A step carries out as much as one
party likes at once; what waits for something else comes after it. Where a step leaves whoever
takes it no better off, it has to go first and trust the others to follow (status quo analysis;
Li, Kilgour and Hipel 2005). A guarantee bridges that step where it makes it worth to be taken:
it is taken to be there from today on, until what it is about has been carried out, and to be
given where that is worth its cost.

And what nobody would leave alone, some may leave together (Kilgour, Hipel, Fang and Peng 2001).
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from attrs import evolve, frozen
from frozendict import frozendict

from accord.hold.compliance import ComplianceGame, Undertaking
from accord.hold.graph_model import GameOption, OptionGame, dense
from accord.hold.holding_assumptions import NOTHING, Guarantee, GuaranteeKind
from accord.hold.sufficient_sets import MOST, members, sufficient_sets
from accord.hold.ways import Way, ways
from accord.hold.worth_difference import worth_difference
from accord.kernels.bits import subsets
from accord.kernels.ties import TIE, ranks, rounded
from accord.model import Range
from accord.record.kinds.commitment import OneWay

MOST_UNDERTAKINGS = 10
"""Undertakings of a deal up to which ways are looked for: seconds."""
_MOST_ASKED = 64
"""Sets of guarantees that are looked at: each is a search for ways."""


@frozen(kw_only=True)
class DealStep:
    """A step on the way from today to a deal.

    Attributes:
        by: Who takes it.
        does: What it carries out.
        undoes: What it no longer does.
        down: Whether it is no better off for it, at the middle of every range.
        gain: What it has more by it over the ranges, in points; None where a red line of its
            own is crossed before or after.
    """

    by: str
    does: tuple[Undertaking, ...]
    undoes: tuple[Undertaking, ...] = ()
    down: bool
    gain: Range | None


@frozen(kw_only=True)
class WayFromToday:
    """How a deal is reached from today.

    Attributes:
        steps: The steps, with the fewest down, then the fewest; None where there is no way.
        bridges: The smallest sets of guarantees with which no step is down.
        looked: Whether the way was looked for: of many undertakings it would take too long.
    """

    steps: tuple[DealStep, ...] | None = None
    bridges: tuple[tuple[str, ...], ...] = ()
    looked: bool = True

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict."""
        return {
            "looked": self.looked,
            "steps": None if self.steps is None else [_step(one) for one in self.steps],
            "down": None if self.steps is None else sum(one.down for one in self.steps),
            "bridges": [[*one] for one in self.bridges],
        }


@frozen(kw_only=True)
class JointDeparture:
    """A way for several parties to leave a deal together, each better off if nobody answers.

    Attributes:
        by: Who.
        does: What they go back on.
        gains: What each gains over the ranges, in points; None where a red line of its own is
            crossed before or after.
    """

    by: tuple[str, ...]
    does: tuple[Undertaking, ...]
    gains: Mapping[str, Range | None]

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict."""
        return {
            "by": [*self.by],
            "does": [_named(one) for one in self.does],
            "gains": {who: _ends(one) for who, one in self.gains.items()},
        }


def way_from_today(game: ComplianceGame) -> WayFromToday:
    """Return how a deal is reached from today, when nothing of it is carried out.

    Args:
        game: The game that the deal leaves behind.
    """
    if len(game.undertakings) > MOST_UNDERTAKINGS:
        return WayFromToday(looked=False)
    bare = game.with_guarantees(())
    found = _way(bare)
    if found is None:
        return WayFromToday()
    steps, before = [], game.breaks
    worth = bare.worth(bare.middle)[0]
    for by, after in found.moves:
        place = game.parties.index(by)
        now = worth[place, after] - worth[place, before]
        steps.append(
            DealStep(
                by=by,
                does=_undertaken(game, before & ~after),
                undoes=_undertaken(game, after & ~before),
                down=bool(now <= TIE),
                gain=worth_difference(bare, by, after, before),
            )
        )
        before = after
    return WayFromToday(steps=tuple(steps), bridges=tuple(_bridges(game)) if found.down else ())


def _way(game: ComplianceGame) -> Way | None:
    """Return the way with the fewest steps down; None where there is none."""
    size = len(game.undertakings)
    states = np.arange(1 << size)
    feasible = np.ones(len(states), np.bool_)
    for first, then in game.order:
        feasible &= ~((states >> first & 1 == 1) & (states >> then & 1 == 0))
    worth = game.worth(game.middle, states)[0]
    carried = OptionGame(
        makers=game.parties,
        options=tuple(
            # What is done once and for all cannot be taken back; what cannot be mended once it
            # is broken has not been broken yet.
            GameOption(
                id=f"{one.issue}:{one.owner}",
                owner=one.owner,
                one_way="N" if one.one_way is OneWay.DONE else "",
            )
            for one in game.undertakings
        ),
        feasible=feasible,
        ranks=frozendict(
            {one: dense(ranks(row, TIE)) for one, row in zip(game.parties, worth, strict=False)}
        ),
    )
    return ways(carried, len(states) - 1).get(0)


def _bridges(game: ComplianceGame) -> Iterator[tuple[str, ...]]:
    """Yield the smallest sets of guarantees with which no step is down."""
    there = [one for one in game.guarantees if _is_given(one)][:MOST]
    given = {one.id: place for place, one in enumerate(there)}

    def enough(chosen: int) -> bool:
        some = [
            evolve(one, kind=GuaranteeKind.ESCROW) if one.responds else one
            for n, one in enumerate(there)
            if chosen >> n & 1
        ]
        found = _way(game.with_guarantees(some))
        return found is not None and not found.down

    found = sufficient_sets(
        enough,
        [one.price for one in there],
        0,
        [sum(1 << given[n] for n in {*one.needs} if n in given) for one in there],
        _MOST_ASKED,
    )
    for one in found.minimal:
        yield tuple(there[place].id for place in members(one).tolist())


def _is_given(one: Guarantee) -> bool:
    """Whether a guarantee is there by itself, or worth its cost at the middle of the ranges."""
    return not one.responds or (one.stake or NOTHING).middle > one.cost.middle + TIE


def joint_departures(game: ComplianceGame) -> Iterator[JointDeparture]:
    """Yield how parties could leave a deal together without fighting: one way a group.

    It is the one that brings most to whom it brings least, at the middle of every range; of
    those alike, the one that goes back on least.

    Args:
        game: The game that the deal leaves behind.
    """
    for size in range(2, len(game.parties) + 1):
        for group in combinations(range(len(game.parties)), size):
            own = [game.own[n] & game.breaks for n in group]
            states = subsets(sum(own))
            every = np.logical_and.reduce([states & bits != 0 for bits in own])
            states = states[every]
            if not len(states):
                continue
            worth = game.worth(game.middle, np.concatenate([[0], states]))[0, list(group)]
            least = (worth[:, 1:] - worth[:, :1]).min(axis=0)
            if least.max() <= TIE:
                continue
            alike = states[least >= least.max() - TIE].tolist()
            state = min(alike, key=lambda one: (one.bit_count(), one))
            names = tuple(game.parties[n] for n in group)
            yield JointDeparture(
                by=names,
                does=_undertaken(game, state),
                gains=frozendict({one: worth_difference(game, one, state, 0) for one in names}),
            )


def _undertaken(game: ComplianceGame, bits: int) -> tuple[Undertaking, ...]:
    return tuple(one for n, one in enumerate(game.undertakings) if bits >> n & 1)


def _named(one: Undertaking) -> dict[str, str]:
    return {"issue": one.issue, "owner": one.owner, "entry": one.entry}


def _step(one: DealStep) -> dict[str, object]:
    return {
        "by": one.by,
        "does": [_named(each) for each in one.does],
        "undoes": [_named(each) for each in one.undoes],
        "down": one.down,
        "gain": _ends(one.gain),
    }


def _ends(one: Range | None) -> list[float] | None:
    return None if one is None else [rounded(one.low), rounded(one.high)]
