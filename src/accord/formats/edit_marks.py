"""One mark at a time: set, or taken away, in the file where it stands; comments stay."""

from pathlib import Path

from attrs import evolve, frozen

from accord.errors import AccordError, Conflict
from accord.formats.amend import without
from accord.formats.disk import alone
from accord.formats.folder import load
from accord.formats.folder_writer import ANY_WRITER, FolderWriter, write_checked
from accord.formats.for_whom import RECORD
from accord.formats.marks_files import MarksFiles, file_name
from accord.formats.sheet_names import SheetNames, UnknownName, suggested
from accord.formats.tree import parse, read_text
from accord.model import MEDIATOR, Interests, Marked, When, latest, marked
from accord.record import Case


@frozen
class MarkPlace:
    """Whose mark of which option.

    Attributes:
        party: Id of the party.
        issue: Id of the issue.
        option: Id of the option.
        holder: Id of whoever holds it.
        voice: The voice of the party whose mark it is; empty for the party's own.
    """

    party: str
    issue: str
    option: str
    holder: str
    voice: str = ""


@frozen
class MarkEdited:
    """A mark that was set or taken away.

    Attributes:
        place: Which.
        file: The file in which it stands, or stood.
        was: What stood there before; None where nothing did.
        now: What stands there; None where nothing does.
        notices: What else is to be said of it.
    """

    place: MarkPlace
    file: str
    was: Marked | None
    now: Marked | None
    notices: tuple[str, ...] = ()


def place_named(case: Case, party: str, on: str, held_by: str) -> MarkPlace:
    """Return the place that words name: ids, or names in any case.

    Args:
        case: The folder.
        party: The party.
        on: `ISSUE=OPTION`.
        held_by: Who holds the mark; nothing for the only one who holds any.

    Raises:
        AccordError: If something is called so by nobody, with every such thing.
    """
    names, wrong = SheetNames(case=case), list[str]()

    def found(to: str, word: str) -> str:
        try:
            return names.resolve(to, word)
        except UnknownName as error:
            wrong.append(error.sentence.partition("; '--new-")[0])
            return ""

    side = found("party", party)
    issue, equals, option = (word.strip() for word in on.partition("="))
    if not equals:
        wrong.append(f"'{on}' has no '=': write ISSUE=OPTION")
    if one := found("issue", issue) if equals else "":
        known = case.process.agenda.issues[one].choices
        if meant := names.option(one, option):
            option = meant
        else:
            near = suggested(option, (held.name for held in known.values()), known)
            wrong.append(f"the issue '{one}' has no option '{option}'{near}")
    holder = found("speaker", held_by) if held_by else _only_holder(case, wrong)
    if wrong:
        raise AccordError("\n".join(wrong))
    return MarkPlace(side, one, option, holder)


def _only_holder(case: Case, wrong: list[str]) -> str:
    holders = list(dict.fromkeys(one.held_by for one in marked(case.interests)))
    if len(holders) != 1:
        whose = f": {', '.join(holders)}" if holders else ""
        wrong.append(f"say with --held-by ID who holds the mark{whose}")
    return next(iter(holders), "")


def set_mark(
    folder: Path | str,
    place: MarkPlace,
    said: Marked,
    *,
    as_of: When | None = None,
    readers: tuple[str, ...] = (MEDIATOR,),
    can_block: bool | None = None,
    by: FolderWriter = ANY_WRITER,
    seen: str | None = None,
) -> MarkEdited:
    """Set a mark in the file that counts, or in that of a day; one is begun where none is.

    Of a mark that stays as it is, what is not said anew of how it is known stays too. Where the
    file that counts is not for whoever writes to change, one of today is begun with all that it
    says.

    Args:
        folder: The process folder.
        place: Whose mark of which option.
        said: The mark.
        as_of: Of which day the file is; the latest if left out.
        readers: Who may read a file that is begun.
        can_block: Of a voice: whether it can block; None where its file says so already.
        by: Who writes.
        seen: The mark that whoever writes has seen there, empty for none; None if that is not
            known.

    Raises:
        InvalidProcess: If the folder has mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing, or the mark is another than was seen.
    """
    folder = Path(folder)
    with alone(folder / RECORD):
        case = load(folder, reader=by.reader)
        there, last = _file_of(case, place, as_of), None
        was = _mark(there, place)
        if seen is not None and seen != (str(was.mark) if was else ""):
            raise Conflict(_changed_meanwhile(case, place, was))
        if there is not None and not by.may_change(there.for_):
            there, last, as_of = None, there, by.today
        if was is not None and was.mark is said.mark:
            said = evolve(
                was,
                how=said.how or was.how,
                basis=said.basis or was.basis,
                source=said.source or was.source,
            )
        files = MarksFiles(
            folder=folder,
            held=case.interests,
            holder=place.holder,
            as_of=as_of,
            readers=readers,
            basis="",
            issues=tuple(case.process.agenda.issues),
            voice=place.voice,
            can_block=can_block,
        )
        marks = {place.issue: {place.option: said}}
        if there is not None:
            file = file_name(folder, there.id)
            files.set(file, marks)
            if can_block is not None and can_block is not there.can_block:
                files.set_block(file)
        else:
            name = case.process.name(place.party)
            asked = {place.issue: [place.option]}
            try:
                if last is not None:
                    files.begin(place.party, name, marks, asked, last)
                else:
                    files.take(place.party, name, marks, asked)
            except ValueError as error:
                raise AccordError(str(error)) from None
            (file,) = files.texts
        write_checked(folder, files.texts, files.before, "the mark", by.reader)
    return MarkEdited(place, str(folder / file), was, said, tuple(files.notices))


def remove_mark(
    folder: Path | str,
    place: MarkPlace,
    as_of: When | None = None,
    *,
    by: FolderWriter = ANY_WRITER,
) -> MarkEdited:
    """Take a mark away: the option counts as ? then.

    Args:
        folder: The process folder.
        place: Whose mark of which option.
        as_of: Of which day the file is; the latest if left out.
        by: Who writes.

    Raises:
        AccordError: If there is no such mark, or it is not for whoever writes to take away.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
    """
    folder = Path(folder)
    with alone(folder / RECORD):
        case = load(folder, reader=by.reader)
        there = _file_of(case, place, as_of)
        was = _mark(there, place)
        if there is None or was is None or not by.may_change(there.for_):
            name = case.process.name(place.party)
            raise AccordError(
                f"{place.holder} has no mark of {name} on {place.issue}={place.option}"
            )
        file = file_name(folder, there.id)
        shown = str(folder / file)
        data = (folder / file).read_bytes()
        old = parse(text := read_text(folder / file, shown), shown)
        text, _ = without(text, old, ("marks", place.issue, place.option), shown)
        write_checked(folder, {file: text}, {file: data}, "the mark", by.reader)
    return MarkEdited(place, shown, was, None)


def _file_of(case: Case, place: MarkPlace, as_of: When | None) -> Interests | None:
    """Return the interests in which a mark stands: those that count, or those of a day."""
    held = [
        one
        for one in marked(case.interests)
        if (one.party, one.held_by, one.voice) == (place.party, place.holder, place.voice)
    ]
    if as_of is None:
        return next(iter(latest(held)), None)
    return next((one for one in held if one.as_of and one.as_of.end == as_of.end), None)


def _mark(there: Interests | None, place: MarkPlace) -> Marked | None:
    if there is None or place.issue not in there.marks:
        return None
    return there.marks[place.issue].get(place.option)


def _changed_meanwhile(case: Case, place: MarkPlace, now: Marked | None) -> str:
    """Return what stands where something else was seen."""
    issue = case.process.agenda.issues[place.issue]
    whose = case.process.name(place.party)
    notes = "; ".join(filter(None, (str(now.how or ""), now.basis))) if now else ""
    stands = f"'{now.mark}'" + (f" ({notes})" if notes else "") if now else "nothing"
    return (
        f"somebody else marked it meanwhile: {whose} on '{issue.choices[place.option].name}' "
        f"({issue.name}) now has {stands}; nothing was changed"
    )
