-- Grain: one row per ticket whose group or assignee changed after a clock's stop: who held it at that stop (K8).
CREATE OR REPLACE TEMP TABLE holders AS
SELECT t.state_no,
    bool_or(c.field = 'group' AND c.changed_at > t.response_stopped_at) AS response_group_changed,
    arg_min(c.from_value, c.changed_at) FILTER (c.field = 'group' AND c.changed_at > t.response_stopped_at) AS response_group,
    bool_or(c.field = 'assignee' AND c.changed_at > t.response_stopped_at) AS response_assignee_changed,
    arg_min(c.from_value, c.changed_at) FILTER (c.field = 'assignee' AND c.changed_at > t.response_stopped_at) AS response_assignee,
    bool_or(c.field = 'group' AND c.changed_at > t.resolution_stopped_at) AS resolution_group_changed,
    arg_min(c.from_value, c.changed_at) FILTER (c.field = 'group' AND c.changed_at > t.resolution_stopped_at) AS resolution_group,
    bool_or(c.field = 'assignee' AND c.changed_at > t.resolution_stopped_at) AS resolution_assignee_changed,
    arg_min(c.from_value, c.changed_at) FILTER (c.field = 'assignee' AND c.changed_at > t.resolution_stopped_at) AS resolution_assignee
FROM ticket_changes AS c
JOIN ticket_states AS s ON s.source = c.source AND s.ticket_id = c.ticket_id
JOIN ticket_times AS t ON t.state_no = s.rowid
WHERE c.field IN ('group', 'assignee') AND (c.changed_at > t.response_stopped_at OR c.changed_at > t.resolution_stopped_at)
GROUP BY t.state_no;
