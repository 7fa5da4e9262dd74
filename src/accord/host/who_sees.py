"""Who reads what somebody in a seat enters, and what they read themselves, in words."""

from collections.abc import Iterable, Mapping

from accord.host.host_seats import HostSeat
from accord.model import MEDIATOR, Process
from accord.model.tier import PUBLIC, SHARED
from accord.record.wording import together
from accord.telling.holder_words import tier_named

SEEN_IN_CLASS = (
    "In a class the instructor sees all that is said and done at your table, what is said "
    "apart too, and which pages you opened, and when. After the talks the instructor may let "
    "all at your table hear what each side said apart.",
    "The others in your seat see your name, and when you were last here; those at your table "
    "see that somebody sits there.",
    "Once the instructor opens the debrief, every team sees the other side's sheet, what its "
    "own table came to, and where all tables ended, by number and without names.",
)
"""What a class sees of whoever comes to it."""


def who_reads(seats: Mapping[str, HostSeat], tiers: Iterable[str]) -> str:
    """Return who can read what is for some tiers: the seats by name.

    Args:
        seats: Every seat.
        tiers: The tiers.
    """
    tiers = tuple(tiers)
    if PUBLIC in tiers:
        return "everybody"
    return "; ".join(seat.name for seat in seats.values() if seat.reader.reads(tiers))


def what_is_seen(
    process: Process, seats: Mapping[str, HostSeat], seat: HostSeat, afar: str = ""
) -> list[str]:
    """Return in sentences what a seat reads, and who sees what is done there.

    Args:
        process: The process.
        seats: Every seat.
        seat: The seat.
        afar: Where the host is, on an own machine; empty on the host itself.
    """
    read = together(f"what is for {tier_named(process, one)}" for one in seat.reader.read)
    said = [f"You read {read}."]
    if afar:
        return [
            *said,
            "What you enter, mark, draft and judge stays on this machine, and so does what "
            "your side wants and may agree to.",
            f"The host at {afar} sees what you send: moves and what you say at its tables, "
            "when and from where; that your seat is taken, and the name that you gave.",
            "Whoever has this machine or its disk can read all that is in its folder.",
        ]
    for tier in seat.writes_for:
        if tier not in SHARED:
            words, who = tier_named(process, tier), who_reads(seats, (tier,))
            said.append(f"What you enter for {words} is read by: {who}.")
    if MEDIATOR in seat.writes_for:
        said.append("What you enter for the table or for everybody, they read at once.")
    if not seat.writes_for:
        said.append("You enter nothing here.")
    if seat.group:
        said.append("Of all numbers and marks you read the sheet of your own side alone.")
        said += SEEN_IN_CLASS
    else:
        said.append(
            "The others in this seat see your name, and when you were last here; so does "
            "whoever runs the host. Nobody else is told."
        )
    said += [
        "Whoever runs the host also sees which pages you opened, and when, and when you "
        "entered something. Whoever has the machine that it runs on, or its disk, can read all "
        "that is entered on it.",
    ]
    return said
