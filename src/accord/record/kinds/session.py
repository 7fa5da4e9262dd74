"""A sitting within a round."""

from attrs import frozen

from accord.record.meeting import Meeting


@frozen(kw_only=True)
class Session(Meeting):
    """A sitting within a round (`during` says which)."""

    kind = "session"
    order = 2
    sample = """\
- kind: session                # a sitting within a round; the keys of a round without 'plan'
  id: session-1
  date: 2024-05-02T10
  sources: gazette-0502
  during: round-1
  name: Morning session
"""
