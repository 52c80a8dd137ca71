-- L3: one row a ticket; C6: the stop of a clock that counts is not before its start; K5: a response clock of an export without responses
-- has neither stop nor verdict.
SELECT source, ticket_id, count(*) AS n FROM judged_tickets GROUP BY source, ticket_id HAVING count(*) > 1
UNION ALL
SELECT source, ticket_id, 0 FROM sla_clocks WHERE outcome IN ('met', 'breached', 'running') AND stopped_at < started_at
UNION ALL
SELECT source, ticket_id, -1 FROM judged_tickets
WHERE NOT responses_recorded AND (response_stopped_at IS NOT NULL OR response_outcome NOT IN ('unknown', 'excluded'))
