-- Grain: one row per escalation, with the words of its ticket and who it was escalated from (E1, E2, E3, P7).
CREATE OR REPLACE TEMP TABLE escalation_holders AS
SELECT e.source, e.ticket_id, e.ordinal,
    arg_min(c.from_told, c.place) FILTER (c.field = 'group') AS group_told,
    arg_min(c.from_told, c.place) FILTER (c.field = 'assignee') AS assignee_told,
    arg_min_null(c.from_value, c.place) FILTER (c.field = 'group') AS group_name,
    arg_min_null(c.from_value, c.place) FILTER (c.field = 'assignee') AS assignee
FROM escalations_elapsed AS e
JOIN changes_now AS c ON c.source = e.source AND c.ticket_id = e.ticket_id
WHERE c.field IN ('group', 'assignee') AND c.changed_at >= e.escalated_at
GROUP BY e.source, e.ticket_id, e.ordinal;

CREATE OR REPLACE TEMP TABLE ladders AS
SELECT p.policy_id, r.tier, r.level, r.name FROM policy_versions AS p JOIN policy_ladder AS r ON r.policy_id = p.policy_id;

INSERT INTO escalations BY NAME
SELECT e.source, e.ticket_id, e.level, l.name AS level_name, e.from_level, e.level - e.from_level - 1 AS skipped_levels, e.ordinal,
    e.escalated_at, CAST(reporting_local(e.escalated_at) AS DATE) AS escalated_on,
    j.tier, j.priority, j.export_tier, j.export_priority,
    CASE WHEN h.group_told THEN h.group_name ELSE j.group_name END AS group_name,
    CASE WHEN h.assignee_told THEN h.assignee ELSE j.assignee END AS assignee,
    j.organisation, j.channel, j.status, j.state, j.received_at, j.received_on, j.received_weekday, j.received_hour,
    CASE WHEN e.escalated_at >= j.received_at THEN epoch_us(e.escalated_at) // 1000000 - epoch_us(j.received_at) // 1000000 END
        AS calendar_seconds,
    e.elapsed_seconds AS business_seconds,
    CASE WHEN j.response_due_at IS NOT NULL THEN j.response_outcome = 'breached' AND e.escalated_at > j.response_due_at END
        AS after_response_breach,
    CASE WHEN j.resolution_due_at IS NOT NULL THEN j.resolution_outcome = 'breached' AND e.escalated_at > j.resolution_due_at END
        AS after_resolution_breach,
    has.tier IS NOT NULL AS has_ladder, j.is_excluded
FROM escalations_elapsed AS e
JOIN judged_now AS j ON j.source = e.source AND j.ticket_id = e.ticket_id
JOIN ticket_times AS t ON t.state_no = e.state_no
LEFT JOIN ladders AS l ON l.policy_id = t.policy_id AND l.tier = t.tier AND l.level = e.level
LEFT JOIN (SELECT DISTINCT policy_id, tier FROM ladders) AS has ON has.policy_id = t.policy_id AND has.tier = t.tier
LEFT JOIN escalation_holders AS h ON h.source = e.source AND h.ticket_id = e.ticket_id AND h.ordinal = e.ordinal;
