"""What has moved of a party's interests since the talks began: values of options, red lines."""

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen
from frozendict import frozendict

from accord.model.agenda import Exclusion

ValuePoints = frozendict[str, frozendict[str, float]]
"""Points by issue and option, on the scale of the values: 0 to 100 on the issue."""


@frozen(kw_only=True)
class InterestsMoved:
    """What has moved of what deals are worth to a party, but for its walk-away value.

    A move and its reverse leave nothing: points that add up to 0 are forgotten, and a red line
    that was dropped and is added again stands where it stood.

    Attributes:
        values: The points that were added to what an option is worth on its issue.
        added: The red lines that were added; one takes the place of that of the same id.
        dropped: The ids of those that were dropped.
    """

    values: ValuePoints = frozendict()
    added: tuple[Exclusion, ...] = ()
    dropped: tuple[str, ...] = ()

    def with_values(self, points: Mapping[str, Mapping[str, float]]) -> "InterestsMoved":
        """Return what has moved once values have moved further.

        Args:
            points: The points that are added, by issue and option.
        """
        found = {issue: dict(options) for issue, options in self.values.items()}
        for issue, options in points.items():
            now = found.setdefault(issue, {})
            for option, by in options.items():
                # Rounded, so that a move and its reverse add up to 0 exactly.
                now[option] = round(now.get(option, 0.0) + by, 9)
        left = {
            issue: frozendict({option: by for option, by in options.items() if by})
            for issue, options in found.items()
        }
        return evolve(self, values=frozendict({i: one for i, one in left.items() if one}))

    def with_red_lines(
        self, added: Iterable[Exclusion], dropped: Iterable[str]
    ) -> "InterestsMoved":
        """Return what has moved once red lines were dropped, and then others added.

        Args:
            added: The lines that are added.
            dropped: The ids of those that are dropped.
        """
        gone = dict.fromkeys((*self.dropped, *dropped))
        lines = {one.id: one for one in self.added if one.id not in gone}
        for one in added:
            lines[one.id] = one
            gone.pop(one.id, None)
        return evolve(self, added=tuple(lines.values()), dropped=tuple(gone))

    def red_lines(self, lines: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
        """Return the red lines as they are now.

        Args:
            lines: Those with which the talks began.
        """
        new = {one.id: one for one in self.added}
        kept = [new.pop(one.id, one) for one in lines if one.id not in self.dropped]
        return (*kept, *new.values())


NOTHING_MOVED = InterestsMoved()
"""What has moved where nothing has."""
