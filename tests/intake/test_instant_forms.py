"""Timestamps in ISO form: the quick way must read what the long way reads, and nothing else (T1, T2)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.export_format import ISO
from analytics.intake.instant_forms import instant_readings, iso_by_shape, usual_instant
from analytics.warehouse import Database

QUICK_SHAPES = ("2025-05-01T10:20:30Z", "2025-05-01T10:20:30", "2025-05-01 10:20:30")
SIGNS = " +-\t.:0123459ZTz٣"


@pytest.fixture(scope="module")
def db() -> Iterator[Database]:
    with Database.memory() as memory:
        yield memory


def differing(db: Database, texts: Sequence[str]) -> list[tuple[object, ...]]:
    """The texts that the two ways read otherwise, within the years of help desks."""

    def bounded(sql: str) -> str:
        return f"CASE WHEN {sql} >= TIMESTAMP '1970-01-01' THEN {sql} END"

    quick, slow = instant_readings("x", [ISO]), iso_by_shape("x")
    pairs = [(bounded(one), bounded(other)) for one, other in zip(quick, slow, strict=True)]
    db.register("texts", pa.table({"x": pa.array(texts, pa.string())}))
    differ = " OR ".join(f"({one}) IS DISTINCT FROM ({other})" for one, other in pairs)
    # The usual shape is read before both, or left to them.
    usual = usual_instant("x")
    differ += f" OR ({usual} IS NOT NULL AND (({usual} <> ({pairs[1][1]})) IS DISTINCT FROM false OR ({pairs[0][1]}) IS NOT NULL))"
    return db.rows(f"SELECT x, {', '.join(sql for pair in pairs for sql in pair)} FROM texts WHERE {differ}")


@pytest.mark.parametrize("shape", QUICK_SHAPES)
def test_t1_a_usual_timestamp_with_any_two_signs_changed_reads_as_by_its_shape(db: Database, shape: str) -> None:
    texts = set()
    for first, second in itertools.combinations(range(len(shape)), 2):
        for one, other in itertools.product(SIGNS, SIGNS):
            signs = list(shape)
            signs[first], signs[second] = one, other
            texts.add("".join(signs))
    assert not differing(db, sorted(texts))


@pytest.mark.parametrize("shape", QUICK_SHAPES)
def test_t1_any_single_byte_in_any_place_reads_as_by_its_shape(db: Database, shape: str) -> None:
    texts = [shape[:at] + chr(code) + shape[at + more :] for at in range(len(shape)) for code in range(1, 256) for more in (0, 1)]
    assert not differing(db, texts)


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(alphabet="0123456789-:TZ +.\t", min_size=15, max_size=26), max_size=100))
def test_t1_whatever_is_written_reads_as_by_its_shape(db: Database, texts: list[str]) -> None:
    assert not differing(db, texts)
