"""Whole process folders for hypothesis, valid by construction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from attrs import evolve
from frozendict import frozendict
from hypothesis import settings
from hypothesis import strategies as st

from accord.formats.shapes import Field, Form, Shape, fields
from accord.model import (
    MEDIATOR,
    PUBLIC,
    TABLE,
    Actor,
    ActorRole,
    Agenda,
    Amount,
    DecisionRule,
    Delegation,
    Exclusion,
    HowKnown,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Mark,
    Marked,
    Norm,
    Option,
    OutsideRole,
    Party,
    Person,
    PlannedRound,
    Precision,
    Process,
    Range,
    Scale,
    Venue,
    When,
    is_name,
)
from accord.model.tier import all_read
from accord.record import (
    KINDS,
    Agreement,
    Case,
    Commitment,
    Correction,
    Entry,
    Meeting,
    Outlet,
    Position,
    Proposal,
    Question,
    Record,
    Source,
)

T = TypeVar("T")


def few(number: int) -> settings:
    """Look at so many of the 80 examples that CI looks at, and of others in proportion."""
    return settings(max_examples=max(1, number * settings().max_examples // 80))


ODD = [
    *("no", "Yes", "null", "~", "1e3", "2022-02-28", "30..45", "0x1F", "1_000", ".inf", "<<"),
    *("a: b", "a #b", "# a", "- a", "? a", "'", '"', "it's", '"so"', "\\", "[a", "{a}", "a,b"),
    *(
        "&a",
        "*a",
        "!a",
        "@a",
        "`a",
        "%a",
        "|",
        ">",
        "---",
        "...",
        "=",
        ":",
        "a:",
        "\ta",
        "a\tb",
    ),
    *(" a", "a ", "\n", "a\nb", "a\n\nb\n", "\na", "a \n b", " \n", "a\r\nb", "\x07", "\x85a"),
    *(
        "a\u2028b",
        "\ufeffa",
        "é",
        "Київ",
        "الخرطوم",
        "北京",
        "😀",
        "e\u0301",
        "a" * 200,
        "a b " * 60,
    ),
]
"""Texts that a careless writer or reader of YAML takes for something else."""

_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
words = st.sampled_from(ODD) | _words
"""Texts that are not empty."""
texts = st.just("") | words
ids = st.sampled_from(
    ["no", "null", "1", "2022-02-28", "1e3", "-", "...", "é", "_", "0x1F"]
) | (st.text("abcxyzéß019-_.", min_size=1, max_size=6))
"""Ids of anything."""
labels = ids | words.filter(is_name)
"""Ids of parties, issues and options."""


@st.composite
def moments(draw: st.DrawFn) -> When:
    """Draw a moment of any precision."""
    precision = draw(st.sampled_from(Precision))
    start = draw(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9998, 12, 1)))
    start = start.replace(second=0, microsecond=0)
    return When.parse(str(When(start, precision)))


@st.composite
def ranges(
    draw: st.DrawFn,
    low: float = -1e6,
    high: float = 1e6,
    bounded: bool = False,
    sources: Sequence[str] = (),
) -> Range:
    """Draw a number or a range, with or without ends, with or without its basis."""
    ends = st.floats(low, high) | st.integers(int(low), int(high)).map(float)
    first, second = sorted((draw(ends), draw(ends)))
    shape = draw(
        st.sampled_from(["point", "range"] if bounded else ["point", "range", "..", "~"])
    )
    if shape == "point":
        second = first
    elif shape == "..":
        second = float("inf")
    elif shape == "~":
        first = float("-inf")
    return Range(first, second, draw(texts), draw(one_of(sources)))


@st.composite
def amounts(
    draw: st.DrawFn, low: float = -1e6, high: float = 1e6, sources: Sequence[str] = ()
) -> Amount:
    """Draw a number or a range as somebody may give it: about, more than, at most."""
    drawn = draw(ranges(low, high, sources=sources))
    strict, about = draw(st.booleans()), draw(st.booleans())
    return Amount(
        drawn.low,
        drawn.high,
        drawn.basis,
        drawn.source,
        strict=strict and not drawn.is_bounded,
        about=about and drawn.is_bounded,
    )


def one_of(values: Iterable[str]) -> st.SearchStrategy[str]:
    """Draw one of some ids, or none."""
    return st.sampled_from(["", *values])


def some(values: Iterable[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw some of some ids."""
    known = list(values)
    if not known:
        return st.just(())
    return st.lists(st.sampled_from(known), min_size=least, max_size=3, unique=True).map(tuple)


def by_id(values: Iterable[Any]) -> frozendict[str, Any]:
    """Put values under their ids."""
    return frozendict({value.id: value for value in values})


def names(
    least: int = 0,
    most: int = 3,
    apart_from: Iterable[str] = (),
    of: st.SearchStrategy[str] = ids,
) -> st.SearchStrategy[list[str]]:
    """Draw ids that are not taken."""
    taken = set(apart_from)
    free = of.filter(lambda one: one not in taken)
    return st.lists(free, min_size=least, max_size=most, unique=True)


def titles(number: int) -> st.SearchStrategy[list[str]]:
    """Draw as many names that differ in more than case."""
    return st.lists(words, min_size=number, max_size=number, unique_by=str.casefold)


@st.composite
def agendas(draw: st.DrawFn, sources: Sequence[str]) -> Agenda:
    """Draw an agenda with options by name and by number, and constraints that leave a deal."""
    found = draw(names(most=3, of=labels))
    issues = {
        one: draw(_issues(one, name, sources))
        for one, name in zip(found, draw(titles(len(found))), strict=True)
    }
    agenda = Agenda(issues=frozendict(issues))
    constraints = draw(exclusions(agenda, sources))
    return Agenda(issues=frozendict(issues), constraints=constraints)


@st.composite
def _issues(draw: st.DrawFn, one: str, name: str, sources: Sequence[str]) -> Issue:
    common: dict[str, Any] = {
        "id": one,
        "name": name,
        "text": draw(texts),
        "since": draw(st.none() | moments()),
        "sources": draw(some(sources)),
    }
    if draw(st.booleans()):
        step, low = draw(st.sampled_from([0.1, 0.5, 1.0, 25.0])), draw(st.integers(-50, 50))
        high = low + step * draw(st.integers(0, 4))
        span = Range(low, high, draw(texts), draw(one_of(sources)))
        return Issue(**common, span=span, step=step, unit=draw(texts))
    found = draw(names(least=1, of=labels))
    said = draw(titles(len(found)))
    norm = st.builds(
        Norm, offends=texts.filter(bool), meets=texts, text=texts, source=one_of(sources)
    )
    first, *others = (
        Option(
            o,
            text,
            puts_off=draw(st.booleans()),
            norm=tuple(draw(st.lists(norm, max_size=2))),
        )
        for o, text in zip(found, said, strict=True)
    )
    since, read = st.none() | moments(), some(sources)
    later = (evolve(one, since=draw(since), sources=draw(read)) for one in others)
    return Issue(**common, options=by_id([first, *later]))


@st.composite
def combinations(draw: st.DrawFn, agenda: Agenda) -> frozendict[str, tuple[str, ...]]:
    """Draw options of some issues; at least one where the agenda has any."""
    issues = draw(some(agenda.issues, least=1))
    return frozendict({i: draw(some(agenda.issues[i].choices, least=1)) for i in issues})


def always(agenda: Agenda) -> Agenda:
    """Leave out of an agenda the options that were not known from the first day."""
    return evolve(
        agenda,
        issues=frozendict(
            {
                i: evolve(
                    issue, options=by_id(o for o in issue.options.values() if o.since is None)
                )
                for i, issue in agenda.issues.items()
            }
        ),
    )


@st.composite
def exclusions(
    draw: st.DrawFn, agenda: Agenda, sources: Sequence[str]
) -> tuple[Exclusion, ...]:
    """Draw combinations to refuse; the deal of all first options is never among them."""
    drawn = []
    for one in draw(names(most=2)):
        never = draw(combinations(agenda))
        safe = {i: next(iter(agenda.issues[i].choices)) for i in never}
        if any(safe[i] not in options for i, options in never.items()):
            basis, source = draw(texts), draw(one_of(sources))
            drawn.append(Exclusion(id=one, never=never, basis=basis, source=source))
    return tuple(drawn)


@st.composite
def actor_roles(draw: st.DrawFn, agenda: Agenda, sources: Sequence[str]) -> ActorRole:
    """Draw a word, or a role on some options of an agenda."""
    outside = draw(st.sampled_from([None, *OutsideRole]))
    if outside is None:
        return ActorRole(role=draw(words))
    named = draw(some(list(agenda.issues)))
    on = {i: draw(some(list(agenda.issues[i].choices))) for i in named}
    return ActorRole(
        role=outside,
        on=frozendict(on),
        basis=draw(texts),
        sources=draw(some(sources)),
        since=draw(st.none() | moments()),
    )


def decision_rules(sides: list[str]) -> st.SearchStrategy[DecisionRule]:
    """Draw a rule by which some parties must accept."""
    vetoes = some(sides)
    votes = st.fixed_dictionaries({side: st.integers(1, 50).map(float) for side in sides})
    counted = st.builds(
        DecisionRule,
        needs=st.sampled_from(["all", "majority", "1", "all but 1"]),
        vetoes=vetoes,
    )
    weighted = st.builds(
        DecisionRule,
        needs=st.sampled_from(["majority", "2"]),
        votes=votes.map(frozendict),
        vetoes=vetoes,
    )
    return counted | weighted


@st.composite
def processes(draw: st.DrawFn, sources: Sequence[str]) -> Process:
    """Draw the public part."""
    sides = draw(names(least=2, most=4, of=labels))
    others = draw(names(apart_from=sides))
    actors = [*sides, *others]
    persons = draw(names(apart_from=actors))
    speakers = [*actors, *persons]
    places = draw(names(most=2))
    delegation = st.builds(
        Delegation, head=some(persons, 1), members=some(persons), source=one_of(sources)
    )

    agenda = draw(agendas(sources))
    roles = actor_roles(agenda, sources)

    def table(found: list[str], cls: type[T], **parts: Any) -> frozendict[str, T]:
        return frozendict(
            {one: draw(st.builds(cls, id=st.just(one), name=words, **parts)) for one in found}
        )

    return Process(
        title=draw(words),
        summary=draw(texts),
        parties=table(
            sides,
            Party,
            principal=one_of(persons),
            delegation=st.none() | delegation if persons else st.none(),
        ),
        people=table(persons, Person, office=texts, party=one_of(actors)),
        actors=table(others, Actor, role=st.lists(roles, max_size=3).map(tuple)),
        hosts=draw(some(speakers)),
        mediators=draw(some(speakers)),
        venues=table(places, Venue, place=texts, host=one_of(speakers)),
        agenda=agenda,
        decision=draw(decision_rules(sides)),
        rounds=table(
            draw(names(most=2)) if sources else [],
            PlannedRound,
            date=st.none() | moments(),
            venue=one_of(places),
            sources=some(sources, 1),
        ),
    )


@st.composite
def records(draw: st.DrawFn, process: Process, sources: Sequence[str]) -> Record:
    """Draw a record with every kind of entry, linked to one another."""
    outlets = {
        one: draw(
            st.builds(
                Outlet,
                id=st.just(one),
                name=words,
                evidence=words,
                state_aligned=texts,
                state_funded=texts,
            )
        )
        for one in (draw(names(most=3)) if sources else [])
    }
    source = {}
    for one in sources:
        outlet = draw(one_of(outlets))
        source[one] = draw(
            st.builds(
                Source,
                id=st.just(one),
                outlet=st.just(outlet),
                publisher=st.just("") if outlet else words,
                date=moments(),
                via=some(outlets),
                **dict.fromkeys(("author", "title", "url", "language"), texts),
            )
        )
    entries: list[Entry] = []
    for one in draw(names(most=8, apart_from=sources)) if sources else []:
        entries.append(draw(_entries(one, process, [*sources], entries)))
    return Record(
        outlets=frozendict(outlets), sources=frozendict(source), entries=tuple(entries)
    )


@st.composite
def _entries(
    draw: st.DrawFn, one: str, process: Process, sources: Sequence[str], before: list[Entry]
) -> Entry:
    """Draw an entry of any kind, from the fields that the kind has."""
    places = Places(process, sources, before)
    kind = draw(st.sampled_from([cls for cls in KINDS.values() if places.room_for(cls)]))
    date = draw(moments())
    given: dict[str, Any] = {"id": st.just(one), "date": st.just(date)}
    if "until" in keys(kind):  # what ends, ends no earlier than it began
        given["until"] = st.none() | st.just(date)
    if kind is Correction:
        given["supersedes"] = st.sampled_from([entry.id for entry in before])
    if kind is Commitment:
        first = [e.id for e in before if isinstance(e, Commitment | Agreement)]
        given["after"] = one_of(first)
    if kind is Position:
        issue = draw(st.sampled_from(list(process.agenda.issues)))
        choices = always(process.agenda).issues[issue].choices
        given |= {"issue": st.just(issue), "option": one_of(choices)}
    if kind is Question:
        issue = draw(st.sampled_from(["", *process.agenda.issues]))
        on = list(always(process.agenda).issues[issue].choices) if issue else []
        options = st.lists(st.sampled_from(on), unique=True) if on else st.just([])
        given |= {"issue": st.just(issue), "option": options.map(tuple)}
    drawn = {
        field.attribute: given[name] if name in given else places.values(field)
        for name, field in keys(kind).items()
        if name != "for"
    }
    made = draw(st.builds(kind, **drawn).filter(_is_faultless))
    made = made if made.supersedes else evolve(made, why="")
    return evolve(made, for_=draw(_whom(made, [*process.parties], before)))


def _whom(
    made: Entry, parties: list[str], before: list[Entry]
) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw for whom an entry is: nobody who may not read what it refers to."""
    one, *_ = parties
    listed = [(TABLE,), (PUBLIC,), (MEDIATOR,), (one,), (f"{one}/capital",), (MEDIATOR, one)]
    linked = [e for e in before if e.id in made.ids("entry", "meeting", "proposal")]
    found = [for_ for for_ in listed if all(all_read(for_, e.for_) for e in linked)]
    return st.sampled_from(found) if found else st.nothing()


def keys(kind: Any) -> dict[str, Field]:
    """Return the keys that a class has in a file."""
    return fields(kind)


def _is_faultless(entry: Entry) -> bool:
    """Return whether nothing is wrong with an entry by itself, written as it is."""
    written = {name for name, f in keys(type(entry)).items() if getattr(entry, f.attribute)}
    return not list(entry.faults(written))


class Places:
    """What may stand in the fields of an entry: ids of what there is, and values."""

    def __init__(
        self, process: Process, sources: Sequence[str], before: Sequence[Entry]
    ) -> None:
        self.agenda, self.sources = process.agenda, sources
        actors = [*process.parties, *process.actors]
        self.ids: dict[str, list[str]] = {
            "party": list(process.parties),
            "actor": actors,
            "speaker": [*actors, *process.people],
            "person": list(process.people),
            "body": [*actors, *process.people, "parliament", "A court"],
            "venue": list(process.venues),
            "issue": list(process.agenda.issues),
            "plan": list(process.rounds),
            "source": list(sources),
            "options": list(always(process.agenda).issues),
            "entry": [entry.id for entry in before],
            "meeting": [entry.id for entry in before if isinstance(entry, Meeting)],
            "proposal": [entry.id for entry in before if isinstance(entry, Proposal)],
        }

    def room_for(self, kind: type[Entry]) -> bool:
        """Return whether there is what an entry of a kind must refer to."""
        must = [f.shape.ref.to for f in keys(kind).values() if f.required and f.shape.ref]
        must += ["entry"] if kind is Correction else []
        return all(self.ids[to] for to in must)

    def values(self, field: Field) -> st.SearchStrategy[Any]:
        """Draw what may stand under a key."""
        found = self._of(field.shape, field.required)
        return found if field.required or field.default is not None else st.none() | found

    def _of(self, shape: Shape, required: bool = False) -> st.SearchStrategy[Any]:
        to = shape.ref.to if shape.ref else ""
        match shape.form:
            case Form.TEXT if to:
                return st.sampled_from(self.ids[to]) if required else one_of(self.ids[to])
            case Form.TEXT:
                return words if required else texts
            case Form.TERMS:
                offers = self.ids["proposal"] if to == "package" else []
                said = st.sampled_from(offers) if offers else st.nothing()
                return (said if to == "package" else words) | self._options(required)
            case Form.MANY if shape.item and shape.item.ref and shape.item.form is Form.TEXT:
                to = shape.item.ref.to
                return some(self.ids[to], least=1 if to == "source" else 0)
            case Form.MANY if shape.item:
                return st.lists(self._of(shape.item, True), max_size=2).map(tuple)
            case Form.TABLE if to == "options":
                return self._options(required)
            case Form.TABLE if to == "combination":
                return combinations(always(self.agenda))
            case Form.TABLE if shape.item:
                keys = st.sampled_from(self.ids[to])
                held = self._of(shape.item)
                return st.dictionaries(keys, held, max_size=2).map(frozendict)
            case Form.CHOICE:
                return st.sampled_from(shape.type)
            case Form.RANGE:
                return amounts(0, 1e6, sources=self.sources)
            case Form.MOMENT:
                return moments()
        raise TypeError(f"nothing is drawn for {shape}")

    def _options(self, some_at_least: bool) -> st.SearchStrategy[Any]:
        drawn = combinations(always(self.agenda)).map(
            lambda all_: frozendict({i: first for i, (first, *_) in all_.items()})
        )
        return drawn.filter(bool) if some_at_least else drawn


@st.composite
def interests(
    draw: st.DrawFn,
    one: str,
    held: tuple[str, str, When | None],
    agenda: Agenda,
    sources: Sequence[str],
) -> Interests:
    """Draw what a party can live with, in words, or what deals are worth to it, in numbers."""
    red_lines = draw(exclusions(agenda, sources))
    sorts = st.sampled_from(["words", "numbers", "both"] if agenda.issues else ["words"])
    sort = draw(sorts)
    common: dict[str, Any] = {
        "id": one,
        "party": held[0],
        "held_by": held[1],
        "basis": draw(texts),
        "as_of": held[2],
        "for_": draw(st.sampled_from([(PUBLIC,), (TABLE,), (MEDIATOR,), (TABLE, held[0])])),
        "red_lines": red_lines,
        "mandate": draw(combinations(always(agenda))),
        "marks": frozendict() if sort == "numbers" else draw(marks(agenda, red_lines, sources)),
    }
    if sort == "words":
        return Interests(**common)
    scale = draw(st.sampled_from(Scale))
    top = 100.0 if scale is Scale.RELATIVE else 1e3
    notes = {"basis": texts, "source": one_of(sources)}
    issues = {
        name: draw(
            st.builds(
                IssueInterest,
                weight=ranges(1, top, bounded=True, sources=sources),
                values=st.fixed_dictionaries(
                    {o: ranges(0, top, bounded=True, sources=sources) for o in issue.choices}
                ).map(frozendict),
                **notes,
            )
        )
        for name, issue in agenda.issues.items()
    }
    interaction = st.builds(
        Interaction,
        when=combinations(agenda),
        bonus=ranges(-100, 100, bounded=True, sources=sources),
        **notes,
    )
    return Interests(
        **common,
        scale=scale,
        issues=frozendict(issues),
        interactions=tuple(
            draw(st.lists(interaction, max_size=2 if agenda.issues else 0)),
        ),
        walk_away=draw(ranges(-100, 200, bounded=True, sources=sources)),
    )


@st.composite
def marks(
    draw: st.DrawFn, agenda: Agenda, red_lines: Iterable[Exclusion], sources: Sequence[str]
) -> frozendict[str, frozendict[str, Marked]]:
    """Draw marks on some options that the red lines do not contradict."""
    refused = {
        (issue, option)
        for line in red_lines
        for issue, options in line.never.items()
        for option in options
    }
    said = st.builds(
        Marked,
        mark=st.sampled_from(Mark),
        how=st.none() | st.sampled_from(HowKnown),
        basis=texts,
        source=one_of(sources),
    )
    drawn = {
        i: {o: draw(said) for o in draw(some(agenda.issues[i].choices, least=1))}
        for i in draw(some(agenda.issues))
    }
    return frozendict(
        {
            i: frozendict(
                {
                    o: evolve(one, mark=Mark.CANNOT) if (i, o) in refused else one
                    for o, one in options.items()
                }
            )
            for i, options in drawn.items()
        }
    )


@st.composite
def folders(draw: st.DrawFn) -> Case:
    """Draw a whole process folder without a mistake."""
    sources = draw(names(most=3))
    process = draw(processes(sources))
    speakers = [*process.parties, *process.actors, *process.people]
    party, holder = st.sampled_from(list(process.parties)), st.sampled_from(speakers)
    held = draw(
        st.lists(
            st.tuples(party, holder, st.none() | moments()),
            max_size=3,
            unique_by=lambda one: (one[:2], one[2] and one[2].end),
        )
    )
    files = sorted(draw(_files(len(held))))
    return Case(
        process=process,
        record=draw(records(process, sources)),
        interests=tuple(
            draw(interests(one, pair, process.agenda, sources))
            for one, pair in zip(files, held, strict=True)
        ),
    )


def _files(number: int) -> st.SearchStrategy[list[str]]:
    """Draw as many names of files; none begins with a dot, and case alone sets none apart."""
    free = labels.filter(lambda one: not one.startswith(".") and "/" not in one)
    return st.lists(free, min_size=number, max_size=number, unique_by=str.casefold)
