"""A capital that ratifies what is no worse than no deal."""

import random
from typing import ClassVar

from attrs import field, frozen

from accord.delegates import Own
from accord.model import Interests
from accord.talks import Instruct, Move, Ratify, Refuse, Role, State, View


@frozen(kw_only=True)
class Capital:
    """Ratifies what is worth its walk-away value and crosses none of its red lines.

    Asked about a proposal, it leaves its delegation's mandate as it is.

    Attributes:
        interests: What deals are worth to its party.
    """

    name: ClassVar[str] = "capital"
    role: ClassVar[Role] = Role.PRINCIPAL

    interests: Interests = field(repr=False)

    def move(self, view: View, rng: random.Random) -> Move:
        """Ratify or refuse a deal; answer a question with the mandate that stands.

        Args:
            view: The table as the principal sees it.
            rng: Not used: nothing is drawn.
        """
        if "ratify" in view.legal and view.deal is not None:
            own = Own.of(view.agenda, self.interests, {})
            if own.acceptable(view.deal):
                return Ratify()
            return Refuse(
                reason="To us this is worth less than no deal, or crosses a red line."
            )
        if "instruct" in view.legal and view.seat in view.turn:
            return Instruct(mandate=view.mandate)
        return State(text="We are waiting.")
