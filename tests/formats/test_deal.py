"""Deals from files and from the record."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda
from tests.deals.test_handle import all_deals, cases

from accord.deals import Deals, to_json
from accord.errors import AccordError, InvalidProcess
from accord.formats import deal_of_entry, read_deal
from accord.formats.deal import deal_asked
from accord.model import Agenda, Interests, Issue, Party, Process, Range, When
from accord.record import (
    Agreement,
    Answer,
    Case,
    ConditionalOffer,
    Entry,
    Proposal,
    Record,
    Response,
    Statement,
)

TALKS = evolve(
    agenda({"ceasefire": ("full", "local"), "aid": ("none", "daily")}),
    issues=frozendict(
        {
            **agenda({"ceasefire": ("full", "local"), "aid": ("none", "daily")}).issues,
            "water": Issue(id="water", name="Water", span=Range(0, 100), step=20.0),
        }
    ),
)
DEAL = {"ceasefire": "full", "aid": "daily", "water": "20"}


def read(
    folder: Path, text: str, name: str = "deal.yaml", talks: Agenda = TALKS
) -> Mapping[str, str]:
    file = folder / name
    file.write_bytes(text.encode())
    return read_deal(file, talks)


def said(folder: Path, text: str, name: str = "deal.yaml", talks: Agenda = TALKS) -> list[str]:
    """List what is wrong with a text: the line and the sentence of every mistake."""
    with pytest.raises(InvalidProcess) as invalid:
        read(folder, text, name, talks)
    assert {p.file for p in invalid.value.problems} == {str(folder / name)}
    return [f"{p.line}: {p.sentence}" for p in invalid.value.problems]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deal.yaml", "water: 20\nceasefire: full\naid: daily\n"),
        ("deal.yaml", "{ceasefire: full, aid: daily, water: '20'}"),
        ("deal.yaml", "deal:\n  ceasefire: full\n  aid: daily\n  water: 20\nworth: {a: 1}\n"),
        ("deal.json", '{"ceasefire": "full", "aid": "daily", "water": 20}'),
        ("deal.json", '{"deal": {"ceasefire": "full", "aid": "daily", "water": "20"}, "x": 1}'),
        ("deal", '{"deal": {"ceasefire": "full", "aid": "daily", "water": "20"}, "x": [1]}'),
    ],
)
def test_a_deal_is_read(tmp_path: Path, name: str, text: str) -> None:
    found = read(tmp_path, text, name)
    assert found == DEAL
    assert list(DEAL) == list(found)


def test_issues_may_be_left_open(tmp_path: Path) -> None:
    assert read(tmp_path, "ceasefire: full\n") == {"ceasefire": "full"}


def test_an_issue_may_be_called_deal(tmp_path: Path) -> None:
    talks = agenda({"deal": ("yes", "no")})
    assert read(tmp_path, "deal: yes\n", talks=talks) == {"deal": "yes"}
    assert read(tmp_path, "deal: {deal: no}\n", talks=talks) == {"deal": "no"}


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = "\nceasefire: ful\naids: none\nwater: [20, 40]\n"
    assert said(tmp_path, text) == [
        "2: the issue 'ceasefire' has no option 'ful'; choose one of: full, local",
        "3: there is no issue 'aids' on the agenda; did you mean 'aid'?",
        "4: the option on 'water' must be a text, not a list",
    ]


def test_numbers_are_written_as_the_agenda_writes_them(tmp_path: Path) -> None:
    assert said(tmp_path, "ceasefire: full\naid: none\nwater: 20.0\n") == [
        "3: the issue 'water' has no option '20.0'; choose one of: 0, 20, 40, 60, 80, 100"
    ]


def test_many_options_are_not_listed(tmp_path: Path) -> None:
    talks = agenda({"line": [f"line-{n}" for n in range(40)]})
    assert said(tmp_path, "line: 7", talks=talks) == [
        "1: the issue 'line' has no option '7'; choose one of its 40 options, such as 'line-0'"
    ]


@pytest.mark.parametrize(
    ("name", "text", "sentences"),
    [
        (
            "deal.json",
            '{\n"deal": {}}',
            ["2: no issue is settled here; write an issue, a colon and an option"],
        ),
        (
            "deal.yaml",
            "ceasefire: full\naid:\nwater: 0\n",
            ["2: no option is named for the issue 'aid'; choose one of: none, daily"],
        ),
        (
            "deal.yaml",
            "ceasefire: full\naid: none\nwater: 0\naid: daily\n",
            ["4: 'aid' is given twice; the first is on line 2"],
        ),
        (
            "deal.json",
            '{"deal": null}',
            ["1: 'deal' must be a mapping of issues to options, one a line"],
        ),
        ("deal.json", "[1]", ["1: the file must hold an object: { ... }"]),
        (
            "deal.yaml",
            "- full\n",
            ["1: the file must begin with a key and a colon, such as 'title: ...'"],
        ),
        (
            "deal.yaml",
            "# nothing\n\n",
            ["0: the file is empty; write an issue, a colon and an option on every line"],
        ),
    ],
)
def test_mistakes_are_said_with_their_line(
    tmp_path: Path, name: str, text: str, sentences: list[str]
) -> None:
    assert said(tmp_path, text, name) == sentences


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidProcess, match="the file cannot be read: No such file"):
        read_deal(tmp_path / "none.yaml", TALKS)
    with pytest.raises(InvalidProcess, match="this is not a file"):
        read_deal(tmp_path, TALKS)
    file = tmp_path / "deal.yaml"
    file.write_bytes(b"ceasefire: full\naid: \xff\n")
    with pytest.raises(InvalidProcess, match=r"deal\.yaml:2: the file is not UTF-8 from here"):
        read_deal(file, TALKS)


@given(cases(), st.data())
def test_what_is_written_of_a_deal_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    case: tuple[Agenda, list[Interests]],
    data: st.DataObject,
) -> None:
    talks, sides = case
    start = data.draw(st.sampled_from(all_deals(talks)))
    written = json.dumps(to_json(Deals(talks, sides).improve(start)), indent=1)
    folder = tmp_path_factory.mktemp("deals", numbered=True)
    assert read(folder, written, "deal.json", talks) == dict(start)
    assert read(folder, written, "deal.yaml", talks) == dict(start)


def entry_of(cls: type[Entry], id_: str, **given_: object) -> Entry:
    return cls(id=id_, date=When.parse("2024-01-01"), sources=("s",), **given_)  # type: ignore[arg-type]


def folder() -> Case:
    a = {"by": "a", "to": ("b",)}
    part = {"ceasefire": "full", "water": "20"}
    entries = (
        entry_of(Proposal, "whole", deal=frozendict(reversed(DEAL.items())), **a),
        entry_of(Proposal, "part", deal=frozendict(part), **a),
        entry_of(Proposal, "words", text="Stop.", **a),
        entry_of(Response, "yes", by="b", answers="whole", answer=Answer.ACCEPTS),
        entry_of(
            Response, "some", by="b", answers="whole", answer=Answer.ACCEPTS, issues=("aid",)
        ),
        entry_of(Response, "counter", by="b", answers="whole", answer=Answer.COUNTERS),
        entry_of(Response, "lost", by="b", answers="gone", answer=Answer.REJECTS),
        entry_of(Statement, "said", by="a"),
        entry_of(Agreement, "signed", package="whole"),
        entry_of(Agreement, "agreed", deal=frozendict({"aid": DEAL["aid"]})),
        entry_of(ConditionalOffer, "offered", party="a", gives=frozendict(part)),
    )
    parties = frozendict({one: Party(id=one, name=one) for one in ("a", "b")})
    process = Process(title="Talks", parties=parties, agenda=TALKS)
    return Case(process=process, record=Record(entries=entries))


@pytest.mark.parametrize("id_", ["whole", "yes", "signed"])
def test_a_deal_is_taken_from_the_record(id_: str) -> None:
    found = deal_of_entry(folder(), id_)
    assert found == DEAL
    assert list(found) == list(DEAL)


@pytest.mark.parametrize(
    ("id_", "settled"),
    [
        ("part", {"ceasefire": "full", "water": "20"}),
        ("offered", {"ceasefire": "full", "water": "20"}),
        ("some", None),
        ("agreed", None),
    ],
)
def test_a_part_of_a_deal_is_taken_from_the_record(
    id_: str, settled: dict[str, str] | None
) -> None:
    assert deal_of_entry(folder(), id_) == (settled or {"aid": DEAL["aid"]})


def test_what_is_neither_a_file_nor_an_entry_is_said_to_be_neither(tmp_path: Path) -> None:
    with pytest.raises(AccordError) as refused:
        deal_asked(folder(), "wole")
    assert str(refused.value) == (
        "There is neither a file nor an entry 'wole'; did you mean 'whole'?"
    )
    file = tmp_path / "whole"
    file.write_text("ceasefire: full\n", encoding="utf-8")
    assert deal_asked(folder(), str(file)) == {"ceasefire": "full"}
    assert deal_asked(folder(), "whole") == DEAL


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        ("words", "The proposal 'words' carries words only, and no option of the agenda."),
        (
            "counter",
            "The response 'counter' counters 'whole' and carries no deal: name the "
            "counter-proposal, or the proposal.",
        ),
        (
            "lost",
            "The response 'lost' answers 'gone', which is no proposal in the record: name a "
            "proposal.",
        ),
        (
            "said",
            "The entry 'said' is a statement and carries no deal: name a proposal, a "
            "response to one, an offer, or an agreement on options.",
        ),
        ("hole", "There is no entry 'hole' in the record; did you mean 'whole'?"),
    ],
)
def test_what_carries_no_option_is_refused(id_: str, sentence: str) -> None:
    with pytest.raises(AccordError) as refused:
        deal_of_entry(folder(), id_)
    assert str(refused.value) == sentence
