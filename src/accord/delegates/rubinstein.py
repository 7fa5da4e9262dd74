"""Ask for what waiting would bring, given what the others are believed to want."""

import random
from functools import lru_cache
from typing import ClassVar, NamedTuple

import numpy as np
from attrs import field, frozen
from frozendict import frozendict

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import TIE
from accord.model import Interests
from accord.tactics.bargaining import BargainingPlan, Possible, possible
from accord.tactics.negotiator import Negotiator
from accord.tactics.parameters import number
from accord.tactics.turn import Turn, open_options
from accord.talks import Options, Role, View


class PlaceInRound(NamedTuple):
    """Which offer is made or answered.

    Attributes:
        seat: Who makes it, counted in the order of the delegations.
        left: How many offers are left with this one; None without an end.
    """

    seat: int
    left: int | None


@frozen(kw_only=True)
class Rubinstein(Negotiator):
    """Offers what leaves the others as much as waiting would, and accepts what waiting brings.

    It believes that it knows the interests of all parties and how patient they are. A gain over
    the walk-away value is worth less the more offers it takes to have it; so each side would
    rather agree now than have the same later, and the more patient side gets more. What the
    offers to come would bring it plans from the last one back, or, where no limit is set or it
    is far off, as the split that does not change. It offers the deal best for
    itself of those that give every other what that would have by waiting, and accepts whatever
    is worth as much as waiting. Where it believes that no deal suits all, it asks for its best
    deal, and accepts what is no worse than none. Also known as alternating offers with
    stationary acceptance.

    What a deal is worth later is its walk-away value and a share of the gain over that, so that
    impatience alone never makes a deal unacceptable. It learns nothing from what it hears.
    Under rules without an order of offers it plans as if they came in the order of the seats;
    of sealed proposals it plans one a round, and makes that of the one who begins the round.

    Source:
        Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50, 97-109;
        with patience near 1 it comes near the Nash solution: Binmore, Rubinstein and Wolinsky
        (1986), The Nash bargaining solution in economic modelling, RAND Journal of
        Economics 17.

    Attributes:
        others: What it believes that deals are worth to the other parties, ranges at their
            middle; private, and so not shown.
        patience: What is left to it of a gain after one more offer, 0 to 1.
        theirs: What it believes is left to each of the others, 0 to 1.
    """

    name: ClassVar[str] = "rubinstein"

    others: tuple[Interests, ...] = field(default=(), repr=False)
    patience: float = number(0.9, at_least=0, at_most=1)
    theirs: float = number(0.9, at_least=0, at_most=1)

    @property
    def goes_by(self) -> tuple[Interests | Worth, ...]:
        """Its own numbers, and what it believes those of the others to be."""
        return (self.interests, *self.others)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer the deal best for itself of those that the others would take."""
        deals, plan = self._believed(turn.view)
        if plan is None:
            return turn.own.above(turn.own.highest)
        choice = deals.choices[plan.offer(*self._mine(turn))]
        named = zip(deals.issues, deals.options, choice.tolist(), strict=True)
        return frozendict({issue: options[place] for issue, options, place in named})

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Accept what is worth at least what waiting would bring."""
        plan = self._believed(turn.view)[1]
        if plan is None:
            return True
        least = float(plan.least(*place(turn))[_seat(turn.view)])
        return turn.own.worth(deal) >= least - TIE

    def _mine(self, turn: Turn) -> PlaceInRound:
        """Return the offer that it makes now, or would make next if it is to answer one."""
        seat, left = place(turn)
        if turn.view.rules.simultaneous:
            return PlaceInRound(seat, left)
        own = _seat(turn.view)
        after = (own - seat) % len(_sides(turn.view))
        return PlaceInRound(own, None if left is None else left - after)

    def _believed(self, view: View) -> tuple[Possible, BargainingPlan | None]:
        """Return the deals that it thinks suit all, and the plan; no plan where there are none.

        Raises:
            AccordError: If it was not told what it believes of a party.
        """
        own = self.interests.as_moved({view.party: view.moved})
        known = {one.party: one for one in (*self.others, own)}
        sides = _sides(view)
        for party in sides:
            if party not in known:
                raise AccordError(
                    f"{self.name} goes by what it believes of the others, and nothing is "
                    f"assumed of '{party}': give interests of '{party}' held by "
                    f"'{self.interests.held_by}', too."
                )
        return _planned(
            possible(
                view.agenda,
                tuple(known[party] for party in sides),
                frozendict(open_options(view)),
                frozendict({view.party: view.walk_away} if view.walk_away else {}),
            ),
            tuple(self.patience if s == view.party else self.theirs for s in sides),
            view.rules.refuser_offers,
        )


def place(turn: Turn) -> PlaceInRound:
    """Return which offer a delegation makes or answers, and how many are left with it.

    Args:
        turn: What the delegation goes by.
    """
    view = turn.view
    sides, own = _sides(view), _seat(view)
    count, rules = len(sides), view.rules
    if rules.all_answer:
        seat, made = own, turn.now.moves
        if view.offer is not None:
            seat, made = sides.index(view.offer.seat), turn.received[-1].moves
        return PlaceInRound(
            seat, _least(_turns_left(view, seat), _moves_left(view, made, count))
        )
    if rules.simultaneous:
        rounds = None if rules.rounds is None else rules.rounds - view.round + 1
        each = rules.most_moves(count)[1]
        left = _least(rounds, _moves_left(view, turn.now.moves, each))
        return PlaceInRound((view.round - 1) % count, left)
    left = _turns_left(view, own if rules.refuser_offers else 0)
    left = _least(left, _moves_left(view, turn.now.moves, 1))
    if view.offer is None or view.offer.seat not in sides:
        seat = own
    elif rules.refuser_offers:
        seat = sides.index(view.offer.seat)
    else:
        seat = (own - 1) % count
    if left is None or not rules.refuser_offers:
        return PlaceInRound(seat, left)
    # An offer needs a turn of every other delegation after its own.
    return PlaceInRound(seat, left + (own - seat) % count - (count - 1))


def _turns_left(view: View, seat: int) -> int | None:
    """Count the turns of all delegations in the rounds left, from that of a seat on."""
    if view.rules.rounds is None:
        return None
    count = len(_sides(view))
    return (view.rules.rounds - view.round) * count + count - seat


def _moves_left(view: View, made: int, each: int) -> int | None:
    """Count the turns, of so many moves each, in the moves left."""
    return None if view.rules.moves is None else (view.rules.moves - made) // each


def _least(one: int | None, other: int | None) -> int | None:
    given = [n for n in (one, other) if n is not None]
    return min(given) if given else None


def _sides(view: View) -> tuple[str, ...]:
    return tuple(seat.id for seat in view.seats if seat.role is Role.DELEGATION)


def _seat(view: View) -> int:
    return _sides(view).index(view.seat)


@lru_cache(maxsize=64)
def _planned(
    deals: Possible, patience: tuple[float, ...], refuser_offers: bool
) -> tuple[Possible, BargainingPlan | None]:
    """Make the plan, the same one once."""
    if not len(deals.points):
        return deals, None
    return deals, BargainingPlan(
        deals.points, deals.walk_away, np.array(patience), refuser_offers
    )
