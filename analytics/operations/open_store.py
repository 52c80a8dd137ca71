"""Which store is read: the company's own, or the samples' (never mixed)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from analytics.errors import NothingLoaded, SundialError
from analytics.warehouse import Reader, Store


def own_store(home: Path) -> Store:
    """The store of the company's own loads."""
    return Store(home / "store")


def sample_store(home: Path) -> Store:
    """The store of the generated samples."""
    return Store(home / "samples" / "store")


def open_reader(home: Path, samples: bool = False) -> Reader:
    """A reader of the store's newest version. Raises NothingLoaded where there is nothing to answer from."""
    reader = (sample_store(home) if samples else own_store(home)).reader()
    if reader is None or not _holds_loads(reader):
        if samples:
            raise NothingLoaded("the samples are not loaded", "no published version of the samples", "make them: sundial samples")
        raise NothingLoaded(
            "nothing is loaded yet", "no load in the store", "load an export: sundial load FILE; or ask the samples with --samples"
        )
    return reader


def open_ahead(home: Path, samples: bool = False) -> None:
    """Begin to check and open the store, and do not wait: the libraries of a command are imported meanwhile, and open_reader() then has it
    sooner. What is refused here is refused there again.
    """

    def opened() -> None:
        with suppress(SundialError, OSError):
            open_reader(home, samples)

    Thread(target=opened).start()


def open_for_pages(home: Path) -> tuple[Reader | None, bool]:
    """The store pages show, and whether it is the samples': those stand in only while the own store is empty."""
    own = own_store(home).reader_at_once()
    if own is not None and _holds_loads(own):
        return own, False
    samples = sample_store(home).reader()
    return samples, samples is not None


def keep_open(home: Path, over: Event, every_seconds: float = 1.0) -> None:
    """For a server, in a thread of its own: check and open each version soon after it is published, until it is `over`. So nobody who comes
    waits while the hash of a large version is taken: the one before goes on being shown. What is refused here is refused where one asks.
    """
    while True:
        with suppress(SundialError, OSError):
            own_store(home).reader()
        if over.wait(every_seconds):
            return


def _holds_loads(reader: Reader) -> bool:
    return bool(reader.known_rows("SELECT count(*) FROM loads")[0][0])
