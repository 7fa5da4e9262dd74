"""What has an id or a name, and the entries that have to do with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from accord.formats.entry_filters import meant
from accord.record import Case, Contested, Entry, Position, issues, speakers
from accord.record.links import Links, links

LINKS = {
    "replaced_by": "Superseded by",
    "claims": "Claims about it",
    "responses": "Responses to it",
    "about": "Others about it",
    "during": "During it",
}


def things(case: Case, one: str) -> dict[str, Any]:
    """Return everything that has an id, or a name, by what it is."""
    record, every = case.record, registers(case)
    found = {what: known[one] for what, known in every.items() if one in known}
    if not found:
        named = {what: meant(one, known) for what, known in every.items()}
        found = {what: every[what][id_] for what, id_ in named.items() if id_ != one}
    for what in ("issue", "planned round"):
        if what in found:
            sources = tuple(s for s in found[what].sources if s in record.sources)
            found[what] = evolve(found[what], sources=sources)
    return found


def registers(case: Case) -> dict[str, Mapping[str, Any]]:
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


def disputes(found: Iterable[Contested], entry: Entry) -> list[Contested]:
    """Return, of what is contested, what is so of an entry or by it."""
    return [
        c
        for c in found
        if c.subject == entry.id or any(r.entry == entry.id for r in c.readings)
    ]


def related(case: Case, what: str, thing: Any) -> dict[str, list[Entry]]:
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
