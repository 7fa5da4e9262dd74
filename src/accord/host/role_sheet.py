"""What a side of a class is given to go by: what each option is to it, and what no deal is.

All of it comes from what the seat may read. Nothing here knows of another side's sheet.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.all_worths import worths
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.model import (
    NOTHING_MOVED,
    Agenda,
    Deal,
    Exclusion,
    Interests,
    InterestsMoved,
    Issue,
    Mark,
    Marked,
    Process,
    Range,
    Scale,
    Would,
    voices,
)
from accord.model.refs import Combination
from accord.record import Case
from accord.record.wording import begun, written
from accord.telling.deal_words import red_line_named
from accord.telling.holder_words import dated
from accord.telling.marks_outlook import SAID, SIGNS
from accord.telling.number_words import between, counted, whole
from accord.telling.rests_on_words import either, named_option

MARK_STYLES = {
    Mark.WANT: "want",
    Mark.LIVE: "lives",
    Mark.CANNOT: "cannot",
    Mark.UNKNOWN: "unknown",
}
"""How marks stand out beside their signs, as the pages have them."""
_WOULD = {
    Would.SIGN: "Your side would sign",
    Would.NOT_SIGN: "Your side would not sign",
    Would.UNKNOWN: "It is not known whether your side would sign",
}


@frozen(kw_only=True)
class SheetOption:
    """What one option is to a side.

    Attributes:
        name: What the option says.
        mark: How the side stands to it, with a sign; empty without marks.
        style: How that stands out.
        points: What it is worth, at the middle of the ranges; empty without numbers.
        span: Between what that lies; empty where it is known.
        why: Why, in one line.
    """

    name: str
    mark: str = ""
    style: str = ""
    points: str = ""
    span: str = ""
    why: str = ""


@frozen(kw_only=True)
class SheetIssue:
    """An issue with what its options are to a side.

    Attributes:
        name: What the issue is called.
        text: More about it.
        most: The points at stake on it, at the middle of the ranges; empty without numbers.
        why: Why it counts as it does.
        options: The ways to settle it.
    """

    name: str
    text: str
    most: str
    why: str
    options: tuple[SheetOption, ...]


@frozen(kw_only=True)
class RoleSheet:
    """A side's sheet, in words.

    Attributes:
        basis: Who holds these assumptions, on what basis, and as of when: a line each.
        marked: Whether it says in words what the side can live with.
        valued: Whether it says in numbers what deals are worth.
        issues: The issues, what weighs most first.
        together: Combinations worth more or less than their parts, a sentence each.
        walk_away: What no deal is worth, in sentences.
        red_lines: What the side refuses whatever else it gets, a sentence each.
        packages: Which whole packages it would sign, a sentence each.
        within: How voices within the side stand where they differ, a sentence each.
    """

    basis: tuple[str, ...]
    marked: bool
    valued: bool
    issues: tuple[SheetIssue, ...]
    together: tuple[str, ...]
    walk_away: tuple[str, ...]
    red_lines: tuple[str, ...]
    packages: tuple[str, ...]
    within: tuple[str, ...]

    @property
    def spans(self) -> bool:
        """Whether something is given as a range."""
        return any(option.span for issue in self.issues for option in issue.options)


def role_sheet(case: Case, party: str, moved: float = 0.0) -> RoleSheet | None:
    """Return what a side is given to go by; None where nobody holds anything of it.

    Args:
        case: What the side may read, with the agenda of its table.
        party: The side.
        moved: By how many points its walk-away value has moved since.
    """
    process = case.process
    in_words = next((s.interests[party] for s in case.sheets if party in s.interests), None)
    numbers = next(
        (s.interests[party] for s in case.perspectives if party in s.interests), None
    )
    held = tuple(one for one in (in_words, numbers) if one is not None)
    judging = [one for one in case.interests if one.party == party and one.judgements]
    if not (held or judging):
        return None
    issues = [*process.agenda.issues.values()]
    if numbers is not None:
        weights = numbers.issues
        issues.sort(key=lambda one: -weights[one.id].weight.middle if one.id in weights else 0)
    lines = {one.id: one for each in reversed(held) for one in each.red_lines}
    return RoleSheet(
        basis=tuple(_basis(process, [*held, *judging])),
        marked=in_words is not None and bool(in_words.marks),
        valued=numbers is not None,
        issues=tuple(_issue(one, in_words, numbers, lines.values()) for one in issues),
        together=tuple(_together(process.agenda, numbers)),
        walk_away=tuple(_walk_away(numbers, moved)),
        red_lines=tuple(red_line_words(process, party, one) for one in lines.values()),
        packages=tuple(line for one in judging for line in _packages(process.agenda, one)),
        within=tuple(_voices(case, party)),
    )


def _basis(process: Process, held: list[Interests]) -> Iterator[str]:
    days = dict.fromkeys((each.held_by, each.as_of) for each in held)
    for holder, as_of in days:
        same = [each for each in held if (each.held_by, each.as_of) == (holder, as_of)]
        day = dated(process, same)
        when = f", as of {written(day)}" if day else ""
        said = dict.fromkeys(each.basis.strip().removesuffix(".") for each in same)
        basis = " ".join(f"{one}." for one in said if one)
        if process.side(holder) == same[0].party:
            yield f"By {process.name(holder)} itself{when}. {basis}".strip()
        else:
            yield f"Assumed by {process.name(holder)}, not a fact{when}. {basis}".strip()


def _issue(
    issue: Issue,
    in_words: Interests | None,
    numbers: Interests | None,
    red_lines: Iterable[Exclusion],
) -> SheetIssue:
    marks: Mapping[str, Marked] | None = None
    if in_words and in_words.marks:
        marks = in_words.marks.get(issue.id, frozendict())
    weighed = numbers.issues.get(issue.id) if numbers else None
    refused = {
        o for one in red_lines if len(one.never) == 1 for o in one.never.get(issue.id, ())
    }
    options = []
    for id_, option in issue.choices.items():
        found = SheetOption(name=option.name)
        mark = marks.get(id_) if marks is not None else None
        told = bool(numbers and weighed and id_ in weighed.values)
        # What nobody marked is known all the same where it has points.
        if (marks is not None and (mark or not told)) or id_ in refused:
            kind = mark.mark if mark else Mark.CANNOT if id_ in refused else Mark.UNKNOWN
            found = evolve(
                found,
                mark=f"{SIGNS[kind]} {SAID[kind]}",
                style=MARK_STYLES[kind],
                why=mark.basis if mark else "",
            )
        if numbers and weighed and told:
            found = evolve(found, **_points(numbers, issue.id, weighed.values[id_]))
        options.append(found)
    most = ""
    if numbers and weighed:
        best = max((one.middle for one in weighed.values.values()), default=0.0)
        most = counted(_share(numbers, issue.id) * best)
    return SheetIssue(
        name=issue.name,
        text=issue.text,
        most=most,
        why=weighed.basis if weighed else "",
        options=tuple(options),
    )


def _share(numbers: Interests, issue: str) -> float:
    """Return what an issue counts, of 1: with it, a value is points."""
    every = sum(one.weight.middle for one in numbers.issues.values())
    unit = every if numbers.scale is Scale.RELATIVE and every else 100.0
    return numbers.issues[issue].weight.middle / unit


def _points(numbers: Interests, issue: str, value: Range) -> dict[str, str]:
    """Return what an option is worth in points: at the middle, and at the ends.

    Of shares, an issue counts least where its own weight is low and all others are high.
    """
    weight = numbers.issues[issue].weight
    others = [one.weight for id_, one in numbers.issues.items() if id_ != issue]
    low_unit = high_unit = 100.0
    if numbers.scale is Scale.RELATIVE and _share(numbers, issue):
        low_unit = weight.low + sum(one.high for one in others)
        high_unit = weight.high + sum(one.low for one in others)
    # What takes away counts most where the weight is high; so it is after values have moved.
    shares = weight.low / low_unit, weight.high / high_unit
    low = min(share * value.low for share in shares)
    high = max(share * value.high for share in shares)
    span = between(low, high)
    middle = whole(_share(numbers, issue) * value.middle)
    return {"points": middle, "span": span if span != middle else ""}


def _together(agenda: Agenda, numbers: Interests | None) -> Iterator[str]:
    for one in numbers.interactions if numbers else ():
        when = _combined(agenda, one.when)
        low, high = _bonus(numbers, one.bonus) if numbers else (0.0, 0.0)
        less = high <= 0
        ends = (-high, -low) if less else (low, high)
        why = f" {one.basis}" if one.basis else ""
        than = "less" if less else "more"
        yield f"Together worth {between(*ends)} points {than}: {when}.{why}"


def _combined(agenda: Agenda, options: Combination) -> str:
    """Return options that are taken together, of each issue any: `'A' or 'B' (Issue)`."""
    said = []
    for i, several in options.items():
        issue = agenda.issues[i]
        any_of = either(f"'{issue.choices[one].name}'" for one in several)
        said.append(f"{any_of} ({issue.name})")
    return " together with ".join(said)


def _bonus(numbers: Interests, bonus: Range) -> tuple[float, float]:
    """Return a bonus in points, at the middle of the weights."""
    every = sum(one.weight.middle for one in numbers.issues.values())
    unit = every if numbers.scale is Scale.RELATIVE and every else 100.0
    return 100 * bonus.low / unit, 100 * bonus.high / unit


def _to_half(points: float) -> str:
    """Return a walk-away value to half a point: there lies the middle of two whole ones.

    Rounded to a whole one, it would not fit the difference that stands beside it.
    """
    return f"{round(2 * points) / 2:g}"


def _walk_away(numbers: Interests | None, moved: float) -> Iterator[str]:
    if numbers is None or numbers.walk_away is None:
        return
    first = numbers.walk_away
    now = moved_walk_away(first, moved)
    point = _to_half(now.middle)
    known = "" if now.is_point else f" ({point} is the middle of {between(now.low, now.high)})"
    yield f"A deal below {point} points is worse for your side than no deal{known}."
    if moved:
        way = "up" if moved > 0 else "down"
        by = _to_half(abs(moved))
        yield (
            f"It was {_to_half(first.middle)} at the start and has moved {way} by "
            f"{by} point{'' if by == '1' else 's'}."
        )
    if first.basis:
        yield f"Why: {first.basis}"


def walk_away_lines(case: Case, party: str, moved: float) -> tuple[str, ...]:
    """Return what no deal is worth to a side, in sentences; nothing where nobody has numbers.

    Args:
        case: What the side may read.
        party: The side.
        moved: By how many points its walk-away value has moved since.
    """
    found = (s.interests[party] for s in case.perspectives if party in s.interests)
    return tuple(_walk_away(next(found, None), moved))


def moved_walk_away(value: Range, moved: float) -> Range:
    """Return a walk-away value that has moved by some points."""
    return evolve(value, low=value.low + moved, high=value.high + moved)


def with_moved(
    case: Case, party: str, walk_away: float = 0.0, moved: InterestsMoved = NOTHING_MOVED
) -> Case:
    """Return a case with a side's numbers and red lines as they have moved at a table.

    Args:
        case: What the side may read.
        party: The side.
        walk_away: By how many points its walk-away value has moved.
        moved: What else has moved.
    """
    if not walk_away and moved == NOTHING_MOVED:
        return case
    interests = tuple(one.as_moved({party: moved}) for one in case.interests)
    interests = tuple(
        evolve(one, walk_away=moved_walk_away(one.walk_away, walk_away))
        if one.party == party and one.walk_away is not None
        else one
        for one in interests
    )
    return evolve(case, interests=interests)


def red_line_words(process: Process, party: str, one: Exclusion) -> str:
    """Return a red line of a side in a sentence.

    Args:
        process: The names behind the ids.
        party: The side.
        one: The red line.
    """
    why = f". {begun(one.basis)}" if one.basis else ""
    named = red_line_named(one.id, process.name(party)) if " of " in one.id else ""
    never = f"Never {_combined(process.agenda, one.never)}"
    return f"{never} ({named}){why}" if named else f"{never}{why}"


def _packages(agenda: Agenda, held: Interests) -> Iterator[str]:
    for one in held.judgements:
        if isinstance(one.package, str):
            terms = f"the proposal '{one.package}'"
        else:
            terms = "; ".join(
                f"{issue}: {option}" for issue, option in agenda.describe(one.package)
            )
        why = f". {one.basis}" if one.basis else ""
        yield f"{_WOULD[one.would]}: {terms}{why}"


def _voices(case: Case, party: str) -> Iterator[str]:
    for one in voices(case.interests):
        if one.party != party:
            continue
        can = "can block" if one.can_block else "cannot block"
        for said in one.differs:
            option = named_option(case.process, said.issue, said.option)
            yield f"{one.name} ({can}): {SIGNS[said.mark]} {SAID[said.mark]}: {option}"


def points_line(case: Case, party: str, deal: Deal) -> str:
    """Return in a sentence what a package is worth to a side against no deal.

    Args:
        case: What the side may read, with the agenda and the walk-away value as they are now.
        party: The side.
        deal: The package, or a part of one.

    Returns:
        The sentence; empty where nobody has numbers of the side.
    """
    found = next((s.interests[party] for s in case.perspectives if party in s.interests), None)
    if found is None or not deal:
        return ""
    agenda = case.process.agenda
    if len(deal) < len(agenda.issues):
        taken = [
            (i, found.issues[i].values.get(o)) for i, o in deal.items() if i in found.issues
        ]
        known = [_share(found, i) * value.middle for i, value in taken if value is not None]
        return (
            f"So far {counted(sum(known))}, at the middle of the ranges; issues are left open."
        )
    try:
        free = evolve(found, red_lines=())
        worth = worths(Worth.of(evolve(agenda, constraints=()), (free,)), (deal,))[0].worth[
            party
        ]
    except (AccordError, ValueError):
        return ""
    limit = found.walk_away_value.middle
    over = worth - limit
    than = "more" if over > 0 else "less"
    how = "as much as" if whole(over) == "0" else f"{counted(abs(over))} {than} than"
    no_deal = f"no deal ({_to_half(limit)})"
    return f"{whole(worth)} points at the middle of the ranges: {how} {no_deal}."
