"""What of the record a file of `fighting/` could rest on: it suggests, and sets nothing."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from accord.fighting.fighting_model import FightingModel
from accord.fighting.recorded import Recorded
from accord.model import When
from accord.record import Case, Entry, Figure, series, tallies
from accord.record.sentences import sentence, spanned


@frozen(kw_only=True)
class SuggestedBasis:
    """Something of the record on which a number could rest.

    Attributes:
        entries: The entries: one, or all figures that stand on one subject.
        date: When the last of them was.
        said: What it is.
        range: The range of all that is claimed, in words; empty where no number is.
        by: Who says so, and of figures which number.
        rests: The ids of the files of `fighting/` that rest on it already.
    """

    entries: tuple[str, ...]
    date: When
    said: str
    range: str = ""
    by: tuple[str, ...]
    rests: tuple[str, ...] = ()


def suggested(case: Case, models: Iterable[FightingModel]) -> list[SuggestedBasis]:
    """Return what happened outside the room and the figures on it, by time.

    Args:
        case: The record as a reader reads it.
        models: What is assumed already.
    """
    held = {model.id: _rests_on(model) for model in models}

    def rests(entries: Iterable[str]) -> tuple[str, ...]:
        among = frozenset(entries)
        return tuple(name for name, on in held.items() if on & among)

    found = [
        SuggestedBasis(
            entries=(one.id,),
            date=one.date,
            said=sentence(case.process, one, case.record),
            by=tuple(_sources(case, one)),
            rests=rests([one.id]),
        )
        for one in case.record.standing
        if one.outside and not isinstance(one, Figure)
    ]
    for some in series(tallies(case.record)):
        standing = [one for one in some.figures if one.id not in some.updated]
        ids = tuple(one.id for one in standing)
        found.append(
            SuggestedBasis(
                entries=ids,
                date=standing[-1].date,
                said=some.subject,
                range=spanned(some),
                by=tuple(f"{_giver(case, one)}: {one.amount}" for one in standing),
                rests=rests(ids),
            )
        )
    return sorted(found, key=lambda one: one.date.order)


def _rests_on(model: FightingModel) -> frozenset[str]:
    moves = model.moves if isinstance(model, Recorded) else ()
    return frozenset((*model.entries, *(one.entry for one in moves)))


def _giver(case: Case, figure: Figure) -> str:
    return case.process.name(figure.by) if figure.by else ", ".join(_sources(case, figure))


def _sources(case: Case, entry: Entry) -> Iterator[str]:
    """Yield who publishes an entry, each once."""
    named: dict[str, None] = {}
    for one in entry.sources:
        source = case.record.sources.get(one)
        if source is None:
            continue
        outlet = case.record.outlets.get(source.outlet)
        named[outlet.label if outlet else source.publisher or source.id] = None
    yield from named
