"""An entry as a person gives it: dates, numbers, names and new sources as people write them."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from accord.errors import AccordError, Conflict, InvalidProcess
from accord.formats import load
from accord.formats.append import tree
from accord.formats.edit_entry import edit, fingerprint, supersede
from accord.formats.entry_given import add_given, draft_of, in_own_words
from accord.formats.human_dates import date_said
from accord.formats.new import new
from accord.formats.write import entry_plain
from accord.model import Reader
from accord.record import KINDS, Entry
from accord.record.said_otherwise import SaidOtherwise, said_otherwise

WHEN = partial(date_said, today=date(2024, 5, 4))
SAID = {"kind": "statement", "date": "yesterday", "text": "x", "by": "The UPLAND"}


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    new(tmp_path / "talks")
    return tmp_path / "talks"


def added(folder: Path, keys: dict[str, Any], **others: Any) -> Entry:
    change = add_given(folder, tree(keys), when=WHEN, **others)
    return load(folder).record.by_id[change.added[-1].id]


def mistakes(folder: Path, keys: dict[str, Any], **others: Any) -> dict[str, str]:
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}
    with pytest.raises(InvalidProcess) as wrong:
        add_given(folder, tree(keys), when=WHEN, **others)
    assert before == {file: file.read_bytes() for file in folder.rglob("*.yaml")}
    return {one.key: one.sentence for one in wrong.value.problems}


def test_words_make_the_same_entry_as_what_a_file_would_have(talks: Path) -> None:
    plain = {**SAID, "date": "2024-05-03", "by": "upland", "sources": ["gazette-0502"]}
    in_words = {**SAID, "sources": "The Port Gazette, 2 May 2024"}
    one, other = added(talks, plain), added(talks, in_words)
    assert evolve(one, id="") == evolve(other, id="")


def test_numbers_and_who_sat_there_are_read_as_people_write_them(talks: Path) -> None:
    figure = added(
        talks,
        {
            "kind": "figure",
            "date": "3 May 2024",
            "subject": "wounded",
            "value": "more than 1,500",
            "sources": ["gazette-0502"],
        },
    )
    assert str(figure.value) == "more than 1500"  # type: ignore[attr-defined]
    held = added(
        talks,
        {
            "kind": "session",
            "date": "3 May 2024",
            "name": "Late session",
            "during": "round-1",
            "attended": "Republic of Upland: Bo Berg; the Delta Federation",
            "sources": ["gazette-0502"],
        },
    )
    assert held.attended == {"upland": ("minister-berg",), "delta": ()}  # type: ignore[attr-defined]


def test_every_mistake_is_said_at_once_and_by_its_key(talks: Path) -> None:
    found = mistakes(
        talks,
        {
            "kind": "figure",
            "date": "soon",
            "value": "many",
            "by": "Uplnd",
            "unti": "people",
            "issues": ["watr"],
        },
    )
    assert set(found) == {"date", "value", "subject", "by", "unti", "sources"}
    assert found["subject"] == "the figure must have 'subject'"
    assert "did you mean" in found["by"]


def test_what_is_wrong_only_beside_the_rest_of_the_record_has_its_key_too(talks: Path) -> None:
    found = mistakes(talks, {**SAID, "sources": ["gazete-0502"], "issues": ["watr"]})
    assert set(found) == {"sources", "issues"}
    found = mistakes(talks, {**SAID, "kind": "claim", "stance": "denies", "sources": "x"})
    assert set(found) >= {"sources"}


def test_a_new_source_that_cannot_be_read_is_said_under_its_own_key(talks: Path) -> None:
    found = mistakes(talks, {**SAID, "date": ""}, new_sources=["Radio Nine"])
    assert set(found) == {"new_sources", "date"}
    assert "write who published it" in found["new_sources"]


def test_the_day_of_a_new_source_may_be_counted_from_today_too(talks: Path) -> None:
    entry = added(talks, SAID, new_sources=["heard from Oda Lind, last Friday", "Radio, Nine"])
    found = [load(talks).record.sources[one] for one in entry.sources]
    assert [str(one.date) for one in found] == ["2024-05-03"] * 2
    assert [one.publisher for one in found] == ["Oda Lind", ""]
    assert load(talks).record.labels[found[1].id] == "Radio, Nine"


def test_a_private_source_meets_none_that_others_make(talks: Path) -> None:
    """Whoever cannot read it makes one of the same outlet and day under the usual id."""
    twin = talks.parent / "twin"
    new(twin)
    mine = added(talks, SAID, new_sources=["Radio Nine, 3 May 2024"], readers=["delta"])
    assert mine.sources == ("delta-radio-nine-2024-05-03",)
    seen = load(talks, reader=Reader(("mediator",)))
    theirs = add_given(
        talks, tree(SAID), when=WHEN, new_sources=["Radio Nine, 3 May 2024"], case=seen
    )
    alone = add_given(
        twin,
        tree(SAID),
        when=WHEN,
        new_sources=["Radio Nine, 3 May 2024"],
        case=load(twin, reader=Reader(("mediator",))),
    )
    assert [one.id for one in theirs.added] == [one.id for one in alone.added]
    assert len(load(talks).record.entries) == len(load(twin).record.entries) + 1


def test_what_is_said_of_a_mistake_depends_on_nothing_that_its_reader_cannot_see(
    talks: Path,
) -> None:
    """Two folders that differ in what is the delta's alone answer the mediator alike."""
    twin = talks.parent / "twin"
    new(twin)
    added(talks, {**SAID, "id": "secrt"}, new_sources=["Sekret Radio"], readers=["delta"])
    said = []
    for folder in (talks, twin):
        case = load(folder, reader=Reader(("mediator",)))
        for keys in (
            {**SAID, "sources": ["Secret Radio"]},
            {**SAID, "sources": ["gazette-0502"], "about": ["secret"]},
            {**SAID, "sources": ["gazette-0502"], "during": "secret"},
        ):
            said.append(mistakes(folder, keys, case=case))
        for change in (edit, supersede):
            with pytest.raises(AccordError) as wrong:
                why = ("x",) if change is supersede else ()
                change(folder, "secrt", {"text": "y"}, *why, case=case)
            said.append({"": str(wrong.value)})
    assert said[: len(said) // 2] == said[len(said) // 2 :]


def test_an_edit_takes_words_too_and_says_what_is_wrong_by_key(talks: Path) -> None:
    one = next(e for e in load(talks).record.entries if e.kind == "figure")
    edit(talks, one.id, {"date": "yesterday", "value": "about 1,500"}, when=WHEN)
    held = load(talks).record.by_id[one.id]
    assert (str(held.date), str(held.value)) == ("2024-05-03", "about 1500")  # type: ignore[attr-defined]
    with pytest.raises(InvalidProcess) as wrong:
        edit(talks, one.id, {"date": "soon", "value": "", "by": "Uplnd"}, when=WHEN)
    assert {p.key for p in wrong.value.problems} == {"date", "value", "by"}


def test_who_changes_what_somebody_else_changed_meanwhile_is_told(talks: Path) -> None:
    one = next(e for e in load(talks).record.entries if e.kind == "figure")
    seen = fingerprint(one)
    edit(talks, one.id, {"text": "first"}, seen=seen)
    before = (talks / "record.yaml").read_bytes()
    with pytest.raises(Conflict, match="somebody else changed"):
        edit(talks, one.id, {"text": "second"}, seen=seen)
    with pytest.raises(Conflict, match="somebody else changed"):
        supersede(talks, one.id, {"text": "second"}, "x", seen=seen)
    assert (talks / "record.yaml").read_bytes() == before
    supersede(
        talks,
        one.id,
        {"text": "third"},
        "x",
        seen=fingerprint(load(talks).record.by_id[one.id]),
    )
    now = fingerprint(load(talks).record.by_id[one.id])
    with pytest.raises(Conflict):
        edit(talks, one.id, {"text": "fourth"}, seen=now)  # it was superseded


def test_keys_are_called_as_whoever_reads_the_sentence_knows_them() -> None:
    called = {"date": "When", "about": "What it is about", "subject": "Subject"}.__getitem__
    assert in_own_words("the claim must have 'date'", called) == "the claim needs When"
    said = in_own_words("it is about nothing: give 'about' or 'subject'", called)
    assert said == "it is about nothing: give What it is about or Subject"
    assert in_own_words("there is no 'date'", called) == "there is no 'date'"


def test_half_an_entry_is_read_as_far_as_it_goes(talks: Path) -> None:
    case = load(talks)
    keys = {
        "kind": "claim",
        "date": "yesterday",
        "by": "the Delta Federation",
        "stance": "perhaps",
        "about": "",
        "sources": "some paper",
    }
    read = draft_of(tree(keys), WHEN, case)
    assert read is not None
    draft, given = read
    assert (str(draft.date), getattr(draft, "by", "")) == ("2024-05-03", "delta")
    assert {"date", "by"} <= given
    assert "stance" not in given
    assert draft_of(tree({"kind": "perhaps"}), WHEN, case) is None


@pytest.mark.parametrize("kind", KINDS)
def test_of_nothing_but_a_kind_a_draft_is_made_and_nothing_is_otherwise(
    talks: Path, kind: str
) -> None:
    case = load(talks)
    read = draft_of(tree({"kind": kind}), WHEN, case)
    assert read is not None
    assert said_otherwise(case, *read) == SaidOtherwise()


def test_every_entry_of_a_folder_is_likely_itself(talks: Path) -> None:
    """Whoever enters again what is there, as it stands there, is shown it first."""
    case = load(talks)
    for entry in case.record.standing:
        keys = {key: value for key, value in entry_plain(entry).items() if key != "id"}
        read = draft_of(tree(keys), WHEN, case)
        assert read is not None
        if entry.text or len(read[1]) > 3:
            assert said_otherwise(case, *read).alike[0] == entry
