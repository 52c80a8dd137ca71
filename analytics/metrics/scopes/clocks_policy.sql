-- Grain: one row per ticket and clock. Step: the verdict of our policy (K9), due by the policy.
SELECT
    source, ticket_id, clock,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    received_weekday, received_hour, started_on, stopped_on, due_on,
    started_at, stopped_at, stopped_by, as_of, is_paused, calendar_seconds, paused_seconds,
    target, target_seconds, elapsed_seconds, remaining_seconds, due_at,
    outcome, is_overdue, is_at_risk, is_near_miss, precision_flips
FROM sla_clocks
