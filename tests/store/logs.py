"""What several tests of the store share: events to keep, and logs to spoil."""

from typing import Any

from hypothesis import strategies as st

from accord.store import Store

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(10**400), max_value=10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=4,
)
EVENTS = st.dictionaries(st.text(st.characters(codec="utf-8")), VALUES, max_size=3)

ODD: list[dict[str, Any]] = [
    {},
    {"": "", "z": None, "a": True},
    {"text": "Пекельна \u2028 \x85 \0 \n \r\n \"'\\ 🕊 e\u0301 é"},
    {"whole": [0, -1, 2**53 + 1, -(2**64), 10**3999]},
    {"real": [0.0, -0.0, 1.0, 0.1, 1e-320, 1.7976931348623157e308, 1e16]},
    {"hash": "", "event": {}, "number": 7, "table": "sea"},
    {"deep": {"b": [{"a": [[], {}, [{}]]}], "hash": "not the log's own"}},
]


def numbered(count: int) -> list[dict[str, Any]]:
    """Return so many events that differ."""
    return [{"number": number, "said": f"words {number}"} for number in range(1, count + 1)]


def events_of(store: Store, table: str, after: int = 0) -> list[dict[str, Any]]:
    """Return the events of a log without their envelopes."""
    return [each.event for each in store.read(table, after)]


SERVERS = ["sqlite", "postgresql"]
