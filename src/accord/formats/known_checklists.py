"""What agreements of some kinds settle: lists in the package, and what folders take of them."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import frozen

from accord.errors import AccordError
from accord.formats.declared import edit_process
from accord.formats.folder import load
from accord.formats.new import id_of, write_new
from accord.formats.read import near
from accord.formats.tree import Map, parse
from accord.formats.write import dump
from accord.model import Issue, Process
from accord.record import Case

_STAND_INS = ("First party", "Second party")
"""The parties of a new folder as long as nobody names them."""


@frozen(eq=False)
class Checklist:
    """What agreements of one kind settle, with issues to begin with.

    Attributes:
        name: Its name, such as `ceasefire`.
        title: What talks of the kind are called.
        issues: The issues, by id, as a file has them.
        lines: The lines, by id, as a file has them.
    """

    name: str
    title: str
    issues: Mapping[str, Any]
    lines: Mapping[str, Any]

    def lines_beside(self, issues: Collection[str]) -> dict[str, Any]:
        """Return the lines as a folder takes them: covered where it has the issue.

        Args:
            issues: Ids of the issues that it has.
        """
        found = {}
        for one, line in self.lines.items():
            plain = dict(line)
            if plain.get("covered_by") not in issues:
                plain.pop("covered_by", None)
            found[one] = plain
        return found


@cache
def checklist_names() -> tuple[str, ...]:
    """Return the names of the checklists that come with the package, a file each."""
    there = (files("accord.formats") / "checklists").iterdir()
    return tuple(sorted(one.name.removesuffix(".yaml") for one in there))


def checklist(name: str) -> Checklist:
    """Return the checklist of a name.

    Args:
        name: The name, with hyphens or spaces.

    Raises:
        AccordError: If there is none.
    """
    known = checklist_names()
    if (plain := id_of(name.replace("_", "-"))) not in known:
        raise AccordError(f"there is no checklist '{name}'{near(name, known)}")
    file = files("accord.formats") / "checklists" / f"{plain}.yaml"
    tree = parse(file.read_text("utf-8"), file.name)
    return Checklist(plain, tree["title"], _plain(tree["issues"]), _plain(tree["checklist"]))


def _plain(tree: Any) -> Any:
    """Return what was parsed without the lines of its keys."""
    return {k: _plain(v) for k, v in tree.items()} if isinstance(tree, Map) else tree


def new_from_checklists(
    path: Path | str, names: Sequence[str], title: str = "", parties: Sequence[str] = ()
) -> None:
    """Write a process folder with the issues and lines of checklists.

    Args:
        path: A folder that does not exist yet, or is empty.
        names: Which checklists.
        title: What the process is called; as the first checklist says, if left out.
        parties: The parties, each a name, or `id=name`; two stand-ins, if left out.

    Raises:
        AccordError: If there is no such checklist, or two parties have one id.
        InvalidProcess: If the title or a party cannot be.
        FormatError: If something is there already.
        Unwritable: If the folder cannot be written; then nothing is there.
    """
    lists = [checklist(name) for name in dict.fromkeys(names)]
    issues = {one: held for each in lists for one, held in each.issues.items()}
    lines = {one: held for each in lists for one, held in each.lines_beside(issues).items()}
    more = {"agenda": {"issues": issues}, "checklist": lines}
    write_new(Path(path), title or lists[0].title, parties or _STAND_INS, dump(more, False))


def add_checklists(
    folder: Path | str, names: Sequence[str], *, case: Case | None = None
) -> list[str]:
    """Add the lines of checklists to a folder; those of them that it has stay as they are.

    A line is covered at once where the folder has an issue of the id that the checklist has.

    Args:
        folder: The process folder.
        names: Which checklists.
        case: The folder as its reader sees it: only what this reader may read is checked. None
            for whoever holds all the files.

    Returns:
        Ids of the lines added.

    Raises:
        AccordError: If there is no such checklist.
        InvalidProcess: If the folder has mistakes.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
    """
    lists = [checklist(name) for name in names]
    process = _process(folder, case)
    issues, there = process.agenda.issues, process.checklist
    found = {
        one: line
        for each in lists
        for one, line in each.lines_beside(issues).items()
        if one not in there
    }
    if found and there:
        edit_process(folder, found, ("checklist",), case=case)
    elif found:
        edit_process(folder, {"checklist": found}, case=case)
    return list(found)


def strike(folder: Path | str, line: str, reason: str, *, case: Case | None = None) -> str:
    """Strike a line of the checklist, with a reason; without one, put it back.

    Args:
        folder: The process folder.
        line: Id of the line, or its end, or its name.
        reason: Why it does not apply here; empty to put it back.
        case: The folder as its reader sees it, as for `add_checklists`.

    Returns:
        Id of the line.

    Raises:
        AccordError: If there is no such line.
        InvalidProcess: If the folder has mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
    """
    one, _ = _known(folder, line, case)
    away = {"covered_by": ""} if reason else {}
    edit_process(folder, {"struck": reason, **away}, ("checklist", one), case=case)
    return one


def cover(
    folder: Path | str, line: str, issues: Sequence[str], *, case: Case | None = None
) -> tuple[str, tuple[Issue, ...]]:
    """Record which issues cover a line of the checklist; without any, none does.

    Args:
        folder: The process folder.
        line: Id of the line, or its end, or its name.
        issues: Ids or names of the issues.
        case: The folder as its reader sees it, as for `add_checklists`.

    Returns:
        Id of the line, and the issues.

    Raises:
        AccordError: If there is no such line or issue.
        InvalidProcess: If the folder has mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
    """
    found, agenda = _known(folder, line, case)
    by_name = {one.name.casefold(): i for i, one in agenda.items()}
    named = (one if one in agenda else by_name.get(one.casefold(), one) for one in issues)
    ids = list(dict.fromkeys(named))
    if unknown := [one for one in ids if one not in agenda]:
        raise AccordError(f"there is no issue '{unknown[0]}'{near(unknown[0], agenda)}")
    edit_process(
        folder, {"covered_by": ids or "", "struck": ""}, ("checklist", found), case=case
    )
    return found, tuple(agenda[one] for one in ids)


def _process(folder: Path | str, case: Case | None) -> Process:
    return load(folder, interests=False, reader=case.reader if case else None).process


def _known(folder: Path | str, line: str, case: Case | None) -> tuple[str, Mapping[str, Issue]]:
    """Return the id of a line by what somebody calls it, and the issues of its folder.

    Raises:
        AccordError: If it has none.
    """
    process = _process(folder, case)
    if not process.checklist:
        raise AccordError(
            f"{folder} has no checklist: 'accord checklist {folder} add NAME' adds one "
            f"({', '.join(checklist_names())})"
        )
    known = process.checklist
    like = [
        one
        for one in known
        if one.endswith(f"-{line}") or known[one].name.casefold() == line.casefold()
    ]
    if line in known:
        like = [line]
    if len(like) != 1:
        raise AccordError(
            f"there is no line '{line}' on the checklist{near(line, like or known)}"
        )
    return like[0], process.agenda.issues
