"""The pages of the host, a module a subject."""

from accord.host.pages import account, at_table, brief, door

PAGES = (*door.PAGES, *account.PAGES, *brief.PAGES, *at_table.PAGES)
"""Every page, in the order in which they lead to each other."""
