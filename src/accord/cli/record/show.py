"""`accord record FOLDER show ID`: everything about one thing, in words."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import click
from attrs import evolve

from accord.cli import console
from accord.cli.common import AS_JSON, AS_OF, FOR, write_json
from accord.cli.record import contested as readings
from accord.cli.record.reading import (
    ALL,
    FOLDER_OF,
    PAGE,
    brief_labels,
    meant,
    read,
    say_left_out,
)
from accord.errors import AccordError
from accord.formats.read import near
from accord.formats.shapes import Form, Shape, fields
from accord.formats.write import entry_plain, fields_plain
from accord.model import Issue, Reader, When
from accord.record import (
    Case,
    Contested,
    Entry,
    Meeting,
    Position,
    Register,
    Source,
    contested,
    issues,
    speakers,
)
from accord.record.kinds.offer import asked
from accord.record.links import Links, links
from accord.record.sentences import sentence
from accord.record.terms import options_in, terms, words_in
from accord.record.wording import quantity

LINKS = {
    "replaced_by": "Superseded by",
    "claims": "Claims about it",
    "responses": "Responses to it",
    "about": "Others about it",
    "during": "During it",
}
_OWN = ("id", "sources", "text")
_NAMED = ("outlet", "publisher", "via")
"""What the label of a source says."""


@click.command("show")
@click.argument("one", metavar="ID")
@AS_OF
@FOR
@ALL
@AS_JSON
@FOLDER_OF
def command(
    path: str, /, one: str, as_of: Any, reader: Reader, whole: bool, as_json: bool
) -> None:
    """Show all there is on ID: of an entry, a source, an outlet, an issue, a person and so on.

    Names stand for ids, sources are given in full, and links are followed both ways.
    """
    case = read(path, as_of, reader)
    found = things(case, one)
    if not found:
        raise AccordError(_unknown(case, one, path, as_of, reader))
    if as_json:
        write_json({what: _plain(case, what, thing) for what, thing in found.items()})
        return
    out = console.console()
    for what, thing in found.items():
        _draw(out, case, what, thing, whole)


def things(case: Case, one: str) -> dict[str, Any]:
    """Return everything that has an id, or a name, by what it is."""
    record = case.record
    registers = _registers(case)
    found = {what: known[one] for what, known in registers.items() if one in known}
    if not found:
        named = {what: meant(one, known) for what, known in registers.items()}
        found = {what: registers[what][id_] for what, id_ in named.items() if id_ != one}
    for what in ("issue", "planned round"):
        if what in found:
            sources = tuple(s for s in found[what].sources if s in record.sources)
            found[what] = evolve(found[what], sources=sources)
    return found


def _registers(case: Case) -> dict[str, Mapping[str, Any]]:
    """Return all that has ids, by what it is."""
    process, record = case.process, case.record
    return {
        "entry": record.by_id,
        "source": record.sources,
        "outlet": record.outlets,
        "issue": process.agenda.issues,
        "party": process.parties,
        "person": process.people,
        "actor": process.actors,
        "venue": process.venues,
        "planned round": process.rounds,
    }


def _unknown(case: Case, one: str, path: str, as_of: When | None, reader: Reader) -> str:
    if as_of is not None and things(read(path, None, reader), one):
        return f"'{one}' was not known as of {as_of}"
    known = chain.from_iterable(_registers(case).values())
    return f"nothing has the id '{one}'{near(one, known)}; 'list' gives the ids of all entries"


def _disputes(case: Case, entry: Entry) -> list[Contested]:
    return [
        c
        for c in contested(case.record)
        if c.subject == entry.id or any(r.entry == entry.id for r in c.readings)
    ]


def _related(case: Case, what: str, thing: Any) -> dict[str, list[Entry]]:
    """Return the entries that have to do with something, by how."""
    if what == "entry":
        found: Links = links(case.record, thing.id)
        return {title: list(getattr(found, name)) for name, title in LINKS.items()}
    entries = sorted(case.record.entries, key=lambda e: e.date.order)
    match what:
        case "source":
            return {"What rests on it": [e for e in entries if thing.id in e.sources]}
        case "outlet":
            known = case.record.sources.values()
            rest = {s.id for s in known if thing.id in (s.outlet, *s.via)}
            return {"What rests on it": [e for e in entries if rest.intersection(e.sources)]}
        case "issue":
            touching = [e for e in entries if thing.id in issues(e)]
            return {
                "Positions": [e for e in touching if isinstance(e, Position)],
                "Others that touch it": [e for e in touching if not isinstance(e, Position)],
            }
        case "party" | "person" | "actor":
            mine = [e for e in entries if _by(case, e, thing.id)]
            named = [e for e in entries if thing.id in speakers(e)]
            others = [e for e in named if not _by(case, e, thing.id)]
            return {"What they said and did": mine, "Where they are named": others}
        case "venue":
            return {"Held there": [e for e in entries if getattr(e, "venue", "") == thing.id]}
        case _:
            return {"Held as": [e for e in entries if getattr(e, "plan", "") == thing.id]}


def _by(case: Case, entry: Entry, one: str) -> bool:
    """Return whether somebody, or somebody who speaks for them, says or does an entry."""
    acting = {getattr(entry, "party", "")}
    by = getattr(entry, "by", "")
    acting.update((by,) if isinstance(by, str) else by)
    return one in acting or one in {case.process.side(name) for name in acting}


def _plain(case: Case, what: str, thing: Any) -> dict[str, Any]:
    given: dict[str, Any] = entry_plain(thing) if what == "entry" else fields_plain(thing)
    related = {
        title.lower().replace(" ", "_"): [e.id for e in entries]
        for title, entries in _related(case, what, thing).items()
    }
    whole: dict[str, Any] = {"is": given, "links": related}
    if what == "entry":
        known = case.record.sources
        whole["says"] = sentence(case.process, thing, case.record)
        whole["sources"] = {i: fields_plain(known[i]) for i in thing.sources}
        whole["contested"] = [readings.plain(case, c) for c in _disputes(case, thing)]
    return whole


def _draw(out: Any, case: Case, what: str, thing: Any, whole: bool) -> None:
    kind = thing.kind if what == "entry" else what
    name = case.record.labels[thing.id] if what == "source" else getattr(thing, "name", "")
    console.heading(out, f"{thing.id}: {kind}{f', {name}' if name else ''}")
    if what == "entry":
        console.paragraph(out, sentence(case.process, thing, case.record))
    console.pairs(out, facts(case, thing))
    for one in getattr(thing, "sources", ()):
        _source(out, case, case.record.sources[one])
    if isinstance(thing, Issue):
        out.print()
        console.heading(out, "Options")
        console.pairs(out, ((o.id, o.name) for o in thing.choices.values()))
    for title, entries in _related(case, what, thing).items():
        if entries:
            out.print()
            console.heading(out, f"{title} ({len(entries)})")
            _entries(out, case, entries if whole else entries[-PAGE:])
            say_left_out(0 if whole else len(entries) - PAGE)
    if what == "entry" and (disputes := _disputes(case, thing)):
        out.print()
        console.heading(out, "Contested")
        for one in disputes:
            readings.draw(out, case, one)
    out.print()


def _source(out: Any, case: Case, source: Source) -> None:
    """Draw a source in full."""
    out.print()
    console.heading(out, f"Source {source.id}: {case.record.labels[source.id]}")
    console.pairs(out, ((k, v) for k, v in facts(case, source) if k not in _NAMED))


def _entries(out: Any, case: Case, entries: list[Entry]) -> None:
    rows = (
        (
            e.id,
            e.date.words,
            sentence(case.process, e, case.record),
            brief_labels(case, e.sources),
        )
        for e in entries
    )
    console.table(out, ("id", "date", "what", "sources"), rows, (20, 12, None, 18))


def facts(case: Case, thing: Any) -> Iterator[tuple[str, str]]:
    """Yield every field in words that is filled in, with names beside ids."""
    for name, field in fields(thing.__class__).items():
        value = getattr(thing, field.attribute)
        hidden = _OWN if isinstance(thing, Entry) else ("id", "name", "options")
        if name not in hidden and value is not None and value != field.default:
            yield name.replace("_", " "), in_words(case, value, field.shape)
    if isinstance(thing, Meeting | Position) and thing.text:
        yield "text", thing.text


def in_words(case: Case, value: Any, form: Shape) -> str:
    """Put a value of a field in words, with names beside ids."""
    match form.form:
        case Form.MANY:
            assert form.item is not None
            words = [in_words(case, item, form.item) for item in value]
            return ("; " if form.item.ref and form.item.form is Form.TEXT else "\n").join(words)
        case Form.TERMS if not (
            isinstance(value, str) and form.ref and form.ref.to == "package"
        ):
            agenda = case.process.agenda
            return terms(agenda, options_in(value), words_in(value)) or str(value)
        case Form.TABLE if form.ref is not None and form.ref.to == "options":
            return "\n".join(": ".join(pair) for pair in case.process.agenda.describe(value))
        case Form.TABLE if form.ref is not None and form.ref.to == "combination":
            return asked(case.process.agenda, value)
        case Form.TABLE:
            assert form.item is not None
            return "\n".join(
                f"{case.process.name(key)}: {in_words(case, item, form.item)}"
                for key, item in value.items()
            )
        case Form.RANGE:
            return quantity(value) + (f" ({value.basis})" if value.basis else "")
        case Form.FIELDS:
            return "\n".join(f"{name}: {words}" for name, words in facts(case, value))
        case _ if isinstance(value, When):
            return value.words
        case _:
            return _named(case, str(value), form.ref.to if form.ref else "")


def _named(case: Case, one: str, to: str) -> str:
    """Return what an id names, with the id where the name does not give it away."""
    process, record = case.process, case.record
    name = process.name(one)
    if to in ("entry", "meeting", "proposal", "package") and one in record.by_id:
        entry = record.by_id[one]
        name = getattr(entry, "name", "") or console.short(sentence(process, entry, record), 80)
    elif to == "source":
        name = record.labels.get(one, name)
    elif to == "outlet" and one in record.outlets:
        name = record.outlets[one].label
    elif to == "issue" and one not in process.agenda.issues:
        return Register(process).issues([one])  # as of a day before it was one
    elif to in ("issue", "plan"):
        known = process.agenda.issues if to == "issue" else process.rounds
        name = known[one].name if one in known else name
    return name if name == one else f"{name} ({one})"
