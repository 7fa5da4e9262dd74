"""The compiled engine: the same talks as at the pure table, many of them, fast.

Numba, which compiles it, is loaded when an `Engine` is made and not before. Where it is
missing: pip install 'accord[fast]'.
"""

from accord.play.compiled.engine import MISSING, Engine
from accord.play.compiled.programs import why_not

__all__ = ["MISSING", "Engine", "why_not"]
