-- Grain: one row per row of the source. Step: the instant at which the target is used up (C5, P2).
-- _passed: open seconds at the start, _goal: at the due instant. The goal's bin says how much closed time lies before it.
-- _early is 1 where a goal at closing time is due at the close: it is looked up one second before.
-- The lists are joined once, at the bottom: DuckDB copies them for every 2,048 rows that pass a cross join.
SELECT
    * EXCLUDE (
        _cells, _bins, _day_numbers, _day_closes, _start, _cell_seconds, _first_cell, _bin_seconds, _first_bin, _first_close,
        _day_seconds, _cell, _day, _second, _passed, _goal, _early, _bin
    ),
    make_timestamp(epoch_us({base}) + 1000000 * ({due})) AS due_at
FROM (
    SELECT *, _bins[_first_bin + (_goal - _early) // _bin_seconds] AS _bin
    FROM (
        SELECT
            *,
            business_seconds(_cell, _second, {bits}) AS _passed,
            business_seconds(_cell, _second, {bits}) + {target_seconds} AS _goal,
            {early} AS _early
        FROM (
            SELECT
                *,
                _cells[_first_cell + _start // _cell_seconds] AS _cell,
                {day} AS _day,
                _start - _start // _cell_seconds * _cell_seconds AS _second
            FROM (
                SELECT
                    source.*,
                    lists.cells AS _cells,
                    lists.bins AS _bins,
                    lists.day_numbers AS _day_numbers,
                    lists.day_closes AS _day_closes,
                    CAST(date_diff('second', {base}, source.started_at) AS INTEGER) AS _start,
                    {cell_seconds} AS _cell_seconds,
                    {first_cell} AS _first_cell,
                    {bin_seconds} AS _bin_seconds,
                    {first_bin} AS _first_bin,
                    {day_close} AS _first_close,
                    {day_seconds} AS _day_seconds
                FROM {source} AS source, {lists} AS lists
                {near}
            )
        )
    )
)
