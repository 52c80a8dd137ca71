-- Grain: one row per escalation (E1). Step: the escalations as they stand; group and assignee are those escalated from (E2).
SELECT t.source, t.ticket_id, t.ordinal, t.level, t.level_name, t.from_level, t.skipped_levels, t.escalated_at, t.escalated_on,
    t.tier, t.priority, t.export_tier, t.export_priority, t.group_name AS "group", t.assignee, t.organisation, t.channel, t.status,
    t.state, t.received_at, t.received_on, t.calendar_seconds, t.business_seconds, t.after_response_breach, t.after_resolution_breach,
    t.has_ladder, t.is_excluded
FROM escalations AS t
