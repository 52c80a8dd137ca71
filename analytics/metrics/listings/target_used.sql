-- Grain: one row per step of the target used and verdict; every step is there. Step: how much of its target each decided clock used, counted
-- by steps whose upper ends are percent of the target (the last has none); clocks without a target in seconds stand under step null.
WITH steps AS (
    SELECT unnest([5, 10, 25, 50, 75, 90, 100, 110, 125, 150, 200, 400, 9999]) AS up_to_percent
),
used AS (
    SELECT outcome,
        CASE
            WHEN target_seconds IS NULL OR target_seconds = 0 OR elapsed_seconds IS NULL THEN NULL
            WHEN elapsed_seconds * 100 <= target_seconds * 5 THEN 5
            WHEN elapsed_seconds * 100 <= target_seconds * 10 THEN 10
            WHEN elapsed_seconds * 100 <= target_seconds * 25 THEN 25
            WHEN elapsed_seconds * 100 <= target_seconds * 50 THEN 50
            WHEN elapsed_seconds * 100 <= target_seconds * 75 THEN 75
            WHEN elapsed_seconds * 100 <= target_seconds * 90 THEN 90
            WHEN elapsed_seconds <= target_seconds THEN 100
            WHEN elapsed_seconds * 100 <= target_seconds * 110 THEN 110
            WHEN elapsed_seconds * 100 <= target_seconds * 125 THEN 125
            WHEN elapsed_seconds * 100 <= target_seconds * 150 THEN 150
            WHEN elapsed_seconds <= target_seconds * 2 THEN 200
            WHEN elapsed_seconds <= target_seconds * 4 THEN 400
            ELSE 9999
        END AS up_to_percent,
        is_overdue
    FROM scope
    WHERE outcome IN ('met', 'breached')
),
counted AS (
    SELECT up_to_percent, count(*) FILTER (WHERE outcome = 'met') AS met, count(*) FILTER (WHERE outcome = 'breached') AS breached,
        count(*) FILTER (WHERE outcome = 'breached' AND is_overdue) AS overdue
    FROM used GROUP BY up_to_percent
)
SELECT coalesce(s.up_to_percent, c.up_to_percent) AS up_to_percent,
    coalesce(c.met, 0) AS met, coalesce(c.breached, 0) AS breached, coalesce(c.overdue, 0) AS overdue
FROM steps AS s FULL JOIN counted AS c ON s.up_to_percent = c.up_to_percent
ORDER BY up_to_percent NULLS LAST
