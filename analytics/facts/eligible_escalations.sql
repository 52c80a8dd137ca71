-- Grain: one row per ticket and ladder level that it could have been escalated to (E3).
-- is_stated: the level states escalate_after, and so much business time since receipt had passed while the ticket was unresolved.
-- Not stated: on a ladder without any times the first level, from the first due instant that the ticket passed unresolved.
CREATE OR REPLACE TEMP TABLE eligible AS
WITH untimed AS (
    SELECT policy_id, tier, min(level) AS level, arg_min(name, level) AS level_name
    FROM policy_ladder GROUP BY policy_id, tier HAVING count(escalate_after_seconds) = 0
)
SELECT state_no, level, level_name, due_at AS eligible_at, true AS is_stated FROM ladder_dues WHERE until_at > due_at
UNION ALL
SELECT t.state_no, u.level, u.level_name,
    least(CASE WHEN j.response_outcome = 'breached' THEN j.response_due_at END,
        CASE WHEN j.resolution_outcome = 'breached' THEN j.resolution_due_at END) AS eligible_at, false
FROM ticket_times AS t
JOIN untimed AS u ON u.policy_id = t.policy_id AND u.tier = t.tier
JOIN judged_now AS j ON j.state_no = t.state_no
WHERE 'breached' IN (j.response_outcome, j.resolution_outcome)
    AND coalesce(t.resolution_stopped_at, t.as_of) > least(CASE WHEN j.response_outcome = 'breached' THEN j.response_due_at END,
        CASE WHEN j.resolution_outcome = 'breached' THEN j.resolution_due_at END);

-- Grain: one row per eligible level: the first escalation to it or above.
CREATE OR REPLACE TEMP TABLE escalated_to AS
SELECT e.state_no, e.level, min(x.stopped_at) AS escalated_at
FROM eligible AS e JOIN escalation_spans AS x ON x.state_no = e.state_no AND x.level >= e.level GROUP BY e.state_no, e.level;

-- Grain: one row per eligible level after which the group or assignee changed: who held the ticket then.
CREATE OR REPLACE TEMP TABLE eligible_holders AS
SELECT e.state_no, e.level,
    arg_min(c.from_told, c.place) FILTER (c.field = 'group') AS group_told,
    arg_min(c.from_told, c.place) FILTER (c.field = 'assignee') AS assignee_told,
    arg_min_null(c.from_value, c.place) FILTER (c.field = 'group') AS group_name,
    arg_min_null(c.from_value, c.place) FILTER (c.field = 'assignee') AS assignee
FROM eligible AS e
JOIN ticket_times AS t ON t.state_no = e.state_no
JOIN changes_now AS c ON c.source = t.source AND c.ticket_id = t.ticket_id
WHERE c.field IN ('group', 'assignee') AND c.changed_at > e.eligible_at
GROUP BY e.state_no, e.level;

INSERT INTO eligible_escalations BY NAME
SELECT j.source, j.ticket_id, e.level, e.level_name, e.is_stated, e.eligible_at,
    CAST(reporting_local(e.eligible_at) AS DATE) AS eligible_on, x.escalated_at,
    CASE WHEN j.levels_recorded THEN x.escalated_at IS NOT NULL END AS is_escalated,
    j.tier, j.priority, j.export_tier, j.export_priority,
    CASE WHEN h.group_told THEN h.group_name ELSE j.group_name END AS group_name,
    CASE WHEN h.assignee_told THEN h.assignee ELSE j.assignee END AS assignee,
    j.organisation, j.channel, j.status, j.state, j.received_on, j.received_weekday, j.received_hour, j.is_excluded
FROM eligible AS e
JOIN judged_now AS j ON j.state_no = e.state_no
LEFT JOIN escalated_to AS x ON x.state_no = e.state_no AND x.level = e.level
LEFT JOIN eligible_holders AS h ON h.state_no = e.state_no AND h.level = e.level
WHERE j.resolution_fault IS NULL;
