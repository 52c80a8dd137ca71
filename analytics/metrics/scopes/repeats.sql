-- Grain: one row per escalation (E1). Step: whether the ticket had been at that level, or above it, before (E3).
SELECT
    source, ticket_id, level,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    escalated_at, escalated_on, received_weekday, received_hour, is_excluded,
    coalesce(level <= max(level) OVER (
        PARTITION BY source, ticket_id ORDER BY ordinal ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS is_repeat
FROM escalations
