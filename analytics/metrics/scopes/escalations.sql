-- Grain: one row per escalation (E1). Step: the escalations as they stand; group and assignee are those escalated from (E2).
SELECT
    source, ticket_id, level, level_name, from_level, skipped_levels, ordinal,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    escalated_at, escalated_on, received_at, received_weekday, received_hour,
    calendar_seconds, business_seconds, after_response_breach, after_resolution_breach, has_ladder, is_excluded
FROM escalations
