"""Finding what can be added by one file: in a folder of Accord's, or from other packages."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any, ClassVar, Protocol, TypeGuard, TypeVar

from accord.errors import AccordError


class Named(Protocol):
    """A class with a name of its own, by which it is found."""

    name: ClassVar[str]


N = TypeVar("N", bound=Named)


def discovered(
    package: str, group: str, noun: str, fits: Callable[[Any], TypeGuard[type[N]]]
) -> dict[str, type[N]]:
    """Return classes by their names: those of the modules of a package, then of other packages.

    Args:
        package: The package; each of its modules is imported.
        group: The entry point group under which other packages offer theirs, by name.
        noun: What one of them is, for sentences, such as `delegate`.
        fits: Whether something is such a class.

    Raises:
        AccordError: If one of another package cannot be loaded, or takes a name that is taken.
    """
    found = {kind.name: kind for kind in classes_in(package) if fits(kind)}
    found = dict(sorted(found.items()))
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        whose = f"The {noun} '{point.name}' of {point.value}"
        try:
            kind = point.load()
        except Exception as error:
            raise AccordError(f"{whose} cannot be loaded: {error}.") from error
        if point.name in found:
            raise AccordError(f"{whose} takes a name that is taken: give it another.")
        if not fits(kind) or kind.name != point.name:
            raise AccordError(f"{whose} is no class whose name is '{point.name}'.")
        found[point.name] = kind
    return found


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
