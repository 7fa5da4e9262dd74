"""What the record is made of: sources, and entries of many kinds that rest on them."""

from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen
from frozendict import frozendict

from accord.model import Amount, When
from accord.model.refs import (
    ActorId,
    EntryId,
    IssueId,
    MeetingId,
    Options,
    OutletId,
    PartyId,
    PlanId,
    ProposalId,
    SourceId,
    SpeakerId,
    VenueId,
)


@frozen(kw_only=True)
class Outlet:
    """Who publishes: a newspaper, an agency, a broadcaster, an encyclopaedia, a copy site.

    Attributes:
        id: Short name, used in files. An outlet speaks, as in `by` of a claim, through an actor
            in `process.yaml` with the same id.
        name: What it is called.
        state_aligned: The state that owns, runs or mainly controls it, itself or through its
            ruling party, such as Russia.
        state_funded: The state that pays for it, while in law it is editorially independent.
        evidence: What a label rests on, in one line; needed where there is one.
    """

    id: str
    name: str
    state_aligned: str = ""
    state_funded: str = ""
    evidence: str = ""

    @property
    def label(self) -> str:
        """Name the outlet, and the states that stand behind it."""
        states = {"state-aligned": self.state_aligned, "state-funded": self.state_funded}
        said = "; ".join(f"{word}: {state}" for word, state in states.items() if state)
        return f"{self.name} [{said}]" if said else self.name


@frozen(kw_only=True)
class Source:
    """Where something was published.

    Attributes:
        id: Short name, used in files.
        outlet: Id of the outlet that published it.
        publisher: Who made it, in words, where that is no outlet: a team's own notes.
        date: When it was published: an entry is not known before its first source is.
        author: Who wrote it.
        title: What it is called, or what it is about.
        url: Where it can be read.
        language: The language it was read in, such as en or uk.
        via: Ids of the outlets through which it came, the one in which it was read last.
    """

    id: str
    outlet: OutletId = ""
    publisher: str = ""
    date: When
    author: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    via: tuple[OutletId, ...] = ()


@frozen(kw_only=True)
class Entry:
    """One thing in the record.

    Attributes:
        id: Short name, used to refer to the entry.
        date: When it happened or was said, as exactly as known.
        sources: Ids of the sources that report it.
        text: What it is, in the record keeper's own words.
        issues: Ids of the issues it touches.
        during: Id of the round or session during which it happened.
        about: Ids of the entries it is about.
        supersedes: Id of an earlier entry that this one replaces.
        why: Why it replaces that one, for the list of corrections.
        inferred_by: Who reads it so where no source says it, such as the editors of the record.
    """

    kind: ClassVar[str]
    id: str
    date: When
    sources: tuple[SourceId, ...]
    text: str = ""
    issues: tuple[IssueId, ...] = ()
    during: MeetingId = ""
    about: tuple[EntryId, ...] = ()
    supersedes: EntryId = ""
    why: str = ""
    inferred_by: SpeakerId = ""


@frozen(kw_only=True)
class Statement(Entry):
    """Somebody said something.

    Attributes:
        by: Who said it.
        to: To whom.
        language: The language it was said in, where it was read in translation.
        translated_by: Who translated it.
    """

    kind = "statement"
    by: SpeakerId
    to: tuple[SpeakerId, ...] = ()
    language: str = ""
    translated_by: str = ""


@frozen(kw_only=True)
class Position(Entry):
    """What a party says it wants on an issue: an option of the agenda, or words.

    Attributes:
        party: Whose position.
        issue: On which issue.
        option: The option it asks for; without one, the text says what it wants.
        by: Who said so for the party.
    """

    kind = "position"
    party: PartyId
    issue: IssueId
    option: str = ""
    by: SpeakerId = ""


@frozen(kw_only=True)
class Proposal(Entry):
    """A party, a mediator or a host offers a deal, whole or in part.

    Attributes:
        by: Who proposes.
        to: Who is asked to answer.
        deal: The options proposed, by issue; what no option says stands in the text.
    """

    kind = "proposal"
    by: ActorId
    to: tuple[ActorId, ...]
    deal: Options = frozendict()


class Answer(StrEnum):
    """How a proposal was answered."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    COUNTERS = "counters"
    RESERVES = "reserves"
    REFERS = "refers"


@frozen(kw_only=True)
class Response(Entry):
    """An answer to a proposal; with `issues`, to those issues of it only.

    Attributes:
        by: Who answers.
        answers: Id of the proposal.
        answer: accepts, rejects, counters, reserves its answer or refers to its leadership.
    """

    kind = "response"
    by: ActorId
    answers: ProposalId
    answer: Answer


@frozen(kw_only=True)
class Meeting(Entry):
    """What a round and a session have in common.

    Attributes:
        name: What it is called.
        venue: Where it was held.
        format: How: in person, by video, at what level.
        length: Hours it took; as a figure's value, it may be at least, about or at most some.
        attended: Who sat there, by party.
        opened_by: Who opened it.
        outcome: What came of it, as reported.
        agreed: What was agreed, one sentence each.
        next: What is to come next, as announced.
    """

    name: str
    venue: VenueId = ""
    format: str = ""
    length: Amount | None = None
    attended: frozendict[SpeakerId, tuple[SpeakerId, ...]] = frozendict()
    opened_by: SpeakerId = ""
    outcome: str = ""
    agreed: tuple[str, ...] = ()
    next: str = ""


@frozen(kw_only=True)
class Round(Meeting):
    """A round of talks that was held.

    Attributes:
        plan: Id of the announced round that this was.
    """

    kind = "round"
    plan: PlanId = ""


@frozen(kw_only=True)
class Session(Meeting):
    """A sitting within a round (`during` says which)."""

    kind = "session"


@frozen(kw_only=True)
class Report(Entry):
    """A delegation reports to its principal.

    Attributes:
        by: Who reports.
        to: To whom.
    """

    kind = "report"
    by: SpeakerId
    to: SpeakerId


@frozen(kw_only=True)
class Instruction(Entry):
    """A principal instructs a delegation.

    Attributes:
        by: Who instructs.
        to: Whom.
    """

    kind = "instruction"
    by: SpeakerId
    to: SpeakerId


@frozen(kw_only=True)
class Assurance(Entry):
    """A guarantee given so that people can come, or that fighting stays away.

    Attributes:
        by: Who gives it.
        to: To whom.
        until: When it ends.
    """

    kind = "assurance"
    by: SpeakerId
    to: tuple[SpeakerId, ...] = ()
    until: When | None = None


@frozen(kw_only=True)
class Measure(Entry):
    """Something done from outside: a sanction, aid, a force raised.

    Attributes:
        measure: What sort: sanction, aid, or other.
        by: Who imposes or gives it.
        on: On whom or for whom.
        until: When it ends.
    """

    kind = "measure"
    measure: str
    by: tuple[SpeakerId, ...]
    on: tuple[SpeakerId, ...] = ()
    until: When | None = None


@frozen(kw_only=True)
class Situation(Entry):
    """How things stand on the ground: force positions, distances, who holds what.

    Attributes:
        place: Where.
        of: Whose forces or people.
        by: Who reports it.
    """

    kind = "situation"
    place: str = ""
    of: tuple[SpeakerId, ...] = ()
    by: SpeakerId = ""


class Perceived(StrEnum):
    """How an incident came to be known."""

    HEARD = "heard"
    SEEN = "seen"
    REPORTED = "reported"


@frozen(kw_only=True)
class Incident(Entry):
    """Something that happened outside the room.

    Attributes:
        place: Where.
        perceived: heard, seen or reported.
        by: By whom.
        attributed_to: Who is said to have done it; claims say who says so.
    """

    kind = "incident"
    place: str = ""
    perceived: Perceived = field(default=Perceived.REPORTED)
    by: SpeakerId = ""
    attributed_to: tuple[SpeakerId, ...] = ()


@frozen(kw_only=True)
class Figure(Entry):
    """A reported number.

    Attributes:
        subject: What is counted; figures on the same subject are compared.
        value: The number as it was given: 12, 30..45, at least 39, more than 1500, about 300,
            at most 50.
        unit: In what.
        as_of: The time it speaks of.
        by: Who gives it.
    """

    kind = "figure"
    subject: str
    value: Amount
    unit: str
    as_of: When | None = None
    by: SpeakerId = ""


class Stance(StrEnum):
    """What a claimant does with what is claimed."""

    ASSERTS = "asserts"
    DENIES = "denies"
    REPORTS = "reports"


@frozen(kw_only=True)
class Claim(Entry):
    """Somebody asserts, denies or reports something.

    Attributes:
        by: Who claims it; an outlet through an actor with its id.
        stance: asserts, denies or reports.
        subject: What the claim is about where no entry stands for it.
        attribute: Which feature of it, such as venue or length; claims that give it
            different values are contested.
        value: What the feature is said to be.
    """

    kind = "claim"
    by: SpeakerId
    stance: Stance
    subject: str = ""
    attribute: str = ""
    value: str = ""


@frozen(kw_only=True)
class Correction(Entry):
    """Withdraws an earlier entry and says why."""

    kind = "correction"


KINDS: dict[str, type[Entry]] = {
    cls.kind: cls
    for cls in (
        Round,
        Session,
        Statement,
        Position,
        Proposal,
        Response,
        Report,
        Instruction,
        Assurance,
        Measure,
        Situation,
        Incident,
        Figure,
        Claim,
        Correction,
    )
}
"""The kinds of entry by the word that names them in a file."""
