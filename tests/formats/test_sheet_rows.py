"""The rows of a human's sheet are taken as they were meant, and what is not is said."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.test_check import BASE, write
from tests.formats.test_record_sheets import refusals, table

from accord.errors import FormatError
from accord.formats import load
from accord.formats.column_names import COLUMN_NAMES
from accord.formats.folded_names import folded
from accord.formats.import_rows import ImportPlan, plan
from accord.formats.sheet_columns import KEEP, ColumnMapping, find, held, kind_of
from accord.formats.sheet_names import NEW, is_slip, suggested
from accord.formats.sheet_rows import grouped, listed
from accord.formats.spreadsheet_files import read
from accord.model import Person, When
from accord.record import KINDS, Entry, Question

OLDER = "agreement of 3 May 2024"
HUMAN = ("When", "Type", "Who", "What", "Source")


def planned(home: Path, *rows: tuple[str, ...], **said: Any) -> ImportPlan:
    """Plan to take in the rows of a sheet that somebody wrote."""
    file = home / "log.csv"
    file.write_text(table(*rows), encoding="utf-8")
    talks = home / "talks"
    process = {name: text for name, text in BASE.items() if "interests" not in name}
    folder = talks if talks.exists() else write(talks, process)
    return plan(folder, file, mapping=ColumnMapping(**said))


def taken(found: ImportPlan) -> list[Entry]:
    return [entry for _, entry in found.entries]


def test_a_row_goes_by_names_human_dates_and_the_words_that_people_use(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        HUMAN,
        ("3 May 2024", "Press release", "ada ames", "We will come.", "The Paper, 2 May 2024"),
        ("04.05.2024", "Attack", "South", "Shells fell.", "paper"),
        new=("sources",),
    )
    assert refusals(found) == []
    said, fell = taken(found)
    assert (said.kind, str(said.date), said.by) == ("statement", "2024-05-03", "ames")  # type: ignore[attr-defined]
    assert (fell.kind, fell.attributed_to, fell.sources) == (  # type: ignore[attr-defined]
        "incident",
        ("south",),
        ("paper",),
    )


def test_what_is_wrong_with_a_row_is_all_said_at_once_with_near_names(tmp_path: Path) -> None:
    found = planned(tmp_path, HUMAN, ("3/4/2024", "Statement", "Sowth", "x", "papper"))
    assert {one.column for one in found.refused} == {"When", "Who"}
    assert found.refused_rows == 1
    assert any("did you mean South?" in one.text for one in found.refused)
    assert any("--day-first" in one.text for one in found.refused)


def test_rows_with_one_fault_stand_together(tmp_path: Path) -> None:
    rows = [(f"{day}/4/2024", "Statement", "Ada Ames", "x", "paper") for day in (3, 4, 5)]
    found = planned(tmp_path, HUMAN, *rows)
    dates = [(one.text, lines) for one, lines in grouped(found.refused)]
    assert [lines for _, lines in dates] == [[2, 4]]  # 4/4/2024 is one day either way


def test_a_value_of_a_column_means_what_was_said(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        HUMAN,
        ("2024-05-03", "Erklärung", "Ada Ames", "x", "paper"),
        values={"Type": {"erklärung": "statement"}},
    )
    assert [one.kind for one in taken(found)] == ["statement"]


def test_a_kind_that_is_none_is_asked_for(tmp_path: Path) -> None:
    found = planned(tmp_path, HUMAN, ("2024-05-03", "Zap", "Ada Ames", "x", "paper"))
    assert "--value 'kind:Zap=KIND' says what it is" in refusals(found)[0]
    found = planned(tmp_path, ("When", "What", "Source"), ("2024-05-03", "x", "paper"))
    assert "'--kind KIND' gives it to every row" in refusals(found)[0]


def test_what_all_rows_have_is_set_once_and_a_cell_says_otherwise(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("When", "What", "Place", "Source"),
        ("2024-05-03", "Shells fell.", "", "paper"),
        ("2024-05-04", "Quiet.", "The ford", "paper"),
        set={"kind": "incident", "place": "The road"},
    )
    assert [one.place for one in taken(found)] == ["The road", "The ford"]  # type: ignore[attr-defined]


def test_a_column_is_left_out_or_kept_in_words(tmp_path: Path) -> None:
    header = (*HUMAN, "Mood", "Name")
    row = ("2024-05-03", "Incident", "", "Shells fell.", "paper", "tense", "n")
    found = planned(tmp_path, header, row, columns={"Mood": KEEP, "Who": ""})
    (entry,) = taken(found)
    assert entry.text == "Shells fell. [Mood: tense]"
    assert "'Name' is not taken for incident rows (1)" in found.notices


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("First round: no deal.", "First round"),
        ("Second round in Oslen.", "Second round in Oslen"),
        ("The sides meet in Oslen for the first time.", "Meeting"),
    ],
)
def test_a_meeting_is_called_by_its_text_where_that_is_a_name(
    tmp_path: Path, text: str, name: str
) -> None:
    (one,) = taken(planned(tmp_path, HUMAN, ("2024-05-03", "Meeting", "", text, "paper")))
    assert (one.name, one.text) == (name, text)  # type: ignore[attr-defined]


def test_low_and_high_are_a_range_and_a_unit_stands_behind_a_number(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("Day", "Kind", "Description", "Number", "Low", "High", "Unit", "Source"),
        ("2024-05-03", "Figure", "dead", "", "3,000", "4,000", "people", "paper"),
        ("2024-05-03", "Figure", "hurt", "about 12 people", "", "", "", "paper"),
    )
    assert refusals(found) == []
    assert [(str(one.value), one.unit) for one in taken(found)] == [  # type: ignore[attr-defined]
        ("3000..4000", "people"),
        ("about 12", "people"),
    ]


def test_names_that_are_new_are_made_with_what_they_belong_to(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("When", "Type", "Who", "What", "Issue", "Option", "Source"),
        ("2024-05-03", "Position", "West", "", "Tolls", "No tolls", "Radio Hill"),
        ("2024-05-03", "Position", "North", "", "Truce", "Until winter", "Radio Hill"),
        (
            "2024-05-04",
            "Statement",
            "Ola Ek (West)",
            "We pay.",
            "",
            "",
            "https://hill.example/1",
        ),
        new=NEW,
    )
    assert refusals(found) == []
    assert found.change is not None
    found.change.write()
    case = load(tmp_path / "talks", interests=False)
    assert case.process.parties["west"].name == "West"
    assert case.process.people["ola-ek"].party == "west"
    assert case.process.agenda.issues["tolls"].options["no-tolls"].name == "No tolls"
    assert "until-winter" in case.process.agenda.issues["truce"].options
    assert {one.name for one in case.record.outlets.values()} == {"Radio Hill", "hill.example"}
    again = plan(tmp_path / "talks", tmp_path / "log.csv", mapping=ColumnMapping(new=NEW))
    assert (again.change, again.same, refusals(again)) == (None, 3, [])


def test_nothing_is_made_for_a_row_that_is_refused(tmp_path: Path) -> None:
    found = planned(tmp_path, HUMAN, ("someday", "Statement", "New One", "x", "R"), new=NEW)
    assert (found.change, found.made, found.refused_rows) == (None, (), 1)


def test_a_decision_is_about_the_last_agreement_or_the_one_named(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("When", "Type", "Who", "What", "Terms", "Result", "About", "Source"),
        ("2024-05-03", "Agreement", "North; South", "", "Truce: Local", "signed", "", "paper"),
        ("2024-05-06", "Agreement", "North, South", "A road", "", "", "", "paper"),
        ("2024-05-08", "Referendum", "", "Voters say no.", "", "rejected", "", "paper"),
        (
            "2024-05-09",
            "Vote",
            "Parliament",
            "x",
            "",
            "approved",
            "agreement of 3 May 2024",
            "paper",
        ),
    )
    assert refusals(found) == []
    first, second, vote, other = taken(found)
    assert dict(first.deal) == {"truce": "local"}  # type: ignore[attr-defined]
    assert (str(first.standing), str(vote.result)) == ("signed", "rejects")  # type: ignore[attr-defined]
    assert (vote.about, other.about) == ((second.id,), (first.id,))


def test_a_row_that_says_the_same_again_is_taken_once(tmp_path: Path) -> None:
    row = ("2024-05-03", "Statement", "Ada Ames", "x", "paper")
    found = planned(tmp_path, HUMAN, row, row)
    assert (len(found.entries), found.same) == (1, 1)


@given(text=st.text(min_size=1))
def test_names_are_folded_once_and_for_all(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Agreement", "agreement"),
        ("Ceasefire violation", "incident"),
        ("Meetings", "round"),
        ("ROUND", "round"),
        ("Referendum", "decision"),
        ("whatever", ""),
    ],
)
def test_a_word_stands_for_a_kind(word: str, kind: str) -> None:
    assert kind_of(word) == kind
    assert not kind or kind in KINDS


def test_of_two_columns_for_one_thing_the_one_called_like_the_field_is_taken(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("notes,text,Event,date\na,b,c,2024\n", encoding="utf-8")
    (sheet,) = read(file).sheets.values()
    columns = find(sheet, ColumnMapping())
    assert dict(columns.held) == {1: "text", 3: "date"}
    assert columns.ignored == ("notes", "Event")


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["2024-05-03", "3/4/2024", "nonsense", ""]),
            st.sampled_from(["Statement", "Incident", "Zap", ""]),
            st.sampled_from(["Ada Ames", "Nobody", ""]),
            st.sampled_from(["x", "y"]),
            st.sampled_from(["paper", "none", ""]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_row_is_taken_known_or_refused_by_its_number(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    found = planned(tmp_path_factory.mktemp("any"), HUMAN, *rows)
    there = {at.line for at, _ in found.entries}
    refused = {one.row for one in found.refused}
    assert not there & refused
    assert len(there) + len(refused) + found.same == len(rows)
    assert there | refused <= set(range(2, len(rows) + 2))


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("valey front", "valley front", True),
        ("valleys front", "valley front", True),
        ("vallye front", "valley front", True),
        ("vallex front", "valley front", True),
        ("party a", "party b", False),
        ("north bank", "south bank", False),
        ("valley", "valley front", False),
        ("rivers bank", "river banks", False),
        ("release phase1", "release phase2", False),
        ("resolution 2202", "resolution 2203", False),
        ("corridor2", "corridor22", False),
    ],
)
def test_one_letter_in_one_long_word_is_a_slip(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is is_slip(other, one) is slip


def test_a_name_that_is_a_slip_of_another_is_asked_for_and_not_made(tmp_path: Path) -> None:
    rows = [("2024-05-03", "Statement", who, "x", "paper") for who in ("Valley", "Valey")]
    found = planned(tmp_path, HUMAN, *rows, new=NEW)
    assert refusals(found) == [
        "3: there is no 'Valey': did you mean Valley? if not, declare it first"
    ]


@pytest.mark.parametrize(
    ("topic", "text", "many"),
    [
        ("", "The final agreement is signed.", 2),
        ("all", "Signed at night.", 2),
        ("", "A swap of prisoners.", 0),
    ],
)
def test_an_agreement_is_on_all_that_was_agreed_where_it_says_so(
    tmp_path: Path, topic: str, text: str, many: int
) -> None:
    found = planned(
        tmp_path,
        ("When", "Type", "Who", "What", "Topic", "Option", "Outcome", "Source"),
        ("2024-05-03", "Agreement", "North; South", "", "Truce", "Local", "", "paper"),
        ("2024-05-04", "Agreement", "North; South", "", "Line", "10", "", "paper"),
        ("2024-05-06", "Agreement", "North; South", text, topic, "", "signed", "paper"),
    )
    assert refusals(found) == []
    assert len(taken(found)[-1].about) == many


def test_what_is_said_of_a_column_wins_over_what_it_is_called(tmp_path: Path) -> None:
    header, row = ("kind", "date", "text", "name", "notes"), ("incident", "2024-05-03", "short")
    rows = (header, (*row, "Upland", "the longer story"))
    base: dict[str, Any] = {"set": {"sources": "paper"}}
    plain = planned(tmp_path, *rows, **base)
    said = planned(tmp_path, *rows, **base, columns={"notes": "text"})
    left = planned(tmp_path, *rows, **base, columns={"name": ""})
    assert [taken(one)[0].text for one in (plain, said, left)] == [
        "short",
        "the longer story",
        "short",
    ]
    assert (plain.ignored, said.ignored) == (("notes",), ("text",))


def test_blanks_at_the_edges_of_a_text_are_no_part_of_it(tmp_path: Path) -> None:
    header = ("kind", "date", "text", "sources")
    found = planned(tmp_path, header, ("incident", "2024-05-03", "A pledge.\n", "paper"))
    assert taken(found)[0].text == "A pledge."


def test_several_sources_stand_in_one_cell(tmp_path: Path) -> None:
    cell = "paper; Radio Hill, 4 May 2024; Daily https://daily.example/1"
    found = planned(tmp_path, HUMAN, ("2024-05-03", "Attack", "", "x", cell), new=("sources",))
    assert taken(found)[0].sources == ("paper", "radio-hill-2024-05-04", "daily-2024-05-03")
    assert [one.url for one in found.made if hasattr(one, "url")] == [
        "",
        "https://daily.example/1",
    ]


def test_a_row_with_an_id_is_on_nothing_that_it_does_not_name(tmp_path: Path) -> None:
    header = ("id", "date", "kind", "body", "result", "standing", "text", "deal", "sources")
    found = planned(
        tmp_path,
        header,
        ("a", "2024-05-03", "agreement", "", "", "reached", "", "truce=local", "paper"),
        ("b", "2024-05-04", "agreement", "", "", "signed", "final agreement", "", "paper"),
        ("c", "2024-05-05", "decision", "parliament", "rejects", "", "", "", "paper"),
    )
    assert refusals(found) == []
    assert [one.about for one in taken(found)] == [(), (), ()]


AGREED = ("When", "Type", "Who", "Topic", "Option", "Agreed?", "What", "Heard from")


def test_a_bare_yes_or_no_says_how_it_ended_and_no_terms(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        AGREED,
        ("3 May 2024", "Proposal", "North", "Truce", "full", "", "A paper.", "paper"),
        ("4 May 2024", "Acceptance", "South", "Truce", "", "yes", "South agrees.", "paper"),
        ("5 May 2024", "Response", "South", "Truce", "", "not yet", "South waits.", "paper"),
        ("6 May 2024", "Agreement", "North; South", "Truce", "full", "Yes", "Done.", "paper"),
        ("7 May 2024", "Signature", "North; South", "Truce", "full", "x", "Signed.", "paper"),
        ("8 May 2024", "Referendum", "North", "", "", "NO", "Voters say no.", "paper"),
    )
    assert refusals(found) == []
    _, yes, waits, made, signed, vote = taken(found)
    assert [yes.answer, waits.answer] == ["accepts", "reserves"]  # type: ignore[attr-defined]
    assert [made.standing, signed.standing] == ["reached", "signed"]  # type: ignore[attr-defined]
    assert (vote.body, vote.of, vote.result) == ("referendum", ("north",), "rejects")  # type: ignore[attr-defined]


def test_who_signs_for_a_side_is_a_person_of_it_and_the_side_agrees(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        HUMAN,
        ("3 May 2024", "Agreement", "Bo Lind (North), Eva Sund (South)", "A paper.", "paper"),
        new=NEW,
    )
    assert refusals(found) == []
    assert taken(found)[0].between == ("north", "south")  # type: ignore[attr-defined]
    assert {(one.name, one.party) for one in found.made if isinstance(one, Person)} == {
        ("Bo Lind", "north"),
        ("Eva Sund", "south"),
    }


def test_a_decision_on_what_was_agreed_last_is_on_every_point_of_that_paper(
    tmp_path: Path,
) -> None:
    header = ("When", "Type", "Who", "Topic", "What", "Source")
    found = planned(
        tmp_path,
        header,
        ("3 May 2024", "Agreement", "North; South", "Road", "A first paper.", "paper"),
        ("4 May 2024", "Agreement", "North; South", "Road", "The road opens.", "paper"),
        ("4 May 2024", "Agreement", "South; North", "Ferry", "The ferry sails.", "paper"),
        ("5 May 2024", "Ratification", "Parliament of North", "", "88 to 41.", "paper"),
        new=("issues",),
    )
    assert refusals(found) == []
    *_, road, ferry, vote = taken(found)
    assert set(vote.about) == {road.id, ferry.id}


def test_what_is_kept_in_words_is_no_part_of_what_a_figure_counts(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("When", "Type", "What", "How many", "Source", "remarks"),
        ("May 2024", "Figure", "Killed", "30 people", "paper", "too many?"),
        columns={"remarks": KEEP},
    )
    one = taken(found)[0]
    assert (one.subject, one.text) == ("Killed", "Killed [remarks: too many?]")  # type: ignore[attr-defined]


def test_a_decision_waits_with_the_agreement_before_it_that_is_refused(tmp_path: Path) -> None:
    header = ("When", "Kind", "Who", "What", "Topic", "Option", "Source", "Result")
    vote = ("Referendum", "North", "No", "", "", "paper", "rejects")
    rows = (
        ("2024-05-03", "Agreement", "North; South", "x", "Crossing", "Open", "paper", ""),
        ("someday", "Agreement", "North; South", "Final", "Crossing", "Shut", "paper", ""),
        ("2024-05-05", *vote),
    )
    found = planned(tmp_path, header, *rows, new=("issues",))
    assert [one.kind for one in taken(found)] == ["agreement"]
    assert [one.row for one in found.refused] == [3, 4]
    assert "waits for row 3" in found.refused[1].text
    later = ("2024-06-03", "Agreement", "North; Sowth", "x", "Crossing", "Open", "paper", "")
    found = planned(tmp_path, header, rows[0], ("2024-05-05", *vote), later, new=("issues",))
    assert [one.kind for one in taken(found)] == ["agreement", "decision"]


def test_a_role_in_brackets_is_one_of_the_actor_wherever_it_stands(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        HUMAN,
        ("3 May 2024", "Statement", "Norland", "Hello.", "paper"),
        ("4 May 2024", "Statement", "Norland (guarantor)", "We pay.", "paper"),
        ("4 May 2024", "Agreement", "North; South", "x", "paper"),
        new=("parties", "people"),
    )
    assert refusals(found) == []
    made = [(one.name, one.words) for one in found.made]
    assert made == [("Norland", ("guarantor",))]


def test_a_topic_is_an_issue_only_where_a_row_settles_or_wants_something_on_it(
    tmp_path: Path,
) -> None:
    found = planned(
        tmp_path,
        ("When", "Kind", "Who", "What", "Topic", "Option", "Source"),
        ("3 May 2024", "Statement", "North", "The truce stands.", "Ceasefire", "", "paper"),
        ("4 May 2024", "Statement", "North", "On deeds.", "Land; Truth", "", "paper"),
        ("5 May 2024", "Position", "South", "", "Land", "A fund", "paper"),
        new=("issues",),
    )
    assert refusals(found) == []
    first, second, _ = taken(found)
    assert (first.text, first.issues) == ("The truce stands. [Topic: Ceasefire]", ())
    assert (second.text, second.issues) == ("On deeds. [Topic: Truth]", ("land",))
    assert [one.id for one in found.made] == ["land"]
    note = "rows 2, 3: 'Topic' is no issue that a row settles or wants, kept in words"
    assert note in found.notices


def test_a_number_needs_no_unit(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("When", "What", "How many", "Source"),
        ("June 2024", "Weapons handed in", "at least 1200", "paper"),
    )
    assert refusals(found) == []
    (figure,) = taken(found)
    assert figure.amount == "at least 1,200"  # type: ignore[attr-defined]


def test_two_columns_of_sources_are_both_taken_and_a_month_is_a_date(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("Month", "Displaced people", "Reported by", "Source"),
        ("Oct 2015", "3,000-4,000", "Red Crescent", "Sella Times"),
        columns={"Displaced people": "value"},
        new=("sources",),
    )
    assert refusals(found) == []
    (figure,) = taken(found)
    assert (str(figure.date), figure.subject, figure.sources) == (  # type: ignore[attr-defined]
        "2015-10",
        "Displaced people",
        ("red-crescent-2015-10", "sella-times-2015-10"),
    )


@pytest.mark.parametrize("header", [("Speaker", "Side"), ("Who", "party"), ("Side", "Speaker")])
def test_a_side_beside_a_speaker_is_the_speakers(
    tmp_path: Path, header: tuple[str, str]
) -> None:
    names = ("Mia Torr", "South") if header[0] != "Side" else ("South", "Mia Torr")
    found = planned(
        tmp_path,
        ("Date", *header, "Quote", "Newspaper", "Kind", "Topic", "Option"),
        ("2024-05-03", *names, "The coast waits.", "paper", "Statement", "", ""),
        ("2024-05-04", *names, "", "paper", "Position", "Land", "A fund"),
        columns={"Quote": "text"},
        new=("people", "issues"),
    )
    assert refusals(found) == []
    said, wants = taken(found)
    assert (said.by, wants.party) == ("mia-torr", "south")  # type: ignore[attr-defined]
    (person,) = [one for one in found.made if isinstance(one, Person)]
    assert (person.name, person.party) == ("Mia Torr", "south")


@pytest.mark.parametrize("word", ["source", "sources", "Outlet"])
def test_what_a_column_holds_is_said_in_any_of_its_names(tmp_path: Path, word: str) -> None:
    found = planned(
        tmp_path,
        ("When", "Heard from", "What", "Kind"),
        ("2024-05-03", "paper", "x", "Incident"),
        columns={"Heard from": word},
    )
    assert taken(found)[0].sources == ("paper",)


@pytest.mark.parametrize(
    "header",
    [
        ("Datum", "Ort", "Was", "Wer", "Quelle", "Thema"),
        ("Quand", "Lieu", "Quoi", "Qui", "Source", "Sujet"),
        ("Fecha", "Lugar", "Qué", "Quién", "Fuente", "Tema"),
        ("Дата", "Место", "Что", "Кто", "Источник", "Тема"),
        ("Дата", "Місце", "Що", "Хто", "Джерело", "Питання"),
        ("التاريخ", "المكان", "ماذا", "من", "المصدر", "الموضوع"),
    ],
)
def test_columns_are_known_in_seven_languages(tmp_path: Path, header: tuple[str, ...]) -> None:
    found = planned(tmp_path, header, ("2024-05-03", "Sero", "Shells fell.", "", "paper", ""))
    assert list(found.columns["log"].values()) == [
        "date",
        "place",
        "text",
        "who",
        "sources",
        "issue",
    ]


def test_names_of_columns_hold_what_columns_can_hold() -> None:
    for language in COLUMN_NAMES.values():
        assert language.keys() <= set(held())


def test_remarks_are_kept_as_notes_for_the_team_once(tmp_path: Path) -> None:
    rows = (
        ("When", "Kind", "What", "Source", "Remarks"),
        ("2024-05-03", "Incident", "Shells fell.", "paper", "ask Berg"),
        ("2024-05-04", "Incident", "Quiet.", "paper", ""),
    )
    found = planned(tmp_path, *rows, columns={"Remarks": "note"})
    fell, _, note = taken(found)
    assert (note.kind, note.text, note.about) == ("note", "ask Berg", (fell.id,))
    assert note.for_ == ("mediator",)
    assert "ask Berg" not in fell.text
    assert found.change is not None
    found.change.write()
    again = planned(tmp_path, *rows, columns={"Remarks": "note"})
    assert (again.change, again.same) == (None, 2)


def test_a_name_that_is_cut_short_is_near_to_the_whole() -> None:
    known = ["Republic of Coast", "Highland Council"]
    assert suggested("Coast", known) == ": did you mean Republic of Coast?"
    assert suggested("Sea", known) == "; known: Republic of Coast, Highland Council"
    assert "did you mean" not in suggested("Coast", ["Republic of Coast", "Coast Movement"])


def test_a_row_with_a_day_of_asking_is_a_question(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        ("When", "To", "Issue", "Option", "What", "Asked", "Answer"),
        ("2024-05-03", "North", "Truce", "Local; full", "", "2024-05-04", ""),
        ("2024-05-03", "South", "", "", "Who pays?", "2024-05-04", "We do."),
    )
    assert refusals(found) == []
    first, second = taken(found)
    assert isinstance(first, Question)
    assert isinstance(second, Question)
    assert (first.to, first.issue, first.option) == (("north",), "truce", ("local", "full"))
    assert (second.text, str(second.asked), second.reply) == (
        "Who pays?",
        "2024-05-04",
        "We do.",
    )
    assert second.for_ == ("mediator",)


def test_names_that_are_like_none_are_one_fault(tmp_path: Path) -> None:
    rows = [("3 May 2024", "Statement", f"Quorx{n} Zimba", "x", "paper") for n in range(40)]
    found = planned(tmp_path, HUMAN, *rows)
    assert len(found.refused) == 40
    (said,) = listed(found.refused)
    assert "40 rows: 'Who': there is no party, actor or person of these names: " in said
    assert said.endswith("and 28 more; '--new-people' makes them")


@pytest.mark.parametrize(
    "names", [("Coast", "Republic of Coast"), ("The Kingdom of Sarn", "Sarn")]
)
def test_the_full_name_of_a_state_is_asked_for_and_makes_no_second_side(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    one, other = names
    rows = [("3 May 2024", "Statement", name, "x", "paper") for name in names]
    found = planned(tmp_path, HUMAN, *rows, new=("parties",))
    (fault,) = found.refused
    assert f'--value "COLUMN:{other}={one}"' in fault.text
    values = {"Who": {other: one}}
    again = planned(tmp_path, HUMAN, *rows, new=("parties",), values=values)
    assert refusals(again) == [] and len(again.made) == 1


def test_a_body_of_a_side_is_another_than_the_side(tmp_path: Path) -> None:
    rows = [("3 May 2024", "Statement", n, "x", "paper") for n in ("Coast", "Coast Guard")]
    assert refusals(planned(tmp_path, HUMAN, *rows, new=("parties",))) == []


def test_letters_are_read_as_somebody_says(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    text = table(HUMAN, ("3 May 2024", "Statement", "Ada Ames", "«Да»", "paper"))
    file.write_bytes(text.encode("cp1251"))
    folder = write(tmp_path / "talks", {n: t for n, t in BASE.items() if "interests" not in n})
    ((_, entry),) = plan(folder, file, mapping=ColumnMapping(encoding="cp1251")).entries
    assert entry.text == "«Да»"
    with pytest.raises(FormatError, match=r"no encoding 'cp12551'; did you mean 'cp125"):
        plan(folder, file, mapping=ColumnMapping(encoding="cp12551"))


def test_a_cell_of_a_matrix_that_is_no_option_is_said_to_stay_in_words(tmp_path: Path) -> None:
    file = tmp_path / "matrix.csv"
    file.write_text(table(("issue", "North"), ("truce", "70")), "utf-8")
    folder = write(tmp_path / "talks", {n: t for n, t in BASE.items() if "interests" not in n})
    found = plan(folder, file, "matrix", date=When.parse("2024-05-03"), sources=["paper"])
    assert "1 cell is no option of the issue, kept in words: '70' (row 2)" in found.notices


def test_a_decision_without_a_result_has_the_one_that_its_words_say(tmp_path: Path) -> None:
    deal = ("3 May 2024", "Agreement", "North; South", "x", "paper")
    vote = ("4 May 2024", "Decision", "Referendum", "Voters said no", "paper")
    found = planned(tmp_path, HUMAN, deal, vote)
    assert refusals(found) == []
    assert [str(one.result) for one in taken(found) if one.kind == "decision"] == ["rejects"]  # type: ignore[attr-defined]
    told = "row 3: a decision that names no result, taken by its words: rejects"
    assert told in found.notices
    vote = (*vote[:3], "Voters did not approve it", "paper")
    assert any("'result'" in one.text for one in planned(tmp_path, HUMAN, deal, vote).refused)


@pytest.mark.parametrize(
    ("who", "several"),
    [
        ("Norland; Sudland", True),
        ("North and South", True),
        ("Ministry of Peace and Law", False),
    ],
)
def test_several_names_in_a_cell_for_one_are_said_to_be_taken_as_one(
    tmp_path: Path, who: str, several: bool
) -> None:
    row = ("3 May 2024", "Statement", who, "Both say so.", "paper")
    found = planned(tmp_path, HUMAN, row, new=("parties",))
    told = [one for one in found.notices if "several names in one cell" in one]
    assert bool(told) is several
    assert refusals(found) == [] and len(taken(found)) == 1
