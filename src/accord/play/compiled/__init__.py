"""The compiled engine: the same talks as at the pure table, many of them, fast."""

from accord.play.compiled.engine import Engine
from accord.play.compiled.programs import why_not

__all__ = ["Engine", "why_not"]
