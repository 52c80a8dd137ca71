-- Grain: one row per row of the source. Step: the instant at which the target is used up (C5, P2).
-- _passed: open seconds at the start, _goal: at the due instant. The goal's bin says how much closed time lies before it.
-- _early is 1 where a goal at closing time is due at the close: it is looked up one second before.
SELECT
    reckoned.* EXCLUDE (
        _start, _cell_seconds, _first_cell, _bin_seconds, _first_bin, _first_close, _day_seconds,
        _cell, _day, _second, _passed, _goal, _early, _bin
    ),
    make_timestamp({base_us} + 1000000 * ({due})) AS due_at
FROM (
    SELECT
        counted.*,
        lists.bins[_first_bin + (_goal - _early) // _bin_seconds] AS _bin
    FROM (
        SELECT
            looked_up.*,
            business_seconds(_cell, _second) AS _passed,
            business_seconds(_cell, _second) + {target_seconds} AS _goal,
            {early} AS _early
        FROM (
            SELECT
                placed.*,
                lists.cells[_first_cell + _start // _cell_seconds] AS _cell,
                {day} AS _day,
                _start - _start // _cell_seconds * _cell_seconds AS _second
            FROM (
                SELECT
                    source.*,
                    CAST((epoch_us(source.started_at) - {base_us}) // 1000000 AS INTEGER) AS _start,
                    {cell_seconds} AS _cell_seconds,
                    {first_cell} AS _first_cell,
                    {bin_seconds} AS _bin_seconds,
                    {first_bin} AS _first_bin,
                    {day_close} AS _first_close,
                    {day_seconds} AS _day_seconds
                FROM {source} AS source, {lists} AS lists
                {near}
            ) AS placed, {lists} AS lists
        ) AS looked_up
    ) AS counted, {lists} AS lists
) AS reckoned, {lists} AS lists
