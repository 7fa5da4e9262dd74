"""A delegation's turn: what it sees, and what follows from that for its move."""

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen
from frozendict import frozendict

from accord.deals.worth import Worth
from accord.model import Interests
from accord.tactics.clock import TalkPlace, elapsed
from accord.tactics.kept import Wishes, wishes
from accord.tactics.offers import Gathered, Offer, gather
from accord.tactics.own import Own
from accord.talks import Options, Role, View
from accord.talks.seats import DELEGATION


@frozen(kw_only=True, slots=False, eq=False)
class Turn:
    """A delegation's turn.

    Attributes:
        view: The table as the delegation sees it.
        own: Its interests, and the deals that its mandate and settled issues leave open.
        horizon: How many rounds to reckon with where the rules set no limit.
    """

    view: View
    own: Own
    horizon: int

    @classmethod
    def of(cls, view: View, interests: Interests | Worth, horizon: int) -> "Turn":
        """Prepare what a delegation goes by.

        Args:
            view: The table as the delegation sees it.
            interests: What deals were worth to its party when the talks began.
            horizon: How many rounds to reckon with where the rules set no limit.

        Raises:
            AccordError: If the interests do not fit the agenda.
        """
        open_, away = open_options(view), view.walk_away
        own = Own.of(view.agenda, interests, open_, away, view.moved)
        return cls(view=view, own=own, horizon=horizon)

    @cached_property
    def _gathered(self) -> Gathered:
        return gather(self.view.seat, self.view.heard)

    @property
    def made(self) -> tuple[Offer, ...]:
        """Return what the delegation has proposed, oldest first."""
        return self._gathered.made

    @property
    def received(self) -> tuple[Offer, ...]:
        """Return what others have proposed to it, oldest first; the last may be open."""
        return self._gathered.received

    @property
    def stands(self) -> Mapping[str, str]:
        """Return the option that the delegation itself proposed or accepted last, by issue."""
        return self._gathered.stands.get(self.view.seat, {})

    @property
    def left(self) -> Mapping[str, frozenset[str]]:
        """Return the options that the delegation stood for and no longer does, by issue."""
        return self._gathered.left

    @property
    def wishes(self) -> Wishes:
        """Return what the others ask for (see `kept`)."""
        return wishes(self.view.seat, self.view.seats, self._gathered.stands)

    @property
    def now(self) -> TalkPlace:
        """Return the place in the talks."""
        return TalkPlace(self.view.round, self.view.session, self.view.moves, len(self.made))

    @cached_property
    def time(self) -> float:
        """Return how far the talks have gone, 0 to 1."""
        view = self.view
        if not view.rules.takes_turns:
            return self.time_at(self.now)
        # Where seats take turns, the clock does not count one's own proposals.
        return self.time_at(TalkPlace(view.round, view.session, view.moves, 0))

    @cached_property
    def speakers(self) -> Mapping[str, tuple[Offer, ...]]:
        """Return what was received by who proposed it.

        Every other delegation is named, if it has proposed nothing yet too; but where proposals
        reach one through a mediator only, it is the mediator who is.
        """
        sides = [s.id for s in self.view.seats if s.role is DELEGATION]
        found: dict[str, list[Offer]] = {s: [] for s in sides if s != self.view.seat}
        direct = [offer for offer in self.received if offer.seat in found]
        if self.received and not direct:
            found = {}
        for offer in direct or self.received:
            found.setdefault(offer.seat, []).append(offer)
        return {seat: tuple(offers) for seat, offers in found.items()}

    def time_at(self, place: TalkPlace) -> float:
        """Return how far the talks had gone at a place in them, 0 to 1."""
        return elapsed(self.view, self.horizon, place)

    def whole(self, deal: Options, rest: Options) -> Options:
        """Complete a part of a deal: what it leaves open is taken from the common ground.

        Args:
            deal: The options named.
            rest: A whole deal; what is not on the common ground either is taken from it.
        """
        if len(deal) == len(rest):
            return deal
        return frozendict({**rest, **self.view.common, **deal})

    @cached_property
    def has_principal(self) -> bool:
        """Return whether the party's principal sits at the table."""
        return has_principal(self.view)

    def is_beyond(self, deal: Options) -> bool:
        """Return whether options go beyond the delegation's mandate."""
        mandate = self.view.mandate
        return any(deal.get(i, options[0]) not in options for i, options in mandate.items())


def has_principal(view: View) -> bool:
    """Return whether the principal of a seat's party sits at the table."""
    return any(s.role is Role.PRINCIPAL and s.party == view.party for s in view.seats)


def open_options(view: View) -> Mapping[str, tuple[str, ...]]:
    """Return the options that are open to a delegation, for the issues where not all are.

    A mandate binds it where no principal sits who could ratify what goes beyond; and where the
    rules settle issues one by one, what is settled stays so.
    """
    allowed: dict[str, tuple[str, ...]] = {}
    if view.mandate and not has_principal(view):
        allowed.update(view.mandate)
    if view.settled:
        allowed.update({issue: (option,) for issue, option in view.settled.items()})
    return allowed
