-- Grain: one row per step of the target used and verdict; every step is there. Step: how much of its target each decided clock used, counted
-- by steps whose upper ends are percent of the target (the last has none); clocks without a target in seconds stand under step null.
WITH steps AS (
    SELECT unnest([5, 10, 25, 50, 75, 90, 100, 110, 125, 150, 200, 400, 9999]) AS up_to_percent
),
-- Whole percents, rounded up: e * 100 <= t * p exactly where ceil(e * 100 / t) <= p. Beyond the last step they are one; -1: not known.
-- Of all clocks: leaving out those without a verdict before they are grouped would take longer than the rest.
by_percent AS (
    SELECT least(coalesce((elapsed_seconds * 100 + target_seconds - 1) // nullif(target_seconds, 0), -1), 401) AS percent,
        outcome, count(*) AS clocks, count(*) FILTER (WHERE is_overdue) AS still_open
    FROM scope GROUP BY ALL
),
counted AS (
    SELECT CASE WHEN percent >= 0 THEN (SELECT min(up_to_percent) FROM steps WHERE up_to_percent >= percent) END AS up_to_percent,
        sum(clocks) FILTER (WHERE outcome = 'met') AS met, sum(clocks) FILTER (WHERE outcome = 'breached') AS breached,
        sum(still_open) FILTER (WHERE outcome = 'breached') AS overdue
    FROM by_percent WHERE outcome IN ('met', 'breached') GROUP BY ALL
)
SELECT coalesce(s.up_to_percent, c.up_to_percent) AS up_to_percent,
    coalesce(c.met, 0) AS met, coalesce(c.breached, 0) AS breached, coalesce(c.overdue, 0) AS overdue
FROM steps AS s FULL JOIN counted AS c ON s.up_to_percent = c.up_to_percent
ORDER BY up_to_percent NULLS LAST
