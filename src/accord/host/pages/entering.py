"""Entering what happened: a new entry, a correction, a slip mended, an entry withdrawn."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError, Conflict, InvalidProcess, Problem, Settled
from accord.formats.append import tree
from accord.formats.edit_entry import edit, fingerprint, supersede
from accord.formats.entry_given import DATES, ReadDate, add_given, draft_of
from accord.formats.human_dates import date_said
from accord.formats.shapes import fields
from accord.formats.sheet_names import SheetNames
from accord.host.entry_form import (
    EntryForm,
    Typed,
    date_words,
    form_for,
    keys_of,
    kinds_by_use,
    label_of,
    typed_of,
)
from accord.host.held_folder import AlreadyDone
from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.host.who_sees import who_reads
from accord.model.tier import TABLE, narrow
from accord.record import KINDS, Case, Correction, Entry
from accord.record.said_otherwise import said_otherwise
from accord.record.sentences import sentence
from accord.record.wording import begun, unstopped
from accord.telling.holder_words import tier_named

_MAKING = "say below that it is new"
"""What is said of a source that is not there, with the fields for a new one below."""


def today(visit: Visit) -> date:
    """Return the day that it is where the host stands."""
    return visit.host.settings.clock().astimezone().date()


def _when(visit: Visit) -> ReadDate:
    return partial(date_said, today=today(visit))


def add(visit: Visit) -> Response:
    """Show the kinds of entry; of a chosen one the form, filled in as the address says."""
    kind = visit.query.get("kind", "")
    if kind not in KINDS or kind == Correction.kind:
        kinds = kinds_by_use(visit.case)
        return visit.render("entry_kinds.html.j2", title="What happened?", kinds=kinds)
    typed = {name: (value,) for name, value in visit.query.items() if name != "kind"}
    return _form(visit, kind, typed)


def _form(
    visit: Visit,
    kind: str,
    typed: Typed,
    problems: Iterable[Problem] = (),
    general: Iterable[str] = (),
    status: int = 200,
) -> Response:
    problems = tuple(problems)
    form = form_for(kind, visit.case, typed, _when(visit), problems)
    found = _found(visit, kind, typed) if visit.form else None
    visit.mistakes = (*general, *_at_top(form, problems))
    return visit.render(
        "entry.html.j2",
        status=status,
        title=f"Enter: {form.what}",
        form=form,
        typed=typed,
        readers=readers_for(visit, kind),
        read_by=_read_by(visit),
        chosen=typed.get("for", (readers_for(visit, kind)[0][0],))[0],
        wrong_source=[p.sentence for p in problems if p.key == "new_sources"],
        **(found or _nothing_found()),
    )


def _at_top(form: EntryForm, problems: Iterable[Problem]) -> Iterable[str]:
    """Yield every mistake for the top of the page: with the name of its field."""
    at_fields = {one.name: one for one in (*form.main, *form.more)}
    for one in at_fields.values():
        yield from (f"{one.label}: {said}" for said in one.wrong)
    yield from (p.sentence for p in problems if p.key not in at_fields)


def readers_for(visit: Visit, kind: str) -> list[tuple[str, str]]:
    """Return for whom an entry may be written, with the words for it; the default first.

    Args:
        visit: Whose visit it is.
        kind: The kind of the entry.
    """
    own = [(tier, _whom(visit, tier)) for tier in visit.seat.writes_for]
    if not visit.seat.team:
        return own
    default = _default_readers(visit.case, kind)
    return [("", _whom(visit, default)), *(one for one in own if one[0] != default)]


def _whom(visit: Visit, tier: str) -> str:
    return begun(tier_named(visit.case.process, tier))


def _read_by(visit: Visit) -> list[str]:
    """Return by which seats what is for some alone is read, where its name does not say so."""
    said = ((tier, _whom(visit, tier)) for tier in visit.seat.writes_for if narrow((tier,)))
    found = ((words, who_reads(visit.host.seats, (tier,))) for tier, words in said)
    return [f"What is for {words} is read by: {who}" for words, who in found if words != who]


def _default_readers(case: Case, kind: str) -> str:
    cls: Any = KINDS[kind]
    (tier, *_) = fields(cls)["for"].default
    return case.record.for_[0] if tier == TABLE and case.record.for_ else str(tier)


def look_at_date(visit: Visit) -> Response:
    """Return in words how a date is read."""
    text = next((visit.query[key] for key in DATES if visit.query.get(key)), "")
    read = wrong = ""
    if text.strip():
        try:
            read = date_words(_when(visit)(text))
        except ValueError as error:
            wrong = str(error)
    return visit.render("entry_date.html.j2", read=read, wrong=wrong)


def look(visit: Visit) -> Response:
    """Show who says otherwise than what is typed so far, and what is likely the same."""
    if "entry" in visit.path:
        _entry(visit)
    kind = visit.form.get("kind", "")
    found = _found(visit, kind, visit.lists) if kind in KINDS else _nothing_found()
    return visit.render("entry_otherwise.html.j2", **found)


def _nothing_found() -> dict[str, Any]:
    return {"otherwise": (), "unfitting": (), "alike": ()}


def _found(visit: Visit, kind: str, typed: Typed) -> dict[str, Any]:
    """Return what the record says otherwise and alike, each entry in a sentence."""
    case = visit.case
    instead = visit.path.get("entry", "")
    keys = keys_of(kind, typed) | ({"supersedes": instead} if instead else {})
    read = draft_of(tree(keys), _when(visit), case)
    if read is None:
        return _nothing_found()
    found = said_otherwise(case, *read)
    return {
        "otherwise": [entry_told(case, one) for one in found.otherwise],
        "unfitting": found.sentences,
        "alike": [entry_told(case, one) for one in found.alike],
    }


@frozen(kw_only=True)
class EntryTold:
    """An entry as a page tells it.

    Attributes:
        id: Its id.
        date: When, in words.
        said: What it says.
        by: Who reports it.
    """

    id: str
    date: str
    said: str
    by: str


def entry_told(case: Case, entry: Entry) -> EntryTold:
    """Return an entry as a page tells it.

    Args:
        case: What whoever reads it may read.
        entry: The entry.
    """
    labels = dict.fromkeys(case.record.labels.get(s, s) for s in entry.sources)
    return EntryTold(
        id=entry.id,
        date=entry.date.words,
        said=sentence(case.process, entry, case.record),
        by="; ".join(labels),
    )


def save(visit: Visit) -> Response:
    """Add the entry that was typed; with a mistake, show the form again with all in it."""
    kind = visit.form.get("kind", "")
    if kind not in KINDS or kind == Correction.kind:
        raise NotThere
    typed = visit.lists
    if "look" in visit.form:
        return _form(visit, kind, typed)
    readers = chosen_readers(visit)
    words, problems = _new_source(visit)
    cited, new_days = _new_days(visit, typed)
    words += new_days
    keys = tree(keys_of(kind, cited))

    def what(folder: Path) -> list[str]:
        change = add_given(
            folder,
            keys,
            when=_when(visit),
            new_sources=words,
            readers=readers,
            making=_MAKING,
            case=visit.case,
        )
        return [one.id for one in change.added]

    try:
        if problems:
            raise InvalidProcess(problems)
        ids = visit.change(what)
    except AlreadyDone as done:
        ids = [*done.added]
    except InvalidProcess as invalid:
        mine, general = _parted(visit, invalid.problems)
        return _form(visit, kind, typed, mine, general, 422)
    except AccordError as error:
        return _form(visit, kind, typed, (), [without_place(visit, error)], 422)
    return visit.go(f"/record/{ids[-1]}" if ids else "/record", said="Added.")


def chosen_readers(visit: Visit) -> tuple[str, ...]:
    """Return for whom an entry was said to be; nothing for whom the record is for.

    Args:
        visit: Whose visit it is.

    Raises:
        NotThere: If this seat may not write for them.
    """
    chosen = visit.form.get("for", "")
    if not chosen and visit.seat.team:
        return ()
    if chosen not in visit.seat.writes_for:
        raise NotThere
    return (chosen,)


def without_place(visit: Visit, error: AccordError) -> str:
    """Return what was refused, without where the folder lies on the machine of the host.

    Args:
        visit: Whose visit it is.
        error: Why it was refused.
    """
    return str(error).replace(f"{visit.folder}/", "")


def _parted(visit: Visit, problems: Iterable[Problem]) -> tuple[list[Problem], list[str]]:
    """Part what is wrong with what was typed from what is wrong in the files already."""
    mine = [one for one in problems if not one.line]
    others = [one for one in problems if one.line]
    general = []
    if others:
        general.append("Nothing was saved, for there are mistakes in the files of the folder:")
        general += [
            f"{Path(one.file).name}, line {one.line}: {one.sentence}"
            for one in others
            if visit.seat.team
        ]
    return mine, general


def _new_source(visit: Visit) -> tuple[list[str], list[Problem]]:
    """Return the new source that was typed as a person says it, and what is wrong with it."""
    said = {name: visit.form.get(f"new_{name}", "").strip() for name in _OF_SOURCE}
    outlet, heard, url = (said[name].replace(";", ",") for name in ("outlet", "heard", "url"))
    if not any(said.values()):
        return [], []
    day = ""
    if said["date"]:
        try:
            day = f", {_when(visit)(said['date'])}"
        except ValueError as error:
            return [], [Problem("", 0, str(error), "new_sources")]
    if heard:
        return [f"heard from {heard}{day}"], []
    return [f"{outlet}{day} {url}".strip()], []


def _new_days(visit: Visit, typed: Typed) -> tuple[Typed, list[str]]:
    """Part known outlets on days of which nothing of theirs is there from what is typed.

    The field asks for an outlet and its day; those of an outlet that is there can be made of
    the words alone. One that is not there may be a slip: it is asked for in its own fields.

    Returns:
        What is typed without them, with the source where a day has one; and them, as a new
        source is given in words.
    """
    names, left, new = SheetNames(case=visit.case), [], []
    lines = (part for text in typed.get("sources", ()) for part in text.split(";"))
    for word in filter(None, map(str.strip, lines)):
        outlet, _, day = word.rpartition(",")
        known = names.find("outlet", outlet.strip())
        try:
            when = _when(visit)(day) if known and not names.find("source", word) else None
        except ValueError:
            when = None
        there = names.sources_of(known, when) if when is not None else []
        if when is not None and not there:
            new.append(word)
        else:
            left.append(there[0] if len(there) == 1 else word)
    return {**typed, "sources": tuple(left)}, new


_OF_SOURCE = ("outlet", "date", "url", "heard")
"""What is said of a new source: who published it, when, where it can be read, who told it."""


def _entry(visit: Visit) -> Entry:
    """Return the entry that is to be changed, if this seat may change it."""
    entry = visit.case.record.by_id.get(visit.path["entry"])
    if entry is None or not set(entry.for_) <= set(visit.seat.writes_for):
        raise NotThere
    return entry


def change(how: str) -> Callable[[Visit], Response]:
    """Return what shows the form by which an entry is changed.

    Args:
        how: `supersede` puts another in its place, `withdraw` puts nothing there, `edit` mends
            a slip.
    """

    def shown(visit: Visit) -> Response:
        entry = _entry(visit)
        latest = visit.case.record.latest(entry.id)
        if latest != entry.id:
            return visit.go(
                f"/record/{latest}/{how}", said="This was corrected since: here is what stands."
            )
        return _changing(visit, how, entry, typed_of(entry, visit.case))

    return shown


def _changing(
    visit: Visit,
    how: str,
    entry: Entry,
    typed: Typed,
    *,
    problems: Iterable[Problem] = (),
    general: Iterable[str] = (),
    theirs: Iterable[tuple[str, str]] = (),
    case: Case | None = None,
    status: int = 200,
) -> Response:
    case, problems = case or visit.case, tuple(problems)
    form = form_for(entry.kind, case, typed, _when(visit), problems)
    was = typed_of(entry, case)
    visit.mistakes = (*general, *_at_top(form, problems))
    return visit.render(
        f"entry_{'withdraw' if how == 'withdraw' else 'change'}.html.j2",
        status=status,
        title="Withdraw an entry" if how == "withdraw" else "Correct an entry",
        how=how,
        form=form,
        typed=typed,
        was=was,
        entry=entry_told(case, entry),
        for_whom=f"Read by {who_reads(visit.host.seats, entry.for_)}",
        seen=fingerprint(entry),
        theirs=tuple(theirs),
        wrong_source=[p.sentence for p in problems if p.key == "new_sources"],
        why=visit.form.get("why", ""),
        **(_found(visit, entry.kind, typed) if visit.form else _nothing_found()),
    )


def changed(how: str) -> Callable[[Visit], Response]:
    """Return what changes an entry as was typed.

    Args:
        how: As for `change`.
    """

    def saved(visit: Visit) -> Response:
        entry, why = _entry(visit), visit.form.get("why", "").strip()
        was = {
            name.removeprefix("was."): values
            for name, values in visit.lists.items()
            if name.startswith("was.")
        }
        typed = visit.lists
        if "look" in visit.form:
            return _changing(visit, how, entry, typed)
        words, wrong = _new_source(visit) if how != "edit" else ([], [])
        cited, new_days = _new_days(visit, typed) if how != "edit" else (typed, [])
        words += new_days
        before, after = keys_of(entry.kind, was), keys_of(entry.kind, cited)
        changes = {
            key: after.get(key, "")
            for key in dict.fromkeys((*before, *after))
            if before.get(key) != after.get(key)
        }
        if how == "withdraw":
            changes = {"kind": Correction.kind}
            if resting_on := after.get("sources"):
                changes["sources"] = resting_on
        lacking = _lacking(how, why, changes or words)
        if lacking or wrong:
            return _changing(
                visit, how, entry, typed, problems=wrong, general=lacking, status=422
            )
        what = _changer(visit, how, entry.id, changes, why, words)
        try:
            landed = visit.change(what)
        except AlreadyDone as done:
            landed = [*done.added, entry.id][0]
        except Conflict as conflict:
            return _met(visit, how, entry.id, typed, was, str(conflict))
        except Settled as error:
            said = f"{error.reason}. Correct it instead: both versions stay."
            return _changing(visit, how, entry, typed, general=[said], status=422)
        except InvalidProcess as invalid:
            mine, general = _parted(visit, invalid.problems)
            return _changing(
                visit, how, entry, typed, problems=mine, general=general, status=422
            )
        except AccordError as error:
            return _changing(
                visit, how, entry, typed, general=[without_place(visit, error)], status=422
            )
        return visit.go(f"/record/{landed}", said=_DONE[how])

    return saved


_DONE = {
    "supersede": "Corrected: what it said before stays in the record.",
    "edit": "Mended.",
    "withdraw": "Withdrawn: what it said stays in the record.",
}


def _lacking(how: str, why: str, changes: Collection[str]) -> list[str]:
    """Return what is missing before anything can be changed."""
    found = []
    if not changes:
        found.append("Nothing was changed: say what is to be different.")
    if not why and how != "edit":
        found.append("Why: please say why what it said does not stand.")
    return found


def _changer(
    visit: Visit,
    how: str,
    one: str,
    changes: Mapping[str, Any],
    why: str,
    words: Sequence[str],
) -> Callable[[Path], str]:
    """Return what changes the folder, and then the id of the entry that stands."""
    when, case, seen = _when(visit), visit.case, visit.form.get("seen", "")

    def what(folder: Path) -> str:
        if how == "edit":
            return edit(folder, one, changes, when=when, case=case, seen=seen).id
        new = supersede(
            folder,
            one,
            changes,
            why,
            when=when,
            new_sources=words,
            making=_MAKING,
            case=case,
            seen=seen,
        )
        return new.added.id

    return what


def _met(visit: Visit, how: str, one: str, typed: Typed, was: Typed, said: str) -> Response:
    """Show what somebody else wrote meanwhile beside what was typed; nothing is lost.

    What was not touched here is as they left it; what was, stays as it is typed.
    """
    case = visit.host.held.case(visit.seat.reader)
    now = case.record.by_id.get(case.record.latest(one))
    if now is None or isinstance(now, Correction):
        entry = _entry(visit)
        why = f": {unstopped(now.why)}" if now and now.why else ""
        gone = [f"Somebody withdrew this meanwhile{why}."]
        return _changing(visit, how, entry, typed, general=gone, status=409)
    theirs = typed_of(now, case)
    names = dict.fromkeys((*was, *theirs))
    own = {name: values for name, values in typed.items() if not name.startswith("was.")}
    merged = dict(own)
    beside = []
    known: Any = fields(type(now))  # type: ignore[arg-type]
    for name in names:
        if theirs.get(name, ("",)) == was.get(name, ("",)):
            continue
        if own.get(name, ("",)) == was.get(name, ("",)):
            merged[name] = theirs.get(name, ("",))
        label = label_of(known[name.partition(".")[0]]) if name in known else name
        beside.append((label, "; ".join(theirs.get(name, ("nothing",)))))
    general = [
        "Somebody else changed this meanwhile. What they wrote stands below beside what you "
        "typed; save again if yours is to take its place."
    ]
    return _changing(
        visit, how, now, merged, general=general, theirs=beside, case=case, status=409
    )


_CHANGES = ("supersede", "edit", "withdraw")

PAGES = (
    HostPage("/record/add", add, Rule.WRITES, nav=("Enter what happened", "An entry")),
    HostPage("/record/add", save, Rule.WRITES, "POST"),
    HostPage("/record/add/date", look_at_date, Rule.WRITES),
    HostPage("/record/add/otherwise", look, Rule.WRITES, "POST"),
    HostPage("/record/{entry}/otherwise", look, Rule.WRITES, "POST"),
    *(HostPage(f"/record/{{entry}}/{how}", change(how), Rule.WRITES) for how in _CHANGES),
    *(
        HostPage(f"/record/{{entry}}/{how}", changed(how), Rule.WRITES, "POST")
        for how in _CHANGES
    ),
)
