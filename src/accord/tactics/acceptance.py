"""When to accept: conditions as values, to be combined.

Source: T. Baarslag, K. Hindriks and C. Jonker, Effective acceptance conditions in real-time
automated negotiation, Decision Support Systems 60 (2014), 68-77, equations 4 to 8.

Whatever the condition, a delegation accepts nothing below its walk-away value or across its red
lines: that is not a matter of taste, and is seen to elsewhere.
"""

from enum import StrEnum
from typing import Protocol

from attrs import field, frozen

from accord.errors import AccordError
from accord.kernels.ties import TIE
from accord.tactics.turn import Turn
from accord.talks import Options


class Condition(Protocol):
    """Says whether an offer is good enough."""

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept.

        Args:
            turn: What the delegation goes by.
            deal: The offer, completed to a whole deal.
            mine: What the delegation would propose otherwise, a whole deal.
        """
        ...


class _Combinable:
    """Conditions are combined with & and |."""

    __slots__ = ()

    def __and__(self, other: Condition) -> "All":
        return All((self, other))  # type: ignore[arg-type]

    def __or__(self, other: Condition) -> "Any":
        return Any((self, other))  # type: ignore[arg-type]


@frozen
class Next(_Combinable):
    """Accept what is worth at least as much as the next own proposal (equation 4).

    Attributes:
        a: What the worth of the offer is multiplied by.
        b: What is added, in points.
    """

    a: float = 1.0
    b: float = 0.0

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept."""
        worth = turn.own.worth
        return self.a * worth(deal) + self.b >= worth(mine) - TIE


@frozen
class Prev(_Combinable):
    """Accept what is worth at least as much as the last own proposal (equation 5).

    Attributes:
        a: What the worth of the offer is multiplied by.
        b: What is added, in points.
    """

    a: float = 1.0
    b: float = 0.0

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept; never before the first own proposal."""
        if not turn.made:
            return False
        worth = turn.own.worth
        before = worth(turn.whole(turn.made[-1].deal, mine))
        return self.a * worth(deal) + self.b >= before - TIE


@frozen
class Const(_Combinable):
    """Accept what is worth at least so much (equation 6).

    Attributes:
        c: In points.
    """

    c: float

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept."""
        return turn.own.worth(deal) >= self.c - TIE


def _in_time(value: float) -> float:
    if not 0 <= value <= 1:
        raise AccordError(f"A time is a share of the talks, 0 to 1, not {value:g}.")
    return value


@frozen
class Time(_Combinable):
    """Accept anything once so much of the talks has passed (equation 7).

    Attributes:
        t: A share of the talks, 0 to 1.
    """

    t: float = field(converter=_in_time)

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept."""
        return turn.time >= self.t - 1e-9


class Window(StrEnum):
    """What the offers received in a window are compared by."""

    MAX = "max"
    """Their best (MAXW in the source)."""
    AVG = "avg"
    """Their mean (AVGW in the source)."""


@frozen
class Combi(_Combinable):
    """Accept as `Next` does, or late what is as good as offers of late (equation 8).

    From a time on, what is worth at least the best, or the mean, of the offers received within
    a window is accepted. The window reaches as far back as there is time left: better is hardly
    to be expected. With nothing received in it, anything is accepted.

    Attributes:
        t: From when, a share of the talks, 0 to 1.
        c: `max` or `avg`.
    """

    t: float = field(default=0.99, converter=_in_time)
    c: Window = field(default=Window.MAX, converter=Window)

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept."""
        if Next().accepts(turn, deal, mine):
            return True
        if turn.time < self.t - 1e-9:
            return False
        since = turn.time - (1 - turn.time) - 1e-9
        worths = [
            turn.own.worth(turn.whole(offer.deal, mine))
            for offer in turn.received
            if turn.time_at(offer.place) >= since
        ]
        if not worths:
            return True
        level = max(worths) if self.c is Window.MAX else sum(worths) / len(worths)
        return turn.own.worth(deal) >= level - TIE


@frozen
class All(_Combinable):
    """Accept what all of several conditions accept.

    Attributes:
        conditions: The conditions.
    """

    conditions: tuple[Condition, ...]

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept."""
        return all(one.accepts(turn, deal, mine) for one in self.conditions)


@frozen
class Any(_Combinable):
    """Accept what any of several conditions accepts.

    Attributes:
        conditions: The conditions.
    """

    conditions: tuple[Condition, ...]

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept."""
        return any(one.accepts(turn, deal, mine) for one in self.conditions)
