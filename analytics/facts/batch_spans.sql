-- Grain: one row per clock, target of the policy (none: NULL) and end of the batch's time: the first and the last instant that a start or
-- a stop can have. Business time reads its bounds here where the tickets themselves are judged in one pass, and stand nowhere before.
CREATE OR REPLACE TEMP TABLE batch_spans AS
WITH ends AS (
    SELECT least(min(s.received_at), min(s.updated_at)) AS first_at,
        greatest(max(s.received_at), max(s.updated_at), max(s.first_response_at), max(s.resolved_at), max(s.closed_at), max(q.as_of))
            AS last_at
    FROM standing_states AS s JOIN source_states AS q ON q.source = s.source
    UNION ALL
    SELECT least(min(received_at), min(first_event_at)), greatest(max(received_at), max(first_event_at)) FROM received_instants
),
instants AS (SELECT unnest([first_at, last_at]) AS started_at FROM ends),
targets AS (
    SELECT 'first_response' AS clock, response_calendar_id AS calendar_id, response_stated_seconds AS target_seconds,
        response_landing AS landing
    FROM targets_of
    UNION ALL SELECT 'resolution', resolution_calendar_id, resolution_stated_seconds, resolution_landing FROM targets_of
    UNION ALL VALUES ('first_response', NULL, NULL, NULL), ('resolution', NULL, NULL, NULL)
)
SELECT t.clock, t.calendar_id, i.started_at, i.started_at AS stopped_at, t.target_seconds, CAST(NULL AS INTEGER) AS target_days,
    'elapsed' AS reading, t.landing
FROM instants AS i CROSS JOIN targets AS t;
