"""From what other programs know about a domain to a process and interests.

A reader gives one `UtilitySpace` for each party, in that program's terms: worth from 0 to 1 as
the sum over the issues of weight times value, plus the boxes that a deal lies in, plus a
constant. Here they become one agenda and one interest for each party, in points, with the names
as they are.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen
from frozendict import frozendict

from accord.errors import InvalidProcess, Problem
from accord.formats.bounds import MOST_CHOICES, MOST_ISSUES, MOST_NAMED, MOST_WORTH
from accord.formats.read import FileReading
from accord.interchange.foreign_values import shifted
from accord.interchange.labels import file_stems, labels, numbered, shown
from accord.model import (
    Agenda,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Party,
    Process,
    Range,
    Scale,
)

Key = int | str
"""By what a program tells issues apart: by number or by name."""


@frozen
class Conversion:
    """What was read from files of another program.

    Attributes:
        process: The public part: parties and agenda.
        interests: One for every party, held by itself.
        notes: Sentences that say what could not be carried over.
    """

    process: Process
    interests: tuple[Interests, ...]
    notes: tuple[str, ...]


@frozen
class SpaceIssue:
    """An issue as one file has it.

    Attributes:
        name: What it is called.
        line: Where it stands; 0 where nobody knows.
        weight: How much it counts; any number.
        values: Worth of each option, by its text.
    """

    name: str
    line: int
    weight: float
    values: Mapping[str, float]


@frozen
class Box:
    """A combination of options, by issue, that adds to the worth of deals that take it."""

    when: Mapping[Key, tuple[str, ...]]
    worth: float


@frozen(kw_only=True)
class UtilitySpace:
    """What one file says about one party.

    Attributes:
        file: Its name, for sentences.
        issues: The issues, in order.
        boxes: The combinations that count.
        constant: What every deal is worth besides.
        walk_away: Worth of no deal; nothing where any deal is better than none.
        notes: What cannot be carried over, in a few words each.
    """

    file: str
    issues: Mapping[Key, SpaceIssue]
    boxes: Sequence[Box] = field(default=())
    constant: float = 0.0
    walk_away: float | None = 0.0
    notes: Sequence[str] = ()


def read_each(
    paths: Sequence[Path | str],
    program: str,
    wanted: str,
    read: Callable[[FileReading, Path], UtilitySpace],
) -> Conversion:
    """Read files that stand for one party each, and convert them.

    Args:
        paths: The files, in the order of the parties; a party has the name of its file.
        program: Whose files they are.
        wanted: What to give, where nothing is given.
        read: Reads one; mistakes are noted in what it is given.

    Raises:
        InvalidProcess: With every mistake in every file.
    """
    problems: list[Problem] = []
    spaces = []
    for path in map(Path, paths):
        reading = FileReading(str(path))
        try:
            spaces.append(read(reading, path))
        except InvalidProcess as invalid:
            problems += invalid.problems
        problems += reading.problems
    if not paths:
        problems.append(Problem(program.casefold(), 0, wanted))
    if problems:
        raise InvalidProcess(problems)
    return converted(spaces, program)


def not_carried(file: str, what: str) -> str:
    """Return that something in a file is lost."""
    return f"{shown(file)}: not carried over: {what}."


def converted(spaces: Sequence[UtilitySpace], program: str) -> Conversion:
    """Make a process and interests out of the files of one domain, one for each party.

    Args:
        spaces: What the files say, in the order of the parties; the agenda is that of the
            first.
        program: Whose files they are.

    Raises:
        InvalidProcess: With every mistake that shows only when the files are compared, and
            where a number is too large.
    """
    stems = [Path(space.file).stem for space in spaces]
    problems = [p for space in spaces[1:] for p in _differences(spaces[0], space)]
    problems += [
        Problem(space.file, 0, f"another file names the party '{stem}' too: rename one")
        for n, (space, stem) in enumerate(zip(spaces, stems, strict=True))
        if stem in stems[:n]
    ]
    problems += [p for space in spaces for p in _too_large(space)]
    problems += _too_many(spaces[0])
    if problems:
        raise InvalidProcess(problems)
    parties = labels(stems)
    files = file_stems(parties.values())
    names = _Names(spaces[0])
    tidied = {**{old: new for old, new in parties.items() if old != new}, **names.tidied}
    process = Process(
        title=", ".join(parties.values()),
        summary=f"Converted from files of {program}.",
        parties=frozendict({one: Party(id=one, name=one) for one in parties.values()}),
        agenda=names.agenda(),
    )
    notes = [not_carried(space.file, note) for space in spaces for note in space.notes]
    if tidied:
        pairs = ", ".join(f"'{shown(old)}' is '{new}'" for old, new in tidied.items())
        notes.append(f"{shown(spaces[0].file)}: names that cannot be ids were tidied: {pairs}.")
    held = zip(spaces, parties.values(), strict=True)
    return Conversion(
        process,
        tuple(_interests(space, party, files[party], names, program) for space, party in held),
        tuple(notes),
    )


class _Names:
    """The ids of issues and options: their names, as the first file has them."""

    def __init__(self, space: UtilitySpace) -> None:
        self._space = space
        told = labels(issue.name for issue in space.issues.values())
        self.issues = {key: told[issue.name] for key, issue in space.issues.items()}
        self.options = {key: labels(issue.values) for key, issue in space.issues.items()}
        pairs = [told, *self.options.values()]
        self.tidied = {old: new for one in pairs for old, new in one.items() if old != new}

    def agenda(self) -> Agenda:
        """Return the agenda; names that differ only in case are numbered."""
        called = numbered(self.issues.values(), key=str.casefold)
        return Agenda(
            issues=frozendict(
                {
                    self.issues[key]: Issue(
                        id=self.issues[key], name=name, options=self._options(key)
                    )
                    for key, name in zip(self._space.issues, called, strict=True)
                }
            )
        )

    def _options(self, key: Key) -> frozendict[str, Option]:
        ids = list(self.options[key].values())
        called = numbered(ids, key=str.casefold)
        return frozendict({i: Option(i, name) for i, name in zip(ids, called, strict=True)})


def _interests(
    space: UtilitySpace, party: str, file: str, names: _Names, program: str
) -> Interests:
    singles: dict[Key, dict[str, float]] = {}
    several = []
    for box in space.boxes:
        if len(box.when) == 1:
            ((key, options),) = box.when.items()
            added = singles.setdefault(key, {})
            for option in options:
                added[option] = added.get(option, 0.0) + box.worth
        elif box.worth:
            several.append(box)
    if space.constant:
        first = next(iter(space.issues))
        added = singles.setdefault(first, {})
        for option in space.issues[first].values:
            added[option] = added.get(option, 0.0) + space.constant
    issues = {
        names.issues[key]: _issue(space.issues[key], singles.get(key), names.options[key])
        for key in names.issues
    }
    interactions = tuple(
        Interaction(
            when=frozendict(
                {
                    names.issues[key]: tuple(names.options[key][o] for o in options)
                    for key, options in box.when.items()
                }
            ),
            bonus=_points(box.worth),
        )
        for box in several
    )
    lowest = sum(
        min(value.low for value in issue.values.values()) * issue.weight.low / 100
        for issue in issues.values()
    ) + sum(min(one.bonus.low, 0) for one in interactions)
    return Interests(
        id=file,
        party=party,
        held_by=party,
        basis=f"a {program} file",
        scale=Scale.POINTS,
        issues=frozendict(issues),
        interactions=interactions,
        walk_away=(
            Range(min(lowest, 0.0), min(lowest, 0.0))
            if space.walk_away is None
            else _points(space.walk_away)
        ),
    )


def _issue(
    issue: SpaceIssue, added: Mapping[str, float] | None, options: Mapping[str, str]
) -> IssueInterest:
    """Return weight and values; what single options add goes into the values."""
    weight, values = issue.weight, dict(issue.values)
    if added is not None:
        values = {o: weight * value + added.get(o, 0.0) for o, value in values.items()}
        weight = 1.0
    if weight < 0:
        weight, values = -weight, {o: -value for o, value in values.items()}
    return IssueInterest(
        weight=_points(weight),
        values=frozendict({options[o]: _points(value) for o, value in values.items()}),
    )


def _points(share: float) -> Range:
    points = shifted(share, 2)
    return Range(points, points)


def _too_many(space: UtilitySpace) -> Iterator[Problem]:
    sizes = [len(issue.values) for issue in space.issues.values()]
    for number, most, what in (
        (len(sizes), MOST_ISSUES, "issues"),
        (max(sizes, default=0), MOST_NAMED, "options on one issue"),
        (sum(sizes), MOST_CHOICES, "options in all"),
    ):
        if number > most:
            sentence = f"there are {number:,} {what}: {most:,} is the most"
            yield Problem(space.file, 0, sentence)


def _too_large(space: UtilitySpace) -> Iterator[Problem]:
    for issue in space.issues.values():
        numbers = [issue.weight, *issue.values.values()]
        numbers += [issue.weight * value for value in issue.values.values()]
        if not all(map(_is_fine, numbers)):
            sentence = f"a number of the issue '{issue.name}' is too large"
            yield Problem(space.file, issue.line, sentence)
    walk_away = space.walk_away or 0.0
    total = sum(abs(box.worth) for box in space.boxes)
    total += sum(
        abs(issue.weight) * max(map(abs, issue.values.values()), default=0.0)
        for issue in space.issues.values()
    )
    if not all(map(_is_fine, (space.constant, walk_away, total))):
        yield Problem(space.file, 0, "a number is too large: worth goes from 0 to 1")


def _is_fine(number: float) -> bool:
    return math.isfinite(number) and abs(100 * number) <= MOST_WORTH


def _differences(first: UtilitySpace, other: UtilitySpace) -> Iterator[Problem]:
    """Yield where a file is not about the agenda of the first."""
    for key, issue in first.issues.items():
        if key not in other.issues:
            sentence = f"the issue '{issue.name}' of {first.file} is missing"
            yield Problem(other.file, 0, sentence)
    for key, issue in other.issues.items():
        if key not in first.issues:
            sentence = f"the issue '{issue.name}' is not in {first.file}"
            yield Problem(other.file, issue.line, sentence)
            continue
        expected = first.issues[key]
        if issue.name != expected.name:
            sentence = (
                f"issue {key} is '{issue.name}' here and '{expected.name}' in {first.file}"
            )
            yield Problem(other.file, issue.line, sentence)
        for option in expected.values.keys() - issue.values.keys():
            sentence = f"the issue '{issue.name}' has no option '{option}' as in {first.file}"
            yield Problem(other.file, issue.line, sentence)
        for option in issue.values.keys() - expected.values.keys():
            sentence = f"the option '{option}' of '{issue.name}' is not in {first.file}"
            yield Problem(other.file, issue.line, sentence)
