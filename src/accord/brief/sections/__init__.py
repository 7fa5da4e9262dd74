"""The sections of the dossier, one a module: to add, drop or move one, add, drop or edit it."""

from collections.abc import Sequence

from attrs import fields

from accord.brief.section import PageSection
from accord.discovery import classes_in
from accord.errors import AccordError


def sections() -> tuple[type[PageSection], ...]:
    """Return the kinds of sections there are, in the order of the dossier.

    Raises:
        AccordError: With what one lacks, or takes that another has.
    """
    found = [kind for kind in classes_in(__name__) if issubclass(kind, PageSection)]
    if wrong := _faults(found):
        raise AccordError("\n".join(wrong))
    return tuple(sorted(found, key=lambda kind: kind.order))


def _faults(found: Sequence[type[PageSection]]) -> list[str]:
    """Return in sentences what sections lack, and what two of them have."""
    from accord.brief.dossier import Dossier  # which is made of sections

    said = []
    keys = {one.name: "the dossier itself" for one in fields(Dossier)}
    anchors = dict.fromkeys(("dossier", "entries", "sources"), "the dossier itself")
    for kind in found:
        name = f"{kind.__module__}.{kind.__name__}"
        lacking = [one for one in ("order", "anchor", "title") if not hasattr(kind, one)]
        said += [f"The section {name} has no `{one}`." for one in lacking]
        anchor = getattr(kind, "anchor", name)
        for what, taken, own in (
            ("anchor", anchors, [anchor]),
            ("key", keys, [one.name for one in fields(kind)]),
        ):
            said += [
                f"The section {name} has the {what} '{one}', which {taken[one]} has: give it "
                "another."
                for one in own
                if one in taken
            ]
            taken |= dict.fromkeys(own, name)
    return said
