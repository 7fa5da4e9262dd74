"""The pages of the host, a module a subject."""

from accord.host.pages import account, at_table, brief, door, entering

PAGES = (*door.PAGES, *account.PAGES, *brief.PAGES, *entering.PAGES, *at_table.PAGES)
"""Every page, in the order in which they lead to each other."""
