-- E3: a level is eligible once a ticket, after receipt and while unresolved; is_escalated says what escalated_at says (E4: or nothing).
SELECT e.source, e.ticket_id, e.level, e.eligible_at, e.escalated_at, e.is_escalated
FROM eligible_escalations AS e
LEFT JOIN judged_tickets AS j ON j.source = e.source AND j.ticket_id = e.ticket_id
LEFT JOIN (SELECT source, ticket_id, max(level) AS highest FROM escalations GROUP BY source, ticket_id) AS x
    ON x.source = e.source AND x.ticket_id = e.ticket_id
WHERE j.ticket_id IS NULL OR e.eligible_at <= j.received_at OR coalesce(j.resolution_stopped_at, j.as_of) <= e.eligible_at
    OR e.is_escalated IS DISTINCT FROM CASE WHEN j.levels_recorded THEN e.escalated_at IS NOT NULL END
    OR (e.escalated_at IS NOT NULL) <> (coalesce(x.highest, 0) >= e.level)
UNION ALL
SELECT source, ticket_id, level, min(eligible_at), NULL, NULL FROM eligible_escalations GROUP BY source, ticket_id, level HAVING count(*) > 1
