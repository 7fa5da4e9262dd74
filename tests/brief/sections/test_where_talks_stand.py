"""Where the talks stand: what moved, who owes, what was agreed, what is next."""

import io
from typing import Any

import attrs
import pytest
from frozendict import frozendict
from rich.console import Console
from tests.brief.build import agenda, entry, folder, held, ids, page, plan, talk, texts
from tests.brief.parsed import Parsed

from accord.brief import compose
from accord.brief.html import to_html
from accord.brief.terminal import show_dossier
from accord.model import When
from accord.record import Entry, Outlet, Ruling, Source


def said(id_: str, date: str, *published: str) -> Entry:
    return entry("statement", id_, date, *published, by="nora", text=f"Says {id_}.")


@pytest.mark.parametrize(
    ("rounds", "date", "since", "moved"),
    [
        ([], "2022-01-05", "", True),
        (["2022-02-01"], "2022-01-05", "", True),
        (["2022-02-01", "2022-03-01"], "2022-01-05", "2022-02-01", False),
        (["2022-02-01", "2022-03-01"], "2022-02-01", "2022-02-01", False),
        (["2022-02-01", "2022-03-01"], "2022-02-02", "2022-02-01", True),
        (["2022-02-01", "2022-03-01"], "2022-03-09", "2022-02-01", True),
        (["2022-02-01", "2022-03-01"], "2022-02", "2022-02-01", True),
        (["2022-02-01", "2022-03-01"], "2022-01", "2022-02-01", False),
        (["2022-01-01", "2022-02-01", "2022-03-01"], "2022-01-20", "2022-02-01", False),
        (["2022-02", "2022-02-10"], "2022-02-10", "2022-02", True),
        (["2022-02", "2022-02-10"], "2022-02-09", "2022-02", False),
        (["2022-02-01T09", "2022-02-01T15"], "2022-02-01T12", "2022-02-01T09", True),
        (["2022-02-01T09", "2022-02-01T15"], "2022-02-01T09", "2022-02-01T09", False),
    ],
)
def test_what_moved_since_the_round_before_the_latest(
    rounds: list[str], date: str, since: str, moved: bool
) -> None:
    held = [talk(f"r{n}", day) for n, day in enumerate(rounds)]
    standing = page(folder(*held, said("word", date))).standing
    assert standing.rounds == len(rounds)
    assert standing.since == since
    assert (("word",) in ids(standing.moved.lines)) is moved


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        ("statement", {"by": "nora", "to": ("south",)}, "Nora (North) to South: T."),
        ("report", {"by": "nora", "to": "north"}, "Nora (North) reports to North: T."),
        ("instruction", {"by": "north", "to": "nora"}, "North instructs Nora (North): T."),
        ("claim", {"by": "paper", "stance": "reports"}, "According to Paper: T."),
        ("proposal", {"by": "north", "to": ("south",)}, "North proposes to South: T."),
        (
            "claim",
            {"by": "sam", "stance": "denies", "about": ("e",), "attribute": "by_whom"},
            "Sam (South) denies: T.",
        ),
        (
            "claim",
            {
                "by": "sam",
                "stance": "asserts",
                "about": ("e",),
                "attribute": "number_of",
                "value": "3",
            },
            "Sam (South) asserts: Town: Shots, number of: 3 (T).",
        ),
    ],
)
def test_what_is_said_is_told_with_who_says_it(
    kind: str, given: dict[str, Any], text: str
) -> None:
    shots = entry("incident", "e", "2022-01-01", place="Town", text="Shots.")
    one = entry(kind, "one", "2022-01-02", text="T.", **given)
    assert text in texts(page(folder(shots, one)).standing.moved.lines)


def test_what_was_replaced_is_gone_and_what_was_withdrawn_is_said() -> None:
    first, second = said("first", "2022-01-01"), said("second", "2022-01-02")
    better = entry(
        "statement", "better", "2022-01-01", by="nora", text="Better.", supersedes="first"
    )
    gone = entry("correction", "gone", "2022-01-03", text="Never said.", supersedes="second")
    lines = page(folder(first, second, better, gone)).standing.moved.lines
    assert texts(lines) == ["Nora (North): Better.", "Withdrawn (second): Never said."]


def test_disputed_claims_stand_with_what_is_contested_only() -> None:
    claims = [
        entry("claim", i, "2022-01-01", by="paper", stance="reports", subject="S", value=i)
        for i in ("one", "two")
    ]
    made = page(folder(*claims))
    assert made.standing.moved.lines == ()
    assert ids(made.contested[0].readings) == [("one",), ("two",)]


def test_a_long_list_is_cut_at_the_early_end_and_counted() -> None:
    many = [said(f"w{n:02}", f"2022-01-{n % 28 + 1:02}") for n in range(50)]
    moved = page(folder(*many)).standing.moved
    assert (len(moved.lines), moved.earlier) == (40, 10)
    assert moved.lines[-1].date == "2022-01-28"


def test_new_positions_are_said_by_party() -> None:
    stands = [
        entry("position", i, date, party=party, issue=issue, option=option)
        for i, date, party, issue, option in (
            ("n1", "2022-01-01", "north", "truce", "now"),
            ("n2", "2022-02-02", "north", "truce", "later"),
            ("n3", "2022-02-02", "north", "border", "old"),
            ("s1", "2022-01-01", "south", "truce", "now"),
            ("s2", "2022-02-02", "south", "truce", "now"),
        )
    ]
    rounds = [talk("r1", "2022-02-01"), talk("r2", "2022-02-03")]
    lines = page(folder(*rounds, *stands)).standing.moved.lines
    assert texts(lines) == ["New positions of North, see below: Truce (changed); Border."]
    assert ids(lines) == [("n2", "n3")]
    assert page(folder(*stands)).standing.moved.lines == ()


OFFER = entry(
    "proposal",
    "offer",
    "2022-01-01",
    by="north",
    to=("south",),
    text="Stop and swap. More below.",
    deal={"truce": "now", "border": "old"},
)


def answer(id_: str, date: str, how: str, *issues: str, **given: Any) -> Entry:
    given = {"by": "sam", "answers": "offer", **given}
    return entry("response", id_, date, answer=how, issues=issues, **given)


OF_NORTH = "South accepts, of the proposal of North, 1 January 2022 (Stop and swap. More below)"
OPEN = "South owes North an answer to: Truce: Now; Border: Old (Stop and swap ...)"


@pytest.mark.parametrize(
    ("answers", "owed"),
    [
        ([], [OPEN]),
        ([answer("a", "2022-01-02", "accepts")], []),
        ([answer("a", "2022-01-02", "rejects")], []),
        ([answer("a", "2022-01-02", "counters")], []),
        ([answer("a", "2022-01-02", "reserves")], [f"{OPEN} (reserved on 2 January 2022)"]),
        (
            [answer("a", "2022-01-02", "refers")],
            [f"{OPEN} (referred to its leadership on 2 January 2022)"],
        ),
        ([answer("a", "2022-01-02", "refers"), answer("b", "2022-01-03", "accepts")], []),
        (
            [answer("a", "2022-01-02", "rejects"), answer("b", "2022-01-03", "reserves")],
            [f"{OPEN} (reserved on 3 January 2022)"],
        ),
        (
            [answer("a", "2022-01-02", "rejects", "truce")],
            [f"{OPEN} (answered on Truce only)"],
        ),
        (
            [
                answer("a", "2022-01-02", "refers"),
                answer("b", "2022-01-03", "accepts", "border"),
            ],
            [f"{OPEN} (referred to its leadership on 2 January 2022; answered on Border only)"],
        ),
        (
            [
                answer("a", "2022-01-02", "accepts", "border"),
                answer("b", "2022-01-03", "rejects"),
                answer("c", "2022-01-04", "reserves"),
            ],
            [f"{OPEN} (reserved on 4 January 2022)"],
        ),
        (
            [
                answer("a", "2022-01-02", "rejects", "truce"),
                answer("b", "2022-01-03", "reserves", "border"),
            ],
            [f"{OPEN} (reserved: Border; answered on Truce only)"],
        ),
        (
            [
                answer("a", "2022-01-02", "rejects", "truce"),
                answer("b", "2022-01-03", "accepts", "border"),
            ],
            [],
        ),
        ([answer("a", "2022-01-02", "accepts", by="host")], [OPEN]),
        ([answer("a", "2022-01-02", "accepts", answers="other")], [OPEN]),
    ],
)
def test_who_owes_whom_an_answer(answers: list[Entry], owed: list[str]) -> None:
    other = entry("proposal", "other", "2022-01-01", by="south", to=("host",), text="Other.")
    lines = page(folder(OFFER, other, *answers)).standing.owed
    ours = [line for line in lines if line.entries[0] == "offer"]
    assert texts(ours) == owed
    mine = tuple(a.id for a in answers if a.by == "sam" and a.answers == "offer")  # type: ignore[attr-defined]
    assert ids(ours) == [("offer", *mine)] * len(owed)


@pytest.mark.parametrize(
    ("date", "deal", "between", "owed"),
    [
        ("2022-01-02", {"truce": "now", "border": "new"}, (), []),
        ("2022-01-02", {"truce": "now"}, (), [OPEN]),
        ("2021-12-31", {"truce": "now", "border": "old"}, (), [OPEN]),
        ("2022-01-02", {"truce": "now", "border": "old"}, ("north", "host"), [OPEN]),
    ],
)
def test_what_was_agreed_later_on_all_its_issues_answers_a_proposal(
    date: str, deal: dict[str, str], between: tuple[str, ...], owed: list[str]
) -> None:
    made = entry("agreement", "deal", date, deal=frozendict(deal), between=between)
    assert texts(page(folder(OFFER, made)).standing.owed) == owed


def test_every_addressee_owes_for_itself_and_nobody_owes_itself() -> None:
    offer = entry(
        "proposal", "offer", "2022-01-01", by="north", to=("south", "host", "nora"), text="X."
    )
    lines = page(folder(offer, answer("a", "2022-01-02", "accepts"))).standing.owed
    assert texts(lines) == ["Hostland owes North an answer to: X"]


def test_who_owes_an_answer_alike_is_named_in_one_line() -> None:
    offer = entry(
        "proposal", "offer", "2022-01-01", by="host", to=("north", "south"), text="X."
    )
    (one,) = page(folder(offer)).standing.owed
    assert one.text == "North and South owe Hostland an answer to: X"
    assert (
        one.short
        == "North and South owe Hostland an answer to the proposal of 1 January 2022: X"
    )
    lines = page(folder(offer, answer("a", "2022-01-02", "refers"))).standing.owed
    assert texts(lines) == [
        "North owes Hostland an answer to: X",
        "South owes Hostland an answer to: X (referred to its leadership on 2 January 2022)",
    ]
    assert ids(lines) == [("offer",), ("offer", "a")]


def test_what_was_proposed_through_a_host_is_owed_no_more_once_it_is_agreed() -> None:
    deal = frozendict(truce="now")
    offer = entry("proposal", "o", "2022-01-01", by="north", to=("host",), deal=deal)
    assert len(page(folder(offer)).standing.owed) == 1
    made = entry("agreement", "deal", "2022-01-05", deal=deal)
    assert not page(folder(offer, made)).standing.owed


@pytest.mark.parametrize(
    ("date", "answered", "owed"),
    [
        ("2022-01-01", "2022-01-02", []),
        ("2022-01-05", "2022-01-02", [("newer",)]),
        ("2022-01-05", "2022-01-06", []),
    ],
)
def test_a_proposal_that_was_replaced_is_owed_no_more(
    date: str, answered: str, owed: list[tuple[str, ...]]
) -> None:
    newer = entry(
        "proposal",
        "newer",
        date,
        by="north",
        to=("south",),
        text="Newer.",
        supersedes="offer",
    )
    standing = page(folder(OFFER, newer, answer("a", answered, "accepts"))).standing
    assert ids(standing.owed) == owed


def test_a_proposal_that_was_withdrawn_is_owed_no_more() -> None:
    gone = entry("correction", "gone", "2022-01-02", supersedes="offer")
    assert page(folder(OFFER, gone)).standing.owed == ()


@pytest.mark.parametrize(
    ("answers", "agreed", "behind"),
    [
        ([], [], []),
        ([answer("a", "2022-01-02", "counters")], [], []),
        (
            [answer("a", "2022-01-02", "accepts")],
            [
                "South accepts the proposal of North, 1 January 2022: Truce: Now; Border: Old "
                "(Stop and swap. More below)"
            ],
            [("a", "offer")],
        ),
        (
            [answer("a", "2022-01-02", "accepts", "border", "truce")],
            [f"{OF_NORTH}: Truce: Now; Border: Old"],
            [("a", "offer")],
        ),
        (
            [
                answer("a", "2022-01-02", "accepts", "border"),
                answer("b", "2022-01-03", "rejects", "border"),
            ],
            [],
            [],
        ),
        (
            [answer("a", "2022-01-02", "accepts"), answer("b", "2022-01-03", "rejects")],
            [],
            [],
        ),
        (
            [
                answer("a", "2022-01-02", "accepts", "border"),
                answer("b", "2022-01-03", "counters"),
            ],
            [],
            [],
        ),
        (
            [
                answer("a", "2022-01-02", "accepts", "border", text="If all agree."),
                answer("b", "2022-01-03", "refers"),
            ],
            [f"{OF_NORTH}: Border: Old; Sam: If all agree"],
            [("a", "offer")],
        ),
        (
            [
                answer("a", "2022-01-02", "accepts"),
                answer("b", "2022-01-03", "reserves", "border"),
            ],
            [f"{OF_NORTH}: Truce: Now"],
            [("a", "offer")],
        ),
        (
            [
                answer("a", "2022-01-02", "accepts", "border"),
                answer("b", "2022-01-03", "rejects"),
                answer("c", "2022-01-04", "reserves"),
            ],
            [],
            [],
        ),
    ],
)
def test_what_all_asked_accepted_was_agreed(
    answers: list[Entry], agreed: list[str], behind: list[tuple[str, ...]]
) -> None:
    lines = page(folder(OFFER, *answers)).standing.agreed
    assert texts(lines) == agreed
    assert ids(lines) == behind


THREE = {"north": "North", "south": "South", "west": "West"}
TO_TWO = attrs.evolve(OFFER, by="host", to=("north", "south", "west"))  # type: ignore[call-arg]


def of(by: str, id_: str, date: str, how: str, *issues: str) -> Entry:
    return answer(id_, date, how, *issues, by=by)


ASKED = "the proposal of Hostland, 1 January 2022"
WHOLE = f"{ASKED}: Truce: Now; Border: Old (Stop and swap. More below)"
PART = f"{ASKED} (Stop and swap. More below)"


@pytest.mark.parametrize(
    ("answers", "agreed", "some"),
    [
        (
            [of("north", "a", "2022-01-02", "accepts")],
            [],
            [f"North accepts {WHOLE}; South has not answered; West has not answered"],
        ),
        (
            [
                of("north", "a", "2022-01-02", "accepts"),
                of("west", "b", "2022-01-03", "accepts"),
                of("south", "c", "2022-01-04", "rejects"),
            ],
            [],
            [f"North and West accept {WHOLE}; South rejects it"],
        ),
        (
            [
                of("north", "a", "2022-01-02", "accepts"),
                of("west", "b", "2022-01-03", "accepts"),
                of("south", "c", "2022-01-04", "accepts"),
            ],
            [f"North, South and West accept {WHOLE}"],
            [],
        ),
        (
            [
                of("north", "a", "2022-01-02", "accepts"),
                of("west", "b", "2022-01-03", "accepts", "truce", "border"),
                of("south", "c", "2022-01-04", "accepts", "border"),
            ],
            [f"North, South and West accept, of {PART}: Border: Old"],
            [
                f"North accepts {WHOLE}; South has answered in part only; West has answered in "
                "part only",
                f"North and West accept, of {PART}: Truce: Now; "
                "South has answered in part only",
            ],
        ),
        (
            [
                of("north", "a", "2022-01-02", "accepts"),
                of("west", "b", "2022-01-03", "accepts"),
                of("south", "c", "2022-01-04", "accepts"),
                of("north", "d", "2022-01-05", "counters"),
            ],
            [],
            [f"South and West accept {WHOLE}; North answers with a proposal of its own"],
        ),
        (
            [
                of("north", "a", "2022-01-02", "accepts", "truce", "border"),
                of("south", "b", "2022-01-03", "rejects", "truce"),
                of("south", "c", "2022-01-03", "reserves", "border"),
            ],
            [],
            [
                f"North accepts, of {PART}: Truce: Now; South rejects it; "
                "West has not answered",
                f"North accepts, of {PART}: Border: Old; South reserves its answer; "
                "West has not answered",
            ],
        ),
    ],
)
def test_what_some_accept_and_others_do_not_is_not_agreed(
    answers: list[Entry], agreed: list[str], some: list[str]
) -> None:
    standing = page(folder(TO_TWO, *answers, parties=THREE)).standing
    assert texts(standing.agreed) == agreed
    assert texts(standing.accepted_by_some) == some


def test_an_agreement_names_the_sources_of_all_who_accept() -> None:
    given = [
        of(party, party, f"2022-01-0{day}", "accepts") for day, party in enumerate(THREE, 2)
    ]
    (line,) = page(folder(TO_TWO, *given, parties=THREE)).standing.agreed
    assert line.entries == ("west", "north", "south", "offer")
    assert line.sources == tuple(f"Paper of 2022-01-0{day}" for day in (2, 3, 4))


def test_what_rounds_and_sessions_agreed_stays() -> None:
    rounds = [
        talk(f"r{n}", f"2022-0{n}-01", agreed=(f"Point {n}", f"More {n}")) for n in (1, 2, 3)
    ]
    sitting = entry("session", "s", "2022-01-20", name="Sitting", agreed=("Small point",))
    lines = page(folder(*rounds, sitting)).standing.agreed
    assert texts(lines)[1:5] == [
        "Round r3: More 3",
        "Round r2: Point 2",
        "Round r2: More 2",
        "Sitting: Small point",
    ]
    assert ids(lines) == [("r3",), ("r3",), ("r2",), ("r2",), ("s",), ("r1",), ("r1",)]


def test_an_agreement_is_told_with_how_it_stands_and_what_it_waits_for() -> None:
    deal = {"deal": frozendict({"truce": "now"}), "conditional": "yes"}
    made = entry("agreement", "x", "2022-01-01", **deal)
    yes = {"result": Ruling.APPROVES, "body": "parliament", "of": ("north",), "about": ("x",)}
    lines = page(folder(made, entry("decision", "d", "2022-01-05", **yes))).standing.agreed
    assert texts(lines) == [
        "Agreement, reached on 1 January 2022: Truce: Now (depending on: the whole; still to "
        "be approved for South)."
    ]
    assert ids(lines) == [("x", "d")]


@pytest.mark.parametrize(
    ("plans", "as_of", "next_"),
    [
        ([plan("p", "2022-03-01")], "2022-02-02", ["Announced: Plan p."]),
        ([plan("p", "2022-03-01", venue="hall")], "", ["Announced: Plan p, Hall."]),
        ([plan("p")], "", ["Announced: Plan p, no date given."]),
        (
            [plan("p", "2022-01-20")],
            "2022-02-02",
            ["Announced: Plan p; the record does not say that it was held."],
        ),
        ([plan("p", "2022-02")], "2022-02-02", ["Announced: Plan p."]),
        ([plan("p", "2022-02-02")], "2022-02-02", ["Announced: Plan p."]),
        ([plan("held", "2022-02-01")], "", []),
        ([plan("p", "2022-03-01", "2022-02-03")], "2022-02-02", []),
    ],
)
def test_what_comes_next(plans: list[Any], as_of: str, next_: list[str]) -> None:
    standing = page(folder(talk("r", "2022-02-01", plan="held"), plans=plans), as_of).standing
    assert texts(standing.next) == next_


@pytest.mark.parametrize(
    ("announced", "as_of", "next_"),
    [
        ("Video on Monday 4 April.", "2022-04-04", "Video on Monday 4 April."),
        ("Video on Monday 4 April.", "2022-04-05", "Video on Monday 4 April; {}"),
        ("Video on 2 January", "2022-12-31", "Video on 2 January"),
        ("Video on 2 January", "2023-01-05", "Video on 2 January; {}"),
        ("By video on 4 April 2022", "2022-05-17", "By video on 4 April 2022; {}"),
        ("Within 10 Days", "2022-05-17", "Within 10 Days"),
        ("On 31 April", "2022-05-17", "On 31 April"),
    ],
)
def test_what_was_announced_for_a_day_that_is_over_is_told_as_such(
    announced: str, as_of: str, next_: str
) -> None:
    made = folder(talk("r", "2022-04-01", next=announced))
    (line,) = page(made, as_of).standing.next
    said = next_.format("the record does not say that it was held")
    assert line.text == f"As announced at Round r: {said}"


def test_what_was_announced_for_a_day_on_which_there_was_a_session_is_not_next() -> None:
    sat = entry("session", "s", "2022-04-04", name="Video")
    made = folder(talk("r", "2022-04-01", next="Video on Monday 4 April"), sat)
    assert not page(made, "2022-05-17").standing.next


def test_the_latest_round_and_its_sittings_say_what_is_next() -> None:
    made = page(
        folder(
            talk("r1", "2022-01-01", next="Old news"),
            talk("r2", "2022-02-01", next="More talks"),
            entry("session", "s1", "2022-01-01", name="Early", next="Older still"),
            entry("session", "s2", "2022-02-02", name="Late", next="By video"),
        )
    )
    assert texts(made.standing.next) == [
        "As announced at Round r2: More talks",
        "As announced at Late: By video",
    ]


def test_the_round_shown_is_the_latest_in_full() -> None:
    made = page(
        folder(
            talk("r1", "2022-01-01"),
            talk(
                "r2",
                "2022-02-01",
                venue="hall",
                format="in person",
                length="3..5",
                attended={"north": ("nora",), "host": ()},
                opened_by="sam",
                outcome="Nothing.",
                text="More.",
            ),
        )
    )
    held = made.standing.round
    assert held is not None
    assert (held.venue, held.length) == ("Hall (Hillside)", "3 to 5 hours")
    assert [(a.side, a.people) for a in held.attended] == [
        ("North", ("Nora, Envoy",)),
        ("Hostland", ()),
    ]
    assert (held.opened_by, held.outcome, held.text) == ("Sam (South)", "Nothing.", "More.")
    assert held.entries == ("r2",)


def test_an_empty_folder_has_a_page() -> None:
    made = page(folder(agenda=agenda({})))
    assert (made.standing.rounds, made.standing.round, made.matrix.rows) == (0, None, ())
    assert made.deals[0].missing == (
        "Whether there is a deal cannot be said: nothing for the table says what each "
        "party could accept: add one file a party under interests/ with 'for: table' and "
        "issues to the agenda."
    )
    assert held("north", {}).id == "north-by-agency"


def test_an_answer_that_is_only_read_as_one_does_not_pay_the_debt_without_a_word() -> None:
    read = attrs.evolve(answer("a", "2022-01-02", "counters"), inferred_by="host")
    (line,) = page(folder(OFFER, read)).standing.owed
    assert (line.text, line.entries) == (
        "South to North: what it said on 2 January 2022 is read by Hostland as an answer "
        "to: Truce: Now; Border: Old (Stop and swap ...)",
        ("offer", "a"),
    )
    own = answer("b", "2022-01-03", "rejects")
    assert page(folder(OFFER, read, own)).standing.owed == ()


def test_what_is_still_owed_says_of_each_answer_who_reads_it_so() -> None:
    own = answer("a", "2022-01-02", "rejects", "truce")
    kept = attrs.evolve(answer("b", "2022-01-03", "reserves", "border"), inferred_by="host")
    (line,) = page(folder(OFFER, own, kept)).standing.owed
    assert line.text == (
        f"{OPEN} (reserved: Border (as read by Hostland); answered on Truce only)"
    )
    whole = attrs.evolve(answer("a", "2022-01-02", "reserves"), inferred_by="host")
    (line,) = page(folder(OFFER, whole)).standing.owed
    assert line.text == f"{OPEN} (reserved on 2 January 2022 (as read by Hostland))"


def test_what_is_agreed_only_as_somebody_reads_it_says_so() -> None:
    read = attrs.evolve(answer("a", "2022-01-02", "accepts"), inferred_by="host")
    (line,) = page(folder(OFFER, read)).standing.agreed
    assert "Sam (as read by Hostland)" in line.text


def test_a_reading_beside_a_partys_own_answer_says_whose_it_is_and_leaves_the_answer() -> None:
    given = [
        of("north", "a", "2022-01-02", "accepts"),
        of("south", "own", "2022-01-03", "refers"),
        attrs.evolve(
            of("south", "read", "2022-01-04", "rejects", "border"), inferred_by="host"
        ),
    ]
    standing = page(folder(TO_TWO, *given, parties=THREE)).standing
    whole, *_ = standing.accepted_by_some
    said = "South refers it to its leadership, and rejects it on Border (as read by Hostland)"
    assert said in whole.text
    assert {"own", "read"} <= {*whole.entries}
    assert "Paper of 2022-01-04" in whole.sources
    owing = next(line.text for line in standing.owed if line.text.startswith("South"))
    assert "referred to its leadership on 3 January 2022" in owing
    assert "answered on Border (as read by Hostland) only" in owing


@pytest.mark.parametrize("read", ["rejects", "reserves", "counters"])
def test_what_a_party_said_itself_stands_whatever_is_read_into_it_later(read: str) -> None:
    own = answer("own", "2022-01-02", "accepts")
    later = attrs.evolve(answer("read", "2022-01-03", read), inferred_by="host")
    standing = page(folder(OFFER, own, later)).standing
    (line,) = standing.agreed
    assert line.text.endswith("(as read by Hostland)")
    assert set(line.entries) == {"own", "read", "offer"}
    assert standing.owed == ()
    mine = answer("mine", "2022-01-04", "rejects")
    assert page(folder(OFFER, own, later, mine)).standing.agreed == ()


def test_a_reading_of_an_acceptance_does_not_undo_a_refusal() -> None:
    own = answer("own", "2022-01-02", "rejects")
    later = attrs.evolve(answer("read", "2022-01-03", "accepts"), inferred_by="host")
    standing = page(folder(OFFER, own, later)).standing
    assert (standing.agreed, standing.accepted_by_some) == ((), ())


def test_who_does_not_accept_only_as_somebody_reads_it_says_so() -> None:
    read = attrs.evolve(of("south", "b", "2022-01-03", "rejects"), inferred_by="host")
    given = [of("north", "a", "2022-01-02", "accepts"), read]
    (line,) = page(folder(TO_TWO, *given, parties=THREE)).standing.accepted_by_some
    assert "South rejects it (as read by Hostland)" in line.text
    assert "b" in line.entries


def test_of_many_options_a_debt_names_the_first_and_says_how_many_more() -> None:
    many = {f"issue-{n}": [f"option-{n}-{'and-so-on-' * 8}"] for n in range(4)}
    deal = {issue: option for issue, (option,) in many.items()}
    offer = attrs.evolve(OFFER, deal=deal)  # type: ignore[call-arg]
    made = page(folder(offer, agenda=agenda(many)))
    (line,) = made.standing.owed
    assert "Option-1" in line.text
    assert "Option-2" not in line.text
    assert "; and 2 more issues (Stop and swap ...)" in line.text


def test_the_sources_counted_are_those_that_something_cites() -> None:
    made = folder(talk("r", "2022-01-01"), plans=[plan("p", "2022-03-01", "2022-01-09")])
    extra = Source(id="x", outlet="paper-x", date=When.parse("2022-02-01"))
    paper = Outlet(id="paper-x", name="X", state_aligned="Norland", evidence="owned")
    record = attrs.evolve(
        made.record,
        sources=frozendict({**made.record.sources, "x": extra}),
        outlets=frozendict({**made.record.outlets, "paper-x": paper}),
    )
    counted = page(attrs.evolve(made, record=record))
    assert [one.date for one in counted.sources] == ["2022-01-01", "2022-01-09"]
    assert counted.footing == "2 sources, the latest of 9 January 2022."
    assert counted.outlets == ()


def test_the_latest_round_is_told_in_full_wherever_the_page_is_shown() -> None:
    one = talk(
        "r",
        "2022-03-01",
        venue="hall",
        format="in one room",
        length="3",
        opened_by="nora",
        attended={"north": ("nora",), "south": ("sam",)},
        text="All came.",
        outcome="To meet again.",
    )
    brief = compose(folder(one), draws=20)
    out = io.StringIO()
    show_dossier(brief.dossier, Console(file=out, width=200))
    assert """\
 - Round 1 in the record: Round r, 1 March 2022. Hall (Hillside), in one room, 3 hours \
-- Paper of 2022-03-01 [r]
   North: Nora, Envoy
   South: Sam, Envoy
   Opened by Nora (North).
   All came.
   Outcome: To meet again.
What was said and done
""" in out.getvalue()
    html = Parsed(to_html(brief))
    (card,) = [text for attrs, text in html.all("div") if attrs == {"class": "card"}]
    assert [line for line in card.splitlines() if line] == [
        "Round 1 in the record: Round r",
        "1 March 2022 · Hall (Hillside) · in one room · 3 hours — Paper of 2022-03-01 r",
        "North: Nora, Envoy",
        "South: Sam, Envoy",
        "Opened by Nora (North).",
        "All came.",
        "Outcome as reported: To meet again.",
    ]
