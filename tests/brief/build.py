"""Short ways to write folders down. A source is named by the day it was published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from frozendict import frozendict

from accord.brief import compose
from accord.brief.dossier import Dossier
from accord.model import (
    TABLE,
    Actor,
    Agenda,
    Amount,
    Exclusion,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Party,
    Person,
    PlannedRound,
    Process,
    Range,
    Venue,
    When,
)
from accord.record import KINDS, Answer, Case, Entry, Outlet, Perceived, Record, Source, Stance

PARTIES = {"north": "North", "south": "South"}
PEOPLE = {"nora": ("Nora", "north"), "sam": ("Sam", "south")}
ACTORS = {"host": "Hostland", "agency": "Agency", "paper": "Paper"}
ISSUES = {"truce": ("now", "later"), "border": ("old", "new")}

_READ: dict[str, Callable[[Any], Any]] = {
    "value": Amount.parse,
    "length": Amount.parse,
    "as_of": When.parse,
    "until": When.parse,
    "answer": Answer,
    "stance": Stance,
    "perceived": Perceived,
    "deal": frozendict,
    "attended": frozendict,
}


def entry(kind: str, id_: str, date: str, *published: str, **given: Any) -> Entry:
    """Make an entry, published on its own day where no other is named."""
    words = ("value",) if kind == "claim" else ()
    fields = {
        k: _READ[k](v) if v and k in _READ and k not in words else v for k, v in given.items()
    }
    return KINDS[kind](id=id_, date=When.parse(date), sources=published or (date,), **fields)


def talk(id_: str, date: str, *published: str, **given: Any) -> Entry:
    """Make a round."""
    return entry("round", id_, date, *published, name=f"Round {id_}", **given)


def options(ids: Iterable[str]) -> frozendict[str, Option]:
    return frozendict({o: Option(o, o.capitalize()) for o in ids})


def agenda(
    issues: Mapping[str, Sequence[str]] = ISSUES, since: Mapping[str, str] = frozendict()
) -> Agenda:
    """Build an agenda from option ids by issue id."""
    return Agenda(
        issues=frozendict(
            {
                i: Issue(
                    id=i,
                    name=i.capitalize(),
                    options=options(o),
                    since=When.parse(since[i]) if i in since else None,
                )
                for i, o in issues.items()
            }
        )
    )


def plan(id_: str, date: str = "", *published: str, venue: str = "") -> PlannedRound:
    """Announce a round."""
    when = When.parse(date) if date else None
    return PlannedRound(
        id=id_, name=f"Plan {id_}", date=when, venue=venue, sources=published or ("2022-01-01",)
    )


def folder(
    *entries: Entry,
    parties: Mapping[str, str] = PARTIES,
    agenda: Agenda | None = None,
    plans: Sequence[PlannedRound] = (),
    interests: Sequence[Interests] = (),
    aligned: Mapping[str, str] = frozendict(),
) -> Case:
    """Build a folder from entries.

    `aligned` gives, by day of publication, the state that the outlet is aligned with.
    """
    days = [day for e in entries for day in e.sources] + [d for p in plans for d in p.sources]
    sources = {
        day: Source(id=day, outlet=f"paper-{day}", date=When.parse(day))
        for day in dict.fromkeys(days)
    }
    outlets = {
        f"paper-{day}": Outlet(
            id=f"paper-{day}",
            name=f"Paper of {day}",
            state_aligned=aligned.get(day, ""),
            evidence="owned",
        )
        for day in sources
    }
    process = Process(
        title="Talks",
        summary="What it is about.",
        parties=frozendict({i: Party(id=i, name=name) for i, name in parties.items()}),
        people=frozendict(
            {i: Person(id=i, name=n, office="Envoy", party=p) for i, (n, p) in PEOPLE.items()}
        ),
        actors=frozendict({i: Actor(id=i, name=name) for i, name in ACTORS.items()}),
        venues=frozendict({"hall": Venue(id="hall", name="Hall", place="Hillside")}),
        agenda=agenda if agenda is not None else globals()["agenda"](),
        rounds=frozendict({p.id: p for p in plans}),
    )
    record = Record(
        outlets=frozendict(outlets), sources=frozendict(sources), entries=tuple(entries)
    )
    return Case(process=process, record=record, interests=tuple(interests))


def held(
    party: str,
    values: Mapping[str, Mapping[str, str]],
    *,
    by: str = "agency",
    walk_away: str = "0",
    red_lines: Sequence[Mapping[str, Sequence[str]]] = (),
    as_of: str = "",
    basis: str = "",
) -> Interests:
    """Return what deals are worth to a party, all issues alike, as somebody holds it."""
    return Interests(
        id=f"{party}-by-{by}",
        party=party,
        held_by=by,
        basis=basis,
        for_=(TABLE,),
        as_of=When.parse(as_of) if as_of else None,
        issues=frozendict(
            {
                issue: IssueInterest(
                    weight=Range.parse("10"),
                    values=frozendict({o: Range.parse(v) for o, v in worth.items()}),
                )
                for issue, worth in values.items()
            }
        ),
        walk_away=Range.parse(walk_away),
        red_lines=tuple(
            Exclusion(
                id=f"line-{n}", never=frozendict({i: tuple(os) for i, os in never.items()})
            )
            for n, never in enumerate(red_lines, 1)
        ),
    )


def page(made: Case, as_of: str = "") -> Dossier:
    """Make the page of a folder."""
    return compose(made, When.parse(as_of) if as_of else None, draws=50).dossier


def texts(lines: Iterable[Any]) -> list[str]:
    return [line.text for line in lines]


def ids(lines: Iterable[Any]) -> list[tuple[str, ...]]:
    return [line.entries for line in lines]
