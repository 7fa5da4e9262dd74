"""A process: who talks, for whom, where, and about what. Public."""

from collections.abc import Container, Iterable, Iterator, Mapping
from enum import StrEnum

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.model.actor_role import ActorRole, OutsideRole
from accord.model.agenda import Agenda
from accord.model.checklist_line import ChecklistLine
from accord.model.decision_rule import DecisionRule
from accord.model.refs import (
    ActorId,
    IssueId,
    PersonId,
    SourceId,
    SpeakerId,
    TierId,
    VenueId,
)
from accord.model.values import When


class Ratifies(StrEnum):
    """What the capital of a party is to ratify."""

    AD_REFERENDUM = "ad-referendum"
    ALWAYS = "always"


@frozen(kw_only=True)
class Person:
    """Somebody named in the process.

    Attributes:
        id: Short name, used in files.
        name: Full name.
        office: The office held at the time.
        party: The party or actor the person speaks for.
    """

    id: str
    name: str
    office: str = ""
    party: ActorId = ""


@frozen(kw_only=True)
class Delegation:
    """Who sits at the table for a party.

    Attributes:
        head: Who leads; several where reports differ; the record says who reports whom.
        members: The others at the table.
        source: Id of the source it comes from.
    """

    head: tuple[PersonId, ...]
    members: tuple[PersonId, ...] = ()
    source: SourceId = ""


@frozen(kw_only=True)
class Party:
    """A side in the talks.

    Attributes:
        id: Short name, used in files.
        name: Full name.
        principal: The person who decides, in the capital.
        delegation: Who sits at the table.
        ratifies: What its capital is to ratify: what the delegation agrees to ad referendum, or
            always, whatever it agrees to.
        since: When it came to the table; without it, it has been there from the beginning.
            What was agreed before is agreed by all without it.
    """

    id: str
    name: str
    principal: PersonId = ""
    delegation: Delegation | None = None
    ratifies: Ratifies = Ratifies.AD_REFERENDUM
    since: When | None = None


@frozen(kw_only=True)
class Actor:
    """Somebody who is no side but speaks or acts: a host, a mediator, a state, an organisation.

    Attributes:
        id: Short name, used in files.
        name: Full name.
        role: What it is in the process, one or several: host, mediator, guarantor, observer,
            analyst or the like; and what it has to do with the options on the table, such as
            `{role: must consent, on: {fees: none}}`. Everybody reads it, the other side too.
    """

    id: str
    name: str
    role: tuple[ActorRole, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Its roles in words."""
        return tuple(one.role for one in self.role)

    def plays(self, what: OutsideRole) -> Iterator[ActorRole]:
        """Yield its roles of one sort."""
        return (one for one in self.role if one.outside is what)


@frozen(kw_only=True)
class Venue:
    """A place to meet.

    Attributes:
        id: Short name, used in files.
        name: What the place is called.
        place: Where it is.
        host: Who offers it.
    """

    id: str
    name: str
    place: str = ""
    host: SpeakerId = ""


@frozen(kw_only=True)
class PlannedRound:
    """A round that was announced; the record says whether it was held.

    Attributes:
        id: Short name, used in files.
        name: What the round is called.
        date: When it is to be.
        venue: Where it is to be.
        sources: Ids of the sources that announce it; it is not seen before they were published.
    """

    id: str
    name: str
    date: When | None = None
    venue: VenueId = ""
    sources: tuple[SourceId, ...]


@frozen(kw_only=True)
class WaitingPoints:
    """How many issues wait for the consent of somebody who is no party.

    Attributes:
        of: How many issues there are.
        always: Those on which every way of settling needs it.
        at_times: Those on which some ways do.
    """

    of: int
    always: tuple[IssueId, ...] = ()
    at_times: tuple[IssueId, ...] = ()


@frozen(kw_only=True)
class Process:
    """The public part of a process folder.

    Attributes:
        title: What the process is called.
        summary: What it is, in a few sentences.
        parties: The sides, by id.
        people: The people named, by id.
        actors: Everybody else who speaks or acts, by id.
        hosts: Who offers the venues.
        mediators: Who mediates.
        venues: The places to meet, by id.
        agenda: The issues and options.
        decision: Which parties must accept a package for it to pass: `all` of them, or a rule.
        rounds: The rounds announced, by id.
        checklist: What such agreements settle, line by line, by id.
        readers: Who else has a seat where the process is hosted, an observer or an analyst, and
            of which tiers each is. Parties, their capitals, the mediator and the host have one
            anyway; the host reads what is public, or what stands here under `host`.
    """

    title: str
    summary: str = ""
    parties: frozendict[str, Party]
    people: frozendict[str, Person] = frozendict()
    actors: frozendict[str, Actor] = frozendict()
    hosts: tuple[SpeakerId, ...] = ()
    mediators: tuple[SpeakerId, ...] = ()
    venues: frozendict[str, Venue] = frozendict()
    agenda: Agenda = field(factory=Agenda)
    decision: DecisionRule = field(factory=DecisionRule)
    rounds: frozendict[str, PlannedRound] = frozendict()
    checklist: frozendict[str, ChecklistLine] = frozendict()
    readers: frozendict[str, tuple[TierId, ...]] = frozendict()

    @property
    def uncovered(self) -> tuple[ChecklistLine, ...]:
        """The lines of the checklist that no issue on the agenda covers, and nobody struck."""
        return tuple(
            one
            for one in self.checklist.values()
            if not one.struck and self.agenda.issues.keys().isdisjoint(one.covered_by)
        )

    def name(self, who: str) -> str:
        """Return the name behind an id of a party, actor, person or venue; else the text."""
        for register in (self.parties, self.actors, self.people, self.venues):
            if who in register:
                return register[who].name
        return who

    @property
    def has_roles(self) -> bool:
        """Whether somebody who is no party has a role on what is on the table."""
        roles = (one for actor in self.actors.values() for one in actor.role)
        return bool(self.agenda.issues) and any(one.outside for one in roles)

    def waits_for(self, issue: str, option: str) -> tuple[str, ...]:
        """Return the ids of those beside the parties who must consent to an option."""
        return tuple(
            actor.id
            for actor in self.actors.values()
            if any(one.touches(issue, option) for one in actor.plays(OutsideRole.MUST_CONSENT))
        )

    def waiting(self, ways: Mapping[str, Iterable[str]] | None = None) -> WaitingPoints:
        """Return the issues on which others must consent, always or by some ways of settling.

        Args:
            ways: The options that may settle each issue, by issue; without it, all of them.
        """
        if ways is None:
            ways = {i: issue.choices for i, issue in self.agenda.issues.items()}
        waits = {
            i: [bool(self.waits_for(i, o)) for o in options] for i, options in ways.items()
        }
        return WaitingPoints(
            of=len(waits),
            always=tuple(i for i, found in waits.items() if found and all(found)),
            at_times=tuple(i for i, found in waits.items() if any(found) and not all(found)),
        )

    def side(self, who: str) -> str:
        """Return the id of the party or actor that somebody speaks for."""
        return self.people[who].party or who if who in self.people else who

    def at_table(self, when: When) -> frozenset[str]:
        """Return the ids of the parties that were at the table at a date."""
        return frozenset(
            i
            for i, one in self.parties.items()
            if one.since is None or one.since.start <= when.start
        )

    def as_of(self, moment: When) -> "Process":
        """Return it with the parties of a moment: one that joined later is an actor till then.

        Args:
            moment: The moment.
        """
        late = {
            i: Actor(id=i, name=one.name)
            for i, one in self.parties.items()
            if one.since is not None and one.since.start >= moment.end
        }
        parties = {i: one for i, one in self.parties.items() if i not in late}
        actors = {
            i: evolve(one, role=tuple(r for r in one.role if not r.since or r.since.by(moment)))
            for i, one in self.actors.items()
        }
        return evolve(self, parties=frozendict(parties), actors=frozendict({**actors, **late}))

    def on(self, agenda: Agenda, sources: Container[str]) -> "Process":
        """Return it with another agenda, and the roles that say something of that.

        Args:
            agenda: The agenda.
            sources: Ids of the sources that are known; of a role that has some, one must be.
        """
        actors = {
            i: evolve(
                one, role=tuple(filter(None, (r.known(agenda, sources) for r in one.role)))
            )
            for i, one in self.actors.items()
        }
        return evolve(self, agenda=agenda, actors=frozendict(actors))

    @property
    def cited(self) -> frozenset[str]:
        """Return the ids of the sources that it cites."""
        issues = self.agenda.issues.values()
        found = {s for plan in self.rounds.values() for s in plan.sources}
        found.update(s for issue in issues for s in issue.sources)
        found.update(s for i in issues for option in i.options.values() for s in option.cited)
        found.update(
            s for actor in self.actors.values() for role in actor.role for s in role.sources
        )
        found.update(p.delegation.source for p in self.parties.values() if p.delegation)
        found.update(one.source for one in self.agenda.constraints)
        return frozenset(found - {""})
