"""Reading a published version, from any number of threads.

A version has one DuckDB instance in a process, opened read-only and then locked down. Each call has a cursor to itself and takes
all rows: threads sharing a connection would be given each other's rows. The instance is closed when nobody holds its Reader any
more, so a page that runs while a new version is published ends on the version it began with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from analytics.errors import StoreRefused
from analytics.warehouse.database import Database, Parameters, Row, connect, ends_the_instance, engine_faults
from analytics.warehouse.version import SCHEMA_VERSION, Version

if TYPE_CHECKING:
    import duckdb
    import pandas


@dataclass
class Instance:
    """What all readers of a version share: DuckDB's instance, and what was asked once."""

    connection: duckdb.DuckDBPyConnection
    known: dict[str, list[Row]] = field(default_factory=dict)
    idle: list[Database] = field(default_factory=list)
    is_lost: bool = False

    def cursor(self) -> Database:
        """A new cursor. Raises StoreRefused where the engine has given up."""
        with engine_faults():
            return Database(self.connection.cursor())

    def take(self) -> Database:
        """A cursor that nobody else uses until put() has it back."""
        try:
            return self.idle.pop()
        except IndexError:
            return self.cursor()

    def put(self, database: Database) -> None:
        """Keep a cursor for the next question; there are never more than questions were asked at once."""
        self.idle.append(database)
        if self.is_lost:
            self._let_go()

    def failed(self, error: BaseException) -> None:
        """Where the engine gave up on a question: let the instance go, so that the file can be opened in another."""
        if ends_the_instance(error.__cause__):
            self.is_lost = True
            self._let_go()

    def _let_go(self) -> None:
        while self.idle:
            self.idle.pop().close()
        self.connection.close()


class Reader:
    """A published version. All instants are UTC; see Database for types."""

    def __init__(self, version: Version, instance: Instance) -> None:
        self.version = version
        self._instance = instance

    @property
    def is_lost(self) -> bool:
        """Whether the engine gave up on a question and answers no other: the version has to be opened again."""
        return self._instance.is_lost

    @classmethod
    def open(cls, version: Version) -> Self:
        """Open a checked version and lock it down. Raises StoreRefused where it cannot be opened or its schema is not ours."""
        connection = connect(version.path, read_only=True)
        try:
            database = Database(connection)
            refuse_other(database)
            database.lock_down()
        except BaseException:
            connection.close()
            raise
        return cls(version, Instance(connection))

    def noted(self, notice: str | None) -> Reader:
        """The same open instance, with the notice of now."""
        return self if notice == self.version.notice else Reader(replace(self.version, notice=notice), self._instance)

    def rows(self, sql: str, parameters: Parameters = None, using: Iterable[str] = ()) -> list[Row]:
        """All rows of a query. `using`: statements that create what it uses by name."""
        with self._lent() as database:
            return database.rows(sql, parameters, using)

    def known_rows(self, sql: str) -> list[Row]:
        """All rows of a query about the version itself, such as its sources: asked once, for a version never changes."""
        known = self._instance.known
        if sql not in known:
            known[sql] = self.rows(sql)
        return known[sql]

    def frame(self, sql: str, parameters: Parameters = None) -> pandas.DataFrame:
        """A query's rows as a frame."""
        with self._lent() as database:
            return database.frame(sql, parameters)

    @contextmanager
    def session(self) -> Iterator[Database]:
        """A cursor for this thread, with temporary tables that are gone at its end (what-if). Settings cannot be changed."""
        database = self._instance.cursor()
        try:
            yield database
        except StoreRefused as error:
            self._instance.failed(error)
            raise
        finally:
            database.close()

    @contextmanager
    def _lent(self) -> Iterator[Database]:
        """A cursor for this thread that answered before, where one is idle: what it uses by name is made already, which takes the engine as
        long as a small question. One that failed is not lent again."""
        database = self._instance.take()
        try:
            yield database
        except BaseException as error:
            database.close()
            self._instance.failed(error)
            raise
        self._instance.put(database)


def schema_version(database: Database) -> int | None:
    """What store_meta states; None where the file has no such table or line."""
    if not database.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'store_meta'"):
        return None
    stated = database.rows("SELECT value FROM store_meta WHERE key = 'schema_version'")
    return int(stated[0][0]) if stated else None


def refuse_newer(database: Database) -> None:
    """Refuse what a later program made."""
    found = schema_version(database)
    if found is not None and found > SCHEMA_VERSION:
        raise StoreRefused(
            "This store was made by a newer Sundial.",
            f"schema version {found}; this program knows up to {SCHEMA_VERSION}",
            "use the Sundial that made it, or a newer one",
        )


def refuse_other(database: Database) -> None:
    """Refuse what a later or an earlier program made."""
    refuse_newer(database)
    found = schema_version(database)
    if found is not None and found < SCHEMA_VERSION:
        raise StoreRefused(
            "This store was made by an older Sundial.",
            f"schema version {found}; this program reads {SCHEMA_VERSION}",
            "bring it to the new schema: sundial migrate",
        )
