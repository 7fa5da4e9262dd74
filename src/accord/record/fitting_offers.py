"""Which offers fit together, which wait for what nobody offers, and where the order is stuck.

A set of offers carries itself if every condition of each is met: on each issue that it names,
another party's offer of the set gives one of the options, or one of them is settled. The offers
of a set give one option on an issue, none that is settled otherwise, and nothing that the
agenda excludes. Without rival offers the largest such set is the greatest fixed point of `its
conditions are met` (Tarski 1955): take away what is not met until all is. With rivals every
choice between them is followed, as far as there is room.

An order asks that what an offer wants in return comes before it (first) or no later than it
(together). Steps in which all get what they ask for are a weak order, and there is one unless
offers wait for each other in a circle of which one wait at least is strict.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from attrs import define, evolve, field, frozen
from frozendict import frozendict

from accord.model import Exclusion
from accord.model.refs import Combination, Options
from accord.record.case import Case
from accord.record.issue_standings import Ground, issue_standings
from accord.record.kinds.offer import ConditionalOffer, ReturnOrder
from accord.record.standing_offers import OfferOut, standing_offers

MOST_SETS = 20
"""So many sets of offers are kept: more choices than a mediator can weigh at once."""

MOST_LOOKS = 100_000
"""So often one offer is looked at in all, which takes a good half second."""

MOST_TRIED = 300
"""So many ways to meet what one offer waits for are tried, the smallest first."""

MOST_WAYS = 64
"""So many ways of giving the same are tried where the order is stuck: six twofold ones."""

MOST_MISSING = 3
"""What waits for more than so many things at once is not near to anything."""


@frozen(kw_only=True)
class OfferWait:
    """One offer waits for what another gives.

    Attributes:
        offer: Id of the offer that waits.
        on: Id of the other.
        issue: Id of the issue.
        first: Whether the other must come before; else no later.
    """

    offer: str
    on: str
    issue: str
    first: bool


@frozen(kw_only=True)
class FittingSet:
    """Offers that fit together: each one's conditions are met by the others, or are settled.

    Attributes:
        offers: Their ids, in order of time.
        gives: What they come to: the options by issue.
        stuck: Where only the order is stuck: circles of waits, none longer than it must be.
        steps: The ids step by step, in which all get what they ask for in its order; those of
            which only the order is stuck are taken at once.
    """

    offers: tuple[str, ...]
    gives: Options = frozendict()
    stuck: tuple[tuple[OfferWait, ...], ...] = ()
    steps: tuple[tuple[str, ...], ...] = ()


@frozen(kw_only=True)
class WaitingOffer:
    """An offer that no set of fitting offers holds.

    Attributes:
        offer: Its id.
        needs: Smallest sets of what nobody else offers: options by issue that, if somebody
            offered them with nothing in return, would let it fit.
        never: What it wants on issues that are agreed otherwise.
        against: Ids of the issues on which it gives what is agreed otherwise.
        ruled_out: Whether nothing that anybody could offer would let it fit: what it needs does
            not go with it.
    """

    offer: str
    needs: tuple[Combination, ...] = ()
    never: Combination = frozendict()
    against: tuple[str, ...] = ()
    ruled_out: bool = False


@frozen(kw_only=True)
class RivalOffers:
    """Offers that give different options on one issue, of which one can be taken.

    Attributes:
        issue: Id of the issue.
        offers: Ids of the offers, by the option that they give.
        one_party: Id of the party where all are its own: two ways of one side.
    """

    issue: str
    offers: frozendict[str, tuple[str, ...]]
    one_party: str = ""


@frozen(kw_only=True)
class FittingOffers:
    """What the offers that stand come to.

    Attributes:
        sets: The largest sets that carry themselves, the one with most offers first: several
            where offers are rivals.
        waiting: The offers in none of them.
        rivals: The offers of which one can be taken.
        whole: Whether all choices between rivals were followed.
        offers: The offers that count, by id.
        out: The offers that do not.
        settled: What counts as settled: agreed, or common ground.
    """

    sets: tuple[FittingSet, ...] = ()
    waiting: tuple[WaitingOffer, ...] = ()
    rivals: tuple[RivalOffers, ...] = ()
    whole: bool = True
    offers: frozendict[str, ConditionalOffer] = frozendict()
    out: tuple[OfferOut, ...] = ()
    settled: Options = frozendict()


def fitting_offers(case: Case) -> FittingOffers:
    """Return what the offers of a case come to that count on its day.

    What is agreed is settled; so is common ground, where no offer gives another option.

    Args:
        case: The process and its record.
    """
    standing = standing_offers(case.process, case.record, case.today)
    if not standing.offers and not standing.out:
        return FittingOffers()
    grounds = issue_standings(case).items()
    given = {pair for one in standing.offers for pair in one.gives.items()}
    settled = {i: s.option for i, s in grounds if s.standing is Ground.AGREED and s.option}
    for issue, one in grounds:
        rival = any(i == issue and option != one.option for i, option in given)
        if one.standing is Ground.COMMON_GROUND and not rival:
            settled[issue] = one.option
    return fit(
        standing.offers,
        frozendict(settled),
        case.process.agenda.constraints,
        out=standing.out,
    )


def fit(
    offers: Sequence[ConditionalOffer],
    settled: Options = frozendict(),
    constraints: Sequence[Exclusion] = (),
    out: tuple[OfferOut, ...] = (),
) -> FittingOffers:
    """Return which offers fit together, which wait and for what, and where the order is stuck.

    Args:
        offers: The offers that count.
        settled: The options that are settled, by issue.
        constraints: What the agenda excludes.
        out: The offers that do not count, to be handed on.
    """
    search = _Search(tuple(offers), settled, tuple(constraints))
    found, whole = search.sets()
    order = {one.id: n for n, one in enumerate(offers)}
    chosen = sorted(found, key=lambda ids: (-len(ids), sorted(map(order.__getitem__, ids))))
    by_id = {one.id: one for one in offers}
    held = frozenset[str]().union(*found)
    return FittingOffers(
        sets=tuple(
            by_one_way([one for one in offers if one.id in ids], settled)
            for ids in chosen[:MOST_SETS]
        ),
        waiting=tuple(search.waiting(one) for one in offers if one.id not in held),
        rivals=tuple(_rivals(offers)),
        whole=whole and len(chosen) <= MOST_SETS,
        offers=frozendict(by_id),
        out=out,
        settled=settled,
    )


def _rivals(offers: Sequence[ConditionalOffer]) -> Iterator[RivalOffers]:
    by_issue: dict[str, dict[str, list[ConditionalOffer]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in offers:
        for issue, option in one.gives.items():
            by_issue[issue][option].append(one)
    for issue, ways in by_issue.items():
        parties = {one.party for held in ways.values() for one in held}
        if len(ways) > 1:
            yield RivalOffers(
                issue=issue,
                offers=frozendict({o: tuple(x.id for x in held) for o, held in ways.items()}),
                one_party=parties.pop() if len(parties) == 1 else "",
            )


@define
class _Search:
    """Finds the sets of offers that carry themselves.

    Attributes:
        offers: The offers.
        settled: The options that are settled, by issue.
        constraints: What the agenda excludes.
        looks: How often one offer may still be looked at.
        by_id: The offers by id.
        giving: The offers that give an option, by issue and option.
    """

    offers: tuple[ConditionalOffer, ...]
    settled: Options
    constraints: tuple[Exclusion, ...]
    looks: int = MOST_LOOKS
    by_id: dict[str, ConditionalOffer] = field(init=False)

    giving: dict[tuple[str, str], list[ConditionalOffer]] = field(init=False)

    @by_id.default
    def _by_id(self) -> dict[str, ConditionalOffer]:
        return {one.id: one for one in self.offers}

    @giving.default
    def _giving(self) -> dict[tuple[str, str], list[ConditionalOffer]]:
        found: dict[tuple[str, str], list[ConditionalOffer]] = defaultdict(list)
        for one in self.offers:
            for pair in one.gives.items():
                found[pair].append(one)
        return found

    def sets(self, new: Options = frozendict()) -> tuple[list[frozenset[str]], bool]:
        """Return the largest sets that carry themselves, and whether all choices were followed.

        Args:
            new: What somebody else offers too, with nothing in return.
        """
        first = frozenset(
            one.id
            for one in self.offers
            if not any(self._otherwise(i, o) for i, o in one.gives.items())
            and not any(new.get(i, o) != o for i, o in one.gives.items())
        )
        open_, seen, kept = [first], set[frozenset[str]](), list[frozenset[str]]()
        while open_ and self.looks > 0:
            ids = self._carried(open_.pop(), new)
            if not ids or ids in seen:
                continue
            seen.add(ids)
            branches = self._choices(ids, new)
            if branches is None:
                kept.append(ids)
            else:
                open_ += branches
        largest = [ids for ids in kept if not any(ids < other for other in kept)]
        return largest, not open_

    def _otherwise(self, issue: str, option: str) -> bool:
        return self.settled.get(issue, option) != option

    def _carried(self, ids: frozenset[str], new: Options) -> frozenset[str]:
        """Take away the offers whose conditions are not met until those of all others are."""
        while True:
            self.looks -= len(ids)
            givers: dict[tuple[str, str], set[str]] = defaultdict(set)
            for one in map(self.by_id.__getitem__, ids):
                for pair in one.gives.items():
                    givers[pair].add(one.party)
            kept = frozenset(i for i in ids if self._is_met(self.by_id[i], givers, new))
            if kept == ids:
                return ids
            ids = kept

    def _is_met(
        self,
        one: ConditionalOffer,
        givers: Mapping[tuple[str, str], set[str]],
        new: Options,
    ) -> bool:
        return all(
            self.settled.get(issue) in options
            or new.get(issue) in options
            or any(givers.get((issue, option), set()) - {one.party} for option in options)
            for issue, options in one.if_.items()
        )

    def _choices(self, ids: frozenset[str], new: Options) -> list[frozenset[str]] | None:
        """Return what is left by each way out of the first clash; None where there is none."""
        ways: dict[str, set[str]] = defaultdict(set)
        for i in ids:
            for issue, option in self.by_id[i].gives.items():
                ways[issue].add(option)
        for issue, given in ways.items():
            if len(given) > 1:
                return [self._without(ids, issue, given - {one}) for one in sorted(given)]
        fixed = {**new, **self.settled}
        deal = {**{issue: min(given) for issue, given in ways.items()}, **fixed}
        for excluded in self.constraints:
            if all(deal.get(issue) in options for issue, options in excluded.never.items()):
                free = [i for i in excluded.never if i not in fixed]
                if free:
                    return [self._without(ids, i, {deal[i]}) for i in free]
        return None

    def _without(self, ids: frozenset[str], issue: str, options: set[str]) -> frozenset[str]:
        return frozenset(i for i in ids if self.by_id[i].gives.get(issue) not in options)

    def waiting(self, one: ConditionalOffer) -> WaitingOffer:
        """Return what an offer waits for that is in no set."""
        never = frozendict(
            {
                issue: options
                for issue, options in one.if_.items()
                if issue in self.settled and self.settled[issue] not in options
            }
        )
        against = tuple(i for i, o in one.gives.items() if self._otherwise(i, o))
        if never or against or self.looks <= 0:
            return WaitingOffer(offer=one.id, never=never, against=against)
        lacking = self._lacking(one)
        needs: list[dict[str, str]] = []
        most = len({issue for issue, _ in lacking})
        sizes, every = range(1, min(most, MOST_MISSING) + 1), most <= MOST_MISSING
        tried = (some for size in sizes for some in combinations(lacking, size))
        for number, pairs in enumerate(tried):
            missing = dict(pairs)
            if self.looks <= 0 or number == MOST_TRIED:
                every = False
                break
            if len(missing) == len(pairs) and not any(
                known.items() <= missing.items() for known in needs
            ):
                sets, _ = self.sets(frozendict(missing))
                if any(one.id in ids for ids in sets):
                    needs.append(missing)
        return WaitingOffer(
            offer=one.id, needs=tuple(_joined(needs)), ruled_out=not needs and every
        )

    def _lacking(self, one: ConditionalOffer) -> list[tuple[str, str]]:
        """Return what nobody else offers of what an offer wants, and what it wants in turn."""
        found: dict[tuple[str, str], None] = {}
        seen, open_ = {one.id}, [one]
        while open_:
            asking = open_.pop(0)
            for issue, options in asking.if_.items():
                for option in options:
                    if issue in self.settled:
                        continue
                    givers = [
                        other
                        for other in self.giving.get((issue, option), ())
                        if other.party != asking.party
                    ]
                    if not givers:
                        found[issue, option] = None
                    open_ += (other for other in givers if other.id not in seen)
                    seen.update(other.id for other in givers)
        return list(found)


def _joined(needs: Iterable[dict[str, str]]) -> Iterator[Combination]:
    """Put needs together that differ in the option of one issue alone: any of these will do."""
    left: list[dict[str, tuple[str, ...]]] = [
        {i: (o,) for i, o in one.items()} for one in needs
    ]
    while left:
        one = left.pop(0)
        for other in [*left]:
            differing = [i for i in one if other.get(i) != one[i]]
            if one.keys() == other.keys() and len(differing) == 1:
                one[differing[0]] += other[differing[0]]
                left.remove(other)
        yield frozendict(one)


def by_one_way(offers: Sequence[ConditionalOffer], settled: Options) -> FittingSet:
    """Return offers in order; where a party gives the same in several ways, one will do.

    Args:
        offers: Offers that carry themselves.
        settled: The options that are settled, by issue.
    """
    whole = in_order(offers, settled)
    ways: dict[object, list[ConditionalOffer]] = defaultdict(list)
    for one in offers:
        ways[one.party, one.gives].append(one)
    if whole.stuck and len(ways) < len(offers):
        for chosen in islice(product(*ways.values()), MOST_WAYS):
            found = in_order([one for one in offers if one in chosen], settled)
            if not found.stuck:
                return evolve(found, offers=whole.offers)
    return whole


def in_order(offers: Sequence[ConditionalOffer], settled: Options) -> FittingSet:
    """Return offers that carry themselves with their steps, and where their order is stuck.

    An offer waits for all others that give what it wants; what is settled nobody waits for, and
    an offer that lets the others follow waits for nobody.

    Args:
        offers: The offers.
        settled: The options that are settled, by issue.
    """
    waits = [*_waits(offers, settled)]
    ahead: dict[str, list[OfferWait]] = defaultdict(list)
    for one in waits:
        ahead[one.offer].append(one)
    groups = _circles([one.id for one in offers], ahead)
    level = dict.fromkeys(groups, 0)
    moved = True
    while moved:  # ends: only what lies in no circle counts one up
        moved = False
        for wait in waits:
            group = groups[wait.offer]
            least = level[wait.on] + (wait.first and wait.on not in group)
            if level[wait.offer] < least:
                level |= dict.fromkeys(group, least)
                moved = True
    order = [one.id for one in offers]
    steps = (
        tuple(i for i in order if level[i] == step)
        for step in range(max(level.values(), default=-1) + 1)
    )
    stuck = (_shortest(group, ahead) for group in dict.fromkeys(groups.values()))
    gives = {i: option for one in offers for i, option in one.gives.items()}
    return FittingSet(
        offers=tuple(order),
        gives=frozendict(gives),
        stuck=tuple(filter(None, stuck)),
        steps=tuple(steps),
    )


def _waits(offers: Sequence[ConditionalOffer], settled: Options) -> Iterator[OfferWait]:
    for one in offers:
        if one.order_ is ReturnOrder.AFTER:
            continue
        for issue, options in one.if_.items():
            for other in offers:
                if (
                    settled.get(issue) not in options
                    and other.party != one.party
                    and other.gives.get(issue) in options
                ):
                    first = one.order_ is ReturnOrder.FIRST
                    yield OfferWait(offer=one.id, on=other.id, issue=issue, first=first)


def _circles(
    ids: Sequence[str], ahead: Mapping[str, list[OfferWait]]
) -> dict[str, tuple[str, ...]]:
    """Return for every offer those that wait for it and it for them, itself among them."""
    reached: dict[str, set[str]] = {}
    for one in ids:
        found, open_ = {one}, [one]
        while open_:
            new = {wait.on for wait in ahead.get(open_.pop(), ())} - found
            found |= new
            open_ += new
        reached[one] = found
    whole: dict[str, tuple[str, ...]] = {}
    for one in ids:
        if one not in whole:
            group = tuple(i for i in ids if i in reached[one] and one in reached[i])
            whole |= dict.fromkeys(group, group)
    return whole


def _shortest(
    group: Sequence[str], ahead: Mapping[str, list[OfferWait]]
) -> tuple[OfferWait, ...]:
    """Return a shortest circle of waits within a group of which one is strict; none if none."""
    found: list[tuple[OfferWait, ...]] = []
    for start in (w for i in group for w in ahead.get(i, ()) if w.first and w.on in group):
        ways: dict[str, tuple[OfferWait, ...]] = {start.on: (start,)}
        open_ = [start.on]
        while open_ and start.offer not in ways:
            here = open_.pop(0)
            for wait in ahead.get(here, ()):
                if wait.on in group and wait.on not in ways:
                    ways[wait.on] = (*ways[here], wait)
                    open_.append(wait.on)
        found.append(ways[start.offer])
    return min(found, key=len, default=())
