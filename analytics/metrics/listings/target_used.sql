-- Grain: one row per step of the target used and verdict; every step is there. Step: how much of its target each decided clock used, counted
-- by steps whose upper ends are percent of the target (the last has none); clocks without a target in seconds stand under step null.
WITH steps AS (
    SELECT unnest([5, 10, 25, 50, 75, 90, 100, 110, 125, 150, 200, 400, 9999]) AS up_to_percent
),
-- Whole percents, rounded up: e * 100 <= t * p exactly where ceil(e * 100 / t) <= p. Beyond the last step they are one.
by_percent AS (
    SELECT least(coalesce((elapsed_seconds * 100 + target_seconds - 1) // nullif(target_seconds, 0), -1), 401) AS percent,      -- -1: not known
        outcome, is_overdue, count(*) AS clocks
    FROM scope
    WHERE outcome IN ('met', 'breached')
    GROUP BY ALL
),
counted AS (
    SELECT CASE WHEN percent >= 0 THEN (SELECT min(up_to_percent) FROM steps WHERE up_to_percent >= percent) END AS up_to_percent,
        sum(clocks) FILTER (WHERE outcome = 'met') AS met, sum(clocks) FILTER (WHERE outcome = 'breached') AS breached,
        sum(clocks) FILTER (WHERE outcome = 'breached' AND is_overdue) AS overdue
    FROM by_percent GROUP BY ALL
)
SELECT coalesce(s.up_to_percent, c.up_to_percent) AS up_to_percent,
    coalesce(c.met, 0) AS met, coalesce(c.breached, 0) AS breached, coalesce(c.overdue, 0) AS overdue
FROM steps AS s FULL JOIN counted AS c ON s.up_to_percent = c.up_to_percent
ORDER BY up_to_percent NULLS LAST
