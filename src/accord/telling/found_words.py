"""What was found, in a line."""

from accord.record import Case
from accord.record.search import Hit
from accord.record.sentences import sentence


def hit_said(case: Case, hit: Hit) -> str:
    """Return in a line what was found says."""
    thing = hit.thing
    if hasattr(thing, "kind"):
        return sentence(case.process, thing, case.record)
    if hit.what == "source":
        return f"{case.record.labels[hit.id]}, {thing.date.words}: {thing.title or thing.url}"
    if hit.what == "interests":
        name = case.process.name
        marks = (one for held in thing.marks.values() for one in held.values())
        why = [thing.basis, *dict.fromkeys(one.basis for one in marks)]
        said = "; ".join(filter(None, why))
        return f"What {name(thing.held_by)} says of {name(hit.of)}. {said}"
    more = [getattr(thing, key, "") for key in ("office", "place", "text")]
    more.append(", ".join(getattr(thing, "words", ())))
    of = [case.process.agenda.issues[hit.of].name] if hit.of else []
    return "; ".join(filter(None, [*of, thing.name, *more]))
