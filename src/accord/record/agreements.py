"""What became of every agreement, derived from the entries about it.

The entries are gone through in order of time. What is about another entry comes after that one
whatever its date says, for a month is known no closer; of one day, meetings come before
agreements and these before decisions. So the order of the file is of no account.

1. An agreement of its own is what names options, words or issues; a meeting that settled
   options is one at the table. An entry that says the same between the same parties, that is
   `about` it without terms of its own, or says only that something was signed (then the newest
   that stands), raises its standing.
2. An agreement takes the place of an earlier one on the issues that both settle, if it is
   between all whom that one is between. What was agreed before stays agreed since then, if the
   option is the same.
3. A decision counts for what it is about; one that names nothing, for the agreements on its
   `issues`, else for the newest that stands. Of one body the latest decision counts.
4. An agreement is ratified once approved for all its parties; a decision that is of no party
   counts for all of them.
5. What is rejected, annulled or repudiated has fallen, a package and an agreement in words as a
   whole, else on the issues that the decision names, if it names any. So has what an entry
   undoes that `changed_by` lists and that is neither a decision nor an agreement.
6. It stands again if the same body approves it later, the decision is undone by another, or the
   parties agree on it again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from attrs import define, field, frozen
from frozendict import frozendict

from accord.model import Process, When
from accord.model.refs import Options
from accord.record.entry import Entry
from accord.record.kinds.agreement import Agreement, AgreementStage, on_the_whole
from accord.record.kinds.decision import Decision, Ruling
from accord.record.kinds.proposal import Proposal
from accord.record.ledger import Record
from accord.record.meeting import Meeting
from accord.record.terms import words_in

SUSPENDED, FALLEN, REPLACED = "suspended", "fallen", "replaced"
"""How an agreement stands that does not hold as it was made."""


@frozen(kw_only=True)
class AgreementOutcome:
    """One agreement and what became of it.

    Attributes:
        id: Id of the entry that has it first.
        date: When it was made.
        between: Ids of those who agreed.
        joined: Ids of the parties that joined it later, each with the entry by which.
        deal: The options that it settled, by issue.
        issues: Ids of all issues that it settled, in words too.
        words: What was agreed in words.
        package: Whether it stands or falls as one.
        condition: On what it depends; empty where on nothing more.
        stage: How far it came: reached, initialled, signed, ratified or in_force.
        reached: Since when it has come so far.
        standing: How it stands now: the stage, or suspended, fallen or replaced.
        since: Since when it stands so.
        held: The issues on which it holds, each with since when.
        fell: The issues on which it has fallen, each with since when.
        approved: Ids of the parties for which it was approved, where a body had to.
        awaited: Ids of the parties for which that is still to come.
        changed_by: Ids of the entries that changed it.
        entries: Ids of all entries behind it.
    """

    id: str
    date: When
    between: tuple[str, ...]
    joined: frozendict[str, str]
    deal: Options
    issues: tuple[str, ...]
    words: str
    package: bool
    condition: str
    stage: AgreementStage
    reached: When
    standing: str
    since: When
    held: frozendict[str, When]
    fell: frozendict[str, When]
    approved: tuple[str, ...]
    awaited: tuple[str, ...]
    changed_by: tuple[str, ...]
    entries: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether it holds, suspended or not."""
        return self.standing not in (FALLEN, REPLACED)

    def by_all(self, process: Process) -> bool:
        """Return whether all agreed who were at the table when it was made."""
        return process.at_table(self.date).issubset(self.between)


@frozen(kw_only=True)
class Happening:
    """An entry by which an agreement, or a proposal, changed its standing.

    Attributes:
        key: Where it stands in time.
        entry: The entry.
        agreements: The ids of the agreements.
        proposals: The ids of the proposals.
        overruled: The earlier decisions that it changes, if it is about such.
    """

    key: tuple[Any, ...]
    entry: Entry
    agreements: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    overruled: tuple[Decision, ...] = ()


@frozen(kw_only=True)
class AgreementHistory:
    """All that was agreed, and what happened to it.

    Attributes:
        outcomes: What became of every agreement, the newest first.
        happenings: By which entries, in order of time.
        refused: The proposals that a body refused, each with the entries by which.
    """

    outcomes: tuple[AgreementOutcome, ...]
    happenings: tuple[Happening, ...]
    refused: frozendict[str, tuple[Entry, ...]]


def agreed(process: Process, record: Record) -> AgreementHistory:
    """Derive what was agreed and what became of it.

    Args:
        process: Says who is a party, and for whom bodies decide.
        record: What happened and who says so.
    """
    return _Fold(process, record).run()


def moment_key(entry: Entry) -> tuple[Any, ...]:
    """Return where an entry stands in time, whatever its place in the file."""
    return (*entry.date.order, _rank(entry), entry.id)


def _rank(entry: Entry) -> int:
    """Return which comes first of one day: a meeting, an agreement, a decision."""
    match entry:
        case Meeting():
            return 0
        case Agreement():
            return 2 + entry.standing.rank
        case Decision():
            return 9
    return 1


@define(eq=False)
class _Accord:
    """An agreement while the entries are gone through."""

    first: Entry
    parties: frozenset[str]
    between: dict[str, None]
    options: dict[str, str]
    words: str
    issues: tuple[str, ...]
    package: bool
    condition: str
    said: AgreementStage
    standing: str = ""
    since: When | None = None
    entries: dict[str, None] = field(factory=dict)
    rulings: list[Entry] = field(factory=list)
    reached: dict[AgreementStage, When] = field(factory=dict)
    approvals: dict[object, tuple[Decision, frozenset[str]]] = field(factory=dict)
    undone: dict[object, tuple[Entry, frozenset[str]]] = field(factory=dict)
    suspended: dict[object, Entry] = field(factory=dict)
    replaced: dict[str, str] = field(factory=dict)
    changed: dict[str, None] = field(factory=dict)
    held: dict[str, When] = field(factory=dict)
    fell: dict[str, When] = field(factory=dict)
    joined: dict[str, str] = field(factory=dict)

    @property
    def approved(self) -> frozenset[str]:
        """The parties for which it was approved."""
        return frozenset().union(*(sides for _, sides in self.approvals.values()))

    @property
    def stage(self) -> AgreementStage:
        """How far it has come: as was said, or ratified once approved for all its parties."""
        ratified = self.approvals and self.approved >= self.parties
        return max(self.said, AgreementStage.RATIFIED, key=_far) if ratified else self.said

    @property
    def whole(self) -> bool:
        """Whether it can only fall as a whole."""
        return self.package or not self.issues or on_the_whole(self.condition)

    @property
    def down(self) -> bool:
        """Whether it does not hold on anything."""
        return self.standing in (FALLEN, REPLACED)

    def undoes(self, issue: str) -> bool:
        """Return whether a decision undoes it on an issue."""
        return any(not issues or issue in issues for _, issues in self.undone.values())

    def settle(self, moment: When) -> None:
        """Say how it stands after something happened to it."""
        moment = max(moment, self.first.date)
        self.reached.setdefault(self.stage, moment)
        for issue in self.issues:
            gone = issue in self.replaced
            if gone or self.undoes(issue):
                if self.held.pop(issue, None) is not None and not gone:
                    self.fell[issue] = moment
                if gone:
                    self.fell.pop(issue, None)
            else:
                self.held.setdefault(issue, moment)
                self.fell.pop(issue, None)
        if self.undone and (not self.issues or not self.held):
            standing = FALLEN
        elif self.replaced and not self.held:
            standing = REPLACED
        else:
            standing = SUSPENDED if self.suspended else str(self.stage)
        if standing != self.standing:
            self.standing, self.since = standing, moment


class _Fold:
    """The entries gone through in order of time."""

    def __init__(self, process: Process, record: Record) -> None:
        self.process, self.record = process, record
        self.accords: list[_Accord] = []
        self.of: dict[str, list[_Accord]] = defaultdict(list)
        self.alike: dict[object, _Accord] = {}
        self.holding: dict[str, list[_Accord]] = defaultdict(list)
        self.newest: list[_Accord] = []
        self.ruled: dict[str, list[_Accord]] = {}
        self.overruled: dict[str, list[Decision]] = defaultdict(list)
        self.void: set[str] = set()
        self.refused: dict[str, dict[object, Entry]] = defaultdict(dict)
        self.happenings: list[Happening] = []
        self.keys: dict[str, tuple[Any, ...]] = {}
        self.changes: dict[str, list[str]] = defaultdict(list)
        self.bodies: dict[str, frozenset[str]] = {}

    def run(self) -> AgreementHistory:
        """Go through what touches an agreement, each after what it is about."""
        record = self.record
        for made in record.of(Agreement):
            for changing in made.changed_by:
                self.changes[record.latest(changing)].append(made.id)
        found = [
            e
            for e in record.standing
            if isinstance(e, Agreement | Decision)
            or (isinstance(e, Meeting) and e.settled)
            or e.id in self.changes
        ]
        found.sort(key=moment_key)
        known = {e.id for e in found}
        waiting: dict[str, list[Entry]] = defaultdict(list)
        before = {e.id: (self._before(e) & known) - {e.id} for e in found}
        for entry in found:
            for one in before[entry.id]:
                waiting[one].append(entry)
        for entry in found:
            ready = [entry] if self._free(before[entry.id]) else []
            while ready:
                at_last = ready.pop()
                if at_last.id not in self.keys:
                    self._take(at_last, before[at_last.id])
                    ready.extend(
                        late
                        for late in reversed(waiting[at_last.id])
                        if late.date.order <= entry.date.order and self._free(before[late.id])
                    )
        for entry in found:  # what waits for itself, in a circle
            if entry.id not in self.keys:
                self._take(entry, set())
        return AgreementHistory(
            outcomes=tuple(map(self._outcome, sorted(self.accords, key=_first, reverse=True))),
            happenings=tuple(sorted(self.happenings, key=lambda one: one.key)),
            refused=frozendict({i: tuple(by.values()) for i, by in self.refused.items() if by}),
        )

    def _free(self, before: Iterable[str]) -> bool:
        return all(one in self.keys for one in before)

    def _before(self, entry: Entry) -> set[str]:
        """Return the ids of what an entry is about, and of what it changes."""
        about = entry.about if isinstance(entry, Agreement | Decision) else ()
        return {*map(self.record.latest, about), *self.changes.get(entry.id, ())}

    def _take(self, entry: Entry, before: Iterable[str]) -> None:
        keys = [moment_key(entry), *(self.keys[i] for i in before)]
        self.keys[entry.id] = max(keys)
        match entry:
            case Agreement():
                touched = self._agreement(entry)
            case Decision():
                touched = self._decision(entry)
            case Meeting() if entry.settled:
                touched = [self._new(entry)]
            case _:
                touched = []
        if not isinstance(entry, Agreement | Decision | Meeting):
            touched = self._undo(entry, self._changed(entry))
        proposals: tuple[str, ...] = ()
        if isinstance(entry, Decision):
            proposals = tuple(i for i in map(self.record.latest, entry.about) if self._offer(i))
        if touched or proposals:
            key = (*self.keys[entry.id], moment_key(entry))
            ids = tuple(dict.fromkeys(one.first.id for one in touched))
            self.happenings.append(
                Happening(
                    key=key,
                    entry=entry,
                    agreements=ids,
                    proposals=proposals,
                    overruled=tuple(self.overruled.get(entry.id, ())),
                )
            )

    def _offer(self, one: str) -> bool:
        return isinstance(self.record.by_id.get(one), Proposal)

    def _changed(self, entry: Entry) -> list[_Accord]:
        """Return the agreements that list an entry as what changes them."""
        ids = self.changes.get(entry.id, ())
        return list(dict.fromkeys(one for i in ids for one in self.of.get(i, ())))

    def _agreement(self, entry: Agreement) -> list[_Accord]:
        about = [
            one for i in map(self.record.latest, entry.about) for one in self.of.get(i, ())
        ]
        options, _ = self._terms(entry)
        if not entry.has_terms:
            for one in about:
                self._join(one, entry)
        if not options and (about or not entry.has_terms):
            if not about and entry.standing is not AgreementStage.REACHED:
                top = self._newest()
                about = [top] if top and top.stage.rank < entry.standing.rank else []
            raised = [
                one
                for one in about
                if not entry.has_terms or one.stage.rank < entry.standing.rank
            ]
            if raised:
                for one in raised:
                    self._raise(one, entry)
                return raised
        same = [one for one in about if options and one.options == options]
        for one in same:
            self._raise(one, entry)
        return same or [self._new(entry)]

    def _join(self, one: _Accord, entry: Agreement) -> None:
        """Let the further parties that an entry names join an agreement made before."""
        sides = dict.fromkeys(map(self.process.side, entry.between))
        new = [p for p in sides if p in self.process.parties and p not in one.parties]
        one.between.update(sides)
        if new:
            one.parties = one.parties.union(new)
            one.joined.update(dict.fromkeys(new, entry.id))
            for issue in one.held:  # between them all only from now on
                one.held[issue] = entry.date
                self._place(one, issue, entry)

    def _terms(self, entry: Agreement | Meeting) -> tuple[dict[str, str], str]:
        """Return the options that an entry settles, and its words."""
        if isinstance(entry, Meeting):
            words = "; ".join(filter(None, map(words_in, entry.agreed)))
            return dict(entry.settled), words
        options, words = dict(entry.options), entry.words or entry.text
        if isinstance(entry.package, str):
            proposal = self.record.by_id.get(self.record.latest(entry.package))
            if isinstance(proposal, Proposal):
                options = {**proposal.deal, **options}
                words = words or proposal.text
        elif not words:
            words = words_in(entry.package)
        return options, words

    def _new(self, entry: Agreement | Meeting) -> _Accord:
        options, words = self._terms(entry)
        parties = self.process.parties
        if isinstance(entry, Agreement):
            named, package, issues = entry.between, bool(entry.package), entry.issues
            condition, stage = entry.condition, entry.standing
        else:
            named, package, issues = tuple(entry.attended), False, ()
            condition, stage = "", AgreementStage.REACHED
        sides = dict.fromkeys(map(self.process.side, named))
        there = self.process.at_table(entry.date)
        among = frozenset(one for one in sides if one in parties) or there
        settled = tuple(options) or tuple(dict.fromkeys(issues))
        plain = "" if options else " ".join(words.casefold().split())
        alike = (among, frozenset(options.items()), plain, () if options else settled)
        if known := self.alike.get(alike):
            self._raise(known, entry)
            return known
        every = () if sides.keys() & parties.keys() else (p for p in parties if p in there)
        between = dict.fromkeys([*sides, *every])
        made = _Accord(
            entry, among, between, options, words, settled, package, condition, stage
        )
        self.alike[alike] = made
        self.accords.append(made)
        self.newest.append(made)
        made.entries[entry.id] = None
        self.of[entry.id].append(made)
        for issue in settled:
            self._place(made, issue, entry)
        made.settle(entry.date)
        for other in self._changed(entry):
            if other is not made:
                other.changed[entry.id] = other.entries[entry.id] = None
                if not other.issues:
                    other.replaced[""] = entry.id
                other.settle(entry.date)
        return made

    def _place(self, made: _Accord, issue: str, entry: Entry) -> None:
        """Put an agreement in the place of those that it replaces on an issue."""
        kept = [made]
        for other in self.holding[issue]:
            if other is made:
                continue
            if not other.parties <= made.parties:
                kept.append(other)
                continue
            alike = issue in made.options and made.options[issue] == other.options.get(issue)
            if alike and issue in other.held and other.parties == made.parties:  # all along
                made.held[issue] = other.held[issue]
            other.replaced[issue] = entry.id
            other.changed[entry.id] = other.entries[entry.id] = None
            other.settle(entry.date)
        self.holding[issue] = kept

    def _raise(self, one: _Accord, entry: Agreement | Meeting) -> None:
        one.entries[entry.id] = None
        self.of[entry.id].append(one)
        stage = entry.standing if isinstance(entry, Agreement) else AgreementStage.REACHED
        if isinstance(entry, Agreement) and entry.conditional:
            one.condition = entry.condition
        again = one.down or isinstance(entry, Meeting) or entry.has_terms
        if again and (one.undone or one.replaced):
            one.said = stage if one.undone else max(one.said, stage, key=_far)
            places = [*filter(None, one.replaced)]
            for held in (one.undone, one.suspended, one.replaced, one.approvals, one.reached):
                held.clear()
            one.rulings.clear()
            for issue in places:
                self._place(one, issue, entry)
            self.newest.append(one)
        one.said = max(one.said, stage, key=_far)
        one.settle(entry.date)

    def _newest(self) -> _Accord | None:
        """Return the newest agreement that stands; one that fell may have been restored."""
        return next((one for one in reversed(self.newest) if not one.down), None)

    def _decision(self, entry: Decision) -> list[_Accord]:
        found, named = self._changed(entry), list(map(self.record.latest, entry.about))
        for one in named:
            found.extend(self.of.get(one, ()))
            if one in self.ruled:
                turned = self.record.by_id[one]
                assert isinstance(turned, Decision)
                found.extend(self.ruled[one])
                self._overrule(turned, entry)
            if self._offer(one):
                by = self.refused[one]
                by.pop(self._body(entry), None)
                if entry.result.undoes:
                    by[self._body(entry)] = entry
        if not found and not named:
            held = [one for i in entry.issues for one in self.holding.get(i, ())]
            top = None if entry.issues else self._newest()
            found = held or ([top] if top else [])
        found = list(dict.fromkeys(found))
        overruling = entry.id in self.overruled
        self.ruled[entry.id] = found
        for accord in found:
            accord.entries[entry.id] = accord.changed[entry.id] = None
            if not overruling:
                accord.rulings.append(entry)
                self._apply(accord, entry)
            accord.settle(entry.date)
        return found

    def _body(self, entry: Decision) -> object:
        return " ".join(entry.body.casefold().split()), frozenset(entry.of)

    def _overrule(self, turned: Decision, entry: Decision) -> None:
        """Take the effect of an earlier decision away, or give it back where it was taken.

        A decision that is overruled gives back what it had overruled itself, and so on down.
        """
        stops = turned.result.undoes or turned.result is Ruling.SUSPENDS
        gone = turned.id in self.void
        if entry.result is Ruling.RESTORES:
            if not gone and not stops:
                return
        elif gone or not (entry.result.undoes or entry.result is Ruling.SUSPENDS):
            return
        self.overruled[entry.id].append(turned)
        touched, chain = dict[_Accord, None](), [turned]
        while chain:
            one = chain.pop()
            self.void.symmetric_difference_update([one.id])
            touched.update(dict.fromkeys(self.ruled[one.id]))
            chain.extend(self.overruled.get(one.id, ()))
        for accord in touched:
            for held in (accord.approvals, accord.undone, accord.suspended):
                held.clear()
            for ruling in accord.rulings:
                if ruling.id not in self.void:
                    self._apply(accord, ruling)

    def _apply(self, one: _Accord, entry: Entry) -> None:
        """Let a ruling count for an agreement; of one body the latest does."""
        if not isinstance(entry, Decision):
            by = getattr(entry, "party", "") or getattr(entry, "by", "") or entry.id
            one.undone[by] = entry, frozenset()
            return
        body = self._body(entry)
        if entry.result is not Ruling.POSTPONES:
            for held in (one.approvals, one.undone, one.suspended):
                held.pop(body, None)
        match entry.result:
            case Ruling.APPROVES:
                one.approvals[body] = entry, self._sides(entry) & one.parties or one.parties
            case Ruling.REJECTS | Ruling.ANNULS | Ruling.REPUDIATES:
                issues = frozenset(() if one.whole else entry.issues)
                one.undone[body] = entry, issues
            case Ruling.SUSPENDS:
                one.suspended[body] = entry
            case Ruling.RESTORES:
                one.suspended.clear()
                one.undone.clear()

    def _sides(self, entry: Decision) -> frozenset[str]:
        """Return the parties for which a decision counts; none where it is for all."""
        if entry.of:
            return frozenset(map(self.process.side, entry.of))
        if entry.body not in self.bodies:
            self.bodies[entry.body] = self._belongs(entry.body)
        return self.bodies[entry.body]

    def _belongs(self, body: str) -> frozenset[str]:
        """Return the party that a body is, speaks for, or names."""
        parties, side = self.process.parties, self.process.side(body)
        if side in parties:
            return frozenset([side])
        name = self.process.name(body)
        named = [
            one
            for one, party in parties.items()
            if any(re.search(rf"\b{re.escape(n)}\b", name, re.I) for n in (one, party.name))
        ]
        return frozenset(named if len(named) == 1 else ())

    def _undo(self, entry: Entry, found: list[_Accord]) -> list[_Accord]:
        """Let agreements fall that list an entry as what changes them."""
        for one in found:
            one.entries[entry.id] = one.changed[entry.id] = None
            one.rulings.append(entry)
            self._apply(one, entry)
            one.settle(entry.date)
        return found

    def _outcome(self, one: _Accord) -> AgreementOutcome:
        assert one.since is not None
        order = [p for p in self.process.parties if p in one.parties]
        approved = (
            one.approved if one.stage.rank < AgreementStage.IN_FORCE.rank else one.parties
        )
        return AgreementOutcome(
            id=one.first.id,
            date=one.first.date,
            between=tuple(one.between),
            joined=frozendict(one.joined),
            deal=frozendict(one.options),
            issues=one.issues,
            words=one.words,
            package=one.package,
            condition=one.condition,
            stage=one.stage,
            reached=one.reached[one.stage],
            standing=one.standing,
            since=one.since,
            held=frozendict(one.held),
            fell=frozendict(one.fell),
            approved=tuple(p for p in order if one.approvals and p in approved),
            awaited=tuple(p for p in order if one.approvals and p not in approved),
            changed_by=tuple(one.changed),
            entries=tuple(one.entries),
        )


def _first(one: _Accord) -> tuple[Any, ...]:
    return moment_key(one.first)


def _far(stage: AgreementStage) -> int:
    return stage.rank
