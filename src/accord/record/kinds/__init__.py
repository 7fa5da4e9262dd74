"""The kinds of entry: a module each, and its name is the word for it in a file."""

from accord.discovery import classes_in
from accord.record.entry import Entry

KINDS: dict[str, type[Entry]] = {
    kind.kind: kind
    for kind in sorted(
        (found for found in classes_in(__name__) if issubclass(found, Entry)),
        key=lambda kind: (kind.order, kind.kind),
    )
}
"""The kinds of entry by the word that names them in a file, in the order of lists."""
