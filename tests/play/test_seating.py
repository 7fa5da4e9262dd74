"""What a program is told: its own interests, and what their holder assumes of the others."""

from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.play.build import opposed, process

from accord.errors import AccordError
from accord.model import Interests, Mark, Marked, Party, Ratifies, When
from accord.play import agreed_in, game, parse_agreed, parse_rules, parse_seats, play
from accord.record import Record, Round, Session
from accord.talks import Initialled, Options, Phase, Propose

SEATS = ("alba=rubinstein", "delta=linear")


def sat(own: list[Interests], assumed: list[Interests]) -> Any:
    agenda, _ = opposed()
    return game(
        process(agenda, ["alba", "delta"]),
        own,
        parse_rules("", 2, 5),
        parse_seats(SEATS),
        assumed=assumed,
    )


def held(by: dict[str, str], **changes: Any) -> list[Interests]:
    return [evolve(one, held_by=by[one.party], **changes) for one in opposed()[1]]


def test_what_one_holder_assumes_of_all_is_what_programs_believe() -> None:
    own = held({"alba": "analyst", "delta": "analyst"})
    made = sat(own, held({"alba": "alba", "delta": "delta"}))
    assert made.delegates["alba"].interests == own[0]
    assert made.delegates["alba"].others == (own[1],)


def test_a_party_does_not_see_what_another_holds_for_its_own() -> None:
    own = held({"alba": "alba", "delta": "delta"})
    assert sat(own, own).delegates["alba"].others == ()
    with pytest.raises(AccordError, match="give interests of 'delta' held by 'alba', too"):
        play(sat(own, own))


def test_a_party_goes_by_what_it_assumes_of_another() -> None:
    own = held({"alba": "alba", "delta": "delta"})
    guess = evolve(own[1], held_by="alba", walk_away=own[0].walk_away)
    made = sat(own, [*own, guess])
    assert made.delegates["alba"].others == (guess,)
    assert play(made).table.over


def test_later_marks_alone_hide_no_numbers_of_the_same_holder() -> None:
    own = held({"alba": "analyst", "delta": "analyst"}, as_of=When.parse("2024-05-01"))
    (first, *_) = own[1].issues
    later = evolve(
        own[1],
        id="marks",
        as_of=When.parse("2024-06-01"),
        issues=frozendict(),
        walk_away=None,
        marks=frozendict({first: frozendict({"low": Marked(mark=Mark.CANNOT)})}),
    )
    made = sat(own, [*own, later])
    assert made.delegates["alba"].others == (own[1],)
    assert play(made).table.over


def test_what_is_settled_from_the_start_stands_in_every_offer_and_in_the_deal() -> None:
    agenda, own = opposed()
    around = process(agenda, ["alba", "delta"])
    settled = parse_agreed(["issue-0=middle", " issue-2 = low "])
    played = play(game(around, own, parse_rules("", 2, 5), settled=settled))
    assert played.table.phase is Phase.AGREED
    offers = [e.what.deal for e in played.log if isinstance(e.what, Propose)]
    for deal in (*offers, played.deal or Options()):
        assert (deal["issue-0"], deal["issue-2"]) == ("middle", "low")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["issue-0"], "'issue-0' settles nothing: write ISSUE=OPTION."),
        (["=low"], "'=low' settles nothing"),
        (["a=b", "a=c"], "'a' is settled twice: as 'b' and 'c'."),
        (["none=low"], "There is no issue none on the agenda that could be settled."),
        (["issue-0=none"], "Issue issue-0 has no option none as which it could be settled."),
        ([f"issue-{n}=low" for n in range(3)], "All issues are settled: nothing is left to"),
    ],
)
def test_what_cannot_be_settled_is_said(texts: list[str], said: str) -> None:
    agenda, own = opposed()
    around = process(agenda, ["alba", "delta"])
    with pytest.raises(AccordError, match=said):
        game(around, own, parse_rules("", 2, 5), settled=parse_agreed(texts))


def test_what_meetings_have_agreed_by_id_is_settled_and_words_are_not() -> None:
    def met(kind: type[Round | Session], day: str, *agreed: str) -> Round | Session:
        return kind(id=day, date=When.parse(day), name=day, agreed=agreed, sources=())

    record = Record(
        entries=(
            met(Round, "2022-03-01", "issue-0=low", "To meet again", "issue-1 = middle"),
            met(Session, "2022-03-02", "issue-0=high", "issue-9=low", "issue-2=none"),
        )
    )
    agenda, _ = opposed()
    assert agreed_in(record, agenda) == {"issue-0": "high", "issue-1": "middle"}


def test_a_capital_that_always_ratifies_sits_and_is_asked() -> None:
    agenda, own = opposed()
    around = process(agenda, ["alba", "delta"])
    delta = Party(id="delta", name="Delta", ratifies=Ratifies.ALWAYS)
    around = evolve(around, parties=frozendict({**around.parties, "delta": delta}))
    played = play(game(around, own, parse_rules("", 2, 9)))
    (initialled,) = [e.what for e in played.log if isinstance(e.what, Initialled)]
    assert initialled.pending == ("delta",) and played.table.phase is Phase.AGREED
    assert Options(initialled.deal) == played.deal
