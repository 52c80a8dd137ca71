-- Grain: one row per breached clock. Step: how far over, in business time (K4) and in calendar time; the furthest over first. $over: only
-- those over by $over_from seconds or more, less than $over_to where that is given, in business or calendar time; null: all.
SELECT * FROM (
    SELECT
        source, ticket_id, tier, priority, export_tier, export_priority,
        group_name AS "group", assignee, organisation, channel, status, state,
        started_at, due_at, stopped_at, stopped_by, is_overdue, is_paused,
        target, target_seconds, elapsed_seconds,
        CASE WHEN elapsed_seconds >= target_seconds THEN elapsed_seconds - target_seconds END AS over_seconds,
        CASE WHEN coalesce(stopped_at, as_of) > due_at THEN date_diff('second', due_at, coalesce(stopped_at, as_of)) END
            AS over_calendar_seconds
    FROM scope
    WHERE outcome = 'breached'
) AS breached
WHERE $over IS NULL OR (CASE $over WHEN 'business' THEN over_seconds ELSE over_calendar_seconds END >= $over_from
    AND ($over_to IS NULL OR CASE $over WHEN 'business' THEN over_seconds ELSE over_calendar_seconds END < $over_to))
ORDER BY over_calendar_seconds DESC NULLS LAST, source, ticket_id
LIMIT $limit OFFSET $offset
