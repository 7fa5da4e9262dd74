"""The plan of the process: who, where, when and about what, as a checklist to be filled."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from attrs import evolve, frozen
from starlette.responses import Response

from accord.brief.known import Known
from accord.brief.sections.in_force import InForce
from accord.brief.sections.open_questions import OpenQuestions
from accord.errors import AccordError
from accord.formats.declared import (
    DECLARED,
    Declaration,
    declare,
    edit_process,
    listed,
    redeclare,
    undeclare,
)
from accord.formats.human_dates import date_said
from accord.formats.known_checklists import add_checklists, checklist_names, cover, strike
from accord.formats.new import id_of
from accord.formats.shapes import fields
from accord.formats.write import fields_plain
from accord.host.declared_form import FormField, form_fields, label, standing, typed_keys
from accord.host.host_page import HostPage
from accord.host.host_seats import HOST
from accord.host.pages.entering import today
from accord.host.rules import Rule
from accord.host.said_mistakes import sentences
from accord.host.visit import NotThere, Visit
from accord.model import ChecklistLine, Exclusion, Process, When
from accord.record import Case
from accord.record.process_gaps import process_gaps
from accord.record.wording import begun, together
from accord.telling.holder_words import tier_named

_CALLED = {
    "plan": "a round to come",
    "venue": "a venue",
    "party": "a party",
    "person": "a person",
    "actor": "somebody else who speaks or acts",
    "issue": "an issue",
    "option": "an option",
    "constraint": "what cannot be had together",
}
"""What is declared on this page, in words; sources have a page of their own."""
_HEADINGS = {
    "plan": "Rounds to come",
    "venue": "Venues",
    "party": "Parties",
    "person": "People",
    "actor": "Others who speak or act",
}
_PARTS = [
    *((f"#{word}", heading) for word, heading in _HEADINGS.items()),
    ("#seats", "Other seats"),
    ("#agenda", "The agenda"),
    ("#questions", "Questions"),
    ("#in-force", "Assurances"),
    ("#checklist", "What such agreements settle"),
]
_SEATS = {HOST: "Whoever runs the host"}
_OF_PROCESS = ("title", "summary", "hosts", "mediators", "decision")
"""The keys of a process that declare nothing by id."""


class Overwritten(AccordError):
    """Somebody changed the same while another was typing."""

    def __init__(self) -> None:
        """Say that nothing is lost."""
        super().__init__(
            "Somebody changed this while you were typing. Yours is not saved yet: see what it "
            "says now, and save it again if yours still holds."
        )


@frozen(kw_only=True)
class DeclaredRow:
    """Something that the process declares, as a list shows it.

    Attributes:
        address: Where it is changed.
        name: What it is called.
        details: What else there is, in words.
    """

    address: str
    name: str
    details: str


def show(visit: Visit) -> Response:
    """Show the plan: what is there, and what is not yet."""
    case = visit.case
    known = Known(case=case)

    def words(tier: str) -> str:
        return begun(tier_named(case.process, tier))

    return visit.render(
        "plan.html.j2",
        title="The process plan",
        process=case.process,
        hosts=together(map(case.process.name, case.process.hosts)),
        mediators=together(map(case.process.name, case.process.mediators)),
        gaps=process_gaps(case, _today(visit)),
        lists=[
            (word, heading, _CALLED[word], tuple(_rows(case, word)))
            for word, heading in _HEADINGS.items()
        ],
        constraints=tuple(_rows(case, "constraint")),
        checks=sorted(case.process.checklist.values(), key=partial(_order, case.process)),
        covering=partial(_covering, case.process),
        checklists=[(one, one.replace("-", " ")) for one in checklist_names()],
        seats=[
            (one, _SEATS.get(one) or case.process.name(one), ", ".join(map(words, tiers)))
            for one, tiers in case.process.readers.items()
        ],
        tabs_here=_PARTS,
        questions=tuple(known.gathered(OpenQuestions).blocks(known)),
        in_force=tuple(known.gathered(InForce).blocks(known)),
    )


def _order(process: Process, one: ChecklistLine) -> int:
    """Return where a line stands: what is not on the agenda first, what was struck last."""
    return 2 if one.struck else int(one not in process.uncovered)


def _covering(process: Process, one: ChecklistLine) -> str:
    issues = process.agenda.issues
    return together(issues[i].name for i in one.covered_by if i in issues)


def _rows(case: Case, word: str) -> Iterator[DeclaredRow]:
    for at, one in listed(case, word):
        yield DeclaredRow(
            address=_address(at),
            name=_name(at, one),
            details="; ".join(filter(None, _details(case.process, word, one))),
        )


def _address(what: Declaration) -> str:
    """Return where something is changed; where something new is added, if it has no id."""
    asked = {"one": what.id, "issue": what.issue}
    rest = urlencode({key: value for key, value in asked.items() if value})
    return f"/plan/{what.word}?{rest}" if rest else f"/plan/{what.word}"


def _name(at: Declaration, one: Any) -> str:
    return str((one.basis or at.id) if isinstance(one, Exclusion) else one.name)


def _details(process: Process, word: str, one: Any) -> Iterator[str]:
    """Yield in words what is said of something beside its name."""
    name = process.name
    match word:
        case "party":
            yield one.principal and f"decides: {name(one.principal)}"
            if one.delegation:
                yield f"at the table: {together(map(name, one.delegation.head))}"
                others = together(map(name, one.delegation.members))
                yield others and f"with {others}"
            yield f"since {one.since.day}" if one.since else ""
        case "person":
            yield one.office
            yield one.party and f"for {name(one.party)}"
        case "actor":
            yield from dict.fromkeys(one.words)
        case "venue":
            yield one.place
            yield one.host and f"offered by {name(one.host)}"
        case "plan":
            yield one.date.words if one.date else "no day yet"
            yield one.venue and name(one.venue)
        case "constraint":
            issues = process.agenda.issues
            yield "not together: " + together(
                f"{issues[i].name}: {' or '.join(issues[i].choices[o].name for o in options)}"
                for i, options in one.never.items()
            )


@frozen(kw_only=True)
class DeclaredForm:
    """The form for something that a process declares.

    Attributes:
        cls: The class of it.
        what: What it is; None for the process itself.
        held: It, as it stands; None for something new.
        title: What heads the form.
        leave_out: Keys that have no field.
        address: Where it is sent.
        back: Where to go afterwards.
    """

    cls: type
    what: Declaration | None
    held: Any
    title: str
    leave_out: tuple[str, ...]
    address: str
    back: str

    def made(self, case: Case, begun: Mapping[str, Any]) -> tuple[FormField, ...]:
        """Return the fields, with what stands in them.

        Args:
            case: What there is to choose from.
            begun: What stands in those of something new.
        """
        plain = begun if self.held is None else fields_plain(self.held)
        return tuple(form_fields(self.cls, plain, case, self.leave_out))

    @property
    def digest(self) -> str:
        """What tells whether it was changed since somebody looked at it."""
        plain = fields_plain(self.held) if self.held is not None else {}
        kept = {key: held for key, held in plain.items() if key not in self.leave_out}
        return blake2b(repr(kept).encode(), digest_size=12).hexdigest()


def _form(visit: Visit, case: Case) -> DeclaredForm:
    """Return the form that an address names.

    Raises:
        NotThere: If it names nothing.
    """
    word, one = visit.path["word"], visit.query.get("one", "")
    if word == "process":
        rest = tuple(key for key in fields(Process) if key not in _OF_PROCESS)
        return DeclaredForm(
            cls=Process,
            what=None,
            held=case.process,
            title=case.process.title,
            leave_out=rest,
            address="/plan/process",
            back="/plan",
        )
    issue = visit.query.get("issue", "") * (word == "option")
    if word not in _CALLED or (word == "option" and issue not in case.process.agenda.issues):
        raise NotThere
    what = Declaration(word, one, issue)
    there = {at.id: held for at, held in listed(case, word, issue)}
    if one and one not in there:
        raise NotThere
    held = there[one] if one else None
    start = f"Add {_CALLED[word]}"
    return DeclaredForm(
        cls=DECLARED[word],
        what=what,
        held=held,
        title=_name(what, held) if one else start,
        leave_out=("id",),
        address=_address(what),
        back=_address(Declaration("issue", issue)) if issue else "/plan",
    )


def form(visit: Visit) -> Response:
    """Show the form for something that the process declares, new or there."""
    return _shown(visit, visit.case)


def _shown(visit: Visit, case: Case, mistakes: Iterable[str] = ()) -> Response:
    asked = _form(visit, case)
    made = asked.made(case, _begun(visit, case, asked))
    typed = [evolve(one, value=visit.lists.get(one.name, ())) for one in made]
    changed = bool(visit.form) and visit.form.get("saw") != asked.digest
    visit.mistakes = tuple(mistakes)
    what, issues = asked.what, case.process.agenda.issues
    settled = (
        issues.get(what.issue or (what.id if what.word == "issue" else "")) if what else None
    )
    return visit.render(
        "declared_form.html.j2",
        status=422 if visit.mistakes else 200,
        title=asked.title,
        fields=typed if visit.form else made,
        now={one.name: _in_words(one) for one in made} if changed else {},
        form=asked,
        issue=settled,
    )


def _in_words(one: FormField) -> str:
    """Return what stands in a field as somebody reads it."""
    called = dict(one.choices)
    return "; ".join(called.get(value, value) for value in one.value)


def _begun(visit: Visit, case: Case, asked: DeclaredForm) -> dict[str, Any]:
    """Return what stands in a new form: what comes up once things happened is of today."""
    late = asked.what and asked.what.word in ("issue", "option") and case.record.entries
    return {"since": str(_today(visit))} if late else {}


def save(visit: Visit) -> Response:
    """Add what was typed, or change what is there."""
    now = _now(visit)
    asked = _form(visit, now)
    keys, wrong = typed_keys(asked.cls, visit.lists, partial(_date, visit), asked.leave_out)
    if asked.held is None:
        do, name = _adding(visit, now, asked, keys, wrong)
        said = f"Added: {name}."
    else:
        made = asked.made(now, {})
        was, _ = typed_keys(asked.cls, standing(made), partial(_date, visit), asked.leave_out)
        every = (*was, *(key for key in keys if key not in was))
        changes = {k: keys.get(k, "") for k in every if keys.get(k) != was.get(k)}
        do, said = (
            partial(_change, visit, changes),
            "Changed." if changes else "Nothing changed.",
        )
    return _tried(visit, do, wrong, said, asked)


def _adding(
    visit: Visit, case: Case, asked: DeclaredForm, keys: dict[str, Any], wrong: list[str]
) -> tuple[Callable[[Path], Any], str]:
    """Return what adds something new, and what that is called; add what is wrong with it."""
    assert asked.what is not None
    word, issue = asked.what.word, asked.what.issue
    there = [at.id for at, _ in listed(case, word, issue)]
    if word == "constraint":
        number = 1
        while f"not-together-{number}" in there:
            number += 1
        name = f"not-together-{number}"
    else:
        name = keys.pop("name", "")
        if not name:
            wrong.append("Name: say what it is called.")
        elif id_of(name) in there:
            wrong.append(f"There is one called '{name}' already: give this one another name.")
    if word == "issue" and keys.get("no_deal"):
        _without(keys, wrong)
    given = keys.pop("sources", [])
    known = [one for one in given if one in case.record.sources]
    do = partial(
        declare,
        what=Declaration(word, name, issue),
        keys=keys | ({"sources": known} if known else {}),
        new_sources=[one for one in given if one not in known],
        published=str(_today(visit)),
        case=case,
    )
    return do, name


def _without(keys: dict[str, Any], wrong: list[str]) -> None:
    """Put the id of an option in place of its words, for what a new issue comes to."""
    typed, options = str(keys["no_deal"]), keys.get("options") or {}
    called = {_plain(words): one for one, words in options.items()}
    if _plain(typed) in called:
        keys["no_deal"] = called[_plain(typed)]
    elif options:
        wrong.append(
            f"What it comes to without a deal: '{typed}' is none of the ways to settle it."
        )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".")


def _change(visit: Visit, changes: Mapping[str, Any], folder: Path) -> None:
    """Change what is there, unless somebody else did meanwhile.

    Raises:
        Overwritten: If somebody did.
    """
    now = _now(visit)
    asked = _form(visit, now)
    if visit.form.get("saw") != asked.digest:
        raise Overwritten
    if changes and asked.what is None:
        edit_process(folder, changes, case=now)
    elif changes and asked.what is not None:
        redeclare(folder, asked.what, changes, case=now)


def remove(visit: Visit) -> Response:
    """Take away what nothing else needs."""
    asked = _form(visit, visit.case)
    if asked.what is None or asked.held is None:
        raise NotThere
    do = partial(undeclare, what=asked.what, case=visit.case)
    return _tried(visit, do, [], f"Removed: {asked.title}.", asked)


def _tried(
    visit: Visit,
    do: Callable[[Path], Any],
    wrong: Iterable[str],
    said: str,
    asked: DeclaredForm,
) -> Response:
    """Change the folder and go on; or show the form again, with why nothing was done."""
    wrong = tuple(wrong)
    if not wrong:
        try:
            visit.change(do)
        except AccordError as error:
            wrong = sentences(error, visit.folder, partial(_called, asked.cls))
        else:
            return visit.go(_after(visit, asked), said=said)
    return _shown(visit, _now(visit), wrong)


def _after(visit: Visit, asked: DeclaredForm) -> str:
    """Return where to go after something was saved: to where it stands, or to add another."""
    if asked.what is None or asked.back != "/plan":
        return asked.back
    if asked.held is None and visit.form.get("then") == "another":
        return asked.address
    on_agenda = asked.what.word in ("issue", "constraint")
    return f"/plan#{'agenda' if on_agenda else asked.what.word}"


def _called(cls: type, key: str) -> str:
    known = fields(cls)
    return f"'{label(known[key])}'" if key in known else f"'{key}'"


def line(visit: Visit) -> Response:
    """Show a line of the checklist, to be covered or struck."""
    return _line(visit, visit.case)


def _line(visit: Visit, case: Case, mistakes: tuple[str, ...] = ()) -> Response:
    one = case.process.checklist.get(visit.query.get("one", ""))
    if one is None:
        raise NotThere
    visit.mistakes = mistakes
    return visit.render(
        "checklist_line.html.j2",
        status=422 if mistakes else 200,
        title=one.name,
        line=one,
        issues=[(i.id, i.name) for i in case.process.agenda.issues.values()],
        covered=visit.lists.get("issue", ()) if visit.form else one.covered_by,
        struck=visit.form.get("reason", one.struck),
    )


def settle(visit: Visit) -> Response:
    """Record which issues cover a line of the checklist, or strike it with a reason."""
    one, reason = visit.query.get("one", ""), visit.form.get("reason", "").strip()
    issues = visit.lists.get("issue", ())
    if one not in visit.case.process.checklist:
        raise NotThere
    if reason and issues:
        return _line(
            visit, visit.case, ("Either issues settle it, or it is struck: not both.",)
        )
    case = _now(visit)
    do = (
        partial(strike, line=one, reason=reason, case=case)
        if reason
        else partial(cover, line=one, issues=issues, case=case)
    )
    try:
        visit.change(do)
    except AccordError as error:
        return _line(visit, _now(visit), sentences(error, visit.folder))
    said = "Struck." if reason else "On the agenda." if issues else "Not on the agenda yet."
    return visit.go("/plan#checklist", said=said)


def add_list(visit: Visit) -> Response:
    """Add the lines of a checklist that comes with the program."""
    name = visit.form.get("name", "")
    if name not in checklist_names():
        raise NotThere
    added = visit.change(partial(add_checklists, names=[name], case=_now(visit)))
    return visit.go("/plan#checklist", said=f"Lines added to the checklist: {len(added)}.")


def seats(visit: Visit) -> Response:
    """Show who else has a seat, and what each reads."""
    return _seats(visit, visit.case)


def _seats(visit: Visit, case: Case, mistakes: tuple[str, ...] = ()) -> Response:
    process, one = case.process, visit.query.get("one", "")
    visit.mistakes = mistakes
    there = (*process.actors, *process.people)
    free = [(i, process.name(i)) for i in there if i not in process.readers]
    return visit.render(
        "plan_seats.html.j2",
        status=422 if mistakes else 200,
        title=process.name(one) if one else "A seat for somebody else",
        one=one,
        who=[*free, *([] if HOST in process.readers else [*_SEATS.items()])],
        tiers=[(tier, begun(tier_named(process, tier))) for tier in visit.seat.reader.read],
        ticked=visit.lists.get("tiers", ()) if visit.form else process.readers.get(one, ()),
    )


def seat(visit: Visit) -> Response:
    """Add a seat for somebody who reads some tiers, or take it away.

    Nobody can give what they may not read themselves.
    """
    one = visit.query.get("one", "") or visit.form.get("who", "")
    tiers = visit.lists.get("tiers", ())
    case = _now(visit)
    process = case.process
    known = (*process.readers, *process.actors, *process.people, HOST)
    held = process.readers.get(one, ())
    if one not in known or not {*tiers, *held} <= {*visit.seat.reader.read}:
        raise NotThere
    left = {i: [*kept] for i, kept in process.readers.items() if i != one}
    left |= {one: [*tiers]} if tiers else {}

    def write(folder: Path) -> Path:
        if left and process.readers:
            return edit_process(folder, {one: [*tiers]}, ("readers",), case=case)
        return edit_process(folder, {"readers": left}, case=case)

    try:
        visit.change(write)
    except AccordError as error:
        return _seats(visit, case, sentences(error, visit.folder))
    said = "Whoever runs the host can give a link now." if tiers else "The seat is gone."
    return visit.go("/plan#seats", said=said)


def _now(visit: Visit) -> Case:
    """Return what this seat may read at this moment, be it other than when the visit began."""
    return visit.host.held.case(visit.seat.reader)


def _today(visit: Visit) -> When:
    return When.parse(str(today(visit)))


def _date(visit: Visit, text: str) -> When:
    return date_said(text, today(visit))


PAGES = (
    HostPage("/plan", show, Rule.DESK, nav=("Process plan",)),
    HostPage("/plan/checklist", add_list, Rule.TEAM, "POST"),
    HostPage("/plan/line", line, Rule.TEAM),
    HostPage("/plan/line", settle, Rule.TEAM, "POST"),
    HostPage("/plan/seats", seats, Rule.TEAM),
    HostPage("/plan/seats", seat, Rule.TEAM, "POST"),
    HostPage("/plan/{word}", form, Rule.TEAM),
    HostPage("/plan/{word}", save, Rule.TEAM, "POST"),
    HostPage("/plan/{word}/remove", remove, Rule.TEAM, "POST"),
)
