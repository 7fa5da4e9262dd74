"""Give way issue by issue, where it costs least for what the others care about."""

import random
from collections.abc import Mapping, Sequence
from typing import ClassVar

from attrs import field, frozen

from accord.kernels.ties import TIE
from accord.model import Issue
from accord.tactics.concession import target
from accord.tactics.frequency_model import frequency_model
from accord.tactics.kept import Wishes, goes_back, most_steps, passed, steps
from accord.tactics.negotiator import Negotiator
from accord.tactics.parameters import number
from accord.tactics.similarity import likeness
from accord.tactics.turn import Turn
from accord.talks import Accept, Move, Options, Propose, Reject

TOWARDS, ACROSS, ASIDE = range(3)
"""Kinds of steps: towards the others together, to some of them, to what nobody asks for."""


@frozen(kw_only=True)
class IssueByIssue(Negotiator):
    """Gives way on one issue after the other, and never goes back on what it has offered.

    It begins with its best deal and goes over, issue by issue, to what the others ask for: the
    option that they proposed or accepted last, or, on an issue of numbers, as near to it as it
    can. First come the issues that cost it the least for what they are thought to weigh for the
    others (see `frequency_model`); on those that matter most to itself it holds out. Where it
    can give none of what is asked for, it offers instead what nobody has named yet, its own
    next wish first. It goes as far as its target allows, which falls with time, and accepts
    what is worth as much. What it has once offered on an issue it takes back only for something
    that is nearer to what others ask for, or where its walk-away value or its mandate has moved
    and rules it out. Where it hears a mediator only, whose texts come and go, it does not take
    up again what it has left, and holds out for a whole text that it can accept. Where the
    rules let a part of a proposal be accepted, it accepts the
    issues on which the others already ask for no more than it would give, so that common ground
    grows. Also known as a logroller, or as trading across issues.

    Source:
        Froman and Cohen (1970), Compromise and logroll: comparing the efficiency of two
        bargaining processes, Behavioral Science 15; Pruitt (1981), Negotiation Behavior,
        chapter 5, on logrolling; the order of issues by cost and weight is ours.

    Attributes:
        beta: How the concessions are spread: below 1 late, above 1 early.
        parts: Whether it accepts parts of proposals.
    """

    name: ClassVar[str] = "issue-by-issue"

    beta: float = number(1.0, above=0)
    parts: bool = field(default=True)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Go from what it stands for towards what the others ask for, as the target allows."""
        steps, least = _Steps.of(turn), self._target(turn)
        deal = steps.start
        while (given := steps.next(deal, least)) is not None:
            deal = given
        return deal

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Accept what is worth its target: it may not get there by steps of one issue."""
        return turn.own.worth(deal) >= min(self._target(turn), turn.own.worth(mine)) - TIE

    def _target(self, turn: Turn) -> float:
        own = turn.own
        return target(turn.time, own.walk_away, own.highest, self.beta)

    def _at_table(self, turn: Turn, mine: Options) -> Move:
        """Rather than turn a proposal down, accept what can be accepted of it."""
        move = super()._at_table(turn, mine)
        if self.parts and isinstance(move, Propose | Reject):
            shared = self._shared(turn, mine)
            if shared:
                return Accept(proposal=turn.view.offer.id, issues=shared)  # type: ignore[union-attr]
        return move

    @staticmethod
    def _shared(turn: Turn, mine: Options) -> tuple[str, ...]:
        """Name the issues of the proposal to answer that can be accepted now, if not all."""
        view, offer = turn.view, turn.view.offer
        if offer is None or not view.rules.parts or "accept" not in view.legal:
            return ()
        done = offer.accepted.get(view.seat, ())
        alike = [
            issue
            for issue, option in offer.deal.items()
            if mine[issue] == option and not turn.is_beyond(Options({issue: option}))
        ]
        stood = _stood(turn)
        kept = Options({**stood, **{issue: mine[issue] for issue in alike}})
        if not turn.own.acceptable(kept):
            # What goes only together with an issue that is left open is left open, too.
            kept = stood
            for issue in alike:
                given = kept.set(issue, mine[issue])
                kept = given if turn.own.acceptable(given) else kept
            alike = [issue for issue in alike if kept[issue] == mine[issue]]
        new = [issue for issue in alike if issue not in done and issue not in view.common]
        return tuple(new) if len({*alike, *done}) < len(offer.deal) else ()


@frozen(eq=False)
class _Steps:
    """The changes of an issue that a delegation may make without going back on its offers.

    Attributes:
        turn: What the delegation goes by.
        issues: The issues.
        wishes: What each of the others asks for on them.
        far: How far each option is from those, added up, by issue and option.
        weights: How much each issue is thought to count for the others.
        start: What the delegation stands for; its best deal where it has said nothing.
    """

    turn: Turn
    issues: Mapping[str, Issue]
    wishes: Wishes
    far: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]
    start: Options

    @classmethod
    def of(cls, turn: Turn) -> "_Steps":
        """Prepare the steps of a turn."""
        agenda, wishes = turn.view.agenda, turn.wishes
        weights = [
            frequency_model(agenda, [offer.deal for offer in offers]).weights
            for offers in turn.speakers.values()
            if offers
        ]
        return cls(
            turn,
            agenda.issues,
            wishes,
            {i: _far(one, wishes.on(i)) for i, one in agenda.issues.items()},
            {issue: sum(given[issue] for given in weights) or 1.0 for issue in agenda.issues},
            _stood(turn),
        )

    def next(self, deal: Options, least: float) -> Options | None:
        """Return a deal with the next step taken; nothing where no step is good enough.

        Steps towards all others together come first, then those to some of them, then those to
        what nobody has asked for; of each kind the cheapest for its weight.
        """
        own, found = self.turn.own, list[tuple[int, float, Options]]()
        for issue in self.issues:
            kind, ways = self._ways(deal, issue)
            for given in ways:
                if own.worth(given) >= least - TIE:
                    cost = (own.worth(deal) - own.worth(given)) / self.weights[issue]
                    found.append((kind, cost, given))
                    break
        return min(found, key=lambda one: one[:2])[2] if found else None

    def _ways(self, deal: Options, issue: str) -> tuple[int, list[Options]]:
        """Return the deals to go over to by another option on an issue, the first choice first.

        What is no further from the others together than the option at hand, and what some of
        them ask for, is a way only where nothing acceptable is nearer; and what nobody asks for
        only where nothing that is asked for is acceptable: an option between its own wish and
        those of the others may suit all. An option once left is taken up only if it is nearer
        to what others ask for, and not where only a mediator names it.
        """
        own, now, far, wishes = self.turn.own, deal[issue], self.far[issue], self.wishes
        if far[now] <= TIE:
            return TOWARDS, []
        asked, left = wishes.on(issue), self._left(issue)
        nearer = [option for option in far if far[option] < far[now] - TIE]
        if wishes.is_carried:
            nearer = [option for option in nearer if option not in left]
        ways = self._given(deal, issue, sorted(nearer, key=lambda option: far[option]))
        if ways or self.issues[issue].span is not None or now != self.start[issue]:
            return TOWARDS, ways
        ways = self._given(deal, issue, [o for o in far if o in asked and o not in left])
        if ways:
            return ACROSS, [one for one in ways if far[one[issue]] <= far[now] + TIE]
        if now in asked or (wishes.is_carried and not left.isdisjoint(asked)):
            return ASIDE, []
        ways = self._given(deal, issue, [o for o in far if o not in asked and o not in left])
        lower = [one for one in ways if own.worth(one) < own.worth(deal) - TIE]
        return ASIDE, sorted(lower, key=own.worth, reverse=True)

    def _left(self, issue: str) -> frozenset[str]:
        """Return the options on an issue that it has left."""
        left = self.turn.left.get(issue, frozenset())
        if not self.wishes.is_carried:
            return left
        return passed(self.issues[issue], self.start[issue], left)

    def _given(self, deal: Options, issue: str, options: list[str]) -> list[Options]:
        """Return the acceptable deals that take one of several other options on an issue."""
        found = (self._with(deal, issue, one) for one in options if one != deal[issue])
        return [one for one in found if one is not None]

    def _with(self, deal: Options, issue: str, option: str) -> Options | None:
        """Return a deal with another option on an issue, if that is acceptable.

        Where a combination forbids it, one other issue of that combination changes with it, and
        goes back on nothing either.
        """
        own, given = self.turn.own, deal.set(issue, option)
        if own.acceptable(given):
            return given
        crossed = own.crossed(given)
        mended = (
            given.set(other, instead)
            for other in dict.fromkeys(other for one in crossed for other in one)
            if other != issue
            for instead in self.issues[other].choices
            if self._keeps(other, deal[other], instead)
        )
        return max(filter(own.acceptable, mended), key=own.worth, default=None)

    def _keeps(self, issue: str, was: str, now: str) -> bool:
        """Return whether another option on an issue is no further from the others, nor back."""
        if was == now or self.far[issue][now] > self.far[issue][was] + TIE:
            return False
        left, asked = self.turn.left.get(issue, frozenset()), self.wishes.on(issue)
        return not goes_back(self.issues[issue], was, now, asked, left, self.wishes.is_carried)


def _far(issue: Issue, asked: Sequence[str]) -> dict[str, float]:
    """Return how far each option is from all that is asked for, added up."""
    most = most_steps(issue)
    return {
        option: sum([steps(issue, option, one) for one in asked]) / most
        for option in issue.choices
    }


def _stood(turn: Turn) -> Options:
    """Return what a delegation stands for, or its best deal where it has said nothing."""
    own = turn.own
    deal = Options({**own.above(own.highest), **turn.stands})
    if not turn.stands or own.acceptable(deal):
        return deal
    # What it stands for is no longer acceptable: it keeps to as much of it as it can.
    return own.toward(own.walk_away, likeness(turn.view.agenda, turn.stands))
