-- E1, E4: escalations of each ticket, of each level, and of each source are one number; none where levels are not recorded.
WITH by_ticket AS (
    SELECT source, ticket_id, count(*) AS escalations, max(level) AS highest, max(ordinal) AS last, min(level - from_level) AS least
    FROM escalations GROUP BY source, ticket_id
),
by_level AS (SELECT source, sum(n) AS escalations FROM (SELECT source, level, count(*) AS n FROM escalations GROUP BY source, level) GROUP BY source)
SELECT j.source, j.ticket_id, j.escalations, e.escalations AS found
FROM judged_tickets AS j FULL JOIN by_ticket AS e ON e.source = j.source AND e.ticket_id = j.ticket_id
WHERE j.source IS NULL OR e.least <= 0 OR e.last <> e.escalations
    OR CASE WHEN j.levels_recorded
        THEN j.escalations <> coalesce(e.escalations, 0) OR j.highest_level <> coalesce(e.highest, 0)
        ELSE j.escalations IS NOT NULL OR e.escalations IS NOT NULL END
UNION ALL
SELECT j.source, NULL, sum(j.escalations), any_value(b.escalations)
FROM judged_tickets AS j LEFT JOIN by_level AS b ON b.source = j.source
GROUP BY j.source HAVING coalesce(sum(j.escalations), 0) <> coalesce(any_value(b.escalations), 0)
