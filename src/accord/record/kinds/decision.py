"""A decision of a body about an agreement or a proposal."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from accord.model import Process
from accord.model.choices import WideChoice, read_as
from accord.model.refs import ActorId, BodyId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import after, led, short, together


class Ruling(WideChoice):
    """What a body decides."""

    APPROVES = "approves"
    REJECTS = "rejects"
    ANNULS = "annuls"
    SUSPENDS = "suspends"
    RESTORES = "restores"
    POSTPONES = "postpones"
    REPUDIATES = "repudiates"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS

    @property
    def undoes(self) -> bool:
        """Whether what it is about falls by it."""
        return self in (Ruling.REJECTS, Ruling.ANNULS, Ruling.REPUDIATES)

    @property
    def done(self) -> str:
        """What was done by it, as in `approved by parliament`."""
        return _DONE[self]

    @property
    def noun(self) -> str:
        """What it is, as in `approval of the agreement`."""
        return _NOUNS[self]


_OTHERS = read_as(
    {
        "approves": "approve, approved, ratifies, ratify, ratified, accepts, accept, accepted, "
        "adopts, adopted, endorses, endorsed, confirms, confirmed, upholds, upheld, passes, "
        "passed, yes, true, for",
        "rejects": "reject, rejected, refuses, refuse, refused, declines, declined, fails, "
        "failed, not approved, voted down, votes down, turned down, no, false, against",
        "annuls": "annul, annulled, voids, voided, quashed, strikes down, struck down, "
        "declares void, unconstitutional, overturned, nullified",
        "suspends": "suspend, suspended, halts, halted, freezes, frozen",
        "restores": "restore, restored, reinstates, reinstated, lifted",
        "postpones": "postpone, postponed, delayed, deferred, adjourned",
        "repudiates": "repudiate, repudiated, denounces, denounced, renounces, withdraws, "
        "withdrew, withdrawn, withdrawal, pulls out, pulled out, walks away, walked away, "
        "leaves, left, breaks off, broke off, broken off, cancels",
    }
)

_DONE = {
    Ruling.APPROVES: "approved",
    Ruling.REJECTS: "rejected",
    Ruling.ANNULS: "annulled",
    Ruling.SUSPENDS: "suspended",
    Ruling.RESTORES: "restored",
    Ruling.POSTPONES: "put off",
    Ruling.REPUDIATES: "repudiated",
}

_NOUNS = {
    Ruling.APPROVES: "approval",
    Ruling.REJECTS: "rejection",
    Ruling.ANNULS: "annulment",
    Ruling.SUSPENDS: "suspension",
    Ruling.RESTORES: "restoration",
    Ruling.POSTPONES: "postponement",
    Ruling.REPUDIATES: "repudiation",
}

_VOTES = frozenset({"referendum", "plebiscite", "popular vote"})
"""What a people decides in, not by."""

_BODIES = frozenset(
    {
        "court",
        "supreme court",
        "constitutional court",
        "government",
        "cabinet",
        "commander",
        "president",
        "senate",
        "congress",
        "national assembly",
        "assembly",
    }
)
"""Bodies called by a word instead of a name, which go with an article."""


def between(entry: Entry) -> tuple[str, ...]:
    """Return the ids of those between whom an entry says something was agreed.

    Args:
        entry: An agreement or a meeting, or what names nobody.
    """
    found: Iterable[str] = getattr(entry, "between", getattr(entry, "attended", ()))
    return tuple(found)


@frozen(kw_only=True)
class Decision(Entry):
    """A body decides about an agreement or a proposal: parliament, court, referendum, party.

    `about` names the agreements, proposals or earlier decisions; `issues` the points of them,
    where it is not about the whole.

    Attributes:
        body: Who decides: an id of a party, an actor or a person, or words such as parliament,
            court, referendum, government, commander.
        result: What is decided: approves, rejects, annuls, suspends, restores, postpones or
            repudiates.
        of: The parties for which the decision counts; where none is given, the party that the
            body is, belongs to or names, else all.
    """

    kind = "decision"
    order = 7
    section = Section.SAID
    sample = """\
- kind: decision               # a body decides about an agreement, a proposal or a decision
  id: vote-on-the-truce
  date: 2024-05-06
  sources: gazette-0502
  about: truce-agreed
  body: parliament             # an id, or words: parliament, court, referendum, government
  result: rejects              # approves, rejects, annuls, suspends, restores, postpones,
                               # repudiates
  of: upland                   # the parties for which it counts
"""
    body: BodyId
    result: Ruling
    of: tuple[ActorId, ...] = ()

    @property
    def title(self) -> str:
        """Who decides what, in a few words."""
        return short(self.text) or f"{self.body} {self.result}"

    def said(self, names: Register) -> str:
        """Return who decides what, about what."""
        body = names.with_side(self.body)
        body = f"{body[:1].upper()}{body[1:]}"
        of = self._of(names)
        found = [names.entries[one] for one in self.about if one in names.entries]
        called = dict.fromkeys(f"the {one.kind} of {one.date.day}" for one in found)
        what = " and ".join(called)
        on = f" on {names.issues(self.issues)}" if self.issues else ""
        does = str(self.ruling(names.process, (p for e in found for p in between(e))))
        if self.result is Ruling.POSTPONES and self.vote:
            return f"{body}{of} on {what or 'what was agreed'} put off{after(self.text)}"
        if self.result is Ruling.POSTPONES:
            does = "puts off its decision on"
        elif self.result is Ruling.RESTORES and any(isinstance(e, Decision) for e in found):
            does = "lifts"
        return led(f"{body}{of} {does} {what or 'what was agreed'}{on}", self.text)

    def ruling(self, process: Process, agreed: Iterable[str]) -> Ruling:
        """Return what it does to an agreement: a party that rejects its own word repudiates it.

        Args:
            process: The parties.
            agreed: Ids of those between whom the agreement is.
        """
        side = process.side(self.body)
        own = side in process.parties and side in map(process.side, agreed)
        return Ruling.REPUDIATES if own and self.result is Ruling.REJECTS else self.result

    def _of(self, names: Register) -> str:
        """Return of which parties a body is, where its name does not say so."""
        body = names.name(self.body)
        sides = [names.name(one) for one in self.of if names.name(one) not in body]
        whose = "held by" if self.vote else "of"
        return f" {whose} {together(sides)}" if sides and self.body not in self.of else ""

    @property
    def vote(self) -> bool:
        """Whether a people decides."""
        return self.body.casefold() in _VOTES

    def bodied(self, names: Register) -> str:
        """Return by whom it was made, as behind a verb: `by the court of Upland`."""
        called = self.body.casefold()
        name = names.name(self.body)
        of = self._of(names)
        if self.vote:
            return f"in a {called}{of}"
        if called in _BODIES or (of and called == "parliament"):
            return f"by the {called}{of}"
        return f"by {called if called == 'parliament' else name}{of}"
