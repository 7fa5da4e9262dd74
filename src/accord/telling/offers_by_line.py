"""The offers of talks by their worth to each side, one after the other."""

from collections.abc import Mapping, Sequence

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from accord.deals import ValuedDeal
from accord.deals.worth import Worth
from accord.model import Process
from accord.play.why_no_deal import whole_offers
from accord.talks import Event, WalkAwayMoved
from accord.telling.svg_style import BLUE, INK, MUTED, ORANGE, WIDTH, drawing, to_svg_file
from accord.telling.worth_plane import add_legend

_MARKS = (("o", BLUE), ("s", ORANGE), ("^", INK), ("D", MUTED), ("v", BLUE), ("P", ORANGE))
"""How the offers of each seat are drawn, in the order of their first offers."""
_HIGH, _FOOT = 1.5, 0.6
"""Inches that the worth to one side takes, and what stands below all."""


@frozen(kw_only=True, eq=False)
class OffersByLine:
    """The whole offers of a log, and what they are worth.

    Attributes:
        process: The names behind the ids.
        parties: The parties to whom they are.
        log: The events.
        walk_away: The walk-away value of each party before it moved.
        made: Each offer, and what it is worth.
    """

    process: Process
    parties: tuple[str, ...]
    log: Sequence[Event]
    walk_away: Mapping[str, float]
    made: tuple[tuple[Event, ValuedDeal], ...]

    @classmethod
    def of(cls, process: Process, log: Sequence[Event], numbers: Worth) -> "OffersByLine":
        """Find the offers of a log.

        Args:
            process: The names behind the ids.
            log: The events.
            numbers: What deals are worth; every number stands at the middle of its range.
        """
        return cls(
            process=process,
            parties=numbers.parties,
            log=log,
            walk_away=numbers.walk_aways,
            made=whole_offers(log, numbers),
        )

    @property
    def title(self) -> str:
        """What the figure shows, for those who do not see it."""
        named = " and to ".join(map(self.process.name, self.parties))
        return (
            f"The offers of whole deals one after the other, by their worth to {named}, with "
            "the walk-away values"
        )

    def figure(self, at: int) -> str:
        """Draw them: a file of its own, as SVG.

        Args:
            at: The line up to which somebody looks; it is marked.
        """
        with drawing():
            high = _HIGH * len(self.parties) + _FOOT
            figure = Figure(figsize=(WIDTH, high), layout="constrained")
            planes = figure.subplots(len(self.parties), sharex=True, squeeze=False)
            for party, (axes,) in zip(self.parties, planes, strict=True):
                self._side(axes, party, at)
            planes[-1][0].xaxis.set_major_locator(MaxNLocator(integer=True))
            planes[-1][0].set_xlabel("Line of what was said and done")
            add_legend(figure)
            return to_svg_file(figure, "offers", self.title)

    def _side(self, axes: Axes, party: str, at: int) -> None:
        by_seat: dict[str, list[tuple[Event, ValuedDeal]]] = {}
        for event, valued in self.made:
            by_seat.setdefault(event.seat, []).append((event, valued))
        for (mark, colour), (seat, path) in zip(_MARKS, by_seat.items(), strict=False):
            lines = [event.number for event, _ in path]
            # An offer that crosses a red line has no worth: the path has a gap there.
            points = [valued.worth.get(party, float("nan")) for _, valued in path]
            label = f"offers of {self.process.name(seat)}"
            axes.plot(
                lines,
                points,
                f"{mark}-",
                color=colour,
                linewidth=0.8,
                markersize=4,
                label=label,
            )
        steps, levels = [1], [self.walk_away[party]]
        for event in self.log:
            if isinstance(event.what, WalkAwayMoved) and event.what.party == party:
                steps.append(event.number)
                levels.append(levels[-1] + event.what.by)
        steps.append(max(self.log[-1].number, 2))
        levels.append(levels[-1])
        axes.step(
            *(steps, levels),
            where="post",
            color=MUTED,
            linewidth=1,
            linestyle="--",
            label="walk-away value",
        )
        axes.axvline(at, color=INK, linewidth=1, label="where you look")
        axes.set_ylabel(f"Worth to\n{self.process.name(party)}")
