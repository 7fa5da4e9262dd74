"""Numba, typed: importing this module loads it."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

from accord.play.compiled.kept_code import kept

F = TypeVar("F", bound=Callable[..., object])

_njit: Any = numba.njit
_config: Any = numba.config

# Nothing that is compiled here makes an array, so none need be counted; counting the arrays
# at every call would take ten times as long as the talks.
_WAYS = {"nogil": True, "_nrt": False, "error_model": "numpy"}
_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, **_WAYS}


def compiled(function: F) -> F:
    """Compile a function when it is first called; what was compiled is kept on disk.

    Numbers are rounded as Python rounds them, and other threads go on meanwhile.
    """
    before = _config.CACHE_DIR
    _config.CACHE_DIR = str(kept())
    try:
        made: F = _njit(cache=True, **_WAYS)(function)
    finally:
        _config.CACHE_DIR = before
    return made


def inner(function: F) -> F:
    """Compile a function that only compiled functions call."""
    made: F = _njit(**_INNER)(function)
    return made


def merged(function: F) -> F:
    """Put the text of a function in the only place where it is called, and compile it there.

    It is for what is long: to compile it by itself, too, would take as long again.
    """
    made: F = _njit(inline="always", **_INNER)(function)
    return made


def inlined(function: F) -> F:
    """Compile a function into each of those that call it.

    It is for what is done at every move: handing over all arrays would take longer.
    """
    made: F = _njit(forceinline=True, **_INNER)(function)
    return made
