"""Finding what can be added by one file: in a folder of Accord's, or from other packages."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeGuard, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class Named(Protocol):
    """A class with a name of its own, by which it is found."""

    name: ClassVar[str]


N = TypeVar("N", bound=Named)
V = TypeVar("V")


class Discovered(Mapping[str, V]):
    """What was found, by name.

    Attributes:
        left_out: Why something of another package is left out, in a sentence, by its name. What
            does not ask for it goes on without it.
    """

    def __init__(self, held: Mapping[str, V], left_out: Mapping[str, str]) -> None:
        self._held = dict(held)
        self.left_out = dict(left_out)

    def __getitem__(self, name: str) -> V:
        """Return what has a name."""
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._held)

    def __len__(self) -> int:
        """Return how many were found."""
        return len(self._held)


def entry_points(group: str) -> "Iterable[EntryPoint]":
    """Return what other packages offer under a group.

    Args:
        group: The entry point group.
    """
    from importlib import metadata  # loads `email` and `socket`, which little else needs

    return metadata.entry_points(group=group)


def discovered(
    package: str,
    group: str,
    noun: str,
    fits: Callable[[Any], TypeGuard[type[N]]],
    needs: tuple[str, ...] = (),
) -> Discovered[type[N]]:
    """Return classes by their names: those of the modules of a package, then of other packages.

    Args:
        package: The package; each of its modules is imported.
        group: The entry point group under which other packages offer theirs, by name.
        noun: What one of them is, for sentences, such as `delegate`.
        fits: Whether something is such a class.
        needs: What such a class has to say, for a sentence.
    """
    left_out: dict[str, str] = {}
    found = {kind.name: kind for kind in classes_in(package) if fits(kind)}
    found = dict(sorted(found.items()))
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        whose = f"The {noun} '{point.name}' of {point.value}"
        try:
            kind = point.load()
        except Exception as error:
            left_out[point.name] = f"{whose} cannot be loaded: {failure(error)}."
            continue
        lacking = [one for one in needs if not hasattr(kind, one)]
        if point.name in found:
            left_out[point.name] = f"{whose} takes a name that is taken: give it another."
        elif isinstance(kind, type) and lacking:
            left_out[point.name] = f"{whose} has no {' and no '.join(lacking)}."
        elif not fits(kind) or getattr(kind, "name", None) != point.name:
            left_out[point.name] = f"{whose} is no {noun} whose name is '{point.name}'."
        else:
            found[point.name] = kind
    return Discovered(found, left_out)


def failure(error: BaseException) -> str:
    """Return what went wrong in code of another package, in a few words.

    Args:
        error: What it raised.
    """
    said = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def section(text: str, title: str) -> str:
    """Return a section of a docstring as one line.

    Args:
        text: The docstring.
        title: How the section is headed, such as `Source`.
    """
    found = re.search(rf"^{title}:\n((?:[ ]+.*\n?|\n)+)", text, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def classes_in(package: str) -> Iterator[type[Any]]:
    """Yield the classes that the modules of a package define.

    Args:
        package: The package; each of its modules is imported.
    """
    for module in iter_modules(import_module(package).__path__):
        full = f"{package}.{module.name}"
        for kind in vars(import_module(full)).values():
            if isinstance(kind, type) and kind.__module__ == full:
                yield kind
