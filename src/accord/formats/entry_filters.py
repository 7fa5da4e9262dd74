"""Entries chosen by what somebody names: an issue, a party, a source, a kind, a time."""

from collections.abc import Mapping
from typing import Any

from accord.errors import AccordError
from accord.formats.read import near
from accord.record import KINDS, Case, Entry, select


def chosen(case: Case, **wanted: Any) -> list[Entry]:
    """Return the entries that pass the filters.

    Raises:
        AccordError: If a filter names something that is not there.
    """
    process = case.process
    first, last = wanted["first"], wanted["last"]
    registers: dict[str, dict[str, Any]] = {
        "issue": {**process.agenda.issues},
        "party": {**process.parties, **process.actors, **process.people},
        "source": {**case.record.sources},
        "kind": {**KINDS},
    }
    for word, known in registers.items():
        if not wanted[word]:
            continue
        wanted[word] = one = meant(wanted[word], known)
        if one not in known:
            what = {"party": "party, actor or person", "kind": "kind of entry"}.get(word, word)
            raise AccordError(f"there is no {what} '{one}'{_nearest(one, known)}")
    if first is not None and last is not None and first.start >= last.end:
        raise AccordError(f"{first} is after {last}: swap the two dates")
    return select(case.record, process.side, **wanted)


def _nearest(word: str, known: Mapping[str, Any]) -> str:
    """Suggest the nearest id, else the nearest name; or list the ids if they are few."""
    from accord.formats.sheet_names import suggested  # not to load it for what is there

    names = [name for one in known.values() if (name := str(getattr(one, "name", "")))]
    by_id, by_name = near(word, known), suggested(word, names)
    return by_name if "did you mean" in by_name and "did you mean" not in by_id else by_id


def meant(word: str, known: Mapping[str, Any]) -> str:
    """Return the id that a word means: itself, or what is called so, in any case.

    Args:
        word: An id, or a name; returned as it is where it names nothing, or several things.
        known: What there is, by id.
    """
    if word in known:
        return word
    from accord.formats.folded_names import folded  # not to load it for an id

    plain = folded(word)
    found = {
        id_
        for id_, one in known.items()
        if plain in (folded(id_), folded(str(getattr(one, "name", "")) or id_))
    }
    return found.pop() if len(found) == 1 else word
