"""Who is not in the room: who else must say yes, carries it out, can wreck it, is affected."""

from collections.abc import Iterable, Iterator

from attrs import frozen
from frozendict import frozendict

from accord.brief.known import Known
from accord.brief.section import PageSection
from accord.record.outsiders import Outsiders, RoleOnPackage
from accord.record.wording import begun, short, together, unstopped
from accord.telling.blocks import (
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    TableBlock,
    TableRows,
    listing,
)
from accord.telling.outsider_words import (
    ROLE_TITLES,
    in_the_record,
    options_of,
    points_waiting,
    role_lines,
)


@frozen(kw_only=True)
class RoleLine:
    """A role of somebody who is not in the room, on all that is on the table.

    Attributes:
        role: must consent, carries out, cannot be bound, cannot endorse, can wreck or affected.
        who: Id of the actor.
        name: Its name.
        on: The options that it is on, by issue.
        words: The same in words, an issue each, with options where it is not on all of them.
        record: What the record has of them on these issues: asked, heard, or neither.
        not_asked: Ids of the issues on which they were neither asked nor heard.
        not_heard: Ids of the issues on which they were not heard.
        basis: Why it is their role, in a line each.
        entries: Ids of the entries by which they were asked or heard.
        sources: Who published what their role rests on.
    """

    role: str
    who: str
    name: str
    on: frozendict[str, tuple[str, ...]]
    words: tuple[str, ...]
    record: str
    not_asked: tuple[str, ...] = ()
    not_heard: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class PackageWaiting:
    """What a proposal or an agreement needs of those who are not in the room.

    Attributes:
        what: What it is, in words.
        points: How many issues it settles by an option.
        wait: Ids of those on which somebody else must consent.
        lines: What others have to do with it, a sentence each.
        entries: The id of the entry.
    """

    what: str
    points: int
    wait: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@frozen(kw_only=True)
class WhoIsNotInTheRoom(PageSection):
    """Who is not in the room.

    Attributes:
        waiting: How many of the issues wait for the consent of others, in words; empty where
            nobody beside the parties has a role on what is on the table.
        not_in_the_room: The roles of those who are no party, on all that is on the table.
        packages_waiting: The proposals that are open, and what was agreed and holds, with what
            each needs of them.
    """

    order = 55
    anchor = "not-in-the-room"
    title = "Who is not in the room"
    rules = """\
**Who is not in the room.** Roles that actors have on options, and whether the record has them
asked or heard: see [who is not in the room](../explanation/not-in-the-room.md)."""

    waiting: str = ""
    not_in_the_room: tuple[RoleLine, ...] = ()
    packages_waiting: tuple[PackageWaiting, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "WhoIsNotInTheRoom":
        """Gather the roles, and what every proposal and agreement needs of them."""
        if not known.process.has_roles:
            return cls()
        outsiders = known.case.outsiders
        return cls(
            waiting=points_waiting(known.process),
            not_in_the_room=tuple(
                _line(known, outsiders, one) for one in outsiders.anywhere.roles
            ),
            packages_waiting=tuple(_packages(known, outsiders)),
        )

    @property
    def shown(self) -> bool:
        """Whether somebody has a role."""
        return bool(self.waiting)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield the roles, sort by sort, and what each package needs."""
        yield Paragraph(f"{begun(self.waiting)}.", style="verdict")
        by_sort = [
            (title, lines)
            for sort, title in ROLE_TITLES.items()
            if (lines := [one for one in self.not_in_the_room if one.role == sort])
        ]
        if behind is None:
            for title, lines in by_sort:
                yield Heading(title, deeper=True)
                yield Listing(tuple(_items(lines)))
        else:
            yield TableBlock(
                header=("Role", "Who", "On what", "In the record", "Why"),
                groups=tuple(
                    TableRows((Item(title),), tuple(map(_row, lines)))
                    for title, lines in by_sort
                ),
            )
        for one in self.packages_waiting:
            yield Heading(one.what, deeper=behind is None, entries=one.entries)
            yield listing(one.lines)
        yield Paragraph(
            "Asked: an entry in the record is addressed to them on the issue. Heard: one is by "
            "them. What is not recorded may have happened all the same.",
            style="small",
        )


def _line(known: Known, outsiders: Outsiders, one: RoleOnPackage) -> RoleLine:
    process = known.process
    whole = {i: tuple(process.agenda.issues[i].choices) for i in one.on}
    entire = {i: () for i in one.on if one.on[i] == whole[i]}
    parts = [
        options_of(process, {i: some}, in_full=i not in entire) for i, some in one.on.items()
    ]
    everything = len(entire) == len(process.agenda.issues)
    return RoleLine(
        role=str(one.role),
        who=one.who,
        name=process.name(one.who),
        on=one.on,
        words=("everything on the table",) if everything else tuple(parts),
        record=in_the_record(outsiders, one),
        not_asked=one.not_asked,
        not_heard=one.not_heard,
        basis=one.basis,
        entries=tuple(dict.fromkeys((*one.asked, *one.heard))),
        sources=known.writer.sources(one.sources),
    )


def _packages(known: Known, outsiders: Outsiders) -> Iterator[PackageWaiting]:
    """Yield what open proposals and what holds of agreements need, the latest first."""
    found = []
    for outcome in known.outcomes:
        proposal = outcome.proposal
        if proposal.deal:
            by = known.process.name(proposal.by)
            words = f"The proposal of {by}, {proposal.date.day}"
            found.append((proposal.date, words, proposal.id, dict(proposal.deal)))
    for made in known.case.agreed.outcomes:
        held = {i: o for i, o in made.deal.items() if i in made.held}
        if held:
            words = f"What was agreed on {made.date.day}"
            found.append((made.date, words, made.id, held))
    for _, words, one, deal in sorted(found, key=lambda f: f[0].order, reverse=True):
        on = outsiders.on(deal)
        if on.roles:
            yield PackageWaiting(
                what=words,
                points=on.points,
                wait=on.wait,
                lines=tuple(role_lines(outsiders, on)),
                entries=(one,),
            )


def _row(one: RoleLine) -> tuple[tuple[Item, ...], ...]:
    *whys, last = [short(why, 200) for why in one.basis] or [""]
    return (
        (Item(one.name),),
        tuple(map(Item, one.words)),
        (Item(one.record, entries=one.entries),),
        (*map(Item, whys), Item(last, sources=one.sources)),
    )


def _items(lines: Iterable[RoleLine]) -> Iterator[Item]:
    """Yield the roles of one sort, those of whom all is alike together."""
    alike: dict[object, list[RoleLine]] = {}
    for one in lines:
        said = one.words, one.basis, one.record, one.entries, one.sources
        alike.setdefault(said, []).append(one)
    for some in alike.values():
        one = some[0]
        why = f" ({'; '.join(map(unstopped, one.basis))})" if one.basis else ""
        told = f": {one.record}" if one.record else ""
        who = together(each.name for each in some)
        text = f"{who}, on {'; '.join(one.words)}{why}{told}"
        yield Item(text, sources=one.sources, entries=one.entries)
