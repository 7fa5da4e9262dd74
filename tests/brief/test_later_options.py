"""A page of an earlier day is what it would be had the later options never been thought of."""

import io
import json
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tests.brief.build import PARTIES, agenda, entry, folder
from tests.strategies import few

from accord.brief import compose
from accord.brief.html import to_html
from accord.brief.terminal import show_dossier
from accord.model import (
    PUBLIC,
    Agenda,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Range,
    When,
)
from accord.record import Case, Entry
from accord.record.sentences import sentence

ISSUES = {"truce": ("t1", "t2", "t3"), "border": ("b1", "b2")}
DAYS = [f"2022-03-{day:02}" for day in range(1, 9)]

days = st.sampled_from(DAYS)
combinations = st.fixed_dictionaries(
    {},
    optional={
        issue: st.lists(st.sampled_from(options), min_size=1, unique=True)
        for issue, options in ISSUES.items()
    },
).filter(bool)
numbers = st.integers(0, 10).map(lambda n: 10.0 * n)


@frozen
class Told:
    """What a folder is made of.

    Attributes:
        since: The options that were not known from the first day.
        constraints: Combinations excluded for all.
        entries: Day, party, issue and option of positions, and of proposals.
        held: What is held of each party, and since when.
    """

    since: Mapping[str, str]
    constraints: list[dict[str, list[str]]]
    entries: list[tuple[str, str, str, str, str]]
    held: list[dict[str, Any]]


@st.composite
def told(draw: st.DrawFn) -> Told:
    """Draw a folder; the first option of an issue is known from the first day."""
    later = [option for options in ISSUES.values() for option in options[1:]]
    entries = []
    for _ in range(draw(st.integers(0, 4))):
        issue = draw(st.sampled_from(list(ISSUES)))
        kind = draw(st.sampled_from(["position", "proposal"]))
        option = draw(st.sampled_from(ISSUES[issue]))
        entries.append((kind, draw(days), draw(st.sampled_from(list(PARTIES))), issue, option))
    held = [
        {
            "party": party,
            "as_of": as_of,
            "values": {o: draw(numbers) for options in ISSUES.values() for o in options},
            "walk_away": draw(numbers),
            "red_lines": draw(st.lists(combinations, max_size=2)),
            "interactions": draw(st.lists(combinations, max_size=1)),
        }
        for party in PARTIES
        for as_of in draw(st.lists(st.sampled_from(["", *DAYS]), max_size=2, unique=True))
    ]
    return Told(
        since=draw(st.dictionaries(st.sampled_from(later), days)),
        constraints=draw(st.lists(combinations, max_size=2)),
        entries=entries,
        held=held,
    )


def made(one: Told, day: str = "") -> Case:
    """Make the folder; with a day, as if nothing that came later had been thought of."""

    def known(option: str) -> bool:
        return not day or one.since.get(option, "") <= day

    def kept(named: Mapping[str, list[str]]) -> frozendict[str, tuple[str, ...]] | None:
        left = {i: tuple(filter(known, options)) for i, options in named.items()}
        return frozendict(left) if all(left.values()) else None

    def exclusions(many: list[dict[str, list[str]]]) -> tuple[Exclusion, ...]:
        return tuple(
            Exclusion(id=f"line-{n}", never=never)
            for n, combination in enumerate(many)
            if (never := kept(combination)) is not None
        )

    issues = {
        issue: Issue(
            id=issue,
            name=issue.title(),
            options=frozendict(
                {
                    o: Option(o, f"words-of-{o}", _when("" if day else one.since.get(o, "")))
                    for o in options
                    if known(o)
                }
            ),
        )
        for issue, options in ISSUES.items()
    }
    interests = tuple(
        Interests(
            id=f"file-{n}",
            party=held["party"],
            held_by="agency",
            for_=(PUBLIC,),
            as_of=_when(held["as_of"]),
            issues=frozendict(
                {
                    issue: IssueInterest(
                        weight=Range(10, 10),
                        values=frozendict(
                            {o: _point(held["values"][o]) for o in options if known(o)}
                        ),
                    )
                    for issue, options in ISSUES.items()
                }
            ),
            walk_away=_point(held["walk_away"]),
            red_lines=exclusions(held["red_lines"]),
            interactions=tuple(
                Interaction(when=when, bonus=Range(1, 1))
                for combination in held["interactions"]
                if (when := kept(combination)) is not None
            ),
        )
        for n, held in enumerate(one.held)
    )
    entries: list[Entry] = []
    for n, (kind, published, party, issue, option) in enumerate(one.entries):
        told_ = option if known(option) else ""
        if kind == "position":
            given_: dict[str, Any] = {"party": party, "issue": issue, "option": told_}
        else:
            to = tuple(p for p in PARTIES if p != party)
            given_ = {"by": party, "to": to, "deal": {issue: told_} if told_ else {}}
        if told_:
            entries.append(entry(kind, f"entry-{n}", published, **given_))
    agenda = Agenda(issues=frozendict(issues), constraints=exclusions(one.constraints))
    return folder(*entries, agenda=agenda, interests=interests)


def _when(day: str) -> When | None:
    return When.parse(day) if day else None


def _point(number: float) -> Range:
    return Range(number, number)


@few(25)
@given(one=told(), day=days)
def test_nothing_names_an_option_that_came_later(one: Told, day: str) -> None:
    whole = made(one)
    # Sources are published with the entries, so both pages count the same ones.
    sources = {i: s for i, s in made(one, day).record.sources.items()}
    whole = evolve(whole, record=evolve(whole.record, sources=frozendict(sources)))
    brief = compose(whole, When.parse(day), draws=20)
    assert brief.dossier == compose(made(one, day), When.parse(day), draws=20).dossier
    out = Console(width=200, file=io.StringIO())
    show_dossier(brief.dossier, out)
    assert isinstance(out.file, io.StringIO)
    seen = json.dumps(brief.dossier.to_json()) + to_html(brief) + out.file.getvalue()
    for option, since in one.since.items():
        assert since <= day or f"words-of-{option}" not in seen


def test_as_of_a_day_on_which_constraints_leave_no_deal_there_is_none() -> None:
    """What was possible at all became so with an option that came later."""
    held = {
        "as_of": "",
        "values": {o: 50.0 for options in ISSUES.values() for o in options},
        "walk_away": 0.0,
        "red_lines": [],
        "interactions": [],
    }
    one = Told(
        since={"b2": "2022-03-05"},
        constraints=[{"border": ["b1"]}],
        entries=[],
        held=[{"party": party, **held} for party in PARTIES],
    )
    (before,) = compose(made(one), When.parse("2022-03-04")).dossier.deals
    (after,) = compose(made(one), When.parse("2022-03-05")).dossier.deals
    assert (before.exists, after.exists) == ("no", "yes")
    assert "<svg" not in to_html(compose(made(one), When.parse("2022-03-04")))


def test_a_position_on_an_issue_raised_later_keeps_its_words_and_names_neither() -> None:
    wish = {"party": "north", "issue": "border", "option": "new"}
    said = entry("position", "said", "2022-01-01", **wish, text="A new line.")
    bare = entry("position", "bare", "2022-01-02", **wish)
    made = folder(said, bare, agenda=agenda(since={"border": "2022-02-01"}))
    early = made.as_of(When.parse("2022-01-20"))
    (kept,) = early.record.entries
    assert sentence(early.process, kept) == "North: A new line."
    late = made.as_of(When.parse("2022-02-01"))
    assert [one.id for one in late.record.entries] == ["said", "bare"]
