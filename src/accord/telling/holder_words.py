"""Where several hold numbers: that they do, and whether they agree, before any of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from accord.model import MEDIATOR, PUBLIC, TABLE, Interests, Perspective, Process
from accord.model.tier import narrow
from accord.record import Case
from accord.record.standing_offers import conditions_among
from accord.record.wording import begun, together, written
from accord.telling.decision_words import must_accept
from accord.telling.number_words import percent, spelt
from accord.telling.outlook import Outlook, what_is_missing

if TYPE_CHECKING:
    from accord.telling.deals_by_holder import HolderDeals

ALONE = "One holder's numbers, an assumption; another's may differ."
"""Said where one holder's numbers stand alone."""
EACH = "each party for itself"
"""What holders are called where every party has its own numbers."""


def compared(process: Process, outlooks: Sequence[Outlook]) -> str:
    """Return a sentence or two on whether holders agree that there is a deal.

    Of one holder alone the same is said to every reader, whether others exist or not.

    Args:
        process: The parties.
        outlooks: What each holder's numbers say.

    Returns:
        The sentences; empty where no numbers are held.
    """
    if len(outlooks) < 2:
        alone = any(one.exists and one.holder != EACH for one in outlooks)
        return ALONE if alone else ""
    able = [one for one in outlooks if one.exists]
    unable = [one.holder for one in outlooks if not one.exists]
    rest = f" By {' and by '.join(unable)} it cannot be said." if unable else ""
    if not able:
        all_ = spelt(len(outlooks)).capitalize()
        return f"{all_} hold numbers, and by none of them can it be said."
    if any(not one.exists.startswith("no") for one in able):
        rest = f"{waits(able[0])}{rest}"
    clauses = list(_clauses(process, able))
    told = "; ".join(f"by {o.holder} {c}" for o, c in zip(able, clauses, strict=True))
    if len({one.exists.split()[0] for one in able}) > 1:
        differ = f"{spelt(len(able)).capitalize()} holders differ"
        return f"{differ}: {told}. The record does not settle it.{rest}"
    if len(able) == 1:
        return f"Of {spelt(len(outlooks))} holders only one can say: {told}.{rest}"
    both = (
        "Both holders' numbers"
        if len(able) == 2
        else f"All {spelt(len(able))} holders' numbers"
    )
    if able[0].exists == "depends":
        return f"{both} leave it open: {told}.{rest}"
    if len({(one.exists, one.share) for one in able}) == 1:
        return f"{both} say the same: {clauses[0]}.{rest}"
    return f"{both} say the same: {told}.{rest}"


def waits(outlook: Outlook) -> str:
    """Return in a sentence what of a deal waits for others, to follow another; or nothing."""
    return f" {begun(outlook.waiting)}." if outlook.waiting else ""


def in_turn(names: Sequence[str]) -> str:
    """Return a sentence on whose numbers follow one after the other; empty for one holder."""
    if len(names) < 2:
        return ""
    return (
        f"{spelt(len(names)).capitalize()} hold numbers here: {'; '.join(names)}. What follows "
        "is by each one's numbers in turn. The record does not settle whose are right."
    )


def dated(process: Process, held: Iterable[Interests]) -> str:
    """Return of which day interests are: once where all are of the same, else by party."""
    days = {one.party: one.as_of for one in held}
    if len(set(days.values())) <= 1:
        return str(next(iter(days.values()), None) or "")
    return "; ".join(
        f"{process.name(p)} {day.words if day else 'without a date'}" for p, day in days.items()
    )


def holder_name(case: Case, perspective: Perspective) -> str:
    """Return in words whose numbers a perspective has."""
    return case.process.name(perspective.holder) or EACH


def dated_name(case: Case, perspective: Perspective) -> str:
    """Return whose numbers a perspective has, and of which day."""
    name, day = holder_name(case, perspective), dated(case.process, perspective.held)
    return f"{name}, as of {written(day)}" if day else name


def holder_lines(case: Case, holders: Sequence[Perspective]) -> Iterator[tuple[int, str]]:
    """Yield that several hold numbers, and what each goes by: lines with their indent."""
    names = [holder_name(case, one) for one in holders]
    yield 0, in_turn(names)
    for name, one in zip(names, holders, strict=True):
        for basis in bases(case.process, one.interests):
            yield 1, f"- {name}: {basis}"


def bases(process: Process, held: Mapping[str, Interests]) -> Iterator[str]:
    """Yield what a holder goes by, once where it is the same for several parties."""
    parties: dict[str, list[str]] = {}
    for party in process.parties:
        one = held.get(party)
        if one and one.basis:
            parties.setdefault(one.basis, []).append(process.name(one.party))
    for basis, names in parties.items():
        yield f"{together(names)}: {basis}"
    if said := conditions_counted(process, held.values()):
        yield said


def conditions_counted(process: Process, held: Iterable[Interests]) -> str:
    """Return that conditions of offers count as red lines beside a holder's; empty for none.

    Args:
        process: The parties.
        held: The interests.
    """
    by_party = {one.party: conditions_among(one.red_lines) for one in held}
    number = sum(map(len, by_party.values()))
    if not number:
        return ""
    whose = "; ".join(
        f"{', '.join(ids)} of {process.name(party)}" for party, ids in by_party.items() if ids
    )
    one = f"1 condition from an offer {_COUNTED[0]}"
    many = f"{number} conditions from offers {_COUNTED[1]}"
    return f"{one if number == 1 else many} ({whose})"


def counted_among(basis: Iterable[str]) -> str:
    """Return, of what a holder goes by, that conditions of offers count; empty if none do.

    Args:
        basis: What `bases` yields.
    """
    heads = (one.partition(" (")[0] for one in basis)
    return next((one for one in heads if one.endswith(_COUNTED)), "")


_COUNTED = ("is counted as a red line", "are counted as red lines")


def tier_named(process: Process, tier: str) -> str:
    """Return who reads what is for a tier, in words.

    Args:
        process: The names of the parties.
        tier: The tier.
    """
    party, _, capital = tier.partition("/")
    shared = {PUBLIC: "everybody", TABLE: "everybody at the table"}
    name = shared.get(tier) or (
        "the mediator's team" if tier == MEDIATOR else process.name(party)
    )
    return f"the capital of {name}" if capital else name


def readers_of(
    used: Iterable[tuple[Process, Sequence[Interests]]],
) -> Iterator[tuple[int, str]]:
    """Yield a line on whom interests are for, where they are not for all at the table.

    Args:
        used: The interests that an answer is made from, with their process.
    """
    seats: dict[str, None] = {}
    for process, held in used:
        for tier in (t for one in held if narrow(one.for_) for t in one.for_):
            seats[tier_named(process, tier)] = None
    if seats:
        yield 0, f"Made from interests that are for {' and '.join(seats)}."


def _clauses(process: Process, able: Sequence[Outlook]) -> Iterable[str]:
    """Yield what each holder's numbers say: what a package has to clear is said once."""
    whose = must_accept(process)
    lines = "red lines and walk-away values"
    first = f"package clears {whose}' {lines}"
    if not process.decision.is_unanimous:
        first = f"package clears the {lines} of {whose}"
    for place, one in enumerate(able):
        some, none = ("some does", "none does") if place else (f"some {first}", f"no {first}")
        tried = "of the sets of numbers tried"
        match one.exists:
            case "yes":
                yield f"{some}, whatever the numbers"
            case "no":
                yield f"{none}, whatever the numbers"
            case "yes in all tried":
                yield f"{some} in all {tried}"
            case "no in all tried":
                yield f"{none} in any {tried}"
            case _:
                yield f"{some} {_shares(one)}"


def _shares(one: Outlook) -> str:
    """Return in words the share of the sets of numbers by which some package does.

    Of two shares, each number drawn by itself and all of a party erring the same way, both
    stand as whole numbers; what each is, is said below the answer in full.
    """
    assert one.share is not None
    shares = (one.share,) if one.share_one_way is None else (one.share, one.share_one_way)
    low, high = (percent(end).removesuffix("%") for end in (min(shares), max(shares)))
    if low == "more than 99":
        high = low
    said = low if low == high else f"{low} to {high}"
    often = "nearly always, " if low in ("more than 99", "100") else ""
    return f"{often}in {said} of 100 sets of numbers tried"


def by_numbers(*holders: str, word: str = "numbers") -> str:
    """Return by whose numbers something is said, and that these are assumptions.

    Args:
        holders: Whose, in words; a holder whose name says that it assumes is believed.
        word: What it goes by: `numbers`, `marks`, or both.
    """
    if holders == (EACH,):
        return f"By each party's own {word}"
    unsaid = [one for one in holders if one != EACH and "assum" not in one.casefold()]
    what = "an assumption" if len(holders) == 1 else "assumptions"
    return f"By the {word} of {' and of '.join(holders)}{f', {what}' if unsaid else ''}"


def in_one_sentence(one: "HolderDeals") -> str:
    """Return whether there is a deal, by whose word, and what stands in the way.

    Args:
        one: The answer by one holder's numbers.
    """
    outlook = one.outlook
    if not outlook.exists:
        return what_is_missing(outlook.missing)
    (clause,) = _clauses(one.process, [outlook])
    yes = {"yes": "yes", "no": "no"}.get(outlook.exists.split()[0], "it depends")
    by = by_numbers(outlook.holder)
    if yes == "yes" and outlook.waiting:
        said = f"{by}: yes between the parties; {outlook.waiting}. {begun(clause)}."
    else:
        said = f"{by}: {clause}." if yes == "no" else f"{by}: {yes}, {clause}."
        said += waits(outlook) if yes == "it depends" else ""
    if counted := counted_among(outlook.basis):
        said = f"{said} {counted}."
    blocked = in_the_way(one)
    return f"{said} In the way: {blocked}." if blocked else said


_NAMED = 2
"""So many issues of one side are named; more are counted."""


def in_the_way(one: "HolderDeals") -> str:
    """Return what stands in the way of a deal: whose red lines on which issues, whose limits.

    Args:
        one: The answer by one holder's numbers.
    """
    if one.found is None or not one.outlook.exists.startswith("no"):
        return ""
    process = one.process
    eased = [obstacle for opening in one.found.to_ease for obstacle in opening]
    said = []
    for party in (*process.parties, ""):
        own = [o for o in eased if o.party == party]
        names = [*dict.fromkeys(process.agenda.issues[i].name for o in own for i in o.never)]
        whose = f"{process.name(party)}'s red lines" if party else "limits on all"
        # Few are named, so that no side's alone stand where the line has to end.
        on = ", ".join(names) if len(names) <= _NAMED else f"{len(names)} issues"
        parts = [f"{whose} on {on}"] if names else []
        if any(o.kind == "walk_away" for o in own):
            parts.append(
                "walk-away value" if parts else f"{process.name(party)}'s walk-away value"
            )
        if parts:
            said.append(" and ".join(parts))
    return "; ".join(said)
