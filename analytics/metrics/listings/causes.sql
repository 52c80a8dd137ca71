-- Grain: one row per cause of breached clocks: the part that most of the counted time went to, null where that is not recorded.
-- Step: parts side by side, then the largest. Time that did not count, outside hours and paused, cannot have used up a target.
WITH parts AS (
    SELECT source, ticket_id,
        coalesce(max(seconds) FILTER (WHERE part = 'unassigned'), 0) AS unassigned,
        coalesce(max(seconds) FILTER (WHERE part = 'between groups'), 0) AS between_groups,
        coalesce(max(seconds) FILTER (WHERE part = 'worked'), 0) AS worked,
        coalesce(max(seconds) FILTER (WHERE part = 'counted, not split'), 0) AS unsplit
    FROM clock_parts WHERE clock = $clock GROUP BY source, ticket_id
),
caused AS (
    SELECT s.source, s.ticket_id,
        CASE
            WHEN p.unsplit >= greatest(p.unassigned, p.between_groups, p.worked) THEN NULL
            WHEN p.unassigned >= greatest(p.between_groups, p.worked) THEN 'unassigned'
            WHEN p.between_groups >= p.worked THEN 'between groups'
            WHEN p.worked > 0 THEN 'worked'
        END AS cause
    FROM scope AS s LEFT JOIN parts AS p ON p.source = s.source AND p.ticket_id = s.ticket_id
    WHERE s.outcome = 'breached'
),
counted AS (
    SELECT cause, count(*) AS part, sum(count(*)) OVER () AS whole FROM caused GROUP BY cause
)
SELECT cause, part AS breached, part / whole AS share, wilson_low(part, whole) AS low, wilson_high(part, whole) AS high
FROM counted ORDER BY cause IS NULL, breached DESC, cause
