-- Grain: one row per escalation of a ticket that is not excluded (E2). Step: the latest first.
SELECT
    source, ticket_id, level, level_name, from_level, skipped_levels, ordinal, escalated_at,
    tier, priority, export_tier, export_priority, group_name AS "group", assignee, organisation, channel, status, state,
    received_at, business_seconds, calendar_seconds, after_response_breach, after_resolution_breach, has_ladder
FROM scope
WHERE NOT is_excluded
ORDER BY escalated_at DESC, source, ticket_id, ordinal
LIMIT $limit OFFSET $offset
