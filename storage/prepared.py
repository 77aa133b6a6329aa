"""Prepared: a statement that is compiled once and then goes to the driver with its values. For what runs with every round,
answer and letter; everything else goes through SQLAlchemy's own execution, which costs ten times what SQLite does.

The words of a statement, the types of its values and its errors stay SQLAlchemy's; whoever listens to an engine hears of
each statement as ever.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, TextClause
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, Any]
Convert = Callable[[Any], Any] | None


class Prepared:
    """One statement, ready for each kind of database. A value for a list (`bindparam(…, expanding=True)`) is a list, never an
    empty one; an INSERT wants a value for every column, for its defaults are SQLAlchemy's to fill in."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._lists = _lists_in(statement)
        self._forms: dict[tuple[str, tuple[int, ...]], _Form] = {}

    def rows(self, db: Connection, values: Values) -> list[Any]:
        """All rows, each a tuple that knows its columns by name."""
        form, values = self._form(db, values)
        cursor = form.run(db, values)
        try:
            return form.read(cursor.fetchall())
        finally:
            cursor.close()

    def row(self, db: Connection, values: Values) -> Any:
        """The only row; None when there is none."""
        found = self.rows(db, values)
        assert len(found) <= 1, f"one row was expected, not {len(found)}"
        return found[0] if found else None

    def column(self, db: Connection, values: Values) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.rows(db, values)]

    def value(self, db: Connection, values: Values) -> Any:
        """The first value of the first row; None when there is no row."""
        found = self.rows(db, values)
        return found[0][0] if found else None

    def change(self, db: Connection, *given: Values) -> int:
        """Carry it out for each of these; how many rows it changed."""
        assert len(given) == 1 or not self._lists, "with lists each is a statement of its own"
        form, values = self._form(db, given[0])
        cursor = form.run(db, values) if len(given) == 1 else form.run_many(db, given)
        try:
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def _form(self, db: Connection, values: Values) -> tuple["_Form", Values]:
        """How it reads in this database with lists of this length; lists are filled up, so that there are few lengths."""
        sizes: tuple[int, ...] = ()
        if self._lists:
            filled = {name: _filled(values[name]) for name in self._lists}
            sizes = tuple(len(some) for some in filled.values())
            values = dict(values) | {
                f"{name}_{n}": one for name, some in filled.items() for n, one in enumerate(some, 1)
            }
        key = (db.dialect.name, sizes)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _form_of(self.statement, db.dialect, dict(zip(self._lists, sizes, strict=True)))
        return form, values


@dataclass(frozen=True)
class _Form:
    """A statement in the words of one database.

    `takes`: the names of its values in their order, and how each is written; `fixed`: values that stand in the statement,
    written already; `gives`: the columns that must be converted; `row` makes a row of them.
    """

    sql: str
    positional: bool
    takes: tuple[tuple[str, Convert], ...]
    fixed: Values
    gives: tuple[tuple[int, Callable[[Any], Any]], ...]
    row: Callable[[Sequence[Any]], Any]

    def run(self, db: Connection, values: Values) -> Any:
        return self._carried_out(db, self._written(values), many=False)

    def run_many(self, db: Connection, given: Sequence[Values]) -> Any:
        return self._carried_out(db, [self._written(values) for values in given], many=True)

    def read(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """Rows as the driver gives them, converted."""
        if not self.gives:
            return [self.row(raw) for raw in found]
        rows = []
        for raw in found:
            row = list(raw)
            for place, convert in self.gives:
                row[place] = convert(row[place])
            rows.append(self.row(row))
        return rows

    def _written(self, values: Values) -> Any:
        """The values as the driver wants them."""
        known = {**values, **self.fixed}
        if self.positional:
            return [known[name] if convert is None else convert(known[name]) for name, convert in self.takes]
        return {name: known[name] if convert is None else convert(known[name]) for name, convert in self.takes}

    def _carried_out(self, db: Connection, params: Any, *, many: bool) -> Any:
        cursor = db.connection.cursor()
        try:
            db.dispatch.before_cursor_execute(db, cursor, self.sql, params, None, many)
            (cursor.executemany if many else cursor.execute)(self.sql, params)
        except db.dialect.loaded_dbapi.Error as error:
            cursor.close()
            raise _told(db, self.sql, error) from error
        except BaseException:
            cursor.close()
            raise
        return cursor


def _told(db: Connection, sql: str, error: Exception) -> BaseException:
    """A driver's error as SQLAlchemy's, without the values. A connection that is gone is not used again."""
    gone = db.dialect.is_disconnect(error, None, None)  # type: ignore[arg-type]
    if gone:
        db.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        db.dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=db.dialect,
    )


def _form_of(statement: Any, dialect: Dialect, sizes: Mapping[str, int]) -> _Form:
    """Compile a statement for lists of these sizes."""
    keys = [column.name for column in statement.table.c] if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=keys)
    binds, lists = compiled.binds, {name: [None] * size for name, size in sizes.items()}
    open_ = {name: None for name, bind in binds.items() if bind.required}
    state = compiled.construct_expanded_state(open_ | lists)
    base = {one: name for name, ones in state.parameter_expansion.items() for one in ones}
    takes: dict[str, Convert] = {}
    fixed = {}
    for name in state.positiontup or state.parameters:
        bind = binds[base.get(name, name)]
        convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
        takes[name] = convert if bind.required else None
        if not bind.required:
            value = state.parameters[name]
            fixed[name] = value if convert is None else convert(value)
    columns = () if isinstance(statement, TextClause) else tuple(statement.exported_columns)
    converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    row: Any = namedtuple("Row", [column.key or "" for column in columns], rename=True)  # type: ignore[misc]
    return _Form(
        sql=state.statement,
        positional=dialect.positional,
        takes=tuple((name, takes[name]) for name in state.positiontup or state.parameters),
        fixed=fixed,
        gives=tuple((place, convert) for place, convert in enumerate(converts) if convert is not None),
        row=row._make,
    )


def _lists_in(statement: Any) -> tuple[str, ...]:
    """The values of a statement that are lists, by name."""
    binds = {} if isinstance(statement, Insert) else statement.compile().binds
    return tuple(name for name, bind in binds.items() if bind.expanding and bind.required)


def _filled(some: Sequence[Any]) -> list[Any]:
    """A list made as long as the next power of two by its last value."""
    size = 1
    while size < len(some):
        size *= 2
    return [*some, *[some[-1]] * (size - len(some))]
