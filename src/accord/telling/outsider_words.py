"""Who is not in the room, in words: who else must say yes, and whether they were asked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accord.deals import to_json
from accord.model import OutsideRole, Process
from accord.record.outsiders import Outsiders, RoleOnPackage, RolesOnPackage
from accord.record.wording import begun, on, together, unstopped
from accord.telling.blocks import Block, Heading, listing

_ISSUE_TOO = (OutsideRole.CANNOT_BE_BOUND, OutsideRole.CANNOT_ENDORSE)
"""The roles of which it is said what exactly the option is."""

ROLE_TITLES = {
    OutsideRole.MUST_CONSENT: "Must say yes too",
    OutsideRole.CARRIES_OUT: "Carries it out",
    OutsideRole.CANNOT_BE_BOUND: "Is not bound by what the parties sign",
    OutsideRole.CANNOT_ENDORSE: "Cannot endorse it",
    OutsideRole.CAN_WRECK: "Can wreck it",
    OutsideRole.AFFECTED: "Is affected",
}
"""The roles as headings."""

BEYOND = "Beyond the parties"
"""What heads those who are not in the room, below a deal."""

MOST_NAMED = 3
"""How many issues are named before they are counted: a line is to be read at once."""

MOST_CONSENTING = 2
"""Of how many who must say yes it is said on the page whether they were asked: one line."""

_NO_VOICE = (OutsideRole.CANNOT_ENDORSE,)
"""The roles of which it does not matter here whether they were asked."""


def points_waiting(process: Process, ways: Mapping[str, Iterable[str]] | None = None) -> str:
    """Return how many issues wait for others: `6 of 14 points wait for others`.

    Args:
        process: Has the roles.
        ways: The options that may settle each issue, by issue; without it, all of them.

    Returns:
        The clause; empty where nobody beside the parties has a role on what is on the table.
    """
    if not process.has_roles:
        return ""
    waiting = process.waiting(ways)
    least, most = len(waiting.always), len(waiting.always) + len(waiting.at_times)
    verb = "waits" if most == 1 else "wait"
    if not most:
        return f"none of {waiting.of} points waits for others"
    if least == most:
        return f"{most} of {waiting.of} points {verb} for others"
    many = f"{least} to {most}" if least else f"up to {most}"
    return f"{many} of {waiting.of} points {verb} for others"


def consent_in_short(outsiders: Outsiders) -> str:
    """Return who else must say yes and whether they were asked, those not asked first.

    Args:
        outsiders: What the record has of them.

    Returns:
        The clause, with the first of them by name; empty where nobody else must say yes.
    """
    found = sorted(outsiders.anywhere.must_consent, key=lambda one: not one.not_asked)
    if not found:
        return ""
    name = outsiders.process.name
    told = [f"{name(one.who)} ({in_the_record(outsiders, one)})" for one in found]
    more = len(told) - MOST_CONSENTING
    rest = [f"and {more} more"] if more > 0 else []
    title = ROLE_TITLES[OutsideRole.MUST_CONSENT]
    return f"{title}: {'; '.join((*told[:MOST_CONSENTING], *rest))}"


def role_lines(outsiders: Outsiders, found: RolesOnPackage) -> Iterator[str]:
    """Yield what those who are not in the room have to do with a package, a sentence each.

    Args:
        outsiders: What the record has of them.
        found: What they have to do with it.
    """
    if not outsiders.process.has_roles:
        return
    yield f"{begun(points_waiting(outsiders.process, found.package))}."
    alike: dict[tuple[str, str], list[str]] = {}
    for one in found.roles:
        whole = len(one.on) == found.points > MOST_NAMED
        said = _role(outsiders, one, whole)
        alike.setdefault((ROLE_TITLES[one.role], said), []).append(one.who)
    for (title, said), who in alike.items():
        yield f"{title}: {together(map(outsiders.process.name, who))}, {said}"


def beyond_blocks(
    outsiders: Outsiders, asked: Iterable[Mapping[str, str] | None]
) -> Iterator[Block]:
    """Yield what those who are not in the room have to do with each package asked about.

    Args:
        outsiders: What the record has of them.
        asked: The packages, each one option for some or all issues, by id; None for what is
            not asked.
    """
    for package in asked:
        if package is None:
            continue
        if others := tuple(role_lines(outsiders, outsiders.on(package))):
            yield Heading(BEYOND)
            yield listing(others)


def others_as_json(
    outsiders: Outsiders, asked: Mapping[str, Mapping[str, str] | None]
) -> dict[str, Any]:
    """Return as JSON what those who are not in the room have to do with what is on the table.

    Args:
        outsiders: What the record has of them.
        asked: The packages asked about, under the keys where what is said of them stands; None
            for what is not asked.
    """
    found: dict[str, Any] = to_json(outsiders.anywhere)
    packages = {key: one for key, one in asked.items() if one is not None}
    return found | {key: to_json(outsiders.on(one)) for key, one in packages.items()}


def _role(outsiders: Outsiders, one: RoleOnPackage, whole: bool) -> str:
    """Return on what a role is, why, and what the record has of it."""
    process = outsiders.process
    what = options_of(process, one.on, one.role in _ISSUE_TOO)
    said = f"on {'all of it' if whole else what}"
    if one.basis and one.role in _ISSUE_TOO:
        said += f" ({'; '.join(map(unstopped, one.basis))})"
    told = in_the_record(outsiders, one)
    return f"{said}: {told}." if told else f"{said}."


def options_of(process: Process, on_: Mapping[str, Iterable[str]], in_full: bool) -> str:
    """Return issues by their names, with their options if so wanted.

    Args:
        process: Has the names.
        on_: Options by issue.
        in_full: Whether to name the options too.
    """
    issues = process.agenda.issues
    return "; ".join(
        f"{issues[i].name}: {' or '.join(issues[i].choices[o].name for o in some)}"
        if in_full
        else issues[i].name
        for i, some in on_.items()
    )


def in_the_record(outsiders: Outsiders, one: RoleOnPackage) -> str:
    """Return what the record has of somebody on the issues of a role.

    Args:
        outsiders: Has the record.
        one: The role.

    Returns:
        Whether they were asked, or heard where that counts; empty where neither does.
    """
    if one.role in _NO_VOICE:
        return ""
    affected = one.role is OutsideRole.AFFECTED
    missing = one.not_heard if affected else one.not_asked
    verb, none = ("heard", "not heard") if affected else ("asked", "not asked")
    names = outsiders.process.agenda.issues
    some = [names[i].name for i in missing]
    dates = outsiders.record.by_id
    spoke, reached = one.heard[-1:], () if affected else one.asked[-1:]
    known = [f"spoke {on(dates[i].date)}" for i in spoke]
    known += [f"{verb} {on(dates[i].date)}" for i in reached]
    if not known:
        return f"{none} in the record"
    many = f"{len(some)} of these {len(one.on)} points"
    which = "; ".join(some) if len(some) <= MOST_NAMED else many
    rest = f"; {none} in the record on {which}" if some else ""
    return f"{' and '.join(known)}{rest}"
