"""Opening the tables of a class."""

from accord.errors import AccordError
from accord.host.classroom import ClassPlan, holder_for_class
from accord.host.host import Host
from accord.host.host_seats import PROJECTOR, seats_of
from accord.host.table_setup import table_setup
from accord.talks import Mandate

BY = "the class"
"""Who opens tables that are asked for when the host is started."""


def open_class(host: Host, plan: ClassPlan) -> None:
    """Open the tables of a class that are not open yet.

    Args:
        host: The host.
        plan: The class.

    Raises:
        AccordError: If no talks can begin so, a table of the process has the name of one of
            the class, or the holder who is asked for has no numbers and no marks.
    """
    case = host.held.whole
    open_ = {one.group for one in host.tables.of_class()}
    named = [str(number) for number in range(1, plan.tables + 1)]
    if taken := [one.id for one in host.tables if not one.group and one.id in named]:
        raise AccordError(
            f"There is a table '{taken[0]}' of the process already, so no table of a class can "
            "be called so."
        )
    if plan.held_by or not host.classroom.held_by:
        host.classroom.give_sheets(holder_for_class(case, plan.held_by), BY)
    sheets = host.classroom.sheets(case)
    mandates = {one.party: Mandate(one.mandate) for one in sheets.interests if one.mandate}
    places = {place for place in seats_of(host.held.process) if place != PROJECTOR}
    if unknown := [one for one in plan.beside if one not in places]:
        there = ", ".join(sorted(places - {*host.held.process.parties}))
        raise AccordError(f"Nobody called '{unknown[0]}' can sit there; who can: {there}.")
    setup = table_setup(case, plan.rules, plan.rounds, plan.beside, mandates)
    for one in named:
        if one not in open_:
            host.tables.open(one, setup, BY, recorded=False, group=one)
