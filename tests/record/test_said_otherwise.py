"""Who says otherwise than an entry being written: against every pair, one by one."""

from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.record import talks
from tests.record.build import DAYS, claim, entry, figure, incident, record
from tests.record.talks import made

from accord.formats import load
from accord.model import Process
from accord.record import Answer, Case, Claim, Entry, Figure, Record, contested
from accord.record.said_otherwise import DRAFT, said_otherwise

EXAMPLES = Path(__file__).parents[2] / "examples"
ALL = frozenset(
    ("date", "by", "subject", "value", "unit", "about", "stance", "attribute", "text", "as_of")
)


def case(*entries: Entry) -> Case:
    return Case(process=Process(title="Talks", parties=frozendict()), record=record(*entries))


OFFER = made("proposal", "offer", "2031-01-01", by="a", to="b", deal={"land": "half"})
YES = made("response", "yes", "2031-01-02", by="b", answers="offer", answer=Answer.ACCEPTS)


def position(one: str, date: str, option: str) -> Entry:
    return made("position", one, date, party="b", issue="land", option=option)


def ids(entries: tuple[Entry, ...]) -> set[str]:
    return {one.id for one in entries}


def rivals(known: Record, draft: Entry) -> set[str]:
    """Return who says otherwise: each standing entry put beside the draft alone."""
    draft = evolve(draft, id=DRAFT)
    found = set()
    whole = contested(evolve(known, entries=(*known.entries, draft)))
    here = [one for one in whole if any(r.entry == DRAFT for r in one.readings)]
    for one in here:
        if any(r.entry == DRAFT and r.updated for r in one.readings):
            continue
        for reading in one.readings:
            other = known.by_id.get(reading.entry)
            if other is None or reading.updated:
                continue
            # with what both are about, which must be there to be denied
            beside = [e for e in known.entries if e.id in draft.about or e.supersedes]
            two = dict.fromkeys((*beside, other, draft))
            pair = contested(evolve(known, entries=tuple(two)))
            both = any({other.id, DRAFT} <= {r.entry for r in p.readings} for p in pair)
            if both and _differ(other, draft):
                found.add(other.id)
    return found


def _differ(other: Entry, draft: Entry) -> bool:
    """Whether the two clash themselves, and not each with a third that had to be there."""
    if isinstance(other, Figure) or other.id in draft.about:
        return True
    alone = [evolve(e, about=(), subject="it") for e in (other, draft)]  # type: ignore[call-arg]
    return bool(contested(record(*alone)))


@pytest.mark.parametrize("name", ["russia-ukraine-2022", "sarn-river", "market-road"])
def test_of_every_figure_and_claim_of_the_examples_the_rivals_are_found(name: str) -> None:
    whole = load(EXAMPLES / name)
    known = whole.record
    drafts = [*known.of(Figure), *known.of(Claim)]
    for one in drafts:
        rest = evolve(known, entries=tuple(e for e in known.entries if e is not one))
        if any(one.id in e.about or e.supersedes == one.id for e in rest.entries):
            continue
        found = said_otherwise(evolve(whole, record=rest), one, ALL).otherwise
        assert ids(found) == rivals(rest, one), one.id


values = st.sampled_from(["3", "4", "3..5", "more than 4", "at most 2", "about 3"])
figures = st.builds(
    lambda n, v, d, by, subject: figure(f"f{n}", v, date=d, by=by, subject=subject),
    st.integers(0, 10**9),
    values,
    st.sampled_from(DAYS),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["the dead", "The  Dead", "the hurt"]),
)


@given(st.lists(figures, max_size=6, unique_by=lambda f: f.id), figures)
def test_figures_are_set_against_those_on_their_subject(
    known: list[Figure], one: Figure
) -> None:
    held = case(*known)
    assert ids(said_otherwise(held, one, ALL).otherwise) == rivals(held.record, one)


claims = st.builds(
    lambda n, s, v, about, by: claim(
        f"c{n}", s, about, value=v, attribute="venue" if v else "", by=by
    ),
    st.integers(0, 10**9),
    st.sampled_from(["asserts", "denies", "reports"]),
    st.sampled_from(["", "gomel", "minsk", "3", "3.0"]),
    st.sampled_from(["fire", "smoke"]),
    st.sampled_from(["a", "b"]),
)


@given(st.lists(claims, max_size=5, unique_by=lambda c: c.id), claims)
def test_claims_are_set_against_those_about_the_same(known: list[Claim], one: Claim) -> None:
    held = case(incident("fire"), incident("smoke"), *known)
    assert ids(said_otherwise(held, one, ALL).otherwise) == rivals(held.record, one)


def test_what_it_replaces_is_neither_otherwise_nor_the_same() -> None:
    held = case(figure("f1", "3"))
    draft = figure("x", "9", supersedes="f1")
    found = said_otherwise(held, draft, ALL)
    assert (found.otherwise, found.alike) == ((), ())


def test_who_denies_an_entry_denies_what_is_put_in_its_place() -> None:
    denial = claim("no", "denies", "fire", by="b")
    held = case(incident("fire", text="Shots"), denial, claim("smoke", "denies", "other"))
    draft = incident("x", text="Three shots", supersedes="fire")
    assert ids(said_otherwise(held, draft, {"text"}).otherwise) == {"no"}
    assert said_otherwise(held, incident("x", text="Shots"), {"text"}).otherwise == ()


def test_the_same_incident_by_another_paper_is_likely_the_same() -> None:
    fire = incident("fire", place="The Ford", text="Shots were fired at the ford at dawn")
    held = case(
        fire,
        incident("flood", place="The Dam", text="The gates were opened"),
        incident("later", date=DAYS[3], place="The Ford", text="Shots were fired at the ford"),
    )
    draft = incident("x", text="At dawn shots were fired at the ford", sources="s2")
    assert said_otherwise(held, draft, {"date", "text"}).alike == (fire,)
    half = incident("x", place="the ford")
    assert said_otherwise(held, half, {"date", "place"}).alike == (fire,)
    assert said_otherwise(held, half, {"place"}).alike == ()  # of any day: no likeness


def test_another_statement_of_the_same_day_is_not_the_same() -> None:
    held = case(entry("statement", "one", text="We will open the gates at noon"))
    other = entry("statement", "x", text="Nobody was hurt on the road")
    assert said_otherwise(held, other, ALL).alike == ()


def test_what_a_party_accepted_and_asked_for_before_is_said_beside_another_position() -> None:
    held = talks.case(OFFER, YES, position("first", "2031-01-01", "half"))
    draft = position("x", "2031-02-01", "all")
    found = said_otherwise(held, draft, {"date", "party", "issue", "option"})
    assert ids(found.otherwise) == {"first"}
    (sentence,) = found.sentences
    assert "B accepted 'land half' on Land on 2 January 2031" in sentence
    as_before = position("x", "2031-02-01", "half")
    found = said_otherwise(held, as_before, {"date", "party", "issue", "option"})
    assert (found.otherwise, found.sentences) == ((), ())


def test_half_an_entry_says_nothing_that_it_does_not_hold() -> None:
    held = case(figure("f1", "3"), incident("fire"))
    half = figure("x", "9")
    # as a form has it that is not filled in
    none = evolve(half, value=None, supersedes="f1")  # type: ignore[arg-type]
    assert said_otherwise(held, none, {"subject"}).otherwise == ()
    assert said_otherwise(held, half, {"subject"}).otherwise == ()
    assert ids(said_otherwise(held, half, {"subject", "value"}).otherwise) == {"f1"}
