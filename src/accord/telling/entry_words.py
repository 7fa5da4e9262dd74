"""What an entry says, who says it, and every field of a thing, in words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from accord.formats.shapes import Form, Shape, fields
from accord.model import When
from accord.record import Case, Entry, Meeting, Position, Register
from accord.record.kinds.offer import asked
from accord.record.sentences import sentence
from accord.record.terms import options_in, terms, words_in
from accord.record.wording import one_line, quantity

_OWN = ("id", "sources", "text")
"""The fields of an entry that stand elsewhere beside what it says."""


def who(case: Case, entry: Entry) -> str:
    """Return who speaks or acts in an entry."""
    process = case.process
    if isinstance(entry, Meeting):
        return ", ".join(process.name(side) for side in entry.attended)
    acting = (getattr(entry, name, "") for name in ("by", "party", "owner"))
    by = next(filter(None, acting), "")
    return ", ".join(
        Register(process).with_side(one)
        for one in ((by,) if isinstance(by, str) else by)
        if one
    )


def labels(case: Case, sources: Iterable[str]) -> str:
    """Name sources by their outlets, with the states behind them."""
    return "; ".join(dict.fromkeys(case.record.labels[one] for one in sources))


def brief_labels(case: Case, sources: Sequence[str]) -> str:
    """Name the first source, and say how many more there are."""
    more = f" and {len(sources) - 1} more" if sources[1:] else ""
    return labels(case, sources[:1]) + more


def says(case: Case, entry: Entry) -> str:
    """Put an entry in a line; a meeting with its venue and length."""
    line = sentence(case.process, entry, case.record)
    if not isinstance(entry, Meeting):
        return line
    facts = [case.process.name(entry.venue)] if entry.venue else []
    facts += [quantity(entry.length, "hours")] if entry.length else []
    return f"{line} ({', '.join(facts)})" if facts else line


def replaced(case: Case, entry: Entry) -> str:
    """Return in brackets what superseded an entry, to stand before it; nothing if nothing."""
    after = case.record.superseded.get(entry.id)
    return f"[superseded by {after.id}] " if after else ""


def facts(case: Case, thing: Any) -> Iterator[tuple[str, str]]:
    """Yield every field in words that is filled in, with names beside ids."""
    for name, field in fields(thing.__class__).items():
        value = getattr(thing, field.attribute)
        hidden = _OWN if isinstance(thing, Entry) else ("id", "name", "options")
        if name not in hidden and value is not None and value != field.default:
            yield name.replace("_", " "), in_words(case, value, field.shape)
    if isinstance(thing, Meeting | Position) and thing.text:
        yield "text", thing.text


def in_words(case: Case, value: Any, form: Shape) -> str:
    """Put a value of a field in words, with names beside ids."""
    match form.form:
        case Form.MANY:
            assert form.item is not None
            words = [in_words(case, item, form.item) for item in value]
            return ("; " if form.item.ref and form.item.form is Form.TEXT else "\n").join(words)
        case Form.TERMS if not (
            isinstance(value, str) and form.ref and form.ref.to == "package"
        ):
            agenda = case.process.agenda
            return terms(agenda, options_in(value), words_in(value)) or str(value)
        case Form.TABLE if form.ref is not None and form.ref.to == "options":
            return "\n".join(": ".join(pair) for pair in case.process.agenda.describe(value))
        case Form.TABLE if form.ref is not None and form.ref.to == "combination":
            return asked(case.process.agenda, value)
        case Form.TABLE:
            assert form.item is not None
            return "\n".join(
                f"{case.process.name(key)}: {in_words(case, item, form.item)}"
                for key, item in value.items()
            )
        case Form.RANGE:
            return quantity(value) + (f" ({value.basis})" if value.basis else "")
        case Form.FIELDS:
            return "\n".join(f"{name}: {words}" for name, words in facts(case, value))
        case _ if isinstance(value, When):
            return value.words
        case _:
            return _named(case, str(value), form.ref.to if form.ref else "")


def _named(case: Case, one: str, to: str) -> str:
    """Return what an id names, with the id where the name does not give it away."""
    process, record = case.process, case.record
    name = process.name(one)
    if to in ("entry", "meeting", "proposal", "package") and one in record.by_id:
        entry = record.by_id[one]
        name = getattr(entry, "name", "") or one_line(sentence(process, entry, record), 80)
    elif to == "source":
        name = record.labels.get(one, name)
    elif to == "outlet" and one in record.outlets:
        name = record.outlets[one].label
    elif to == "issue" and one not in process.agenda.issues:
        return Register(process).issues([one])  # as of a day before it was one
    elif to in ("issue", "plan"):
        known = process.agenda.issues if to == "issue" else process.rounds
        name = known[one].name if one in known else name
    return name if name == one else f"{name} ({one})"
