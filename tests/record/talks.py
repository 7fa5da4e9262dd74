"""Short ways to write down a process with agreements, decisions and steps in tests."""

from typing import Any

from frozendict import frozendict
from tests.record.build import entry, when

from accord.model import Actor, Agenda, Issue, Option, Party, Process
from accord.record import AgreementStage, Case, Entry, Record, Ruling, Source, TalksTurn

ISSUES = {"land": ("all", "half", "none"), "arms": ("all", "half"), "water": ("all", "half")}


def process(parties: str = "a b", **rest: Any) -> Process:
    """Make a process of parties with one-letter ids, on land, arms and water."""
    issues = {
        i: Issue(
            id=i,
            name=i.capitalize(),
            options=frozendict({o: Option(o, f"{i} {o}") for o in options}),
        )
        for i, options in ISSUES.items()
    }
    return Process(
        title="Talks",
        parties=frozendict({p: Party(id=p, name=p.upper()) for p in parties.split()}),
        actors=frozendict({"host": Actor(id="host", name="Host")}),
        agenda=Agenda(issues=frozendict(issues)),
        **rest,
    )


def made(kind: str, one: str, date: str, **rest: Any) -> Entry:
    """Make an entry whose source, of its own name, was published on its date."""
    for key in ("deal", "package"):
        if isinstance(rest.get(key), dict):
            rest[key] = frozendict(rest[key])
    for key in ("about", "changed_by", "between", "of", "issues", "to"):
        if isinstance(rest.get(key), str):
            rest[key] = tuple(rest[key].split())
    return entry(kind, one, date=date, sources=f"s-{one}", **rest)


def agreement(one: str, date: str, stage: str = "reached", **rest: Any) -> Entry:
    return made("agreement", one, date, standing=AgreementStage(stage), **rest)


def decision(one: str, date: str, result: str, body: str = "court", **rest: Any) -> Entry:
    return made("decision", one, date, result=Ruling(result), body=body, **rest)


def step(one: str, date: str, what: str, by: str = "", **rest: Any) -> Entry:
    return made("step", one, date, what=TalksTurn(what), by=tuple(by.split()), **rest)


def case(*entries: Entry, parties: str = "a b", **rest: Any) -> Case:
    """Make a case of entries, with a source for each."""
    sources = {
        s: Source(id=s, publisher="Paper", date=e.date) for e in entries for s in e.sources
    }
    return Case(
        process=process(parties, **rest),
        record=Record(sources=frozendict(sources), entries=entries),
        moment=when("2040-01-01"),
    )
