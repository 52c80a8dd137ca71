-- Grain: one row per pause of a resolution clock that lies within its run (K6): a stretch in a pausing, resolved or closed status.
-- First response never pauses. The stretch before the first change has that change's from_kind. Stretches that touch are one pause.
CREATE OR REPLACE TEMP TABLE pauses AS
WITH changes AS (
    SELECT source, ticket_id, changed_at, from_kind, to_kind,
        lead(changed_at) OVER w AS next_at, row_number() OVER w AS number
    FROM changes_now WHERE field = 'status'
    WINDOW w AS (PARTITION BY source, ticket_id ORDER BY place)
),
stretches AS (
    SELECT source, ticket_id, changed_at AS from_at, next_at AS to_at, to_kind AS kind FROM changes
    UNION ALL
    SELECT source, ticket_id, TIMESTAMP '0001-01-01', changed_at, from_kind FROM changes WHERE number = 1
),
paused AS (SELECT * FROM stretches WHERE kind IN ('paused', 'resolved', 'closed')),
clocks AS (
    SELECT t.source, t.ticket_id, t.state_no, t.resolution_calendar_id AS calendar_id, t.received_at, t.resolution_stopped_at,
        greatest(t.received_at, coalesce(t.resolution_stopped_at, t.as_of)) AS until_at
    FROM ticket_times AS t
    SEMI JOIN paused AS p ON p.source = t.source AND p.ticket_id = t.ticket_id
    WHERE coalesce(t.resolution_stopped_at >= t.received_at, NOT t.is_closed)
),
clipped AS (
    SELECT c.state_no, c.calendar_id, c.received_at,
        greatest(p.from_at, c.received_at) AS started_at,
        least(coalesce(p.to_at, c.until_at), c.until_at) AS stopped_at,
        p.kind = 'paused' AND coalesce(p.to_at > c.until_at, true) AND c.resolution_stopped_at IS NULL AS is_open
    FROM paused AS p JOIN clocks AS c ON c.source = p.source AND c.ticket_id = p.ticket_id
    WHERE greatest(p.from_at, c.received_at) < least(coalesce(p.to_at, c.until_at), c.until_at)
        -- One that begins at the very as_of has no length yet, and is a pause all the same.
        OR (p.kind = 'paused' AND p.to_at IS NULL AND c.resolution_stopped_at IS NULL AND greatest(p.from_at, c.received_at) = c.until_at)
),
touching AS (
    SELECT *, started_at > coalesce(lag(stopped_at) OVER (PARTITION BY state_no ORDER BY started_at), TIMESTAMP '0001-01-01') AS begins
    FROM clipped
),
numbered AS (
    SELECT *, sum(CASE WHEN begins THEN 1 ELSE 0 END) OVER (PARTITION BY state_no ORDER BY started_at) AS pause_no FROM touching
)
SELECT state_no, calendar_id, received_at, min(started_at) AS started_at, max(stopped_at) AS stopped_at, bool_or(is_open) AS is_open
FROM numbered GROUP BY state_no, calendar_id, received_at, pause_no;
