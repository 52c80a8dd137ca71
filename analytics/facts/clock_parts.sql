-- Grain: one row per clock that the policy calls breached, overdue ones too. The run is [received_at, until_at].
CREATE OR REPLACE TEMP TABLE breached_runs AS
SELECT t.state_no, j.source, j.ticket_id, 'first_response' AS clock, t.response_calendar_id AS calendar_id, t.received_at,
    coalesce(t.response_stopped_at, t.as_of) AS until_at, j.response_elapsed_seconds AS elapsed_seconds, CAST(0 AS BIGINT) AS paused_seconds
FROM judged_now AS j
JOIN ticket_times AS t ON t.source = j.source AND t.ticket_id = j.ticket_id
WHERE j.response_outcome = 'breached'
UNION ALL
SELECT t.state_no, j.source, j.ticket_id, 'resolution', t.resolution_calendar_id, t.received_at,
    coalesce(t.resolution_stopped_at, t.as_of), j.resolution_elapsed_seconds, j.resolution_paused_seconds
FROM judged_now AS j
JOIN ticket_times AS t ON t.source = j.source AND t.ticket_id = j.ticket_id
WHERE j.resolution_outcome = 'breached';

-- Grain: one row per ticket of such clocks.
CREATE OR REPLACE TEMP TABLE breached_tickets AS SELECT DISTINCT state_no, source, ticket_id FROM breached_runs;

-- Grain: one row per such ticket: what its history tells of. A row of an event log says all its fields at its instant.
CREATE OR REPLACE TEMP TABLE told_of AS
WITH changed AS (
    SELECT r.state_no,
        coalesce(bool_or(c.field = 'assignee'), false) AS assignees, coalesce(bool_or(c.field = 'group'), false) AS groups,
        coalesce(bool_or(c.field = 'status'), false) AS statuses
    FROM breached_tickets AS r
    LEFT JOIN changes_now AS c ON c.source = r.source AND c.ticket_id = r.ticket_id
    GROUP BY r.state_no
)
SELECT c.state_no, c.assignees AS assignees_change, c.assignees OR (s.is_event AND f.assignee) AS assignees,
    c.groups OR (s.is_event AND f.group_name) AS groups, c.statuses OR (s.is_event AND f.status) AS statuses,
    s.assignee IS NOT NULL AS is_assigned_now
FROM changed AS c
JOIN standing_states AS s ON s.state_no = c.state_no
JOIN given_fields AS f ON f.load_id = s.load_id;

-- Grain: one row per such ticket and stretch in which somebody (is_held), nobody (not is_held) or one does not know who (NULL) was
-- assigned, after all changes of a second. Stretches of one kind that touch are one. from_at '0001-01-01' and to_at NULL: no bound.
CREATE OR REPLACE TEMP TABLE held_stretches AS
WITH seconds AS (
    SELECT r.state_no, c.changed_at AS from_at, arg_max_null(c.to_value, c.place) IS NOT NULL AS is_held
    FROM breached_tickets AS r
    JOIN changes_now AS c ON c.source = r.source AND c.ticket_id = r.ticket_id AND c.field = 'assignee'
    GROUP BY r.state_no, c.changed_at
    UNION ALL
    SELECT r.state_no, TIMESTAMP '0001-01-01',
        CASE WHEN arg_min(c.from_told, c.place) THEN arg_min_null(c.from_value, c.place) IS NOT NULL END
    FROM breached_tickets AS r
    JOIN changes_now AS c ON c.source = r.source AND c.ticket_id = r.ticket_id AND c.field = 'assignee'
    GROUP BY r.state_no
    UNION ALL
    SELECT state_no, TIMESTAMP '0001-01-01', is_assigned_now FROM told_of WHERE assignees AND NOT assignees_change
),
turns AS (
    SELECT * FROM seconds
    QUALIFY row_number() OVER (PARTITION BY state_no ORDER BY from_at) = 1
        OR is_held IS DISTINCT FROM lag(is_held) OVER (PARTITION BY state_no ORDER BY from_at)
)
SELECT state_no, from_at, lead(from_at) OVER (PARTITION BY state_no ORDER BY from_at) AS to_at, is_held FROM turns;

-- Grain: one row per clock and stretch of its run of one kind: worked, unassigned, between_groups, unsplit. Pauses still in.
-- A stretch with nobody assigned is between groups from the first change of group in it that left a group, after receipt.
CREATE OR REPLACE TEMP TABLE run_parts AS
WITH clipped AS (
    SELECT r.state_no, r.clock, r.calendar_id, r.source, r.ticket_id, h.is_held, h.from_at, r.received_at,
        greatest(h.from_at, r.received_at) AS started_at, least(h.to_at, r.until_at) AS stopped_at
    FROM breached_runs AS r JOIN held_stretches AS h ON h.state_no = r.state_no
    WHERE greatest(h.from_at, r.received_at) < least(h.to_at, r.until_at)
),
passed AS (
    SELECT p.state_no, p.clock, p.started_at, min(c.changed_at) AS passed_at
    FROM clipped AS p
    JOIN changes_now AS c ON c.source = p.source AND c.ticket_id = p.ticket_id AND c.field = 'group' AND c.from_value IS NOT NULL
        AND c.changed_at >= p.from_at AND c.changed_at > p.received_at AND c.changed_at < p.stopped_at
    WHERE NOT p.is_held
    GROUP BY p.state_no, p.clock, p.started_at
)
SELECT c.state_no, c.clock, c.calendar_id, CASE WHEN c.is_held THEN 'worked' WHEN NOT c.is_held THEN 'unassigned' ELSE 'unsplit' END AS part,
    c.started_at, coalesce(p.passed_at, c.stopped_at) AS stopped_at
FROM clipped AS c LEFT JOIN passed AS p ON p.state_no = c.state_no AND p.clock = c.clock AND p.started_at = c.started_at
UNION ALL
SELECT c.state_no, c.clock, c.calendar_id, 'between_groups', p.passed_at, c.stopped_at
FROM clipped AS c JOIN passed AS p ON p.state_no = c.state_no AND p.clock = c.clock AND p.started_at = c.started_at;

-- Grain: one row per stretch, counted, and one per pause in it of a resolution clock, not counted. Goes to business time.
CREATE OR REPLACE TEMP TABLE part_spans AS
SELECT state_no, clock, part, 1 AS sign, calendar_id, started_at, stopped_at FROM run_parts
UNION ALL
SELECT r.state_no, r.clock, r.part, -1, r.calendar_id, greatest(r.started_at, p.started_at), least(r.stopped_at, p.stopped_at)
FROM run_parts AS r JOIN pauses AS p ON p.state_no = r.state_no
WHERE r.clock = 'resolution' AND greatest(r.started_at, p.started_at) < least(r.stopped_at, p.stopped_at);
