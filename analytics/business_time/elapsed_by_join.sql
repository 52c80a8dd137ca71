-- Grain: one row per row of `clocks` (clock_id, calendar_id, started_second, stopped_second; UTC seconds since 1970).
-- Step: business time between two instants (C3), by equi-joins with the cells. The second form: the same cells as elapsed.sql looks up
-- in lists, for engines that have none. Rows must lie within the horizon of the tables.
SELECT
    clock_id,
    CASE
        WHEN stopped_second < started_second THEN NULL
        ELSE stop_before + CASE
                WHEN stop_in <= stop_opens THEN 0
                WHEN stop_in < stop_closes THEN stop_in - stop_opens
                ELSE stop_closes - stop_opens
            END
            - start_before - CASE
                WHEN start_in <= start_opens THEN 0
                WHEN start_in < start_closes THEN start_in - start_opens
                ELSE start_closes - start_opens
            END
    END AS elapsed_seconds
FROM (
    SELECT
        placed.*,
        start_cells.open_seconds_before AS start_before, start_cells.opens_second AS start_opens, start_cells.closes_second AS start_closes,
        stop_cells.open_seconds_before AS stop_before, stop_cells.opens_second AS stop_opens, stop_cells.closes_second AS stop_closes
    FROM (
        SELECT
            clocks.clock_id, clocks.calendar_id, clocks.started_second, clocks.stopped_second,
            mod(started_second - base_second, cell_seconds) AS start_in,
            mod(stopped_second - base_second, cell_seconds) AS stop_in,
            CAST((started_second - base_second - mod(started_second - base_second, cell_seconds)) / cell_seconds AS BIGINT) AS start_cell,
            CAST((stopped_second - base_second - mod(stopped_second - base_second, cell_seconds)) / cell_seconds AS BIGINT) AS stop_cell
        FROM clocks
        LEFT JOIN business_calendars ON business_calendars.calendar_id = clocks.calendar_id
    ) AS placed
    LEFT JOIN business_cells AS start_cells ON start_cells.calendar_id = placed.calendar_id AND start_cells.cell = placed.start_cell
    LEFT JOIN business_cells AS stop_cells ON stop_cells.calendar_id = placed.calendar_id AND stop_cells.cell = placed.stop_cell
) AS looked_up
