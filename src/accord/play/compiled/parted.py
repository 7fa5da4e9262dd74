"""The deals of a game as arrays: what parties may take, and the agenda cut in two for each."""

from collections.abc import Sequence

import numpy as np

from accord.delegates.halves import halves
from accord.delegates.numbers import Numbers as Read
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints
from accord.model.refs import Combination
from accord.play.compiled.plan import Flags, Halves


def parted(read: Sequence[Read], cut: bool) -> tuple[Flags, Halves]:
    """Tabulate the deals.

    Args:
        read: The numbers of every party; how large they are does not matter.
        cut: Whether to cut the agenda; otherwise the second half has all issues, which is
            better where deals are sorted once for many talks.

    Returns:
        What parties may not take, shape (parties, deals), and the halves.
    """
    sizes = np.array(read[0].names.sizes, dtype=np.int64)
    deals = _places(sizes)
    half = np.ones((len(read), len(sizes)), dtype=np.int64)
    barred = np.zeros((len(read), deals.shape[1]), dtype=np.bool_)
    taken = np.zeros((len(read), 2, deals.shape[1]), dtype=np.int32)
    free, number, bonuses = [], [], []
    for party, numbers in enumerate(read):
        matches = [_match(numbers, when) for when, _ in numbers.bonuses]
        bans = [_match(numbers, never) for never in numbers.never]
        if cut:
            scopes = [scope for scope, _ in (*matches, *bans)]
            half[party, list(halves(numbers.names.sizes, scopes)[0])] = 0
        for side in range(2):
            here = half[party] == side
            shape = np.where(here, sizes, 1)
            places = _places(shape)
            open_ = np.ones(places.shape[1], dtype=np.bool_)
            for issue in np.flatnonzero(here):
                open_ &= np.isin(places[issue], numbers.open[issue])
            for scope, cells in bans:
                if _lies_in(scope, half[party]) == side:
                    open_ &= ~_met(scope, cells, places)
            for scope, cells in matches:
                if _lies_in(scope, half[party]) == side:
                    bonuses.append((party, side, np.flatnonzero(_met(scope, cells, places))))
            own = np.where(here[:, None], deals, 0)
            taken[party, side] = np.ravel_multi_index(tuple(own), tuple(shape))
            barred[party] |= ~open_[taken[party, side]]
            free.append(open_)
            number.append(np.ravel_multi_index(tuple(places), tuple(sizes)))
    opened, open_places, numbered = _padded(free, number)
    return barred, Halves(
        half=half,
        opened=opened,
        open=open_places,
        number=numbered,
        taken=taken,
        bonus_party=np.array([party for party, _, _ in bonuses], dtype=np.int64),
        bonus_half=np.array([side for _, side, _ in bonuses], dtype=np.int64),
        bonus_start=np.cumsum([0, *(len(met) for _, _, met in bonuses)]),
        bonus_taken=np.concatenate([np.zeros(0, np.int64), *(met for _, _, met in bonuses)]),
    )


def _places(shape: Ints) -> Ints:
    """List combinations of options: shape (issues, combinations)."""
    return np.stack(np.unravel_index(np.arange(shape.prod()), tuple(shape)))


def _match(numbers: Read, combination: Combination) -> Ban:
    match = numbers.names.match(combination)
    assert match is not None
    return match


def _lies_in(scope: Sequence[int], half: Ints) -> int:
    """Tell in which half issues are; those of no issue are in the second."""
    return int(half[scope[0]]) if scope else 1


def _met(scope: Sequence[int], cells: Flags, places: Ints) -> Flags:
    """Tell which combinations of options take one that is asked about."""
    return np.broadcast_to(cells[tuple(places[issue] for issue in scope)], places.shape[1:])


def _padded(free: Sequence[Flags], number: Sequence[Ints]) -> tuple[Ints, Ints, Ints]:
    """Count and list what is free in each of the halves, and its numbers, party by party."""
    room = (len(free), max(map(len, free)))
    open_, numbered = np.zeros(room, dtype=np.int64), np.zeros(room, dtype=np.int64)
    for row, (flags, numbers) in enumerate(zip(free, number, strict=True)):
        places = np.flatnonzero(flags)
        open_[row, : len(places)] = places
        numbered[row, : len(places)] = numbers[places]
    opened = np.array([flags.sum() for flags in free], dtype=np.int64)
    return (
        opened.reshape(-1, 2),
        open_.reshape(-1, 2, room[1]),
        numbered.reshape(-1, 2, room[1]),
    )
