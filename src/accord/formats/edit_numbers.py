"""What deals are worth to a party, by ranges: set where it stands in a file; comments stay."""

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import AccordError, Conflict
from accord.formats.amend import amended, without
from accord.formats.disk import alone
from accord.formats.folder import load
from accord.formats.folder_writer import ANY_WRITER, FolderWriter, write_checked
from accord.formats.for_whom import RECORD, own_interests
from accord.formats.insert import inserted
from accord.formats.marks_files import file_name, free_id, interests_text
from accord.formats.shapes import fields
from accord.formats.tree import Map, parse, read_text
from accord.formats.write import to_plain
from accord.model import (
    MEDIATOR,
    Agenda,
    Exclusion,
    Interests,
    IssueInterest,
    Process,
    Range,
    Scale,
    latest,
    valued,
)

NumberKey = tuple[str, str]
"""An issue and an option: a value; an issue alone: its weight; neither: the walk-away value."""

WALK_AWAY: NumberKey = ("", "")

_RANGE = fields(IssueInterest)["weight"].shape
_LINES = fields(Interests)["red_lines"].shape


@frozen(kw_only=True)
class NumbersEdited:
    """Numbers that were set.

    Attributes:
        file: The file in which they stand.
        changed: What was set, and what stood there before; None where nothing did.
        notices: What else is to be said of it.
    """

    file: str
    changed: frozendict[NumberKey, tuple[Range | None, Range]]
    notices: tuple[str, ...] = ()


def number_keys(agenda: Agenda) -> tuple[NumberKey, ...]:
    """Return what numbers there can be, in the order in which they are asked for.

    Args:
        agenda: The issues and options.
    """
    of_issues = (
        key
        for i, issue in agenda.issues.items()
        for key in ((i, ""), *((i, option) for option in issue.choices))
    )
    return (WALK_AWAY, *of_issues)


def numbers_of(held: Interests | None) -> dict[NumberKey, Range]:
    """Return the numbers that some interests give.

    Args:
        held: The interests; None for none.
    """
    if held is None:
        return {}
    found = {} if held.walk_away is None else {WALK_AWAY: held.walk_away}
    for i, one in held.issues.items():
        found[i, ""] = one.weight
        found |= {(i, option): value for option, value in one.values.items()}
    return found


def number_named(process: Process, key: NumberKey) -> str:
    """Return what a number is, in words.

    Args:
        process: The names.
        key: Which number.
    """
    issue, option = key
    if not issue:
        return "the walk-away value"
    one = process.agenda.issues[issue]
    if not option:
        return f"the weight of {one.name}"
    return f"the value of '{one.choices[option].name}' ({one.name})"


def held_numbers(held: tuple[Interests, ...], party: str, holder: str) -> Interests | None:
    """Return the numbers that count of one holder for a party; None where there are none.

    Args:
        held: The interests.
        party: Id of the party.
        holder: Id of the holder.
    """
    own = [one for one in valued(held) if (one.party, one.held_by) == (party, holder)]
    return next(iter(latest(own)), None)


def refused_alone(held: Interests | None) -> frozenset[NumberKey]:
    """Return the options that some interests refuse whatever else there is, with their issues.

    Args:
        held: The interests; None for none.
    """
    return frozenset(
        (issue, option)
        for line in (held.red_lines if held else ())
        if len(line.never) == 1
        for issue, options in line.never.items()
        for option in options
    )


def set_numbers(
    folder: Path | str,
    party: str,
    holder: str,
    numbers: Mapping[NumberKey, Range],
    *,
    bases: Mapping[str, str] = frozendict(),
    refused: Mapping[NumberKey, bool] = frozendict(),
    seen: Mapping[NumberKey, str] | None = None,
    readers: tuple[str, ...] = (MEDIATOR,),
    by: FolderWriter = ANY_WRITER,
) -> NumbersEdited:
    """Set weights, values and a walk-away value where they stand; or begin a file with all.

    What stays as it is is not touched. Where the file that counts is not for whoever writes to
    change, one of today is begun with all that it says.

    Args:
        folder: The process folder.
        party: Id of the party.
        holder: Id of the holder.
        numbers: The numbers; what is left out stays.
        bases: Why, by issue; under no issue what the holder goes by. What is left out stays.
        refused: Which options are a red line by themselves and which are none; what is left
            out stays, as do red lines over several issues.
        seen: What whoever writes has seen there, as a file has it, empty for nothing; None if
            that is not known.
        readers: Who may read a file that is begun.
        by: Who writes.

    Raises:
        InvalidProcess: If the folder has mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing, or a number is another than was seen.
        AccordError: With every number that is missing in a new file, or out of its range.
    """
    folder = Path(folder)
    with alone(folder / RECORD):
        case = load(folder, reader=by.reader)
        process = case.process
        there = held_numbers(case.interests, party, holder)
        now = numbers_of(there)
        relative = there is None or there.scale is Scale.RELATIVE
        wrong = list(_wrong(process, numbers, relative))
        if wrong:
            raise AccordError("\n".join(wrong))
        changed = {key: one for key, one in numbers.items() if _differs(now.get(key), one)}
        moved = [
            f"{number_named(process, key)} is {now[key]} now"
            if key in now
            else f"{number_named(process, key)} is no longer given"
            for key in changed
            if seen is not None and seen.get(key, "") != (str(now[key]) if key in now else "")
        ]
        if moved:
            raise Conflict(
                f"somebody else wrote meanwhile: {'; '.join(moved)}; nothing was changed"
            )
        told = {i: text for i, text in bases.items() if text != _basis(there, i)}
        alone_now = refused_alone(there)
        lines = {key: is_ for key, is_ in refused.items() if is_ is not (key in alone_now)}
        notices = (
            *_left_behind(process, now, changed),
            *_refused_told(process, lines),
        )
        if there is not None and by.may_change(there.for_):
            file = file_name(folder, there.id)
            if changed or told or lines:
                data = (folder / file).read_bytes()
                text = _amended(folder / file, changed, told)
                text = _lines_amended(text, file, there.red_lines, lines)
                write_checked(folder, {file: text}, {file: data}, "the numbers", by.reader)
        else:
            as_of = by.today if there is not None else None
            place = own_interests(readers)
            stem = f"{party}-by-{holder}"
            made = evolve(
                _begun(process, party, holder, {**now, **numbers}, told, there),
                id=free_id(folder, case.interests, stem, as_of, place, what="numbers"),
                red_lines=_lines_now(there.red_lines if there else (), lines),
                for_=readers,
                as_of=as_of,
            )
            file, text = interests_text(folder, made)
            write_checked(folder, {file: text}, {file: None}, "the numbers", by.reader)
    was = frozendict({key: (now.get(key), one) for key, one in changed.items()})
    return NumbersEdited(file=str(folder / file), changed=was, notices=notices)


def _wrong(
    process: Process, numbers: Mapping[NumberKey, Range], relative: bool
) -> Iterator[str]:
    known = set(number_keys(process.agenda))
    for key, one in numbers.items():
        if key not in known:
            yield f"there is no issue or option '{'='.join(filter(None, key))}'"
        elif not one.is_bounded:
            yield f"{number_named(process, key)} is {one}: give both ends, such as 30..45"
        elif relative and key != WALK_AWAY and not 0 <= one.low <= one.high <= 100:
            yield f"{number_named(process, key)} is {one}: it lies from 0 to 100"


def _differs(old: Range | None, new: Range) -> bool:
    """Whether a number is another, whatever is noted beside it."""
    return old is None or (old.low, old.high) != (new.low, new.high)


def _left_behind(
    process: Process, now: Mapping[NumberKey, Range], changed: Mapping[NumberKey, Range]
) -> Iterator[str]:
    """Yield what was noted beside numbers that are others now."""
    for key in changed:
        old = now.get(key)
        if old is not None and (old.basis or old.source):
            notes = "; ".join(filter(None, (old.basis, old.source)))
            yield f"{number_named(process, key)} was {old} ({notes})"


def _basis(there: Interests | None, issue: str) -> str:
    if there is None:
        return ""
    if not issue:
        return there.basis
    return there.issues[issue].basis if issue in there.issues else ""


def _refused_told(process: Process, lines: Mapping[NumberKey, bool]) -> Iterator[str]:
    """Yield which options are a red line now, and which are none any more."""
    for (issue, option), is_ in lines.items():
        one = process.agenda.issues[issue]
        how = "refused whatever else there is" if is_ else "no longer refused by itself"
        yield f"'{one.choices[option].name}' ({one.name}): {how}"


def _lines_now(
    held: tuple[Exclusion, ...], lines: Mapping[NumberKey, bool]
) -> tuple[Exclusion, ...]:
    """Return red lines with options refused by themselves, or no longer so."""
    kept = []
    for line in held:
        if len(line.never) == 1:
            ((issue, options),) = line.never.items()
            left = tuple(one for one in options if lines.get((issue, one), True))
            if not left:
                continue
            line = evolve(line, never=frozendict({issue: left}))
        kept.append(line)
    ids = {line.id for line in held}
    for (issue, option), is_ in lines.items():
        if is_:
            made = next(one for one in _line_ids(option) if one not in ids)
            ids.add(made)
            kept.append(Exclusion(id=made, never=frozendict({issue: (option,)})))
    return tuple(kept)


def _line_ids(option: str) -> Iterator[str]:
    """Yield ids for a red line on an option, the best first; an id has at most 100 signs."""
    first = f"not-{option}"[:90]
    yield first
    yield from (f"{first}-{number}" for number in count(2))


def _lines_amended(
    text: str, shown: str, held: tuple[Exclusion, ...], lines: Mapping[NumberKey, bool]
) -> str:
    """Set red lines in the text of a file; those that stay are not touched."""
    old, now = parse(text, shown), {line.id: line for line in _lines_now(held, lines)}
    for place, line in reversed([*enumerate(held)]):
        if line.id not in now:
            text, old = without(text, old, ("red_lines", place), shown)
        elif now[line.id].never != line.never:
            [plain] = to_plain([now[line.id]], _LINES)
            never = plain["never"]
            text, old = amended(text, old, ("red_lines", place), {"never": never}, shown)
    known = {line.id for line in held}
    added = to_plain([one for id_, one in now.items() if id_ not in known], _LINES)
    if added:
        text, old = inserted(text, old, ("red_lines",), added, shown)
    return text


def _amended(file: Path, changed: Mapping[NumberKey, Range], told: Mapping[str, str]) -> str:
    """Set numbers and bases in the text of a file."""
    shown = str(file)
    text = read_text(file, shown)
    old = parse(text, shown)

    def put(path: tuple[str, ...], key: str, value: Any) -> None:
        nonlocal text, old
        held: Any = old
        for place, step in enumerate(path):
            if not isinstance(held.get(step), Map):  # not there yet: with all that leads on
                for inner in reversed((*path[place + 1 :], key)):
                    value = {inner: value}
                text, old = amended(text, old, path[:place], {step: value}, shown)
                return
            held = held[step]
        text, old = amended(text, old, path, {key: value}, shown)

    for (issue, option), number in changed.items():
        plain = to_plain(number, _RANGE)
        if not issue:
            put((), "walk_away", plain)
        elif option:
            put(("issues", issue, "values"), option, plain)
        else:
            put(("issues", issue), "weight", plain)
    for issue, basis in told.items():
        put(("issues", issue) if issue else (), "basis", basis or None)
    return text


def _begun(
    process: Process,
    party: str,
    holder: str,
    whole: Mapping[NumberKey, Range],
    told: Mapping[str, str],
    last: Interests | None,
) -> Interests:
    """Make interests of all numbers.

    Raises:
        AccordError: With every number that is missing.
    """
    missing = [key for key in number_keys(process.agenda) if key not in whole]
    if missing:
        names = "; ".join(number_named(process, key) for key in missing)
        raise AccordError(f"still to be given: {names}")
    issues = {
        i: IssueInterest(
            weight=whole[i, ""],
            values=frozendict({o: whole[i, o] for o in issue.choices}),
            basis=told.get(i, _basis(last, i)),
            source=last.issues[i].source if last and i in last.issues else "",
        )
        for i, issue in process.agenda.issues.items()
    }
    return Interests(
        id="",
        party=party,
        held_by=holder,
        basis=told.get("", _basis(last, "")),
        scale=last.scale if last else Scale.RELATIVE,
        issues=frozendict(issues),
        interactions=last.interactions if last else (),
        walk_away=whole[WALK_AWAY],
        mandate=last.mandate if last else frozendict(),
    )
