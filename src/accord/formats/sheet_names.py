"""The ids behind the names in somebody's sheet, and what is made of names that are new."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from attrs import define, evolve, field
from frozendict import frozendict

from accord.formats.append import NewOption
from accord.formats.folded_names import folded
from accord.formats.new import id_of
from accord.formats.read import near, short
from accord.model import (
    LONGEST,
    Actor,
    ActorRole,
    Issue,
    Option,
    Party,
    Person,
    Venue,
    When,
    is_id,
)
from accord.record import Case, Outlet, Source

PARTIES, PEOPLE, ISSUES, SOURCES = "parties", "people", "issues", "sources"
NEW = (SOURCES, PEOPLE, ISSUES, PARTIES)
"""What may be made of a name that is not there."""

_FLAGS = {
    "party": PARTIES,
    "actor": PARTIES,
    "venue": PARTIES,
    "speaker": PEOPLE,
    "person": PEOPLE,
    "issue": ISSUES,
    "option": ISSUES,
    "source": SOURCES,
    "outlet": SOURCES,
}
_SPEAKERS = ("parties", "actors", "people")
_WITHIN = {
    "party": ("parties",),
    "actor": ("parties", "actors"),
    "speaker": ("parties", "actors", "people"),
    "body": ("parties", "actors", "people"),
    "person": ("people",),
    "venue": ("venues",),
    "issue": ("issues",),
    "source": ("sources",),
    "outlet": ("outlets",),
}
"""Where what an id refers to is declared."""
NAMED = frozenset(_WITHIN)
"""What ids refer to that a sheet may call by its name."""
_ROLES = frozenset(
    [
        "host",
        "mediator",
        "facilitator",
        "guarantor",
        "observer",
        "witness",
        "analyst",
        "chair",
        "secretariat",
    ]
)
_FORMS = frozenset(
    (
        *("the", "of", "s", "republic", "kingdom", "state", "states", "union", "federation"),
        *("confederation", "commonwealth", "emirate", "sultanate", "democratic", "federal"),
        *("united", "people", "peoples", "islamic", "arab", "socialist"),
    )
)
"""Words by which the full name of a state is longer than the one in use."""
_ALSO = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<of>[^()]+)\)$")
"""A name with a party, an office or a role behind it: `Ana Ruiz (Valley Front)`."""
UNNAMED = "unnamed"
"""Id of the option of an issue for which the sheet names none."""
Key = tuple[str, str]
"""What is declared: the register it stands in, and its id."""


class UnknownName(Exception):
    """A name that stands for nothing, with the sentence that says so."""

    def __init__(self, sentence: str, group: str = "", name: str = "") -> None:
        """Keep the sentence, what sentences of its sort have in common, and the name."""
        super().__init__(sentence)
        self.sentence = sentence
        self.group = group or sentence
        self.name = name


@define(kw_only=True)
class SheetNames:
    """The names that a folder knows, and those made while rows are read.

    Attributes:
        case: The process and the record.
        new: What may be made: some of `NEW`.
        sides: Names, folded, that are made parties of; others that speak are no sides.
        whom: What the ids of sources and outlets begin with that are made: for whom they are,
            so that they meet none that others cannot see.
        topics: Names, folded, of what a row settles or wants; others are made no issues of.
        made: What was made, by register and id.
        used: What the row being read uses of that.
    """

    case: Case
    new: Collection[str] = ()
    sides: Collection[str] = frozenset()
    whom: str = ""
    topics: Collection[str] = frozenset()
    made: dict[Key, Any] = field(factory=dict)
    used: set[Key] = field(factory=set)
    _index: dict[str, dict[str, list[str]]] = field(factory=dict)
    _called: dict[str, str] = field(factory=dict)
    _options: dict[str, dict[str, str]] = field(factory=dict)
    _held: dict[str, dict[str, Any]] = field(factory=dict)
    _published: dict[tuple[str, str, str], str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Index every name of the folder."""
        process, record = self.case.process, self.case.record
        self._held = {
            "parties": dict(process.parties),
            "actors": dict(process.actors),
            "people": dict(process.people),
            "venues": dict(process.venues),
            "issues": dict(process.agenda.issues),
            "sources": dict(record.sources),
            "outlets": dict(record.outlets),
        }
        for register, there in self._held.items():
            index: dict[str, list[str]] = defaultdict(list)
            for one, thing in there.items():
                called = getattr(thing, "name", "") or one
                self._called[folded(called)] = called
                for name in {folded(one), folded(called)}:
                    index[name].append(one)
            self._index[register] = index
        for issue in process.agenda.issues.values():
            self._options[issue.id] = {
                folded(name): one
                for one, option in issue.choices.items()
                for name in (option.name, one)
            }
        for source in record.sources.values():
            maker = source.outlet or source.publisher
            self._published.setdefault((maker, str(source.date), source.url), source.id)

    def find(self, to: str, name: str) -> str:
        """Return the id behind a name; empty where it has none, or several have it."""
        for register in _WITHIN[to]:
            if name in self._held[register]:
                return self._use(register, name)
        plain = folded(name)
        found = [(r, one) for r in _WITHIN[to] for one in self._index[r].get(plain, ())]
        return self._use(*found[0]) if len(found) == 1 else ""

    def is_declared(self, name: str) -> bool:
        """Return whether somebody of a name is in the folder, and not made while it is read."""
        plain = folded(name)
        return any(
            (register, one) not in self.made
            for register in _SPEAKERS
            for one in self._index[register].get(plain, ())
        )

    def _use(self, register: str, one: str) -> str:
        """Note that what was made is used, with what it names itself."""
        if (register, one) in self.made:
            self.used.add((register, one))
            thing = self.made[register, one]
            behind = getattr(thing, "outlet", "") or getattr(thing, "party", "")
            for within in ("outlets", "parties", "actors") if behind else ():
                if (within, behind) in self.made:
                    self.used.add((within, behind))
        return one

    def resolve(self, to: str, name: str) -> str:
        """Return the id behind a name, made where that may be.

        Raises:
            UnknownName: If nothing is called so and nothing may be made.
        """
        if one := self.find(to, name):
            return one
        if to == "body":
            return self._speaker(name) if _ALSO.match(name) or self._is_side(name) else name
        if to in ("actor", "speaker", "party", "person") and (
            made := self._speaker(name, to) or self._known_within(to, name)
        ):
            return made
        if to == "venue" and PARTIES in self.new:
            return self._make("venues", name, Venue)
        if to == "issue" and ISSUES in self.new:
            return self._make("issues", name, Issue)
        if to == "outlet" and SOURCES in self.new:
            return self._make("outlets", name, Outlet)
        raise self._unknown(to, name)

    def _side(self, name: str) -> str:
        """Return the party of a name, made where the sheet names it as a side; else nothing."""
        found = self.find("party", name)
        return found or (self._make("parties", name, Party) if self._is_side(name) else "")

    def _is_side(self, name: str) -> bool:
        return PARTIES in self.new and folded(name) in self.sides

    def _known_within(self, to: str, name: str) -> str:
        """Return the id of a name that has an office, a party or a role behind it."""
        found = _ALSO.match(name)
        return self.find(to, found["name"]) if found else ""

    def _speaker(self, name: str, to: str = "speaker") -> str:
        """Make a party, an actor or a person of a name; nothing where none may be made."""
        found = _ALSO.match(name)
        if found and (known := self.find(to, found["name"])):
            self._give_role(known, found["of"])
            return known
        if found and is_role(found["of"]) and PARTIES in self.new and to != "party":
            role = ActorRole(role=folded(found["of"]))
            return self._make("actors", found["name"], Actor, role=(role,))
        if found and to == "party" and (side := self._side(found["of"])):
            if PEOPLE in self.new:
                self.resolve("person", name)
            return side
        if found and PEOPLE in self.new and to in ("actor", "speaker", "person"):
            side = self.find("actor", found["of"]) or self._side(found["of"])
            if side and to == "actor":  # who signs or answers there does so for a side
                self.resolve("person", name)
                return side
            if to == "actor":
                return self._make("actors", name, Actor) if PARTIES in self.new else ""
            behind = {"party": side} if side else {"office": found["of"]}
            return self._make("people", found["name"], Person, **behind)
        if PARTIES in self.new and (to == "party" or self._is_side(name)):
            return self._make("parties", name, Party)
        if PARTIES in self.new and to in ("actor", "speaker"):
            return self._make("actors", name, Actor)
        if PEOPLE in self.new and to in ("person", "speaker"):
            return self._make("people", name, Person)
        return ""

    def _give_role(self, one: str, name: str) -> None:
        """Give an actor that was made of a name alone the role that a later row tells."""
        made = self.made.get(("actors", one))
        if made is not None and is_role(name) and folded(name) not in made.words:
            made = evolve(made, role=(*made.role, ActorRole(role=folded(name))))
            self.made["actors", one] = self._held["actors"][one] = made

    def parties(self) -> list[str]:
        """Return the ids of all parties, those made too."""
        return [self._use("parties", one) for one in self._held["parties"]]

    def option(self, issue: str, name: str) -> str:
        """Return the id of an option by its name, made where that may be; else nothing."""
        known = self._options.setdefault(issue, {})
        held = self._held["issues"].get(issue)
        if held is not None and name in held.choices:
            return name
        if one := known.get(folded(name)):
            self._use("options", f"{issue}\n{one}")
            return one
        numeric = held is not None and held.span is not None
        if ISSUES not in self.new or numeric or len(name) > LONGEST:
            return ""
        self._refuse_slip(name, known)
        one = _free(name, known.values())
        known[folded(name)] = known[folded(one)] = one
        self.made["options", f"{issue}\n{one}"] = NewOption(issue, Option(one, name))
        self._use("options", f"{issue}\n{one}")
        return one

    def options_near(self, issue: str, name: str) -> str:
        """Return what may be meant by a name that is no option, for a sentence."""
        held = self._held["issues"].get(issue)
        choices = held.choices if held else {}
        return advised("option", name, (o.name for o in choices.values()), choices)

    def source(self, outlet: str, date: When, url: str, *, words: str = "") -> str:
        """Return the id of what an outlet published on a day, made where that may be.

        Args:
            outlet: Id of the outlet; nothing where `words` say who made it.
            date: When it was published.
            url: Where it can be read.
            words: Who made it, in words.
        """
        key = (outlet or words, str(date), url)
        if (one := self._published.get(key)) is None:
            own = "" if (outlet or "").startswith(self.whom) and self.whom else self.whom
            stem = id_of(f"{own}{outlet or words}-{str(date)[:10]}")
            one = _free(stem, self._held["sources"])
            made = Source(id=one, outlet=outlet, publisher=words, date=date, url=url)
            self._published[key] = one
            self._hold("sources", made)
        return self._use("sources", one)

    def sources_of(self, outlet: str, date: When | None) -> list[str]:
        """Return the ids of what an outlet published: on a day, if one is given."""
        return [
            one
            for one, source in self._held["sources"].items()
            if source.outlet == outlet and date in (None, source.date)
        ]

    def new_of(self, used: Iterable[Key]) -> list[Any]:
        """Return what was made and is used, ready to be added: issues with their options."""
        wanted = set(used)
        keys = [key for key in self.made if key in wanted]
        options: dict[str, list[Option]] = defaultdict(list)
        for register, one in keys:
            if register == "options":
                issue = one.partition("\n")[0]
                options[issue].append(self.made[register, one].option)
        new = []
        for register, one in keys:
            thing = self.made[register, one]
            if register == "issues":
                named = options.pop(one, None) or [Option(UNNAMED, "no option named yet")]
                thing = evolve(thing, options=frozendict({o.id: o for o in named}))
            if register != "options":
                new.append(thing)
        new.extend(NewOption(issue, o) for issue, named in options.items() for o in named)
        return new

    def put_in_order(self, register: str, ids: Iterable[str]) -> None:
        """Put what was made of a kind in the order of some ids.

        Args:
            register: The kind, such as `parties`.
            ids: The ids; of what was not made nothing becomes.
        """
        for key in [(register, one) for one in ids]:
            if key in self.made:
                self.made[key] = self.made.pop(key)

    def declare(self, thing: Outlet | Source) -> None:
        """Take what a row of its own declares as known."""
        self._hold("sources" if isinstance(thing, Source) else "outlets", thing, made=False)

    def _make(self, register: str, name: str, cls: Any, **others: Any) -> str:
        name = " ".join(name.split())
        registers = _SPEAKERS if register in _SPEAKERS else (register,)
        self._refuse_slip(name, (one for r in registers for one in self._index[r]))
        if register in ("parties", "actors"):
            self._refuse_short_name(name)
        everywhere = {one for r in _SPEAKERS for one in self._held[r]}
        taken = everywhere if register in _SPEAKERS else ()
        whom = self.whom if register == "outlets" else ""
        one = _free(id_of(f"{whom}{name}"), {*self._held[register], *taken})
        self._hold(register, cls(id=one, name=name, **others))
        return self._use(register, one)

    def _refuse_slip(self, name: str, known: Iterable[str]) -> None:
        """Refuse to make a name that is another but for one letter.

        Raises:
            UnknownName: If it is.
        """
        plain = folded(name)
        for other in known:
            if other != plain and is_slip(plain, other):
                meant = self._called.get(other, other)
                sentence = f"there is no {short(name)}: did you mean {meant}?"
                raise UnknownName(f"{sentence} if not, declare it first")

    def _refuse_short_name(self, name: str) -> None:
        """Refuse to make a side of a name that one has already but for the form of its state.

        Raises:
            UnknownName: If it is.
        """
        words = set(folded(name).split())
        for register in ("parties", "actors"):
            for other in self._index[register]:
                apart = words ^ set(other.split())
                if apart and apart <= _FORMS and words & set(other.split()):
                    meant = self._called.get(other, other)
                    sentence = f"{short(name)} may be {meant}"
                    advice = f'--value "COLUMN:{name}={meant}" says so'
                    raise UnknownName(f"{sentence}: {advice}; if it is not, declare it first")

    def _hold(self, register: str, thing: Any, *, made: bool = True) -> None:
        if made:
            self.made[register, thing.id] = thing
        self._held[register][thing.id] = thing
        called = getattr(thing, "name", "") or thing.id
        self._called[folded(called)] = called
        for name in {folded(thing.id), folded(called)}:
            self._index[register].setdefault(name, []).append(thing.id)

    def _unknown(self, to: str, name: str) -> UnknownName:
        known: dict[str, str] = {}
        ids: list[str] = []
        for register in _WITHIN[to]:
            for one, thing in self._held[register].items():
                outlet = self._held["outlets"].get(getattr(thing, "outlet", ""))
                known[getattr(outlet or thing, "name", "") or one] = one
                ids.append(one)
        what = {"speaker": "party, actor or person", "actor": "party or actor"}.get(to, to)
        advice = advised(to, name, known, ids)
        # Of names that are like none, one sentence for all: a list of strangers is one fault.
        group = "" if "did you mean" in advice else f"there is no {what} of these names"
        return UnknownName(f"there is no {what} {short(name)}{advice}", group, name)


def is_role(name: str) -> bool:
    """Return whether a name in brackets is a role in the talks, such as guarantor."""
    return folded(name) in _ROLES


def is_slip(one: str, other: str) -> bool:
    """Return whether two names differ by one slip in one word: a letter more, less or other.

    Short words are left alone: `Party A` is not `Party B` mistyped. So are digits: `Phase1` is
    not `Phase2` mistyped.
    """
    words, others = one.split(), other.split()
    apart = [(a, b) for a, b in zip(words, others, strict=False) if a != b]
    if len(words) != len(others) or len(apart) != 1:
        return False
    a, b = sorted(apart[0], key=len)
    if len(b) < _LONG or len(b) - len(a) > 1:
        return False
    if [*filter(str.isdigit, a)] != [*filter(str.isdigit, b)]:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    swapped = a[:start] + a[start + 1 : start + 2] + a[start : start + 1] + a[start + 2 :]
    rest = b[start + 1 :]
    return a[start:] == rest if len(a) < len(b) else a[start + 1 :] == rest or swapped == b


_LONG = 5
"""Letters that a word has in which one of them can be a slip."""


def advised(to: str, name: str, known: Iterable[str], ids: Iterable[str] = ()) -> str:
    """Return what to do about a name that stands for nothing: the nearest, or a flag."""
    found = suggested(name, known, ids)
    if to not in _FLAGS or "did you mean" in found:
        return found
    return f"{found}; '--new-{_FLAGS[to]}' makes it"


def suggested(name: str, known: Iterable[str], ids: Iterable[str] = ()) -> str:
    """Suggest the nearest known name, id, or name with more words; or list names if few."""
    by_fold, by_id = ({folded(one): one for one in called} for called in (known, ids))
    found = near(folded(name), by_fold)
    for called, said in ((by_fold, found), (by_id, near(folded(name), by_id))):
        for plain, one in called.items():
            if said == f"; did you mean '{plain}'?":
                return f": did you mean {one}?"
    words = set(folded(name).split())
    longer = [one for plain, one in by_fold.items() if words and words <= set(plain.split())]
    if len(longer) == 1:  # people shorten names: Coast, for Republic of Coast
        return f": did you mean {longer[0]}?"
    return f"; known: {', '.join(by_fold.values())}" if found else ""


def _free(stem: str, taken: Collection[str]) -> str:
    """Return an id that is not taken: the stem, or with a number behind it."""
    stem = id_of(stem)
    stem = stem if stem and is_id(stem) else "one"
    one, number = stem, 1
    while one in taken:
        number += 1
        tail = f"-{number}"
        one = f"{stem[: LONGEST - len(tail)]}{tail}"
    return one
