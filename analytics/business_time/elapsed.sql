-- Grain: one row per row of the source. Step: business time between two instants (C3).
-- _start and _stop are seconds since the base of the lists; _start_second and _stop_second since the beginning of their cells.
-- The lists are joined once, at the bottom: DuckDB copies them for every 2,048 rows that pass a cross join.
SELECT
    * EXCLUDE (_cells, _start, _stop, _cell_seconds, _first_cell, _start_cell, _stop_cell, _start_second, _stop_second),
    CASE WHEN _stop >= _start THEN
        business_seconds(_stop_cell, _stop_second, {bits}) - business_seconds(_start_cell, _start_second, {bits})
    END AS elapsed_seconds
FROM (
    SELECT
        *,
        _cells[_first_cell + _start // _cell_seconds] AS _start_cell,
        _cells[_first_cell + _stop // _cell_seconds] AS _stop_cell,
        _start - _start // _cell_seconds * _cell_seconds AS _start_second,
        _stop - _stop // _cell_seconds * _cell_seconds AS _stop_second
    FROM (
        SELECT
            source.*,
            lists.cells AS _cells,
            CAST(date_diff('second', {base}, source.started_at) AS INTEGER) AS _start,
            CAST(date_diff('second', {base}, source.stopped_at) AS INTEGER) AS _stop,
            {cell_seconds} AS _cell_seconds,
            {first_cell} AS _first_cell
        FROM {source} AS source, {lists} AS lists
        {near}
    )
)
