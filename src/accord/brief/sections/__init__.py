"""The sections of the page, one a module: to add, drop or move one, add, drop or edit it."""

import pkgutil
from importlib import import_module

from accord.brief.section import PageSection


def sections() -> tuple[type[PageSection], ...]:
    """Return the kinds of sections there are, in the order of the page."""
    names = (f"{__name__}.{one.name}" for one in pkgutil.iter_modules(__path__))
    found = (
        kind
        for name in names
        for kind in vars(import_module(name)).values()
        if isinstance(kind, type) and issubclass(kind, PageSection) and kind.__module__ == name
    )
    return tuple(sorted(found, key=lambda kind: kind.order))
