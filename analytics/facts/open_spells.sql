-- Grain: one row per ticket that was finished before its run ended: in the order of its statuses a finished one has an unfinished one
-- after it, or stands before the clock's stop. The others need no look at each of their changes.
CREATE OR REPLACE TEMP TABLE finished_early AS
WITH ends AS (
    SELECT source, ticket_id, min(place) FILTER (to_kind IN ('resolved', 'closed')) AS first_finished,
        min(changed_at) FILTER (to_kind IN ('resolved', 'closed')) AS finished_at,
        max(place) FILTER (coalesce(to_kind, 'open') NOT IN ('resolved', 'closed')) AS last_unfinished,
        coalesce(arg_min_null(from_kind, place) IN ('resolved', 'closed'), false) AS began_finished
    FROM changes_now WHERE field = 'status' GROUP BY source, ticket_id
)
SELECT e.source, e.ticket_id, t.state_no, t.received_at, t.resolution_stopped_at AS until_at
FROM ends AS e
JOIN ticket_times AS t ON t.source = e.source AND t.ticket_id = e.ticket_id
WHERE (e.began_finished OR e.first_finished < e.last_unfinished OR e.finished_at < t.resolution_stopped_at)
    AND coalesce(t.resolution_stopped_at >= t.received_at, NOT t.is_closed);

-- Grain: one row per stretch in which a ticket stood resolved or closed, of positive length and within its run; stretches that touch are
-- one. The last one of a ticket that is open, without an end: left out, for the ticket's own state is newer than its history.
-- until_at: the resolution clock's stop; NULL for open tickets.
CREATE OR REPLACE TEMP TABLE finished_stretches AS
WITH changes AS (
    SELECT f.state_no, f.received_at, f.until_at, c.changed_at, c.from_kind, c.to_kind,
        lead(c.changed_at) OVER w AS next_at, row_number() OVER w AS number
    FROM finished_early AS f
    JOIN changes_now AS c ON c.source = f.source AND c.ticket_id = f.ticket_id AND c.field = 'status'
    WINDOW w AS (PARTITION BY f.state_no ORDER BY c.place)
),
finished AS (
    SELECT state_no, received_at, until_at, changed_at AS from_at, next_at AS to_at FROM changes WHERE to_kind IN ('resolved', 'closed')
    UNION ALL
    SELECT state_no, received_at, until_at, TIMESTAMP '0001-01-01', changed_at FROM changes
    WHERE number = 1 AND from_kind IN ('resolved', 'closed')
),
clipped AS (
    SELECT state_no, received_at, until_at, greatest(from_at, received_at) AS started_at, least(to_at, until_at) AS stopped_at
    FROM finished WHERE greatest(from_at, received_at) < least(to_at, until_at)
),
touching AS (
    SELECT *, started_at > coalesce(lag(stopped_at) OVER (PARTITION BY state_no ORDER BY started_at), TIMESTAMP '0001-01-01') AS begins
    FROM clipped
),
numbered AS (
    SELECT *, sum(CASE WHEN begins THEN 1 ELSE 0 END) OVER (PARTITION BY state_no ORDER BY started_at) AS stretch FROM touching
)
SELECT state_no, received_at, until_at, stretch, min(started_at) AS started_at, max(stopped_at) AS stopped_at
FROM numbered GROUP BY state_no, received_at, until_at, stretch;

-- Grain: one row per ticket with such a stretch: when it was first finished.
CREATE OR REPLACE TEMP TABLE first_closings AS
SELECT state_no, min(started_at) AS first_closed_at FROM finished_stretches GROUP BY state_no;

-- Grain: one row per reopening: up to the next such stretch, or to the stop; closed_at NULL: open at as_of.
CREATE OR REPLACE TEMP TABLE reopenings AS
SELECT state_no, stopped_at AS opened_at,
    coalesce(lead(started_at) OVER (PARTITION BY state_no ORDER BY stretch), until_at) AS closed_at
FROM finished_stretches
QUALIFY until_at IS NULL OR stopped_at < until_at;
