"""What one who mediates has heard of every delegation."""

from collections.abc import Mapping

from accord.talks import Accept, Mandate, Options, Propose, Reject, Role, State, View


def delegations(view: View) -> tuple[str, ...]:
    """Return the ids of the delegations."""
    return tuple(seat.id for seat in view.seats if seat.role is Role.DELEGATION)


def offers(view: View) -> Mapping[str, Options]:
    """Return the latest proposal of each delegation, as far as a seat has heard it.

    Args:
        view: The table as the seat sees it.
    """
    sides = delegations(view)
    return {
        event.seat: event.what.deal
        for event in view.heard
        if isinstance(event.what, Propose) and event.what.deal and event.seat in sides
    }


def named(view: View) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the options that each side has asked for, offered or accepted.

    Args:
        view: The table as the seat sees it.

    Returns:
        By issue and delegation, the first named first.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for seat, said in said_by(view).items():
        for one in said:
            for issue, option in one.items():
                options = (option,) if isinstance(option, str) else option
                by_seat = found.setdefault(issue, {})
                by_seat[seat] = by_seat.get(seat, ()) + options
    return found


def wished_alone(view: View) -> Mapping[str, frozenset[str]]:
    """Return the options that a side asked for first, and another has not named, by issue.

    Each may be what that other side would never take.

    Args:
        view: The table as the seat sees it.
    """
    found = {}
    for issue, by_seat in named(view).items():
        alone = frozenset(
            options[0]
            for options in by_seat.values()
            if any(options[0] not in others for others in by_seat.values())
        )
        if alone:
            found[issue] = alone
    return found


def said_by(view: View) -> Mapping[str, list[Options | Mandate]]:
    """Return what every delegation asked for, as far as a seat has heard it.

    Args:
        view: The table as the seat sees it.

    Returns:
        By delegation, oldest first: deals and parts of deals that it proposed, named in a
        statement or accepted, and the options that it would have liked better.
    """
    said: dict[str, list[Options | Mandate]] = {one: [] for one in delegations(view)}
    proposed: dict[str, Options] = {}
    accepted: dict[str, set[str]] = {}
    stands = Options()
    for event in view.heard:
        what = event.what
        if isinstance(what, Propose):
            proposed[what.id] = what.deal
        if event.seat not in said:
            continue
        if isinstance(what, Propose) or (isinstance(what, State) and what.deal):
            said[event.seat].append(what.deal)
        elif isinstance(what, Accept) and what.proposal in proposed:
            deal = proposed[what.proposal]
            kept = tuple(i for i in deal if not what.issues or i in what.issues)
            if view.rules.votes:
                kept = tuple(issue for issue in kept if deal[issue] != stands.get(issue))
                accepted.setdefault(what.proposal, set()).add(event.seat)
                if len(accepted[what.proposal]) == len(said):
                    stands = deal
            if kept:
                said[event.seat].append(Options({issue: deal[issue] for issue in kept}))
        elif isinstance(what, Reject) and what.rather:
            said[event.seat].append(what.rather)
    return said
