"""JSON Schemas of all that has one: the files of a folder, and the brief's JSON."""

from accord.formats.schema import DIALECT, FILES, Schema, file_schema, json_schema, schema_of

ASSUMED = ("hold", "fighting")
NAMES = (*FILES, *ASSUMED, "brief")
"""What has a schema, in order."""


def schema(name: str) -> Schema:
    """Return the schema of some files, or of the brief's JSON.

    Args:
        name: One of `NAMES`.
    """
    match name:
        case "brief":
            from accord.brief.compose import json_class

            return json_schema(json_class(), "Accord: brief")
        case "hold":
            return _hold()
        case "fighting":
            return _fighting()
    return schema_of(name)


def _hold() -> Schema:
    """Return the schema of `hold/*.yaml`: assumptions, or a Graph Model with `decision_makers`.

    What stands in a Graph Model `accord check` says; here it is any mapping.
    """
    from accord.hold.holding_assumptions import HoldingAssumptions

    assumed = file_schema(HoldingAssumptions, "", ("id",))
    game = {"type": "object", "required": ["decision_makers"]}
    return _one_of("hold", [assumed, game])


def _fighting() -> Schema:
    """Return the schema of `fighting/*.yaml`: the keys of the model that the file names."""
    from accord.fighting import catalogue

    found = []
    for name, kind in catalogue().items():
        one = file_schema(kind, "", ("id",))
        one["properties"] = {"model": {"const": name}, **one["properties"]}
        one["required"] = ["model", *one.get("required", ())]
        found.append(one)
    return _one_of("fighting", found)


def _one_of(name: str, forms: list[Schema]) -> Schema:
    defs: Schema = {}
    for one in forms:
        defs |= one.pop("$defs", {})
        one.pop("$schema", None)
        one.pop("title", None)
    head: Schema = {"$schema": DIALECT, "title": f"Accord: {name}"}
    return head | {"anyOf": forms, "$defs": dict(sorted(defs.items()))}
