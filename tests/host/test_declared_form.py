"""Forms for what a process declares: nothing that stands there is lost on the way."""

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict

from accord.formats import load
from accord.formats.append import read_declared, tree
from accord.formats.declared import DECLARED, listed
from accord.formats.for_whom import PROCESS
from accord.formats.read import BEFORE
from accord.formats.shapes import fields
from accord.formats.write import fields_plain
from accord.host.declared_form import form_fields, standing, typed_keys
from accord.model import Issue, Process, When
from accord.record import Case

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE_NAMES = ("market-road", "russia-ukraine-2022", "sarn-river")
WORDS = ("party", "person", "actor", "venue", "plan", "issue", "option", "constraint")


EVERYTHING = """\
title: Talks with one of everything
parties:
  upland:
    name: Upland
    principal: ana
    delegation: {head: [ana, ben], members: cy, source: paper}
    ratifies: always
    since: 2024-05
  delta: {name: Delta}
people:
  ana: {name: Ana, office: "President; and more", party: upland}
  ben: {name: Ben}
  cy: {name: Cy}
actors:
  council:
    name: Council
    role:
      - mediator
      - {role: must consent, on: {water: [20, 40]}, basis: Its law., sources: paper}
      - {role: affected, on: [water, land], since: 2024-05-02}
      - {role: carries out, on: {land: "", water: 0}}
venues:
  mill: {name: The mill, place: A place, host: council}
agenda:
  issues:
    water: {name: Water, span: 0..60, step: 20, unit: km, no_deal: 20, text: "Some text; more."}
    land:
      name: Land
      options:
        none: {name: None, puts_off: yes}
        all: {name: All, since: 2024-05-03, norm: [{offends: the law, source: paper}, see it]}
      sources: [paper]
  constraints:
    - {id: no, never: {water: [0, 20], land: all}, basis: "Because: so.", source: paper}
rounds:
  one: {name: One, date: 2024-06, venue: mill, sources: paper}
decision: {needs: 3, votes: {upland: 2, delta: 2.5}, vetoes: [upland]}
"""


def _case(folder: str, to: Path) -> Case:
    if folder in EXAMPLE_NAMES:
        return load(EXAMPLES / folder)
    (to / PROCESS).write_text(EVERYTHING)
    source = "sources: {paper: {publisher: A paper, date: 2024-05-01}}\n"
    (to / "record.yaml").write_text(source)
    return load(to)


def _sent_back(cls: type, one: Any, case: Case, leave_out: tuple[str, ...]) -> Any:
    """Return what a form shows and sends back, as a file reads."""
    shown = [*form_fields(cls, fields_plain(one), case, leave_out)]
    keys, wrong = typed_keys(cls, standing(shown), When.parse, leave_out)
    assert not wrong
    raw: Any = tree(keys)
    for key in raw:
        if (cls, key) in BEFORE:
            raw[key] = BEFORE[cls, key](raw[key], 0)
    return raw


@pytest.mark.parametrize("folder", [*EXAMPLE_NAMES, "everything"])
@pytest.mark.parametrize("word", WORDS)
def test_what_a_form_shows_and_sends_back_is_what_stands_there(
    folder: str, word: str, tmp_path: Path
) -> None:
    case, cls = _case(folder, tmp_path), DECLARED[word]
    for at, one in listed(case, word):
        raw = _sent_back(cls, one, case, ("id",))
        left = evolve(one, options=frozendict()) if isinstance(one, Issue) else one
        assert read_declared(cls, at.id, raw, PROCESS) == left


def test_the_rule_of_decision_comes_back_as_it_stands(tmp_path: Path) -> None:
    case = _case("everything", tmp_path)
    rest = tuple(key for key in fields(Process) if key != "decision")
    raw = _sent_back(Process, case.process, case, rest)
    assert raw == tree(
        {
            "decision": {
                "needs": "3",
                "votes": {"upland": "2", "delta": "2.5"},
                "vetoes": ["upland"],
            }
        }
    )


def test_new_options_are_one_a_line_with_ids_of_their_own() -> None:
    typed = {
        "name": ["Water"],
        "options": ["Half each, by the month and the year\r\n\r\nAll of it\nAll of it "],
    }
    keys, _ = typed_keys(Issue, typed, When.parse, ("id",))
    assert keys["options"] == {
        "half-each-by-the-month": "Half each, by the month and the year",
        "all-of-it": "All of it",
        "all-of-it-2": "All of it",
    }


def test_a_date_that_is_none_is_said() -> None:
    _, wrong = typed_keys(Issue, {"since": ["some day"]}, When.parse, ("id",))
    assert len(wrong) == 1
    assert "some day" in wrong[0]


def test_every_key_of_what_is_declared_has_a_field() -> None:
    case = load(EXAMPLES / "market-road")
    for word in WORDS:
        # What names an option of the issue itself has one once there are options.
        begun = {"id": next(iter(case.process.agenda.issues))} if word == "issue" else {}
        made = [one.name for one in form_fields(DECLARED[word], begun, case, ("id",))]
        for key in fields(DECLARED[word]):
            found = any(name == key or name.startswith(f"{key}.") for name in made)
            assert found is (key != "id"), (word, key)


def test_what_an_issue_comes_to_without_a_deal_is_chosen_among_its_options() -> None:
    case = load(EXAMPLES / "sarn-river")
    issue = case.process.agenda.issues["data"]
    (one,) = [f for f in form_fields(Issue, fields_plain(issue), case) if f.name == "no_deal"]
    assert (one.kind, one.value) == ("one", (issue.no_deal,))
    assert [sent for sent, _ in one.choices] == ["", *issue.choices]
    # Of a new issue it is typed, beside its options.
    (typed,) = [f for f in form_fields(Issue, {}, case) if f.name == "no_deal"]
    assert typed.kind == "line" and not typed.choices and "the same words" in typed.hint
