"""What is too large to be solved exactly is refused in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from accord.errors import AccordError
from accord.kernels.ties import TooLarge


@contextmanager
def refusing_what_is_too_large() -> Iterator[None]:
    """Turn a refusal of the kernels into an error of the family.

    Raises:
        AccordError: Where `TooLarge` was raised inside.
    """
    try:
        yield
    except TooLarge as error:
        raise AccordError(f"These deals cannot be weighed exactly: {error}.") from error
