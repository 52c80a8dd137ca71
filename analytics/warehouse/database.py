"""One DuckDB connection, used by one thread: for writers, sessions with temporary tables, and tests.

Parameters are named (`$name`). Every statement is given only the names it uses, so one mapping can serve a whole file; a name
that is used and not given is an error. All instants are UTC: TIMESTAMP columns come back as naive datetimes (rows) or
datetime64[us] (frames); integer columns with nulls come back as pandas' Int64.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb
import numpy as np

from analytics.errors import StoreRefused

if TYPE_CHECKING:
    import pandas
    import pyarrow
    from numpy.typing import NDArray

Row = tuple[Any, ...]
Parameters = Mapping[str, Any] | None

OPENED_AS = "opened"
"""Catalog name of a file opened read-only."""

_known_statements: dict[str, list[duckdb.Statement]] = {}
STATEMENTS_KEPT = 200
"""Texts of SQL of which a process keeps what the engine read in them. A page's question has one for each set of filters in use, whatever
their values."""

DISK_FULL = "The disk is full."
FREE_SPACE = "free some space or choose another place (--home), then do the same again"
RESTORE = "do it once more; if it stays, check the disk of this machine or restore the store's folder from a backup"
TOO_LARGE = "A file being written grew beyond the size set for it."
RAISE_FILE_SIZE = "raise SUNDIAL_LIMIT_WRITTEN_FILE_BYTES or the account's limit (ulimit -f), then do the same again"
MORE_MEMORY = "close other programs or raise SUNDIAL_LIMIT_MEMORY_BYTES, then do the same again"

OF_THE_ENGINE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
)


def is_engine_fault(error: duckdb.Error) -> bool:
    """Whether disk, file or memory failed, and not the SQL. A damaged block comes as the bare base class, a commit that could not
    write its file as an error of transactions."""
    if isinstance(error, duckdb.TransactionException):
        return "Could not write file" in str(error) or "fsync" in str(error)
    return isinstance(error, OF_THE_ENGINE) or type(error) is duckdb.Error


def ends_the_instance(error: BaseException | None) -> bool:
    """Whether the engine answers nothing more on this instance after that error."""
    return isinstance(error, duckdb.FatalException | duckdb.InternalException)


def engine_refused(error: Exception) -> StoreRefused:
    """A fault of the disk, the file or the memory as an error a person can act on. Faults in SQL are not among them: they stay loud."""
    found = str(error).strip().splitlines()[0]
    if "No space left on device" in found:
        return StoreRefused(DISK_FULL, found, FREE_SPACE)
    if "File too large" in found:
        return StoreRefused(TOO_LARGE, found, RAISE_FILE_SIZE)
    if "Corrupt database file" in found:
        return StoreRefused("A file of the store is damaged.", found, RESTORE)
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreRefused("There was not enough memory.", found, MORE_MEMORY)
    return StoreRefused("The database engine could not go on.", found, RESTORE)


@contextmanager
def engine_faults() -> Iterator[None]:
    """Faults of disk, file or memory inside become StoreRefused; faults in SQL stay what they are."""
    try:
        yield
    except duckdb.Error as error:
        if is_engine_fault(error):
            raise engine_refused(error) from error
        raise


def spill_folder(beside: Path | None) -> str:
    """A folder of its own for what does not fit into memory, named after the process: what a killed one leaves can be told and removed."""
    parent = beside.parent if beside else Path(tempfile.gettempdir())
    return str(parent.absolute() / f".spill-{os.getpid()}-{secrets.token_hex(4)}")


def settings(spill_beside: Path | None = None, threads: int | None = None, memory_limit: str | None = None) -> dict[str, Any]:
    """Settings of every instance: no Python variable is taken for a table, and no extension is fetched or loaded by itself.

    enable_caching_operators: where a CASE gives a joined word in one chunk and something else in the next, gathering small chunks ends
    DuckDB 2.0.0's instance ("dict-surviving cache: global dictionary column changed identity"). A test holds the query that showed it.
    """
    chosen: dict[str, Any] = {
        "enable_caching_operators": False,
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": spill_folder(spill_beside),
    }
    if threads is not None:
        chosen["threads"] = threads
    if memory_limit is not None:
        chosen["memory_limit"] = memory_limit
    return chosen


def connect(path: Path | None, *, read_only: bool, spill_beside: Path | None = None, **chosen: Any) -> duckdb.DuckDBPyConnection:
    """A new instance on a file, or in memory. Zone UTC for all its cursors: a plain SET would reach only this one."""
    config = settings(spill_beside or path, **chosen)
    with engine_faults():
        connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=config)
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        connection.execute("SET TimeZone = 'UTC'")
        # It would be drawn over what a command prints, into its JSON too.
        connection.execute("SET enable_progress_bar = false")
    return connection


def quoted(name: str) -> str:
    """An identifier in quotes."""
    return '"' + name.replace('"', '""') + '"'


def text(word: str) -> str:
    """A string literal."""
    return "'" + word.replace("'", "''") + "'"


def lowered(word: str) -> str:
    """What the engine's lower() makes of a text: letter by letter, so that a capital İ is an i, and no sigma is a final one."""
    return "".join(letter.lower()[0] for letter in word)


class Database:
    """One connection, one thread."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._made: set[str] = set()

    @classmethod
    def memory(cls) -> Self:
        """An empty database that is gone at its close."""
        return cls(connect(None, read_only=False))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = True, threads: int | None = None, memory_limit: str | None = None) -> Self:
        """A file. `memory_limit` as DuckDB writes it ("2GB"). Raises StoreRefused where it cannot be opened.

        A read-only file is attached to an instance of its own: DuckDB refuses to open one file twice in a process with other
        settings, and a reader may have it open. Temporary tables can be created; the file itself cannot be changed.
        """
        if not read_only:
            return cls(connect(path, read_only=False, threads=threads, memory_limit=memory_limit))
        database = cls(connect(None, read_only=False, spill_beside=path, threads=threads, memory_limit=memory_limit))
        try:
            database.attach(path, OPENED_AS)
            database.run(f"USE {OPENED_AS}")
        except BaseException:
            database.close()
            raise
        return database

    def rows(self, sql: str, parameters: Parameters = None, using: Iterable[str] = ()) -> list[Row]:
        """All rows of the last statement. `using`: statements that create what it uses by name, run once a connection."""
        with engine_faults():
            return self._execute(sql, parameters, using).fetchall()

    def known_rows(self, sql: str) -> list[Row]:
        """What a Reader asks once a version; here, where tables change, each time."""
        return self.rows(sql)

    def frame(self, sql: str, parameters: Parameters = None) -> pandas.DataFrame:
        """The last statement's rows as a frame; ENUM columns hold words as other text does."""
        with engine_faults():
            found = self._execute(sql, parameters).df()
        for name in found.columns[found.dtypes == "category"]:
            found[name] = found[name].astype(object).where(found[name].notna(), None)
        return found

    def numbers(self, sql: str, parameters: Parameters = None) -> NDArray[Any]:
        """The one column of the last statement, of numbers without nulls, as an array: many rows, at little cost."""
        with engine_faults():
            (found,) = self._execute(sql, parameters).fetchnumpy().values()
        return np.asarray(found)

    def run(self, sql: str, parameters: Parameters = None) -> None:
        """One or more statements, for what they do."""
        with engine_faults():
            self._execute(sql, parameters).fetchall()

    def run_file(self, path: Path, parameters: Parameters = None) -> None:
        """All statements of a .sql file, in order."""
        self.run(path.read_text(encoding="utf-8"), parameters)

    def register(self, name: str, table: pyarrow.Table | pandas.DataFrame) -> None:
        """Let SQL read a table of this process under a name."""
        self._connection.register(name, table)

    def unregister(self, name: str) -> None:
        """Forget a registered table."""
        self._connection.unregister(name)

    def attach(self, path: Path, name: str) -> None:
        """Another file, read-only, as a catalog of that name."""
        if not path.is_file():
            raise StoreRefused("A file of the store is missing.", path.name, "load again, or restore the store from a backup")
        with engine_faults():
            self._connection.execute(f"ATTACH {text(str(path))} AS {quoted(name)} (READ_ONLY)")

    def detach(self, name: str) -> None:
        """Let go of an attached file."""
        with engine_faults():
            self._connection.execute(f"DETACH {quoted(name)}")

    def lock_down(self, folders: Sequence[Path] = ()) -> None:
        """From here on no file but those already open and those under `folders`, and no change of settings. For good."""
        allowed: Iterable[str] = (text(str(folder.absolute())) for folder in folders)
        self._connection.execute(f"SET allowed_directories = [{', '.join(allowed)}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def close(self) -> None:
        """Close the connection. Temporary tables are gone; a file without another connection in this process is closed."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _execute(self, sql: str, parameters: Parameters, using: Iterable[str] = ()) -> duckdb.DuckDBPyConnection:
        for making in using:
            if making not in self._made:
                self._connection.execute(making)
                self._made.add(making)
        given = parameters or {}
        for statement in self._read(sql):
            used = {name: given[name] for name in statement.named_parameters if name in given}
            self._connection.execute(statement, used)
        return self._connection

    def _read(self, sql: str) -> list[duckdb.Statement]:
        """Read once and then known: reading takes the engine some ms of a page's question, and no other thread goes on meanwhile. A
        statement belongs to no connection, and each execution works on a copy of it."""
        known = _known_statements.get(sql)
        if known is None:
            known = self._connection.extract_statements(sql)
            if len(_known_statements) >= STATEMENTS_KEPT:
                _known_statements.clear()
            _known_statements[sql] = known
        return known
