"""What delegations of a talk went back on."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from frozendict import frozendict

from accord.tactics.kept import Change, changes
from accord.talks import Propose, Table, ever_named


@frozen(kw_only=True)
class Kept:
    """How often a delegation changed an option that it had offered.

    Attributes:
        changes: How often in all.
        back: How often it went back on what it had offered (see `delegates.kept`).
    """

    changes: int
    back: int


def changes_in(table: Table) -> Mapping[int, tuple[Change, ...]]:
    """Return what each proposal of a delegation changes, by the number of its event in the log.

    Args:
        table: The table at which it was held.
    """
    setup, found = table.setup, dict[int, tuple[Change, ...]]()
    for seat in setup.delegations:
        made = [
            e.number for e in table.events if e.seat == seat and isinstance(e.what, Propose)
        ]
        each = changes(ever_named(table.events), seat, setup.seats, table.heard[seat])
        found.update(zip(made, each, strict=True))
    return found


def kept(table: Table) -> frozendict[str, Kept]:
    """Count how often each delegation changed what it had offered, and how often it went back.

    Args:
        table: The table at which it was held.
    """
    by_event = changes_in(table)
    makers = {event.number: event.seat for event in table.events}
    return frozendict(
        {
            seat: Kept(
                changes=sum(len(m) for n, m in by_event.items() if makers[n] == seat),
                back=sum(
                    one.back for n, m in by_event.items() if makers[n] == seat for one in m
                ),
            )
            for seat in table.setup.delegations
        }
    )


def kept_to_json(table: Table) -> dict[str, Any]:
    """Return the counts as a plain dict, by delegation."""
    return {
        seat: {"changes": one.changes, "went_back": one.back}
        for seat, one in kept(table).items()
    }
