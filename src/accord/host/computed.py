"""What takes its time and is the same for all who read the same: made once, kept a while."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, TypeVar

from attrs import define, field

from accord.record import Case

T = TypeVar("T")

MOST = 24
"""How many values are kept for one reader: the pages that a team has open at once."""


@define(eq=False)
class _Value:
    """One value, of what state it is beside the case, and the lock under which it is made."""

    of: Hashable = None
    lock: Any = field(factory=RLock)
    made: bool = False
    value: Any = None


@define(eq=False)
class _OfCase:
    """What was made of one state of a case, the latest asked for last."""

    case: Case
    values: "OrderedDict[Hashable, _Value]" = field(factory=OrderedDict)


class Computed:
    """Keeps values for each reader until something that this reader may read changes.

    What is kept for one reader is made of the case of this reader alone, and handed to nobody
    else. It is safe to use from several threads: ten who ask at once wait for one.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = Lock()
        self._kept: dict[Any, _OfCase] = {}

    def get(self, case: Case, what: Hashable, make: Callable[[], T], of: Hashable = None) -> T:
        """Return a value, made now if it is not kept.

        Args:
            case: What it is made of, as its reader may read it.
            what: Tells it from others that are made of the same.
            make: Makes it.
            of: The state of what it is made of beside the case, such as how long logs are: of
                another state it is made anew, in the place of what was kept.
        """
        with self._lock:
            kept = self._kept.get(case.reader)
            if kept is None or kept.case is not case:
                kept = self._kept[case.reader] = _OfCase(case)
            one = kept.values.get(what)
            if one is None or one.of != of:
                one = kept.values[what] = _Value(of)
            kept.values.move_to_end(what)
            while len(kept.values) > MOST:
                kept.values.popitem(last=False)
        with one.lock:
            if not one.made:
                one.value, one.made = make(), True
            found: T = one.value
            return found
