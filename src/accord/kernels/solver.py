"""Mixed-integer linear programs, solved by HiGHS."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy.typing as npt

from accord.kernels.ties import Floats

_FAILED = 4  # `scipy.optimize.milp`: neither solved, nor stopped, nor without a solution


def minimise(
    cost: Floats,
    *,
    whole: npt.NDArray[Any],
    ends: tuple[Floats, Floats],
    rows: Any,
    bounds: tuple[Floats, Floats],
    **options: float,
) -> Any:
    """Find the values with the least cost.

    Args:
        cost: Shape (values,).
        whole: Shape (values,), which must be whole numbers.
        ends: Shape (values,) each, the least and the most that each may be.
        rows: Shape (rows, values), dense or sparse: weighted sums of the values.
        bounds: Shape (rows,) each, the least and the most that each sum may be.
        options: As `scipy.optimize.milp` has them; the gap is 0 in any case.

    Returns:
        As `scipy.optimize.milp`.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to load

    def solve(**more: bool) -> Any:
        return milp(
            cost,
            integrality=whole,
            bounds=Bounds(*ends),
            constraints=LinearConstraint(rows, *bounds),
            options={**options, "mip_rel_gap": 0.0, **more},
        )

    with _quiet():
        found = solve()
        # HiGHS now and then fails on what its own presolve leaves, and not on the whole.
        return found if found.status != _FAILED else solve(presolve=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep off the standard output a line that HiGHS prints whatever it is told."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    try:
        with open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
