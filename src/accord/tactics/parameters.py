"""Parameters of programs: numbers with bounds that say in a sentence when they are crossed."""

from typing import Any

from attrs import Attribute, field, frozen

from accord.errors import AccordError


@frozen
class Parameter:
    """A parameter of a delegate or of a fighting model.

    Attributes:
        name: Its name.
        default: What it is by default, as one would write it; empty where it must be given.
        bounds: What it may be, in a few words.
        about: What it is for.
    """

    name: str
    default: str
    bounds: str
    about: str


def number(
    default: float | int,
    *,
    above: float | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Any:
    """Return a field for a number within bounds.

    Args:
        default: The number by default.
        above: The number is larger than this.
        at_least: The number is at least this.
        at_most: The number is at most this.
    """
    said = [
        *([f"above {above:g}"] if above is not None else []),
        *([f"at least {at_least:g}"] if at_least is not None else []),
        *([f"at most {at_most:g}"] if at_most is not None else []),
    ]
    bounds = " and ".join(said)

    def check(owner: object, attribute: "Attribute[Any]", value: float) -> None:
        if (
            value != value
            or (above is not None and value <= above)
            or (at_least is not None and value < at_least)
            or (at_most is not None and value > at_most)
        ):
            whose = getattr(type(owner), "name", type(owner).__name__)
            wanted = bounds or "a number"
            raise AccordError(f"{whose}: {attribute.name} must be {wanted}, not {value:g}.")

    return field(default=default, validator=check, metadata={"bounds": bounds})
