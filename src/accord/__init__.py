"""Accord: software for peace talks.

One model of a process answers five questions: where do the talks stand, is there a deal,
will they reach it, will it hold, and let them meet. Each question is a subpackage and a
command of ``accord``; importing this package loads none of them.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
