"""How long agreements of a kind held, in sentences: of a table, and nothing of the case."""

from collections.abc import Iterator

from accord.hold.reference_class import FEWEST, ReferenceClass, StillHeld

NOT_CAUSES = (
    "Differences between kinds of agreements are not causes: what leads to a clause may be "
    "what ends the agreement."
)
OF_OTHERS = (
    "This is what became of others. It is no forecast, and says nothing on how likely it is "
    "that this deal holds."
)


def reference_lines(one: ReferenceClass) -> Iterator[str]:
    """Yield the sentences on a class of agreements.

    Args:
        one: The class.
    """
    yield f"How long agreements of a kind held ({one.source}; {one.table})"
    like = "; ".join(f"{column}: {' or '.join(v.split('|'))}" for column, v in one.like.items())
    which = f"{one.number:,} of {one.among:,} agreements ({like})" if like else _all(one)
    begun = f", begun {one.period[0]} to {one.period[1]}" if one.period else ""
    yield f"{which}{begun}. {one.ended:,} of them ended."
    if one.unsaid:
        yield (
            f"Left out: {one.unsaid:,} for which the table does not say how long they held, or "
            "whether they ended."
        )
    if one.is_small:
        yield f"Of fewer than {FEWEST} no share is given: one more would move it much."
    for after in one.still:
        yield f"- {_after(after, one.is_small)}"
    if not one.is_small:
        yield (
            "Shares count agreements as far as they were followed (Kaplan and Meier); 95% "
            "intervals, by Greenwood's error on the scale of log(-log)."
        )
    yield NOT_CAUSES
    yield OF_OTHERS


def _all(one: ReferenceClass) -> str:
    if one.number == 1:
        return "The one agreement of the table"
    return f"All {one.number:,} agreements of the table"


def _after(after: StillHeld, is_small: bool) -> str:
    """Return how many still held after some years, and what share where there is one."""
    years = f"after {after.years:g} {'year' if after.years == 1 else 'years'}"
    unknown = f", {after.unknown:,} not followed so long" if after.unknown else ""
    counts = f"{after.held:,} held, {after.ended:,} had ended{unknown}"
    if after.share is None:
        why = "" if is_small else "; none was followed so long, so there is no share"
        return f"{years}: {counts}{why}"
    if after.interval is None:
        return f"{years}: {'all' if after.share else 'none'} still held; {counts}"
    low, high = (f"{100 * end:.0f}%" for end in after.interval)
    return f"{years}: {100 * after.share:.0f}% still held ({low} to {high}); {counts}"


def reference_json(one: ReferenceClass) -> dict[str, object]:
    """Return a class of agreements as plain values.

    Args:
        one: The class.
    """
    return {
        "table": one.table,
        "source": one.source,
        "like": dict(one.like),
        "n": one.number,
        "among": one.among,
        "left_out": one.unsaid,
        "ended": one.ended,
        "period": list(one.period) if one.period else None,
        "still_held": [
            {
                "years": after.years,
                "share": after.share,
                "error": after.error,
                "interval": list(after.interval) if after.interval else None,
                "held": after.held,
                "ended": after.ended,
                "not_followed": after.unknown,
            }
            for after in one.still
        ],
        "says": [NOT_CAUSES, OF_OTHERS],
    }
