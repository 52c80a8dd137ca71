-- Grain: one row per escalation (E1): a ticket moves above the level it was on just before. Level changes where a history has them,
-- else the ticket's own level and instant as one event. Down and sideways moves are none.
-- Goes to business time and comes back as escalations_elapsed.
CREATE OR REPLACE TEMP TABLE escalation_spans AS
WITH moves AS (
    SELECT source, ticket_id, coalesce(from_level, 0) AS from_level, to_level AS level, changed_at AS escalated_at
    FROM changes_now WHERE field = 'level' AND to_level > coalesce(from_level, 0)
    UNION ALL
    SELECT s.source, s.ticket_id, 0, s.level, s.escalated_at
    FROM standing_states AS s
    LEFT JOIN told_by_history AS h ON h.source = s.source AND h.ticket_id = s.ticket_id
    WHERE s.level > 0 AND s.escalated_at IS NOT NULL AND NOT coalesce(h.has_level_changes, false)
)
SELECT m.*, row_number() OVER (PARTITION BY m.source, m.ticket_id ORDER BY m.escalated_at, m.level) AS ordinal,
    t.state_no, t.tier_calendar_id AS calendar_id, t.received_at AS started_at, m.escalated_at AS stopped_at
FROM moves AS m
JOIN ticket_times AS t ON t.source = m.source AND t.ticket_id = m.ticket_id;

-- Grain: one row per ticket with escalations.
CREATE OR REPLACE TEMP TABLE escalated AS
SELECT state_no, count(*) AS escalations, max(level) AS highest_level FROM escalation_spans GROUP BY state_no;
