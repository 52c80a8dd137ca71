-- Grain: one row per ticket of this batch whose history tells of assignees, groups or statuses, and which of them it tells of. A row of an
-- event log says all its fields at its instant. Tickets without a history are left to the view clock_parts: nothing here looks at them.
CREATE OR REPLACE TEMP TABLE told_of AS
WITH changed AS (
    SELECT source, ticket_id, bool_or(field = 'assignee') AS assignees, bool_or(field = 'group') AS groups,
        bool_or(field = 'status') AS statuses
    FROM changes_now WHERE field IN ('assignee', 'group', 'status') GROUP BY source, ticket_id
),
standing AS (
    SELECT s.state_no, s.source, s.ticket_id, s.load_id, s.is_event, s.assignee, c.assignees, c.groups, c.statuses
    FROM changed AS c JOIN standing_states AS s ON s.source = c.source AND s.ticket_id = c.ticket_id
    UNION ALL
    SELECT s.state_no, s.source, s.ticket_id, s.load_id, true, s.assignee, false, false, false
    FROM standing_states AS s ANTI JOIN changed AS c ON c.source = s.source AND c.ticket_id = s.ticket_id
    WHERE s.is_event
)
SELECT s.state_no, s.source, s.ticket_id, s.assignees AS assignees_change, s.assignees OR (s.is_event AND f.assignee) AS assignees,
    s.groups OR (s.is_event AND f.group_name) AS groups, s.statuses OR (s.is_event AND f.status) AS statuses,
    s.assignee IS NOT NULL AS is_assigned_now
FROM standing AS s
JOIN given_fields AS f ON f.load_id = s.load_id;

-- Grain: one row per clock of such a ticket that has a verdict, or may have one by its deadline or its export.
-- The run is [received_at, until_at].
CREATE OR REPLACE TEMP TABLE told_runs AS
WITH runs AS (
    SELECT o.state_no, j.source, j.ticket_id, 'first_response' AS clock, t.response_calendar_id AS calendar_id, t.received_at,
        greatest(t.received_at, coalesce(t.response_stopped_at, t.as_of)) AS until_at, j.response_elapsed_seconds AS elapsed_seconds,
        CAST(0 AS BIGINT) AS paused_seconds, j.response_outcome AS outcome,
        j.response_deadline_at IS NOT NULL OR j.response_vendor_outcome <> 'unknown' AS has_other_verdict
    FROM told_of AS o
    JOIN judged_now AS j ON j.source = o.source AND j.ticket_id = o.ticket_id
    JOIN ticket_times AS t ON t.state_no = o.state_no
    UNION ALL
    SELECT o.state_no, j.source, j.ticket_id, 'resolution', t.resolution_calendar_id, t.received_at,
        greatest(t.received_at, coalesce(t.resolution_stopped_at, t.as_of)), j.resolution_elapsed_seconds,
        j.resolution_paused_seconds, j.resolution_outcome,
        j.resolution_deadline_at IS NOT NULL OR j.resolution_vendor_outcome <> 'unknown'
    FROM told_of AS o
    JOIN judged_now AS j ON j.source = o.source AND j.ticket_id = o.ticket_id
    JOIN ticket_times AS t ON t.state_no = o.state_no
)
SELECT state_no, source, ticket_id, clock, calendar_id, received_at, until_at, elapsed_seconds, paused_seconds
FROM runs
WHERE elapsed_seconds IS NOT NULL AND (outcome IN ('met', 'breached') OR (outcome IN ('no_target', 'running') AND has_other_verdict));

-- Grain: one row per such ticket and stretch in which somebody (is_held), nobody (not is_held) or one does not know who (NULL) was
-- assigned, after all changes of a second. Stretches of one kind that touch are one. from_at '0001-01-01' and to_at NULL: no bound.
CREATE OR REPLACE TEMP TABLE held_stretches AS
WITH seconds AS (
    SELECT r.state_no, c.changed_at AS from_at, arg_max_null(c.to_value, c.place) IS NOT NULL AS is_held
    FROM told_of AS r
    JOIN changes_now AS c ON c.source = r.source AND c.ticket_id = r.ticket_id AND c.field = 'assignee'
    GROUP BY r.state_no, c.changed_at
    UNION ALL
    SELECT r.state_no, TIMESTAMP '0001-01-01',
        CASE WHEN arg_min(c.from_told, c.place) THEN arg_min_null(c.from_value, c.place) IS NOT NULL END
    FROM told_of AS r
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
    FROM told_runs AS r JOIN held_stretches AS h ON h.state_no = r.state_no
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
