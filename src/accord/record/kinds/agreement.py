"""What parties agree on."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Self

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.model.choices import WideChoice, read_as
from accord.model.refs import ActorId, EntryId, Options, Package
from accord.record.entry import Entry, Register, Section
from accord.record.terms import left, options_in, terms, words_in
from accord.record.wording import after, short, together, unstopped


class AgreementStage(WideChoice):
    """How far an agreement has come, the least first."""

    REACHED = "reached"
    INITIALLED = "initialled"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS

    @property
    def rank(self) -> int:
        """How far that is, from 0."""
        return list(AgreementStage).index(self)

    @property
    def done(self) -> str:
        """The word behind an agreement, as in `signed on 3 May 2024`."""
        return "in force since" if self is AgreementStage.IN_FORCE else self.value


_OTHERS = read_as(
    {
        "reached": "agreed, at the table, reached at the table, concluded",
        "initialled": "initialed",
        "signed": "sign, signature",
        "ratified": "ratify, approved",
        "in force": "in effect, effective, entered into force, entry into force",
    }
)

_BY = {
    AgreementStage.REACHED: "joined by",
    AgreementStage.INITIALLED: "initialled by",
    AgreementStage.SIGNED: "signed by",
    AgreementStage.RATIFIED: "ratified by",
    AgreementStage.IN_FORCE: "in force for",
}
"""What those whom an entry about an earlier agreement names do with it."""

_UNCONDITIONAL = ("", "no", "false", "none")

_WHOLE = re.compile(r"\bthe whole\b|\bnothing\b.*\beverything\b", re.IGNORECASE)
"""How people write that no point is agreed unless all are."""


def on_the_whole(condition: str) -> bool:
    """Return whether by its condition an agreement stands or falls as a whole.

    Args:
        condition: On what it depends, in words.
    """
    return _WHOLE.search(condition) is not None


@frozen(kw_only=True)
class Agreement(Entry):
    """Parties agree: on options, on a package, or in words.

    A later entry of the kind that is `about` it, or says the same again, raises its standing.

    Attributes:
        between: Who agrees; all the parties where nobody is named.
        deal: The options agreed on, by issue; each stands by itself.
        package: Options that stand or fall as one: by issue, or the id of the proposal that has
            them.
        words: What was agreed where no option says it; `issues` may say on which issues.
        standing: How far it has come: reached (at the table), initialled, signed, ratified or
            in_force.
        conditional: On what it depends: words, such as that nothing is agreed until everything
            is; `yes` where it depends on the whole, `no` where it does not.
        changed_by: Ids of the entries that make it fall or change: a vote, a court's decision,
            what a party said, a later agreement.
    """

    kind = "agreement"
    order = 7
    section = Section.SAID
    spoken = False
    sample = """\
- kind: agreement              # what parties agree on
  id: truce-agreed
  date: 2024-05-05
  sources: gazette-0502
  between: [upland, delta]
  words: The guns are silent from midnight on.  # or 'deal': options by issue
  # package: {ceasefire: full}  # or options that stand or fall as one, or a proposal's id
  standing: signed             # reached, initialled, signed, ratified, in_force
  conditional: Nothing is agreed until everything is agreed.
  changed_by: vote-on-the-truce  # what makes it fall or change
"""
    between: tuple[ActorId, ...] = ()
    deal: Options = frozendict()
    package: Package = field(factory=frozendict)
    words: str = ""
    standing: AgreementStage = AgreementStage.REACHED
    conditional: str = ""
    changed_by: tuple[EntryId, ...] = ()

    @property
    def title(self) -> str:
        """Its first words."""
        return short(self.words or self.text)

    @property
    def options(self) -> Options:
        """The options that it names itself, by issue; a proposal's are in the record."""
        packed = {} if isinstance(self.package, str) else options_in(self.package)
        return frozendict({**packed, **self.deal})

    @property
    def condition(self) -> str:
        """On what it depends, in words; nothing where it depends on nothing more."""
        plain = self.conditional.strip().casefold()
        if plain in _UNCONDITIONAL:
            return ""
        return "the whole" if plain in ("yes", "true") else unstopped(self.conditional)

    @property
    def has_terms(self) -> bool:
        """Whether it says itself what is agreed."""
        return bool(self.deal or self.package or self.words or self.issues)

    def said(self, names: Register) -> str:
        """Return who agrees on what, and how far that has come."""
        options, words = self.options, self.words or self.text
        if isinstance(self.package, str) and self.package in names.entries:
            proposal = names.entries[self.package]
            options = frozendict({**getattr(proposal, "deal", {}), **options})
        elif not isinstance(self.package, str):
            words = words or words_in(self.package)
        what = terms(names.process.agenda, options, words)
        found = [names.entries[one] for one in self.about if one in names.entries]
        if not what and found:
            which = " and ".join(f"the {one.kind} of {one.date.day}" for one in found)
            by = f" {_BY[self.standing]} {together(map(names.name, self.between))}"
            said = self.standing.replace("_", " ")
            return f"{which[:1].upper()}{which[1:]} {by.strip() if self.between else said}"
        every = names.process.at_table(self.date).issubset(self.between)
        who = together(map(names.name, self.between)) if not every else ""
        on = f"; it depends on: {self.condition}" if self.condition else ""
        stage = self.standing.replace("_", " ")
        among = f" between {who}," if who else ""
        return f"Agreement{among} {stage}{after(unstopped(what))}{on}"

    def without(self, later: Container[tuple[str, str]]) -> Self | None:
        """Leave options out of it; None where it says nothing else."""
        deal = frozendict({i: o for i, o in self.deal.items() if (i, o) not in later})
        package = self.package
        if not isinstance(package, str):
            package = left(package, later) or frozendict()
        if (deal, package) == (self.deal, self.package):
            return self
        some = deal or package or self.words or self.text
        return evolve(self, deal=deal, package=package) if some else None

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it agrees on nothing."""
        if not any(key in given for key in ("deal", "package", "words", "text", "about")):
            sentence = (
                f"the agreement '{self.id}' says nothing: give 'deal', 'package' or 'words'"
            )
            yield "id", f"{sentence}; or 'about', the agreement whose standing it raises"
        if "deal" in given and "package" in given:
            yield "package", "give either 'deal', issue by issue, or 'package', not both"


def of_one_paper(entries: Iterable[Entry]) -> list[tuple[Agreement, ...]]:
    """Return the agreements that are rows of one paper: of a day, between the same, as far.

    Args:
        entries: Entries in order of time.

    Returns:
        Of each paper of several rows the agreements, each on options of its own.
    """
    papers: dict[object, list[Agreement]] = {}
    for one in entries:
        if isinstance(one, Agreement) and one.deal and not one.about:
            key = one.date, frozenset(one.between), one.standing, one.condition, one.for_
            rows = papers.setdefault(key, [])
            if not any(one.deal.keys() & row.deal.keys() for row in rows):
                rows.append(one)
    return [tuple(rows) for rows in papers.values() if rows[1:]]


def as_one(rows: Sequence[Agreement]) -> Agreement:
    """Return the rows of one paper as one agreement, with the id of the first.

    Args:
        rows: The rows.
    """
    said = dict.fromkeys(one.text for one in rows if one.text)
    return evolve(
        rows[0],
        deal=frozendict(pair for one in rows for pair in one.deal.items()),
        issues=tuple(dict.fromkeys(i for one in rows for i in one.issues)),
        text="; ".join(said),
        sources=tuple(dict.fromkeys(s for one in rows for s in one.sources)),
    )
