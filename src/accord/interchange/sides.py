"""What a process folder has to tell another program: one value for each party, in its terms.

Ranges become their middles, and combinations of options on one issue go into the values of that
issue. What has no place there is said.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from accord.errors import FormatError
from accord.interchange.foreign_values import shifted
from accord.interchange.labels import file_stems
from accord.model import Interests, Perspective, Range, Scale, gaps, latest
from accord.record import Case

DOMAIN = "domain"
"""The name of the file with the issues, without suffix: no party's file may have it."""
MOST_BOXES = 100_000
"""The most boxes that one party's combinations may be cut into."""


@frozen
class Combined:
    """Options of two or more issues that are worth something together.

    Attributes:
        when: The options, by issue.
        worth: What they add, from 0 to 1 as the other program counts.
    """

    when: Mapping[str, tuple[str, ...]]
    worth: float


@frozen
class Side:
    """What deals are worth to one party: the sum of weight times value, plus combinations.

    Attributes:
        party: Its id.
        file: The name for its file, without suffix.
        weights: The weight of every issue; none is below 0.
        values: The value of every option, by issue; 1 is 100 points.
        combined: What combinations of options add.
        walk_away: Worth of no deal.
    """

    party: str
    file: str
    weights: Mapping[str, float]
    values: Mapping[str, Mapping[str, float]]
    combined: tuple[Combined, ...]
    walk_away: float

    def adds(self, issue: str) -> dict[str, float]:
        """Return what each option of an issue adds to worth."""
        weight = self.weights[issue]
        return {option: weight * value for option, value in self.values[issue].items()}

    @property
    def span(self) -> tuple[float, float]:
        """Return the lowest and the highest worth there can be, or bounds of them."""
        added = [self.adds(issue).values() for issue in self.weights]
        return (
            sum(map(min, added)) + sum(min(one.worth, 0.0) for one in self.combined),
            sum(map(max, added)) + sum(max(one.worth, 0.0) for one in self.combined),
        )


Written = tuple[dict[str, str], list[str]]
"""Texts by the name of the file, and what is lost, a sentence each."""


def sides(case: Case, held_by: str | None) -> tuple[tuple[Side, ...], list[str]]:
    """Return what a folder has to tell, party by party, and what it cannot tell.

    Args:
        case: The case.
        held_by: Whose numbers; `own` for each party's own; nothing where only one holds any.

    Raises:
        AccordError: If there are no such numbers, or nothing to settle.
    """
    chosen = _chosen(case, held_by)
    issues = case.process.agenda.issues
    if not issues:
        raise FormatError("there is no issue on the agenda: nothing can be written")
    lacking = "; ".join(gaps(case.process.agenda, chosen.held))
    if lacking:
        raise FormatError(f"weights and values are missing for: {lacking}")
    stems = file_stems(case.process.parties, (DOMAIN,))
    told = tuple(
        _side(case, chosen.interests[party], stems[party]) for party in case.process.parties
    )
    notes = [
        f"'{party}' is written to a file named '{s}'."
        for party, s in stems.items()
        if party != s
    ]
    return told, [*notes, *_lost(case, chosen)]


def _chosen(case: Case, held_by: str | None) -> Perspective:
    if not case.perspectives and case.interests:
        raise FormatError(
            "the interests here are in words: files of other programs hold numbers, and none "
            "are made of words"
        )
    if not case.perspectives:
        raise FormatError(
            "nobody's interests are in the folder, so there is nothing to write: add one file "
            "a party under interests/"
        )
    first, *others = (one.id for one in case.perspectives)
    if held_by is None and others:
        names = ", ".join((first, *others))
        raise FormatError(f"several hold interests here: choose with --held-by, one of {names}")
    chosen = case.by(held_by or first)
    if chosen.missing:
        raise FormatError(f"{chosen.id} holds no interests of {', '.join(chosen.missing)}")
    return chosen


def _side(case: Case, held: Interests, file: str) -> Side:
    issues = case.process.agenda.issues
    relative = held.scale is Scale.RELATIVE
    total = sum(one.weight.middle for one in held.issues.values()) if relative else 100.0
    if total <= 0:
        raise FormatError(
            f"the weights of '{held.party}' are all 0 at the middle of their ranges"
        )
    weights = {issue: held.issues[issue].weight.middle / total for issue in issues}
    values = {
        issue: {
            o: shifted(held.issues[issue].values[o].middle, -2) for o in issues[issue].choices
        }
        for issue in issues
    }
    combined = []
    for one in held.interactions:
        worth = one.bonus.middle / total
        when = {
            issue: tuple(o for o in issues[issue].choices if o in options)
            for issue, options in one.when.items()
            if not issues[issue].choices.keys() <= set(options)
        }
        if len(when) > 1:
            combined.append(Combined(when, worth))
            continue
        issue, options = next(iter(when.items()), (next(iter(issues)), ()))
        weight, chosen = weights[issue], options or tuple(issues[issue].choices)
        values[issue] = {
            o: weight * value + (worth if o in chosen else 0.0)
            for o, value in values[issue].items()
        }
        weights[issue] = 1.0
    return Side(
        held.party,
        file,
        weights,
        values,
        tuple(combined),
        shifted(held.walk_away_value.middle, -2),
    )


def _lost(case: Case, chosen: Perspective) -> Iterator[str]:
    """Yield what no other program has a place for."""
    process, parties = case.process, chosen.interests
    renamed = sum(
        issue.name != issue.id or any(o.name != o.id for o in issue.choices.values())
        for issue in process.agenda.issues.values()
    )
    if renamed:
        yield f"issues and options are called by their ids; {renamed} issues have longer names."
    for party, held in parties.items():
        count = sum(not number.is_point for number in _numbers(held))
        if count:
            yield f"{count} numbers of '{party}' are ranges: the middle of each is written."
        for what, several in (("red lines", held.red_lines), ("a mandate", held.mandate)):
            if several:
                yield f"not carried over: '{party}' has {what}."
    others = [
        one.holder or "the parties" for one in case.perspectives if one.holder != chosen.holder
    ]
    if others:
        yield f"not carried over: the interests held by {', '.join(others)}."
    earlier = [one.id for one in case.interests if one not in latest(case.interests)]
    if earlier:
        yield f"not carried over: what was held earlier, in {', '.join(earlier)}."
    issues = process.agenda.issues.values()
    dates = [one.since for issue in issues for one in issue.options.values()]
    dates += [issue.since for issue in issues]
    for what, held_here in (
        ("since when issues and options are known", any(dates)),
        ("the constraints on the agenda", process.agenda.constraints),
        ("the record", case.record.entries),
        (
            "people, delegations, venues and rounds",
            process.people or process.actors or process.venues or process.rounds,
        ),
    ):
        if held_here:
            yield f"not carried over: {what}."


def _numbers(held: Interests) -> Iterator[Range]:
    yield held.walk_away_value
    for issue in held.issues.values():
        yield issue.weight
        yield from issue.values.values()
    for one in held.interactions:
        yield one.bonus


def runs(options: Sequence[str], chosen: Sequence[str]) -> list[tuple[int, int]]:
    """Cut options into runs of neighbours: first and last place of each, from 0."""
    wanted = set(chosen)
    places = [place for place, option in enumerate(options) if option in wanted]
    groups = itertools.groupby(enumerate(places), lambda pair: pair[1] - pair[0])
    found = [[place for _, place in group] for _, group in groups]
    return [(one[0], one[-1]) for one in found]


def cut(
    side: Side, one: Combined, options: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, tuple[int, int]]]:
    """Cut a combination into boxes: on every issue a run of neighbouring options.

    Raises:
        FormatError: If that makes too many.
    """
    parts = {issue: runs(options[issue], chosen) for issue, chosen in one.when.items()}
    count = 1
    for several in parts.values():
        count *= len(several)
    if count > MOST_BOXES:
        raise FormatError(
            f"a combination of '{side.party}' makes {count} boxes of neighbouring options: "
            "simplify it"
        )
    for product in itertools.product(*parts.values()):
        yield dict(zip(parts, product, strict=True))


def whole_numbers(options: Sequence[str]) -> int | None:
    """Return the first of options that are consecutive whole numbers; nothing for others."""
    try:
        first = int(options[0])
    except ValueError:
        return None
    expected = [str(first + n) for n in range(len(options))]
    return first if list(options) == expected else None


def lifted(adds: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Move worth between issues until no option adds less than 0; deals are worth the same.

    Nothing is moved where no option does, or where some deal is worth less than 0.
    """
    lowest = {issue: min(values.values()) for issue, values in adds.items()}
    rest = sum(lowest.values())
    if min(lowest.values()) >= 0 or rest < -1e-12:
        return adds
    rest = max(rest, 0.0)
    moved = {}
    for issue, values in adds.items():
        moved[issue] = {o: value - lowest[issue] + rest for o, value in values.items()}
        rest = 0.0
    return moved
