-- Grain: one row per ticket whose group or assignee changed after a clock's stop (or its as_of): who held it then (K8). NULL: nobody.
CREATE OR REPLACE TEMP TABLE holders AS
WITH held AS (
    SELECT c.field, c.from_value, c.from_told, c.place, t.state_no,
        c.changed_at > coalesce(t.response_stopped_at, t.as_of) AS after_response,
        c.changed_at > coalesce(t.resolution_stopped_at, t.as_of) AS after_resolution
    FROM changes_now AS c
    JOIN ticket_times AS t ON t.source = c.source AND t.ticket_id = c.ticket_id
    WHERE c.field IN ('group', 'assignee')
)
SELECT state_no,
    arg_min(from_told, place) FILTER (field = 'group' AND after_response) AS response_group_told,
    arg_min(from_told, place) FILTER (field = 'assignee' AND after_response) AS response_assignee_told,
    arg_min(from_told, place) FILTER (field = 'group' AND after_resolution) AS resolution_group_told,
    arg_min(from_told, place) FILTER (field = 'assignee' AND after_resolution) AS resolution_assignee_told,
    arg_min_null(from_value, place) FILTER (field = 'group' AND after_response) AS response_group,
    arg_min_null(from_value, place) FILTER (field = 'assignee' AND after_response) AS response_assignee,
    arg_min_null(from_value, place) FILTER (field = 'group' AND after_resolution) AS resolution_group,
    arg_min_null(from_value, place) FILTER (field = 'assignee' AND after_resolution) AS resolution_assignee
FROM held WHERE after_response OR after_resolution GROUP BY state_no;
