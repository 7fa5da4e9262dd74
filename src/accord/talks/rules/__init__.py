"""Rule sets: one file each, with the rules as a value and their procedure.

Here is how to find one by its name, those of other packages among them.
"""

from functools import cache
from typing import Any, TypeGuard

from accord.discovery import Discovered, discovered
from accord.talks.procedure import has_procedure
from accord.talks.ruleset import Rules

GROUP = "accord.rules"
"""The entry point group under which other packages offer rule sets, by name."""


@cache
def rule_sets() -> Discovered[type[Rules]]:
    """Return every rule set by its name: those here, then those of other packages."""
    return discovered(__name__, GROUP, "rule set", _is_rule_set, ("name", "title"))


def _is_rule_set(kind: Any) -> TypeGuard[type[Rules]]:
    """Whether something is a rule set with a procedure and a name of its own."""
    return isinstance(kind, type) and issubclass(kind, Rules) and has_procedure(kind)
