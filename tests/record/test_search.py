"""Everything that holds all words is found, and nothing else; what fits best comes first."""

from pathlib import Path

import attrs
import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from accord.formats import load
from accord.model import AT_THE_TABLE, MEDIATOR, Mark, Marked
from accord.record import Case
from accord.record.search import around, folded, search

RIVER = Path(__file__).parents[2] / "examples" / "sarn-river"
CASE = load(RIVER)


def ids(case: Case, *words: str) -> list[tuple[str, str]]:
    return [(hit.what, hit.id) for hit in search(case, words)]


def test_an_id_comes_first_then_what_is_declared_then_entries_the_latest_first() -> None:
    found = search(CASE, ["filling"])
    assert (found[0].what, found[0].id, found[0].rank) == ("issue", "filling", 0)
    entries = [hit for hit in found if hasattr(hit.thing, "date") and hit.what != "source"]
    for rank in (1, 2):
        dates = [hit.thing.date.order for hit in entries if hit.rank == rank]
        assert dates == sorted(dates, reverse=True)
    assert [hit.rank for hit in found] == sorted(hit.rank for hit in found)


def test_the_names_behind_ids_are_looked_at() -> None:
    entry = next(e for e in CASE.record.entries if e.kind == "position")
    name = CASE.process.agenda.issues[entry.ids("issue")[0]].name
    assert name.lower() not in entry.text.lower()
    assert (entry.kind, entry.id) in ids(CASE, name.upper())


def test_all_words_must_be_there_in_any_order() -> None:
    both = ids(CASE, "snow", "mountains")
    assert both == ids(CASE, "MOUNTAINS snow")
    assert both == [("claim", "river-low-arven")]
    assert ids(CASE, "snow", "xyzzy") == ids(CASE) == ids(CASE, " ") == []


def test_accents_and_case_do_not_matter() -> None:
    assert folded("Česká Ñandú STRASSE straße") == "ceska nandu strasse strasse"


def test_what_the_reader_may_not_read_is_not_found() -> None:
    held = CASE.interests[0]
    assert ("interests", held.id) in ids(CASE, held.id)
    said = {"x": frozendict({"o": Marked(mark=Mark.CANNOT, basis="heard at the ferry")})}
    marked = attrs.evolve(held, marks=frozendict(said))
    assert ("interests", held.id) in ids(attrs.evolve(CASE, interests=(marked,)), "the ferry")
    private = tuple(attrs.evolve(one, for_=(MEDIATOR,)) for one in CASE.interests)
    hidden = attrs.evolve(CASE, interests=private).seen_by(AT_THE_TABLE)
    assert all(what != "interests" for what, _ in ids(hidden, held.id))


@given(st.sampled_from(CASE.record.entries), st.data())
def test_an_entry_is_found_by_any_words_of_its_text(entry: object, data: st.DataObject) -> None:
    text = getattr(entry, "text", "") or getattr(entry, "id", "")
    words = data.draw(st.lists(st.sampled_from(text.split()), min_size=1, max_size=3))
    assert any(hit.thing is entry for hit in search(CASE, words))


@pytest.mark.parametrize("most", [20, 40, 200])
def test_a_long_text_is_cut_around_what_was_found(most: int) -> None:
    text = "before " * 50 + "needle " + "after " * 50
    assert "needle" in around(text, ["Needle"], most)[:most]
    assert around("short text", ["x"], most) == "short text"


def test_every_kind_of_declaration_is_looked_at() -> None:
    process, record = CASE.process, CASE.record
    for register in (
        *(process.parties, process.people, process.actors, process.venues),
        *(process.agenda.issues, process.rounds, record.sources, record.outlets),
    ):
        for one in list(register)[:2]:
            assert one in [id_ for _, id_ in ids(CASE, one)]
    assert {field.name for field in attrs.fields(type(record))} == {
        "outlets",
        "sources",
        "entries",
        "for_",
    }
