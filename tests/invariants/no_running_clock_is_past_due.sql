-- T3, K3: no clock of a period that every source's as_of has passed is running, paused ones aside: at the latest when as_of passes its
-- due instant it is breached.
SELECT c.source, c.ticket_id, c.clock, c.due_at, s.as_of FROM sla_clocks AS c JOIN sources AS s ON s.source = c.source
WHERE c.as_of IS DISTINCT FROM s.as_of OR (c.outcome = 'running' AND NOT c.is_paused AND c.due_at < s.as_of)
    OR (c.deadline_outcome = 'running' AND NOT c.is_paused AND c.deadline_at < s.as_of)
