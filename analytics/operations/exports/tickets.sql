-- Grain: one row per ticket. Step: what a help desk's export would say of it, in the columns of Sundial's own ticket layout (so that the
-- file can be loaded again), then what was judged. A closing time stands where it stood in for the resolved time (K1). Of several
-- escalations the highest level stands, with the instant it was first reached; histories are not part of it.
WITH highest AS (
    SELECT source, ticket_id, max(level) AS level, arg_max(escalated_at, (level, -ordinal)) AS escalated_at
    FROM escalations GROUP BY source, ticket_id
)
SELECT t.ticket_id, t.received_at, t.updated_at, t.first_response_at,
    CASE WHEN t.resolution_stopped_by IS DISTINCT FROM 'closing time' THEN t.resolved_at END AS resolved_at,
    CASE WHEN t.resolution_stopped_by = 'closing time' THEN t.resolved_at END AS closed_at,
    t.status, t.export_priority AS priority, t.export_tier AS tier, t.group_name AS "group", t.assignee, t.organisation, t.channel,
    h.level, h.escalated_at,
    CASE WHEN t.exclusion_reason <> 'channel not covered' THEN t.exclusion_reason END AS exclusion,
    t.response_deadline_at AS response_due_at, t.resolution_deadline_at AS resolution_due_at,
    nullif(t.response_vendor_outcome, 'unknown') AS response_verdict,
    nullif(t.resolution_vendor_outcome, 'unknown') AS resolution_verdict,
    t.source, t.as_of, t.state, t.seen_in_last_load, t.policy, t.tier AS judged_tier, t.priority AS judged_priority,
    t.is_excluded, t.exclusion_reason, t.cover_gap, t.channel_covered, t.escalations, t.reopens, t.group_changes,
    t.response_outcome, t.response_target, t.response_target_seconds, t.response_due_at AS response_judged_due_at,
    t.response_stopped_at, t.response_stopped_by, t.response_elapsed_seconds,
    t.resolution_outcome, t.resolution_target, t.resolution_target_seconds, t.resolution_due_at AS resolution_judged_due_at,
    t.resolution_stopped_at, t.resolution_stopped_by, t.resolution_elapsed_seconds, t.resolution_paused_seconds
FROM judged_tickets AS t
LEFT JOIN highest AS h ON h.source = t.source AND h.ticket_id = t.ticket_id
