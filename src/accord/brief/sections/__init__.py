"""The sections of the page, one a module: to add, drop or move one, add, drop or edit it."""

from accord.brief.section import PageSection
from accord.discovery import classes_in


def sections() -> tuple[type[PageSection], ...]:
    """Return the kinds of sections there are, in the order of the page."""
    found = [kind for kind in classes_in(__name__) if issubclass(kind, PageSection)]
    for kind in found:
        for needed in ("order", "anchor", "title"):
            if not hasattr(kind, needed):
                raise TypeError(f"{kind.__module__}.{kind.__name__} has no `{needed}`.")
    return tuple(sorted(found, key=lambda kind: kind.order))
