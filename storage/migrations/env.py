"""Alembic's environment: runs the steps on the connection that storage/migrate.py hands over."""

from typing import Any, Literal

from alembic import context

from storage.columns import Nested, UtcDateTime, Word
from storage.tables import metadata

# A step says what a column is in the database, not which class reads it: classes change, steps do not.
PLAINLY: dict[type[Any], str] = {Word: "sa.Text()", Nested: "sa.JSON()", UtcDateTime: "sa.DateTime(timezone=True)"}


def _plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    return PLAINLY.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # both databases roll back DDL; SQLite because our engine begins transactions itself
    render_as_batch=True,  # SQLite alters a table by copying it
    render_item=_plainly,
)
with context.begin_transaction():
    context.run_migrations()
