"""The kinds of entry: a module each, and its name is the word for it in a file."""

from importlib import import_module
from pkgutil import iter_modules

from accord.record.entry import Entry


def _kinds() -> dict[str, type[Entry]]:
    """Return the classes of entries in the modules here, in the order of lists."""
    modules = (f"{__name__}.{module.name}" for module in iter_modules(__path__))
    found = [
        kind
        for module in modules
        for kind in vars(import_module(module)).values()
        if isinstance(kind, type) and issubclass(kind, Entry) and kind.__module__ == module
    ]
    return {kind.kind: kind for kind in sorted(found, key=lambda kind: (kind.order, kind.kind))}


KINDS = _kinds()
"""The kinds of entry by the word that names them in a file."""
