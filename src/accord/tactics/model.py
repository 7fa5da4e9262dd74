"""What somebody else may want: a weight for every issue and a value for every option."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from accord.model import Agenda
from accord.tactics.own import Estimate

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@frozen(eq=False)
class Layout:
    """The options of all issues in one row.

    Attributes:
        issues: The ids of the issues.
        options: The ids of their options.
        starts: Where in the row the options of each issue begin.
        places: The place in the row of each option, by issue and option.
    """

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    starts: Ints
    places: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, agenda: Agenda) -> "Layout":
        """Lay out an agenda; the same one is laid out once."""
        return _laid_out(agenda)

    @property
    def size(self) -> int:
        """Return how many options there are."""
        return sum(map(len, self.options))

    def taken(self, deal: Mapping[str, str]) -> Ints:
        """Return the place of a deal's option on every issue; -1 where it takes none."""
        return np.array(
            [self.places[i][deal[i]] if i in deal else -1 for i in self.issues],
            dtype=np.int64,
        )

    def named(self, row: Floats) -> Estimate:
        """Return a row by issue and option."""
        numbers = row.tolist()
        return {
            issue: {option: numbers[place] for option, place in places.items()}
            for issue, places in self.places.items()
        }


@lru_cache(maxsize=256)
def _laid_out(agenda: Agenda) -> Layout:
    options = tuple(tuple(issue.choices) for issue in agenda.issues.values())
    starts = np.cumsum([0, *map(len, options)])[:-1].astype(np.int64)
    places = {
        issue: {option: int(start) + n for n, option in enumerate(listed)}
        for issue, listed, start in zip(agenda.issues, options, starts, strict=True)
    }
    return Layout(tuple(agenda.issues), options, starts, places)


@frozen(eq=False)
class Model:
    """An estimate of somebody's interests: nothing but what follows from what was heard.

    Attributes:
        layout: The agenda.
        shares: The weight of every issue; they add up to 1.
        row: The value of every option on its issue, 0 to 1.
    """

    layout: Layout
    shares: Floats = field(repr=False)
    row: Floats = field(repr=False)

    @property
    def weights(self) -> Mapping[str, float]:
        """Return how much every issue is thought to count."""
        return dict(zip(self.layout.issues, self.shares.tolist(), strict=True))

    @property
    def values(self) -> Estimate:
        """Return what every option is thought to be worth on its issue."""
        return self.layout.named(self.row)

    @cached_property
    def scaled(self) -> Floats:
        """Return what options add, in a row: the best deal adds up to 1, the worst to 0."""
        lengths = [len(options) for options in self.layout.options]
        worst = np.repeat(np.minimum.reduceat(self.row, self.layout.starts), lengths)
        gains = np.repeat(self.shares, lengths) * (self.row - worst)
        most = float(np.maximum.reduceat(gains, self.layout.starts).sum())
        return np.asarray(gains / most if most > 0 else gains)

    def worth(self, deal: Mapping[str, str]) -> float:
        """Return what a deal is thought to be worth, from 0, the worst, to 1, the best."""
        taken = self.layout.taken(deal)
        return float(self.scaled[taken[taken >= 0]].sum())


def mixed(models: Sequence[Model], shares: Sequence[float]) -> Estimate:
    """Add up models, each with a share, to one estimate.

    Args:
        models: At least one, all of the same agenda.
        shares: How much each of them counts.
    """
    rows = [share * model.scaled for model, share in zip(models, shares, strict=True)]
    return models[0].layout.named(np.sum(rows, axis=0))
