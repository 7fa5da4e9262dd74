"""The kinds of entry: a module each, and its name is the word for it in a file."""

from collections.abc import Iterable

from accord.discovery import classes_in
from accord.record.entry import Entry


def by_word(found: Iterable[type[Entry]]) -> dict[str, type[Entry]]:
    """Return kinds of entry by the word that names them in a file, in the order of lists.

    Args:
        found: The kinds.

    Raises:
        TypeError: If one does not say its word or its section, or two have the same word.
    """
    kinds: dict[str, type[Entry]] = {}
    for one in found:
        for needed in ("kind", "section"):
            if not hasattr(one, needed):
                raise TypeError(f"{_place(one)} has no `{needed}`.")
        if one.kind in kinds:
            both = f"{_place(kinds[one.kind])} and {_place(one)}"
            raise TypeError(f"{both} have the same `kind`, '{one.kind}'.")
        kinds[one.kind] = one
    return dict(sorted(kinds.items(), key=lambda pair: (pair[1].order, pair[0])))


def _place(kind: type[Entry]) -> str:
    return f"{kind.__module__}.{kind.__name__}"


KINDS = by_word(one for one in classes_in(__name__) if issubclass(one, Entry))
"""The kinds of entry by the word that names them in a file, in the order of lists."""
