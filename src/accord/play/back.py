"""What delegations of a talk went back on."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from frozendict import frozendict

from accord.play.player import Played
from accord.tactics.kept import Change, changes
from accord.talks import Propose, ever_named


@frozen(kw_only=True)
class Kept:
    """How often a delegation changed an option that it had offered.

    Attributes:
        changes: How often in all.
        back: How often it went back on what it had offered (see `delegates.kept`).
    """

    changes: int
    back: int


def changes_in(played: Played) -> Mapping[int, tuple[Change, ...]]:
    """Return what each proposal of a delegation changes, by the number of its event in the log.

    Args:
        played: The talk.
    """
    setup, found = played.game.setup, dict[int, tuple[Change, ...]]()
    for seat in setup.delegations:
        made = [e.number for e in played.log if e.seat == seat and isinstance(e.what, Propose)]
        each = changes(ever_named(played.log), seat, setup.seats, played.table.heard[seat])
        found.update(zip(made, each, strict=True))
    return found


def kept(played: Played) -> frozendict[str, Kept]:
    """Count how often each delegation changed what it had offered, and how often it went back.

    Args:
        played: The talk.
    """
    by_event = changes_in(played)
    makers = {event.number: event.seat for event in played.log}
    return frozendict(
        {
            seat: Kept(
                changes=sum(len(m) for n, m in by_event.items() if makers[n] == seat),
                back=sum(
                    one.back for n, m in by_event.items() if makers[n] == seat for one in m
                ),
            )
            for seat in played.game.setup.delegations
        }
    )


def kept_to_json(played: Played) -> dict[str, Any]:
    """Return the counts as a plain dict, by delegation."""
    return {
        seat: {"changes": one.changes, "went_back": one.back}
        for seat, one in kept(played).items()
    }
