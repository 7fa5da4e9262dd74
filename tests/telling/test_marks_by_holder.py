"""Marks by every holder apart, and first whether they agree."""

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.brief.build import agenda, entry, folder
from tests.telling.marked import ROAD, Sheet, marked_case

from accord.brief import compose
from accord.formats.append import read_entry, tree
from accord.model import MEDIATOR, Reader
from accord.record import Case
from accord.telling.marks_by_holder import (
    compared_marks,
    marks_by_holder,
    marks_in_full,
    marks_in_one_sentence,
)

FREE: Sheet = {"scope": {"town": "A A"}}
STUCK: Sheet = {"scope": {"town": "R A"}}


def several(**sheets: Sheet) -> Case:
    """Return a case in which every holder has a sheet of its own, over the first's agenda."""
    cases = {holder: marked_case(one, by=(holder,)) for holder, one in sheets.items()}
    first = next(iter(cases.values()))
    held = tuple(i for one in cases.values() for i in one.interests)
    return evolve(first, interests=held)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"agency": ROAD}, "One holder's marks, an assumption; another's may differ."),
        (
            {"agency": FREE, "host": STUCK},
            "Two holders of marks differ: by Agency yes; by Hostland no. The record does not "
            "settle it.",
        ),
        ({"agency": FREE, "host": FREE}, "Both holders of marks say the same: yes."),
        (
            {"agency": FREE, "host": FREE, "paper": FREE},
            "All three holders of marks say the same: yes.",
        ),
    ],
)
def test_holders_are_compared_before_any_of_them(sheets: dict[str, Sheet], said: str) -> None:
    found = marks_by_holder(several(**sheets))
    assert [one.holder for one in found] == list(sheets)
    assert compared_marks([one.outlook for one in found]) == said


def test_what_each_party_says_itself_is_called_no_assumption() -> None:
    case = marked_case(FREE)
    own = evolve(case, interests=tuple(evolve(i, held_by=i.party) for i in case.interests))
    (one,) = marks_by_holder(own)
    assert one.holder == "own"
    assert compared_marks([one.outlook]) == ""
    assert marks_in_one_sentence(one.outlook).startswith("By each party's own marks: yes: ")


def test_the_page_has_one_sentence_by_whose_marks_and_of_which_day() -> None:
    case = marked_case(ROAD, as_of="2025-03-05")
    assert [one.text for one in compose(case).page.verdict] == [
        "By the marks of Agency, an assumption of 5 March 2025: not known yet. One answer "
        "decides: can North live with 'Elders' (Posts)? Nobody has asked, by the record."
    ]
    (one,) = compose(case).to_json()["verdict"]
    assert (one["by"], one["holder"], one["exists"]) == ("marks", "Agency", "ask")


def test_marks_alone_leave_out_all_that_is_about_numbers() -> None:
    brief = compose(marked_case(ROAD)).to_json()
    assert [one["by"] for one in brief["verdict"]] == ["marks"]
    assert brief["dossier"]["deals"] == []
    assert brief["dossier"]["marks"][0]["verdict"] == "ask"
    assert len(brief["dossier"]["marks"][0]["matrix"]) == 10


def test_talks_asked_for_are_said_to_need_numbers() -> None:
    page = compose(marked_case(ROAD), talks=2).page
    (part,) = [one for one in page.parts if one.anchor == "prospects"]
    assert part.lines[-1].text == "Talks of programs need numbers, and nobody holds any here."


def test_the_page_says_that_holders_of_marks_differ() -> None:
    page = compose(several(agency=FREE, host=STUCK)).page
    assert "Is there a deal? Holders of marks differ" in [part.title for part in page.parts]


def test_without_issues_there_is_no_deal_to_judge() -> None:
    made = folder(agenda=agenda({}), interests=marked_case(FREE).interests)
    (one,) = marks_by_holder(made)
    assert one.found is None
    assert one.outlook.missing.startswith("No issue is on the agenda yet")
    assert marks_in_one_sentence(one.outlook) == one.outlook.missing


def test_what_is_for_the_mediator_is_on_no_other_page() -> None:
    case = marked_case(ROAD)
    private = evolve(case, interests=tuple(evolve(i, for_=(MEDIATOR,)) for i in case.interests))
    without = evolve(case, interests=())
    assert compose(private).to_json() == compose(without).to_json()
    seen = compose(private, reader=Reader((MEDIATOR,))).page.verdict
    assert [one.exists for one in seen] == ["ask"]


ASKED = {"to": "north", "about": {"posts": "elders"}}


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (None, "Nobody has asked, by the record."),
        ({}, "To be asked (q)."),
        ({"asked": "2022-03-04"}, "Asked on 4 March 2022, not answered yet (q)."),
        (
            {"answered": "2022-03-05: yes"},
            "Answered on 5 March 2022; the sheet still says ? (q).",
        ),
    ],
)
def test_what_is_to_be_asked_is_told_with_what_was_asked(
    keys: dict[str, str] | None, said: str
) -> None:
    """An answer changes no mark: the verdict is the same until somebody marks it."""
    case = marked_case(ROAD)
    if keys is not None:
        raw = {"kind": "question", "id": "q", "date": "2022-03-03", **ASKED, **keys}
        asked = read_entry(tree(raw), "")
        case = evolve(case, record=evolve(case.record, entries=(asked,)))
    (one,) = marks_by_holder(case)
    assert one.outlook.text.startswith("Not known yet. One answer decides: ")
    assert one.outlook.text.endswith(f"? {said}")
    (ask,) = marks_in_full(one).outlook.ask
    assert f"{ask.so_far[:1].upper()}{ask.so_far[1:]}." == said


@pytest.mark.parametrize("silent", [False, True])
def test_conditions_of_offers_count_even_of_a_party_without_a_sheet(silent: bool) -> None:
    case = marked_case(
        {"guns": {"stay": "A A", "back": "A A"}, "home": {"no": "A A", "all": "A A"}}
    )
    offer = entry(
        "offer",
        "o",
        "2022-01-01",
        party="south",
        gives=frozendict(guns="back"),
        if_=frozendict(home=("all",)),
    )
    record = folder(offer).record
    held = case.interests[:1] if silent else case.interests
    without = evolve(case, interests=held)
    (before,) = marks_by_holder(without)
    (after,) = marks_by_holder(evolve(without, record=record))
    assert before.found is not None
    assert after.found is not None
    assert before.found.possible - after.found.possible == 1  # the guns back, nobody home
    said = marks_in_one_sentence(after.outlook)
    assert said.endswith("1 condition from an offer is counted as a red line.")
    assert "counted" not in marks_in_one_sentence(before.outlook)
