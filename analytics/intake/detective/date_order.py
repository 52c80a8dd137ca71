"""Day first or month first, where a column's own values leave it open: what the file's other columns say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from analytics.intake.detective.column_forms import ORDER_WORDS, ColumnForms, Order
from analytics.intake.detective.column_profile import TABLE
from analytics.intake.instant_forms import ORDERS, instant_readings
from analytics.warehouse import Database

LEAST_PAIRS = 20
"""So few pairs of instants out of order say nothing."""


def settle(
    db: Database, found: Sequence[ColumnForms], sequences: Sequence[tuple[str, str]] = (), stated: Sequence[str] = ()
) -> tuple[ColumnForms, ...]:
    """The same columns, with the order settled where something settles it; the reason says what.

    `sequences` are pairs of columns of which the first is an earlier act than the second (received, resolved). `stated` are the
    analyst's forms: day-first or month-first among them decides wherever the values allow it.
    """
    columns = {one.name: one for one in found}
    for order, word in ORDER_WORDS.items():
        if word in stated and word in ORDERS:
            columns = {name: _to(one, order, f"said by hand: {word}") for name, one in columns.items()}
    columns = _by_likeness(columns)
    for order, reason in _by_sequence(db, columns, sequences):
        columns = {name: _to(one, order, reason) for name, one in columns.items()}
    return tuple(_by_likeness(columns).values())


def _to(one: ColumnForms, order: Order, reason: str) -> ColumnForms:
    if one.is_settled or order not in one.orders:
        return one
    return replace(one, orders={order: one.orders[order]}, reason=reason)


def _by_likeness(columns: Mapping[str, ColumnForms]) -> dict[str, ColumnForms]:
    """Columns of one export are written by one program: one that is settled settles those written alike."""
    settled: dict[str, dict[Order, str]] = {}
    for one in columns.values():
        order = next(iter(one.orders))
        if one.is_settled and order:
            for skeleton in one.skeletons:
                settled.setdefault(skeleton, {})[order] = one.name
    alike = {}
    for name, one in columns.items():
        known = {order: by for skeleton in one.skeletons for order, by in settled.get(skeleton, {}).items()}
        if not one.is_settled and len(known) == 1:
            ((order, by),) = known.items()
            one = _to(one, order, f"as in column {by!r}, which is written alike and {ORDER_WORDS.get(order, order)}")
        alike[name] = one
    return alike


def _by_sequence(
    db: Database, columns: Mapping[str, ColumnForms], sequences: Sequence[tuple[str, str]]
) -> Iterator[tuple[Order, str]]:
    """Read the wrong way, later acts come before earlier ones. Only where one order has none of that and the others have much."""
    open_ones = [one for one in columns.values() if not one.is_settled]
    pairs = [(a, b) for a, b in sequences if a in columns and b in columns and (columns[a] in open_ones or columns[b] in open_ones)]
    if not open_ones or not pairs:
        return
    orders = list(dict.fromkeys(order for one in open_ones for order in one.orders))
    wrong: dict[Order, int] = {}
    compared: dict[Order, int] = {}
    for order in orders:
        sides = [(_reading(columns[a], order), _reading(columns[b], order)) for a, b in pairs]
        counts = ", ".join(f"count_if({a} > {b}), count_if({a} IS NOT NULL AND {b} IS NOT NULL)" for a, b in sides)
        (numbers,) = db.rows(f"SELECT {counts} FROM {TABLE}")  # noqa: S608  columns are ours
        wrong[order], compared[order] = sum(numbers[::2]), sum(numbers[1::2])
    for order, other in permutations(orders, 2):
        if len(orders) == 2 and _settles(wrong, compared, order, other):
            names = ", ".join(dict.fromkeys(f"{a!r} before {b!r}" for a, b in pairs[:2]))
            yield order, (
                f"read {ORDER_WORDS.get(other, other)} {wrong[other]:,} of {compared[other]:,} pairs are out of order, "
                f"{ORDER_WORDS.get(order, order)} {wrong[order]:,} ({names})"
            )


def _settles(wrong: Mapping[Order, int], compared: Mapping[Order, int], order: Order, other: Order) -> bool:
    return wrong[order] == 0 and compared[order] >= LEAST_PAIRS and wrong[other] >= max(5, 0.05 * compared[other])


def _reading(one: ColumnForms, order: Order) -> str:
    forms = one.orders.get(order, one.forms)
    local, placed = instant_readings(one.column, forms)
    return f"coalesce({local}, {placed})"
