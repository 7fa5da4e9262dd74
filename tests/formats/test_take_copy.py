"""What others' copy of a folder has anew comes in; nothing that is there already is changed."""

import shutil
from pathlib import Path

import pytest
from attrs import evolve
from frozendict import frozendict

from accord.formats import load
from accord.formats.append import append
from accord.formats.share import share
from accord.formats.take_copy import take_copy
from accord.model import Issue, Option, Reader, When
from accord.record import Session, Source, Statement

EXAMPLES = Path(__file__).parents[2] / "examples"
OPTIONS = frozendict(a=Option("a", "All"), b=Option("b", "None"))


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "market-road", tmp_path / "theirs"))


def copied(theirs: Path, name: str) -> Path:
    """Return the copy that a side may have now."""
    reader = Reader((next(iter(load(theirs).process.parties)),))
    share(theirs, reader, theirs.parent / name)
    return theirs.parent / name


def statement(
    folder: Path, one: str, text: str, for_: tuple[str, ...] = ("table",)
) -> Statement:
    by = next(iter(load(folder).process.parties))
    source = next(iter(load(folder).record.sources))
    when = When.parse("2034-01-05")
    return Statement(id=one, date=when, sources=(source,), text=text, by=by, for_=for_)


def test_a_copy_of_the_same_brings_nothing(theirs: Path) -> None:
    own = copied(theirs, "own")
    before = {one: one.read_bytes() for one in own.rglob("*.yaml")}
    taken = take_copy(own, copied(theirs, "again"))
    assert (taken.added, taken.differing, taken.refused) == ((), (), ())
    assert {one: one.read_bytes() for one in own.rglob("*.yaml")} == before


def test_what_is_new_comes_in_with_what_it_names_and_for_whom_it_is(theirs: Path) -> None:
    shutil.rmtree(theirs / "interests")  # with numbers, no issue can be added alone
    own = copied(theirs, "own")
    party = next(iter(load(theirs).process.parties))
    source = Source(id="gazette", publisher="The gazette", date=When.parse("2034-01-05"))
    issue = Issue(id="tolls", name="Tolls", options=OPTIONS)
    said = evolve(statement(theirs, "said-of-tolls", "Tolls it is."), sources=("gazette",))
    append(theirs, [issue, source, said], spelt=True)
    append(theirs, [statement(theirs, "among-us", "Not before Friday.", (party,))], spelt=True)
    taken = take_copy(own, copied(theirs, "again"))
    assert taken.added == ("tolls", "gazette", "said-of-tolls", "among-us")
    assert (taken.differing, taken.refused) == ((), ())
    now, there = load(own), load(copied(theirs, "third"))
    assert now.record.by_id == there.record.by_id
    assert now.process.agenda.issues == there.process.agenda.issues
    assert now.record.by_id["among-us"].for_ == (party,)


def test_what_differs_stays_as_it_is_and_is_named(theirs: Path) -> None:
    own = copied(theirs, "own")
    append(own, [statement(own, "ours", "Our words."), statement(own, "both", "As we heard.")])
    append(theirs, [statement(theirs, "both", "As they heard.")])
    before = {one: one.read_bytes() for one in own.rglob("*.yaml")}
    taken = take_copy(own, copied(theirs, "again"))
    assert (taken.added, taken.differing) == ((), ("both",))
    assert {one: one.read_bytes() for one in own.rglob("*.yaml")} == before


def test_what_names_something_that_is_another_thing_here_is_refused_with_a_sentence(
    theirs: Path,
) -> None:
    own = copied(theirs, "own")
    append(own, [statement(own, "later", "A statement, no session.")])
    sources = (next(iter(load(own).record.sources)),)
    session = Session(id="later", name="Round", date=When.parse("2034-01-04"), sources=sources)
    append(theirs, [session])
    append(theirs, [evolve(statement(theirs, "during-it", "There."), during="later")])
    append(theirs, [statement(theirs, "fine", "Elsewhere.")])
    taken = take_copy(own, copied(theirs, "again"))
    assert taken.added == ("fine",)
    assert taken.differing == ("later",)
    (refused,) = taken.refused
    assert refused.startswith("during-it: ")


def test_what_says_something_else_here_is_replaced_by_nothing_that_others_send(
    theirs: Path,
) -> None:
    own = copied(theirs, "own")
    party = next(iter(load(theirs).process.parties))
    append(own, [statement(own, "ours", "Among ourselves.", (party,))], spelt=True)
    append(theirs, [statement(theirs, "ours", "Guessed."), statement(theirs, "said", "Yes.")])
    append(theirs, [evolve(statement(theirs, "new", "No."), supersedes="ours", why="error")])
    append(theirs, [evolve(statement(theirs, "then", "No."), supersedes="said", why="error")])
    taken = take_copy(own, copied(theirs, "again"))
    assert taken.added == ("said", "then") and taken.differing == ("ours",)
    assert taken.refused == ("new: it replaces 'ours', which says something else here",)
    assert load(own).record.superseded.keys() >= {"said"}
    assert "ours" not in load(own).record.superseded


def test_what_was_entered_in_the_own_folder_and_its_interests_are_left_alone(
    theirs: Path,
) -> None:
    own = copied(theirs, "own")
    interests = {one: one.read_bytes() for one in own.rglob("interests*/**/*.yaml")}
    append(own, [statement(own, "ours", "Our words.")])
    append(theirs, [statement(theirs, "theirs", "Their words.")])
    assert take_copy(own, copied(theirs, "again")).added == ("theirs",)
    assert {"ours", "theirs"} <= load(own).record.by_id.keys()
    assert {one: one.read_bytes() for one in own.rglob("interests*/**/*.yaml")} == interests


def test_an_issue_on_which_the_own_numbers_say_nothing_is_refused_and_the_rest_comes_in(
    theirs: Path,
) -> None:
    own = Path(shutil.copytree(theirs, theirs.parent / "with-numbers"))
    shutil.rmtree(theirs / "interests")
    append(theirs, [Issue(id="tolls", name="Tolls", options=OPTIONS)])
    append(theirs, [statement(theirs, "theirs", "Their words.")])
    taken = take_copy(own, copied(theirs, "again"))
    assert taken.added == ("theirs",)
    (refused,) = taken.refused
    assert refused == "tolls: the issue 'tolls' has no weight and values here"
