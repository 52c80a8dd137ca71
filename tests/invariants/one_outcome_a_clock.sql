-- K2: two clocks a ticket; met + breached + running + without verdict = clocks. Bad: a clock kind of a source that does not add up.
WITH counted AS (
    SELECT source, clock, count(*) AS clocks, count(DISTINCT ticket_id) AS tickets,
        count(*) FILTER (outcome IN ('met', 'breached', 'running')) AS with_verdict,
        count(*) FILTER (outcome IN ('excluded', 'uncovered', 'no_target', 'unknown')) AS without_verdict
    FROM sla_clocks GROUP BY source, clock
)
SELECT c.* FROM counted AS c
LEFT JOIN (SELECT source, count(*) AS judged FROM judged_tickets GROUP BY source) AS j ON j.source = c.source
LEFT JOIN sources AS s ON s.source = c.source
WHERE c.clocks <> c.tickets OR c.clocks <> c.with_verdict + c.without_verdict OR j.judged IS DISTINCT FROM c.clocks
    OR s.tickets IS DISTINCT FROM c.clocks
