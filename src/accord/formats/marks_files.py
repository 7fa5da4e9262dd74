"""The files that take the marks of a sheet: of the day, or new; nothing is written over."""

from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen
from frozendict import frozendict

from accord.formats.amend import amended
from accord.formats.append import BOM, Appended
from accord.formats.disk import read_bytes, replace, unwritable
from accord.formats.for_whom import PROCESS, Place, interests_name, own_interests
from accord.formats.new import id_of
from accord.formats.shapes import fields
from accord.formats.tree import Map, parse
from accord.formats.write import to_plain, to_yaml
from accord.model import (
    MEDIATOR,
    Interests,
    Mark,
    Marked,
    When,
    is_name,
    latest,
    marked,
)

Marks = dict[str, dict[str, Marked]]
"""Marks by issue and option."""


@frozen(kw_only=True)
class MarksChange:
    """The files of a folder with marks added, not written yet.

    Attributes:
        folder: The process folder.
        made: The process and record with what is new in them; None where nothing is.
        texts: The other texts that change, by the files' names in the folder.
        before: The bytes of these files as they were read; None where there was none.
    """

    folder: Path
    made: Appended | None
    texts: Mapping[str, str]
    before: Mapping[str, bytes | None]

    def write(self) -> None:
        """Write the files, the process first.

        Raises:
            Conflict: If somebody else wrote meanwhile.
            AccordError: If they cannot be written.
        """
        if self.made is not None:
            self.made.write()
        for name, text in sorted(self.texts.items(), key=lambda one: one[0] != PROCESS):
            file = self.folder / name
            with unwritable(file):
                file.parent.mkdir(parents=True, exist_ok=True)
            mark = BOM if (self.before[name] or b"").startswith(BOM) else b""
            replace(file, self.before[name], mark + text.encode("utf-8"))


_MARKS = fields(Interests)["marks"].shape


def marks_plain(marks: Mapping[str, Mapping[str, Marked]]) -> Any:
    """Return marks as a file has them."""
    held = {i: frozendict(options) for i, options in marks.items()}
    return to_plain(frozendict(held), _MARKS)


@define(kw_only=True)
class MarksFiles:
    """The files of a folder that take the marks of one holder, as of one day.

    Attributes:
        folder: The process folder.
        held: The interests in it.
        holder: Who holds the marks.
        as_of: When they were held; None where that is not said.
        readers: Who may read them.
        basis: What the holder goes by.
        issues: The issues in the order in which they are written.
        voice: The voice of a party whose marks they are; empty for the party's own.
        can_block: Whether that voice can block; None where its file says so already.
        texts: The texts that change, by the files' names.
        before: Their bytes as they were read; None where there was none.
        said: What is done to each file.
        notices: What else is to be said.
    """

    folder: Path
    held: tuple[Interests, ...]
    holder: str
    as_of: When | None
    readers: tuple[str, ...]
    basis: str
    issues: tuple[str, ...]
    voice: str = ""
    can_block: bool | None = None
    texts: dict[str, str] = field(factory=dict)
    before: dict[str, bytes | None] = field(factory=dict)
    said: dict[str, str] = field(factory=dict)
    notices: list[str] = field(factory=list)

    def take(self, party: str, name: str, marks: Marks, named: Mapping[str, Any]) -> int:
        """Put the marks of a party into its file of the day, or into a new one.

        Nothing that is there is written over: what says otherwise needs a day of its own. How
        a mark is known, why and by what source is added where nothing of it is there. What an
        earlier file says of options that are not named stays, in the new file too.

        Args:
            party: Its id.
            name: Its name.
            marks: The marks.
            named: The options that were asked about, by issue, marked or not.

        Returns:
            How many marks are there already.

        Raises:
            ValueError: If a file says otherwise, or is of a later day, with a sentence.
        """
        day = self.as_of.end if self.as_of else None
        held = [
            one
            for one in marked(self.held)
            if one.party == party and one.held_by == self.holder and one.voice == self.voice
        ]
        there = next((o for o in held if (o.as_of.end if o.as_of else None) == day), None)
        if there is not None:
            return self._add(there, name, marks)
        if self.as_of is None and held:
            dates = ", ".join(str(one.as_of) for one in held)
            sentence = f"{name} has marks of {dates}"
            raise ValueError(f"{sentence}: say with '--as-of DATE' when these were held")
        before = [o for o in held if o.as_of is None or (self.as_of and o.as_of.by(self.as_of))]
        self.begin(party, name, marks, named, next(iter(latest(before)), None))
        return 0

    def apart(self, party: str, name: str, marks: Marks) -> Marks:
        """Return the marks in which a voice differs from its party, or of which it has spoken.

        Args:
            party: Its id.
            name: Its name.
            marks: The marks of the voice.
        """
        day = self.as_of
        seen = [
            one
            for one in marked(self.held)
            if (one.party, one.held_by) == (party, self.holder)
            and (day is None or one.as_of is None or one.as_of.by(day))
        ]
        own = next(iter(latest([one for one in seen if not one.voice])), None)
        spoken = next(iter(latest([one for one in seen if one.voice == self.voice])), None)
        kept: dict[str, dict[str, Marked]] = {}
        for issue, options in marks.items():
            for option, said in options.items():
                of_party = _held(own, issue, option) if own else None
                as_party = said.mark is (of_party.mark if of_party else Mark.UNKNOWN)
                if not as_party or (spoken and _held(spoken, issue, option)):
                    kept.setdefault(issue, {})[option] = said
        alike = sum(map(len, marks.values())) - sum(map(len, kept.values()))
        if alike:
            sees = "mark is as the party's" if alike == 1 else "marks are as the party's"
            self.notices.append(f"{name}: {alike} {sees}, and not written for '{self.voice}'")
        return kept

    def _add(self, there: Interests, name: str, marks: Marks) -> int:
        """Add marks to a file of the same day, if it says nothing else of their options.

        Of a mark that is the same, what the file lacks of how it is known is added too.
        """
        added: Marks = {}
        known: Marks = {}
        apart, same = list[str](), 0
        for issue, options in marks.items():
            for option, said in options.items():
                old = _held(there, issue, option)
                both = _together(old, said) if old else None
                if old is None:
                    added.setdefault(issue, {})[option] = said
                elif both is None:
                    told = f"is {_told(old)} there and {_told(said)} here"
                    apart.append(f"{issue}={option} {told}")
                else:
                    same += 1
                    if both != old:
                        known.setdefault(issue, {})[option] = both
        file = file_name(self.folder, there.id)
        if apart:
            many = f"; and {len(apart) - _NAMED} more" if len(apart) > _NAMED else ""
            when = f"of {self.as_of}" if self.as_of else "without a date"
            sentence = f"{file} says otherwise of {name}, {when}: {'; '.join(apart[:_NAMED])}"
            advice = "give a later sheet its day with '--as-of DATE', or use 'accord mark'"
            raise ValueError(f"{sentence}{many}: {advice}")
        news = []
        if added:
            news.append(f"{_many(added)} of {name} added")
        if known:
            news.append(f"how it is known, why or by what source added to {_many(known)}")
        for some in filter(None, (added, known)):
            self.set(file, some)
        if news:
            self.said[file] = "; ".join(news) + ("" if added else f" of {name}")
        return same

    def set(self, file: str, marks: Marks) -> None:
        """Set marks in a file where it stands; comments stay.

        Args:
            file: Its name in the folder.
            marks: The marks.
        """
        shown = str(self.folder / file)
        if file not in self.texts:
            self.before[file] = read_bytes(self.folder / file)
            self.texts[file] = (self.before[file] or b"").decode("utf-8-sig")
        text = self.texts[file]
        old = parse(text, shown)
        for issue, options in marks_plain(marks).items():
            held = old.get("marks")
            if not isinstance(held, Map):
                text, old = amended(text, old, (), {"marks": {issue: options}}, shown)
            elif isinstance(held.get(issue), Map):
                text, old = amended(text, old, ("marks", issue), options, shown)
            else:
                text, old = amended(text, old, ("marks",), {issue: options}, shown)
        self.texts[file] = text

    def set_block(self, file: str) -> None:
        """Write into the file of a voice, whose marks were set, whether it can block.

        Args:
            file: Its name in the folder.
        """
        shown = str(self.folder / file)
        old = parse(self.texts[file], shown)
        plain = to_plain(self.can_block, fields(Interests)["can_block"].shape)
        self.texts[file], _ = amended(self.texts[file], old, (), {"can_block": plain}, shown)

    def begin(
        self,
        party: str,
        name: str,
        marks: Marks,
        named: Mapping[str, Any],
        last: Interests | None,
    ) -> None:
        """Begin a file, with what an earlier one says of what is not named.

        Args:
            party: Its id.
            name: Its name.
            marks: The marks.
            named: The options that were asked about, by issue, marked or not.
            last: The earlier file; None where there is none.
        """
        whole: Marks = {i: dict(options) for i, options in marks.items()}
        kept = 0
        for issue, options in last.marks.items() if last else ():
            for option, old in options.items():
                if option not in named.get(issue, ()):
                    whole.setdefault(issue, {})[option] = old
                    kept += 1
                elif option not in marks.get(issue, {}) and old.mark is not Mark.UNKNOWN:
                    said = f"{issue}={option} was '{old.mark}' and counts"
                    now = "as ? now, for nothing is said of it"
                    if self.voice:
                        now = f"for the voice '{self.voice}' as for the party now"
                    self.notices.append(f"{name}: {said} {now}")
        voice = f"-{id_of(self.voice)}" if self.voice else ""
        default = last is not None and self.readers == (MEDIATOR,)
        for_ = last.for_ if last is not None and default else self.readers
        place = own_interests(for_)
        stem = f"{party}{voice}-by-{self.holder}"
        one = free_id(self.folder, self.held, stem, self.as_of, place, texts=self.texts)
        interests = Interests(
            id=one,
            party=party,
            held_by=self.holder,
            voice=self.voice,
            can_block=last.can_block if last and self.can_block is None else self.can_block,
            basis=self.basis or (last.basis if last else ""),
            as_of=self.as_of,
            for_=for_,
            marks=frozendict(
                {i: frozendict(whole[i]) for i in sorted(whole, key=self.issues.index)}
            ),
            red_lines=last.red_lines if last else (),
            mandate=last.mandate if last else frozendict(),
        )
        file, text = interests_text(self.folder, interests)
        self.texts[file] = text
        self.before[file] = None
        self.said[file] = f"{_many(marks)} of {name}"
        if self.voice and self.as_of is None:
            self.notices.append(f"{file} {_UNDATED}")
        if kept and last:
            since = f" of {last.as_of}" if last.as_of else ""
            self.said[file] += f", and {kept}{since} on what is not named now"


def free_id(
    folder: Path,
    held: Iterable[Interests],
    stem: str,
    as_of: When | None,
    place: Place,
    *,
    what: str = "marks",
    texts: Container[str] = (),
) -> str:
    """Return the id of a new file of interests.

    Args:
        folder: The process folder.
        held: The interests in it.
        stem: What it is to be called.
        as_of: Of which day it is.
        place: Where it is to stand.
        what: What is in it.
        texts: The names of files that are new too.
    """
    stem = stem if is_name(f"{stem}-{as_of}-{what}") else what
    dated = f"{stem}-{as_of}".replace(":", "") if as_of else f"{stem}-{what}"
    numbered = (f"{dated}-{n}" for n in range(2, 1000))
    taken = {one.id for one in held}
    ids = ("/".join(filter(None, (place.tier, s))) for s in (stem, dated, *numbered))
    return next(
        one
        for one in ids
        if one not in taken
        and f"{interests_name(one)}.yaml" not in texts
        and not (folder / file_name(folder, one)).exists()
    )


def interests_text(folder: Path, interests: Interests) -> tuple[str, str]:
    """Return the name and the text of a new file of interests.

    Args:
        folder: The process folder.
        interests: What it holds.
    """
    file = f"{interests_name(interests.id)}.yaml"
    schema = f"{'../' * file.count('/')}.schema/interests.json"
    points = (folder / ".schema").is_dir()
    head = f"# yaml-language-server: $schema={schema}\n" if points else ""
    return file, head + to_yaml(interests)


def file_name(folder: Path, one: str) -> str:
    """Return the name of a file of interests as it is in a folder.

    Args:
        folder: The process folder.
        one: The id of the interests.
    """
    stem = interests_name(one)
    there = (f"{stem}.{end}" for end in ("yaml", "yml"))
    return next((f for f in there if (folder / f).exists()), f"{stem}.yaml")


_UNDATED = (
    "has no date, so the voice counts from the beginning: give it the day with '--as-of DATE', "
    "or write 'as_of: DATE' into the file"
)
"""What is said of the file that is begun for a voice whose day is not known."""
_NAMED = 5
"""So many marks that differ are named, and then how many more there are."""


def _held(one: Interests, issue: str, option: str) -> Marked | None:
    return one.marks[issue].get(option) if issue in one.marks else None


def _together(old: Marked, new: Marked) -> Marked | None:
    """Return what two marks say together; None where one says otherwise."""
    why = old.basis.strip(), new.basis.strip()  # blanks around a basis are none of it
    noted = (old.how, new.how), (old.source, new.source), why
    if old.mark is not new.mark or any(a and b and a != b for a, b in noted):
        return None
    return evolve(
        old,
        how=old.how or new.how,
        basis=new.basis if why[1] and not why[0] else old.basis,
        source=old.source or new.source,
    )


def _told(one: Marked) -> str:
    notes = "; ".join(filter(None, (one.how or "", one.basis, one.source)))
    return f"'{one.mark}'" + (f" ({notes})" if notes else "")


def _many(marks: Marks) -> str:
    count = sum(map(len, marks.values()))
    return f"{count} mark{'s' if count != 1 else ''}"
