"""The ids behind the axes of arrays: deals by name to deals by number, and back."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.kernels.tables import MOST_AXES, Ban, cells
from accord.kernels.ties import Ints
from accord.model import Agenda, Deal


@frozen
class Names:
    """The ids behind the axes of arrays.

    Attributes:
        issues: Ids of the issues.
        options: Ids of the options, for every issue.
    """

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, agenda: Agenda) -> "Names":
        """Take the names of an agenda, in its order.

        Raises:
            AccordError: If nothing is on the agenda, or an issue has no option.
        """
        for id_, issue in agenda.issues.items():
            if not issue.choices:
                raise AccordError(f"The issue '{id_}' has no option: there is no deal on it.")
        if not agenda.issues:
            raise AccordError(
                "There is no issue on the agenda, so there is no deal to look for."
            )
        return cls(
            tuple(agenda.issues), tuple(tuple(i.choices) for i in agenda.issues.values())
        )

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Count the options of every issue."""
        return tuple(map(len, self.options))

    @property
    def size(self) -> int:
        """Count the combinations of options, those that a constraint excludes among them."""
        return math.prod(self.sizes)

    def can_list(self, most: int) -> bool:
        """Return whether there are at most so many combinations, and not too many issues."""
        return self.size <= most and len(self.sizes) <= MOST_AXES

    def open(self, allowed: Mapping[str, Sequence[str]]) -> tuple[tuple[int, ...], ...]:
        """Return the places of the options that are open, for every issue.

        Args:
            allowed: The options that are open, by issue; all, for an issue it does not name.
        """
        return tuple(
            tuple(n for n, one in enumerate(options) if one in allowed.get(issue, options))
            for issue, options in zip(self.issues, self.options, strict=True)
        )

    def deal(self, choice: Ints) -> frozendict[str, str]:
        """Name a deal.

        Args:
            choice: Shape (issues,), the option on every issue.
        """
        named = zip(self.issues, self.options, choice.tolist(), strict=True)
        return frozendict({issue: options[index] for issue, options, index in named})

    def choices(self, deals: Iterable[Deal]) -> Ints:
        """Number deals: shape (deals, issues).

        Raises:
            AccordError: If a deal leaves an issue open or takes an option that there is not.
        """
        rows = [
            [self._index(deal, place) for place in range(len(self.issues))] for deal in deals
        ]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.issues))

    def _index(self, deal: Deal, place: int) -> int:
        issue, options = self.issues[place], self.options[place]
        if deal.get(issue) not in options:
            raise AccordError(f"The deal takes no option of the issue '{issue}'.")
        return options.index(deal[issue])

    def match(self, combination: Mapping[str, Sequence[str]]) -> Ban | None:
        """Tabulate which deals take a combination; None if an issue is not on the agenda.

        Raises:
            ValueError: If it spans so many issues that the table would be too large.
        """
        if any(issue not in self.issues for issue in combination):
            return None
        scope = tuple(self.issues.index(issue) for issue in combination)
        cells(self.sizes, scope)
        taken = np.ones((), dtype=np.bool_)
        for place, options in zip(scope, combination.values(), strict=True):
            here = np.array([option in options for option in self.options[place]])
            taken = np.logical_and(taken[..., None], here)
        return scope, taken


def refuse_unknown_terms(names: Names, terms: Mapping[str, str]) -> None:
    """Check that terms take options that there are.

    Args:
        names: The issues and options.
        terms: For some issues, an option, by id.

    Raises:
        AccordError: If they name an issue or option that there is not.
    """
    if mistakes := list(_mistakes(names, terms)):
        raise AccordError("\n".join(mistakes))


def _mistakes(names: Names, terms: Mapping[str, str]) -> Iterator[str]:
    for issue, option in terms.items():
        if issue not in names.issues:
            yield f"There is no issue '{issue}': choose from {_quoted(names.issues)}."
            continue
        options = names.options[names.issues.index(issue)]
        if option not in options:
            there = _quoted(options)
            yield f"The issue '{issue}' has no option '{option}': choose from {there}."


def _quoted(ids: Sequence[str]) -> str:
    return ", ".join(f"'{one}'" for one in ids)
