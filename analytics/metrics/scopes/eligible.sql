-- Grain: one row per ticket and level that it had become eligible for (E3). Step: those whose source records levels (E4).
SELECT
    source, ticket_id, level, is_stated,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    eligible_at, eligible_on, received_weekday, received_hour, is_excluded, is_escalated
FROM eligible_escalations
WHERE is_escalated IS NOT NULL
