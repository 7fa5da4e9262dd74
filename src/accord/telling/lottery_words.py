"""Compromises over lotteries in words."""

from collections.abc import Iterator, Mapping

from accord.deals import Deals, Division, ValuedDeal
from accord.deals.lotteries import Chance, DealLottery
from accord.model import Process
from accord.record.wording import together
from accord.telling.number_words import counted, percent, up, whole
from accord.telling.outlook import RULES


def lottery_lines(process: Process, deals: Deals) -> Iterator[tuple[int, str]]:
    """Yield which deals are drawn and how often, one line each with its indent.

    Deals are numbered; the first is given in full, the others by what differs.

    Args:
        process: Whose names are used.
        deals: The deals.
    """
    picked: dict[DealLottery, list[str]] = {}
    for rule, one in deals.lotteries.items():
        if one is not None:
            picked.setdefault(one, []).append(f"{RULES[rule].plain} ({RULES[rule].name})")
    if not picked:
        yield 0, "No deal is acceptable to all, so there is none to draw."
        return
    numbers: dict[ValuedDeal, int] = {}
    for one in picked:
        for chance in _drawn(one):
            numbers.setdefault(chance.deal, len(numbers) + 1)
    yield 0, "If chance may choose between deals that everybody accepts (expected worth):"
    if deals.error:
        more = f"others might give each up to {counted(up(deals.error))} more"
        yield 1, f"Only deals listed are drawn; {more}."
    for one, names in picked.items():
        drawn = ", ".join(
            f"deal {numbers[c.deal]} ({percent(c.probability)})" for c in _drawn(one)
        )
        *others, last = names
        who = f"{', '.join(others)} and {last}" if others else last
        verb = "draw" if others else "draws"
        yield 1, f"{who[0].upper()}{who[1:]} {verb}: {_points(process, deals, one.worth)}"
        yield 3, drawn[0].upper() + drawn[1:]
    first = process.agenda.describe(next(iter(numbers)).deal)
    for deal, number in numbers.items():
        terms = process.agenda.describe(deal.deal)
        like = "" if number == 1 else "; as deal 1, but for:"
        yield 1, f"Deal {number}: {_points(process, deals, deal.worth)}{like}"
        for issue, option in terms if number == 1 else [t for t in terms if t not in first]:
            yield 3, f"- {issue}: {option}"


def _drawn(one: DealLottery) -> list[Chance]:
    """Leave out what is drawn in less than one of a thousand cases: no range bears that."""
    return [chance for chance in one.lottery if chance.probability >= 0.001]


def division_lines(process: Process, found: Division) -> Iterator[tuple[int, str]]:
    """Yield how Adjusted Winner divides the issues between the two, a line each.

    Args:
        process: Whose names are used.
        found: The division.
    """
    issues = process.agenda.issues
    a, b = next(iter(found.issues.values())).wants
    both = f"{process.name(a)} and {process.name(b)} would each get {_gets(process, found)}"
    yield 0, f"If issues could be settled in shares (Adjusted Winner), {both}:"
    for id_, one in found.issues.items():
        issue = issues[id_]
        wants = {party: issue.choices[option].name for party, option in one.wants.items()}
        given = [party for party, share in one.share.items() if share]
        if len(given) == 1:
            yield 1, f"{issue.name}: to {process.name(given[0])} ({wants[given[0]]})"
        else:
            parts = (
                f"{percent(one.share[p])} to {process.name(p)} ({wants[p]})" for p in given
            )
            yield 1, f"{issue.name}: {', '.join(parts)}"
    for id_, option in found.settled.items():
        yield 1, f"{issues[id_].name}: both want {issues[id_].choices[option].name}"


def _points(process: Process, deals: Deals, worth: Mapping[str, float]) -> str:
    return "; ".join(f"{process.name(party)} {whole(worth[party])}" for party in deals.parties)


def _gets(process: Process, found: Division) -> str:
    """Return how many of its points each gets, if no red line refuses what is shared."""
    if not found.refused_by:
        return f"{whole(next(iter(found.gets.values())))} of its own 100 points"
    refusing = together(map(process.name, found.refused_by))
    return f"the same share of its points, but this crosses a red line of {refusing}"
