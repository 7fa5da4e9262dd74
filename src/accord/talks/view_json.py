"""What a seat sees of a table as what JSON can hold, and back: for a machine of its own.

It holds no more than the view does, so nothing that the seat may not know.
"""

from collections.abc import Mapping, Sequence
from typing import Any, get_type_hints

import attrs

from accord.errors import AccordError
from accord.talks.events import Event
from accord.talks.log import event_from_plain, move_from_plain, move_to_json, to_json
from accord.talks.plain import Complain, fields_of, from_plain, to_plain
from accord.talks.table import Motion
from accord.talks.views import View
from accord.talks.words import capitalised

_VERSION = 1
"""The version of the form in which views are written."""

_APART = ("motions", "heard")
"""Fields that hold moves and events, which are written as in a log."""


def view_to_json(view: View, known: int = 0) -> dict[str, Any]:
    """Return a view as what JSON can hold.

    Args:
        view: The view.
        known: How many of the events that the seat has heard are left out, from the first on.
    """
    whole = {name: to_plain(held) for name, held in view.__dict__.items() if name not in _APART}
    motions = [{**fields_of(one), "what": move_to_json(one.what)} for one in view.motions]
    heard = [to_json(event) for event in view.heard[known:]]
    return {"version": _VERSION, **whole, "motions": motions, "known": known, "heard": heard}


def view_from_json(plain: Any, known: Sequence[Event] = ()) -> View:
    """Read a view.

    Args:
        plain: What JSON held.
        known: The events that were left out, from the first on, and perhaps more.

    Raises:
        AccordError: If it is no view, with every mistake, one sentence a line.
    """
    told: list[str] = []
    view = _view(plain, known, told.append)
    if view is None or told:
        raise AccordError("\n".join(f"{capitalised(one.rstrip('.'))}." for one in told))
    return view


def _view(plain: Any, known: Sequence[Event], complain: Complain) -> View | None:
    if not isinstance(plain, Mapping):
        complain("a view must be an object")
        return None
    given = dict(plain)
    version = given.pop("version", None)
    if version != _VERSION or isinstance(version, bool):
        complain(f"the version of a view must be {_VERSION}, the only one that is known")
        return None
    left_out = given.pop("known", 0)
    if type(left_out) is not int or not 0 <= left_out <= len(known):
        complain("the view goes on from events that are not known here")
        return None
    values: dict[str, Any] = {}
    for name, kind in _FIELDS.items():
        if name not in given:
            complain(f"the view lacks the field '{name}'")
        elif name in _APART:
            read = _motion if name == "motions" else event_from_plain
            values[name] = tuple(read(one, complain) for one in _listed(given[name]))
        else:
            values[name] = from_plain(kind, given[name], name, complain)
    if len(values) < len(_FIELDS):
        return None
    values["heard"] = (*known[:left_out], *values["heard"])
    return View(**values)


def _listed(plain: Any) -> list[Any]:
    return plain if isinstance(plain, list) else [plain]


def _motion(plain: Any, complain: Complain) -> Motion | None:
    if not isinstance(plain, dict):
        complain("a motion must be an object")
        return None
    values: dict[str, Any] = {"what": move_from_plain(plain.get("what"), complain)}
    hints = get_type_hints(Motion)
    for one in attrs.fields(Motion):
        if one.name in plain and one.name != "what":
            named = f"a motion, {one.name}"
            values[one.name] = from_plain(hints[one.name], plain[one.name], named, complain)
        elif one.default is attrs.NOTHING and one.name != "what":
            complain(f"a motion lacks the field '{one.name}'")
            return None
    return Motion(**values)


_FIELDS: dict[str, Any] = get_type_hints(View, include_extras=True)
