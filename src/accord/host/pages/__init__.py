"""The pages of the host, a module a subject."""

from accord.host.pages import account, at_table, brief, door, entering, matrix, process_plan

PAGES = (
    *door.PAGES,
    *account.PAGES,
    *brief.PAGES,
    *matrix.PAGES,
    *process_plan.PAGES,
    *entering.PAGES,
    *at_table.PAGES,
)
"""Every page, in the order in which they lead to each other."""
