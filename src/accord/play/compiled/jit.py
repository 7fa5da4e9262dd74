"""Numba, typed: importing this module loads it."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., object])

_njit: Any = numba.njit


def compiled(function: F) -> F:
    """Compile a function when it is first called; what was compiled is kept on disk.

    Sums are added and products rounded as Python does, and other threads go on meanwhile.
    """
    made: F = _njit(cache=True, nogil=True)(function)
    return made


def inner(function: F) -> F:
    """Compile a function that only compiled functions call."""
    made: F = _njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return made
