"""Every mistake in a folder is said with its file, its line and what to do."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from accord.errors import InvalidProcess, Problem
from accord.formats import load, save
from accord.formats.folder import review
from accord.model import HowKnown, Mark, Marked

BASE = {
    "process.yaml": """\
title: Talks
parties:
  north: {name: North, principal: ames}
  south:
    name: South
    delegation:
      head: eller
people:
  ames: {name: Ada Ames, party: north}
  eller: {name: Ed Eller, party: south}
actors:
  host: {name: Host}
  office: {name: The Office, role: analyst}
venues:
  hall: {name: Hall, host: host}
agenda:
  issues:
    truce:
      name: Truce
      options: {none: None, local: Local, full: Full}
    line:
      name: Line
      span: 0..20
      step: 10
      unit: km
  constraints:
    - id: far
      never: {truce: full, line: 20}
rounds:
  second: {name: Second, date: 2024-05-09, venue: hall, sources: paper}
""",
    "record.yaml": """\
sources:
  paper: {publisher: The Paper, date: 2024-05-02}
entries:
  - kind: round
    id: first
    date: 2024-05-01
    sources: paper
    name: First
    length: 4..5
    attended: {south: [eller]}
  - kind: proposal
    id: offer
    date: 2024-05-01
    sources: paper
    by: host
    to: [north, south]
    deal: {truce: local}
  - kind: claim
    id: denial
    date: 2024-05-01
    sources: paper
    by: north
    stance: denies
    about: offer
  - kind: position
    id: wish
    date: 2024-05-01
    sources: paper
    party: north
    issue: truce
    option: full
    during: first
""",
    "interests/north.yaml": """\
party: north
held_by: office
issues:
  truce:
    weight: 60
    values: {none: 0, local: 40..60, full: 100}
  line:
    weight: 30..40
    values: {0: 100, 10: 50, 20: 0}
interactions:
  - when: {truce: full, line: 0}
    bonus: 5
walk_away: 30..40
red_lines:
  - id: too-far
    never: {line: 20}
mandate: {truce: [none, local]}
""",
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def said(folder: Path) -> list[str]:
    """Return every mistake in a folder, with the files as they are called in it."""
    try:
        load(folder)
    except InvalidProcess as invalid:
        assert str(invalid).split("\n") == [str(problem) for problem in invalid.problems]
        return str(invalid).replace(f"{folder}/", "").split("\n")
    return []


def edited(file: str, *edits: tuple[str, str]) -> dict[str, str]:
    """Return the base with texts replaced, each of which stands in the file once."""
    text = BASE[file]
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} must stand in {file} once"
        text = text.replace(old, new)
    return {**BASE, file: text}


def test_the_base_has_no_mistakes(tmp_path: Path) -> None:
    assert said(write(tmp_path, BASE)) == []


def test_parties_issues_and_options_may_have_any_name_as_their_id(tmp_path: Path) -> None:
    files = {
        name: text.replace("truce", "a #1: 'truce', 50%/$4?")
        .replace("full", '"- {Full} & \\"all\\""')
        .replace("north", '"№ 1, the North"')
        for name, text in BASE.items()
    }
    files = {
        name: text.replace("a #1: 'truce', 50%/$4?", "\"a #1: 'truce', 50%/$4?\"")
        for name, text in files.items()
    }
    assert said(write(tmp_path, files)) == []
    folder = load(tmp_path)
    assert list(folder.process.parties) == ["№ 1, the North", "south"]
    assert list(folder.process.agenda.issues) == ["a #1: 'truce', 50%/$4?", "line"]
    save(folder, tmp_path / "copy")
    assert load(tmp_path / "copy") == folder


P, R, N = BASE
ID_RULE = "cannot be an id: use letters, digits, hyphens and dots, no spaces"
NAME_RULE = "use 1 to 100 characters, no line break, no tab, no space at either end"
OPTIONS = "known: none, local, full"

MISTAKES: list[tuple[str, str, str, list[str]]] = [
    # Keys
    (P, "title:", "titel:", [
        f"{P}:1: process.yaml must have 'title'",
        f"{P}:1: unknown key 'titel' in process.yaml; did you mean 'title'?",
    ]),
    (P, "title: Talks", "title:", [f"{P}:1: process.yaml must have 'title'"]),
    (P, "principal:", "principle:", [
        f"{P}:3: unknown key 'principle' in the party 'north'; did you mean 'principal'?",
    ]),
    (P, "span:", "range:", [
        f"{P}:21: the issue 'line' has no options: give 'options', or 'span' and 'step'",
        f"{P}:23: unknown key 'range' in the issue 'line'; "
        "known: name, text, options, span, step, unit, no_deal, since, sources",
        f"{P}:24: 'step' goes with 'span', which is not given",
        f"{P}:25: 'unit' goes with 'span', which is not given",
    ]),
    (P, "name: South\n", "called: South\n", [
        f"{P}:4: the party 'south' must have 'name'",
        f"{P}:5: unknown key 'called' in the party 'south'; "
        "known: name, principal, delegation, ratifies, since",
    ]),
    (R, "kind: round\n", "kind: rund\n", [
        f"{R}:4: there is no kind of entry 'rund'; did you mean 'round'?",
        f"{R}:32: 'first' is declared, but not as a round or session",
    ]),
    (R, "kind: claim\n", "kind:\n", [
        f"{R}:18: an entry must have 'kind': one of round, session, statement, step, "
        "position, offer, proposal, response, agreement, decision, report, instruction, "
        "assurance, commitment, measure, situation, incident, figure, claim, correction, note, "
        "question",
    ]),
    (R, "    by: host\n", "    from: host\n", [
        f"{R}:11: the proposal 'offer' must have 'by'",
        f"{R}:15: unknown key 'from' in the proposal 'offer'; known: id, date, sources, text, "
        "issues, during, about, supersedes, why, inferred_by, for, by, to, deal",
    ]),
    (R, "    id: denial\n", "", [f"{R}:18: a claim must have 'id'"]),
    (R, "    sources: paper\n    by: north", "    source: paper\n    by: north", [
        f"{R}:18: the claim 'denial' must have 'sources'",
        f"{R}:21: unknown key 'source' in the claim 'denial'; did you mean 'sources'?",
    ]),
    (N, "walk_away:", "walkaway:", [
        f"{N}:3: weights and values need a walk-away value: give 'walk_away', or "
        "'judgements', or marks instead "
        "of numbers",
        f"{N}:13: unknown key 'walkaway' in north.yaml; did you mean 'walk_away'?",
    ]),
    (N, "weight: 60", "wieght: 60", [
        f"{N}:4: 'truce' must have 'weight'",
        f"{N}:5: unknown key 'wieght' in 'truce'; did you mean 'weight'?",
    ]),
    (N, "id: too-far\n    never:", "id: too-far\n    nevr:", [
        f"{N}:15: an item of 'red_lines' must have 'never'",
        f"{N}:16: unknown key 'nevr' in an item of 'red_lines'; did you mean 'never'?",
    ]),
    (N, "party: north\n", "party: north\nid: north\n", [
        f"{N}:2: unknown key 'id' in north.yaml",
    ]),
    # Forms
    (P, "title: Talks", "title: [Talks]", [
        f"{P}:1: 'title' must be a text, not a list",
    ]),
    (P, "venues:\n  hall: {name: Hall, host: host}", "venues: hall", [
        f"{P}:14: 'venues' must be a mapping of keys to values, one a line",
    ]),
    (P, "hall: {name: Hall, host: host}", "the hall: {name: Hall, host: host}", [
        f"{P}:15: 'the hall' {ID_RULE}",
        f"{P}:30: there is no venue 'hall' in process.yaml; did you mean 'the hall'?",
    ]),
    (P, "full: Full}", "full: Full, ' all': All}", [
        f"{N}:6: the issue 'truce' has no value for ' all'",
        f"{P}:20: ' all' cannot be an id: {NAME_RULE}",
    ]),
    (P, "parties:\n", "parties:\n  \"a\\tb\": {name: A}\n", [
        f"{P}:3: 'a\\tb' cannot be an id: {NAME_RULE}",
    ]),
    (P, "parties:\n", f"parties:\n  {'a' * 101}: {{name: A}}\n", [
        f"{P}:3: '{'a' * 97}...' cannot be an id: {NAME_RULE}",
    ]),
    (R, "id: wish", "id: my wish", [f"{R}:26: 'my wish' {ID_RULE}"]),
    (R, "stance: denies", "stance: refuses", [
        f"{R}:23: 'stance' cannot be 'refuses'; it is one of: asserts, denies, reports",
    ]),
    (R, "to: [north, south]", "to: [north, '']", [
        f"{R}:16: an item of 'to' is empty: fill it in or remove it",
    ]),
    (R, "to: [north, south]", "to: [north, [south]]", [
        f"{R}:16: an item of 'to' must be a text, not a list",
    ]),
    (R, "deal: {truce: local}", "deal: {truce: [none, local]}", [
        f"{R}:17: the option on 'truce' must be a text, not a list",
    ]),
    (N, "red_lines:\n  - id", "red_lines:\n    id", [
        f"{N}:14: 'red_lines' must be a list: begin each item with '- '",
    ]),
    (N, "{truce: [none, local]}", "{truce: []}", [
        f"{N}:17: no option is named for the issue 'truce'",
    ]),
    # Numbers
    (N, "weight: 60", "weight: 130", [f"{N}:5: the weight 130 is out of range: 0 to 100"]),
    (N, "weight: 60", "weight: -5", [f"{N}:5: the weight -5 is out of range: 0 to 100"]),
    (N, "weight: 60", "weight: 60..", [f"{N}:5: the weight 60.. is out of range: 0 to 100"]),
    (N, "weight: 30..40", "weight: 40..30", [
        f"{N}:8: 'weight': the range 40..30 is reversed: write 30..40",
    ]),
    (N, "weight: 30..40", "weight: 30-40", [
        f"{N}:8: 'weight': '30-40' is not a number or a range such as 30..45",
    ]),
    (N, "weight: 30..40", "weight: \u0663\u0669", [
        f"{N}:8: 'weight': '\u0663\u0669' is not a number or a range such as 30..45",
    ]),
    (N, "weight: 30..40", f"weight: {'1' * 101}", [
        f"{N}:8: 'weight': '{'1' * 97}...' is too long for a number or a date",
    ]),
    (N, "weight: 60", "weight: {value: 60, base: why}", [
        f"{N}:5: unknown key 'base' beside a number; did you mean 'basis'?",
    ]),
    (N, "weight: 60", "weight: {basis: why}", [
        f"{N}:5: 'weight' has no 'value'",
    ]),
    (N, "full: 100}", "full: 101}", [f"{N}:6: the value 101 is out of range: 0 to 100"]),
    (N, "walk_away: 30..40", "walk_away: 30..", [
        f"{N}:13: the walk-away value 30.. needs both ends",
    ]),
    (N, "bonus: 5", "bonus: ..5", [f"{N}:12: the bonus ..5 needs both ends"]),
    (P, "step: 10", "step: 1..2", [
        f"{P}:23: give 'step' too: a continuous issue cannot be settled by listing options",
        f"{P}:24: 'step' must be one number, not a range",
    ]),
    (P, "step: 10", "step: 0", [f"{P}:24: 'step' must be above 0"]),
    (P, "step: 10", "step: -1", [f"{P}:24: 'step' must be above 0"]),
    (P, "step: 10", "step: 0.001", [
        f"{P}:24: that makes more than 1000 options: take a larger step",
    ]),
    (P, "span: 0..20", "span: 0..", [f"{P}:23: a span needs both ends, such as 0..100"]),
    (R, "length: 4..5", "length: -1", [
        f"{R}:9: 'length' is in hours and cannot be below 0",
    ]),
    # Dates
    (R, "date: 2024-05-02}", "date: 2024-02-30}", [
        f"{R}:2: 'date': '2024-02-30' is not a date: "
        "write 2022-03-01, or 2022-03, or 2022-03-01T14:30",
    ]),
    (P, "date: 2024-05-09", "date: next week", [
        f"{P}:30: 'date': 'next week' is not a date: "
        "write 2022-03-01, or 2022-03, or 2022-03-01T14:30",
    ]),
    # Ids that are declared nowhere
    (P, "principal: ames", "principal: amos", [
        f"{P}:3: there is no person 'amos' among the people in process.yaml; "
        "did you mean 'ames'?",
    ]),
    (P, "venue: hall", "venue: hell", [
        f"{P}:30: there is no venue 'hell' in process.yaml; did you mean 'hall'?",
    ]),
    (P, "never: {truce: full,", "never: {peace: full,", [
        f"{P}:28: there is no issue 'peace' on the agenda; known: line, truce",
    ]),
    (P, "sources: paper", "sources: papers", [
        f"{P}:30: there is no source 'papers' in record.yaml; did you mean 'paper'?",
    ]),
    (R, "sources: paper\n    name", "sources: radio\n    name", [
        f"{R}:7: there is no source 'radio' in record.yaml; known: paper",
    ]),
    (R, "id: first\n", "id: ''\n", [
        f"{R}:5: a round must have 'id'",
        f"{R}:32: there is no round or session 'first' in the record",
    ]),
    (R, "by: north", "by: nobody", [
        f"{R}:22: there is no party, actor or person 'nobody' in process.yaml; "
        "known: ames, eller, host, north, office, south",
    ]),
    (R, "to: [north, south]", "to: [north, eller]", [
        f"{R}:16: 'eller' is declared, but not as a party or actor; "
        "known: host, north, office, south",
    ]),
    (R, "about: offer", "about: ofer", [
        f"{R}:24: there is no entry 'ofer' in the record; did you mean 'offer'?",
    ]),
    (R, "during: first", "during: offer", [
        f"{R}:32: 'offer' is declared, but not as a round or session; known: first",
    ]),
    (R, "name: First", "name: First\n    plan: third", [
        f"{R}:9: there is no round 'third' among the rounds announced in process.yaml; "
        "known: second",
    ]),
    (R, "issue: truce", "issue: peace", [
        f"{R}:30: there is no issue 'peace' on the agenda; known: line, truce",
    ]),
    (N, "  line:\n", "  lines:\n", [
        f"{N}:3: the issue 'line' has no weight and values here",
        f"{N}:7: there is no issue 'lines' on the agenda; did you mean 'line'?",
    ]),
    (N, "party: north", "party: host", [
        f"{N}:1: 'host' is declared, but not as a party; known: north, south",
    ]),
    # Options
    (P, "{truce: full, line: 20}", "{truce: ful, line: 20}", [
        f"{P}:28: the issue 'truce' has no option 'ful'; did you mean 'full'?",
    ]),
    (R, "option: full", "option: total", [
        f"{R}:31: the issue 'truce' has no option 'total'; did you mean 'local'?",
    ]),
    (R, "deal: {truce: local}", "deal: {line: 15}", [
        f"{R}:17: the issue 'line' has no option '15'; known: 0, 10, 20",
    ]),
    (N, "full: 100}", "whole: 100}", [
        f"{N}:6: the issue 'truce' has no option 'whole'; {OPTIONS}",
        f"{N}:6: the issue 'truce' has no value for 'full'",
    ]),
    (N, "[none, local]}", "[none, lokal]}", [
        f"{N}:17: the issue 'truce' has no option 'lokal'; did you mean 'local'?",
    ]),
    (P, "step: 10", "step: 10\n      no_deal: 15", [
        f"{P}:25: the issue 'line' has no option '15'; known: 0, 10, 20",
    ]),
    # Ids given twice
    (R, "id: denial", "id: offer", [f"{R}:19: duplicate id 'offer': the first is on line 12"]),
    (R, "id: wish", "id: paper", [f"{R}:26: duplicate id 'paper': the first is on line 2"]),
    (P, "  host: {name: Host}", "  north: {name: Host}\n  host: {name: Host}", [
        f"{P}:12: 'north' is a party already; one id names one thing",
    ]),
    (P, "  ames:", "  host: {name: Hans}\n  ames:", [
        f"{P}:9: 'host' is a party or actor already; one id names one thing",
    ]),
    (P, "    - id: far\n", "    - {id: far, never: {truce: none, line: 0}}\n    - id: far\n", [
        f"{P}:28: duplicate id 'far': the first is on line 27",
    ]),
    (N, "  - id: too-far\n", "  - {id: too-far, never: {line: 10}}\n  - id: too-far\n", [
        f"{N}:16: duplicate id 'too-far': the first is on line 15",
    ]),
    (P, "local: Local, full: Full", "local: Full, full: Full", [
        f"{P}:20: options 'local' and 'full' say the same",
    ]),
    (P, "name: Line", "name: truce", [
        f"{P}:22: the issues 'truce' and 'line' have the same name",
    ]),
    # What must be there
    (P, "  south:\n    name: South\n    delegation:\n      head: eller\n", "", [
        f"{P}:2: talks need at least two parties",
        f"{P}:6: there is no party or actor 'south' in process.yaml; "
        "did you mean 'north'?",
        f"{R}:10: there is no party, actor or person 'south' in process.yaml; "
        "did you mean 'north'?",
        f"{R}:16: there is no party or actor 'south' in process.yaml; "
        "did you mean 'north'?",
    ]),
    (P, "head: eller", "head: []", [
        f"{P}:7: the delegation of 'south' has no head: name who leads it",
    ]),
    (P, "head: eller", "members: [eller]", [f"{P}:6: 'delegation' must have 'head'"]),
    (P, "      options: {none: None, local: Local, full: Full}\n", "", [
        f"{P}:18: the issue 'truce' has no options: give 'options', or 'span' and 'step'",
    ]),
    (P, "unit: km", "options: {a: A}", [
        f"{P}:23: give an issue either 'options' or a 'span', not both",
    ]),
    (P, "sources: paper}", "sources: []}", [
        f"{P}:30: the round 'second' has no source: name who announced it",
    ]),
    (R, "sources: paper\n    name", "sources: []\n    name", [
        f"{R}:7: 'first' has no source: name at least one",
    ]),
    (R, "    option: full\n", "", [
        f"{R}:26: the position 'wish' says nothing: give 'option' or 'text'",
    ]),
    (R, "    deal: {truce: local}\n", "", [
        f"{R}:12: the proposal 'offer' needs a 'deal' or a 'text'",
    ]),
    (R, "    about: offer\n", "", [
        f"{R}:19: the claim 'denial' is about nothing: give 'about' or 'subject'",
    ]),
    (R, "    about: offer\n", "    about: offer\n    value: 3\n", [
        f"{R}:25: 'value' needs 'attribute': the feature that has this value",
    ]),
    (N, "full: 100}", "full: }", [
        f"{N}:6: 'full': '' is not a number or a range such as 30..45",
    ]),
    (N, ", full: 100}", "}", [f"{N}:6: the issue 'truce' has no value for 'full'"]),
    (N, "{truce: full, line: 0}", "", [
        f"{N}:11: an item of 'interactions' must have 'when'",
    ]),
    (N, "{truce: full, line: 0}", "{}", [
        f"{N}:11: an interaction needs the options it is about in 'when'",
    ]),
    (N, "never: {line: 20}", "never: {}", [
        f"{N}:16: the red line 'too-far' refuses nothing: fill in 'never'",
    ]),
    (P, "never: {truce: full, line: 20}", "never: {}", [
        f"{P}:28: the constraint 'far' excludes nothing: fill in 'never'",
    ]),
    # What replaces another
    (R, "kind: position\n", "kind: correction\n    id: c\n    date: 2024-05-02\n"
     "    sources: paper\n  - kind: position\n", [
        f"{R}:26: 'c' supersedes nothing: name what it withdraws in 'supersedes'",
    ]),
    (R, "stance: denies", "stance: denies\n    supersedes: nothing", [
        f"{R}:24: there is no entry 'nothing' in the record; known: denial, first, offer, wish",
    ]),
    (R, "stance: denies", "stance: denies\n    supersedes: denial", [
        f"{R}:24: 'denial' supersedes itself, directly or in a circle",
    ]),
    # Red lines
    (N, "never: {line: 20}", "never: {line: [0, 10, 20]}", [
        f"{N}:16: the red line 'too-far' forbids every deal",
    ]),
    (N, "never: {line: 20}",
     "never: {line: [10, 20]}\n  - {id: peace, never: {truce: [none, full]}}\n"
     "  - {id: quiet, never: {truce: local, line: 0}}", [
        f"{N}:14: these red lines together, with the agenda's constraints, forbid every deal: "
        "drop or loosen one",
    ]),
    (P, "never: {truce: full, line: 20}", "never: {truce: [none, local, full]}", [
        f"{P}:28: the constraint 'far' forbids every deal",
    ]),
    (P, "never: {truce: full, line: 20}",
     "never: {truce: full}\n    - {id: near, never: {truce: [none, local]}}", [
        f"{P}:26: these constraints together forbid every deal: drop or loosen one",
    ]),
    # The rule of decision
    (P, "title: Talks", "title: Talks\ndecision: all but two", [
        f"{P}:2: there are 2 parties: by 'all but 2' all of them may refuse",
    ]),
    (P, "title: Talks", "title: Talks\ndecision: {needs: most, vetoes: [nrth]}", [
        f"{P}:2: 'most' is no rule of decision: write all, all but 1, majority or a number of "
        "votes such as 55",
        f"{P}:2: there is no party 'nrth' in process.yaml; did you mean 'north'?",
    ]),
    (P, "title: Talks", "title: Talks\ndecision:\n  needs: 9\n  votes: {north: 3, south: 5}", [
        f"{P}:3: 9 votes are needed, and there are only 8",
    ]),
    (P, "title: Talks", "title: Talks\ndecision:\n  quota: 2\n  votes:\n    north: -3", [
        f"{P}:4: say how many votes 'south' has, if only 0",
        f"{P}:5: 'north' cannot have -3 votes",
    ]),
    (P, "title: Talks", "title: Talks\ndecision: {needs: all, votes: {north: 3, south: 5}}", [
        f"{P}:2: by 'all' parties are counted, not votes: remove 'votes', or give how many are "
        "needed in 'needs'",
    ]),
    (P, "title: Talks", "title: Talks\ndecision: 0", [
        f"{P}:2: by 0 votes everything would pass: say how many are needed",
    ]),
    (P, "title: Talks",
     "title: Talks\ndecision: {needs: majority, votes: {north: 0, south: 0}}", [
        f"{P}:2: nobody has a vote, so nothing would pass",
    ]),
    (P, "title: Talks", "title: Talks\ndecision: -1", [
        f"{P}:2: '-1' is no rule of decision: write all, all but 1, majority or a number of "
        "votes such as 55",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), MISTAKES)
def test_each_mistake_is_said_where_it_stands(
    file: str, old: str, new: str, expected: list[str], tmp_path: Path
) -> None:
    assert said(write(tmp_path, edited(file, (old, new)))) == expected


def test_weights_that_may_all_be_nothing_are_refused(tmp_path: Path) -> None:
    files = edited(N, ("weight: 60", "weight: 0..60"), ("weight: 30..40", "weight: 0"))
    sentence = "every weight may be 0: give at least one issue a weight above 0"
    assert said(write(tmp_path, files)) == [f"{N}:3: {sentence}"]


def test_points_may_be_more_than_a_hundred(tmp_path: Path) -> None:
    files = edited(N, ("party:", "scale: points\nparty:"), ("full: 100}", "full: 300}"))
    assert said(write(tmp_path, files)) == []


def test_one_holder_gives_a_party_one_set_of_interests(tmp_path: Path) -> None:
    write(tmp_path, {**BASE, "interests/other.yml": BASE[N]})
    assert said(tmp_path) == [
        f"interests/other.yml:2: 'office' holds interests of 'north' in {N} already: give one "
        "of them another 'as_of', or remove it"
    ]


MARKS = """\
party: north
held_by: office
marks:
  truce: {none: cannot, local: A, full: {mark: Want, how: said, basis: twice, source: paper}}
  line: {0: green, 10: "?"}
"""


def test_marks_are_read_as_people_write_them(tmp_path: Path) -> None:
    write(tmp_path, {**BASE, N: MARKS})
    (held,) = (one for one in load(tmp_path).interests if one.marks)
    assert held.for_ == ("mediator",) and not held.is_valued
    assert held.marks["truce"]["full"] == Marked(
        mark=Mark.WANT, how=HowKnown.SAID, basis="twice", source="paper"
    )
    assert [str(one.mark) for one in held.marks["truce"].values()] == [
        "cannot",
        "can live with",
        "want",
    ]
    assert [str(one.mark) for one in held.marks["line"].values()] == ["want", "?"]
    assert list(review(tmp_path).advice) == [
        Problem(
            str(tmp_path / N),
            1,
            "office marks nothing for South: all of it counts as ?",
        )
    ]


def test_a_whole_issue_without_marks_is_advised_of(tmp_path: Path) -> None:
    files = {N: MARKS.split("  line")[0], "interests/s.yaml": MARKS.replace("north", "south")}
    write(tmp_path, {**BASE, **files})
    assert [(one.line, one.sentence) for one in review(tmp_path).advice] == [
        (3, "no mark on 'line': that counts as ?")
    ]


def test_all_mistakes_in_marks_are_said_at_once(tmp_path: Path) -> None:
    marks = """\
marks:
  truce: {loca: want, none: gren, local: {how: said}, full: {mark: want, how: sad}}
  lines: {0: want}
  line: {15: want, 10: [want]}
"""
    files = {N: f"party: north\nheld_by: office\n{marks}"}
    assert said(write(tmp_path, {**BASE, **files})) == [
        f"{N}:4: 'how' cannot be 'sad'; it is one of: said, believed, tested",
        f"{N}:4: 'local' must have 'mark'",
        f"{N}:4: 'mark' cannot be 'gren'; it is one of: want, can live with, cannot, ?",
        f"{N}:4: the issue 'truce' has no option 'loca'; did you mean 'local'?",
        f"{N}:5: there is no issue 'lines' on the agenda; did you mean 'line'?",
        f"{N}:6: '10' must be a mapping of keys to values, one a line",
        f"{N}:6: the issue 'line' has no option '15'; known: 0, 10, 20",
    ]


def test_a_question_mark_alone_stands_in_quotation_marks(tmp_path: Path) -> None:
    for odd in ("{none: ?, local: want}", "\n    none: ?\n    local: want"):
        write(tmp_path, {**BASE, N: f"party: north\nheld_by: office\nmarks:\n  truce: {odd}"})
        assert ['a ? alone must stand in quotation marks: "?"' in one for one in said(tmp_path)]


RED = "red_lines: [{id: r, never: {truce: [local, full]}}]\n"


def test_a_mark_that_a_red_line_contradicts_is_said(tmp_path: Path) -> None:
    write(tmp_path, {**BASE, N: MARKS + RED})
    drop = "mark it 'cannot', or drop the red line"
    assert said(tmp_path) == [
        f"{N}:4: 'full' is marked 'want', and the red line 'r' refuses it: {drop}",
        f"{N}:4: 'local' is marked 'can live with', and the red line 'r' refuses it: {drop}",
    ]


def test_words_and_numbers_of_one_holder_may_stand_in_two_files(tmp_path: Path) -> None:
    write(tmp_path, {**BASE, "interests/words.yaml": MARKS})
    assert len(load(tmp_path).interests) == 2
    lines = BASE[N].partition("red_lines")[0] + RED.replace("local, ", "")
    write(tmp_path / "two", {**BASE, N: lines, "interests/words.yaml": MARKS})
    assert said(tmp_path / "two") == [
        f"interests/words.yaml:4: 'full' is marked 'want', and the red line 'r' in {N} refuses "
        "it: mark it 'cannot', or drop the red line"
    ]
    write(tmp_path / "same", {**BASE, "interests/a.yaml": MARKS, "interests/b.yaml": MARKS})
    assert said(tmp_path / "same") == [
        "interests/b.yaml:2: 'office' holds interests of 'north' in interests/a.yaml already: "
        "give one of them another 'as_of', or remove it"
    ]


def test_red_lines_alone_are_whole(tmp_path: Path) -> None:
    write(tmp_path, {**BASE, N: "party: north\nheld_by: office\n" + RED})
    assert not load(tmp_path).interests[-1].is_valued
    assert review(tmp_path).advice == ()


def test_what_an_option_puts_off_and_which_norm_it_meets_is_read(tmp_path: Path) -> None:
    options = """options:
        none: {name: None, puts off: Yes, norm: a custom}
        local: {name: Local, puts_off: no, norm: {offends: the charter, source: paper}}
        full: {name: Full, norm: [{meets: resolution 1}, {offends: a law, meets: another}]}"""
    write(tmp_path, edited(P, (OPTIONS, options)))
    read = load(tmp_path).process.agenda.issues["truce"].options
    assert [one.puts_off for one in read.values()] == [True, False, False]
    assert [[norm.words for norm in one.norm] for one in read.values()] == [
        ["see a custom"],
        ["offends the charter"],
        ["meets resolution 1", "offends a law; meets another"],
    ]
    assert read["local"].cited == {"paper"}
    odd = options.replace("{offends: the charter, source: paper}", "{source: papr}")
    write(tmp_path, edited(P, (OPTIONS, odd.replace("off: Yes", "off: later"))))
    assert said(tmp_path) == [
        f"{P}:21: 'puts_off' cannot be 'later': write yes or no",
        f"{P}:22: say what the option 'local' 'offends' or 'meets'",
        f"{P}:22: there is no source 'papr' in record.yaml; did you mean 'paper'?",
    ]


def test_a_long_circle_is_said_at_each_of_its_entries(tmp_path: Path) -> None:
    files = edited(
        R,
        ("stance: denies", "stance: denies\n    supersedes: wish"),
        ("during: first", "during: first\n    supersedes: offer"),
        ("deal: {truce: local}", "deal: {truce: local}\n    supersedes: denial"),
    )
    circle = "supersedes itself, directly or in a circle"
    assert said(write(tmp_path, files)) == [
        f"{R}:18: 'offer' {circle}",
        f"{R}:25: 'denial' {circle}",
        f"{R}:35: 'wish' {circle}",
    ]


def test_an_end_before_the_beginning_is_refused(tmp_path: Path) -> None:
    entry = "  - {kind: assurance, id: a, date: 2024-05-01, sources: paper, by: host,\n"
    files = {**BASE, R: BASE[R] + entry + "     until: 2024-04}\n"}
    assert said(write(tmp_path, files)) == [
        f"{R}:34: 'until' 2024-04 is before the date 2024-05-01"
    ]


def test_a_commitment_has_one_time_and_comes_after_another_or_an_agreement(
    tmp_path: Path,
) -> None:
    head = "  - {kind: commitment, date: 2024-05-01, sources: paper, issue: truce,\n"
    head += "     words: W, "
    made = (
        "id: a, owner: north, after: b}",
        "id: b, owner: north, after: a}",
        "id: c, owner: north, after: denial}",
        "id: d, owner: north, due: 2024-06-01, after: a}",
        "id: e, owner: north, to: [north, south], days: 30}",
        "id: f, owner: nobody, after: a, days: -3}",
    )
    files = {**BASE, R: BASE[R] + "".join(f"{head}{one}\n" for one in made)}
    circle = "comes after itself, directly or in a circle"
    assert said(write(tmp_path, files)) == [
        f"{R}:34: 'a' {circle}",
        f"{R}:36: 'b' {circle}",
        f"{R}:38: 'denial' is a claim: 'after' names a commitment, or an agreement",
        f"{R}:40: give either 'due', a day, or 'after', another commitment, not both",
        f"{R}:42: 'days' needs 'after': the commitment, or agreement, they follow",
        f"{R}:42: 'north' undertakes something to itself: name the others in 'to'",
        f"{R}:44: 'days' must be 0 to 36,525",
        f"{R}:44: there is no party or actor 'nobody' in process.yaml; "
        "known: host, north, office, south",
    ]


def test_mistakes_in_lists_are_said_at_the_item_that_has_them(tmp_path: Path) -> None:
    extra = "  - {id: one}\n  - {id: two, never: {}}\n  - id: too-far\n"
    files = edited(N, ("  - id: too-far\n", extra))
    assert said(write(tmp_path, files)) == [
        f"{N}:15: an item of 'red_lines' must have 'never'",
        f"{N}:16: the red line 'two' refuses nothing: fill in 'never'",
    ]


def test_all_mistakes_of_all_files_are_said_at_once_and_in_order(tmp_path: Path) -> None:
    files = {
        P: edited(P, ("venue: hall", "venue: hell"), ("title:", "titel:"))[P],
        R: edited(R, ("during: first", "during: frist"), ("stance: denies", "stance: no"))[R],
        N: edited(N, ("weight: 60", "weight: 600"), ("20: 0}", "20: 0..x}"))[N],
        "interests/broken.yaml": "party: [north\n",
    }
    places = [line.partition(": ")[0] for line in said(write(tmp_path, files))]
    assert places == [
        "interests/broken.yaml:1",
        f"{N}:5",
        f"{N}:9",
        f"{P}:1",
        f"{P}:1",
        f"{P}:30",
        f"{R}:23",
        f"{R}:32",
    ]


def test_one_mistake_does_not_hide_another_or_make_one_up(tmp_path: Path) -> None:
    """An id that is declared in something unreadable is declared all the same."""
    files = edited(P, ("name: Host}", "nam: Host}"), ("head: eller", "head: [[]]"))
    assert [line.partition(": ")[0] for line in said(write(tmp_path, files))] == [
        f"{P}:7",
        f"{P}:12",
        f"{P}:12",
    ]


def test_hints_are_given_up_in_time(tmp_path: Path) -> None:
    """A record with very many wrong ids is checked in a moment."""
    entries = "".join(
        f"  - {{kind: incident, id: e{i}, date: 2024, sources: paper, about: f{i}}}\n"
        for i in range(3000)
    )
    lines = said(write(tmp_path, {**BASE, R: BASE[R] + entries}))
    assert len(lines) == 3000
    assert sum("did you mean" in line for line in lines) <= 50


@pytest.mark.parametrize(
    ("outlets", "source", "expected"),
    [
        ("", "{date: 2024}", "3: the source 'x' must have 'outlet', the id of one"),
        ("wire: {name: Wire}", "{outlet: wire, publisher: W, date: 2024}", "has both"),
        ("", "{outlet: wire, date: 2024}", "there is no outlet 'wire' among the outlets"),
        ("wire: {name: Wire}", "{outlet: wire, via: post, date: 2024}", "no outlet 'post'"),
        (
            "wire: {name: Wire, state_aligned: Delta}",
            "{outlet: wire, date: 2024}",
            "1: the outlet 'wire' has 'state_aligned' without 'evidence': say in one line",
        ),
        (
            "wire: {name: Wire, state_funded: Delta}",
            "{outlet: wire, date: 2024}",
            "the outlet 'wire' has 'state_funded' without 'evidence': say in one line",
        ),
        (
            "",
            "{publisher: W, date: 2024, state_aligned: Delta}",
            "unknown key 'state_aligned' in the source 'x': say it under 'outlets', once",
        ),
    ],
)
def test_a_source_has_one_outlet_or_publisher_and_a_label_its_evidence(
    tmp_path: Path, outlets: str, source: str, expected: str
) -> None:
    record = BASE["record.yaml"].removeprefix("sources:\n")
    text = f"outlets: {{{outlets}}}\nsources:\n  x: {source}\n{record}"
    (mistake,) = said(write(tmp_path, {**BASE, "record.yaml": text}))
    assert expected in mistake


def test_notes_of_ones_own_need_no_outlet_and_evidence_no_label(tmp_path: Path) -> None:
    record = BASE["record.yaml"].removeprefix("sources:\n")
    text = (
        "outlets: {wire: {name: Wire, evidence: Owned by its readers}}\nsources:\n"
        f"  x: {{publisher: Bridge NGO notes, date: 2024}}\n{record}"
    )
    assert said(write(tmp_path, {**BASE, "record.yaml": text})) == []


def test_one_holder_gives_a_party_one_set_of_interests_a_day(tmp_path: Path) -> None:
    dated = "held_by: office\nas_of: {}\n"
    files = {
        f"interests/{name}.yaml": BASE[N].replace("held_by: office\n", dated.format(day))
        for name, day in {"a": "2024-04", "b": "2024-05", "c": "2024-04-30"}.items()
    }
    assert said(write(tmp_path, {**BASE, **files})) == [
        "interests/c.yaml:3: 'office' holds interests of 'north' in interests/a.yaml already, "
        "as of 2024-04-30: give one of them another 'as_of', or remove it"
    ]


OPTIONS = "options: {none: None, local: Local, full: Full}"
LATER = "options: {none: None, local: Local, full: {name: Full, since: 2024-05-09}}"


def test_what_is_published_before_an_option_is_known_cannot_name_it(tmp_path: Path) -> None:
    known = "was published on 2024-05-02, and its option '{}' is known since 2024-05-09 only"
    files = edited(P, (OPTIONS, LATER))
    assert said(write(tmp_path, files)) == [
        f"{R}:31: the position 'wish' {known.format('full')}: give it an earlier 'since'"
    ]
    local = LATER.replace("local: Local", "local: {name: Local, since: 2024-05-09}")
    assert said(write(tmp_path, edited(P, (OPTIONS, local)))) == [
        f"{R}:17: the proposal 'offer' {known.format('local')}: give it an earlier 'since'",
        f"{R}:31: the position 'wish' {known.format('full')}: give it an earlier 'since'",
    ]


def test_the_first_source_of_an_entry_says_when_it_was_published(tmp_path: Path) -> None:
    """What was said in May and is told in June may name what was known in between."""
    told = ("paper: {publisher: The Paper, date: 2024-05-02}", "paper: {publisher: The Paper,")
    record = edited(R, (told[0], f"{told[1]} date: 2024-06-02}}"))
    assert said(write(tmp_path, {**edited(P, (OPTIONS, LATER)), R: record[R]})) == []


def test_interests_value_the_options_of_their_day_and_may_value_later_ones(
    tmp_path: Path,
) -> None:
    record = edited(R, ("date: 2024-05-02", "date: 2024-06-02"))[R]
    later = {**edited(P, (OPTIONS, LATER)), R: record}
    without = BASE[N].replace(", full: 100", "").replace("{truce: full, line: 0}", "{line: 0}")
    missing = f"{N}:{{}}: the issue 'truce' has no value for 'full'"
    assert said(write(tmp_path, {**later, N: without})) == [missing.format(6)]
    for day, lacking in {
        "05-08": [],
        "05-09": [missing.format(7)],
        "06": [missing.format(7)],
    }.items():
        dated = f"as_of: 2024-{day}\n"
        assert said(write(tmp_path, {**later, N: dated + without})) == lacking
        assert said(write(tmp_path, {**later, N: dated + BASE[N]})) == []
    strange = BASE[N].replace("full: 100", "fall: 100")
    assert said(write(tmp_path, {**later, N: "as_of: 2024-05-08\n" + strange})) == [
        f"{N}:7: the issue 'truce' has no option 'fall'; did you mean 'full'?"
    ]


def test_an_issue_has_an_option_from_the_day_that_it_is_raised(tmp_path: Path) -> None:
    record = edited(R, ("date: 2024-05-02", "date: 2024-06-02"))[R]
    late = "{{name: {}, since: 2024-05-09}}"
    options = ", ".join(f"{o}: {late.format(o)}" for o in ("none", "local", "full"))
    lacking = (
        f"{P}:20: the issue 'truce' has no option on the day that it is raised: give it a "
        "later 'since', or one of them an earlier"
    )
    bare = {N: BASE[N].replace("mandate: {truce: [none, local]}\n", "")}
    for since, expected in {"": [lacking], "05-08": [lacking], "05-09": []}.items():
        raised = f"\n      since: 2024-{since}" if since else ""
        whole = edited(P, (OPTIONS, f"options: {{{options}}}{raised}"))
        assert said(write(tmp_path, {**whole, **bare, R: record})) == expected


def test_a_mandate_leaves_an_option_of_its_day(tmp_path: Path) -> None:
    record = edited(R, ("date: 2024-05-02", "date: 2024-06-02"))[R]
    asked = BASE[N].replace("[none, local]", "[full]")
    sentence = (
        "the mandate leaves no option on 'truce' that was known then: add one that was, or "
        "give a later 'as_of'"
    )
    later = {**edited(P, (OPTIONS, LATER)), R: record}
    assert said(write(tmp_path, {**later, N: asked})) == [f"{N}:17: {sentence}"]
    for day, expected in {"05-08": [f"{N}:18: {sentence}"], "05-09": []}.items():
        dated = f"as_of: 2024-{day}\n{asked}"
        assert said(write(tmp_path, {**later, N: dated})) == expected


def test_an_option_with_a_date_needs_its_words(tmp_path: Path) -> None:
    bare = LATER.replace("name: Full, since: 2024-05-09", "since: 2024-05-0")
    assert said(write(tmp_path, edited(P, (OPTIONS, bare)))) == [
        f"{P}:20: 'since': '2024-05-0' is not a date: write 2022-03-01, or 2022-03, or "
        "2022-03-01T14:30",
        f"{P}:20: the option 'full' must have 'name'",
    ]


def test_why_needs_what_is_replaced(tmp_path: Path) -> None:
    files = edited("record.yaml", ("    option: full\n", "    option: full\n    why: New\n"))
    (mistake,) = said(write(tmp_path, files))
    assert "'why' says why an entry replaces another" in mistake


def test_an_outlet_that_is_to_speak_is_told_the_way(tmp_path: Path) -> None:
    outlet = ("sources:\n", "outlets: {noth: {name: The Noth}}\nsources:\n")
    found = said(write(tmp_path, edited(R, outlet, ("by: north", "by: noth"))))
    assert found == [
        f"{R}:23: 'noth' is declared, but not as a party, actor or person: to let an outlet "
        "speak, declare an actor with the outlet's id under 'actors' in process.yaml"
    ]
