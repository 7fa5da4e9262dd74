"""Who is not in the room: set arithmetic, held against a naive reading of every pair."""

from itertools import product

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.brief.build import folder

from accord.model import (
    Actor,
    ActorRole,
    Agenda,
    Issue,
    Option,
    OutsideRole,
    Person,
    Process,
    Reader,
    When,
)
from accord.record import (
    Case,
    Decision,
    Proposal,
    Question,
    Record,
    Response,
    Source,
    Statement,
)
from accord.record.kinds.decision import Ruling
from accord.record.kinds.response import Answer
from accord.record.outsiders import Outsiders

ISSUES, OPTIONS, ACTORS = "abc", "xyz", ("un", "us", "women")
DAY = When.parse("2024-05-01")
AGENDA = Agenda(
    issues=frozendict(
        {
            i: Issue(id=i, name=i, options=frozendict({o: Option(o, o) for o in OPTIONS}))
            for i in ISSUES
        }
    )
)


def actors(roles: dict[str, tuple[ActorRole, ...]]) -> Process:
    """Return a process of two parties with these actors, one person each."""
    made = folder().process
    return evolve(
        made,
        agenda=AGENDA,
        actors=frozendict({i: Actor(id=i, name=i, role=roles.get(i, ())) for i in ACTORS}),
        people=frozendict({f"{i}-p": Person(id=f"{i}-p", name=i, party=i) for i in ACTORS}),
    )


ON = st.dictionaries(
    st.sampled_from(ISSUES), st.lists(st.sampled_from(OPTIONS), unique=True).map(tuple)
)
ROLE = st.builds(
    lambda role, on: ActorRole(role=role, on=frozendict(on)),
    st.sampled_from([*OutsideRole, "guarantor"]),
    ON,
)
ROLES = st.fixed_dictionaries({i: st.lists(ROLE, max_size=3).map(tuple) for i in ACTORS})
PACKAGE = st.dictionaries(st.sampled_from(ISSUES), st.sampled_from(OPTIONS))
SPEECH = st.tuples(
    st.sampled_from([*ACTORS, "un-p", "north"]),
    st.lists(st.sampled_from([*ACTORS, "us-p"]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(ISSUES), max_size=2, unique=True).map(tuple),
)


def record(said: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> Record:
    """Return a record of statements."""
    entries = (
        Statement(id=f"s{n}", date=DAY, sources=("p",), by=by, to=to, issues=on, text="x")
        for n, (by, to, on) in enumerate(said)
    )
    return Record(entries=tuple(entries))


@given(ROLES, PACKAGE, st.lists(SPEECH, max_size=6))
def test_it_is_what_a_naive_reading_of_every_pair_finds(
    roles: dict[str, tuple[ActorRole, ...]],
    package: dict[str, str],
    said: list[tuple[str, tuple[str, ...], tuple[str, ...]]],
) -> None:
    process = actors(roles)
    found = Outsiders(process, record(said)).on(package)
    named: dict[tuple[str, str], set[str]] = {}
    for sort, who in product(OutsideRole, ACTORS):
        for issue, option in package.items():
            for role in roles[who]:
                everything = not role.on
                if role.role == sort and (
                    everything or (issue in role.on and option in (role.on[issue] or OPTIONS))
                ):
                    named.setdefault((sort, who), set()).add(issue)
    assert {(str(r.role), r.who): set(r.on) for r in found.roles} == named
    for one in found.roles:
        to = {
            n
            for n, (_, t, on) in enumerate(said)
            if one.who in {w[:2] if w == "us-p" else w for w in t} and set(on) & set(one.on)
        }
        by = {
            n
            for n, (b, _, on) in enumerate(said)
            if b.removesuffix("-p") == one.who and set(on) & set(one.on)
        }
        assert one.asked == tuple(f"s{n}" for n in sorted(to))
        assert one.heard == tuple(f"s{n}" for n in sorted(by))
        reached = {i for n in to | by for i in said[n][2]}
        assert set(one.not_asked) == set(one.on) - reached
        assert set(one.not_heard) == set(one.on) - {i for n in by for i in said[n][2]}
    assert set(found.wait) == {
        i for (sort, _), on in named.items() if sort == "must consent" for i in on
    }
    waiting = process.waiting({i: [o] for i, o in package.items()})
    assert (waiting.always, waiting.at_times) == (found.wait, ())


@given(ROLES)
def test_a_point_waits_at_times_where_some_ways_need_consent_and_others_do_not(
    roles: dict[str, tuple[ActorRole, ...]],
) -> None:
    process = actors(roles)
    waiting = process.waiting()
    every = [dict(zip(ISSUES, p, strict=True)) for p in product(OPTIONS, repeat=3)]
    waits = [set(Outsiders(process).on(one).wait) for one in every]
    assert set(waiting.always) == set.intersection(*waits)
    assert {*waiting.always, *waiting.at_times} == set.union(*waits)
    assert waiting.of == 3


US_ON_A: dict[str, tuple[ActorRole, ...]] = {
    "us": (ActorRole(role="must consent", on=frozendict(a=("x",))),)
}


def test_an_answer_is_on_the_issues_of_what_it_answers() -> None:
    offer = Proposal(
        id="o", date=DAY, sources=("p",), by="north", to=("south", "us"), deal=frozendict(a="x")
    )
    answer = Response(
        id="r", date=DAY, sources=("p",), by="us", answers="o", answer=Answer.RESERVES
    )
    (one,) = Outsiders(actors(US_ON_A), Record(entries=(offer, answer))).on({"a": "x"}).roles
    assert (one.asked, one.heard, one.not_asked) == (("o",), ("r",), ())


def test_a_decision_of_a_body_is_its_word() -> None:
    offer = Proposal(
        id="o", date=DAY, sources=("p",), by="north", to=("south",), deal=frozendict(a="x")
    )
    vote = Decision(
        id="d", date=DAY, sources=("p",), body="us", result=Ruling.REJECTS, about=("o",)
    )
    (one,) = Outsiders(actors(US_ON_A), Record(entries=(offer, vote))).on({"a": "x"}).roles
    assert one.heard == ("d",)


def test_what_a_reader_may_not_read_or_nobody_knew_yet_has_not_been_asked() -> None:
    said = Statement(
        id="s",
        date=DAY,
        sources=("p",),
        by="north",
        to=("us",),
        issues=("a",),
        for_=("mediator",),
    )
    source = Source(id="p", publisher="The Paper", date=When.parse("2024-05-03"))
    case = Case(
        process=actors(US_ON_A),
        record=Record(entries=(said,), sources=frozendict(p=source)),
    )

    def asked(of: Case) -> tuple[str, ...]:
        return of.outsiders.on({"a": "x"}).must_consent[0].asked

    assert asked(case) == ("s",)
    assert asked(case.seen_by(Reader(("table",)))) == ()
    assert asked(case.as_of(When.parse("2024-05-02"))) == ()
    assert asked(case.as_of(When.parse("2024-05-03"))) == ("s",)


def test_a_question_counts_when_it_was_asked_and_an_answer_is_a_word_of_theirs() -> None:
    def of(**keys: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
        one = Question(id="q", date=DAY, to=("us",), issue="a", **keys)  # type: ignore[arg-type]
        (role,) = Outsiders(actors(US_ON_A), Record(entries=(one,))).on({"a": "x"}).roles
        return role.asked, role.heard

    assert of() == ((), ())
    assert of(asked=DAY) == (("q",), ())
    assert of(asked=DAY, reply="No.") == (("q",), ("q",))
