-- Grain: one row per near miss: a clock met with less than a tenth of its target left. Step: the least left first.
SELECT
    source, ticket_id, tier, priority, export_tier, export_priority,
    group_name AS "group", assignee, organisation, channel, status, state,
    started_at, due_at, stopped_at, target, target_seconds, elapsed_seconds, target_seconds - elapsed_seconds AS left_seconds
FROM scope
WHERE outcome = 'met' AND is_near_miss
ORDER BY left_seconds, source, ticket_id
LIMIT $limit OFFSET $offset
