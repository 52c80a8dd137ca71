-- The parts of a clock: those in business time sum to its elapsed, all of them to its calendar time, none is below 0, and every clock
-- with a verdict of the policy, or with no fault and another verdict, has them once.
WITH summed AS (
    SELECT source, ticket_id, clock, count(*) AS parts, count(DISTINCT part) AS different, sum(seconds) AS all_seconds, min(seconds) AS least,
        sum(seconds) FILTER (part IN ('unassigned', 'between groups', 'worked', 'counted, not split')) AS counted
    FROM clock_parts GROUP BY source, ticket_id, clock
),
wanted AS (
    FROM sla_clocks
    WHERE outcome IN ('met', 'breached')
        OR (outcome IN ('no_target', 'running') AND elapsed_seconds IS NOT NULL AND (deadline_at IS NOT NULL OR vendor_outcome <> 'unknown'))
)
SELECT c.source, c.ticket_id, c.clock, s.*
FROM wanted AS c
FULL JOIN summed AS s ON s.source = c.source AND s.ticket_id = c.ticket_id AND s.clock = c.clock
WHERE s.parts IS DISTINCT FROM 6 OR s.different IS DISTINCT FROM 6 OR c.clock IS NULL OR s.least < 0
    OR s.counted IS DISTINCT FROM c.elapsed_seconds OR s.all_seconds IS DISTINCT FROM c.calendar_seconds
