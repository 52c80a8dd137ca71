-- Grain: one row per ticket, excluded ones included (P5). Step: the tickets as they stand.
SELECT
    source, ticket_id,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    received_on, received_weekday, received_hour,
    is_excluded, channel_covered, levels_recorded, escalations
FROM judged_tickets
