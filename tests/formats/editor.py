"""YAML as an editor sees it: typed by the core schema of YAML 1.2, keys always texts."""

import re
from typing import Any

import yaml

_SCALARS = [
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
]


def seen(text: str) -> Any:
    """Read YAML into the plain values that a schema is applied to."""
    return _value(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def _value(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if node.style:
        return node.value
    for kind, pattern in _SCALARS:
        if re.fullmatch(pattern, node.value):
            return _typed(kind, node.value)
    return node.value


def _typed(kind: str, text: str) -> Any:
    match kind:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            return int(text) if text.lstrip("+-").isdigit() else int(text, 0)
    return float(text)
