-- Grain: one row per ticket and level that it had become eligible for and was not escalated to (E3). Step: the latest first.
SELECT
    source, ticket_id, level, is_stated, eligible_at, tier, priority, export_tier, export_priority,
    group_name AS "group", assignee, organisation, channel, status, state
FROM scope
WHERE NOT is_excluded AND NOT is_escalated
ORDER BY eligible_at DESC, source, ticket_id, level
LIMIT $limit OFFSET $offset
