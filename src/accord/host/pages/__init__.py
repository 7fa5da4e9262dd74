"""The pages of the host, a module a subject."""

from accord.host.pages import (
    account,
    agreed_so_far,
    at_table,
    brief,
    deals,
    door,
    entering,
    mandates,
    mark_sheets,
    matrix,
    number_sheets,
    one_thing,
    own_side,
    process_plan,
    record,
    running,
    sheet_intake,
    take_along,
)

PAGES = (
    *brief.PAGES,
    *record.PAGES,
    *entering.PAGES,
    *sheet_intake.PAGES,
    *matrix.PAGES,
    *mark_sheets.PAGES,
    *deals.PAGES,
    *number_sheets.PAGES,
    *mandates.PAGES,
    *agreed_so_far.PAGES,
    *process_plan.PAGES,
    *one_thing.PAGES,
    *take_along.PAGES,
    *at_table.PAGES,
    *own_side.PAGES,
    *door.PAGES,
    *account.PAGES,
    *running.PAGES,
)
"""Every page, in the order in which they lead to each other."""
