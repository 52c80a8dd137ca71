-- Grain: one row per part of the time of breached clocks. clocks: of how many the part is told; seconds: null where it is told of none.
-- Step: the parts of clock_parts of the clocks in scope. Where another verdict calls a clock breached that our policy does not, none is told.
SELECT p.part, count(p.seconds) AS clocks, CAST(sum(p.seconds) AS BIGINT) AS seconds
FROM scope AS s JOIN clock_parts AS p ON p.source = s.source AND p.ticket_id = s.ticket_id AND p.clock = s.clock
WHERE s.outcome = 'breached'
GROUP BY p.part
