"""Entries are said in words: who did what, with what is known of it and no more."""

from typing import Any

import pytest
from frozendict import frozendict
from tests.deals.build import agenda
from tests.record.build import entry, record

from accord.model import Actor, Party, Person, Process, Range
from accord.record import AgreementStage, Answer, Perceived, Ruling, Stance, TalksTurn
from accord.record.sentences import sentence

NAMES = {"north": "North", "south": "South", "east": "East"}
PROCESS = Process(
    title="Talks",
    parties=frozendict({one: Party(id=one, name=name) for one, name in NAMES.items()}),
    people=frozendict({"ames": Person(id="ames", name="Ada Ames", party="north")}),
    actors=frozendict({"host": Actor(id="host", name="The Host")}),
    agenda=agenda({"truce": ["now", "later"], "line": ["old", "new"]}),
)
OFFER = entry("proposal", "offer", "2024-05-02", by="host", to=("north", "south"), text="All.")

SAID: list[tuple[str, dict[str, Any], str]] = [
    ("statement", {"by": "ames", "text": "No!"}, "Ada Ames (North): No!"),
    (
        "statement",
        {"by": "south", "to": ("north", "host"), "text": "Why?"},
        "South to North, The Host: Why?",
    ),
    (
        "statement",
        {"by": "south", "translated_by": "ames", "text": "Yes."},
        "South: Yes (translated by Ada Ames).",
    ),
    ("position", {"party": "north", "issue": "truce", "option": "now"}, "North on Truce: Now."),
    (
        "position",
        {"party": "north", "issue": "truce", "by": "ames", "text": "Soon", "option": ""},
        "North (Ada Ames) on Truce: Soon.",
    ),
    (
        "position",
        {"party": "north", "issue": "truce", "option": "never", "text": "Not yet."},
        "North on Truce: Not yet.",
    ),
    (
        "position",
        {"party": "north", "issue": "truce", "option": "never"},
        "North on Truce: never.",
    ),
    ("position", {"party": "north", "issue": "tax", "option": "low"}, "North: low."),
    (
        "proposal",
        {"by": "host", "to": ("north", "south"), "text": "All of it."},
        "The Host proposes to North, South: All of it.",
    ),
    (
        "proposal",
        {"by": "host", "to": ("north",), "deal": frozendict({"truce": "now", "line": "old"})},
        "The Host proposes to North: Truce: Now; Line: Old.",
    ),
    (
        "proposal",
        {"by": "host", "to": ("north",), "text": "In words", "deal": {"truce": "now"}},
        "The Host proposes to North: Truce: Now (In words).",
    ),
    ("report", {"by": "ames", "to": "north"}, "Ada Ames (North) reports to North."),
    (
        "instruction",
        {"by": "north", "to": "ames", "text": "Hold out."},
        "North instructs Ada Ames (North): Hold out.",
    ),
    (
        "report",
        {"by": "ames", "to": "north", "text": "They hold out"},
        "Ada Ames (North) reports to North: They hold out.",
    ),
    ("assurance", {"by": "host", "text": "Safe passage."}, "The Host: Safe passage."),
    (
        "assurance",
        {"by": "host", "to": ("north", "south"), "text": "Safe passage."},
        "The Host to North, South: Safe passage.",
    ),
    (
        "measure",
        {"measure": "sanction", "by": ("host", "east"), "on": ("north",), "text": "No oil."},
        "Sanction by The Host, East on North: No oil.",
    ),
    (
        "measure",
        {"measure": "aid", "by": ("host",), "on": ("north",), "text": "Grain"},
        "Aid by The Host for North: Grain.",
    ),
    (
        "measure",
        {"measure": "aid", "by": ("host",), "text": "Grain"},
        "Aid by The Host: Grain.",
    ),
    (
        "measure",
        {"measure": "visit", "by": ("host",), "text": "They came."},
        "The Host: They came.",
    ),
    ("incident", {"text": "Shots."}, "Shots."),
    ("incident", {"place": "Town", "text": "Shots."}, "Town: Shots."),
    (
        "incident",
        {"text": "Shots.", "perceived": Perceived.SEEN},
        "Shots (seen).",
    ),
    ("incident", {"text": "Shots.", "by": "south"}, "Shots (reported by South)."),
    (
        "figure",
        {"subject": "The dead", "value": Range(1, 1), "unit": "people"},
        "The dead: 1 people.",
    ),
    (
        "figure",
        {
            "subject": "The dead",
            "value": Range(1000, 2000),
            "unit": "people",
            "by": "south",
            "text": "In all.",
        },
        "The dead: 1,000 to 2,000 people (South): In all.",
    ),
    ("claim", {"by": "ames", "stance": Stance.ASSERTS}, "Ada Ames (North) asserts: so it was."),
    ("claim", {"by": "south", "stance": Stance.DENIES}, "South denies: not so."),
    ("claim", {"by": "south", "stance": Stance.REPORTS}, "According to South: so it was."),
    (
        "claim",
        {"by": "south", "stance": Stance.DENIES, "text": "Not ours."},
        "South denies: Not ours.",
    ),
    (
        "claim",
        {"by": "south", "stance": Stance.ASSERTS, "attribute": "head", "value": "ames"},
        "South asserts: head: Ada Ames.",
    ),
    (
        "claim",
        {
            "by": "south",
            "stance": Stance.ASSERTS,
            "attribute": "head",
            "value": "ames",
            "text": "We saw her.",
        },
        "South asserts: head: Ada Ames (We saw her).",
    ),
    (
        "claim",
        {"by": "south", "stance": Stance.DENIES, "attribute": "head", "text": "Nobody."},
        "South denies: Nobody.",
    ),
    (
        "claim",
        {
            "by": "south",
            "stance": Stance.DENIES,
            "attribute": "attributed_to",
            "value": "south",
        },
        "South denies that its own side did it.",
    ),
    (
        "claim",
        {
            "by": "south",
            "stance": Stance.DENIES,
            "attribute": "attributed to",
            "value": "north, host",
            "text": "No.",
        },
        "South denies that North, The Host did it (No).",
    ),
    (
        "claim",
        {
            "by": "south",
            "stance": Stance.DENIES,
            "attribute": "attributed to",
            "value": "the storm",
        },
        "South denies that it is to be laid to 'the storm'.",
    ),
    (
        "claim",
        {
            "by": "south",
            "stance": Stance.DENIES,
            "attribute": "why_it_ended",
            "value": "a quarrel",
        },
        "South denies 'a quarrel' as to why it ended.",
    ),
    ("round", {"name": "First", "text": "They met."}, "First: They met."),
    ("round", {"name": "First", "text": "They met.", "outcome": "Nothing"}, "First: Nothing."),
    ("session", {"name": "Noon", "outcome": "A break."}, "Noon: A break."),
    ("situation", {"text": "Calm.", "by": ""}, "Calm."),
    (
        "situation",
        {"text": "Calm.", "place": "Town", "of": ("north",), "by": "host"},
        "Town (North): Calm (reported by The Host).",
    ),
    ("situation", {"text": "Calm.", "place": "Town", "by": ""}, "Town: Calm."),
    ("situation", {"text": "Calm.", "of": ("north", "south"), "by": ""}, "North, South: Calm."),
    (
        "situation",
        {"text": "The Host sees calm.", "place": "Town", "by": "host"},
        "Town: The Host sees calm.",
    ),
    ("correction", {"text": "It was not so."}, "It was not so."),
    ("correction", {}, "one."),
    ("round", {"name": "First round", "outcome": ""}, "First round held."),
    (
        "round",
        {"name": "First round", "agreed": ({"truce": "now"},)},
        "First round: agreed on Truce: Now.",
    ),
    ("step", {"what": TalksTurn.HALTED, "by": ()}, "Talks halted."),
    (
        "step",
        {"what": TalksTurn.RESUMED, "by": ("north", "south")},
        "North and South: talks resumed.",
    ),
    (
        "agreement",
        {"deal": frozendict(truce="now"), "between": ("north", "south", "east")},
        "Agreement reached: Truce: Now.",
    ),
    (
        "agreement",
        {"words": "The guns are silent.", "conditional": "yes"},
        "Agreement reached: The guns are silent; it depends on: the whole.",
    ),
]


DENIES = {"stance": Stance.DENIES}


@pytest.mark.parametrize(("kind", "given", "said"), SAID)
def test_an_entry_is_said_in_words(kind: str, given: dict[str, Any], said: str) -> None:
    nobody = {"by": ""} if kind in ("position", "incident", "figure") else {}
    assert sentence(PROCESS, entry(kind, "one", **{**nobody, **given})) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer": Answer.ACCEPTS}, "North accepts the proposal of 2 May 2024."),
        (
            {"answer": Answer.REJECTS, "issues": ("truce", "tax"), "text": "Too late."},
            "North rejects the proposal of 2 May 2024 on Truce, what was no issue yet: "
            "Too late.",
        ),
        (
            {"answer": Answer.COUNTERS},
            "North answers with a proposal of its own to the proposal of 2 May 2024.",
        ),
        (
            {"answer": Answer.RESERVES},
            "North reserves its answer to the proposal of 2 May 2024.",
        ),
        (
            {"answer": Answer.REFERS},
            "North refers to its leadership the proposal of 2 May 2024.",
        ),
        ({"answer": Answer.ACCEPTS, "answers": "lost"}, "North accepts the proposal."),
    ],
)
def test_an_answer_says_to_which_proposal(given: dict[str, Any], said: str) -> None:
    answer = entry("response", "one", **{"by": "north", "answers": "offer", **given})
    assert sentence(PROCESS, answer, record(OFFER, answer)) == said
    assert sentence(PROCESS, answer) == said.replace(" of 2 May 2024", "")


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        ("statement", {"by": "ames", "text": "Yes."}, "Ada Ames (North): Yes"),
        (
            "response",
            {"by": "south", "answers": "offer", "answer": Answer.RESERVES},
            "South reserves its answer to the proposal of 2 May 2024",
        ),
        ("claim", {"stance": Stance.DENIES, "by": "south", "text": "No."}, "South denies: No"),
    ],
)
def test_what_the_editors_infer_says_so(kind: str, given: dict[str, Any], text: str) -> None:
    made = entry(kind, "e", inferred_by="host", **given)
    said = sentence(PROCESS, made, record(OFFER, made))
    assert said == f"{text} (as read by The Host)."


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (
            "agreement",
            {"between": ("east",), "standing": AgreementStage.SIGNED},
            "The proposal of 2 May 2024 signed by East.",
        ),
        (
            "decision",
            {"body": "referendum", "result": Ruling.POSTPONES},
            "Referendum on the proposal of 2 May 2024 put off.",
        ),
        (
            "decision",
            {"body": "North's parliament", "of": ("north",), "result": Ruling.REJECTS},
            "North's parliament rejects the proposal of 2 May 2024.",
        ),
    ],
)
def test_what_is_about_another_entry_names_it(
    kind: str, given: dict[str, Any], said: str
) -> None:
    about = entry(kind, "e", about=("offer",), **given)
    assert sentence(PROCESS, about, record(OFFER, about)) == said


def test_agreements_of_one_day_are_named_once_in_what_is_decided_on_them() -> None:
    points = [
        entry("agreement", one, "2024-05-02", between=("north", "south"), words=one)
        for one in ("truce", "line")
    ]
    vote = entry(
        "decision",
        "vote",
        "2024-05-03",
        body="parliament",
        result=Ruling.APPROVES,
        about=("truce", "line"),
    )
    said = sentence(PROCESS, vote, record(*points, vote))
    assert said == "Parliament approves the agreement of 2 May 2024."
