"""Short ways to write records down in tests, and to draw them."""

from typing import Any

import attrs
from frozendict import frozendict
from hypothesis import strategies as st

from accord.model import Amount, When
from accord.record import KINDS, Claim, Entry, Figure, Incident, Record, Source, Stance

DAYS = [f"2024-05-0{day}" for day in range(1, 6)]
"""Five days; every source `s1` to `s5` is published on one of them."""


def when(text: str) -> When:
    return When.parse(text)


def entry(kind: str, one: str, date: str = DAYS[0], sources: str = "s1", **rest: Any) -> Entry:
    """Make an entry; what a kind must have and is not given is filled in."""
    needed = {"by": "a", "to": (), "name": "R", "measure": "aid"}
    known = {field.name for field in attrs.fields(KINDS[kind])}
    given = {name: value for name, value in needed.items() if name in known}
    return KINDS[kind](
        id=one, date=when(date), sources=tuple(sources.split()), **{**given, **rest}
    )


def claim(one: str, stance: str, about: str = "", **rest: Any) -> Claim:
    """Make a claim about an entry, or about a subject in words."""
    made = entry("claim", one, stance=Stance(stance), about=tuple(about.split()), **rest)
    assert isinstance(made, Claim)
    return made


def figure(one: str, value: str, as_of: str = "", **rest: Any) -> Figure:
    """Make a figure on the dead of a day, or of all time, by somebody of its own."""
    given = {"subject": "the dead", "unit": "people", "by": one, **rest}
    moment = when(as_of) if as_of else None
    made = entry("figure", one, value=Amount.parse(value), as_of=moment, **given)
    assert isinstance(made, Figure)
    return made


def incident(one: str, **rest: Any) -> Incident:
    made = entry("incident", one, **rest)
    assert isinstance(made, Incident)
    return made


def record(*entries: Entry) -> Record:
    """Make a record with a source for each day."""
    sources = {
        f"s{i}": Source(id=f"s{i}", publisher=f"Paper {i}", date=when(day))
        for i, day in enumerate(DAYS, start=1)
    }
    return Record(sources=frozendict(sources), entries=entries)


VALUES = ["", "x", "X ", "y", "3", "3.0", "3..4", "5", "more than 3", "about 5"]
_TIMES = ["", "2024-05", *DAYS[:3], "2024-05-01T10", "2024-05-01T12"]
_RANGES = ["1", "2", "1..2", "3..", "..1", "2..4", "10", "5..10"]
_RANGES += ["more than 2", "less than 2", "at least 2", "about 2", "about 10", "about 3..4"]


@st.composite
def figures(draw: st.DrawFn) -> Record:
    """Draw figures on two subjects, of all times."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["the dead", "The  Dead", "the hurt"]),
                st.sampled_from(_RANGES),
                st.sampled_from(_TIMES),
                st.sampled_from(DAYS),
                st.sampled_from(["x", "y"]),
                st.sampled_from([(), ("f0",), ("f1", "f2")]),
            ),
            max_size=7,
        )
    )
    made = (
        figure(f"f{i}", value, as_of, date=day, subject=subject, by=by, about=about)
        for i, (subject, value, as_of, day, by, about) in enumerate(drawn)
    )
    return record(*made)


@st.composite
def claims(draw: st.DrawFn) -> Record:
    """Draw claims about two incidents, about each other and about words, some superseded."""
    made: list[Entry] = [incident("i1", place="x"), incident("i2", place="3")]
    for i in range(draw(st.integers(1, 7))):
        earlier = [one.id for one in made]
        superseded = draw(st.sampled_from(["", "", "", *earlier]))
        if draw(st.integers(0, 9)) == 0 and superseded:
            made.append(entry("correction", f"c{i}", supersedes=superseded))
            continue
        made.append(
            claim(
                f"c{i}",
                draw(st.sampled_from(Stance)),
                draw(st.sampled_from(["", "i1", "i2", *earlier])),
                subject=draw(st.sampled_from(["", "talk", "Talk"])),
                attribute=(attribute := draw(st.sampled_from(["", "place", "Place", "who"]))),
                value=draw(st.sampled_from(VALUES)) if attribute else "",
                supersedes=superseded,
                date=draw(st.sampled_from(DAYS)),
            )
        )
    return record(*made)
