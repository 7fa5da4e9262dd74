"""Values that hold values: rebuilt with every part changed, and cleaned."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import attrs

from accord.record.hidden_signs import clean

T = TypeVar("T")


def rebuilt(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a page, or a part of one, with every part and text in it changed."""
    if attrs.has(type(value)):
        names = (a.name for a in attrs.fields(type(value)))
        value = type(value)(**{n: rebuilt(getattr(value, n), change) for n in names})
    elif isinstance(value, tuple):
        return tuple(rebuilt(one, change) for one in value)
    return change(value)


def cleaned(value: T) -> T:
    """Return a page, or a part of one, whose texts hold no sign that steers what shows them."""
    return cast(T, rebuilt(value, lambda part: clean(part) if isinstance(part, str) else part))
