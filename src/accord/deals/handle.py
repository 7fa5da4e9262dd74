"""Is there a deal? One handle for all that can be asked of an agenda and interests."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import ClassVar, TypeVar

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.all_worths import Cloud, cloud, worths
from accord.deals.always_some_deal import Throughout
from accord.deals.as_json import to_json
from accord.deals.blocks import Blocks, Obstacle, Search
from accord.deals.coalitions import METHOD, blocks_of, count_passing, unreachable_by
from accord.deals.compromises import ByRule, Solution, compromises
from accord.deals.counts import DealCount, count_acceptable, worth_the_same
from accord.deals.division import Division, divide
from accord.deals.draws import Draws
from accord.deals.drops import Drops, find_drops
from accord.deals.frontiers import Frontiers
from accord.deals.improvements import Improvements, improve
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.lotteries import DealLottery, find_lotteries
from accord.deals.marks.mark_sheet import Cell
from accord.deals.robustness import Sureness, sureness
from accord.deals.trades import MOST_TRADES, Trades, find_trades, reference_deal
from accord.deals.unreachable import Unreachable, find_unreachable
from accord.deals.unwritten_lines import rises, unwritten_lines
from accord.deals.valued import ValuedDeal
from accord.deals.verdict_drivers import Drivers, find_drivers
from accord.deals.why_not import WhyNot, why_not
from accord.deals.worth import Held, Worth
from accord.deals.zone import Flags, Zone, always_some_deal_of, certain, zone_by_draw
from accord.errors import AccordError
from accord.kernels.count import MOST_WORK
from accord.kernels.ties import TooLarge, rounded
from accord.model import Agenda, Deal, DecisionRule, Range

T = TypeVar("T")

FOR_ALL = (
    "frontiers, fair compromises, lotteries, trades, improvements, how far walk-away values "
    "would have to come down and what a yes rests on"
)
"""What is chosen among deals that all accept."""

_FOR_ALL = {
    "frontier": "frontier",
    "acceptable_frontier": "acceptable",
    "solutions": "compromises_with_alike",
    "error": "error",
    "concessions": "drops_if_found",
    "trades": "trades",
    "sureness": "sureness_of_each",
    "rests_on": "rests_on_if_found",
    "rises": "rises",
}
"""The same by its keys in JSON, each with where it is found."""

_refusing = refusing_what_is_too_large()


@frozen(eq=False, init=False)
class Deals:
    """The deals that an agenda allows, and all that can be asked of them.

    Numbers are put into tables, and drawn from their ranges, once for all questions. Each is
    answered when it is first asked. Frontiers and what is chosen from them are those of the
    middle of every range; the verdict is about all of the ranges.

    Attributes:
        worth: What deals are worth to everybody.
        draws: The sets of numbers that are tried where an answer depends on the ranges.
        rule: Which parties must accept a deal for it to pass.
    """

    worth: Worth
    draws: Draws
    rule: DecisionRule

    as_json: ClassVar = (
        "parties",
        "held_by=holders",
        "size",
        "walk_away",
        "walk_away_range",
        "ranges",
        "decision",
        "*where_all_must_accept",
        "acceptable_count",
        "zone_of_agreement=verdict",
        "blocks=blocks.openings",
        "blocks_complete=blocks.complete",
        "refusals=blocks.refusals",
        "method",
        "unreachable=unreachable_if_found",
        "drivers",
        "left_out",
        "throughout=verdict.throughout",
    )

    @_refusing
    def __init__(
        self,
        agenda: Agenda,
        interests: Held,
        *,
        rule: DecisionRule | None = None,
        draws: int = 1000,
        seed: int = 0,
    ) -> None:
        """Read the interests.

        Args:
            agenda: The issues and constraints.
            interests: One for every party, by party or in the order wanted.
            rule: Which parties must accept a deal for it to pass; by default all. By another
                rule, what is chosen among deals that all accept is not defined, and refused.
            draws: How many sets of numbers to draw from the ranges where the verdict depends
                on them, and how many deals where the acceptable ones are too many to be
                counted.
            seed: Where the draws start; the same seed gives the same answers.

        Raises:
            AccordError: If interests are missing, given twice or lack a number, or the agenda
                is too large. Any question may raise it where it is too large to be answered.
        """
        if draws < 1:
            raise AccordError(f"The number of draws is {draws}; it must be at least 1.")
        worth = Worth.of(agenda, interests)
        self.__attrs_init__(worth, Draws(worth, draws, seed), rule or DecisionRule())

    # What was given.

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties."""
        return self.worth.parties

    @property
    def holders(self) -> frozendict[str, str]:
        """Who holds the interests of each, by party."""
        return frozendict({one.party: one.held_by for one in self.worth.interests})

    @property
    def size(self) -> int:
        """How many combinations of options there are, those excluded among them."""
        return self.worth.names.size

    @property
    def walk_away(self) -> frozendict[str, float]:
        """Walk-away values in points by party, the middles of their ranges."""
        return frozendict({p: rounded(value) for p, value in self.worth.walk_aways.items()})

    @property
    def walk_away_range(self) -> frozendict[str, Range]:
        """The ranges of the walk-away values, by party."""
        each = enumerate(self.parties)
        return frozendict({party: self.worth.walk_away_range(n) for n, party in each})

    @property
    def ranges(self) -> bool:
        """Whether some number is a range; otherwise all are exact."""
        return not self.worth.is_exact

    @property
    def decision(self) -> dict[str, object]:
        """Which parties must accept, with the least sets of them that suffice."""
        order = self.parties.index
        least = [sorted(one, key=order) for one in self.coalitions or [frozenset(self.parties)]]
        return {"needs": self.rule.needs, "vetoes": self.rule.vetoes, "suffices": least}

    @cached_property
    def coalitions(self) -> tuple[frozenset[str], ...]:
        """The least sets of parties whose acceptance suffices; none where all must accept.

        Raises:
            AccordError: If even all of them do not suffice, or there are too many sets.
        """
        if self.rule.is_unanimous:
            return ()
        if not self.rule.winning(self.parties, self.parties):
            raise AccordError(
                f"By the rule of decision '{self.rule.needs}' nothing can pass: even all of "
                f"{', '.join(self.parties)} together are not enough."
            )
        found = self.rule.minimal_winning(self.parties)
        return () if found == (frozenset(self.parties),) else found

    # Is there a deal?

    @property
    def verdict(self) -> Zone:
        """Whether some deal is acceptable to all, and for what share of the ranges."""
        return self._verdict[0]

    @cached_property
    @_refusing
    def _verdict(self) -> tuple[Zone, Flags]:
        """The verdict, and for which draws some deal is acceptable."""
        if self.coalitions:
            return zone_by_draw(self.draws, self.coalitions)
        if self.worth.is_exact:
            return certain(bool(self.acceptable)), np.zeros(0, dtype=np.bool_)
        return zone_by_draw(self.draws)

    @cached_property
    @_refusing
    def throughout(self) -> Throughout:
        """Whether there is some deal, not always the same, for every value in the ranges."""
        return self.verdict.throughout or always_some_deal_of(self.worth, self.coalitions)

    @cached_property
    @_refusing
    def acceptable_count(self) -> DealCount | None:
        """How many deals pass, by default those that every party accepts.

        None where it takes too long to tell.
        """
        with suppress(TooLarge):
            if self.coalitions:
                return self._count_passing(self.draws.count, MOST_WORK)
            known, draws = len(self.acceptable), self.draws
            return count_acceptable(self.worth, draws.count, draws.seed, known=known)
        return None

    @_refusing
    def count_acceptable(
        self, *, draws: int = 10_000, most_work: int = 16 * MOST_WORK
    ) -> DealCount:
        """Count the deals that pass, with more work than by default.

        Args:
            draws: How many deals to draw where counting would be too much work.
            most_work: How many partial sums to form before deals are drawn instead.
        """
        if self.coalitions:
            return self._count_passing(draws, most_work)
        return count_acceptable(self.worth, draws, self.draws.seed, most_work=most_work)

    def _count_passing(self, draws: int, most_work: int) -> DealCount:
        worth, seed = self.worth, self.draws.seed
        return count_passing(worth, self.coalitions, draws, seed, most_work=most_work)

    # Which deals?

    @cached_property
    @_refusing
    def _frontiers(self) -> Frontiers:
        self._refuse_other_rules()
        return Frontiers.of(self.worth)

    @cached_property
    def frontier(self) -> tuple[ValuedDeal, ...]:
        """The deals that no deal dominates, of those that cross no constraint and no red line.

        One for every distinct worth, whether above the walk-away values or not.
        """
        return self.worth.valued(self._frontiers.everything)

    @cached_property
    def acceptable(self) -> tuple[ValuedDeal, ...]:
        """The same among deals that every party accepts."""
        return self.worth.valued(self._frontiers.acceptable)

    @property
    def error(self) -> float:
        """In points, what the frontiers may lack; 0 where they are exact.

        No deal is by more than so much above a listed one for every party (among the acceptable
        deals, none that is as far above every walk-away value).
        """
        return rounded(self._frontiers.error)

    @property
    def method(self) -> str:
        """How frontiers and compromises were found; by another rule, all that is answered."""
        return METHOD if self.coalitions else self._frontiers.method

    @cached_property
    @_refusing
    def compromises(self) -> ByRule[Solution | None]:
        """Fair compromises among the deals that every party accepts, by the name of the rule.

        None where there is no such deal.
        """
        return compromises(self.worth, self._frontiers, self.acceptable)

    @cached_property
    @_refusing
    def alike(self) -> frozendict[Deal, int | None]:
        """How many acceptable deals are worth the same to everybody as each compromise.

        Itself among them; None where they were not counted.
        """
        if self.error:
            return frozendict(dict.fromkeys(self._chosen))
        choices = self.worth.names.choices(self._chosen)
        counts = (worth_the_same(self.worth, choice) for choice in choices)
        return frozendict(zip(self._chosen, counts, strict=True))

    @cached_property
    def lotteries(self) -> ByRule[DealLottery | None]:
        """Fair compromises that let chance choose between acceptable deals, by the rule."""
        return find_lotteries(self.worth, self.acceptable)

    @cached_property
    @_refusing
    def division(self) -> Division:
        """The issues divided between two parties by Adjusted Winner.

        Raises:
            AccordError: Where it does not apply.
        """
        self._refuse_other_rules()
        return divide(self.worth)

    # What is in the way?

    @cached_property
    @_refusing
    def blocks(self) -> Blocks:
        """What stands in the way where no deal is acceptable.

        Without openings where it takes too long to tell.
        """
        if self.coalitions:
            return self._blocks_of_coalitions
        if self.acceptable:
            return Blocks()
        with suppress(TooLarge):
            return self._search.blocks()
        return Blocks(complete=False)

    @property
    @_refusing
    def to_ease(self) -> tuple[tuple[Obstacle, ...], ...]:
        """What the openings of `blocks` ease, where it is not asked what each opens."""
        with suppress(TooLarge):
            if self.coalitions:
                return tuple(one.ease for one in self.blocks.openings)
            return () if self.acceptable else self._search.to_ease
        return ()

    @cached_property
    def _search(self) -> Search:
        self.worth.refuse_wide(self.worth.bans)
        return Search.of(self.worth)

    @cached_property
    def _blocks_of_coalitions(self) -> Blocks:
        with suppress(TooLarge):
            self.worth.refuse_wide(self.worth.bans)
            return blocks_of(self.worth, self.coalitions)
        return Blocks(complete=False)

    @property
    @_refusing
    def drops(self) -> Drops:
        """By how much walk-away values would have to come down for a deal to open."""
        return _answer(self._drops)

    @property
    def drops_if_found(self) -> Drops | None:
        """The same; None where it takes too long to tell."""
        return None if isinstance(self._drops, TooLarge) else self._drops

    @cached_property
    def _drops(self) -> Drops | TooLarge:
        self._refuse_other_rules()
        return _unless_too_large(lambda: find_drops(self.worth))

    @property
    @_refusing
    def unreachable(self) -> Unreachable:
        """The options that no acceptable deal takes."""
        return _answer(self._unreachable)

    @property
    def unreachable_if_found(self) -> Unreachable | None:
        """The same; None where it takes too long to tell."""
        return None if isinstance(self._unreachable, TooLarge) else self._unreachable

    @cached_property
    def _unreachable(self) -> Unreachable | TooLarge:
        if self.coalitions:
            return _unless_too_large(lambda: unreachable_by(self.worth, self.coalitions))
        known = self._frontiers.acceptable.choices
        return _unless_too_large(lambda: find_unreachable(self.worth, known))

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not answered, as it would take too long, in words."""
        if self.coalitions:
            missing = {
                f"{FOR_ALL}, which are defined only where all must accept": True,
                "the options that no deal takes that passes": self.unreachable_if_found is None,
            }
            return tuple(what for what, is_missing in missing.items() if is_missing)
        missing = {
            "what stands in the way": not self.acceptable and not self.blocks.openings,
            "by how much walk-away values would have to come down": self.drops_if_found is None,
            "the options that no acceptable deal takes": self.unreachable_if_found is None,
            "what a yes rests on": self.rests_on_if_found is None,
        }
        return tuple(what for what, is_missing in missing.items() if is_missing)

    # What does a yes rest on?

    @property
    @_refusing
    def rests_on(self) -> tuple[tuple[Cell, ...], ...]:
        """The smallest sets of red lines that nobody has written, and that leave no deal."""
        return _answer(self._rests_on)

    @property
    def rests_on_if_found(self) -> tuple[tuple[Cell, ...], ...] | None:
        """The same; None where it takes too long to tell."""
        return None if isinstance(self._rests_on, TooLarge) else self._rests_on

    @cached_property
    def _rests_on(self) -> tuple[tuple[Cell, ...], ...] | TooLarge:
        known = self._frontiers.acceptable.choices
        return _unless_too_large(lambda: unwritten_lines(self.worth, known))

    @property
    def rises(self) -> frozendict[str, float]:
        """How far each walk-away value may rise alone until no deal is acceptable, by party.

        In points, within `error`; empty where no deal is acceptable as it is.
        """
        return rises(self.worth, self._frontiers.acceptable)

    # What creates value, and how sure is it?

    @cached_property
    @_refusing
    def trades(self) -> Trades:
        """The trades that create value for two parties.

        All else is held as in the Nash compromise, or where no deal is acceptable as in the
        deal in which the party that is furthest below its walk-away value is so least.
        """
        reference = reference_deal(self.worth, self._frontiers, self.compromises["nash"])
        if reference is None:
            return Trades(reference=None)
        return find_trades(self.worth, reference)

    @_refusing
    def trades_from(self, reference: Deal, *, most: int = MOST_TRADES) -> Trades:
        """Find the trades that create value for two parties, from a given deal.

        Args:
            reference: The deal in which all other issues are held.
            most: How many trades of every two parties to list.
        """
        self._refuse_other_rules()
        if most < 1:
            raise AccordError(f"The most trades to list is {most}; it must be at least 1.")
        return find_trades(self.worth, self.worth.names.choices([reference])[0], most)

    @cached_property
    def sureness(self) -> frozendict[Deal, Sureness]:
        """How sure each of the fair compromises is."""
        return frozendict({one.deal: one for one in self.how_sure(self._chosen)})

    @_refusing
    def how_sure(self, deals: Sequence[Deal]) -> tuple[Sureness, ...]:
        """Find for which of the numbers given deals are acceptable, and among the best.

        Args:
            deals: One option for every issue, each.
        """
        self._refuse_other_rules()
        if isinstance(deals, Mapping):
            raise AccordError("Give deals in a list, even where there is one only: [deal].")
        return sureness(self.draws, self.worth.names.choices(deals))

    @cached_property
    @_refusing
    def drivers(self) -> Drivers:
        """The numbers that the verdict turns on."""
        return find_drivers(self.draws, *self._verdict)

    # What of this deal?

    @_refusing
    def improve(
        self,
        deal: Deal,
        *,
        most: int = 20,
        draws: int = 10_000,
        most_work: int = 4 * MOST_WORK,
    ) -> Improvements:
        """Find what is better for some and worse for none than a given deal, nearest first.

        Args:
            deal: One option for every issue: agreed, proposed, or from the record.
            most: How many of the nearest to list.
            draws: How many deals to draw where counting would be too much work.
            most_work: How many partial sums to form before deals are drawn instead.
        """
        self._refuse_other_rules()
        seed = self.draws.seed
        return improve(self.worth, deal, most=most, draws=draws, seed=seed, most_work=most_work)

    @_refusing
    def why_not(self, terms: Mapping[str, str]) -> WhyNot:
        """Find what stands against some terms, or who gains and loses by them.

        Args:
            terms: For some issues or all, the option to be taken, by id.
        """
        return why_not(self.draws, terms, self.coalitions)

    @_refusing
    def worths(self, deals: Sequence[Deal]) -> tuple[ValuedDeal, ...]:
        """Return what given deals are worth to everybody at the middle of the ranges.

        Args:
            deals: One option for every issue, each.
        """
        return worths(self.worth, deals)

    @_refusing
    def cloud(self, most: int = 20_000) -> Cloud | None:
        """Return what every deal is worth that no constraint excludes, to be drawn as points.

        Args:
            most: The most combinations that are listed; None is returned where there are more.
        """
        return cloud(self.worth, most)

    # As JSON.

    @property
    def where_all_must_accept(self) -> dict[str, object]:
        """What is chosen among deals that all accept; nothing where not all must."""
        return {
            key: None if self.coalitions else getattr(self, name)
            for key, name in _FOR_ALL.items()
        }

    def _refuse_other_rules(self) -> None:
        """Refuse what is defined only where all must accept.

        Raises:
            AccordError: If not all must.
        """
        if self.coalitions:
            raise AccordError(
                f"{FOR_ALL[:1].upper()}{FOR_ALL[1:]} are defined only where all parties must "
                f"accept; here the rule of decision is '{self.rule.needs}'."
            )

    @property
    def _chosen(self) -> tuple[Deal, ...]:
        """The deals that rules pick, each once."""
        found = self.compromises.values()
        return tuple(dict.fromkeys(one.best.deal for one in found if one is not None))

    @property
    def compromises_with_alike(self) -> dict[str, object]:
        """The compromises as JSON, with how many deals are worth the same as each."""
        return {
            name: one and {**to_json(one), "alike": self.alike[one.best.deal]}
            for name, one in self.compromises.items()
        }

    @property
    def sureness_of_each(self) -> tuple[Sureness, ...]:
        """How sure each compromise is, in the order of the rules."""
        return tuple(self.sureness.values())


def _unless_too_large(ask: Callable[[], T]) -> T | TooLarge:
    """Ask a question once: its refusal is kept as its answer would be."""
    try:
        return ask()
    except TooLarge as error:
        return error


def _answer(found: T | TooLarge) -> T:
    """Return an answer, or refuse the question once more."""
    if isinstance(found, TooLarge):
        raise found
    return found
