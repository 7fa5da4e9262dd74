"""Files of what is assumed, beside the process: `hold/*.yaml` and `fighting/*.yaml`.

They are read by who needs them alone, and by what else a reader may read of the folder: ids
that this reader does not know are unknown here too.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from accord.errors import InvalidProcess, Problem
from accord.formats.for_whom import Place, given_for, place_of, places
from accord.formats.read import FAILED, FileReading, Mention, build, near, short
from accord.formats.tree import Map, line_of, parse, read_text
from accord.model import MEDIATOR, PUBLIC, Assumption, is_name, tiers
from accord.model.tier import all_read
from accord.model.values import When
from accord.record import Case

A = TypeVar("A", bound=Assumption)

SUFFIXES = (".yaml", ".yml")
FOLDERS = ("hold", "fighting")
"""Where such files stand in a process folder."""


@frozen(eq=False)
class AssumedFile:
    """A file of what is assumed, as it was parsed.

    Attributes:
        name: Its name in the folder.
        shown: Its name, for sentences.
        tree: What stands in it.
    """

    name: str
    shown: str
    tree: Map

    @property
    def place(self) -> Place:
        """Where it stands in the folder."""
        return place_of(self.name)

    @property
    def id(self) -> str:
        """Its name without its suffix, with the tier of the private folder before it."""
        return "/".join(filter(None, (self.place.tier, Path(self.name).stem)))


def assumed_files(
    folder: Path | str, under: str, case: Case, problems: list[Problem] | None = None
) -> list[AssumedFile]:
    """Return the files of what is assumed that a case's reader may read, in order.

    Args:
        folder: The process folder.
        under: Which: `hold` or `fighting`.
        case: The folder as this reader reads it.
        problems: What is wrong with files that cannot be parsed is added to these, and they
            are left out; without it, it is raised.

    Raises:
        InvalidProcess: With every file that cannot be parsed.
    """
    found: list[AssumedFile] = []
    raised, problems = problems is None, [] if problems is None else problems
    path = Path(folder)
    for place in places(path, case.reader):
        for file in _within(path / place.at / under):
            shown = str(file)
            try:
                text = read_text(file, shown)
                if _is_commented(text):
                    continue
                tree = parse(text, shown)
            except InvalidProcess as invalid:
                # What cannot be parsed does not say for whom it is: it is then the team's.
                if _reads(case, (place.tier or MEDIATOR,)):
                    problems += invalid.problems
                continue
            if not _reads(case, given_for(tree) or (place.tier or MEDIATOR,)):
                continue
            if not is_name(file.stem):
                problems.append(Problem(shown, 0, "rename this file: its name cannot be an id"))
            found.append(AssumedFile(file.relative_to(path).as_posix(), shown, tree))
    if raised and problems:
        raise InvalidProcess(problems)
    return found


def assumed(
    folder: Path | str, under: str, case: Case, form: Callable[[Map], type[A] | None]
) -> tuple[A, ...]:
    """Read what is assumed in a folder as far as a case's reader may read it.

    Args:
        folder: The process folder.
        under: Where: `hold` or `fighting`.
        case: The folder as this reader reads it; as of its moment, later files are left out.
        form: Says of what stands in a file by which class it is read; None where it is not of
            this sort.

    Raises:
        InvalidProcess: With every mistake in every file; a `ValueError` that `form` raises is
            one of them.
    """
    problems: list[Problem] = []
    files = assumed_files(folder, under, case, problems)
    found = assumed_in(files, case, form, problems)
    if problems:
        raise InvalidProcess(problems)
    # Of what one holder says twice, what fewer may read comes last and counts.
    found.sort(key=lambda one: PUBLIC not in one.for_)
    return tuple(one for one in found if _by(case, one.as_of))


def assumed_in(
    files: Sequence[AssumedFile],
    case: Case,
    form: Callable[[Map], type[A] | None],
    problems: list[Problem],
) -> list[A]:
    """Read files beside each other; those of another sort or with mistakes are left out.

    Args:
        files: The files.
        case: The folder as its reader reads it.
        form: As for `assumed`.
        problems: What is wrong with them is added to these.
    """
    before = len(problems)
    read = [(one, read_assumed(one, case, form, problems)) for one in files]
    found = [(file, value) for file, value in read if value is not None]
    values = [value for _, value in found]
    if values and len(problems) == before:
        for place, path, sentence in type(values[0]).across(values):
            file = found[place][0]
            problems.append(Problem(file.shown, line_of(file.tree, path), sentence))
    return values


def read_assumed(
    file: AssumedFile,
    case: Case,
    form: Callable[[Map], type[A] | None],
    problems: list[Problem],
) -> A | None:
    """Read one file; None where it is not of this sort or has mistakes.

    Args:
        file: The file.
        case: The folder as its reader reads it.
        form: As for `assumed`.
        problems: What is wrong with it is added to these.
    """
    try:
        kind = form(file.tree)
    except ValueError as error:
        line = file.tree.lines.get("model", file.tree.line)  # that names what it is read as
        problems.append(Problem(file.shown, line, str(error)))
        return None
    if kind is None:
        return None
    tree = file.tree
    if file.place.tier and given_for(tree) is None:
        tree["for"], tree.lines["for"] = file.place.tier, tree.line
    reading = FileReading(file.shown)
    value: Any = build(reading, kind, tree, 1, Path(file.name).name, id=file.id)
    problems += reading.problems
    unknown = [*_unknown(case, file.shown, reading.mentions)]
    if value is not FAILED:
        unknown += _hidden_from_some(case, file.shown, value, reading.mentions)
    problems += unknown
    return None if value is FAILED or unknown or reading.problems else value


def _is_commented(text: str) -> bool:
    """Return whether a file holds nothing but comments, as those of a new folder do."""
    lines = [line.lstrip() for line in text.splitlines()]
    return any(lines) and all(not line or line[0] == "#" for line in lines)


def _within(folder: Path) -> list[Path]:
    """Return the files in a folder that may be such files, in order of their names."""
    try:
        listed = sorted(os.listdir(folder))
    except OSError:
        return []
    return [folder / one for one in listed if one.endswith(SUFFIXES) and one[0] != "."]


def _reads(case: Case, for_: tuple[str, ...]) -> bool:
    return case.reader is None or case.reader.reads(for_)


def _by(case: Case, when: When | None) -> bool:
    return when is None or case.moment is None or when.by(case.moment)


def _unknown(case: Case, shown: str, mentions: list[Mention]) -> Iterator[Problem]:
    """Yield where an id names nothing that the reader of the case knows."""
    declared = _declared(case)
    issues = case.process.agenda.issues
    for mention in mentions:
        known = declared.get(mention.to)
        if known is None:
            continue
        noun, names = known
        if mention.id not in names:
            sentence = f"there is no {noun} {short(mention.id)}{near(mention.id, names)}"
            yield Problem(shown, mention.line, sentence)
        elif mention.to == "option":
            choices = issues[mention.id].choices
            for option, line in mention.options:
                if option not in choices:
                    sentence = f"the issue '{mention.id}' has no option {short(option)}"
                    yield Problem(shown, line, sentence + near(option, choices))


def _hidden_from_some(
    case: Case, shown: str, value: Assumption, mentions: list[Mention]
) -> Iterator[Problem]:
    """Yield where something rests on an entry that not all its readers may read."""
    for mention in mentions:
        entry = case.record.by_id.get(mention.id) if mention.to == "entry" else None
        if entry and not all_read(value.for_, entry.for_):
            sentence = (
                f"this is for {_whom(value.for_)} and refers to '{entry.id}', which is for"
            )
            sentence += f" {_whom(entry.for_)}: not all its readers may read that"
            yield Problem(shown, mention.line, sentence)


def _whom(for_: tuple[str, ...]) -> str:
    return " and ".join(f"'{tier}'" for tier in for_)


def _declared(case: Case) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return by sort of id what it names, and which there are."""
    process, record = case.process, case.record
    parties, actors, people = process.parties, process.actors, process.people
    issues = tuple(process.agenda.issues)
    # A source that nothing else cites is not among those that one reader reads.
    sources = {} if case.reader else {"source": ("source", tuple(record.sources))}
    return {
        **sources,
        "party": ("party", tuple(parties)),
        "actor": ("party or actor", (*parties, *actors)),
        "person": ("person", tuple(people)),
        "speaker": ("party, actor or person", (*parties, *actors, *people)),
        "issue": ("issue", issues),
        "option": ("issue", issues),
        "entry": ("entry", tuple(one.id for one in record.entries)),
        "tier": ("reader", tiers(parties)),
    }
