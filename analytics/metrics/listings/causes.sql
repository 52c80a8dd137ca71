-- Grain: one row per cause of decided clocks, met and breached: the part that most of the counted time went to. Of parts alike the first of:
-- counted and not split, unassigned, between groups, worked. Null: the largest part is not recorded. 'no counted time': nothing counted.
-- Time that did not count, outside hours and paused, cannot have used up a target.
WITH caused AS (
    SELECT s.outcome,
        CASE
            WHEN s.elapsed_seconds = 0 THEN 'no counted time'
            WHEN p.ticket_id IS NULL
                OR unsplit_seconds >= greatest(p.unassigned_seconds, p.between_groups_seconds, p.worked_seconds, 0) THEN NULL
            WHEN p.unassigned_seconds >= greatest(p.between_groups_seconds, p.worked_seconds, 0) THEN 'unassigned'
            WHEN p.between_groups_seconds >= greatest(p.worked_seconds, 0) THEN 'between groups'
            ELSE 'worked'
        END AS cause
    FROM scope AS s
    LEFT JOIN recorded_clock_parts AS p ON p.source = s.source AND p.ticket_id = s.ticket_id AND p.clock = s.clock
    WHERE s.outcome IN ('met', 'breached')
),
counted AS (
    SELECT cause, count(*) FILTER (outcome = 'breached') AS breached, count(*) AS decided FROM caused GROUP BY cause
)
SELECT cause, breached, decided, breached / decided AS breach_rate,
    wilson_low(breached, decided) AS breach_rate_low, wilson_high(breached, decided) AS breach_rate_high,
    sum(breached) OVER () / sum(decided) OVER () AS overall_breach_rate,
    breached - decided * overall_breach_rate AS excess_breaches
FROM counted
ORDER BY list_position(['unassigned', 'between groups', 'worked', 'no counted time'], cause) NULLS LAST
