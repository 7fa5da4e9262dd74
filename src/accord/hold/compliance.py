"""The game that a deal leaves behind: keep or break what was undertaken, fight again, answer.

No second model: what states are worth comes from the interests. A state says which undertakings
are broken, who has resumed fighting, and which guarantees are answering. An issue on which
anybody breaks an undertaking comes to its `no_deal` option, and so does what, by the agenda,
cannot be had together with it; once anybody fights, each party has its walk-away value.

What an issue set is worth is a sum over its issues, and of what is joined:

    u_i(B) = base_i + sum over k in B of change_ik + sum of the bonuses of interactions taken

A state that crosses a red line of a party is worth less to it than all that do not.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

import numpy as np
from attrs import evolve, fields, frozen
from frozendict import frozendict

from accord.deals.names import Names
from accord.deals.worth import Held, Worth
from accord.errors import AccordError
from accord.hold.graph_model import Bools, GameOption
from accord.hold.holding_assumptions import (
    NOTHING,
    Guarantee,
    GuaranteeKind,
    HoldingAssumptions,
)
from accord.kernels.tables import Ban
from accord.kernels.ties import Floats, Ints
from accord.model import Agenda, Deal, Exclusion, Range, When
from accord.record import OneWay

CROSSED = 1e6
"""Points that a crossed red line takes away: more than any sum of worths, and few enough that
points keep nine decimals beside it."""


@frozen(kw_only=True)
class Undertaking:
    """What somebody must do so that an issue is carried out.

    Attributes:
        issue: The issue.
        owner: Who must do it.
        to: To whom it is owed.
        one_way: `done` where once done it cannot be broken, `broken` where once broken it
            cannot be mended; None where it can go both ways.
        words: What it is, as the entry has it.
        due: By when it is to be done; None where no time is set.
        after: Id of the entry that it waits for; empty where it waits for none.
        entry: Id of the entry that says so; empty where it is assumed.
    """

    issue: str
    owner: str
    to: tuple[str, ...] = ()
    one_way: OneWay | None = None
    words: str = ""
    due: When | None = None
    after: str = ""
    entry: str = ""


class WhyLeftOut(StrEnum):
    """Why an issue is not in the game."""

    OPEN = "open"
    """The deal leaves it open."""
    NO_DEAL = "no_deal"
    """Nothing says what it comes to where it is not carried out."""
    SAME = "same"
    """It comes to the same without the deal."""
    NOBODY = "nobody"
    """Nobody would gain by going back on it: it keeps itself."""
    NO_PARTY = "no_party"
    """Only those have to carry it out who are no party: nobody's numbers are held of them."""
    DELIVERED = "delivered"
    """It is done, and cannot be undone."""


@frozen(kw_only=True)
class JointTerm:
    """What a party has more or less where some issues are broken and others kept.

    Attributes:
        party: The place of the party.
        broken: The issues of the game that must be broken, as bits.
        kept: The issues that must be kept, as bits.
        interaction: The place of the interaction among those of the worth; None for a red line
            of the party.
    """

    party: int
    broken: int
    kept: int
    interaction: int | None = None

    def taken(self, broken: Ints) -> Bools:
        """Return whether it counts, by which issues have gone back.

        Args:
            broken: Sets of issues, as bits.
        """
        found: Bools = ((broken & self.broken) == self.broken) & ((broken & self.kept) == 0)
        return found


@frozen(kw_only=True)
class NotTogether:
    """A constraint of the agenda that going back on some issues alone would cross.

    Attributes:
        constraint: The constraint.
        broken: The issues of the game by which it would be crossed, as bits.
        kept: The issues that cannot be carried out beside them: they go back too, as bits;
            none where nothing that can go back ends it. It then counts as if it could be had.
    """

    constraint: Exclusion
    broken: int
    kept: int


@frozen(kw_only=True, eq=False)
class GameNumbers:
    """What there is to gain, by one set of numbers or by many; all in points.

    Attributes:
        base: Shape (sets, parties), what the deal kept by all is worth, joint terms left out.
        changes: Shape (sets, parties, issues), what an issue that goes back adds.
        bonuses: Shape (sets, joint terms).
        walk_away: Shape (sets, parties).
        first_move: Shape (sets, parties).
        penalty: Shape (sets, guarantees).
        cost: Shape (sets, guarantees).
        stake: Shape (sets, guarantees).
    """

    base: Floats
    changes: Floats
    bonuses: Floats
    walk_away: Floats
    first_move: Floats
    penalty: Floats
    cost: Floats
    stake: Floats

    def __len__(self) -> int:
        """Count the sets."""
        return len(self.base)

    def __getitem__(self, which: slice | Ints) -> "GameNumbers":
        """Take some of the sets."""
        return GameNumbers(**{f.name: getattr(self, f.name)[which] for f in fields(type(self))})


Shares = Sequence[tuple[float, Ints]]
"""What is carried out, by the option of each issue, and what share of it all each is."""


@frozen(kw_only=True, eq=False, slots=False)
class ComplianceGame:
    """The game that a deal leaves behind.

    Attributes:
        parties: Ids of the parties, in the order of the worth.
        held: What deals are worth to them, as one holder has it.
        deal: The deal: an option for each issue that it settles.
        choice: The option of each issue of the agenda as the deal has it, by its place.
        back: The option that each issue of the game goes back to, by its place.
        issues: The issues of the game, each with its place on the agenda.
        undertakings: What can be broken.
        fighting: The parties that can resume fighting.
        guarantees: What can answer.
        first_move: What it is worth to resume fighting, by party.
        joint: What hangs on several issues.
        not_together: What cannot be had together once some issues have gone back.
        left_out: Issues that nobody can go back on, each with why.
        missing: Ids of guarantees that are left out for want of one that they need.
        unknown: What those undertook who are no party: nobody's interests are held of them.
        order: Which undertaking comes before which, by their places.
    """

    parties: tuple[str, ...]
    held: Worth
    deal: frozendict[str, str]
    choice: Ints
    back: Ints
    issues: frozendict[str, int]
    undertakings: tuple[Undertaking, ...]
    fighting: tuple[str, ...]
    guarantees: tuple[Guarantee, ...]
    first_move: frozendict[str, Range]
    joint: tuple[JointTerm, ...]
    not_together: tuple[NotTogether, ...]
    left_out: frozendict[str, WhyLeftOut]
    missing: tuple[str, ...] = ()
    unknown: tuple[Undertaking, ...] = ()
    order: tuple[tuple[int, int], ...] = ()

    # Who decides what.

    @cached_property
    def guarantors(self) -> tuple[str, ...]:
        """Those who would answer and are no party."""
        every = dict.fromkeys(one.by for one in self.guarantees if one.responds)
        return tuple(one for one in every if one not in self.parties)

    @cached_property
    def makers(self) -> tuple[str, ...]:
        """Who decides: the parties, then the guarantors."""
        return (*self.parties, *self.guarantors)

    @cached_property
    def options(self) -> tuple[GameOption, ...]:
        """What can be done: break, fight, answer. Nothing of it is done in state 0."""
        broken = (
            GameOption(
                id=f"break:{one.issue}:{one.owner}",
                owner=one.owner,
                one_way="Y" if one.one_way is OneWay.BROKEN else "",
            )
            for one in self.undertakings
        )
        fights = (GameOption(id=f"fight:{p}", owner=p, one_way="Y") for p in self.fighting)
        answers = (GameOption(id=f"respond:{g.id}", owner=g.by) for g in self.responding)
        return (*broken, *fights, *answers)

    @cached_property
    def responding(self) -> tuple[Guarantee, ...]:
        """The guarantees that somebody must choose to give when the deal is broken."""
        return tuple(one for one in self.guarantees if one.responds)

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The options of each who decides, as bits."""
        return tuple(
            sum(1 << n for n, one in enumerate(self.options) if one.owner == maker)
            for maker in self.makers
        )

    @cached_property
    def breaks(self) -> int:
        """The options to break an undertaking, as bits."""
        return (1 << len(self.undertakings)) - 1

    @cached_property
    def fights(self) -> int:
        """The options to resume fighting, as bits."""
        return (1 << len(self.fighting)) - 1 << len(self.undertakings)

    @cached_property
    def one_way(self) -> int:
        """The options that cannot be undone, as bits."""
        return sum(1 << n for n, one in enumerate(self.options) if one.one_way)

    @cached_property
    def touched(self) -> tuple[int, ...]:
        """The issue that each undertaking is about, as a bit."""
        places = {issue: n for n, issue in enumerate(self.issues)}
        return tuple(1 << places[one.issue] for one in self.undertakings)

    @cached_property
    def answered(self) -> Ints:
        """What each guarantee answers to of each party: shape (guarantees, parties), bits."""
        bits = np.zeros((len(self.guarantees), len(self.parties)), np.int64)
        for g, guarantee in enumerate(self.guarantees):
            for p, party in enumerate(self.parties):
                if party == guarantee.by or (
                    guarantee.against and party not in guarantee.against
                ):
                    continue
                bits[g, p] = self._breaches(party, guarantee.on)
        return bits

    def _breaches(self, party: str, on: Collection[str]) -> int:
        """Return the bits by which a party breaks the deal on some issues; on any, of none."""
        broken = sum(
            1 << n
            for n, one in enumerate(self.undertakings)
            if one.owner == party and (not on or one.issue in on)
        )
        if party in self.fighting:
            broken |= 1 << len(self.undertakings) + self.fighting.index(party)
        return broken

    def options_in(self, state: int) -> tuple[GameOption, ...]:
        """Return what is done in a state.

        Args:
            state: The state, as a number.
        """
        return tuple(one for n, one in enumerate(self.options) if state >> n & 1)

    @staticmethod
    def issue_of(option: GameOption) -> str:
        """Return the issue on which an option breaks an undertaking.

        Args:
            option: The option; what issues and parties are called may have colons in it.
        """
        return option.id.removeprefix("break:").removesuffix(f":{option.owner}")

    # Numbers.

    @cached_property
    def middle(self) -> GameNumbers:
        """The numbers at the middle of every range."""
        return self._numbers(self.held.fix()[None], lambda ends: ends.mean(axis=0)[None])

    def drawn(self, rng: np.random.Generator, count: int) -> GameNumbers:
        """Draw numbers uniformly from their ranges, each by itself.

        Args:
            rng: Where chance comes from.
            count: How many sets.
        """

        def draw(ends: Floats) -> Floats:
            low, high = ends
            return np.asarray(low + (high - low) * rng.random((count, len(low))))

        return self._numbers(self.held.draw(rng, count), draw)

    @cached_property
    def is_exact(self) -> bool:
        """Whether every number is known exactly."""
        given = [*self.first_move.values()]
        for one in self.guarantees:
            given += [one.penalty, one.cost, one.stake or NOTHING]
        return self.held.is_exact and all(one.is_point for one in given)

    def _numbers(self, worth: Worth, at: Callable[[Floats], Floats]) -> GameNumbers:
        """Read the numbers of a worth of many sets; others from their ends, shape (2, n)."""
        gains, point = worth.gains, worth.point
        starts = np.array(worth.starts[:-1])
        known = np.flatnonzero(self.choice >= 0)
        base = gains[:, starts[known] + self.choice[known]].sum(axis=1) / point
        scope = np.array([*self.issues.values()], np.int64)
        now = gains[:, starts[scope] + self.choice[scope]]
        then = gains[:, starts[scope] + self.back[scope]]
        changes = np.moveaxis((then - now) / point[:, None], 1, 2)
        for place, owner in self.settled:
            base[:, owner] += worth.bonuses[:, place] / point[:, owner]
        bonuses = np.full((len(base), len(self.joint)), -CROSSED)
        for n, one in enumerate(self.joint):
            if one.interaction is not None:
                bonuses[:, n] = worth.bonuses[:, one.interaction] / point[:, one.party]
        firsts = [self.first_move.get(party, NOTHING) for party in self.parties]
        each = self.guarantees
        return GameNumbers(
            base=base,
            changes=changes,
            bonuses=bonuses,
            walk_away=np.asarray(worth.walk_away),
            first_move=at(range_ends(firsts)),
            penalty=at(range_ends([one.penalty for one in each])),
            cost=at(range_ends([one.cost for one in each])),
            stake=at(range_ends([one.stake or NOTHING for one in each])),
        )

    @cached_property
    def settled(self) -> tuple[tuple[int, int], ...]:
        """The interactions that are taken whatever is broken, each with whose it is."""
        found = []
        for place, (owner, ban) in enumerate(self.held.interactions):
            when = _when(ban, self.choice, self.back, self.issues)
            if when == (0, 0):
                found.append((place, owner))
        return tuple(found)

    def worth_of_issues(self, numbers: GameNumbers, broken: Ints | None = None) -> Floats:
        """Return what it is worth to each party that sets of issues have gone back.

        Args:
            numbers: The numbers.
            broken: The sets, as bits: an issue's bit says that it has gone back; all by
                default.

        Returns:
            Shape (sets of numbers, parties, sets of issues).
        """
        if broken is None:
            broken = np.arange(1 << len(self.issues))
        found = self._in_steps(numbers, broken, self.in_steps)
        gone = self.closed(broken)
        for one in self.joint:
            if one.interaction is None:  # a red line is crossed or not, in steps too
                found[:, one.party, one.taken(gone)] -= CROSSED
        return found

    def closed(self, broken: Ints) -> Ints:
        """Return sets of issues with what cannot be carried out once these have gone back.

        Args:
            broken: The sets, as bits.
        """
        found = broken
        for _ in self.not_together:  # each adds to a set once at most
            for one in self.not_together:
                crossed = ((found & one.broken) == one.broken) & ((found & one.kept) == 0)
                found = np.where(crossed, found | one.kept, found)
        return found

    def _in_steps(
        self, numbers: GameNumbers, broken: Ints, in_steps: Sequence[Guarantee]
    ) -> Floats:
        """Return what sets of issues are worth where some are carried out in steps."""
        if in_steps:
            *others, last = in_steps
            found = self._in_steps(numbers, broken, others)
            # All but the last step are done on all sides: only the last is open.
            done = self._in_steps(numbers, broken & ~self.bits_of(last.on), others)
            return np.asarray(done + (found - done) / last.steps)
        broken = self.closed(broken)
        bits = (broken >> np.arange(len(self.issues))[:, None] & 1).astype(np.float64)
        found = numbers.base[:, :, None] + numbers.changes @ bits
        for n, one in enumerate(self.joint):
            if one.interaction is not None:
                found[:, one.party, one.taken(broken)] += numbers.bonuses[:, n, None]
        return np.asarray(found)

    @cached_property
    def in_steps(self) -> tuple[Guarantee, ...]:
        """The guarantees by which issues are carried out in steps."""
        kind = GuaranteeKind.WITHDRAWAL
        return tuple(one for one in self.guarantees if one.kind is kind and one.steps > 1)

    def bits_of(self, issues: Collection[str]) -> int:
        """Return some issues of the game as bits; all, where none is named.

        Args:
            issues: The issues.
        """
        return sum(1 << n for n, one in enumerate(self.issues) if not issues or one in issues)

    def carried_out(self, state: int) -> Shares:
        """Return what is carried out in a state, by the options of the issues of the agenda.

        Args:
            state: The state, whoever fights in it.
        """
        found = [(1.0, int(self.issues_of(np.array([state]))[0]))]
        for one in self.in_steps:
            kept = ~self.bits_of(one.on)
            found = [
                (part, bits)
                for share, broken in found
                for part, bits in (
                    (share / one.steps, broken),
                    (share - share / one.steps, broken & kept),
                )
            ]
        every = self.closed(np.array([broken for _, broken in found])).tolist()
        return [
            (share, self._choice(broken))
            for (share, _), broken in zip(found, every, strict=True)
        ]

    def _choice(self, broken: int) -> Ints:
        choice = self.choice.copy()
        for n, place in enumerate(self.issues.values()):
            if broken >> n & 1:
                choice[place] = self.back[place]
        return choice

    def takes_effect(self, guarantee: Guarantee, state: int) -> bool:
        """Whether whoever has broken the deal in a state loses a guarantee's penalty.

        Args:
            guarantee: The guarantee.
            state: The state.
        """
        if not guarantee.responds:
            return guarantee.kind is GuaranteeKind.ESCROW
        first = len(self.undertakings) + len(self.fighting)
        return bool(state >> first + self.responding.index(guarantee) & 1)

    def _by_issue(self, numbers: GameNumbers, broken: Ints) -> Floats:
        """Return what sets of issues are worth, each looked up where there are few of them."""
        if len(broken) < 1 << len(self.issues):
            return self.worth_of_issues(numbers, broken)
        return np.asarray(self.worth_of_issues(numbers)[:, :, broken])

    def issues_of(self, states: Ints) -> Ints:
        """Return the issues on which somebody breaks an undertaking, as bits.

        Args:
            states: The states.
        """
        found = np.zeros_like(states)
        for n, issue in enumerate(self.touched):
            found |= (states >> n & 1) * issue
        return found

    def worth(self, numbers: GameNumbers, states: Ints | None = None) -> Floats:
        """Return what states are worth to all who decide.

        Args:
            numbers: The numbers.
            states: The states; by default all.

        Returns:
            Shape (sets, makers, states).
        """
        if states is None:
            states = np.arange(1 << len(self.options))
        fought = states & self.fights != 0
        found = np.zeros((len(numbers), len(self.makers), len(states)))
        kept = self._by_issue(numbers, self.issues_of(states))
        found[:, : len(self.parties)] = np.where(fought, numbers.walk_away[..., None], kept)
        for n, party in enumerate(self.fighting):
            place = self.parties.index(party)
            fights = states >> len(self.undertakings) + n & 1
            found[:, place] += fights * numbers.first_move[:, place, None]
        first = len(self.undertakings) + len(self.fighting)
        for g, guarantee in enumerate(self.guarantees):
            answers = np.ones(len(states), np.bool_)
            if guarantee.responds:
                answers = states >> first & 1 == 1
                first += 1
            elif guarantee.kind is not GuaranteeKind.ESCROW:
                continue
            breached = np.zeros(len(states), np.bool_)
            for p in range(len(self.parties)):
                broke = states & self.answered[g, p] != 0
                found[:, p] -= (broke & answers) * numbers.penalty[:, g, None]
                breached |= broke
            if guarantee.responds:
                by = self.makers.index(guarantee.by)
                found[:, by] -= answers * numbers.cost[:, g, None]
                found[:, by] -= (breached & ~answers) * numbers.stake[:, g, None]
        return found

    def with_guarantees(self, chosen: Iterable[Guarantee]) -> "ComplianceGame":
        """Return the game with other guarantees; those that lack what they need are left out.

        Args:
            chosen: The guarantees.
        """
        kept, missing = _effective(chosen)
        return evolve(self, guarantees=kept, missing=missing)


def compliance_game(
    agenda: Agenda,
    held: Held,
    deal: Deal,
    *,
    written: Sequence[Undertaking] = (),
    assumptions: Sequence[HoldingAssumptions] = (),
    delivered: Collection[str] = (),
) -> ComplianceGame:
    """Build the game that a deal leaves behind.

    Args:
        agenda: The issues.
        held: What deals are worth to the parties, as one holder has it.
        deal: The deal; issues may be left open. What is open counts as without a deal where the
            agenda says what that is; otherwise it is left out, and so is fighting again, for
            nobody can say what the whole is worth beside a walk-away value.
        written: The undertakings that the record has. On an issue without any, each party that
            would gain by going back on it counts as having undertaken it.
        assumptions: Guarantees, and what it is worth to strike first.
        delivered: Ids of entries, or of issues, that are done already: what was to be done
            once and for all can then no longer be broken.

    Raises:
        AccordError: If a number is missing, an id names nothing, or nothing of what is
            delivered is done once and for all.
    """
    worth = Worth.of(agenda, held)
    stake = at_stake(
        agenda,
        worth.names,
        deal,
        worth.parties,
        lambda choice, back, place: _tempted(worth, choice, back, place),
        written=written,
        delivered=delivered,
    )
    choice, back = stake.choice, stake.back
    # Nobody goes back on these, but what does may make that they cannot be carried out.
    still = {
        issue: place
        for place, issue in enumerate(worth.names.issues)
        if stake.left_out.get(issue) in (WhyLeftOut.NOBODY, WhyLeftOut.NO_PARTY)
    }
    every = stake.issues | still
    along = [one.kept for one in _not_together(worth, choice, back, every)]
    issues = frozendict(
        {
            issue: place
            for n, (issue, place) in enumerate(every.items())
            if issue in stake.issues or any(bits >> n & 1 for bits in along)
        }
    )
    given = [one for each in assumptions for one in each.guarantees]
    firsts: dict[str, Range] = {}
    for each in assumptions:
        firsts |= each.first_move
    kept, missing = _effective(given)
    joint = [*_joint(worth, choice, back, issues)]
    return ComplianceGame(
        parties=worth.parties,
        held=worth,
        deal=frozendict({i: deal[i] for i in worth.names.issues if i in deal}),
        choice=choice,
        back=back,
        issues=issues,
        undertakings=stake.undertakings,
        fighting=worth.parties if (choice >= 0).all() else (),
        guarantees=kept,
        first_move=frozendict(firsts),
        joint=tuple(joint),
        not_together=tuple(_not_together(worth, choice, back, issues)),
        left_out=stake.left_out,
        missing=missing,
        unknown=stake.unknown,
        order=stake.order,
    )


@frozen(kw_only=True, eq=False)
class AtStake:
    """What of a deal can be gone back on, and by whom.

    Attributes:
        choice: The option of each issue of the agenda as the deal has it, by its place; where
            it is open, what it comes to without a deal; -1 where that is not known.
        back: What each comes to where it is not carried out; -1 where that is not known.
        issues: The issues that can be gone back on, each with its place on the agenda.
        undertakings: Who has to carry them out.
        left_out: The other issues, each with why.
        unknown: What those undertook who are none of the parties.
        order: Which undertaking comes before which, by their places.
    """

    choice: Ints
    back: Ints
    issues: frozendict[str, int]
    undertakings: tuple[Undertaking, ...]
    left_out: frozendict[str, WhyLeftOut]
    unknown: tuple[Undertaking, ...]
    order: tuple[tuple[int, int], ...]


def at_stake(
    agenda: Agenda,
    names: Names,
    deal: Deal,
    parties: Sequence[str],
    tempted: Callable[[Ints, Ints, int], Iterable[str]],
    *,
    written: Sequence[Undertaking] = (),
    delivered: Collection[str] = (),
) -> AtStake:
    """Find what of a deal can be gone back on, and by whom.

    Args:
        agenda: The issues.
        names: The issues and options by their places.
        deal: The deal; issues may be left open.
        parties: Those who can have undertaken something.
        tempted: Which of them may gain where an issue goes back, from the options of the deal,
            what they come to without it, and the place of the issue.
        written: The undertakings that the record has.
        delivered: Ids of entries, or of issues, that are done already.

    Raises:
        AccordError: If one of the latter is neither, or nothing of it is done once and for all.
    """
    choice = np.full(len(names.issues), -1, np.int64)
    back = np.full(len(names.issues), -1, np.int64)
    left_out: dict[str, WhyLeftOut] = {}
    issues: dict[str, int] = {}
    undertaken: list[Undertaking] = []
    unknown: list[Undertaking] = []
    done = {*delivered}
    if odd := [*_not_delivered(written, names.issues, delivered)]:
        raise AccordError("\n".join(odd))
    for place, issue in enumerate(names.issues):
        options = names.options[place]
        no_deal = agenda.issues[issue].no_deal
        if no_deal:
            back[place] = options.index(no_deal)
        if issue in deal:
            choice[place] = options.index(deal[issue])
        else:
            choice[place] = back[place]
            left_out[issue] = WhyLeftOut.OPEN
    lasting = back.copy()
    for place, issue in enumerate(names.issues):
        mine = [one for one in written if one.issue == issue and one.owner in parties]
        if mine and not [*_not_done(mine, done)]:
            lasting[place] = -1  # what is done once and for all does not go back
    for place, issue in enumerate(names.issues):
        if issue in left_out:
            continue
        if back[place] < 0:
            left_out[issue] = WhyLeftOut.NO_DEAL
            continue
        if back[place] == choice[place]:
            left_out[issue] = WhyLeftOut.SAME
            continue
        said = [one for one in written if one.issue == issue]
        if not said:
            said = [
                Undertaking(issue=issue, owner=party)
                for party in tempted(choice, lasting, place)
            ]
        unknown += [one for one in said if one.owner not in parties]
        mine = [one for one in said if one.owner in parties]
        due = _by_owner(_not_done(mine, done))
        if not due:
            left_out[issue] = (
                WhyLeftOut.DELIVERED
                if mine
                else WhyLeftOut.NO_PARTY
                if said
                else WhyLeftOut.NOBODY
            )
            continue
        issues[issue] = place
        undertaken += due
    return AtStake(
        choice=choice,
        back=back,
        issues=frozendict(issues),
        undertakings=tuple(undertaken),
        left_out=frozendict(left_out),
        unknown=tuple(unknown),
        order=tuple(_order(undertaken, [*_not_done(written, done)])),
    )


def _not_done(said: Iterable[Undertaking], done: Collection[str]) -> Iterator[Undertaking]:
    """Yield the undertakings that are not done once and for all already."""
    for one in said:
        if one.one_way is not OneWay.DONE or not {one.entry, one.issue} & {*done}:
            yield one


def _not_delivered(
    written: Sequence[Undertaking], issues: Collection[str], delivered: Iterable[str]
) -> Iterator[str]:
    """Yield why something cannot be done already so that it stays done."""
    known = {one.entry for one in written if one.entry} | set(issues)
    done = [one for one in written if one.one_way is OneWay.DONE]
    lasting = {one.entry for one in done} | {one.issue for one in done}
    for one in dict.fromkeys(delivered):
        if one not in known:
            yield f"there is no undertaking or issue '{one}'"
        elif one not in lasting:
            yield (
                f"of '{one}' nothing is done once and for all: no commitment of the record "
                "has `one_way: done` for it, so it can still be gone back on"
            )


def _tempted(worth: Worth, choice: Ints, back: Ints, place: int) -> Iterator[str]:
    """Yield the parties that gain, for some numbers, where one issue goes back.

    With it goes what cannot be had together with it. To get out of a red line is to gain.
    """
    then = choice.copy()
    then[place] = back[place]
    bans = [one.ban for one in worth.excluded if not one.party]
    while stuck := [one for ban in bans for one in _ending(ban, then, choice, back)]:
        then[stuck] = back[stuck]
    for party, side in zip(worth.parties, worth.ranges, strict=True):
        lines = [one.ban for one in worth.excluded if one.party == party]
        more = sum(_taken(one, then) for one in lines)
        more -= sum(_taken(one, choice) for one in lines)
        if more < 0 or (not more and side.gains_by(then, choice)):
            yield party


def _taken(ban: Ban, choice: Ints) -> bool:
    """Whether a combination is taken; where an issue is open it is not."""
    scope, taken = ban
    return bool((choice[[*scope]] >= 0).all() and taken[tuple(choice[[*scope]])])


def _ending(ban: Ban, then: Ints, choice: Ints, back: Ints) -> Iterator[int]:
    """Yield the issues still carried out that end a combination by going back, if any must."""
    scope, taken = ban
    if not _taken(ban, then) or _taken(ban, choice):
        return
    for axis, place in enumerate(scope):
        others = tuple(n for n in range(len(scope)) if n != axis)
        has = np.asarray(taken.any(axis=others))
        if then[place] == choice[place] and back[place] >= 0 and not has[back[place]]:
            yield place


def _order(
    due: Sequence[Undertaking], written: Sequence[Undertaking]
) -> Iterator[tuple[int, int]]:
    """Yield which undertaking comes before which, by their places.

    What waits for something that is not in the game waits for what that waits for. Where those
    of one owner and issue are one, two can wait for each other: then only the first is said.
    """
    places = {(one.issue, one.owner): place for place, one in enumerate(due)}
    entries = {one.entry: one for one in written if one.entry}
    before: dict[int, set[int]] = {}
    for one in written:
        then = places.get((one.issue, one.owner))
        first, after, seen = None, one.after, {one.entry}
        while first is None and after in entries and after not in seen:
            seen.add(after)
            waited = entries[after]
            first, after = places.get((waited.issue, waited.owner)), waited.after
        if then is None or first is None:
            continue
        ahead = {first} | before.get(first, set())
        if then in ahead:
            continue
        for place in {then} | {n for n, own in before.items() if then in own}:
            before.setdefault(place, set()).update(ahead)
        yield first, then


def _by_owner(said: Iterable[Undertaking]) -> list[Undertaking]:
    """Keep one undertaking of each owner: on one issue it breaks all that it undertook.

    What cannot be mended of any of it cannot be mended of all; what can still be taken back of
    any of it, once all is done, makes that it can be broken.
    """
    found: dict[str, list[Undertaking]] = {}
    for one in said:
        found.setdefault(one.owner, []).append(one)
    return [evolve(each[0], one_way=_one_way(each)) for each in found.values()]


def _one_way(said: Iterable[Undertaking]) -> OneWay | None:
    ways = {one.one_way for one in said}
    if OneWay.BROKEN in ways:
        return OneWay.BROKEN
    return None if None in ways else OneWay.DONE


def _effective(
    given: Iterable[Guarantee],
) -> tuple[tuple[Guarantee, ...], tuple[str, ...]]:
    """Leave out guarantees that lack one that they need, until none does."""
    kept = {one.id: one for one in given}
    every = tuple(kept)
    while lacking := [g for g, one in kept.items() if not set(one.needs) <= kept.keys()]:
        for one in lacking:
            del kept[one]
    return tuple(kept.values()), tuple(one for one in every if one not in kept)


def _joint(
    worth: Worth, choice: Ints, back: Ints, issues: Mapping[str, int]
) -> Iterator[JointTerm]:
    """Yield what hangs on issues of the game: interactions, and red lines."""
    for place, (owner, ban) in enumerate(worth.interactions):
        when = _when(ban, choice, back, issues)
        if when is not None and when != (0, 0):
            yield JointTerm(party=owner, broken=when[0], kept=when[1], interaction=place)
    for one in worth.excluded:
        when = _when(one.ban, choice, back, issues) if one.party else None
        if when is not None:
            party = worth.parties.index(one.party)
            yield JointTerm(party=party, broken=when[0], kept=when[1])


def _not_together(
    worth: Worth, choice: Ints, back: Ints, issues: Mapping[str, int]
) -> Iterator[NotTogether]:
    """Yield the constraints that going back on some issues alone would cross."""
    for one in worth.excluded:
        when = None if one.party else _when(one.ban, choice, back, issues)
        if when is not None and when[0]:
            yield NotTogether(constraint=one.exclusion, broken=when[0], kept=when[1])


def _when(
    ban: Ban, choice: Ints, back: Ints, issues: Mapping[str, int]
) -> tuple[int, int] | None:
    """Return which issues must have gone back for a combination, and which not; or None."""
    scope, taken = ban
    bits = {place: 1 << n for n, place in enumerate(issues.values())}
    broken = kept = 0
    for axis, place in enumerate(scope):
        others = tuple(n for n in range(len(scope)) if n != axis)
        has = np.asarray(taken.any(axis=others))
        now = bool(choice[place] >= 0 and has[choice[place]])
        then = bool(has[back[place]]) if place in bits else now
        if not now and not then:
            return None
        if now and not then:
            kept |= bits[place]
        elif then and not now:
            broken |= bits[place]
    return broken, kept


def range_ends(given: Sequence[Range]) -> Floats:
    """Return the ends of ranges: shape (2, n).

    Args:
        given: The ranges.

    Raises:
        AccordError: If one is open.
    """
    for one in given:
        if not one.is_bounded:
            raise AccordError(f"the range {one} is open: give both ends")
    return np.array([[r.low for r in given], [r.high for r in given]]).reshape(2, len(given))
