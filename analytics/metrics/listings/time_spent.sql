-- Grain: one row: of each part of the time of breached clocks, of how many clocks it is told (null seconds: of none) and its sum.
-- Step: as clock_parts says it, without a row for each part: where no history tells, all that counted is counted and not split.
SELECT
    count(r.unassigned_seconds), sum(r.unassigned_seconds),
    count(r.between_groups_seconds), sum(r.between_groups_seconds),
    count(r.worked_seconds), sum(r.worked_seconds),
    count(CASE WHEN r.ticket_id IS NULL THEN s.elapsed_seconds ELSE r.unsplit_seconds END),
    sum(CASE WHEN r.ticket_id IS NULL THEN s.elapsed_seconds ELSE r.unsplit_seconds END),
    count(CASE WHEN r.ticket_id IS NULL THEN s.calendar_seconds - s.paused_seconds - s.elapsed_seconds ELSE r.outside_hours_seconds END),
    sum(CASE WHEN r.ticket_id IS NULL THEN s.calendar_seconds - s.paused_seconds - s.elapsed_seconds ELSE r.outside_hours_seconds END),
    count(CASE WHEN r.ticket_id IS NULL AND s.clock = 'first_response' AND s.elapsed_seconds IS NOT NULL THEN 0 ELSE r.paused_seconds END),
    sum(CASE WHEN r.ticket_id IS NULL AND s.clock = 'first_response' AND s.elapsed_seconds IS NOT NULL THEN 0 ELSE r.paused_seconds END)
FROM scope AS s
LEFT JOIN recorded_clock_parts AS r ON r.source = s.source AND r.ticket_id = s.ticket_id AND r.clock = s.clock
WHERE s.outcome = 'breached'
