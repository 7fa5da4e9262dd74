"""Which guarantees would make a deal stable: the smallest sets of those that could be had.

Each set is a game of its own. What its monitors, withdrawals in steps and escrow change is in
what states are worth; a sanction and a force are moves of who gives them. Those who give them
are many, and there are two states to each, so they are not gone through one by one where their
answer is known: each breach that a guarantor answers costs whoever broke the deal its penalty,
whatever else is done, so the worst that can follow a breach is the worst of what the parties
can do, less the penalties of all who would answer. For answers that those who give them would
like to give (`seq`) this is a bound, since a penalty on a party that answers can change what
it would like. Where two bounds differ the game is gone through whole; where it is too large for
that, the set counts as not enough, and that is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec

import numpy as np
from attrs import evolve, frozen

from accord.deals.as_json import to_json
from accord.deals.zone import RangeShare
from accord.errors import AccordError
from accord.hold.compliance import CROSSED, ComplianceGame, GameNumbers
from accord.hold.concepts import Concept, Reachability
from accord.hold.deal_state import STAYS, deal_stable
from accord.hold.for_all_values import ForAllValues, ForValues, all_hold, for_all_values
from accord.hold.graph_model import Bools
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind
from accord.hold.option_passes import reached
from accord.hold.sufficient_sets import MOST, SufficientSets, members, sufficient_sets
from accord.kernels.bits import subsets
from accord.kernels.ties import TIE, Floats, Ints

MOST_ASKED = 5000
"""Sets that are looked at for one question: some seconds for a deal of a handful of issues."""
_MOST_EXACT = 11
"""Options of a game up to which all values in the ranges are looked at."""
_MOST_PROVED = 3
"""Sets of which it is looked at whether they are enough for all values."""
_MOST_WHOLE = 14
"""Options of a game that is gone through whole where bounds do not decide."""
_MOST_NUMBERS = 1 << 22
"""Worths held at once."""
_LARGE = 1 << 14
"""Worths from which on it is worth to load what is compiled, which takes a second."""


@frozen(kw_only=True)
class Responds:
    """Whether a guarantor would answer a breach: whether it loses more by leaving it be.

    Attributes:
        guarantee: The guarantee.
        share: For what share of the ranges its stake is more than its cost; None where its
            stake is not known.
    """

    guarantee: Guarantee
    share: RangeShare | None


@frozen(kw_only=True)
class GuaranteeSet:
    """A set of guarantees that is enough, of which no part is.

    Attributes:
        ids: The guarantees.
        price: What they cost together.
        share: For what share of the ranges the deal is stable for all parties with them.
        holds: Whether for every value in the ranges, for some or for none; None where only
            draws can say.
    """

    ids: tuple[str, ...]
    price: float
    share: RangeShare
    holds: ForValues | None = None


@frozen(kw_only=True)
class EnoughSets:
    """The sets that make a deal stable, for so much of the ranges.

    Attributes:
        target: For what: `all` values (that were drawn), a `share` of them, or the `middle`.
        sets: By number, then by price.
        searched: Up to how many guarantees in a set all sets were gone through.
        undecided: Of how many sets it was not known, for some numbers, whether they are enough;
            they count as if they were not.
    """

    target: str
    sets: tuple[GuaranteeSet, ...]
    searched: int
    undecided: int


@frozen(kw_only=True)
class LeastPenalty:
    """The least that a party must lose for any breach, so that it stays.

    It is g = max over the ways T to leave of what T gains once it is answered: for a sum over
    issues, where all can be taken back, the max over T of -(sum over T of w), less the sum over
    the opponents' undertakings of max(0, w), where w is what keeping one is worth to it.

    Attributes:
        party: The party.
        middle: In points, at the middle of every range; 0 where it stays without, None where
            it would cross a red line of its own to stay.
        enough: What is enough for the share of the ranges that is asked for, likewise.
        most: The most that was seen in a draw, likewise.
        every: What is enough for every value in the ranges; None where that is not known, or
            no number is put on it.
    """

    party: str
    middle: float | None
    enough: float | None
    most: float | None
    every: float | None = None


@frozen(kw_only=True)
class GuaranteeAnswer:
    """What guarantees would do for a deal.

    Attributes:
        candidates: The guarantees that could be had; those that lack what they need are left
            out.
        concept: By which concept it is to be stable.
        wanted: The share of the ranges for which it is asked to be stable.
        without: For what share it is without any guarantee.
        without_holds: Whether for every value in the ranges, for some or for none; None where
            only draws can say.
        responds: Whether each guarantor would answer.
        enough: Which sets are enough, for all values, for the share, and at the middle.
        penalties: The least penalties, by party.
    """

    candidates: tuple[Guarantee, ...]
    concept: Concept
    wanted: float
    without: RangeShare
    without_holds: ForValues | None
    responds: tuple[Responds, ...]
    enough: tuple[EnoughSets, ...]
    penalties: tuple[LeastPenalty, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict."""
        return {
            "candidates": [one.id for one in self.candidates],
            "concept": self.concept.value,
            "wanted": self.wanted,
            "without": {
                **to_json(self.without),
                "holds": self.without_holds and self.without_holds.value,
            },
            "responds": {
                one.guarantee.id: None if one.share is None else to_json(one.share)
                for one in self.responds
            },
            "sets": {
                one.target: {
                    "minimal": [
                        {
                            "ids": [*each.ids],
                            "price": each.price,
                            "share": to_json(each.share),
                            "holds": each.holds and each.holds.value,
                        }
                        for each in one.sets
                    ],
                    "searched": one.searched,
                    "undecided": one.undecided,
                }
                for one in self.enough
            },
            "least_penalty": {
                one.party: {
                    "middle": one.middle,
                    "enough": one.enough,
                    "most": one.most,
                    "every": one.every,
                }
                for one in self.penalties
            },
        }


def guarantee_answer(
    game: ComplianceGame,
    candidates: Sequence[Guarantee],
    *,
    concept: Concept = Concept.SEQ,
    wanted: float = 0.95,
    draws: int = 400,
    seed: int = 0,
) -> GuaranteeAnswer:
    """Find which guarantees would make a deal stable for all parties.

    Args:
        game: The game that the deal leaves behind.
        candidates: The guarantees that could be had, 20 at most.
        concept: By which concept it is to be stable; sequences of answers are legal ones.
        wanted: For what share of the ranges.
        draws: How many sets of numbers to draw from the ranges.
        seed: Where the draws start.

    Raises:
        AccordError: If there are too many candidates.
    """
    if len(candidates) > MOST:
        raise AccordError(
            f"there are {len(candidates)} guarantees to choose from: name {MOST} at most"
        )
    whole = game.with_guarantees(candidates)
    chosen = whole.guarantees
    middle = _Trial(game=whole, numbers=whole.middle, concept=concept)
    exact = whole.is_exact
    drawn = middle
    if not exact:
        numbers = whole.drawn(np.random.default_rng(seed), draws)
        drawn = _Trial(game=whole, numbers=numbers, concept=concept)

    def share(stays: Bools) -> RangeShare:
        if exact:
            return RangeShare.exactly(bool(stays.all()))
        return RangeShare.of_draws(int(stays.sum()), len(stays), seed)

    least = int(np.ceil(wanted * len(drawn.numbers) - TIE))

    def enough(target: str) -> SufficientSets:
        def is_enough(one: int) -> bool:
            if target == "middle":
                return bool(middle.stays(one).all())
            if target == "all" and not middle.stays(one).all():
                return False
            return int(drawn.stays(one).sum()) >= (draws if target == "all" else least)

        return sufficient_sets(
            is_enough,
            [one.price for one in chosen],
            drawn.lasting,
            [_bits(chosen, one.needs) for one in chosen],
            MOST_ASKED,
        )

    def named(one: int, exactly: bool) -> GuaranteeSet:
        some = [chosen[place] for place in members(one).tolist()]
        found = share(drawn.stays(one))
        return GuaranteeSet(
            ids=tuple(each.id for each in some),
            price=sum(each.price for each in some),
            share=found,
            holds=_over(_exactly(whole, some, concept), concept, found) if exactly else None,
        )

    without = share(drawn.stays(0))
    bare = _exactly(whole, (), concept)

    targets = ("middle",) if exact else ("all", "share", "middle")
    found = {target: enough(target) for target in targets}
    answers = zip(chosen, (drawn.numbers.stake > drawn.numbers.cost + TIE).T, strict=True)
    return GuaranteeAnswer(
        candidates=chosen,
        concept=concept,
        wanted=wanted,
        without=without,
        without_holds=_over(bare, concept, without),
        responds=tuple(
            Responds(guarantee=one, share=_worth_it(one, share(would)))
            for one, would in answers
            if one.responds
        ),
        enough=tuple(
            EnoughSets(
                target=target,
                sets=tuple(
                    named(one, target == "all" and n < _MOST_PROVED)
                    for n, one in enumerate(each.minimal)
                ),
                searched=each.searched,
                undecided=len((middle if target == "middle" else drawn).undecided),
            )
            for target, each in found.items()
        ),
        penalties=_least_penalties(middle, drawn, wanted, bare, concept),
    )


def _exactly(
    game: ComplianceGame, some: Sequence[Guarantee], concept: Concept
) -> Mapping[str, Mapping[Concept, ForAllValues]]:
    """Return for which values each party stays with some guarantees; nothing if too large."""
    of = game.with_guarantees(some)
    if game.is_exact or len(of.options) > _MOST_EXACT:
        return {}
    return for_all_values(of, only=of.parties, concepts=(concept,))


def _over(
    found: Mapping[str, Mapping[Concept, ForAllValues]], concept: Concept, share: RangeShare
) -> ForValues | None:
    """Return for which values all parties stay; what draws show counts as well."""
    known = all_hold(found, concept) if found else None
    if known in (ForValues.EVERY, ForValues.NONE):
        return known
    return ForValues.SOME if 0 < share.share < 1 else known


def _worth_it(one: Guarantee, drawn: RangeShare) -> RangeShare | None:
    """Return how often an answer is worth its cost: exactly where the ranges do not overlap."""
    if one.stake is None:
        return None
    if one.stake.low > one.cost.high + TIE:
        return RangeShare.exactly(True)
    return RangeShare.exactly(False) if one.stake.high <= one.cost.low + TIE else drawn


def _least_penalties(
    middle: "_Trial",
    drawn: "_Trial",
    wanted: float,
    exact: Mapping[str, Mapping[Concept, ForAllValues]],
    concept: Concept,
) -> tuple[LeastPenalty, ...]:
    now, then = middle.least_penalty, drawn.least_penalty
    return tuple(
        LeastPenalty(
            party=party,
            middle=_in_points(now[0, place]),
            enough=_in_points(np.quantile(then[:, place], wanted, method="higher")),
            most=_in_points(then[:, place].max()),
            every=_for_every(exact[party][concept]) if party in exact else None,
        )
        for place, party in enumerate(middle.game.parties)
    )


def _for_every(found: ForAllValues) -> float | None:
    """Return the penalty that is enough for every value; of `smr` it is another."""
    if found.concept is Concept.SMR:
        return None
    return 0.0 if found.most is None else _in_points(max(0.0, found.most.bound))


def _in_points(found: float) -> float | None:
    """Return a penalty; None where it has to outweigh a red line, on which none is put."""
    return None if found > CROSSED / 2 else float(found)


def _bits(chosen: Sequence[Guarantee], ids: Iterable[str]) -> int:
    every = {one.id: 1 << place for place, one in enumerate(chosen)}
    return sum(every[one] for one in {*ids} if one in every)


@frozen(kw_only=True, eq=False, slots=False)
class _Trial:
    """Tries sets of guarantees, by one set of numbers or by many.

    Attributes:
        game: The game with all of them.
        numbers: The numbers.
        concept: By which concept it is to be stable.
    """

    game: ComplianceGame
    numbers: GameNumbers
    concept: Concept

    @cached_property
    def built_in(self) -> int:
        """Those that change what states are worth to parties, or give a party a move, as bits.

        A third party's answer does neither: it is left out of the states.
        """
        some = (
            one.kind in (GuaranteeKind.WITHDRAWAL, GuaranteeKind.ESCROW)
            or (one.responds and one.by in self.game.parties)
            for one in self.game.guarantees
        )
        return sum(1 << place for place, is_in in enumerate(some) if is_in)

    @cached_property
    def lasting(self) -> int:
        """Those that never undo what is stable, as bits (see `sufficient_sets`).

        Where a third party could answer too, all that could be answered before still can be, by
        moves that those who make them like as they did; and what somebody could gain by leaving
        is as it was. A deposit takes from who breaks the deal, so by all concepts but `seq` it
        only ever helps as well; by `seq` it can keep a party from answering a breach by one of
        its own. A withdrawal in steps leaves less to answer with; a party that could answer has
        more to choose. What one of these needs is with it in this.
        """
        either = self.built_in
        if self.concept is not Concept.SEQ:
            for place, one in enumerate(self.game.guarantees):
                if one.kind is GuaranteeKind.ESCROW:
                    either &= ~(1 << place)
        guarantees = self.game.guarantees
        while True:
            needed = [one.needs for n, one in enumerate(guarantees) if either >> n & 1]
            more = either | _bits(guarantees, (one for each in needed for one in each))
            if more == either:
                return ~either & (1 << len(guarantees)) - 1
            either = more

    def effective(self, chosen: int) -> int:
        """Leave out of a set those that lack what they need."""
        some = [one for n, one in enumerate(self.game.guarantees) if chosen >> n & 1]
        kept = self.game.with_guarantees(some).guarantees
        return _bits(self.game.guarantees, (one.id for one in kept))

    def stays(self, chosen: int) -> Bools:
        """Return in which sets of numbers all parties stay with some guarantees.

        Args:
            chosen: The guarantees, as bits.
        """
        known = self._known.get(chosen)
        if known is None:
            chosen = self.effective(chosen)
            found = [part.stays(self, chosen) for part in self.parts(chosen & self.built_in)]
            known = self._known[chosen] = np.concatenate(found)
        return known

    @cached_property
    def undecided(self) -> set[int]:
        """The sets of which it is not known for some numbers whether they are enough."""
        return set()

    @cached_property
    def _known(self) -> dict[int, Bools]:
        return {}

    @cached_property
    def _parts(self) -> dict[int, list["_Part"]]:
        return {}

    def parts(self, built_in: int) -> list["_Part"]:
        """Return the game with those alone that change what states are worth.

        Args:
            built_in: Which of these.
        """
        found = self._parts.get(built_in)
        if found is None:
            game, columns = self._with(built_in)
            most = max(1, _MOST_NUMBERS // (len(game.parties) << len(game.options)))
            found = [
                _Part.of(game, _columns(self.numbers[start : start + most], columns), start)
                for start in range(0, len(self.numbers), most)
            ]
            self._parts.clear()  # sets come by number, so the same is seldom asked for again
            self._parts[built_in] = found
        return found

    def _with(self, chosen: int) -> tuple[ComplianceGame, Ints]:
        columns = members(chosen)
        some = tuple(self.game.guarantees[n] for n in columns.tolist())
        return evolve(self.game, guarantees=some), columns

    def whole(self, chosen: int, rows: Ints) -> Bools:
        """Return in which of some sets of numbers all parties stay, of the whole game.

        Where that is too large it is not known, and counts as if they did not.
        """
        game, columns = self._with(chosen)
        if len(game.options) > _MOST_WHOLE:
            self.undecided.add(chosen)
            return np.zeros(len(rows), np.bool_)
        numbers = _columns(self.numbers[rows], columns)
        found = deal_stable(game, numbers, Reachability.SEQUENCES)[self.concept]
        return np.asarray((found[:, : len(game.parties)] == STAYS).all(axis=1))

    @cached_property
    def least_penalty(self) -> Floats:
        """What each party must lose for a breach so that it stays: shape (sets, parties)."""
        return np.concatenate([part.penalty_of(self.concept) for part in self.parts(0)])


def _columns(numbers: GameNumbers, columns: Ints) -> GameNumbers:
    """Keep the numbers of some of the guarantees."""
    return evolve(
        numbers,
        penalty=numbers.penalty[:, columns],
        cost=numbers.cost[:, columns],
        stake=numbers.stake[:, columns],
    )


@frozen(kw_only=True, eq=False)
class _Threat:
    """What third parties would take from who breaks the deal, for some sets of numbers.

    Attributes:
        answered: By which options of each party each is called on: (guarantees, parties), bits.
        any_: What each takes, whoever gives it: shape (sets, guarantees).
        sure: What it takes where its own stake is worth its cost; else nothing.
        most: What it takes where that is so of one that the same guarantor gives, which it
            could give together with this; else nothing.
    """

    answered: Ints
    any_: Floats
    sure: Floats
    most: Floats

    @classmethod
    def of(cls, trial: _Trial, chosen: int, rows: slice) -> "_Threat":
        every = trial.game.guarantees
        third = [n for n in members(chosen & ~trial.built_in).tolist() if every[n].responds]
        numbers = trial.numbers
        penalty = numbers.penalty[rows, third]
        would = numbers.stake[rows, third] > numbers.cost[rows, third] + TIE
        alike = np.array([[every[a].by == every[b].by for b in third] for a in third])
        either = would @ alike.reshape(len(third), len(third))
        return cls(
            answered=trial.game.answered[third],
            any_=penalty,
            sure=penalty * would,
            most=penalty * either,
        )

    def rows(self, rows: Ints) -> "_Threat":
        """Keep some of the sets of numbers."""
        return evolve(self, any_=self.any_[rows], sure=self.sure[rows], most=self.most[rows])

    def after(self, takes: Floats, party: int, states: Ints) -> Floats:
        """Return what a party loses in some states: shape (sets, states)."""
        called = (states & self.answered[:, party, None]) != 0
        lost: Floats = takes @ called
        return lost

    def relief(self, party: int, states: Ints, change: int) -> Floats:
        """Return the most that a party can be spared by a change: shape (sets, states)."""
        own = self.answered[:, party, None]
        spared = ((states & own) != 0) & (((states ^ change) & own) == 0)
        found: Floats = self.most @ spared
        return found


@frozen(kw_only=True, eq=False, slots=False)
class _Part:
    """Some sets of numbers of the game without third parties' answers.

    Attributes:
        game: The game.
        rows: Which of the sets of numbers.
        worth: What states are worth, less what the deal is: shape (sets, parties, states).
    """

    game: ComplianceGame
    rows: slice
    worth: Floats

    @classmethod
    def of(cls, game: ComplianceGame, numbers: GameNumbers, start: int) -> "_Part":
        worth = game.worth(numbers)[:, : len(game.parties)]
        gains = worth - worth[:, :, :1]
        return cls(game=game, rows=slice(start, start + len(gains)), worth=gains)

    def stays(self, trial: _Trial, chosen: int) -> Bools:
        """Return in which sets of numbers all parties stay with some guarantees."""
        threat = _Threat.of(trial, chosen, self.rows)
        stays = np.ones(len(self.worth), np.bool_)
        unclear = np.zeros(len(self.worth), np.bool_)
        for party, own in enumerate(self.game.own[: len(self.game.parties)]):
            if trial.concept is not Concept.SEQ:
                left = self._left(trial.concept, party, own, threat)
                stays &= ~left
                continue
            moves = subsets(own)
            better = self.worth[:, party, moves] > TIE
            sure = threat.after(threat.sure, party, moves)
            stay = ~(better & (self._credible[party] - sure > TIE)).any(axis=1)
            perhaps = np.flatnonzero(stays & ~stay)
            if len(perhaps):
                most = threat.after(threat.most, party, moves)[perhaps]
                bound = self._reached(party, threat, perhaps)
                leaves = (better[perhaps] & (bound - most > TIE)).any(axis=1)
                stays[perhaps[leaves]] = False
                unclear[perhaps[~leaves]] = True
        unclear &= stays
        if unclear.any():
            rows = np.flatnonzero(unclear)
            stays[rows] = trial.whole(chosen, rows + self.rows.start)
        return stays

    def _left(self, concept: Concept, party: int, own: int, threat: _Threat) -> Bools:
        """Return in which sets of numbers a party leaves, whatever others would like."""
        moves = subsets(own)
        better = self.worth[:, party, moves] > TIE
        match concept:
            case Concept.NASH:
                then = self.worth[:, party, moves]
            case Concept.GMR:
                then = self._worst[party] - threat.after(threat.any_, party, moves)
            case Concept.SMR:
                states = np.arange(self.worth.shape[2])
                value = self.worth[:, party] - threat.after(threat.any_, party, states)
                best = reached(value, own, self.game.one_way)
                then = reached(best, self._others(party), better=np.minimum)[:, moves]
            case _:
                raise AccordError(f"guarantees are not looked for by '{concept.value}'")
        return np.asarray((better & (then > TIE)).any(axis=1))

    def _others(self, party: int) -> int:
        return sum(bits for n, bits in enumerate(self.game.own) if n != party)

    @cached_property
    def _worst(self) -> list[Floats]:
        """The least that any answers of the parties leave each after its moves."""
        return [
            reached(self.worth[:, party], self._others(party), better=np.minimum)[
                :, subsets(own)
            ]
            for party, own in enumerate(self.game.own[: len(self.game.parties)])
        ]

    @cached_property
    def _credible(self) -> list[Floats]:
        """The least that answers which the parties like leave each after its moves."""
        every = np.arange(len(self.worth))
        return [self._reached(party, None, every) for party in range(len(self.game.parties))]

    def _reached(self, party: int, threat: _Threat | None, rows: Ints) -> Floats:
        """Return the least that improvements of the others lead to after each move of a party.

        With a threat, a move counts as an improvement that could be one with some of the third
        parties answering: so it is a bound.
        """
        worth, moves = self.worth[rows], subsets(self.game.own[party])
        spared = None if threat is None else threat.rows(rows)
        if worth.size > _LARGE and find_spec("numba") is not None:
            from accord.hold.compiled_answers import least_after_moves

            return least_after_moves(
                worth,
                party,
                moves,
                worth[:, party, moves] > TIE,
                np.array(self.game.own[: len(self.game.parties)]),
                self.game.one_way,
                np.zeros((len(rows), 0)) if spared is None else spared.most,
                np.zeros((0, 0), np.int64) if spared is None else spared.answered,
            )
        states = np.arange(worth.shape[2])
        passes = []
        for other, own in enumerate(self.game.own):
            if other == party:
                continue
            for change in subsets(own)[1:].tolist():
                gain = worth[:, other, states ^ change] - worth[:, other]
                if spared is not None:
                    gain += spared.relief(other, states, change)
                can = (gain > TIE) & (states & change & self.game.one_way == 0)
                passes.append((states ^ change, can))
        found = worth[:, party]
        changed = True
        while changed:
            before = found
            for then, can in passes:
                found = np.where(can, np.minimum(found, found[:, then]), found)
            changed = not np.array_equal(before, found)
        return found[:, moves]

    def penalty_of(self, concept: Concept) -> Floats:
        """Return what each party must lose for any breach so that it stays: (sets, parties)."""
        found = np.zeros(self.worth.shape[:2])
        for party, own in enumerate(self.game.own[: len(self.game.parties)]):
            mine, moves = self.worth[:, party], subsets(own)
            then = mine[:, moves]
            if concept is Concept.GMR:
                then = self._worst[party]
            elif concept is Concept.SEQ:
                then = self._credible[party]
            elif concept is Concept.SMR:
                # It may also go back on its breach, and then loses nothing for it.
                kept = np.where(mine > TIE, np.inf, -np.inf)
                states = np.arange(mine.shape[1])
                kept[:, states & own != 0] = mine[:, states & own != 0]
                best = reached(kept, own, self.game.one_way)
                then = reached(best, self._others(party), better=np.minimum)[:, moves]
            # Where a breach gains no more than it costs, nobody has to answer it.
            gains = np.minimum(mine[:, moves], then)
            found[:, party] = np.maximum(gains.max(axis=1), 0.0)
        return found
