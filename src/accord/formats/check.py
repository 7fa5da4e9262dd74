"""Everything that can be wrong with a process folder beyond the form of its files.

Each rule is a function from a draft to the mistakes it finds; `RULES` lists them. Rules work
on what could be read, so that one mistake does not hide another.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from attrs import define, frozen

from accord.errors import Problem
from accord.formats.bounds import (
    LEAST_WEIGHT,
    MOST_CHOICES,
    MOST_ISSUES,
    MOST_NAMED,
    MOST_WORTH,
    is_too_large,
    is_too_small,
    worth,
)
from accord.formats.for_whom import PROCESS, RECORD, interests_name, place_of
from accord.formats.read import Mention, article, near, short
from accord.formats.tree import Map, Seq, line_of
from accord.model import (
    LONGEST,
    MOST_OPTIONS,
    PUBLIC,
    ActorRole,
    Agenda,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    Mark,
    Option,
    OutsideRole,
    Process,
    Range,
    Scale,
    tiers,
)
from accord.model.tier import all_read, is_tier_for_all, read_together
from accord.record import (
    Commitment,
    ConditionalOffer,
    Entry,
    Position,
    Proposal,
    Question,
    Record,
)

K = TypeVar("K")
T = TypeVar("T")

Path = tuple[str | int, ...]


@frozen(eq=False)
class File:
    """One file as it was read.

    Attributes:
        name: Its name, for sentences.
        tree: What stands in it; None where it could not be read.
        mentions: The ids in it that must be declared somewhere.
        origins: What its lists hold, each value with the mapping it was read from.
    """

    name: str
    tree: Map | None
    mentions: Sequence[Mention] = ()
    origins: Sequence[tuple[Any, Map]] = ()

    def at(self, path: Sequence[str | int], sentence: str) -> Problem:
        """Return a mistake at a path in the file."""
        return Problem(self.name, line_of(self.tree, path) if self.tree else 0, sentence)

    def on(self, tree: Map, key: str, sentence: str) -> Problem:
        """Return a mistake at a key of a mapping in the file, or where the mapping begins."""
        return Problem(self.name, tree.lines.get(key, tree.line), sentence)

    def get(self, *path: str) -> Any:
        """Return what stands under a path; an empty text where nothing does."""
        tree: object = self.tree
        for step in path:
            tree = tree.get(step, "") if isinstance(tree, Map) else ""
        return tree

    def under(self, *path: str) -> Map:
        """Return the mapping under a path; an empty one where there is none."""
        tree = self.get(*path)
        return tree if isinstance(tree, Map) else Map(0)

    def entries(self) -> Iterator[Map]:
        """Yield every mapping in its list of entries, readable or not."""
        listed = self.get("entries")
        return (
            (e for e in listed if isinstance(e, Map)) if isinstance(listed, Seq) else iter(())
        )

    @property
    def is_record(self) -> bool:
        """Whether it is a record, at the top or in a private folder."""
        return os.path.basename(self.name) == RECORD

    def in_words(self, problem: Problem) -> Problem:
        """Return a mistake in this record with the entry or source it is in, and no line.

        Args:
            problem: The mistake; where the file cannot be read, one sentence stands for all.
        """
        if self.tree is None:
            sentence = "this file cannot be read: 'accord check' without '--for' says why"
            return Problem(self.name, 0, sentence)
        sentence, line = _AT_LINE.sub("", problem.sentence), problem.line
        key = _last_at(self.tree.lines.items(), line)
        held, one = self.tree.get(key or ""), ""
        if isinstance(held, Seq) and key == "entries":
            place = _last_at(enumerate(held.lines), line)
            entry = None if place is None else held[place]
            one = entry.get("id", "") if isinstance(entry, Map) else ""
            one = short(one) if isinstance(one, str) and one else f"entry {(place or 0) + 1}"
        elif isinstance(held, Map):
            name = _last_at(held.lines.items(), line)
            one = short(name) if name is not None else ""
        said = sentence if not one or one in sentence else f"{one}: {sentence}"
        return Problem(self.name, 0, said)

    def of(self, cls: type[T]) -> Iterator[tuple[T, Map]]:
        """Yield what the file's lists hold of a class, with the mapping it was read from."""
        return ((value, tree) for value, tree in self.origins if isinstance(value, cls))


_AT_LINE = re.compile(r": the first is (?:on line \d+|at .+:\d+)$")
"""Where a sentence names another line."""


def _last_at(lines: Iterable[tuple[K, int]], line: int) -> K | None:
    """Return which of several begins last at a line or before it; None where none does."""
    before = [(at, one) for one, at in lines if at <= line]
    return max(before, key=lambda pair: pair[0])[1] if before else None


@define
class FolderDraft:
    """A folder as far as it could be read.

    Attributes:
        files: The files by their names in the folder.
        process: The public part, if it could be read.
        record: The record, if it could be read.
        interests: The interests that could be read.
        hints: For how many more unknown ids to look for the nearest known one.
    """

    files: Mapping[str, File]
    process: Process | None
    record: Record | None
    interests: Sequence[Interests]
    hints: int = 50

    def file(self, name: str) -> File:
        """Return a file by its name in the folder; an empty one where it is not there."""
        return self.files.get(name) or File(name, None)

    @property
    def agenda(self) -> Agenda:
        """Return the agenda as far as it could be read."""
        return self.process.agenda if self.process else Agenda()

    def keys(self, *path: str) -> Mapping[str, int]:
        """Return the keys under a path of the process with their lines, readable or not."""
        return self.file("process.yaml").under(*path).lines

    def called(self, name: str) -> list[File]:
        """Return the files of a name, at the top and in private folders."""
        return [one for at, one in self.files.items() if at.split("/")[-1] == name]

    @property
    def records(self) -> list[File]:
        """Return the record, and the records in private folders."""
        return self.called(RECORD)

    def of_interests(self, interests: Interests) -> File:
        """Return the file that some interests were read from."""
        name = interests_name(interests.id)
        names = (f"{name}.{suffix}" for suffix in ("yaml", "yml"))
        return next((self.files[s] for s in names if s in self.files), File("", None))

    def near(self, word: str, known: Iterable[str]) -> str:
        """Suggest the nearest known word, as long as that is not asked too often."""
        self.hints -= 1
        return near(word, known) if self.hints >= 0 else ""

    def no_option(self, issue: Issue, option: str) -> str:
        """Return a sentence if an issue has no such option; empty where its options fail."""
        if not issue.choices or option in issue.choices:
            return ""
        hint = self.near(option, issue.choices)
        return f"the issue '{issue.id}' has no option {short(option)}{hint}"


Rule = Callable[[FolderDraft], Iterator[Problem]]


def check(draft: FolderDraft) -> list[Problem]:
    """Apply every rule."""
    return [problem for rule in RULES for problem in rule(draft)]


@frozen
class _Declared:
    """Where an id must be declared.

    Attributes:
        noun: What the id names.
        where: Where that is declared, in words.
        file: In which file.
        sections: The mappings there whose keys are the ids, or the list of entries.
        kinds: For entries: of which kinds; of all if empty.
    """

    noun: str
    where: str
    file: str
    sections: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...] = ()

    def ids(self, draft: FolderDraft) -> set[str] | None:
        """Return the ids declared, readable or not; nothing if they cannot be known."""
        known: set[str] = set()
        for file in draft.called(self.file):
            if file.tree is None:
                return None
            for section in self.sections:
                held = file.get(*section)
                if isinstance(held, Seq) and section == _ENTRIES:
                    known.update(
                        e["id"]
                        for e in file.entries()
                        if isinstance(e.get("id"), str)
                        and (not self.kinds or e.get("kind") in self.kinds)
                    )
                elif isinstance(held, Map):
                    known.update(held)
                elif held:
                    return None
        return known


_P, _R = PROCESS, RECORD
_PARTIES, _ACTORS, _PEOPLE = ("parties",), ("actors",), ("people",)
_ENTRIES = ("entries",)
_ISSUE = _Declared("issue", "on the agenda", _P, (("agenda", "issues"),))
_DECLARED: dict[str, _Declared | None] = {
    "party": _Declared("party", "in process.yaml", _P, (_PARTIES,)),
    "person": _Declared("person", "among the people in process.yaml", _P, (_PEOPLE,)),
    "actor": _Declared("party or actor", "in process.yaml", _P, (_PARTIES, _ACTORS)),
    "speaker": _Declared(
        "party, actor or person", "in process.yaml", _P, (_PARTIES, _ACTORS, _PEOPLE)
    ),
    "venue": _Declared("venue", "in process.yaml", _P, (("venues",),)),
    "issue": _ISSUE,
    "option": _ISSUE,
    "body": None,  # an id, or words for who decides
    "plan": _Declared(
        "round", "among the rounds announced in process.yaml", _P, (("rounds",),)
    ),
    "source": _Declared("source", "in record.yaml", _R, (("sources",),)),
    "outlet": _Declared("outlet", "among the outlets in record.yaml", _R, (("outlets",),)),
    "entry": _Declared("entry", "in the record", _R, (_ENTRIES,)),
    "meeting": _Declared(
        "round or session", "in the record", _R, (_ENTRIES,), ("round", "session")
    ),
    "proposal": _Declared("proposal", "in the record", _R, (_ENTRIES,), ("proposal", "offer")),
    "package": _Declared("proposal", "in the record", _R, (_ENTRIES,), ("proposal",)),
    "tier": _Declared("reader", "(a party or PARTY/capital are, as in process.yaml)", _P, ()),
}
"""Where each sort of id that a mention may name is declared."""


def _mentions(draft: FolderDraft) -> Iterator[Problem]:
    """Every id names something declared."""
    declared = {to: one.ids(draft) if one else None for to, one in _DECLARED.items()}
    parties = declared["party"]
    declared["tier"] = None if parties is None else set(tiers(parties))
    anything: set[str] = set().union(*(ids for ids in declared.values() if ids))
    issues = draft.agenda.issues
    called = {issue.name.casefold(): one for one, issue in issues.items()}
    for file in draft.files.values():
        for mention in file.mentions:
            known = declared[mention.to]
            if known is None:
                continue
            if mention.id not in known:
                one = _DECLARED[mention.to]
                assert one is not None  # what has none is not known to be undeclared
                sentence = (
                    f"{short(mention.id)} is declared, but not as {article(one.noun)}"
                    if mention.id in anything
                    else f"there is no {one.noun} {short(mention.id)} {one.where}"
                )
                outlets = declared["outlet"] or ()
                if mention.to == "speaker" and mention.id in outlets:
                    hint = (
                        ": to let an outlet speak, declare an actor with the outlet's id under "
                        "'actors' in process.yaml"
                    )
                elif mention.to == "entry" and mention.id in (declared["issue"] or ()):
                    hint = ": name an issue under 'issue', or 'issues'"
                elif mention.to == "entry" and (meant := called.get(mention.id.casefold())):
                    hint = f": name the issue '{meant}' under 'issue', or 'issues'"
                else:
                    hint = draft.near(mention.id, sorted(known))
                yield Problem(file.name, mention.line, sentence + hint)
            elif mention.to == "option" and mention.id in issues:
                for option, line in mention.options:
                    if sentence := draft.no_option(issues[mention.id], option):
                        yield Problem(file.name, line, sentence)


def _process(draft: FolderDraft) -> Iterator[Problem]:
    """Two parties or more, every delegation with a head, every announcement with a source."""
    file, process = draft.file("process.yaml"), draft.process
    if process is None:
        return
    parties, people = draft.keys("parties"), draft.keys("people")
    if len(parties) < 2 and "parties" in file.under():
        yield file.at(["parties"], "talks need at least two parties")
    for party in process.parties.values():
        at = ["parties", party.id, "delegation"]
        if party.delegation and not party.delegation.head and not file.under(*at).get("head"):
            sentence = f"the delegation of '{party.id}' has no head: name who leads it"
            yield file.at([*at, "head"], sentence)
    for one in parties:
        if is_tier_for_all(one):
            sentence = f"'{one}' says who may read something, so it cannot name a party"
            yield file.at(["parties", one], f"{sentence}: give the party another id")
    for one in draft.keys("actors"):
        if one in parties:
            yield file.at(
                ["actors", one], f"'{one}' is a party already; one id names one thing"
            )
    for one in people:
        if one in parties or one in draft.keys("actors"):
            sentence = f"'{one}' is a party or actor already; one id names one thing"
            yield file.at(["people", one], sentence)
    for one, its in process.readers.items():
        if is_tier_for_all(one) or one in parties:
            sentence = f"'{one}' has a seat anyway, and reads what it reads"
            yield file.at(["readers", one], f"{sentence}: leave it out, or use another id")
        elif not its and not file.under("readers").get(one):
            sentence = f"say of which tiers '{one}' is, such as [table]"
            yield file.at(["readers", one], sentence)
    for line in process.checklist.values():
        at = ["checklist", line.id]
        if line.struck and line.covered_by:
            sentence = f"'{line.id}' is struck, and covered by an issue: keep one of the two"
            yield file.at([*at, "struck"], sentence)
        elif line.struck.casefold() in ("yes", "true", "no", "false"):
            sentence = f"say in 'struck' why '{line.id}' does not apply, in words"
            yield file.at([*at, "struck"], sentence)
    for plan in process.rounds.values():
        if not plan.sources and not file.under("rounds", plan.id).get("sources"):
            sentence = f"the round '{plan.id}' has no source: name who announced it"
            yield file.at(["rounds", plan.id, "sources"], sentence)


def _decision(draft: FolderDraft) -> Iterator[Problem]:
    """By the rule of decision something can pass, and not everything does."""
    file, process = draft.file(PROCESS), draft.process
    if process is None:
        return
    rule, parties = process.decision, list(draft.keys("parties"))
    if not rule.is_known:
        said = "all, all but 1, majority or a number of votes such as 55"
        sentence = f"{short(rule.needs)} is no rule of decision: write {said}"
        yield file.at(["decision", "needs"], sentence)
        return
    if rule.may_refuse is not None and parties and rule.may_refuse >= len(parties):
        sentence = f"there are {len(parties)} parties: by '{rule.needs}' all of them may refuse"
        yield file.at(["decision", "needs"], sentence)
    if rule.may_refuse is not None and rule.votes:
        sentence = f"by '{rule.needs}' parties are counted, not votes: remove 'votes', or give"
        yield file.at(["decision", "votes"], f"{sentence} how many are needed in 'needs'")
        return
    lacking = [party for party in parties if rule.votes and party not in rule.votes]
    for party in lacking:
        yield file.at(["decision", "votes"], f"say how many votes '{party}' has, if only 0")
    for party, votes in rule.votes.items():
        if votes < 0:
            sentence = f"'{party}' cannot have {votes:g} votes"
            yield file.at(["decision", "votes", party], sentence)
    if rule.quota is None and rule.votes and not lacking and not any(rule.votes.values()):
        yield file.at(["decision", "votes"], "nobody has a vote, so nothing would pass")
    if rule.quota is not None and not lacking:
        total = sum(rule.votes.values()) if rule.votes else len(parties)
        if rule.quota > total:
            sentence = f"{rule.needs} votes are needed, and there are only {total:g}"
            yield file.at(["decision", "needs"], sentence)
        elif not rule.quota:
            sentence = "by 0 votes everything would pass: say how many are needed"
            yield file.at(["decision", "needs"], sentence)


def _roles(draft: FolderDraft) -> Iterator[Problem]:
    """A role on some options is one that bears on options."""
    file = draft.file(PROCESS)
    for role, tree in file.of(ActorRole):
        if role.outside is None and tree.get("on"):
            sentence = f"the role {short(role.role)} has 'on', which only these have:"
            words = ", ".join(OutsideRole)
            yield file.on(tree, "role", f"{sentence} {words}{near(role.role, OutsideRole)}")


def _agenda(draft: FolderDraft) -> Iterator[Problem]:
    """Issues can be settled: by options, or by a span cut into steps."""
    file, agenda = draft.file("process.yaml"), draft.agenda
    many = [
        (len(agenda.issues), MOST_ISSUES, "issues"),
        (sum(len(i.choices) for i in agenda.issues.values()), MOST_CHOICES, "options in all"),
    ]
    for number, most, what in many:
        if number > most:
            sentence = f"there are {number:,} {what}, and no more than {most:,} can be weighed"
            yield file.at(["agenda", "issues"], f"{sentence}: put some together")
    for first, other in _called_alike(agenda.issues):
        sentence = f"the issues '{first}' and '{other}' have the same name"
        yield file.at(["agenda", "issues", other, "name"], sentence)
    for issue in agenda.issues.values():
        at: Path = ("agenda", "issues", issue.id)
        yield from (file.at([*at, *path], s) for path, s in _options(issue))
        if issue.no_deal and (sentence := draft.no_option(issue, issue.no_deal)):
            yield file.at([*at, "no_deal"], sentence)
    yield from _twice(file, file.of(Exclusion))


def _called_alike(named: Mapping[str, Issue | Option]) -> Iterator[tuple[str, str]]:
    """Yield the ids of the first and of another that have one name, but for capitals."""
    names: dict[str, str] = {}
    for one in named.values():
        first = names.setdefault(one.name.casefold(), one.id)
        if first != one.id:
            yield first, one.id


def _twice(file: File, given: Iterable[tuple[Exclusion, Map]]) -> Iterator[Problem]:
    """No two constraints, and no two red lines of one file, have the same id."""
    seen: dict[str, int] = {}
    for one, tree in given:
        first = seen.setdefault(one.id, tree.lines["id"])
        if first != tree.lines["id"]:
            sentence = f"duplicate id '{one.id}': the first is on line {first}"
            yield file.on(tree, "id", sentence)


def _options(issue: Issue) -> Iterator[tuple[Path, str]]:
    if issue.span is not None and issue.options:
        yield ("span",), "give an issue either 'options' or a 'span', not both"
        return
    if issue.span is None:
        if not issue.options:
            sentence = f"the issue '{issue.id}' has no options"
            yield (), f"{sentence}: give 'options', or 'span' and 'step'"
        if len(issue.options) > MOST_NAMED:
            sentence = f"there are {len(issue.options):,} options on one issue"
            yield ("options",), f"{sentence}: {MOST_NAMED:,} is the most"
        for first, other in _called_alike(issue.options):
            yield ("options", other), f"options '{first}' and '{other}' say the same"
        for option in issue.options.values():
            if not all(norm.words for norm in option.norm):
                sentence = f"say what the option '{option.id}' 'offends' or 'meets'"
                yield ("options", option.id, "norm"), sentence
        if issue.options and not issue.at_first.options:
            sentence = f"the issue '{issue.id}' has no option on the day that it is raised"
            sentence += ": give it a later 'since', or one of them an earlier"
            yield ("options",), sentence
        for key in ("step", "unit"):
            if getattr(issue, key):
                yield (key,), f"'{key}' goes with 'span', which is not given"
        return
    if not issue.span.is_bounded:
        yield ("span",), "a span needs both ends, such as 0..100"
    elif issue.step is None:
        sentence = "a continuous issue cannot be settled by listing options"
        yield ("span",), f"give 'step' too: {sentence}"
    elif issue.step <= 0:
        yield ("step",), "'step' must be above 0"
    elif (issue.span.high - issue.span.low) / issue.step >= MOST_OPTIONS:
        yield ("step",), f"that makes more than {MOST_OPTIONS} options: take a larger step"
    elif any(len(option) > LONGEST for option in issue.choices):
        yield ("span",), f"that makes options of more than {LONGEST} digits: use another unit"
    elif any(
        Decimal(repr(end)) + Decimal(repr(issue.step)) == Decimal(repr(end))
        for end in (issue.span.low, issue.span.high)
    ):
        yield ("step",), "the step is too small beside so large numbers: use another unit"


def _ids(draft: FolderDraft) -> Iterator[Problem]:
    """No id is given twice in the record, whatever private folder it stands in."""
    seen: dict[str, tuple[str, int]] = {}
    declared: dict[tuple[str, str], tuple[str, int]] = {}
    for file in draft.records:
        for key in ("outlets", "sources"):
            for name, line in file.under(key).lines.items():
                first = declared.setdefault((key, name), (file.name, line))
                if first[0] != file.name:
                    yield Problem(file.name, line, _again(name, first, file))
        seen |= {one: (file.name, at) for one, at in file.under("sources").lines.items()}
    for file in draft.records:
        for tree in file.entries():
            one = tree.get("id")
            if not isinstance(one, str) or not one:
                continue
            line = tree.lines["id"]
            first = seen.setdefault(one, (file.name, line))
            if first != (file.name, line):
                yield Problem(file.name, line, _again(one, first, file))


def _again(one: str, first: tuple[str, int], file: File) -> str:
    where = f"on line {first[1]}" if first[0] == file.name else f"at {first[0]}:{first[1]}"
    return f"duplicate id '{one}': the first is {where}"


def _sources(draft: FolderDraft) -> Iterator[Problem]:
    """Every source has an outlet or a publisher in words; every label has its evidence."""
    for file in draft.records:
        yield from _sources_of(file)


def _sources_of(file: File) -> Iterator[Problem]:
    for one in file.under("sources"):
        given = [key for key in ("outlet", "publisher") if file.get("sources", one, key)]
        at = ("sources", one)
        if not given and isinstance(file.get(*at), Map):
            sentence = f"the source '{one}' must have 'outlet', the id of one under 'outlets'"
            yield file.at(at, f"{sentence}; or 'publisher', where no outlet published it")
        elif len(given) > 1:
            sentence = f"the source '{one}' has both 'outlet' and 'publisher': keep one of them"
            yield file.at((*at, "publisher"), sentence)
    for one in file.under("outlets"):
        for key in ("state_aligned", "state_funded"):
            if file.get("outlets", one, key) and not file.get("outlets", one, "evidence"):
                sentence = f"the outlet '{one}' has '{key}' without 'evidence': say in one line"
                yield file.at(("outlets", one, key), f"{sentence} what that rests on")


def _entries(draft: FolderDraft) -> Iterator[Problem]:
    """Every entry rests on a source and says something; what replaces another, replaces one."""
    told = [(file, entry, tree) for file in draft.records for entry, tree in file.of(Entry)]
    circles = _circles({e.id: e.supersedes for _, e, _ in told if e.supersedes})
    for file, entry, tree in told:
        if not entry.sources and not tree.get("sources") and not entry.own:
            sentence = f"'{entry.id}' has no source: name at least one"
            yield file.on(tree, "sources", sentence)
        for key, sentence in _wrong_with(entry, tree, draft):
            yield file.on(tree, key, sentence)
        if entry.id in circles:
            sentence = f"'{entry.id}' supersedes itself, directly or in a circle"
            yield file.on(tree, "supersedes", sentence)


def _commitments(draft: FolderDraft) -> Iterator[Problem]:
    """A commitment comes after another, or after an agreement, and not after itself."""
    told = [(file, entry, tree) for file in draft.records for entry, tree in file.of(Entry)]
    kinds = {entry.id: entry.kind for _, entry, _ in told}
    made = [(file, e, tree) for file, e, tree in told if isinstance(e, Commitment)]
    circles = _circles({e.id: e.after for _, e, _ in made if e.after})
    for file, one, tree in made:
        kind = kinds.get(one.after, "commitment")
        if kind not in ("commitment", "agreement"):
            sentence = f"'{one.after}' is {article(kind)}: 'after' names a commitment, or an"
            yield file.on(tree, "after", f"{sentence} agreement")
        if one.id in circles:
            sentence = f"'{one.id}' comes after itself, directly or in a circle"
            yield file.on(tree, "after", sentence)


def _later_options(draft: FolderDraft) -> Iterator[Problem]:
    """No entry was published before an option that it names was known."""
    issues, sources = draft.agenda.issues, draft.record.sources if draft.record else {}
    told = ((file, entry, tree) for file in draft.records for entry, tree in file.of(Entry))
    for file, entry, tree in told:
        dates = [sources[s].date for s in entry.sources if s in sources]
        named: list[tuple[str, str, Map, str]] = []
        if isinstance(entry, Position):
            named = [(entry.issue, entry.option, tree, "option")]
        elif isinstance(entry, Proposal):
            named = [(i, o, _under(tree, "deal"), i) for i, o in entry.deal.items()]
        elif isinstance(entry, ConditionalOffer):
            named = [(i, o, _under(tree, "gives"), i) for i, o in entry.gives.items()]
            named += [
                (i, o, _under(tree, "if"), i) for i, all_ in entry.if_.items() for o in all_
            ]
        for issue, option, at, key in named if dates else ():
            first = min(dates, key=lambda date: date.end)
            known = issues[issue].options.get(option) if issue in issues else None
            if known and known.since and not known.since.by(first):
                sentence = (
                    f"the {entry.kind} '{entry.id}' was published on {first}, and its option "
                    f"'{option}' is known since {known.since} only: give it an earlier 'since'"
                )
                yield file.on(at, key, sentence)


def _for_whom(draft: FolderDraft) -> Iterator[Problem]:
    """Nothing refers to what some of its readers may not read, or lies open to others."""
    record = draft.record or Record()
    told = [(file, entry, tree) for file in draft.records for entry, tree in file.of(Entry)]
    stated = {i: s.for_ for i, s in record.sources.items() if s.for_}
    of_outlets = {i: o.for_ for i, o in record.outlets.items() if o.for_}
    judged = any(one.judgements for one in draft.interests)
    tiers = {entry.for_ for _, entry, _ in told}
    if not stated and not of_outlets and len(tiers) < 2 and not judged:
        return
    of_entries = {entry.id: entry.for_ for _, entry, _ in told}
    shared = cache(all_read)

    def wrong(one: str, for_: Tiers, other: str, known: Mapping[str, Tiers]) -> str:
        if other not in known or shared(for_, known[other]):
            return ""
        return (
            f"'{one}' is for {_whom(for_)} and refers to '{other}', which is for "
            f"{_whom(known[other])}: not all its readers may read that"
        )

    for file, entry, tree in told:
        for name in entry.fields_to("entry", "meeting", "proposal", "package"):
            held = getattr(entry, name)
            if isinstance(held, Mapping):
                continue  # options of its own
            for other in (held,) if isinstance(held, str) else held:
                if sentence := wrong(entry.id, entry.for_, other, of_entries):
                    yield file.on(tree, name, sentence)
        for other in sorted(entry.cited):
            if sentence := wrong(entry.id, entry.for_, other, stated):
                yield file.on(tree, "sources", sentence)
    for file in draft.records:
        for one in file.under("sources"):
            if one in stated:
                source = record.sources[one]
                for other in (source.outlet, *source.via):
                    if sentence := wrong(one, source.for_, other, of_outlets):
                        yield file.at(("sources", one, "outlet"), sentence)
    for one in sorted(draft.process.cited if draft.process else ()):
        if sentence := wrong(PROCESS, (PUBLIC,), one, stated):
            yield draft.file(PROCESS).at((), sentence)
    for interests in draft.interests:
        for one in sorted(interests.cited):
            if sentence := wrong(interests.id, interests.for_, one, stated):
                yield draft.of_interests(interests).at((), sentence)
        for place, judgement in enumerate(interests.judgements):
            package = judgement.package
            if isinstance(package, str) and (
                sentence := wrong(interests.id, interests.for_, package, of_entries)
            ):
                yield draft.of_interests(interests).at(("judgements", place), sentence)


Tiers = tuple[str, ...]


def _whom(for_: Tiers) -> str:
    return " and ".join(f"'{tier}'" for tier in for_) or "nobody"


def _placed(draft: FolderDraft) -> Iterator[Problem]:
    """What stands in a private folder is for those alone who may read the folder."""
    for name, file in draft.files.items():
        tier = place_of(name).tier
        if not tier:
            continue
        values = [(value, tree) for value, tree in file.origins if hasattr(value, "for_")]
        record = draft.record or Record()
        for key, table in (("sources", record.sources), ("outlets", record.outlets)):
            trees = file.under(key)
            values += [(table[i], trees[i]) for i in trees if i in table]
        held = (i for i in draft.interests if draft.of_interests(i) is file)
        values += [(one, file.tree) for one in held if file.tree is not None]
        for value, tree in values:
            if value.for_ and not all_read(value.for_, (tier,)):
                yield file.on(
                    tree,
                    "for",
                    f"'{value.id}' is for {_whom(value.for_)}, who may not read the folder "
                    f"private/{tier}: put it where all of them may read it",
                )


def _under(tree: Map, key: str) -> Map:
    """Return the mapping under a key; the mapping around it where there is none."""
    found = tree.get(key)
    return found if isinstance(found, Map) else tree


def _circles(after: Mapping[str, str]) -> set[str]:
    """Return every id from which following the mapping leads back to it."""
    found: set[str] = set()
    done: set[str] = set()
    for start in after:
        path: dict[str, None] = {}
        one = start
        while one in after and one not in done and one not in path:
            path[one] = None
            one = after[one]
        if one in path:
            walked = list(path)
            found.update(walked[walked.index(one) :])
        done.update(path)
    return found


def _wrong_with(entry: Entry, tree: Map, draft: FolderDraft) -> Iterator[tuple[str, str]]:
    until = getattr(entry, "until", None)
    if until is not None and until.end <= entry.date.start:
        yield "until", f"'until' {until} is before the date {entry.date}"
    if entry.why and not tree.get("supersedes"):
        yield "why", "'why' says why an entry replaces another: name that in 'supersedes'"
    yield from entry.faults({key for key, value in tree.items() if value})
    if isinstance(entry, Position | Question) and entry.issue in draft.agenda.issues:
        issue = draft.agenda.issues[entry.issue]
        named = (entry.option,) if isinstance(entry, Position) else entry.option
        for option in filter(None, named):
            if sentence := draft.no_option(issue, option):
                yield "option", sentence


def _interests(draft: FolderDraft) -> Iterator[Problem]:
    """Interests cover the agenda, with numbers in range, once a party, holder and day.

    Numbers and words, as marks or red lines alone, may stand in two files of one day.
    """
    whole = draft.agenda
    possible = _some_deal(whole.issues, whole.constraints)
    seen: dict[tuple[str, str, str, datetime | None], list[tuple[File, Interests]]] = {}
    for interests in draft.interests:
        file, party, holder = draft.of_interests(interests), interests.party, interests.held_by
        # A month and its last day are over at once: neither is later than the other.
        when = interests.as_of.end if interests.as_of else None
        known = seen.setdefault((party, holder, interests.voice, when), [])
        beside = [one for one in known if read_together(one[1].for_, interests.for_)]
        known.append((file, interests))
        if party and holder and (first := _of_one_sort(interests, beside)):
            sentence = f"'{holder}' holds interests of '{party}' in {first} already"
            as_of = f", as of {interests.as_of}" if interests.as_of else ""
            yield file.at(
                ["as_of" if as_of else "held_by"],
                f"{sentence}{as_of}: give one of them another 'as_of', or remove it",
            )
        elif party and holder:
            yield from _contradicted(interests, file, beside)
        yield from (file.at(path, s) for path, s in _voice(interests))
        yield from (file.at(path, s) for path, s in _judgements(interests))
        yield from (file.at(path, s) for path, s in _marks(interests, draft))
        agenda = whole if interests.as_of is None else whole.as_of(interests.as_of)
        yield from (file.at(path, s) for path, s in _numbers(interests, file))
        yield from (file.at(path, s) for path, s in _coverage(interests, agenda, draft))
        yield from (file.at(path, s) for path, s in _mandate(interests, draft))
        yield from _twice(file, file.of(Exclusion))
        yield from _refusals(agenda, file, "red line", "refuses")
        exclusions = [*interests.red_lines, *agenda.constraints]
        if possible and interests.red_lines and _only_together(agenda, exclusions):
            others = ", with the agenda's constraints," if agenda.constraints else ""
            sentence = f"these red lines together{others} forbid every deal"
            yield file.at(["red_lines"], f"{sentence}: drop or loosen one")


def _voice(interests: Interests) -> Iterator[tuple[Path, str]]:
    """Find where a voice does not say whether it can block, or speaks in numbers."""
    if not interests.voice:
        if interests.can_block is not None:
            yield ("can_block",), "'can_block' goes with 'voice': whose it is"
        return
    if interests.can_block is None:
        sentence = f"say whether '{interests.voice}' can block: 'can_block: yes', or no"
        yield ("voice",), sentence
    for key in ("walk_away", "issues", "interactions", "mandate", "judgements"):
        if getattr(interests, key):
            yield (key,), f"a voice is told in words, so it has no '{key}'"


def _judgements(interests: Interests) -> Iterator[tuple[Path, str]]:
    """Find judgements of nothing or beside a walk-away value, and an order that is none."""
    if interests.judgements and interests.is_valued:
        sentence = "judgements stand in place of a walk-away value: keep one of the two"
        yield ("judgements",), sentence
    for place, one in enumerate(interests.judgements):
        if not one.package:
            sentence = "name the package that is judged: options by issue, or a proposal's id"
            yield ("judgements", place), sentence
    if len(set(interests.order)) < len(interests.order):
        yield ("order",), "an issue stands twice in 'order'"
    if interests.order and not interests.judgements:
        yield ("order",), "'order' says which issues matter more, for 'judgements' only"
    if interests.order and not interests.issues:
        sentence = "'order' needs weights and values in 'issues': a weight may be 0..100"
        yield ("order",), sentence
    weights = {i: interests.issues[i].weight for i in interests.order if i in interests.issues}
    light = ""  # the issue so far that weighs least at the most
    for issue, weight in weights.items():
        if light and weight.low > (most := weights[light].high):
            sentence = (
                f"'{light}' stands before '{issue}' in 'order' and weighs at most {most:g}"
            )
            yield ("order",), f"{sentence}, and '{issue}' at least {weight.low:g}"
            break
        if not light or weight.high < weights[light].high:
            light = issue


def _of_one_sort(interests: Interests, others: Iterable[tuple[File, Interests]]) -> str:
    """Return the file in which the same is said in numbers, or in words, of a party."""
    return next(
        (
            file.name
            for file, one in others
            if (one.is_valued and interests.is_valued)
            or (one.is_marked and interests.is_marked)
        ),
        "",
    )


def _contradicted(
    interests: Interests, file: File, beside: Iterable[tuple[File, Interests]]
) -> Iterator[Problem]:
    """Find marks and red lines that do not go together, in a file and those of the same day."""
    for other, one in ((file, interests), *beside):
        pairs = [(file, interests, other, one)]
        if other is not file:
            pairs.append((other, one, file, interests))
        for marked_in, marks, refused_in, lines in pairs:
            refused = {
                (issue, option): line.id
                for line in lines.red_lines
                if len(line.never) == 1
                for issue, options in line.never.items()
                for option in options
            }
            for issue, marked in marks.marks.items():
                for option, said in marked.items():
                    red_line = refused.get((issue, option))
                    if red_line and said.mark in (Mark.WANT, Mark.LIVE):
                        where = "" if refused_in is marked_in else f" in {refused_in.name}"
                        sentence = (
                            f"'{option}' is marked '{said.mark}', and the red line "
                            f"'{red_line}'{where} refuses it: mark it '{Mark.CANNOT}', or drop "
                            "the red line"
                        )
                        yield marked_in.at(["marks", issue, option], sentence)


def _marks(interests: Interests, draft: FolderDraft) -> Iterator[tuple[Path, str]]:
    """Find marks on what is no option of its issue."""
    given = draft.of_interests(interests).under("marks")
    for name, marks in given.items():
        if name in draft.agenda.issues and isinstance(marks, Map):
            for option in marks:
                if sentence := draft.no_option(draft.agenda.issues[name], option):
                    yield ("marks", name, option), sentence


def _numbers(interests: Interests, file: File) -> Iterator[tuple[Path, str]]:
    relative = interests.scale is Scale.RELATIVE
    for name, one in interests.issues.items():
        at: Path = ("issues", name)
        if (
            not one.weight.is_bounded
            or one.weight.low < 0
            or (relative and one.weight.high > 100)
        ):
            yield (*at, "weight"), f"the weight {one.weight} is out of range: 0 to 100"
        elif is_too_large(one.weight):
            yield (*at, "weight"), _too_large("weight", one.weight)
        elif relative and is_too_small(one.weight):
            sentence = f"the weight {one.weight} is too small to count"
            yield (*at, "weight"), f"{sentence}: give 0, or {LEAST_WEIGHT:f} at least"
        for option, value in one.values.items():
            if not value.is_bounded or (relative and not 0 <= value.low <= value.high <= 100):
                yield (*at, "values", option), f"the value {value} is out of range: 0 to 100"
            elif is_too_large(value):
                yield (*at, "values", option), _too_large("value", value)
    complete = 0 < len(file.under("issues")) == len(interests.issues)
    free = bool(interests.judgements)  # then nothing is divided by the sum of weights
    if (
        relative
        and complete
        and not free
        and all(i.weight.low <= 0 for i in interests.issues.values())
    ):
        yield ("issues",), "every weight may be 0: give at least one issue a weight above 0"
    walk_away = interests.walk_away
    if walk_away is None:
        judged = bool(file.get("judgements"))
        if file.under("issues") and file.get("walk_away") == "" and not judged:
            sentence = (
                "weights and values need a walk-away value: give 'walk_away', or 'judgements'"
            )
            yield ("issues",), f"{sentence}, or marks instead of numbers"
    elif not walk_away.is_bounded:
        yield ("walk_away",), f"the walk-away value {walk_away} needs both ends"
    elif is_too_large(walk_away):
        yield ("walk_away",), _too_large("walk-away value", walk_away)


def _too_large(what: str, number: Range) -> str:
    return f"the {what} {number} is too large: {MOST_WORTH:,.0f} points is the most, up or down"


def _worth(draft: FolderDraft) -> Iterator[Problem]:
    """What deals can be worth stays within what can be added exactly."""
    for interests in draft.interests:
        file = draft.of_interests(interests)
        numbers = [i.weight for i in interests.issues.values()]
        numbers += [v for i in interests.issues.values() for v in i.values.values()]
        numbers += [one.bonus for one in interests.interactions]
        if all(n.is_bounded and not is_too_large(n) for n in numbers) and (
            worth(interests) > MOST_WORTH
        ):
            advice = "values or bonuses"
            if interests.scale is Scale.RELATIVE:
                advice = "bonuses, or larger weights"
            sentence = f"a deal could come to more than {MOST_WORTH:,.0f} points, up or down"
            yield file.at(["issues"], f"{sentence}: give smaller {advice}")


def _interactions(draft: FolderDraft) -> Iterator[Problem]:
    """An interaction says when it counts, and how much."""
    for interests in draft.interests:
        file = draft.of_interests(interests)
        for one, tree in file.of(Interaction):
            if not one.bonus.is_bounded:
                yield file.on(tree, "bonus", f"the bonus {one.bonus} needs both ends")
            elif is_too_large(one.bonus):
                yield file.on(tree, "bonus", _too_large("bonus", one.bonus))
            if not tree.get("when"):
                sentence = "an interaction needs the options it is about in 'when'"
                yield file.on(tree, "when", sentence)


def _coverage(
    interests: Interests, agenda: Agenda, draft: FolderDraft
) -> Iterator[tuple[Path, str]]:
    file = draft.of_interests(interests)
    given = file.under("issues")
    if not given:
        if interests.is_valued and agenda.issues and file.get("issues") == "":
            sentence = "a walk-away value needs weights and values: give them under 'issues'"
            yield ("walk_away",), sentence
        return
    for name, issue in draft.agenda.issues.items():
        known = agenda.issues.get(name)
        if known and name not in given:
            yield ("issues",), f"the issue '{name}' has no weight and values here"
        if name not in interests.issues or not issue.choices:
            continue
        valued = file.under("issues", name, "values")
        for option in valued:
            if sentence := draft.no_option(issue, option):
                yield ("issues", name, "values", option), sentence
        needed = known.choices if known else ()
        missing = [f"'{option}'" for option in needed if option not in valued]
        if missing:
            sentence = f"the issue '{name}' has no value for {', '.join(missing[:5])}"
            yield ("issues", name, "values"), sentence


def _mandate(interests: Interests, draft: FolderDraft) -> Iterator[tuple[Path, str]]:
    """Find where a mandate leaves no option from the first day that it counts."""
    for name, options in interests.mandate.items():
        issue = draft.agenda.issues.get(name)
        if issue is None or any(option not in issue.choices for option in options):
            continue
        then, held = issue.at_first, interests.as_of
        if held is not None and (issue.since is None or issue.since.by(held)):
            then = issue.as_of(held)
        if not any(option in then.choices for option in options):
            sentence = f"the mandate leaves no option on '{name}' that was known then"
            yield ("mandate", name), f"{sentence}: add one that was, or give a later 'as_of'"


def _refusals(agenda: Agenda, file: File, noun: str, verb: str) -> Iterator[Problem]:
    """A red line or a constraint excludes something, and not everything."""
    for one, tree in file.of(Exclusion):
        if not tree.get("never"):
            sentence = f"the {noun} '{one.id}' {verb} nothing: fill in 'never'"
            yield file.on(tree, "never", sentence)
        elif len(one.never) == len(tree["never"]) and _alone(agenda, one):
            yield file.on(tree, "never", f"the {noun} '{one.id}' forbids every deal")


def _only_together(agenda: Agenda, exclusions: Sequence[Exclusion]) -> bool:
    """Return whether exclusions forbid every deal, and none of them does so alone."""
    alone = any(_alone(agenda, one) for one in exclusions)
    return not alone and not _some_deal(agenda.issues, exclusions)


def _alone(agenda: Agenda, one: Exclusion) -> bool:
    """Return whether one exclusion forbids every deal."""
    return not _some_deal(agenda.issues, [one])


def _some_deal(issues: Mapping[str, Issue], exclusions: Sequence[Exclusion]) -> bool:
    """Return whether some deal crosses none of the exclusions, by trying issue after issue.

    Gives up and says yes after as many steps as no hand-written file needs.
    """
    steps = 0

    def settle(place: int, open_: list[Exclusion]) -> bool:
        nonlocal steps
        steps += 1
        if place == len(involved) or not open_ or steps > 20_000 or place > 400:
            return True
        issue = issues[involved[place]]
        later = set(involved[place + 1 :])
        for option in issue.choices:
            kept = [e for e in open_ if option in e.never.get(issue.id, (option,))]
            done = [e for e in kept if not later & e.never.keys()]
            if not done and settle(place + 1, kept):
                return True
        return False

    known = [
        e
        for e in exclusions
        if e.never and all(i in issues and issues[i].choices for i in e.never)
    ]
    involved = [i for i in issues if any(i in e.never for e in known)]
    return settle(0, known)


def _constraints(draft: FolderDraft) -> Iterator[Problem]:
    """The agenda's constraints leave some deal."""
    agenda, file = draft.agenda, draft.file("process.yaml")
    yield from _refusals(agenda, file, "constraint", "excludes")
    if _only_together(agenda, agenda.constraints):
        sentence = "these constraints together forbid every deal: drop or loosen one"
        yield file.at(["agenda", "constraints"], sentence)


RECORD_RULES: tuple[Rule, ...] = (
    _mentions,
    _ids,
    _sources,
    _entries,
    _commitments,
    _later_options,
    _for_whom,
    _placed,
)
"""What can be wrong with entries and sources."""

RULES: tuple[Rule, ...] = (
    _process,
    _decision,
    _roles,
    _agenda,
    _constraints,
    *RECORD_RULES,
    _interests,
    _interactions,
    _worth,
)
