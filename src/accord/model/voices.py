"""Voices: factions of a party, whose marks are given only where they differ from the party's.

What a party can live with is what its own sheet and all voices that can block can live with:
the conjunction of their sheets. A voice that cannot block is told, and changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen
from frozendict import frozendict

from accord.model.agenda import Exclusion
from accord.model.interests import Interests, latest, marked
from accord.model.marks import Mark, Marked

_WORST = (Mark.WANT, Mark.LIVE, Mark.UNKNOWN, Mark.CANNOT)
"""The marks from best to worst: one "cannot" is the party's, and one doubt is its doubt."""

_UNKNOWN = Marked(mark=Mark.UNKNOWN)


@frozen(kw_only=True)
class VoiceMark:
    """A mark of a voice that differs from the party's own.

    Attributes:
        issue: Id of the issue.
        option: Id of the option.
        own: What the party's own sheet says.
        mark: What the voice says.
    """

    issue: str
    option: str
    own: Mark
    mark: Mark


@frozen(kw_only=True)
class Voice:
    """A faction of a party, as a holder hears it.

    Attributes:
        holder: Id of the holder.
        party: Id of the party.
        name: What it is called.
        can_block: Whether the party can do nothing that it cannot live with.
        differs: Its marks that differ from the party's own.
        red_lines: Ids of its red lines over several issues.
    """

    holder: str
    party: str
    name: str
    can_block: bool
    differs: tuple[VoiceMark, ...]
    red_lines: tuple[str, ...] = ()


def joined(held: Iterable[Interests]) -> tuple[Interests, ...]:
    """Return interests with the voices of a party joined into what its holder has of it.

    Args:
        held: The interests, in the order of the files.
    """
    known = tuple(held)
    found: list[Interests] = [one for one in known if not one.voice]
    for base, voices in _by_party(known):
        blocking = [one for one in voices if one.can_block]
        if base is None:
            found.append(
                _conjunction(evolve(voices[0], marks=frozendict(), red_lines=()), blocking)
            )
        elif blocking:
            found[found.index(base)] = _conjunction(base, blocking)
    return tuple(found)


def voices(held: Iterable[Interests]) -> tuple[Voice, ...]:
    """Return every voice with the marks in which it differs, in the order of the files.

    Args:
        held: The interests.
    """
    return tuple(
        Voice(
            holder=one.held_by,
            party=one.party,
            name=one.voice,
            can_block=bool(one.can_block),
            differs=tuple(_differing(base, one)),
            red_lines=tuple(line.id for line in one.red_lines if len(line.never) > 1),
        )
        for base, several in _by_party(tuple(held))
        for one in several
    )


def _by_party(
    held: tuple[Interests, ...],
) -> Iterator[tuple[Interests | None, list[Interests]]]:
    """Yield what counts of each holder's voices of a party, behind the party's own sheet."""
    bases: dict[tuple[str, str], Interests] = {}
    groups: dict[tuple[str, str], list[Interests]] = defaultdict(list)
    for one in latest(marked(held)):
        if one.voice:
            groups[one.held_by, one.party].append(one)
        else:
            bases[one.held_by, one.party] = one
    for key, several in groups.items():
        yield bases.get(key), several


def _conjunction(base: Interests, blocking: Iterable[Interests]) -> Interests:
    """Return a party's sheet with the worst that it or a voice that can block says."""
    marks = {issue: dict(own) for issue, own in base.marks.items()}
    lines, for_ = list(base.red_lines), base.for_
    for one in blocking:
        for issue, said in _said(one).items():
            own = marks.setdefault(issue, {})
            for option, mark in said.items():
                own[option] = max(own.get(option, _UNKNOWN), mark, key=_badness)
        lines += [_apart(line, lines, one.voice) for line in one.red_lines]
        for_ = tuple(tier for tier in for_ if tier in one.for_) or one.for_
    plain = frozendict({issue: frozendict(own) for issue, own in marks.items()})
    return evolve(
        base, voice="", can_block=None, marks=plain, red_lines=tuple(lines), for_=for_
    )


def _differing(base: Interests | None, one: Interests) -> Iterator[VoiceMark]:
    own = _said(base) if base is not None else {}
    for issue, said in _said(one).items():
        for option, marked_ in said.items():
            mark = own.get(issue, {}).get(option, _UNKNOWN).mark
            if marked_.mark is not mark:
                yield VoiceMark(issue=issue, option=option, own=mark, mark=marked_.mark)


def _said(one: Interests) -> dict[str, dict[str, Marked]]:
    """Return the marks that somebody gives; a red line over one issue is "cannot" on each."""
    found = {issue: dict(own) for issue, own in one.marks.items()}
    for line in one.red_lines:
        if len(line.never) == 1:
            ((issue, options),) = line.never.items()
            for option in options:
                refused = Marked(mark=Mark.CANNOT, basis=line.basis, source=line.source)
                found.setdefault(issue, {})[option] = refused
    return found


def _badness(mark: Marked) -> int:
    return _WORST.index(mark.mark)


def _apart(line: Exclusion, others: list[Exclusion], voice: str) -> Exclusion:
    """Return a voice's red line under an id that no other has."""
    taken, name = {one.id for one in others}, line.id
    while name in taken:
        name = f"{name}-{voice}"
    return evolve(line, id=name)
