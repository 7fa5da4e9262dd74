"""What a seat has heard of kept talks, with who did it and when."""

from pathlib import Path

import pytest
from tests.talks.build import deal, play, table

from accord.errors import AccordError
from accord.store import Store, heard_by
from accord.talks import Caucus, Propose, Resume, Sealed, State, to_json, view


def test_each_seat_is_told_who_and_when_of_what_it_has_heard_and_no_more(
    tmp_path: Path,
) -> None:
    at = table(Sealed(), ("alba", "brae"), mediator="envoy", principals=True)
    with Store.open(tmp_path / "talks.db") as store:
        after = store.append("river", 0, map(to_json, at.events), by="clerk")
        for seat, move, by in (
            ("envoy", Caucus(party="alba"), "Elin"),
            ("alba", State(text="Between us."), "Ana"),
            ("envoy", Resume(), "Elin"),
            ("brae", Propose(deal=deal("here", "40")), "Bo"),
            ("alba", Propose(deal=deal("there", "40")), "Ana"),
        ):
            at = play(at, (seat, move))
            after = store.append("river", after, map(to_json, at.events[after:]), by=by)
        kept = store.read("river")
    for one in at.seating.seats:
        found = heard_by(kept, one.id)
        assert tuple(each.event for each in found) == view(at, one.id).heard
        assert all(each.at in [envelope.at for envelope in kept] for each in found)
    # Whoever seals last would else be known by whose hand the proposals were opened.
    assert [each.by for each in heard_by(kept, "brae")] == ["", "Elin", "Elin", "Bo", ""]
    assert [each.by for each in heard_by(kept, "alba")] == [
        "",
        "Elin",
        "Ana",
        "Elin",
        "Ana",
        "",
    ]
    with pytest.raises(AccordError, match="Nobody called dana"):
        heard_by(kept, "dana")
