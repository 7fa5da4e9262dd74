"""A single negotiating text as a delegation reads it: which text stands, and what is wrong."""

from accord.tactics.own import Own
from accord.talks import Accept, Mandate, Options, Propose, Role, View


def standing(view: View) -> Options | None:
    """Return the text that stands: the latest draft that all delegations have accepted.

    Before any was, it is the first draft, from which the mediator starts; None before a second.

    Args:
        view: The table as a seat sees it.
    """
    sides = {seat.id for seat in view.seats if seat.role is Role.DELEGATION}
    mediators = {seat.id for seat in view.seats if seat.role is Role.MEDIATOR}
    drafts: dict[str, Options] = {}
    accepted: dict[str, set[str]] = {}
    found: Options | None = None
    for event in view.heard:
        what = event.what
        if isinstance(what, Propose):
            if what.deal and event.seat in mediators:
                drafts[what.id] = what.deal
        elif isinstance(what, Accept) and what.proposal in drafts:
            given = accepted.setdefault(what.proposal, set())
            given.add(event.seat)
            if given == sides:
                found = drafts[what.proposal]
    if found is None and len(drafts) > 1:
        return next(iter(drafts.values()))
    return found


def criticism(own: Own, text: Options) -> Mandate:
    """Name the issue on which a text costs a party most, and the options it likes better.

    Args:
        own: The party's numbers.
        text: The text, a whole deal.
    """
    most, chosen = 0, ""
    for issue, gains in own.gains.items():
        loss = max(gains.values()) - gains[text[issue]]
        if loss > most:
            most, chosen = loss, issue
    if not chosen:
        return Mandate()
    gains = own.gains[chosen]
    return Mandate({chosen: tuple(o for o in gains if gains[o] > gains[text[chosen]])})
