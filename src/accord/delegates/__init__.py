"""Programs that can sit at the table: one file each, and its name is the file's.

Here is how to find one by its name, those of other packages among them.
"""

import inspect
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeGuard

import attrs
from frozendict import frozendict

from accord.discovery import Discovered, discovered, failure, section
from accord.errors import AccordError
from accord.model import Interests
from accord.tactics.delegate import Delegate
from accord.tactics.notation import settings_in, text_of, value_of
from accord.tactics.parameters import Parameter
from accord.talks import Role

GROUP = "accord.delegates"
"""The entry point group under which other packages offer delegates, by name."""

_PRIVATE = ("interests", "others")
"""Fields that hold interests: neither shown nor set by a text."""


@attrs.frozen
class Description:
    """What the catalogue says of a delegate.

    Attributes:
        name: Its name.
        role: What it sits as.
        summary: What it does, in a sentence.
        source: Where it comes from.
        parameters: Its parameters.
    """

    name: str
    role: Role
    summary: str
    source: str
    parameters: tuple[Parameter, ...]


@attrs.frozen
class Recipe:
    """A delegate asked for, before it is known for whom it sits: call it with the interests.

    Attributes:
        kind: The class.
        settings: Its parameters.
    """

    kind: type[Delegate]
    settings: frozendict[str, Any] = frozendict()

    @property
    def role(self) -> Role:
        """Return what it sits as."""
        return self.kind.role

    @property
    def takes_interests(self) -> bool:
        """Return whether it must be given interests."""
        return any(given.name == "interests" for given in _fields(self.kind))

    def __call__(
        self, interests: Interests | None = None, others: tuple[Interests, ...] = ()
    ) -> Delegate:
        """Make the delegate.

        Args:
            interests: What deals are worth to the party it sits for.
            others: What they are believed to be worth to the other parties; of use to a
                delegate that has a field of this name.

        Raises:
            AccordError: If it needs interests and is given none, or cannot be made.
        """
        if self.takes_interests and interests is None:
            raise AccordError(f"{self.kind.name} sits for a party: give it its interests.")
        private = {"interests": interests, "others": others}
        taken = {f.name: private[f.name] for f in _fields(self.kind) if f.name in private}
        try:
            return self.kind(**taken, **self.settings)
        except AccordError:
            raise
        except Exception as error:
            raise AccordError(
                f"The program '{self.kind.name}' cannot be made: {failure(error)}."
            ) from error

    def __str__(self) -> str:
        """Write it as `parse` reads it."""
        said = ",".join(f"{name}={text_of(value)}" for name, value in self.settings.items())
        return f"{self.kind.name}:{said}" if said else self.kind.name


@cache
def catalogue() -> Discovered[type[Delegate]]:
    """Return every delegate by its name: those here, then those of other packages."""
    needs = "name", "role", "move"
    return discovered(__name__, GROUP, "delegate", _is_named, needs)


def parse(text: str) -> Recipe:
    """Read `boulware` or `boulware:beta=0.2,accept=next`.

    Args:
        text: Name of a delegate, and after a colon its parameters.

    Raises:
        AccordError: If there is no such delegate or parameter, or it cannot be so.
    """
    name, _, rest = text.partition(":")
    kind = catalogue().get(name.strip())
    if kind is None:
        wrong = name.strip()
        if wrong in catalogue().left_out:
            raise AccordError(catalogue().left_out[wrong])
        raise AccordError(f"There is no delegate '{wrong}'; {_instead(wrong, catalogue())}")
    return read(kind, rest)


def read(kind: type[Delegate], text: str) -> Recipe:
    """Read the parameters of a delegate, such as `beta=0.2,accept=next`.

    Args:
        kind: The class.
        text: The parameters; empty for what they are by default.

    Raises:
        AccordError: If there is no such parameter, or it cannot be so.
    """
    settings: dict[str, Any] = {}
    known = {given.name: given for given in _parameters(kind)}
    for parameter, value in settings_in(text).items():
        if parameter not in known:
            instead = _instead(parameter, known)
            raise AccordError(f"{kind.name} has no parameter '{parameter}'; {instead}")
        try:
            settings[parameter] = value_of(value, known[parameter].type)
        except ValueError as error:
            raise AccordError(f"{kind.name}: {parameter} {error}, not '{value}'.") from None
    recipe = Recipe(kind, frozendict(settings))
    # Made once without interests, so that what cannot be is refused here and now.
    kind(**({"interests": None} if recipe.takes_interests else {}), **settings)
    return recipe


def recipe(delegate: Delegate) -> Recipe:
    """Return the recipe of a delegate: what is not as by default, but for its interests.

    Args:
        delegate: The delegate.
    """
    settings = {
        given.name: getattr(delegate, given.name)
        for given in _parameters(type(delegate))
        if getattr(delegate, given.name) != _default(given)
    }
    return Recipe(type(delegate), frozendict(settings))


def describe(kind: type[Delegate]) -> Description:
    """Return what the docstring and the fields of a delegate say.

    Args:
        kind: The class.
    """
    text = inspect.getdoc(kind) or ""
    about: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        about.update(_attributes(inspect.cleandoc(base.__dict__.get("__doc__") or "")))
    return Description(
        kind.name,
        kind.role,
        text.split("\n\n")[0].replace("\n", " "),
        section(text, "Source"),
        tuple(
            Parameter(
                given.name,
                "" if given.default is attrs.NOTHING else text_of(_default(given)),
                given.metadata.get("bounds", ""),
                about.get(given.name, ""),
            )
            for given in _parameters(kind)
        ),
    )


def _is_named(kind: Any) -> TypeGuard[type[Delegate]]:
    return (
        isinstance(kind, type)
        and isinstance(kind.__dict__.get("name"), str)
        and callable(getattr(kind, "move", None))
        and isinstance(getattr(kind, "role", None), Role)
        and not inspect.isabstract(kind)
    )


def _fields(kind: type[Delegate]) -> tuple["attrs.Attribute[Any]", ...]:
    if not attrs.has(kind):
        return ()
    return tuple(attrs.fields(attrs.resolve_types(kind)))


def _parameters(kind: type[Delegate]) -> tuple["attrs.Attribute[Any]", ...]:
    """Return the fields that can be set, those that are its own first."""
    given = [one for one in _fields(kind) if one.init and one.name not in _PRIVATE]
    return tuple(sorted(given, key=lambda one: one.name not in kind.__annotations__))


def _default(given: "attrs.Attribute[Any]") -> Any:
    default: Any = given.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _instead(wrong: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(wrong, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"there are: {', '.join(known)}." if known else "there are none."


def _attributes(text: str) -> dict[str, str]:
    found = re.search(r"^Attributes:\n((?:[ ]+.*\n?|\n)+)", text, re.MULTILINE)
    if not found:
        return {}
    said = re.findall(r"^ {4}(\w+): (.*(?:\n {5,}.*)*)", found[1], re.MULTILINE)
    return {name: " ".join(words.split()) for name, words in said}
