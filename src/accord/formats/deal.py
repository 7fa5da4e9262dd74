"""A deal from a file or from the record."""

from collections.abc import Sequence
from pathlib import Path

from frozendict import frozendict

from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.json_tree import parse_json
from accord.formats.read import FAILED, FileReading, article, near, short
from accord.formats.sheet_names import SheetNames
from accord.formats.tree import Map, parse, read_text
from accord.model import Agenda, Issue
from accord.record import (
    Agreement,
    Answer,
    Case,
    ConditionalOffer,
    Entry,
    Proposal,
    Response,
)

_FEW = 12


def read_deal(path: Path | str, agenda: Agenda) -> frozendict[str, str]:
    """Read a deal, or a part of one: a mapping of issues to options, in YAML or JSON.

    The mapping may stand under the key `deal`, as in what Accord itself writes; what stands
    beside it is not read. Options of numeric issues are their numbers as the agenda writes
    them. A file whose name ends in .json is read as JSON.

    Args:
        path: The file.
        agenda: The issues.

    Returns:
        The options, by issue, in the order of the agenda; issues may be left open.

    Raises:
        InvalidProcess: With every mistake in the file.
    """
    name = str(path)
    text = read_text(Path(path), name)
    if all(line.lstrip()[:1] in ("", "#") for line in text.splitlines()):
        sentence = "the file is empty; write an issue, a colon and an option on every line"
        raise InvalidProcess([Problem(name, 0, sentence)])
    tree = (parse_json if Path(path).suffix == ".json" else parse)(text, name)
    reading = FileReading(name)
    deal = _deal(reading, tree, agenda)
    if reading.problems:
        raise InvalidProcess(reading.problems)
    return deal


def deal_of_entry(case: Case, id_: str) -> frozendict[str, str]:
    """Return the options of a proposal in the record, or of the one that a response answers.

    A response to some issues of a proposal only stands for these.

    Args:
        case: The case.
        id_: Id of the entry.

    Returns:
        The options, by issue, in the order of the agenda; issues may be left open.

    Raises:
        AccordError: If there is no such entry, or it carries no option.
    """
    entries, issues = case.record.by_id, case.process.agenda.issues
    entry = entries.get(id_)
    if entry is None:
        hint = near(id_, [e.id for e in entries.values() if isinstance(e, Proposal)])
        stop = "" if hint.endswith("?") else "."
        raise AccordError(f"There is no entry {short(id_)} in the record{hint}{stop}")
    options = _options(entry, case)
    if not options:
        raise AccordError(
            f"The {entry.kind} '{id_}' carries words only, and no option of the agenda."
        )
    return frozendict({issue: options[issue] for issue in issues if issue in options})


def deal_asked(case: Case, given: str) -> frozendict[str, str]:
    """Return a deal, or a part of one, from a file or from an entry of the record.

    Args:
        case: The case.
        given: The file, or the id of the entry; a file goes before an entry.

    Returns:
        The options, by issue, in the order of the agenda.

    Raises:
        AccordError: If there is neither, or with every mistake in it.
    """
    if Path(given).exists():
        return read_deal(given, case.process.agenda)
    if given in case.record.by_id:
        return deal_of_entry(case, given)
    entries = case.record.entries
    hint = near(given, [e.id for e in entries if isinstance(e, Proposal | Response)])
    stop = "" if hint.endswith("?") else "."
    raise AccordError(f"There is neither a file nor an entry {short(given)}{hint}{stop}")


def terms_named(case: Case, text: str, asked: str) -> frozendict[str, str]:
    """Read `issue=option,issue=option`, ids or names; what is neither is refused later.

    Args:
        case: The names.
        text: The terms.
        asked: What gives them, for sentences.

    Raises:
        AccordError: If some of it is no term, or an issue is given two options.
    """
    names, terms = SheetNames(case=case), dict[str, str]()
    for part in text.split(","):
        issue, _, option = (one.strip() for one in part.partition("="))
        if not issue or not option:
            raise AccordError(
                f"'{part.strip()}' is no term: write {asked} ISSUE=OPTION,ISSUE=OPTION"
            )
        issue = names.find("issue", issue) or issue
        option = names.option(issue, option) or option
        if terms.setdefault(issue, option) != option:
            raise AccordError(f"'{issue}' is given twice in {asked}: choose one option")
    return frozendict(terms)


def _options(entry: Entry, case: Case) -> frozendict[str, str]:
    """Return the options that an entry carries, by issue."""
    if isinstance(entry, Proposal):
        return entry.deal
    if isinstance(entry, ConditionalOffer):
        return entry.gives
    if isinstance(entry, Agreement) and isinstance(entry.package, str):
        package = case.record.by_id.get(entry.package)
        return package.deal if isinstance(package, Proposal) else entry.options
    if isinstance(entry, Agreement) and entry.options:
        return entry.options
    if not isinstance(entry, Response):
        raise AccordError(
            f"The entry '{entry.id}' is {article(entry.kind)} and carries no deal: name a "
            "proposal, a response to one, an offer, or an agreement on options."
        )
    if entry.answer is Answer.COUNTERS:
        raise AccordError(
            f"The response '{entry.id}' counters '{entry.answers}' and carries no deal: name "
            "the counter-proposal, or the proposal."
        )
    proposal = case.record.by_id.get(entry.answers)
    if not isinstance(proposal, Proposal):
        raise AccordError(
            f"The response '{entry.id}' answers '{entry.answers}', which is no proposal in the "
            "record: name a proposal."
        )
    answered = entry.issues or tuple(proposal.deal)
    return frozendict({i: option for i, option in proposal.deal.items() if i in answered})


def _deal(reading: FileReading, tree: Map, agenda: Agenda) -> frozendict[str, str]:
    """Read the mapping, noting every mistake."""
    held = tree.get("deal")
    if isinstance(held, Map):
        tree = held
    elif "deal" in tree and "deal" not in agenda.issues:
        sentence = "'deal' must be a mapping of issues to options, one a line"
        reading.say(tree.lines["deal"], sentence)
        return frozendict()
    for issue, line in tree.lines.items():
        if issue not in agenda.issues:
            hint = near(issue, agenda.issues)
            reading.say(line, f"there is no issue {short(issue)} on the agenda{hint}")
    taken: dict[str, str] = {}
    for id_, given in agenda.issues.items():
        if id_ in tree:
            taken[id_] = _option(reading, given, tree[id_], tree.lines[id_])
    if not taken and not reading.problems:
        reading.say(
            tree.line, "no issue is settled here; write an issue, a colon and an option"
        )
    return frozendict(taken)


def _option(reading: FileReading, issue: Issue, raw: object, line: int) -> str:
    """Read the option on an issue; an empty text where there is none."""
    option = reading.text(raw, line, f"the option on {short(issue.id)}")
    if option is FAILED:
        return ""
    if option in issue.choices:
        return str(option)
    said = (
        f"the issue {short(issue.id)} has no option {short(option)}"
        if option
        else f"no option is named for the issue {short(issue.id)}"
    )
    reading.say(line, f"{said}; {_choose(tuple(issue.choices))}")
    return ""


def _choose(options: Sequence[str]) -> str:
    """Return a sentence on which options there are."""
    if len(options) <= _FEW:
        return f"choose one of: {', '.join(options)}"
    return f"choose one of its {len(options)} options, such as {short(options[0])}"
