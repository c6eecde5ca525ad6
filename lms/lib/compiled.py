"""
Queries whose SQL is written once: the statements of a rush, asked again and again with other values.

To write a statement with subqueries costs Django more than to run it, and each time the outcome is the same. A query
built of `Blank`s is written at its first use, once per database and shape; from then on it is only filled in.
"""

import copy
from functools import update_wrapper
from types import SimpleNamespace

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.transaction import TransactionManagementError


class Blank(Expression):
    """A value that is filled in each time the query runs. It stands where a value may, in filters and annotations."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        """Leave itself among the parameters, for `CompiledQuery` to find."""
        return "%s", [self]


def compiled(**blanks):
    """
    Turn a function that builds a QuerySet into a `CompiledQuery`; `blanks` are its values, each with its Field.

        @compiled(company=CharField(), at=DateTimeField())
        def orders_of(company, at, *, late): ...

        orders_of(company="C01", at=now, late=True)

    The function gets a `Blank` for each of them. Whatever else it takes (`late`) is its shape: hashable, known by
    value, a statement of its own for each. It may hold nothing that differs from call to call.
    """
    return lambda build: CompiledQuery(build, blanks)


class CompiledQuery:
    """A query for rows of a model, with related rows and annotations, or for a values_list(); no prefetching."""

    def __init__(self, build, blanks):
        update_wrapper(self, build)
        self._build, self._blanks = build, blanks
        self._written = {}

    def __call__(self, *, using=DEFAULT_DB_ALIAS, **values):
        """
        Run it and return its rows as a list.

        Raises ValueError for a value that is None, for nothing equals NULL: ask for that by a shape; and
        TransactionManagementError where it locks rows outside of a transaction.
        """
        filled, shape = {}, {}
        for name, value in values.items():
            (filled if name in self._blanks else shape)[name] = value
        key = (using, *sorted(shape.items()))
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = _write(self._queryset(shape), using)
        return written.rows(connections[using], self._prepared(filled, connections[using]))

    def _queryset(self, shape):
        return self._build(**{name: Blank(name, field) for name, field in self._blanks.items()}, **shape)

    def _prepared(self, filled, connection):
        if len(filled) != len(self._blanks):
            raise ValueError(f"{self.__name__} needs {', '.join(sorted(set(self._blanks) - set(filled)))}.")
        if None in filled.values():
            raise ValueError(f"{self.__name__} compares with a value that is None; that needs a shape of its own.")
        return {name: self._blanks[name].get_db_prep_value(value, connection) for name, value in filled.items()}


def _write(queryset, using):
    compiler = queryset.query.get_compiler(using=using)
    sql, params = compiler.as_sql()
    # A connection belongs to one thread; what was written belongs to all.
    compiler.connection = None
    return _Written(queryset, compiler, sql, params)


def _refuse_outside(connection):
    if connection.get_autocommit():
        raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")


class _Written:
    """A statement with its Blanks, and Django's compiler that knows how to read what it answers."""

    def __init__(self, queryset, compiler, sql, params):
        self._model, self._compiler, self._sql, self._params = queryset.model, compiler, sql, params
        self._plain = queryset._iterable_class is ValuesListIterable
        self._locks = compiler.query.select_for_update
        self._converters = None

    def rows(self, connection, values):
        if self._locks and connection.features.has_select_for_update:
            _refuse_outside(connection)
        compiler = copy.copy(self._compiler)
        compiler.connection = connection
        params = tuple(values[one.name] if isinstance(one, Blank) else one for one in self._params)
        compiler.as_sql = lambda *args, **kwargs: (self._sql, params)
        if self._converters is None:
            # Always the same columns: how each is read need not be asked again with every answer.
            self._converters = compiler.get_converters([column for column, *_how in compiler.select])
        compiler.get_converters = lambda columns: self._converters
        if self._plain:
            return list(compiler.results_iter(tuple_expected=True))
        # What Django's own iterator over rows asks of a queryset.
        asked = SimpleNamespace(
            model=self._model,
            db=connection.alias,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _known_related_objects={},
        )
        return list(ModelIterable(asked))
