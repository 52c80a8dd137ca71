-- Grain: one row per row of `clocks` (clock_id, calendar_id, started_second, target_seconds > 0; UTC seconds since 1970).
-- Step: the second at which the target is used up, landing on closing time (C5), by equi-joins with cells and bins. The second form of
-- due.sql, as elapsed_by_join.sql is of elapsed.sql. For landing on the next opening leave out both `- 1`.
SELECT
    clock_id,
    base_second + goal + CASE WHEN goal_in >= bins.opens_second THEN next_bins.closed_seconds_before ELSE bins.closed_seconds_before END
        AS due_second
FROM (
    SELECT
        clock_id, calendar_id, base_second, goal,
        mod(goal - 1, bin_seconds) AS goal_in,
        CAST((goal - 1 - mod(goal - 1, bin_seconds)) / bin_seconds AS BIGINT) AS bin
    FROM (
        SELECT
            placed.*,
            target_seconds + open_seconds_before + CASE
                WHEN start_in <= opens_second THEN 0
                WHEN start_in < closes_second THEN start_in - opens_second
                ELSE closes_second - opens_second
            END AS goal
        FROM (
            SELECT
                clocks.clock_id, clocks.calendar_id, clocks.target_seconds, base_second, bin_seconds,
                mod(started_second - base_second, cell_seconds) AS start_in,
                CAST((started_second - base_second - mod(started_second - base_second, cell_seconds)) / cell_seconds AS BIGINT) AS cell
            FROM clocks
            LEFT JOIN business_calendars ON business_calendars.calendar_id = clocks.calendar_id
        ) AS placed
        LEFT JOIN business_cells ON business_cells.calendar_id = placed.calendar_id AND business_cells.cell = placed.cell
    ) AS counted
) AS reckoned
LEFT JOIN business_bins AS bins ON bins.calendar_id = reckoned.calendar_id AND bins.bin = reckoned.bin
LEFT JOIN business_bins AS next_bins ON next_bins.calendar_id = reckoned.calendar_id AND next_bins.bin = reckoned.bin + 1
