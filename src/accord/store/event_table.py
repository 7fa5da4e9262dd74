"""The one relational table of a store, and what is asked of it."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    insert,
    select,
)

EVENTS = Table(
    "events",
    MetaData(),
    Column("table_id", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Every event of every table, in its envelope, with its link of the table's chain."""

LOG = (
    select(EVENTS)
    .where(EVENTS.c.table_id == bindparam("table"), EVENTS.c.number > bindparam("after"))
    .order_by(EVENTS.c.number)
)
READ = LOG.with_only_columns(EVENTS.c.number, EVENTS.c.at, EVENTS.c.by, EVENTS.c.body)
HASH = select(EVENTS.c.hash).where(
    EVENTS.c.table_id == bindparam("table"), EVENTS.c.number == bindparam("number")
)
TABLES = select(EVENTS.c.table_id).distinct()
ADD = insert(EVENTS)
