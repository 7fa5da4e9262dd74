"""A page of an earlier day has nothing that was published later; every line can be traced."""

import json
from collections.abc import Iterator
from typing import Any

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests import strategies
from tests.brief.build import PARTIES, agenda, entry, folder, held, page, plan

from accord.brief.dossier import Dossier
from accord.model import Exclusion, Interaction, Interests, PlannedRound, Range, When
from accord.record import KINDS, Case, Entry

DAYS = [f"2022-03-{day:02}" for day in range(1, 13)]
SINCE = {"truce": "2022-03-02", "border": "2022-03-09"}
VALUES = {"truce": {"now": "60", "later": "0..20"}, "border": {"old": "40..80", "new": "0"}}

days = st.sampled_from(DAYS)


def _fields(kind: str, draw: st.DrawFn, before: list[Entry]) -> dict[str, Any]:
    """Draw what a kind of entry needs, and links to entries before it."""

    def some(known: list[str]) -> tuple[str, ...]:
        return tuple(
            draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else ()
        )

    def one_of(*kinds: str) -> str:
        known = [e.id for e in before if not kinds or e.kind in kinds]
        return draw(st.sampled_from(["", *known]))

    side, issue = draw(st.sampled_from(list(PARTIES))), draw(st.sampled_from(list(SINCE)))
    option = draw(st.sampled_from(list(VALUES[issue])))
    found: dict[str, Any] = {
        "about": some([e.id for e in before]),
        "during": one_of("round", "session"),
        "supersedes": one_of(),
    }
    match kind:
        case "round" | "session":
            number = len(before)
            found |= {"name": f"Meeting {number:03}", "agreed": (f"agreed {number:03}",)}
            found |= {"next": f"next {number:03}", "outcome": f"outcome {number:03}"}
            found |= {"plan": draw(st.sampled_from(["", "plan"]))} if kind == "round" else {}
        case "position":
            found |= {
                "party": side,
                "issue": issue,
                "option": draw(st.sampled_from([option, ""])),
            }
        case "proposal":
            found |= {"by": side, "to": tuple(p for p in PARTIES if p != side)}
            found |= {"deal": {issue: option}}
        case "response":
            answers = draw(st.sampled_from([e.id for e in before if e.kind == "proposal"]))
            how = draw(
                st.sampled_from(["accepts", "rejects", "counters", "reserves", "refers"])
            )
            found |= {"by": side, "answers": answers, "answer": how}
            found |= {"issues": (issue,)} if draw(st.booleans()) else {}
        case "report" | "instruction":
            found |= {"by": "nora", "to": "north"}
        case "statement" | "assurance":
            found |= {"by": side, "to": ("sam",)}
        case "measure":
            found |= {"measure": "sanction", "by": ("host",), "on": (side,)}
        case "figure":
            found |= {
                "subject": "Dead",
                "unit": "people",
                "value": draw(st.sampled_from("123")),
            }
        case "claim":
            found |= {"by": side, "stance": draw(st.sampled_from(["asserts", "denies"]))}
            found |= {"attribute": "how", "value": draw(st.sampled_from(["", "so", "thus"]))}
        case "correction":
            found["supersedes"] = draw(st.sampled_from([e.id for e in before]))
    if kind in ("assurance", "measure") and draw(st.booleans()):
        found["until"] = draw(days)
    places = strategies.Places(folder().process, DAYS, before)
    for name, field in strategies.keys(KINDS[kind]).items():
        if field.required and name not in ("id", "date", "sources", *found):
            found[name] = draw(places.values(field))  # of a kind that is none of these
    return found


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Draw entries whose ids and words are like no others'; most are published late."""
    found: list[Entry] = []
    for number in range(draw(st.integers(0, 14))):
        kinds = set(KINDS) - (
            {"response"} if all(e.kind != "proposal" for e in found) else set()
        )
        kind = draw(st.sampled_from(sorted(kinds - ({"correction"} if not found else set()))))
        published = draw(st.lists(days, min_size=1, max_size=2, unique=True))
        words = {"text": f"words of entry {number:03}"}
        date, given_ = draw(days), _fields(kind, draw, found)
        found.append(entry(kind, f"entry-{number:03}", date, *published, **words, **given_))
    return found


@st.composite
def views(draw: st.DrawFn) -> list[Interests]:
    """Draw two parties' interests; they look ahead to an issue raised later."""
    when = draw(st.sampled_from(["", *DAYS]))
    ahead = frozendict({"border": ("new",)})
    return [
        evolve(
            held(party, VALUES, as_of=when, walk_away="10..50", basis="basis-of-the-holder"),
            interactions=(Interaction(when=ahead, bonus=Range(-5.0, 5.0)),),
            red_lines=(Exclusion(id="line-ahead", never=ahead),),
        )
        for party in PARTIES
    ]


@st.composite
def folders(draw: st.DrawFn) -> Case:
    """Draw a folder of some days in March."""
    plans: list[PlannedRound] = []
    if draw(st.booleans()):
        plans = [plan("plan", draw(days), draw(days))]
    interests = draw(views()) if draw(st.booleans()) else []
    issues = agenda(since=SINCE)
    return folder(*draw(entries()), agenda=issues, plans=plans, interests=interests)


@given(made=folders(), day=days)
def test_nothing_published_later_is_on_the_page(made: Case, day: str) -> None:
    text = json.dumps(page(made, day).to_json())
    for one in made.record.entries:
        if min(one.sources) > day:
            for word in (one.id, one.text, getattr(one, "name", "") or one.id):
                assert word not in text
            for part in ("agreed", "next", "outcome"):
                assert f"{part} {one.id[-3:]}" not in text or one.kind not in (
                    "round",
                    "session",
                )
    for source in made.record.sources:
        assert (f"Paper of {source}" in text) <= (source <= day)
    for plan_ in made.process.rounds.values():
        assert (plan_.name in text) <= (min(plan_.sources) <= day)
    for issue, since in SINCE.items():
        assert (f'"issue": "{issue}"' in text) is (since <= day)
    for one_ in made.interests:
        seen = one_.as_of is None or str(one_.as_of) <= day
        assert ("basis-of-the-holder" in text) is seen


@given(made=folders(), day=days)
def test_later_sources_change_nothing(made: Case, day: str) -> None:
    known = {i: s for i, s in made.record.sources.items() if s.date.by(When.parse(day))}
    trimmed = evolve(made, record=evolve(made.record, sources=frozendict(known)))
    assert page(trimmed, day) == page(made, day)


def traced(part: Any) -> Iterator[str]:
    """Yield every id of an entry that a page as JSON names."""
    if isinstance(part, dict):
        yield from part.get("entries", ())
        yield from filter(None, [part.get("about")])
        for inner in part.values():
            yield from traced(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from traced(inner)


def assert_traced(made: Dossier, of: Case) -> None:
    known = {*of.record.by_id, *of.process.rounds}
    assert set(traced(made.to_json())) <= known
    lines = [*made.standing.moved.lines, *made.standing.owed, *made.standing.agreed]
    lines += [*made.standing.next, *made.outside.lines.lines]
    lines += [*made.in_force.assurances, *made.in_force.measures]
    assert all(line.entries and line.text for line in lines)
    assert all(r.entries for c in made.contested for r in c.readings)
    assert all(n.entries for all_ in made.outside.figures for n in all_.numbers)
    cells = [c for r in made.matrix.rows for c in r.cells]
    assert all(bool(c.entries) is bool(c.position or c.taken_on) for c in cells)
    assert all(line.entries for line in made.unfitting)
    held_ = {one.id for one in of.interests}
    assert {i for one in made.deals for i in one.interests} <= held_


@given(made=folders(), day=st.sampled_from(["", *DAYS]))
def test_every_line_can_be_traced(made: Case, day: str) -> None:
    assert_traced(page(made, day), made)


@given(made=strategies.folders())
def test_every_line_of_any_folder_can_be_traced(made: Case) -> None:
    assert_traced(page(made), made)
