-- Grain: one row per stretch of time over ($edges: its lower ends, in seconds; null: not known in seconds), of breached clocks, with those
-- that are overdue apart: what they are over so far is a lower bound (K10). Step: as in breached_clocks.sql, in $time; the percentiles are
-- nearest rank over all of them, the same in every row.
WITH over AS (
    SELECT is_overdue, CASE $time
        WHEN 'business' THEN CASE WHEN elapsed_seconds >= target_seconds THEN elapsed_seconds - target_seconds END
        WHEN 'calendar' THEN CASE WHEN coalesce(stopped_at, as_of) > due_at THEN date_diff('second', due_at, coalesce(stopped_at, as_of)) END
    END AS seconds
    FROM scope WHERE outcome = 'breached'
),
whole AS (
    SELECT quantile_disc(seconds, 0.5) AS p50, quantile_disc(seconds, 0.9) AS p90, min(seconds) FILTER (WHERE is_overdue) AS least_overdue
    FROM over
),
counted AS (
    SELECT CASE WHEN seconds IS NOT NULL THEN len(list_filter($edges, lambda edge: edge <= seconds)) END AS stretch,
        count(*) FILTER (WHERE NOT is_overdue) AS stopped, count(*) FILTER (WHERE is_overdue) AS overdue
    FROM over GROUP BY stretch
)
SELECT c.stretch, c.stopped, c.overdue, w.p50, w.p90, w.least_overdue FROM counted AS c CROSS JOIN whole AS w ORDER BY c.stretch
