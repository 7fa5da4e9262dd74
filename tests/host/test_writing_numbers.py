"""Numbers by ranges in the browser: a form a party, with what is wrong said at once."""

from pathlib import Path

from tests.host.people import example, hosted, sit
from tests.host.test_bench import words

from accord.formats import load
from accord.formats.edit_numbers import (
    WALK_AWAY,
    held_numbers,
    number_keys,
    numbers_of,
    refused_alone,
)
from accord.model import Range, Reader

AT = "/numbers/orchard?held_by=lantern"


def held(folder: Path, holder: str, *tiers: str) -> dict[tuple[str, str], Range]:
    case = load(folder, reader=Reader(tiers or ("mediator",)))
    return numbers_of(held_numbers(case.interests, "orchard", holder))


def test_a_range_is_written_as_people_write_it_and_the_rest_stays(tmp_path: Path) -> None:
    folder = example(tmp_path)
    before = held(folder, "lantern")
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        led = guest.post("/numbers/orchard", {"number": "40 to 60"}, on=AT, held_by="lantern")
        assert led == AT
        assert "the walk-away value: 40..60 (was 35..50)" in words(guest.get(AT))
    assert held(folder, "lantern") == before | {WALK_AWAY: Range(40, 60)}


def test_what_is_wrong_is_said_at_once_and_what_was_typed_is_kept(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        typed = {"number": "a lot", "number=scope": "30..130", "held_by": "lantern"}
        said = guest.post("/numbers/orchard", typed, on=AT, status=422)
        assert "the walk-away value: " in words(said)
        assert 'value="a lot"' in said and 'value="30..130"' in said
        del typed["number"]
        said = guest.post("/numbers/orchard", typed, on=AT, status=422)
        assert "the weight of Where the guns fall silent is 30..130" in words(said)


def test_the_later_one_of_two_sees_what_stands_there_now(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        nura, ida = sit(host, "mediator", "Nura"), sit(host, "mediator", "Ida")
        seen = {"seen": '{"number": "35..50"}', "held_by": "lantern"}
        nura.post("/numbers/orchard", seen | {"number": "45..50"}, on=AT)
        said = ida.post("/numbers/orchard", seen | {"number": "20..30"}, on=AT, status=422)
        assert "the walk-away value is 45..50 now" in words(said)
        assert "now: 45..50" in words(said) and 'value="20..30"' in said
    assert held(folder, "lantern")[WALK_AWAY] == Range(45, 50)


def test_a_delegation_begins_numbers_of_its_own_for_itself_alone(tmp_path: Path) -> None:
    folder = example(tmp_path)
    keys = number_keys(load(folder).process.agenda)
    typed = {"=".join(filter(None, ("number", *key))): "30..45" for key in keys}
    with hosted(folder) as host:
        orchard = sit(host, "orchard")
        at = "/numbers/orchard?held_by=orchard"
        assert "Who can read them: Orchard Watch." in words(orchard.get(at))
        some = {"number": "40", "held_by": "orchard"}
        said = orchard.post("/numbers/orchard", some, on=at, status=422)
        assert "still to be given" in words(said)
        orchard.post("/numbers/orchard", typed | {"held_by": "orchard"}, on=at)
        assert set(held(folder, "orchard", "orchard").values()) == {Range(30, 45)}
        assert not held(folder, "orchard", "mediator")
        theirs = {"number": "40", "held_by": "lantern"}
        orchard.post("/numbers/orchard", theirs, on=at, status=404)
        for odd in ("no", "[1]", '{"number": {}}'):
            bad = typed | {"held_by": "orchard", "seen": odd}
            assert orchard.client.post("/numbers/orchard", data=bad).status_code != 500


def test_an_option_is_refused_by_a_tick_and_no_longer_without_it(tmp_path: Path) -> None:
    folder = example(tmp_path)

    def refused() -> set[str]:
        case = load(folder, reader=Reader(("mediator",)))
        return {o for _, o in refused_alone(held_numbers(case.interests, "orchard", "lantern"))}

    with hosted(folder) as host:
        guest = sit(host, "mediator")
        shown = {"refused_seen": '["fees=own"]', "held_by": "lantern"}
        guest.post("/numbers/orchard", shown | {"refused": ["fees=own", "posts=joint"]}, on=AT)
        assert refused() == {"own", "joint"}
        assert (
            "Orchard Watch: 'One joint post' (Posts on the road): refused whatever else"
            in words(guest.get(AT))
        )
        # Whoever has not seen the second tick does not take it away.
        guest.post("/numbers/orchard", shown, on=AT)
        assert refused() == {"joint"}
        typed = shown | {"number": "a lot"}
        ticked = ["posts=joint", "posts=own"]
        said = guest.post("/numbers/orchard", typed, on=AT, status=422, refused=ticked)
        assert said.count("checked") == 2, "what was ticked is kept"
        for odd in ("no", "3", '{"a": 1}', "[[]]"):
            bad = shown | {"refused_seen": odd}
            assert guest.client.post("/numbers/orchard", data=bad).status_code != 500
