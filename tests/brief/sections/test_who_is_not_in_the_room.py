"""Who is not in the room, in the dossier: their roles, and what each proposal needs of them."""

from pathlib import Path

from attrs import evolve
from frozendict import frozendict

from accord.brief.known import Known
from accord.brief.sections.who_is_not_in_the_room import WhoIsNotInTheRoom
from accord.formats import load
from accord.model import Actor, ActorRole, When
from accord.record import Case
from accord.telling.blocks import Heading, Listing, TableBlock

EXAMPLES = Path(__file__).parents[3] / "examples"


def case(*roles: ActorRole) -> Case:
    found = load(EXAMPLES / "market-road")
    actors = {i: Actor(id=i, name=one.name) for i, one in found.process.actors.items()}
    actors["clinic"] = evolve(actors["clinic"], role=roles)
    return evolve(found, process=evolve(found.process, actors=frozendict(actors)))


CONSENT = ActorRole(
    role="must consent",
    on=frozendict(fees=("thirds",)),
    basis="Its rule",
    sources=("notes-0911",),
)


def test_every_proposal_says_what_it_needs_of_others() -> None:
    found = WhoIsNotInTheRoom.gather(Known(case=case(CONSENT)))
    (role,) = found.not_in_the_room
    (proposal,) = (one for one in found.packages_waiting if one.entries == ("lantern-1",))
    assert (role.who, dict(role.on)) == ("clinic", {"fees": ("thirds",)})
    assert role.basis == ("Its rule",)
    assert role.record == "not asked in the record"
    assert role.sources
    assert (proposal.wait, proposal.points) == (("fees",), 5)
    assert proposal.lines[0] == "1 of 5 points waits for others."


def test_it_is_left_out_where_nobody_has_a_role_or_nobody_knew_of_one_yet() -> None:
    assert not WhoIsNotInTheRoom.gather(Known(case=case())).shown
    early = case(CONSENT).as_of(When.parse("2033-09-09"))
    assert not WhoIsNotInTheRoom.gather(Known(case=early)).shown
    late = case(CONSENT).as_of(When.parse("2033-09-11"))
    assert WhoIsNotInTheRoom.gather(Known(case=late)).shown


def test_it_is_a_table_where_there_is_room_and_a_list_where_there_is_not() -> None:
    known = Known(case=case(CONSENT))
    found = WhoIsNotInTheRoom.gather(known)
    (table,) = (b for b in found.blocks(known) if isinstance(b, TableBlock))
    assert table.header == ("Role", "Who", "On what", "In the record", "Why")
    assert [[i.text for i in cell] for cell in table.groups[0].rows[0]] == [
        ["The clinic of Haza"],
        ["Fees on the road: One purse, shared in three"],
        ["not asked in the record"],
        ["Its rule"],
    ]
    head, roles, *_ = (b for b in found.blocks(None) if isinstance(b, Heading | Listing))
    assert isinstance(head, Heading)
    assert isinstance(roles, Listing)
    assert head.text == "Must say yes too"
    assert [one.text for one in roles.items] == [
        "The clinic of Haza, on Fees on the road: One purse, shared in three (Its rule): not "
        "asked in the record"
    ]


def test_roles_of_whom_all_is_alike_are_listed_together() -> None:
    found = case(CONSENT)
    actors = {**found.process.actors, "court": Actor(id="court", name="Court", role=(CONSENT,))}
    both = evolve(found, process=evolve(found.process, actors=frozendict(actors)))
    section = WhoIsNotInTheRoom.gather(Known(case=both))
    listings = [one for one in section.blocks(None) if isinstance(one, Listing)]
    assert [str(item.text).partition(",")[0] for item in listings[0].items] == [
        "The clinic of Haza and Court"
    ]
    assert len(section.not_in_the_room) == 2
