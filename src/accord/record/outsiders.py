"""Who is not in the room: what those who are no party have to do with a package.

All of it is set arithmetic over what the process says of their roles and what the record holds
of them. Asked on an issue is who has been addressed on it: an entry says so in `to`. Heard on
an issue is who has spoken on it: an entry is by them, is a decision of theirs, or is a question
that they answered; one that ought only to be asked counts for nothing. An entry is on the
issues that it names, by themselves or by options of them; one that names none is on those of
the entries that it answers or is about. Persons speak, and are spoken to, for whom they belong
to. What is not recorded so is not known: they may well have been asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar

from attrs import field, frozen
from frozendict import frozendict

from accord.model import OutsideRole, Process
from accord.record.entry import Entry
from accord.record.kinds.question import Question, QuestionStage
from accord.record.kinds.response import Response
from accord.record.ledger import Record, issues

_BY = ("by", "body", "party", "between")
"""The fields of entries that hold by whom something was said or decided."""


@frozen(kw_only=True)
class RoleOnPackage:
    """A role of somebody who is no party, on the part of a package that it is on.

    Attributes:
        who: Id of the actor.
        role: Which role.
        on: The options that it is on, by issue: of a package one each, of the whole agenda
            any number.
        asked: Ids of the entries addressed to them on these issues, in order of time.
        heard: Ids of the entries by them on these issues, in order of time.
        not_asked: The issues of these on which the record has neither.
        not_heard: The issues of these on which they have not spoken in the record.
        basis: Why it is their role, in a line each.
        sources: Ids of the sources for it.
    """

    who: str
    role: OutsideRole
    on: frozendict[str, tuple[str, ...]]
    asked: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    not_heard: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    as_json: ClassVar = (
        "who",
        "on",
        "asked",
        "heard",
        "not_asked",
        "not_heard",
        "?basis",
        "?sources",
    )


@frozen(kw_only=True)
class RolesOnPackage:
    """What those who are not in the room have to do with a package, whole or in part.

    Attributes:
        package: The options by issue: one each, or of the whole agenda all of them.
        must_consent: Who else must say yes.
        carries_out: Who is to carry it out.
        cannot_be_bound: Who is not bound by it, whoever signs.
        cannot_endorse: Who cannot endorse it.
        can_wreck: Who can wreck it.
        affected: Who is affected.
    """

    package: frozendict[str, tuple[str, ...]]
    must_consent: tuple[RoleOnPackage, ...] = ()
    carries_out: tuple[RoleOnPackage, ...] = ()
    cannot_be_bound: tuple[RoleOnPackage, ...] = ()
    cannot_endorse: tuple[RoleOnPackage, ...] = ()
    can_wreck: tuple[RoleOnPackage, ...] = ()
    affected: tuple[RoleOnPackage, ...] = ()

    as_json: ClassVar = (
        "points",
        "wait",
        "must_consent",
        "carries_out",
        "cannot_be_bound",
        "cannot_endorse",
        "can_wreck",
        "affected",
    )

    @property
    def points(self) -> int:
        """How many issues it settles."""
        return len(self.package)

    @property
    def wait(self) -> tuple[str, ...]:
        """The issues on which somebody else must consent, in the order of the package."""
        needed = {issue for one in self.must_consent for issue in one.on}
        return tuple(issue for issue in self.package if issue in needed)

    @property
    def roles(self) -> tuple[RoleOnPackage, ...]:
        """All roles, one sort after the other."""
        sorts = (getattr(self, sort.replace(" ", "_")) for sort in OutsideRole)
        return tuple(one for sort in sorts for one in sort)


@frozen(eq=False)
class Outsiders:
    """Those who are no party and have a role on what is on the table, with what they said.

    Attributes:
        process: Has the roles.
        record: What happened and who says so, as far as it may be read.
    """

    process: Process
    record: Record = field(factory=Record)

    def on(self, package: Mapping[str, str]) -> RolesOnPackage:
        """Return what they have to do with a package.

        Args:
            package: One option for some or all issues, by id.
        """
        return self._found({issue: (option,) for issue, option in package.items()})

    @cached_property
    def anywhere(self) -> RolesOnPackage:
        """What they have to do with anything that is on the agenda."""
        issues = self.process.agenda.issues
        return self._found({i: tuple(issue.choices) for i, issue in issues.items()})

    def _found(self, ways: Mapping[str, tuple[str, ...]]) -> RolesOnPackage:
        found = {sort.replace(" ", "_"): tuple(self._roles(sort, ways)) for sort in OutsideRole}
        return RolesOnPackage(package=frozendict(ways), **found)

    def _roles(
        self, sort: OutsideRole, ways: Mapping[str, tuple[str, ...]]
    ) -> Iterator[RoleOnPackage]:
        for actor in self.process.actors.values():
            played = tuple(actor.plays(sort))
            met = tuple(
                one for one in played if any(one.touches(i, o) for i, o in _pairs(ways))
            )
            on: dict[str, tuple[str, ...]] = {}
            for issue, option in _pairs(ways):
                if any(one.touches(issue, option) for one in met):
                    on[issue] = (*on.get(issue, ()), option)
            if not on:
                continue
            asked = {i: self._asked.get((actor.id, i), ()) for i in on}
            heard = {i: self._heard.get((actor.id, i), ()) for i in on}
            yield RoleOnPackage(
                who=actor.id,
                role=sort,
                on=frozendict(on),
                asked=self._in_order(asked.values()),
                heard=self._in_order(heard.values()),
                not_asked=tuple(i for i in on if not asked[i] and not heard[i]),
                not_heard=tuple(i for i in on if not heard[i]),
                basis=tuple(dict.fromkeys(one.basis for one in met if one.basis)),
                sources=tuple(dict.fromkeys(s for one in met for s in one.sources)),
            )

    def _in_order(self, found: Iterable[Iterable[str]]) -> tuple[str, ...]:
        """Return ids of entries once each, in order of time."""
        named = {one for some in found for one in some}
        return tuple(e.id for e in self.record.standing if e.id in named)

    @cached_property
    def _asked(self) -> dict[tuple[str, str], list[str]]:
        return self._by_issue(_spoken_to)

    @cached_property
    def _heard(self) -> dict[tuple[str, str], list[str]]:
        return self._by_issue(_speaking)

    def _by_issue(
        self, named: Callable[[Entry], Iterable[str]]
    ) -> dict[tuple[str, str], list[str]]:
        """Return the ids of the entries that name somebody, by that and by the issue."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in self.record.standing:
            for side in {self.process.side(one) for one in named(entry) if one}:
                for issue in self._issues(entry):
                    found[side, issue].append(entry.id)
        return found

    def _issues(self, entry: Entry) -> set[str]:
        """Return the issues that an entry is on: its own, else those that it speaks about."""
        seen: set[str] = set()
        found = issues(entry)
        behind = [entry]
        while not found and behind:
            one = behind.pop()
            answered = (one.answers,) if isinstance(one, Response) else ()
            for other in {*one.about, *answered} - seen:
                seen.add(other)
                if (about := self.record.by_id.get(other)) is not None:
                    found |= issues(about)
                    behind.append(about)
        return found


def _pairs(ways: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield every option of some issues, with its issue."""
    return ((issue, option) for issue, options in ways.items() for option in options)


def _spoken_to(entry: Entry) -> Iterable[str]:
    """Return to whom something was said; whom somebody means to ask has not been asked."""
    if isinstance(entry, Question) and entry.stage is QuestionStage.TO_ASK:
        return ()
    return _ids(entry, "to")


def _speaking(entry: Entry) -> Iterable[str]:
    """Return by whom something was said, an answer to a question by whoever was asked."""
    if isinstance(entry, Question):
        return entry.to if entry.stage is QuestionStage.ANSWERED else ()
    return [one for name in _BY for one in _ids(entry, name)]


def _ids(entry: Entry, name: str) -> Iterable[str]:
    held: str | Iterable[str] = getattr(entry, name, ())
    return (held,) if isinstance(held, str) else held
