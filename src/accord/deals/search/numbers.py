"""One party's numbers, ready to search: what options add, and which combinations count.

All is held as integers on the decimal grid on which `deals` adds, so that sums are exact and
do not depend on the order.
"""

from collections.abc import Mapping
from functools import cached_property
from math import ceil

from attrs import frozen

from accord.deals.names import Names
from accord.deals.tabulate import Tables, middle
from accord.errors import AccordError
from accord.kernels.ties import TIE, grid
from accord.model import Agenda, Interests
from accord.model.refs import Combination


@frozen(eq=False)
class Numbers:
    """One party's numbers, every range at its middle.

    Attributes:
        names: The ids behind the places.
        gains: For every issue, what each option adds, on the grid.
        bonuses: Combinations and what each adds, on the grid.
        never: Combinations that no deal may take: constraints and the party's red lines.
        open: For every issue, the places of the options that are open.
        point: How many steps of the grid a point of worth is.
        walk_away: The walk-away value, in points.
    """

    names: Names
    gains: tuple[tuple[int, ...], ...]
    bonuses: tuple[tuple[Combination, int], ...]
    never: tuple[Combination, ...]
    open: tuple[tuple[int, ...], ...]
    point: float
    walk_away: float

    @classmethod
    def of(
        cls, agenda: Agenda, interests: Interests, allowed: Mapping[str, tuple[str, ...]]
    ) -> "Numbers":
        """Read the numbers.

        Args:
            agenda: The issues and options.
            interests: What deals are worth to the party.
            allowed: The options that are open, by issue; all, for an issue it does not name.

        Raises:
            AccordError: If a number is missing or open at one end.
        """
        try:
            tables = Tables.of(agenda, (interests,))
        except ValueError as error:
            raise AccordError(f"These interests cannot be read: {error}.") from None
        names, reading, side = tables.names, tables.middle, tables.sides[0]
        step = float(grid(TIE * reading.unit)[0])
        count = len(names.issues)
        known = [
            i for i in interests.interactions if all(issue in names.issues for issue in i.when)
        ]
        bonuses = (100 * middle(side.bonuses)).tolist()
        return cls(
            names,
            tuple(
                tuple(round(term / step) for term in table[:, 0].tolist())
                for _, table in reading.factors[:count]
            ),
            tuple(
                (i.when, round(bonus / step)) for i, bonus in zip(known, bonuses, strict=True)
            ),
            tuple(e.exclusion.never for e in tables.excluded),
            tuple(
                tuple(
                    place
                    for place, option in enumerate(options)
                    if option in allowed.get(issue, options)
                )
                for issue, options in zip(names.issues, names.options, strict=True)
            ),
            float(reading.unit[0]) / step,
            float(reading.walk_away[0]),
        )

    @cached_property
    def by_option(self) -> dict[str, dict[str, int]]:
        """Give what every option adds, by issue and option."""
        return {
            issue: dict(zip(options, gains, strict=True))
            for issue, options, gains in zip(
                self.names.issues, self.names.options, self.gains, strict=True
            )
        }

    def sum(self, deal: Mapping[str, str]) -> int:
        """Add up what a deal is worth, on the grid."""
        total = 0
        for issue, gains in self.by_option.items():
            total += gains[deal[issue]]
        for when, bonus in self.bonuses:
            if is_taken(when, deal):
                total += bonus
        return total

    def is_allowed(self, deal: Mapping[str, str]) -> bool:
        """Tell whether a deal takes open options only and no combination that is refused."""
        for issue, allowed in self.allowed.items():
            if deal[issue] not in allowed:
                return False
        return not self._crossed(deal)

    def crossed(self, deal: Mapping[str, str]) -> list[Combination]:
        """Give the combinations that are refused and that a whole deal takes."""
        bits = self._crossed(deal)
        return [never for place, never in enumerate(self.never) if bits >> place & 1]

    def _crossed(self, deal: Mapping[str, str]) -> int:
        """Give the combinations that are refused and that a whole deal takes, a bit for each.

        At every step many deals are looked at: so that of many combinations each need not be.
        """
        left = (1 << len(self.never)) - 1
        for issue, kept in self._kept.items():
            left &= kept[deal[issue]]
            if not left:
                break
        return left

    @cached_property
    def _kept(self) -> dict[str, dict[str, int]]:
        """Give the combinations that are refused and that each option leaves, as bits.

        Only issues are named that some of these combinations are about.
        """
        return {
            issue: {
                option: sum(
                    1 << place
                    for place, never in enumerate(self.never)
                    if option in never.get(issue, (option,))
                )
                for option in options
            }
            for issue, options in zip(self.names.issues, self.names.options, strict=True)
            if any(issue in never for never in self.never)
        }

    @cached_property
    def allowed(self) -> dict[str, frozenset[str]]:
        """Give the options that are open, for the issues where not all of them are."""
        return {
            issue: frozenset(options[place] for place in places)
            for issue, options, places in zip(
                self.names.issues, self.names.options, self.open, strict=True
            )
            if len(places) < len(options)
        }

    def need(self, worth: float) -> int:
        """Give the least sum that is worth so many points, within a tie."""
        return ceil((worth - TIE) * self.point)

    def points(self, total: int) -> float:
        """Turn a sum into points."""
        return total / self.point


def is_taken(combination: Combination, deal: Mapping[str, str]) -> bool:
    """Tell whether a whole deal takes a combination."""
    return all(deal[issue] in options for issue, options in combination.items())
