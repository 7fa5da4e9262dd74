"""The deals of a game as arrays: what parties may take, and the agenda cut in two for each."""

from collections.abc import Mapping, Sequence

import numpy as np

from accord.deals.search.halves import halves
from accord.deals.worth import Worth
from accord.kernels.ties import Ints
from accord.play.compiled.plan import Flags, Halves


def parted(
    worth: Worth, mandates: Mapping[str, Mapping[str, tuple[str, ...]]], cut: bool
) -> tuple[Flags, Halves]:
    """Tabulate the deals.

    Args:
        worth: The numbers of all parties; how large they are does not matter.
        mandates: The options that a party may take, by party and issue.
        cut: Whether to cut the agenda, which is worth while where numbers are read often.

    Returns:
        What parties may not take, shape (parties, deals), and the halves.
    """
    sizes, parties = worth.sizes, worth.parties
    deals = np.stack(np.unravel_index(np.arange(worth.names.size), sizes))
    both = [
        half
        for party in parties
        for half in halves(
            worth.only(party), worth.names.open(mandates.get(party, {})), cut=cut
        )
    ]
    number = np.zeros((len(parties), len(sizes)), dtype=np.int64)
    barred = np.zeros((len(parties), deals.shape[1]), dtype=np.bool_)
    taken = np.zeros((len(both), deals.shape[1]), dtype=np.int32)
    bonuses = []
    for row, half in enumerate(both):
        party, side = divmod(row, 2)
        number[party, list(half.issues)] = side
        own = np.where(np.isin(np.arange(len(sizes)), half.issues)[:, None], deals, 0)
        shape = tuple(s if i in half.issues else 1 for i, s in enumerate(sizes))
        taken[row] = np.ravel_multi_index(tuple(own), shape)
        barred[party] |= ~half.open[taken[row]]
        bonuses += [(party, place, side, np.flatnonzero(met)) for place, met in half.bonuses]
    bonuses.sort(key=lambda one: one[:2])
    most = max(len(half.open) for half in both)
    paired = (len(parties), 2)
    opened = [np.flatnonzero(half.open) for half in both]
    return barred, Halves(
        half=number,
        opened=np.array([len(places) for places in opened]).reshape(paired),
        open=_padded(opened, most).reshape(*paired, most),
        number=_padded([h.deals[h.open] for h in both], most).reshape(*paired, most),
        taken=taken.reshape(*paired, -1),
        bonus_party=np.array([party for party, _, _, _ in bonuses], dtype=np.int64),
        bonus_half=np.array([side for _, _, side, _ in bonuses], dtype=np.int64),
        bonus_start=np.cumsum([0, *(len(met) for _, _, _, met in bonuses)]),
        bonus_taken=np.concatenate([np.zeros(0, np.int64), *(met for _, _, _, met in bonuses)]),
    )


def _padded(rows: Sequence[Ints], length: int) -> Ints:
    found = np.zeros((len(rows), length), dtype=np.int64)
    for row, one in zip(found, rows, strict=True):
        row[: len(one)] = one
    return found
